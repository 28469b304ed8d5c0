"""Leaving: what was sent is stored, and what was typed and not sent stands in the prompt again."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from assistant.errors import FileError
from assistant.interview.events import Piece, Working
from assistant.interview.store import SqliteSessionStore
from assistant.tui.app import JourneymapApp
from assistant.tui.running import told
from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.sessions import SessionList
from assistant.tui.widgets.waiting import Waiting
from tests.fakes.interview import FakeInterview
from tests.tui.scenes import FIRST, READY, at_question, interview, send, until, words_of
from tests.tui.test_real_engine import application


def at_once(app: JourneymapApp, *keys: str) -> None:
    """Send keys as a terminal does that has read them in one piece: nothing is done between them."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def begun(pilot: Pilot[None], app: JourneymapApp) -> InterviewScreen:
    """Begin a new interview, or go on with the newest."""
    await until(pilot, lambda: app.focused is not None)
    await pilot.press("enter")
    return await at_question(pilot)


async def left(pilot: Pilot[None], app: JourneymapApp) -> None:
    await until(pilot, lambda: app.return_code == 0)
    assert app.fault is None or app.dropped


def kept(folder: Path) -> tuple[list[str], str]:
    """Return the answers of the only session in a folder, and what was not sent."""
    with SqliteSessionStore(folder / "sessions.sqlite3") as store:
        (session,) = store.list()
        return list(store.load(session.id).answers.values()), store.unsent(session.id)


@pytest.mark.parametrize("key", ["ctrl+q", "f10"])
async def test_an_answer_sent_the_moment_before_leaving_is_stored(tmp_path: Path, key: str) -> None:
    app = application(tmp_path)
    async with app.run_test() as pilot:
        await begun(pilot, app)
        at_once(app, *"abcde", "enter", key)
        await left(pilot, app)
    assert kept(tmp_path) == (["abcde"], "")


async def test_an_answer_sent_in_the_place_of_the_last_one_is_stored(tmp_path: Path) -> None:
    app = application(tmp_path)
    async with app.run_test() as pilot:
        await begun(pilot, app)
        await send(pilot, "one")
        at_once(app, "up", "x", "enter", "ctrl+q")
        await left(pilot, app)
    assert kept(tmp_path) == (["onex"], "")


async def test_what_was_typed_and_not_sent_stands_in_the_prompt_again(tmp_path: Path) -> None:
    app = application(tmp_path)
    async with app.run_test() as pilot:
        await begun(pilot, app)
        at_once(app, *"half", "ctrl+q")
        await left(pilot, app)

    again = application(tmp_path)
    async with again.run_test() as pilot:
        await until(pilot, lambda: isinstance(again.focused, SessionList))
        screen = await begun(pilot, again)
        assert screen.query_one(Prompt).text == "half"
        await until(pilot, lambda: "stands in the prompt" in words_of(again))
        await pilot.press("enter")
        await at_question(pilot)
        await pilot.press("ctrl+q")
        await left(pilot, again)
    assert kept(tmp_path) == (["half"], "")


async def test_what_was_typed_ahead_is_kept_in_its_order() -> None:
    conversation = FakeInterview([READY, FIRST], [Working("reading"), asyncio.Event()])
    app = interview(conversation)
    async with app.run_test() as pilot:
        await at_question(pilot)
        await pilot.press(*"one", "enter")
        await until(pilot, lambda: "reading your answer" in words_of(app))
        at_once(app, *"two", "enter", *"three", "enter", *"four", "ctrl+q")
        await left(pilot, app)
    assert conversation.answers == ["one"]
    assert conversation.unsent == "two\n\nthree\n\nfour"


async def test_a_text_that_cannot_be_stored_is_given_back_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = application(tmp_path)
    async with app.run_test() as pilot:
        await begun(pilot, app)

        def refuse(store: SqliteSessionStore) -> None:
            raise FileError("There is no room on the disk.")

        monkeypatch.setattr(SqliteSessionStore, "_stay", refuse)
        at_once(app, *"one", "enter", *"two", "ctrl+q")
        await left(pilot, app)
    assert app.dropped == "one\n\ntwo"
    assert "no room" in str(app.fault)
    with pytest.raises(FileError):
        told(app)
    assert "one\n\ntwo" in capsys.readouterr().out


