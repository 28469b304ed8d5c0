"""Taking documents in: the good ones go in, the broken ones are named, and nothing is read twice."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.errors import FileError
from knowledge import adding
from knowledge.adding import Outcome, Shelf, add, remove
from knowledge.documents import Document, read
from knowledge.library import Library, digest_of_file
from tests.fakes.documents import passage_on, rare_word, write_file


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(Library(tmp_path / "library.sqlite3"), None, None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    place.mkdir()
    return place.resolve()


def outcomes(shelf: Shelf, *paths: Path, language: str | None = None) -> list[Outcome]:
    return [each for each in add(shelf, paths, language) if isinstance(each, Outcome)]


def states(told: Sequence[Outcome]) -> dict[str, str]:
    return {Path(outcome.path).name: outcome.state for outcome in told}


def kept(shelf: Shelf) -> str:
    library = shelf.library
    return "\n".join(piece.text for piece in library.pieces(library.listing().ids).values())


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the files that are read, as they are read."""
    seen: list[Path] = []

    def counted(path: Path) -> Document:
        seen.append(path)
        return read(path)

    monkeypatch.setattr(adding, "read", counted)
    return seen


def test_how_many_there_are_is_told_before_the_first_is_read(shelf: Shelf, folder: Path, reads: list[Path]) -> None:
    for number in range(3):
        write_file(folder, number)
    told = add(shelf, [folder], None)
    assert next(told) == 3
    assert reads == []
    first = next(told)
    assert first == Outcome(str(folder / "d000.md"), "added", "d000.md", 1)
    assert len(list(told)) == 2
    assert [entry.path for entry in shelf.library.entries()] == [str(folder / f"d00{n}.md") for n in range(3)]


def test_each_document_counts_as_soon_as_it_is_told(shelf: Shelf, folder: Path) -> None:
    for number in range(3):
        write_file(folder, number)
    other = Library(shelf.library.path)
    told = add(shelf, [folder], None)
    next(told)
    for count, _outcome in enumerate(told, start=1):
        assert len(other.entries()) == count


def test_broken_files_are_named_and_the_rest_goes_in(shelf: Shelf, folder: Path) -> None:
    write_file(folder, 1)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no archive")
    (folder / "empty.txt").write_text("  \n", "utf-8")
    write_file(folder, 2)
    told = outcomes(shelf, folder, folder / "nowhere.md", folder / "picture.png")
    assert [each.state for each in told].count("skipped") == 5
    assert {Path(each.path).name: each.state for each in told if each.state != "skipped"} == {
        "d001.md": "added",
        "d002.md": "added",
    }
    for outcome in told:
        assert bool(outcome.reason) == (outcome.state == "skipped")
    for name in ("broken.pdf", "broken.docx", "empty.txt", "nowhere.md", "picture.png"):
        assert any(name in outcome.reason for outcome in told), name
    assert len(shelf.library.entries()) == 2


def test_a_file_that_goes_away_meanwhile_is_named(shelf: Shelf, folder: Path) -> None:
    first, second = write_file(folder, 1), write_file(folder, 2)
    told = add(shelf, [folder], None)
    assert next(told) == 2
    first.unlink()
    assert states([each for each in told if isinstance(each, Outcome)]) == {"d001.md": "skipped", "d002.md": "added"}
    assert second.exists()


def test_folders_are_searched_with_the_folders_in_them(shelf: Shelf, folder: Path) -> None:
    write_file(folder / "a" / "b", 1)
    write_file(folder / "a", 2)
    write_file(folder / ".hidden", 3)
    assert states(outcomes(shelf, folder, folder / "a")) == {"d001.md": "added", "d002.md": "added"}


def test_what_has_not_changed_is_not_read_again(shelf: Shelf, folder: Path, reads: list[Path]) -> None:
    files = [write_file(folder, number) for number in range(3)]
    outcomes(shelf, folder)
    reads.clear()
    revision = shelf.library.revision()
    told = outcomes(shelf, folder)
    assert set(states(told).values()) == {"unchanged"}
    assert [(each.name, each.passages) for each in told] == [(file.name, 1) for file in files]
    assert reads == []
    assert shelf.library.revision() == revision


def test_what_has_changed_is_read_again_and_takes_the_place_of_the_old(
    shelf: Shelf, folder: Path, reads: list[Path]
) -> None:
    for number in range(3):
        write_file(folder, number)
    outcomes(shelf, folder)
    reads.clear()
    write_file(folder, 1, "And it was mended in spring.")
    assert states(outcomes(shelf, folder)) == {"d000.md": "unchanged", "d001.md": "changed", "d002.md": "unchanged"}
    assert reads == [folder / "d001.md"]
    assert kept(shelf).count("mended in spring") == 1
    assert kept(shelf).count(f"The {rare_word(1)} is one") == 1
    assert len(shelf.library.entries()) == 3


