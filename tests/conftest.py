"""What every test shares: folders of its own, no network but the loopback interface, English, no keys."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from assistant import locale
from tests.fakes.databases import closed_and_unsynced

# A busy machine is not a fault of the program; pytest's own timeout catches what hangs.
settings.register_profile("journeymap", deadline=None)
settings.load_profile("journeymap")

_ENVIRONMENT = (
    "OPENAI_API_KEY", "OPENAI_BASE_URL", "JOURNEYMAP_MODEL", "JOURNEYMAP_LANGUAGE", "JOURNEYMAP_API_KEY",
    "JOURNEYMAP_EMBEDDINGS", "JOURNEYMAP_CHROMA_URL", "NO_COLOR",
)  # fmt: skip

_YOUNG = 10_000
"""New objects after which the young ones are looked through."""


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what was imported, half a million objects, out of every later collection: a fifth of the processor's time
    of the interface's tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long tests, so that none of them is the last, for which the other processes would wait."""
    items.sort(key=lambda item: not (item.get_closest_marker("local_model") or item.get_closest_marker("slow")))


@pytest.fixture(autouse=True)
def own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give each test folders of its own; the weights stay shared, for they are a gigabyte."""
    monkeypatch.setenv("JOURNEYMAP_HOME", str(tmp_path / "home"))
    for name in _ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "100")
    locale.use("en")
    with closed_and_unsynced():
        yield
    locale.use("en")
    assert "LANGSMITH_TRACING" not in os.environ or os.environ["LANGSMITH_TRACING"] == "false"
