"""The same terminal for every test: UTC, colours, Unicode signs, nothing that moves."""

import time
from collections.abc import Iterator

import pytest

from assistant.tui.glyphs import glyphs


@pytest.fixture(autouse=True)
def same_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pin what a screen depends on besides its size."""
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("JOURNEYMAP_ASCII", "0")
    time.tzset()
    glyphs.cache_clear()
    yield
    monkeypatch.undo()
    time.tzset()
    glyphs.cache_clear()
