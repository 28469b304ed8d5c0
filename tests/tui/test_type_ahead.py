"""What is typed while an interview is opened reaches it, in order; nothing waits for ever."""

import threading
from pathlib import Path

import pytest
from textual import events

from assistant.errors import FileError
from assistant.interview.opening import NewInterview
from assistant.tui import type_ahead
from assistant.tui.app import JourneymapApp
from assistant.tui.port import Conversation
from assistant.tui.widgets.prompt import Prompt
from tests.tui.scenes import at_question, start, until
from tests.tui.test_real_engine import application


def type_into(app: JourneymapApp, text: str) -> None:
    """Send keys as a terminal does."""
    for letter in text:
        app.post_message(events.Key("space" if letter == " " else letter, letter))


async def test_what_is_typed_while_an_interview_opens_stands_in_its_prompt(tmp_path: Path) -> None:
    app, gate = application(tmp_path), threading.Event()
    opener = app.opener

    def slow(*, session: str | None = None, new: NewInterview | None = None) -> Conversation:
        gate.wait(10)
        return opener(session=session, new=new)

    app.opener = slow
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.focused is not None)
        app.post_message(events.Key("enter", None))
        await until(pilot, lambda: app.opening)
        type_into(app, "they wait")
        app.post_message(events.Paste(" too long"))
        gate.set()
        screen = await at_question(pilot)
        await until(pilot, lambda: screen.query_one(Prompt).text == "they wait too long")


async def test_no_key_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type_ahead, "MOST_SECONDS", 0.1)
    app = start()
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.focused is not None)
        app.opening = True  # and nothing comes of it
        app.post_message(events.Key("f10", None))
        await until(pilot, lambda: app.return_code == 0)


async def test_an_interview_that_cannot_be_opened_holds_nothing_back() -> None:
    app = start(opener=_failing)  # type: ignore[arg-type]
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.focused is not None)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query("#fault") and not app.opening)
        await pilot.press("f1")
        await until(pilot, lambda: "Help" in type(app.screen).__name__)


def _failing(**_given: object) -> None:
    raise FileError("It cannot be opened.")