def test_a_copy_elsewhere_is_a_document_of_its_own(shelf: Shelf, folder: Path) -> None:
    original = write_file(folder / "a", 1)
    (folder / "b").mkdir()
    copy = folder / "b" / "renamed.md"
    copy.write_bytes(original.read_bytes())
    outcomes(shelf, original)
    assert outcomes(shelf, copy) == [Outcome(str(copy), "added", "renamed.md", 1)]
    write_file(folder / "a", 1, "changed since")
    outcomes(shelf, original)
    assert {entry.name: entry.digest for entry in shelf.library.entries()}["renamed.md"] == digest_of_file(copy)


def test_a_file_that_became_a_copy_of_another_loses_its_old_text(shelf: Shelf, folder: Path) -> None:
    one, two = write_file(folder, 1), write_file(folder, 2)
    outcomes(shelf, folder)
    two.write_bytes(one.read_bytes())
    assert states(outcomes(shelf, folder)) == {"d001.md": "unchanged", "d002.md": "changed"}
    assert rare_word(2) not in kept(shelf)


def test_a_language_that_is_named_counts_also_for_what_is_there(shelf: Shelf, folder: Path) -> None:
    file = write_file(folder, 1)
    outcomes(shelf, file)
    assert shelf.library.entries()[0].language == "en"
    assert states(outcomes(shelf, file, language="pl")) == {"d001.md": "changed"}
    assert shelf.library.entries()[0].language == "pl"
    assert states(outcomes(shelf, file, language="pl")) == {"d001.md": "unchanged"}
    assert states(outcomes(shelf, file)) == {"d001.md": "unchanged"}


@pytest.mark.skipif(os.name != "posix", reason="names are text there")
def test_a_name_that_is_no_text_is_kept_and_found(shelf: Shelf, folder: Path) -> None:
    file = folder / os.fsdecode(b"gu\xedde.md")
    file.write_text(passage_on(1), "utf-8")
    told = outcomes(shelf, file)
    assert [each.state for each in told] == ["added"]
    for text in (told[0].path, told[0].name, shelf.library.entries()[0].path):
        text.encode()
    assert [each.state for each in outcomes(shelf, file)] == ["unchanged"]
    assert remove(shelf, [str(file)]) == ([told[0].name], [])


def test_signs_that_act_on_a_terminal_are_not_told(shelf: Shelf, folder: Path) -> None:
    file = folder / "red\x1b[31m.md"
    file.write_text(passage_on(1), "utf-8")
    (folder / "bad\x1b[31m.pdf").write_bytes(b"no")
    for outcome in outcomes(shelf, folder):
        assert "\x1b" not in f"{outcome.path}{outcome.name}{outcome.reason}"


def test_documents_are_removed_by_name_and_by_path(shelf: Shelf, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        write_file(folder, number)
    outcomes(shelf, folder)
    monkeypatch.chdir(folder)
    assert remove(shelf, ["d000.md"]) == (["d000.md"], [])
    assert remove(shelf, [str(folder / "d001.md"), "./d002.md"]) == (["d001.md", "d002.md"], [])
    (folder / "d003.md").unlink()
    assert remove(shelf, [f"{folder}/d003.md", "d000.md", "nothing"]) == (["d003.md"], ["d000.md", "nothing"])
    assert [entry.name for entry in shelf.library.entries()] == ["d004.md"]


def test_a_name_goes_before_a_path(shelf: Shelf, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_file(folder / "a", 1)
    write_file(folder / "b", 1, "Another one.")
    outcomes(shelf, folder / "a", folder / "b")
    monkeypatch.chdir(folder / "b")
    assert remove(shelf, ["d001.md"]) == (["d001.md"], [])
    assert [entry.name for entry in shelf.library.entries()] == ["b/d001.md"]


def test_a_name_with_a_tilde_is_a_name(shelf: Shelf, folder: Path) -> None:
    (folder / "~nobody.md").write_text(passage_on(1), "utf-8")
    outcomes(shelf, folder)
    assert remove(shelf, ["~nobody.md", "~nobody-else.md"]) == (["~nobody.md"], ["~nobody-else.md"])


def test_a_full_disk_ends_it_with_a_hint_and_what_went_in_stays(shelf: Shelf, folder: Path) -> None:
    write_file(folder, 1)
    write_file(folder, 2, " ".join(passage_on(number) for number in range(300)))
    db = shelf.library._db
    db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0] + 3}")
    with pytest.raises(FileError, match="full") as caught:
        outcomes(shelf, folder)
    assert caught.value.hint
    assert [entry.name for entry in shelf.library.entries()] == ["d001.md"]
