"""A damaged database is recovered up to the damage, the damaged file is kept, and the person is told."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.errors import DamagedError, FileError
from assistant.interview.events import Notice
from assistant.interview.salvage import Pages, unread_commits
from assistant.interview.state import Record
from assistant.interview.store import SqliteSessionStore
from assistant.journey.start import new_map
from tests.bench import damage
from tests.fakes.person import collect, open_new

ANSWER = "people order a cake once and never again"


def filled(path: Path, count: int = 40) -> str:
    """Keep a session with so many answers and return its id."""
    with SqliteSessionStore(path) as store:
        session = store.create(new_map("en", title="Cakes"))
        state = store.load(session)
        for turn in range(1, count + 1):
            state = store.append(session, state, [(Record.ANSWERED, {"turn": turn, "text": f"{ANSWER} {turn}."})])
        store.keep_unsent(session, "half a sentence", instead_of="")
    return session


def overwrite(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def test_a_part_of_the_campaign(tmp_path: Path) -> None:
    before = damage.made(tmp_path)
    results = {number: damage.attempt(tmp_path, before, number) for number in (0, 1, 2, 3, 7, 9)}
    assert not [f"{number}: {told}" for number, (_kind, told) in results.items() if told.startswith(("FOUND", "refu"))]


def test_a_changed_letter_in_an_answer_is_noticed_and_what_stands_before_it_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite3"
    session = filled(path)
    overwrite(path, f"{ANSWER} 30.".encode(), f"{ANSWER} 99.".encode())
    with SqliteSessionStore(path) as store:  # the file is a good database
        assert store.load(session).turn == 29
        assert store.recovered is not None
        told, report = store.recovered.told(), store.recovered.report.read_text("utf-8")
        assert store.recovered.copy.exists()
    assert f"{session} (29 answers kept)" in told
    assert str(store.recovered.copy) in told
    for turn in (31, 40):
        assert f"> {ANSWER} {turn}." in report  # behind the damage, in no map any more
    assert f"(perhaps damaged) {ANSWER} 99." in report
    with SqliteSessionStore(path) as again:
        assert again.recovered is None
        again.append(session, again.load(session), [(Record.ANSWERED, {"turn": 30, "text": "more"})])


@pytest.mark.parametrize("page", [0, 1, 2])
def test_without_its_header_or_its_schema_every_answer_is_found(page: int, tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite3"
    session = filled(path)
    data = bytearray(path.read_bytes())
    data[page * 4096 : page * 4096 + 100] = b"\xaa" * 100
    path.write_bytes(data)
    with SqliteSessionStore(path) as store:
        assert store.recovered is not None
        assert store.load(session).turn == 40
        assert store.list()[0].title == "Cakes"
        assert store.unsent(session) == ("" if page == 1 else "half a sentence")  # it stood in that page


def test_a_log_that_is_damaged_in_its_middle_gives_the_answers_behind_the_damage(tmp_path: Path) -> None:
    path, copy = tmp_path / "sessions.sqlite3", tmp_path / "killed" / "sessions.sqlite3"
    copy.parent.mkdir()
    store = SqliteSessionStore(path)
    session = store.create(new_map("en"))
    state = store.load(session)
    for turn in range(1, 6):
        state = store.append(session, state, [(Record.ANSWERED, {"turn": turn, "text": f"{ANSWER} {turn}."})])
    for ending in ("", "-wal"):
        shutil.copy(f"{path}{ending}", f"{copy}{ending}")
    store.close()
    log = Path(f"{copy}-wal")
    data = bytearray(log.read_bytes())
    data[32 + 24 + 100 + len(data) // 2] ^= 0xFF
    log.write_bytes(data)
    with SqliteSessionStore(copy) as store:
        assert store.recovered is not None
        assert store.load(session).turn == 5


def test_a_killed_process_leaves_nothing_to_recover(tmp_path: Path) -> None:
    path, copy = tmp_path / "sessions.sqlite3", tmp_path / "killed" / "sessions.sqlite3"
    copy.parent.mkdir()
    with SqliteSessionStore(path) as store:
        session = store.create(new_map("en"))
        store.append(session, store.load(session), [(Record.ANSWERED, {"turn": 1, "text": ANSWER})])
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{copy}{ending}")
    with Path(f"{copy}-wal").open("r+b") as log:  # killed while it wrote: the last frame is cut off
        log.truncate(log.seek(0, 2) - 2000)
    with SqliteSessionStore(copy) as store:
        assert store.recovered is None
        assert store.list()


def logged(folder: Path) -> bytes:
    """The write-ahead log of three commits, of several frames in the last."""
    db = sqlite3.connect(folder / "log.sqlite3")
    db.execute("PRAGMA journal_mode = WAL")
    for count in (1, 1, 9):
        db.execute("CREATE TABLE IF NOT EXISTS said (text TEXT)")
        db.executemany("INSERT INTO said VALUES (?)", [("x" * 3000,)] * count)
        db.commit()
    log = (folder / "log.sqlite3-wal").read_bytes()
    db.close()
    return log


def changed(log: bytes, place: int) -> bytes:
    return log[:place] + bytes([log[place] ^ 0xFF]) + log[place + 1 :]


def test_a_log_is_damaged_if_frames_follow_the_broken_one(tmp_path: Path) -> None:
    log = logged(tmp_path)
    size = 24 + int.from_bytes(log[8:12])
    frames = (len(log) - 32) // size
    assert not unread_commits(log, frames)
    middle = 32 + (frames - 3) * size + 100
    assert unread_commits(changed(log, middle), frames - 9)
    # A kill between the head of the last frame and its page, over the bytes of an older log: nothing was confirmed.
    last = 32 + (frames - 1) * size
    older = log[32 : 32 + size].replace(log[16:24], b"eightold")
    assert not unread_commits(log[: last + 24] + older[24:] + older * 3, frames - 9)
    assert not unread_commits(log[: last + 100], frames - 9)
    assert not unread_commits(log[:20], 0)
    assert unread_commits(changed(log, 9), 0)


def test_an_answer_in_a_record_that_cannot_be_read_stands_in_the_report(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite3"
    session = filled(path)
    data = bytearray(path.read_bytes())
    answer = data.index(f"{ANSWER} 30.".encode())
    record = data.rindex(session.encode(), 0, answer)
    data[record - 8 : record] = b"\xff" * 8  # the head of the record
    path.write_bytes(data)
    with SqliteSessionStore(path) as store:
        assert store.recovered is not None
        assert f"(perhaps damaged) {ANSWER} 30." in store.recovered.report.read_text("utf-8")


def test_a_missing_end_is_noticed_by_the_row_of_the_session(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite3"
    session = filled(path, 5)
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM events WHERE seq > 4")
    db.close()
    with SqliteSessionStore(path) as store:
        assert store.load(session).turn == 3
        assert store.recovered is not None
        assert not store.recovered.sessions[0].whole


def test_nothing_is_recovered_while_another_window_has_the_file_open(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite3"
    session = filled(path)
    overwrite(path, f"{ANSWER} 30.".encode(), f"{ANSWER} 99.".encode())
    before = path.read_bytes()
    with SqliteSessionStore(path), SqliteSessionStore(path) as second, pytest.raises(FileError, match="another window"):
        second.load(session)
    assert path.read_bytes() == before


def test_what_is_no_database_of_ours_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite3"
    path.write_bytes(b"diary" * 3000)
    with pytest.raises(DamagedError, match="Move it away"):
        SqliteSessionStore(path)
    assert path.read_bytes() == b"diary" * 3000
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["sessions.sqlite3"]


@pytest.mark.parametrize("last", ["copied", "built", "ready"])
def test_a_recovery_that_was_interrupted_is_ended_or_done_again(
    last: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.interview import recovery

    path = tmp_path / "sessions.sqlite3"
    session = filled(path)
    overwrite(path, b"SQLite format 3", b"SQLite farmot 3")

    def killed(*_anything: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if last == "ready":
            patch.setattr(recovery, "finish", lambda path: killed() if recovery.interrupted(path) else None)
        else:
            patch.setattr(*{"copied": (recovery, "_build"), "built": (os, "replace")}[last], killed)
        with pytest.raises(KeyboardInterrupt):
            SqliteSessionStore(path)
    with SqliteSessionStore(path) as store:
        assert store.load(session).turn == 40


def test_every_face_tells_what_was_recovered(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                             monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setenv("JOURNEYMAP_HOME", str(tmp_path))
    path = tmp_path / "data" / "sessions.sqlite3"
    session = filled(path)
    overwrite(path, b"SQLite format 3", b"SQLite farmot 3")
    assert main(["list", "--json"]) == 0
    out, err = capsys.readouterr()
    assert session in out
    assert "was damaged" in err


async def test_an_interview_begins_with_what_was_recovered(tmp_path: Path) -> None:
    session = filled(tmp_path / "sessions.sqlite3")
    overwrite(tmp_path / "sessions.sqlite3", b"SQLite format 3", b"SQLite farmot 3")
    interview = open_new(tmp_path, session=session)
    events = await collect(interview.begin())
    assert any(isinstance(event, Notice) and "1 interview is whole" in event.text for event in events)
    await interview.close()


def test_a_page_of_noise_is_read_without_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "noise"
    for first in range(256):
        file.write_bytes(bytes([first]) + bytes((first * n * 7 + n // 3) % 256 for n in range(8191)))
        list(Pages.of(file, file).rows())


@pytest.mark.parametrize("remove", [shutil.rmtree, lambda folder: folder.rename(folder.with_name("elsewhere"))])
def test_a_folder_that_vanished_is_put_back_with_every_answer(remove: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "data" / "sessions.sqlite3"
    session = filled(path, 3)
    with SqliteSessionStore(path) as store:
        state = store.load(session)
        remove(tmp_path / "data")
        store.append(session, state, [(Record.ANSWERED, {"turn": 4, "text": "the fourth"})])
    with SqliteSessionStore(path) as store:
        assert list(store.load(session).answers) == [1, 2, 3, 4]


def test_another_file_in_the_place_of_ours_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite3"
    session = filled(path, 3)
    with SqliteSessionStore(path) as store:
        state = store.load(session)
        path.rename(tmp_path / "moved")
        path.write_bytes(b"from a backup")
        with pytest.raises(FileError, match="replaced by another file"):
            store.append(session, state, [(Record.ANSWERED, {"turn": 4, "text": "the fourth"})])
    assert path.read_bytes() == b"from a backup"
