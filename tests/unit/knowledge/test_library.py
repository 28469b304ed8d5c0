"""The library: documents in one SQLite file, divided without losing a word."""

import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import FileError
from assistant.text import clean
from knowledge.articles import MAX_WORDS, Section, count_words
from knowledge.documents import Document
from knowledge.languages import language_of
from knowledge.library import Library, digest_of_file, divided
from knowledge.pieces import Label
from tests.fakes.documents import keep, passage_on

ENGLISH = "The shop opens at nine, and people who come with a bike can leave it in the yard."
SPANISH = "La tienda abre a las nueve, y quien viene con bicicleta puede dejarla en el patio."
POLISH = "Sklep jest otwarty od dziewiątej, a kto przyjedzie rowerem, może go zostawić na podwórzu."


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "data" / "library.sqlite3")


def document(*sections: tuple[str, str], name: str = "guide.md", title: str = "A guide") -> Document:
    return Document(name, title, "markdown", tuple(Section(*section) for section in sections))


def put(library: Library, path: str, text: str = "Some words.", digest: str = "d") -> str:
    kept = document(("", text), name=Path(path).name)
    return library.put(kept, divided(kept), path, digest).name


def test_it_is_for_this_account_alone(library: Library) -> None:
    keep(library, 1)
    for file in library.path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert stat.S_IMODE(library.path.parent.stat().st_mode) == 0o700


def test_what_is_kept_is_there_after_opening_it_again(library: Library) -> None:
    read = document(("First", ENGLISH * 3), ("Second", POLISH * 3))
    entry = library.put(read, divided(read), "/a/guide.md", "abc")
    library.close()
    again = Library(library.path)
    assert again.name == library.name
    assert again.entries() == [entry]
    assert (entry.name, entry.path, entry.title, entry.kind) == ("guide.md", "/a/guide.md", "A guide", "markdown")
    assert (entry.language, entry.digest, entry.passages) == ("en", "abc", 2)
    listing = again.listing()
    pieces = again.pieces(listing.ids)
    assert [(p.heading, p.text, p.label, p.position, p.article) for p in pieces.values()] == [
        ("First", ENGLISH * 3, Label("en"), 0, "guide.md"),
        ("Second", POLISH * 3, Label("pl"), 1, "guide.md"),
    ]
    assert [piece.vectors for piece in pieces.values()] == [tuple(vectors) for vectors in listing.vectors]
    assert [piece.label for piece in pieces.values()] == list(listing.labels)


def test_a_newer_version_is_refused_and_left_alone(library: Library) -> None:
    library.close()
    db = sqlite3.connect(library.path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    before = library.path.read_bytes()
    with pytest.raises(FileError, match="newer version") as caught:
        Library(library.path)
    assert "Update" in caught.value.hint
    assert library.path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"these are no documents " * 200, b"\x00" * 9_000, b"SQLite format 3\x00" + b"x" * 5_000]
)
def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "library.sqlite3"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"library\.sqlite3") as caught:
        Library(path)
    assert caught.value.hint
    assert path.read_bytes() == content


def test_a_place_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(FileError, match="file"):
        Library(tmp_path / "file" / "library.sqlite3")