def test_what_is_told_at_the_end_names_what_was_kept(capsys: pytest.CaptureFixture[str]) -> None:
    app = interview(FakeInterview([READY, FIRST]))
    app.conversation = FakeInterview()
    assert told(app) == 0
    assert "not sent" not in capsys.readouterr().out
    app.conversation.keep_unsent("half")
    assert told(app) == 0
    assert "Saved as 260302-demo" in (out := capsys.readouterr().out)
    assert "What you had not sent is kept" in out


async def test_an_answer_of_before_that_was_only_fetched_back_is_not_kept_as_unsent() -> None:
    conversation = FakeInterview([READY, FIRST], [FIRST])
    app = interview(conversation)
    async with app.run_test() as pilot:
        screen = await at_question(pilot)
        await pilot.press(*"one", "enter")
        await at_question(pilot)
        await pilot.press(*"draft", "up")
        assert screen.query_one(Prompt).text == "one"
        await pilot.press("ctrl+q")
        await left(pilot, app)
    assert conversation.unsent == "draft"


async def test_the_end_of_the_machine_drops_nothing(tmp_path: Path) -> None:
    app = application(tmp_path)
    async with app.run_test() as pilot:
        await begun(pilot, app)
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
        at_once(app, *"sent", "enter", *"half")
        await until(pilot, lambda: app.screen.query_one(Prompt).text == "half")
        signal.raise_signal(signal.SIGTERM)
        await left(pilot, app)
    assert kept(tmp_path) == (["sent"], "half")


async def test_the_end_of_the_terminal_drops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = application(tmp_path)
    async with app.run_test() as pilot:
        await begun(pilot, app)
        assert signal.getsignal(signal.SIGHUP) is not signal.SIG_DFL
        at_once(app, *"sent", "enter", *"half")
        await until(pilot, lambda: app.screen.query_one(Prompt).text == "half")
        hung_up: list[int] = []
        hang_up = signal.raise_signal
        monkeypatch.setattr(signal, "raise_signal", hung_up.append)
        hang_up(signal.SIGHUP)
        await until(pilot, lambda: hung_up)
        assert kept(tmp_path) == (["sent"], "half")
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_DFL


async def test_leaving_in_the_middle_of_a_turn_is_no_fault() -> None:
    """Whatever moment of the turn it is: also while its events are shown."""
    for wait in range(8):
        pieces = [Piece("reply", f"line {number}\n\n") for number in range(40)]
        conversation = FakeInterview([READY, FIRST], [Working("reading"), *pieces, FileError("late")])
        app = interview(conversation)
        async with app.run_test() as pilot:
            screen = await at_question(pilot)
            screen.query_one(Waiting).put("ahead")
            at_once(app, *"one", "enter")
            for _ in range(wait * 3):
                await asyncio.sleep(0)
            await app.action_quit()
            await left(pilot, app)
        assert conversation.closed
        assert "ahead" in (*conversation.answers, *conversation.unsent.split("\n\n"))


def test_without_its_terminal_and_without_a_signal_the_program_ends(tmp_path: Path) -> None:
    ours, terminal = os.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "--model", "none"],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,  # the terminal is not its controlling one, so that nobody sends SIGHUP
        env=os.environ | {"JOURNEYMAP_HOME": str(tmp_path), "TERM": "xterm-256color", "JOURNEYMAP_EMBEDDINGS": "none"},
    )
    os.close(terminal)
    try:
        drawn, until_ = 0, time.monotonic() + 30
        while drawn < 2_000 and time.monotonic() < until_:
            drawn += len(os.read(ours, 65_536))
        time.sleep(1.0)  # until it has taken in its first frame
        os.close(ours)
        assert program.wait(timeout=20) in (-signal.SIGHUP, 128 + signal.SIGHUP)
    finally:
        program.kill()
