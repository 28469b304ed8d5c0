from importlib import metadata
from pathlib import Path

import pytest

from assistant.errors import EXIT_USAGE, UsageError
from assistant.journey.models import JourneyMap
from exports import registry
from exports.port import Exporter
from exports.registry import built_in, by_name, by_suffix, names
from tests.fakes.maps import example

ALL = list(built_in().values())
DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("exporter", ALL, ids=lambda exporter: exporter.name)
def test_a_format_is_found_by_name_and_by_suffix(exporter: Exporter) -> None:
    assert by_name(f" {exporter.name.upper()} ") is exporter
    assert by_suffix(Path(f"map{exporter.suffix.upper()}")) is exporter


def test_names_and_suffixes_are_told_apart() -> None:
    assert len({exporter.suffix for exporter in ALL}) == len(ALL)
    assert {"json", "markdown"} <= set(names())
    assert by_name("md") is by_name("markdown")


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        by_name("stone")
    assert str(caught.value) == f"There is no export format 'stone'. Choose one of: {', '.join(names())}."
    assert caught.value.exit_code == EXIT_USAGE


@pytest.mark.parametrize("name", ["map", "map.stone", ".json"])
def test_a_file_name_of_no_format_lists_the_suffixes(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        by_suffix(Path(name))
    assert all(exporter.suffix in caught.value.hint for exporter in ALL)


@pytest.mark.parametrize("exporter", ALL, ids=lambda exporter: exporter.name)
def test_each_format_gives_the_same_bytes_again_and_says_what_it_loses(exporter: Exporter) -> None:
    assert exporter.export(example()) == exporter.export(example())
    assert all(sentence.endswith(".") for sentence in exporter.cannot_carry)
    assert bool(exporter.cannot_carry) is (exporter.name not in ("json", "markdown"))


def test_the_documentation_names_every_format_and_its_files() -> None:
    rows = [row for row in (DOCS / "formats.md").read_text("utf-8").splitlines() if row.startswith("| `")]
    for exporter in ALL:
        assert [row for row in rows if f"`{exporter.name}`" in row and f"`{exporter.suffix}`" in row], exporter.name
    for short in registry.SHORT_NAMES:
        assert any(f"`{short}`" in row for row in rows), short


class Postcard:
    name = "postcard"
    suffix = ".card"
    cannot_carry = ("Everything but the title.",)

    def export(self, journey: JourneyMap) -> bytes:
        return journey.title.encode()


class Nothing:
    pass


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = metadata.EntryPoints(
        metadata.EntryPoint(name, f"{__name__}:{value}", registry.GROUP)
        for name, value in [("postcard", "Postcard"), ("empty", "Nothing"), ("gone", "Gone"), ("json", "Postcard")]
    )
    monkeypatch.setattr(metadata, "entry_points", lambda group: entries.select(group=group))


@pytest.mark.usefixtures("others")
def test_other_packages_add_formats_and_take_none_of_ours() -> None:
    assert by_name("postcard").export(example()) == example().title.encode()
    assert by_name("json") is built_in()["json"]
    assert names()[-3:] == ["empty", "gone", "postcard"]


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize("name", ["empty", "gone"])
def test_a_format_of_another_package_that_does_not_work_is_named(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        by_name(name)
    assert f"The export format '{name}' of the package" in caught.value.message
