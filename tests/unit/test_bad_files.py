"""Damaged files are read as far as they go or refused in a sentence; a small part of `tests.bench.bad_files`."""

from pathlib import Path

import pytest

from assistant import settings
from assistant.errors import UsageError
from assistant.journey.apply import apply, number_of
from assistant.journey.edits import Add, Applied
from assistant.locations import expanded, make_private
from exports.markdown import MarkdownExporter
from imports.markdown import read_markdown
from imports.text_table import read_csv
from tests.bench.bad_files import FORMATS, bad_file, outcome
from tests.fakes.maps import example


@pytest.mark.parametrize("name", FORMATS)
def test_a_part_of_the_campaign(name: str, tmp_path: Path) -> None:
    for number in range(6):
        assert outcome(name, bad_file(name, number), tmp_path) in ("read", "refused")


def test_a_stage_of_an_unknown_kind_is_taken_in_without_it() -> None:
    text = MarkdownExporter().export(example()).decode()
    changed = text.replace("| Awareness ", "| Xwareness ")
    assert read_markdown(changed.encode()).map.stages


@pytest.mark.parametrize("digits", [9, 20, 31, 40, 5000])
def test_an_id_with_a_huge_number_is_renamed_or_kept(digits: int, tmp_path: Path) -> None:
    file = tmp_path / "map.csv"
    file.write_text(f"ID,Touchpoint\nt{'9' * digits},the shop\n,the phone\n{'t1' + '0' * digits},the door\n", "utf-8")
    from imports.reading import read_file

    journey = read_file(file).map
    assert [point.name for point in journey.touchpoints] == ["the shop", "the phone", "the door"]
    added = apply(journey, Add(part="goals", values={"text": "a fair price"}, origin=journey.touchpoints[0].origin), {})
    assert isinstance(added, Applied)
    assert number_of("t" + "9" * digits)[1] in (0, int("9" * 9))


@pytest.mark.parametrize(
    "text",
    [
        f"timeout = {'9' * 400}",
        f"wording = '{'x' * 5000}'",
        "a = " + "[" * 5000,
        "export_folder = '~nobody-of-this-name/x'",
    ],
)
def test_strange_settings_are_refused_in_a_short_sentence_or_taken(text: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    try:
        settings.load({}, {}, file)
    except UsageError as fault:
        told = str(fault)
        assert len(told.replace(str(file), "")) < 500
    else:
        assert "nobody" in text


def test_columns_that_nobody_knows_are_named_in_a_few_words(tmp_path: Path) -> None:
    from imports.reading import read_file

    file = tmp_path / "map.csv"
    file.write_text(f"{'x' * 9000},{'y' * 9000}\n1,2\n", "utf-8")
    with pytest.raises(UsageError) as told:
        read_file(file)
    assert len(str(told.value)) < 500
    assert read_csv(file.read_bytes(), "file").rows


def test_a_home_of_nobody_is_a_name_and_every_new_folder_is_private(tmp_path: Path) -> None:
    assert expanded("~nobody-of-this-name/x") == Path("~nobody-of-this-name/x")
    assert expanded("~a\0b") == Path("~a\0b")
    make_private(tmp_path / "a" / "b" / "c")
    assert {(tmp_path / part).stat().st_mode & 0o777 for part in ("a", "a/b", "a/b/c")} == {0o700}
