import os
import sqlite3
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.errors import FileError
from assistant.interview.shelf import SessionShelf
from assistant.interview.state import Record
from assistant.interview.store import SqliteSessionStore
from assistant.journey.models import Step, now
from assistant.journey.start import new_map

ANSWER = (Record.ANSWERED, {"turn": 1, "text": "żółć"})


def test_a_session_is_listed_with_its_title_language_and_progress(tmp_path: Path) -> None:
    store = SqliteSessionStore(tmp_path / "s.sqlite3")
    first = store.create(new_map("pl", title="Księgarnia"))
    second = store.create(new_map("es"))
    store.append(second, store.load(second), [(Record.WENT, {"step": "actions", "reopen": True})])
    listed = {info.id: info for info in store.list()}
    assert set(listed) == {first, second}
    assert (listed[first].title, listed[first].language, listed[first].progress) == ("Księgarnia", "pl", 0)
    assert (listed[second].step, listed[second].progress) == (Step.ACTIONS, 5 / 7)
    store.append(second, store.load(second), [(Record.FINISHED, {"path": None})])
    assert {info.id: info.progress for info in store.list()} == {first: 0, second: 1}


def test_of_sessions_of_the_same_second_the_one_begun_last_comes_first(tmp_path: Path) -> None:
    store = SqliteSessionStore(tmp_path / "s.sqlite3")
    moment = now()
    maps = [new_map("en").model_copy(update={"created": moment, "updated": moment}) for _ in range(6)]
    begun = [store.create(journey) for journey in maps]
    assert [info.id for info in store.list()] == begun[::-1]


def test_files_that_hold_answers_are_for_their_owner_alone(tmp_path: Path) -> None:
    store = SqliteSessionStore(tmp_path / "data" / "s.sqlite3")
    store.create(new_map("en"))
    for path in (tmp_path / "data").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_events_are_appended_and_never_changed(tmp_path: Path) -> None:
    store = SqliteSessionStore(tmp_path / "s.sqlite3")
    session = store.create(new_map("en"))
    store.append(session, store.load(session), [ANSWER])
    assert store.entries(session)[-1].data == {"turn": 1, "text": "żółć"}
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        sqlite3.connect(tmp_path / "s.sqlite3").execute("UPDATE events SET data = '{}'")


def test_the_state_that_append_returns_is_the_fold_of_what_was_stored(tmp_path: Path) -> None:
    store = SqliteSessionStore(tmp_path / "s.sqlite3")
    session = store.create(new_map("en"))
    asked = {
        "step": "goal",
        "need": "recap",
        "targets": [],
        "text": "?",
        "sources": [["a", "b"]],
        "guidance": "",
        "again": False,
    }
    state = store.append(session, store.load(session), [(Record.ASKED, asked), ANSWER])
    assert store.load(session) == state


def test_of_two_that_go_on_with_one_session_the_second_is_told(tmp_path: Path) -> None:
    one, other = SqliteSessionStore(tmp_path / "s.sqlite3"), SqliteSessionStore(tmp_path / "s.sqlite3")
    session = one.create(new_map("en"))
    state = other.load(session)
    one.append(session, one.load(session), [ANSWER])
    with pytest.raises(FileError, match="another window"):
        other.append(session, state, [ANSWER])
    assert len(one.entries(session)) == 2


def test_unsent_text_is_kept_beside_the_session_and_no_window_drops_that_of_another(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    with SqliteSessionStore(path) as store:
        session = store.create(new_map("en"))
        events = store.entries(session)
        assert store.unsent(session) == ""
        store.keep_unsent(session, "half a żółć", instead_of="")
        assert store.unsent(session) == "half a żółć"
        store.keep_unsent(session, "of a second window", instead_of="")
        assert store.unsent(session) == "half a żółć\n\nof a second window"
        store.keep_unsent(session, "", instead_of=store.unsent(session))
        assert store.unsent(session) == ""
        assert store.entries(session) == events
        store.keep_unsent(session, "private words", instead_of="")
    with SessionShelf(path) as shelf:
        shelf.delete(session)
        shelf.erase(session)
    assert b"private words" not in path.read_bytes()


def test_an_append_is_all_or_nothing(tmp_path: Path) -> None:
    store = SqliteSessionStore(tmp_path / "s.sqlite3")
    session = store.create(new_map("en"))
    with pytest.raises(KeyError):
        store.append(session, store.load(session), [ANSWER, (Record.WENT, {})])
    assert len(store.entries(session)) == 1


def test_a_missing_session_and_a_broken_or_newer_database_are_explained(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no session nope"):
        SqliteSessionStore(tmp_path / "s.sqlite3").load("nope")
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(FileError, match="no database of journeymap"):
        SqliteSessionStore(broken)
    assert broken.read_bytes().startswith(b"this is no database")
    newer = sqlite3.connect(tmp_path / "newer.sqlite3")
    newer.execute("PRAGMA user_version = 999")
    newer.close()
    with pytest.raises(FileError, match="newer version"):
        SqliteSessionStore(tmp_path / "newer.sqlite3")


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileError, match="cannot be made"):
        SqliteSessionStore(tmp_path / "file" / "s.sqlite3")


def test_a_full_disk_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    store = SqliteSessionStore(tmp_path / "s.sqlite3")
    session = store.create(new_map("en"))
    state = store.append(session, store.load(session), [ANSWER])
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(FileError, match="cannot be read or written") as fault:
        store.append(session, state, [(Record.ANSWERED, {"turn": 2, "text": "x" * 1_000_000})])
    assert "what was saved is safe" in str(fault.value)
    assert store.load(session) == state


def test_a_clock_that_goes_back_does_not_make_the_map_older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SqliteSessionStore(tmp_path / "s.sqlite3")
    session = store.create(new_map("en"))
    state = store.load(session)
    before = state.map.updated
    monkeypatch.setattr("assistant.interview.store.now", lambda: now() - timedelta(days=9))
    edit = {"op": "describe", "field": "title", "value": "Later"}
    state = store.append(session, state, [(Record.EDITED, {"edits": [edit]})])
    assert (state.map.title, state.map.updated) == ("Later", before)


def test_two_processes_may_create_the_database_at_once(tmp_path: Path) -> None:
    children = []
    for _ in range(4):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                SqliteSessionStore(tmp_path / "s.sqlite3").create(new_map("en"))
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    assert len(SqliteSessionStore(tmp_path / "s.sqlite3").list()) == 4
