from pathlib import Path

import pytest

from assistant.errors import EXIT_USAGE, UsageError
from exports.port import Exporter
from exports.registry import EXPORTERS, by_name, by_suffix
from tests.fakes.maps import example


def test_each_format_is_found_by_its_name_and_suffix_in_any_case() -> None:
    for exporter in EXPORTERS:
        assert by_name(exporter.name) is exporter
        assert by_name(f" {exporter.name.upper()} ") is exporter
        assert by_suffix(Path(f"map{exporter.suffix.upper()}")) is exporter


def test_names_and_suffixes_are_told_apart() -> None:
    assert [exporter.name for exporter in EXPORTERS] == ["json", "markdown"]
    assert [exporter.suffix for exporter in EXPORTERS] == [".json", ".md"]


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        by_name("pdf")
    assert str(caught.value) == "There is no export format 'pdf'. Choose one of: json, markdown."
    assert caught.value.exit_code == EXIT_USAGE


@pytest.mark.parametrize("name", ["map", "map.docx", ".json"])
def test_a_file_name_of_no_format_lists_the_suffixes(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        by_suffix(Path(name))
    assert ".json, .md" in caught.value.hint


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_each_format_holds_the_map_and_says_what_it_loses(exporter: Exporter) -> None:
    assert example().title in exporter.export(example()).decode()
    assert all(sentence.endswith(".") for sentence in exporter.cannot_carry)
    assert bool(exporter.cannot_carry) is (exporter.name != "json")
