"""Many sessions: tags, copies, deleting, restoring, searching, and the schema that came before."""

import sqlite3
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from assistant.errors import FileError
from assistant.interview.holding import hold
from assistant.interview.shelf import SessionShelf, tag_of
from assistant.interview.state import Record
from assistant.interview.store import SqliteSessionStore
from assistant.journey.start import new_map
from assistant.journey.templates import by_name
from tests.fakes.person import Person, open_new
from tests.fakes.person import hold as talk

ANSWER = (Record.ANSWERED, {"turn": 1, "text": "Kot ZJADŁ żółty kanapnik, the invoice never came"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteSessionStore]:
    with SqliteSessionStore(tmp_path / "s.sqlite3") as store:
        yield store


@pytest.fixture
def shelf(store: SqliteSessionStore) -> Iterator[SessionShelf]:
    with SessionShelf(store.path) as shelf:
        yield shelf


def answered(store: SqliteSessionStore, title: str = "Books") -> str:
    session = store.create(new_map("en", title=title), "web-shop")
    store.append(session, store.load(session), [ANSWER])
    return session


def test_a_database_of_the_first_schema_keeps_all_its_sessions(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    db = sqlite3.connect(path)
    script = resources.files("assistant.interview.migrations").joinpath("0001_sessions_and_events.sql")
    db.executescript(script.read_text("utf-8") + "PRAGMA user_version = 1;")
    journey = new_map("es", title="Libros")
    moment = journey.created.isoformat()
    db.execute("INSERT INTO sessions VALUES ('260301-aaaa', ?, ?, 'Libros', 'es', 'goal', 0)", (moment, moment))
    started = f'{{"map": {journey.model_dump_json()}}}'
    db.execute("INSERT INTO events VALUES ('260301-aaaa', 1, ?, 'started', ?)", (moment, started))
    db.commit()
    db.close()
    for _again in range(2):
        with SqliteSessionStore(path) as store:
            (info,) = store.list()
            assert (info.id, info.title, info.tags, info.deleted) == ("260301-aaaa", "Libros", (), None)
            state = store.load(info.id)
            assert (state.map, state.template) == (journey, None)


def test_the_template_of_a_session_is_remembered(store: SqliteSessionStore) -> None:
    session = store.create(new_map("pl", template=by_name("b2b")), "b2b")
    assert store.load(session).template == "b2b"


def test_tags_are_kept_once_whatever_their_case(store: SqliteSessionStore, shelf: SessionShelf) -> None:
    session, other = answered(store), answered(store)
    assert shelf.tag(session, ["Café", "draft"], []) == ("Café", "draft")
    assert shelf.tag(session, ["cafe", "2027"], ["DRAFT", "never there"]) == ("Café", "2027")
    assert {info.id: info.tags for info in store.list()} == {session: ("Café", "2027"), other: ()}
    with pytest.raises(FileError, match="no session nope"):
        shelf.tag("nope", ["x"], [])
    assert [tag_of(text) for text in ("#shop", " two\nwords ", "\x1b[2J", "#")] == ["shop", "two words", "␛[2J", ""]


async def test_a_copy_is_the_same_interview_with_another_title(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await talk(interview, Person())
    store, first = interview.store, interview.session
    assert isinstance(store, SqliteSessionStore)
    with SessionShelf(store.path) as shelf:
        shelf.tag(first, ["cakes"], [])
        before = store.entries(first)
        copy = shelf.duplicate(first, "Another bakery")
    one, two = store.load(first), store.load(copy)
    assert two.map.title == "Another bakery"
    changes = {"title": one.map.title, "revision": one.map.revision, "updated": one.map.updated}
    assert two.map.model_copy(update=changes) == one.map
    assert two.answers == one.answers
    assert two.path is None
    infos = {info.id: info for info in store.list()}
    assert (infos[copy].title, infos[copy].tags, infos[copy].finished) == ("Another bakery", ("cakes",), one.finished)
    store.append(copy, two, [(Record.UNDONE, {})])
    assert store.entries(first) == before


def test_what_is_deleted_is_gone_until_it_is_restored(store: SqliteSessionStore, shelf: SessionShelf) -> None:
    session, other = answered(store), answered(store, "Tea")
    before = store.load(session)
    shelf.delete(session)
    assert [info.id for info in store.list()] == [other]
    (gone,) = store.list(deleted=True)
    assert (gone.id, gone.deleted is not None) == (session, True)
    with pytest.raises(FileError, match=f"journeymap restore {session}"):
        store.load(session)
    shelf.restore(session)
    assert store.load(session) == before
    assert {info.id for info in store.list()} == {session, other}
    with pytest.raises(FileError, match="is not deleted"):
        shelf.restore(session)


def test_what_is_deleted_for_ever_leaves_no_word_and_nothing_else_with_it(
    store: SqliteSessionStore, shelf: SessionShelf
) -> None:
    session, other = answered(store), answered(store, "Tea")
    store.append(session, store.load(session), [(Record.ANSWERED, {"turn": 2, "text": "zaffre quokka"})])
    shelf.tag(session, ["secret"], [])
    kept = store.entries(other)
    shelf.erase(session)
    with pytest.raises(FileError, match="no session"):
        store.load(session)
    assert store.entries(session) == []
    assert store.entries(other) == kept
    files = [file for file in store.path.parent.rglob("*") if file.is_file()]
    assert not [file for file in files if session in file.name or b"zaffre" in file.read_bytes()]


def test_deleting_for_ever_also_removes_the_locks_that_killed_deletions_left(
    store: SqliteSessionStore, shelf: SessionShelf
) -> None:
    gone, kept = answered(store), answered(store)
    store.hold(kept).release()
    folder = store.path.parent / "open"
    for left in ("261122-gone.lock", "261122-gone.lock-journal"):
        (folder / left).touch()
    shelf.erase(gone)
    assert [file.name for file in folder.iterdir()] == [f"{kept}.lock"]


async def test_an_open_interview_is_not_deleted(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    store, session = interview.store, interview.session
    assert isinstance(store, SqliteSessionStore)
    with SessionShelf(store.path) as shelf:
        beside = store.hold(session)  # a second window
        for attempt in (shelf.delete, shelf.erase):
            with pytest.raises(FileError, match="open in another window, so it was not deleted"):
                attempt(session)
        await interview.close()
        with pytest.raises(FileError, match="open in another window"):
            shelf.delete(session)
        beside.release()
        shelf.delete(session)
    assert store.list() == []


def test_only_a_session_can_be_held(store: SqliteSessionStore, tmp_path: Path) -> None:
    for name in ("../../elsewhere", "x" * 5000, "a\0b"):
        with pytest.raises(FileError, match="no session"):
            store.hold(name)
    assert not (tmp_path.parent / "elsewhere.lock").exists()
    hold(store.path, "260301-aaaa").release()
    assert (tmp_path / "open" / "260301-aaaa.lock").stat().st_mode & 0o777 == 0o600


def test_a_search_finds_words_wherever_they_stand(store: SqliteSessionStore, shelf: SessionShelf) -> None:
    session, other = answered(store, "Księgarnia"), answered(store, "Tea")
    shelf.tag(other, ["Entwürfe"], [])
    both = {session, other}
    for text, found in {
        "ksiegarnia": {session},
        "KANAPNIK zolty": both,
        "invoice entwurfe": {other},
        "awareness": both,
        "nowhere": set(),
        "s1": set(),
        "as_is": set(),
        "": both,
    }.items():
        assert shelf.found(text) == found, text


def test_a_search_looks_into_the_map_too(tmp_path: Path, store: SqliteSessionStore, shelf: SessionShelf) -> None:
    session = answered(store)
    added = {
        "op": "add", "part": "goals", "values": {"text": "a samovar in the corner"},
        "origin": {"kind": "suggested", "quote": None, "turn": None},
    }  # fmt: skip
    store.append(session, store.load(session), [(Record.EDITED, {"edits": [added]})])
    assert store.load(session).map.goals[0].text == "a samovar in the corner"
    assert shelf.found("samovar") == {session}