def test_a_full_disk_keeps_what_was_there(library: Library) -> None:
    keep(library, 1)
    revision = library.revision()
    library._db.execute(f"PRAGMA max_page_count = {library._db.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(FileError, match="full") as caught:
        keep(library, 2, *[passage_on(number) * 3 for number in range(60)])
    assert "kept" in caught.value.hint
    assert [entry.name for entry in library.entries()] == ["d001.md"]
    assert library.revision() == revision


def test_names_are_made_unique(library: Library) -> None:
    assert put(library, "/a/guide.md") == "guide.md"
    assert put(library, "/b/guide.md") == "b/guide.md"
    assert put(library, "/c/b/guide.md") == "guide.md (2)"
    assert put(library, "/guide.md") == "guide.md (3)"
    assert put(library, "/b/guide.md", "Other words.") == "b/guide.md"
    assert len(library.entries()) == 4


def test_a_changed_document_takes_the_place_of_the_old_one(library: Library) -> None:
    put(library, "/a/guide.md", "Old words.", "one")
    old = library.listing().ids
    put(library, "/a/guide.md", "New words.", "two")
    assert [(entry.name, entry.digest, entry.passages) for entry in library.entries()] == [("guide.md", "two", 1)]
    assert library.pieces(old) == {}
    assert [piece.text for piece in library.pieces(library.listing().ids).values()] == ["New words."]


def test_removing_is_by_name_and_complete(library: Library) -> None:
    keep(library, 1)
    keep(library, 2)
    ids = library.listing().ids
    assert library.remove("d001.md")
    assert not library.remove("d001.md")
    assert [entry.name for entry in library.entries()] == ["d002.md"]
    assert set(library.pieces(ids)) == set(library.listing().ids) < set(ids)


def test_an_id_is_never_used_again(library: Library) -> None:
    seen: set[int] = set()
    for number in range(5):
        keep(library, number)
        ids = set(library.listing().ids)
        assert not ids & seen
        seen |= ids
        library.remove(f"d{number:03}.md")


def test_every_change_gives_another_revision_also_in_another_process(library: Library) -> None:
    other = Library(library.path)
    revisions = [other.revision()]
    for change in (lambda: keep(library, 1), lambda: keep(library, 1), lambda: library.remove("d001.md")):
        assert other.revision() == revisions[-1]
        change()
        assert other.revision() not in revisions
        revisions.append(other.revision())


def test_many_ids_are_looked_up(library: Library) -> None:
    keep(library, 1, *[f"{passage_on(1)} {number} {passage_on(2)}" for number in range(1_200)])
    ids = library.listing().ids
    assert len(ids) == 1_200
    assert list(library.pieces(ids)) == list(ids)


def test_several_threads_use_it_at_once(library: Library) -> None:
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(8):
                keep(library, number, f"{passage_on(number)} {turn}")
                assert library.pieces(library.listing().ids) is not None
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(library.entries()) == 4
    assert library.revision() == 32


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), ("es", SPANISH), ("pl", POLISH)])
def test_the_language_is_guessed_for_each_passage(language: str, text: str) -> None:
    assert language_of(text) == language
    pieces = divided(document(("", ENGLISH * 4), ("", text * 4)))
    assert [piece.label.language for piece in pieces] == ["en", language]
    assert {piece.label.language for piece in divided(document(("", text)), "pl")} == {"pl"}


@pytest.mark.parametrize(
    ("text", "language"), [("", "en"), ("12 345", "en"), ("łąka", "pl"), ("¿niño?", "es"), ("KPI", "en")]
)
def test_a_little_tells_the_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_nothing_tells_so_it_is_the_one_expected() -> None:
    assert language_of("KPI 2024", otherwise="pl") == "pl"
    assert language_of("what is a KPI", otherwise="pl") == "en"


def test_a_document_is_in_the_language_of_most_passages(library: Library) -> None:
    read = document(("", ENGLISH * 4), ("", POLISH * 4), ("", POLISH * 4))
    assert library.put(read, divided(read), "/a", "d").language == "pl"


def test_short_sections_are_joined_with_their_headings() -> None:
    pieces = divided(document(("Hours", "Nine to five."), ("Bikes", ENGLISH * 3), ("Parking", "None.")))
    assert [(piece.heading, piece.position) for piece in pieces] == [("Hours", 0)]
    assert pieces[0].text == f"Nine to five.\n\nBikes\n\n{ENGLISH * 3}\n\nParking\n\nNone."


def test_long_sections_stay_apart() -> None:
    pieces = divided(document(("One", ENGLISH * 3), ("Two", ENGLISH * 3)))
    assert [(piece.heading, piece.text) for piece in pieces] == [("One", ENGLISH * 3), ("Two", ENGLISH * 3)]


words = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["the", "a.", "- b", "\n", "\n\n", "żółw!"]
)
texts = st.lists(words, max_size=60).map(" ".join).map(clean) | st.integers(1, 400).map(lambda count: "word " * count)
HEADINGS = ("", "HEADING", "ANOTHER ONE")
sections = st.lists(st.tuples(st.sampled_from(HEADINGS), texts), min_size=1, max_size=12)


@given(sections=sections)
def test_dividing_loses_no_text_and_keeps_the_order(sections: list[tuple[str, str]]) -> None:
    pieces = divided(document(*sections))
    # A heading may stand in the text of a passage, or above it.
    headings = " ".join(HEADINGS).split()
    told = [word for piece in pieces for word in piece.text.split() if word not in headings]
    assert told == [word for _heading, text in sections for word in text.split() if word not in headings]
    assert [piece.position for piece in pieces] == list(range(len(pieces)))


@given(sections=sections)
def test_passages_are_short_unless_a_sentence_is_not(sections: list[tuple[str, str]]) -> None:
    for piece in divided(document(*sections)):
        longest = max((count_words(part) for part in piece.text.replace("\n", ". ").split(". ")), default=0)
        assert count_words(piece.text) <= MAX_WORDS + longest


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert digest_of_file(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
