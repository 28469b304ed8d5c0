"""The start screen: one Enter begins or goes on."""

import os
import subprocess
import sys

import pytest
from textual.widgets import Input

from assistant.errors import FileError, UsageError
from assistant.interview.opening import NewInterview
from assistant.interview.store import SessionInfo
from assistant.journey.models import MapKind, MapState, Step
from assistant.journey.start import Experience
from assistant.settings import Settings
from assistant.tui.app import JourneymapApp
from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.screens.start import StartScreen
from assistant.tui.widgets.choice import Choice
from assistant.tui.widgets.sessions import SessionList
from tests.fakes.interview import MOMENT, FakeInterview, FakeOpener, FakeStore
from tests.tui.scenes import FIRST, READY, at_question, sessions, start, until, words_of


def opener() -> FakeOpener:
    return FakeOpener(FakeInterview([READY, FIRST]))


async def test_one_enter_begins_the_first_interview() -> None:
    asked = opener()
    app = start(opener=asked)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.focused is not None)
        await pilot.press("enter")
        await at_question(pilot)
        assert FIRST.text in words_of(app)
    assert asked.asked == [(None, NewInterview("en"))]


async def test_the_form_says_what_the_interview_is_about() -> None:
    asked = opener()
    app = start(opener=asked)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.focused is not None)
        app.screen.query_one("#language").focus()
        await pilot.press("right", "down", "right", "right", "down", "down", "right", "down", *"Shoes", "enter")
        await at_question(pilot)
    assert asked.asked == [(None, NewInterview("es", MapKind.EXPERIENCE, MapState.TO_BE, Experience.SUPPORT, "Shoes"))]


async def test_a_template_of_the_chosen_kind_is_offered() -> None:
    asked = opener()
    app = start(sessions(1), opener=asked)
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.focused, SessionList))
        kind, template = (app.screen.query_one(f"#{name}", Choice) for name in ("kind", "template"))
        assert [value for value, _ in template.options][:2] == ["", "web-shop"]
        template.focus()
        await pilot.press("right", "right", "right", "right")
        assert template.value == "subscription"
        kind.focus()
        await pilot.press("right", "right")
        assert (kind.value, [value for value, _ in template.options]) == ("support", ["", "support"])
        template.focus()
        await pilot.press("right")
        app.screen.query_one("#begin").focus()
        await pilot.press("enter")
        await at_question(pilot)
    assert asked.asked == [
        (None, NewInterview("en", MapKind.EXPERIENCE, experience=Experience.SUPPORT, template="support"))
    ]


async def test_earlier_interviews_come_first_and_enter_goes_on() -> None:
    asked = opener()
    app = start(sessions(3), opener=asked)
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.focused, SessionList))
        shown = words_of(app)
        assert "Coffee subscription" in shown
        assert "4/7" in shown
        assert "done" in shown
        await pilot.press("down", "enter")
        await at_question(pilot)
    assert asked.asked == [("260301-demo", None)]


async def test_search_narrows_the_list_without_regard_to_accents() -> None:
    asked = opener()
    app = start(sessions(12), opener=asked)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.focused, SessionList))
        await pilot.press("f3", *"zapateria")
        await until(pilot, lambda: app.screen.query_one(SessionList).option_count == 3)
        await pilot.press("enter")
        await at_question(pilot)
    assert asked.asked == [("260302-demo", None)]


async def test_what_is_typed_in_the_list_searches_and_esc_shows_all_again() -> None:
    app = start(sessions(12))
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.focused, SessionList))
        await pilot.press(*"sol")
        listed = app.screen.query_one(SessionList)
        await until(pilot, lambda: listed.option_count == 3)
        assert app.screen.query_one("#search", Input).value == "sol"
        await pilot.press(*"xx")
        await until(pilot, lambda: "No interview fits these words." in words_of(app))
        await pilot.press("enter")
        await pilot.press("escape")
        await until(pilot, lambda: listed.option_count == 12)
        assert listed.has_focus


async def test_what_is_typed_survives_the_list_that_comes_late() -> None:
    app = start(sessions(2))
    async with app.run_test() as pilot:
        app.screen.query_one("#title", Input).value = "Shoes"
        app.screen.query_one("#state", Choice).action_step(1)
        await until(pilot, lambda: isinstance(app.focused, SessionList))
        assert app.screen.query_one("#title", Input).value == "Shoes"
        assert app.screen.query_one("#state", Choice).value == "to_be"


async def test_a_hostile_title_is_shown_as_it_is() -> None:
    info = SessionInfo("260302-demo", "[/foo] [link=']x \x1b]52;c;eA==\x07", "en", MOMENT, MOMENT, Step.GOAL, False)
    app = start(FakeStore(info))
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.focused, SessionList))
        shown = words_of(app)
        assert "[/foo] [link=']x" in shown
        assert "\x1b" not in shown


async def test_an_interview_that_cannot_be_opened_is_told_on_the_form() -> None:
    def refuse(*, session: str | None = None, new: NewInterview | None = None) -> FakeInterview:
        raise UsageError("`x:y` is no model.", "Try [none].")

    app = JourneymapApp(FakeStore, Settings(model="x:y"), refuse)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.focused is not None)
        await pilot.press("enter")
        await until(pilot, lambda: "is no model" in words_of(app))
        assert "Try [none]." in words_of(app)
        assert isinstance(app.screen, StartScreen)


async def test_a_store_that_cannot_be_read_ends_the_interface_with_its_own_fault() -> None:
    def broken() -> FakeStore:
        raise FileError("The sessions cannot be read.", "Mend the folder.")

    app = JourneymapApp(broken, Settings(), opener())
    with pytest.raises(Exception, match="cannot be read"):
        async with app.run_test() as pilot:
            await until(pilot, lambda: app.fault is not None)
    assert isinstance(app.fault, FileError)


async def test_an_interview_named_on_the_command_line_opens_at_once() -> None:
    asked = opener()
    app = JourneymapApp(FakeStore, Settings(), asked, session="260302-demo")
    async with app.run_test() as pilot:
        await at_question(pilot)
        assert isinstance(app.screen, InterviewScreen)
    assert asked.asked == [("260302-demo", None)]


def test_nothing_heavy_is_imported_before_the_first_frame() -> None:
    code = (
        "import sys, assistant.tui.app; "
        "print(*sorted({name.split('.')[0] for name in sys.modules} "
        "& {'pydantic', 'langchain', 'langchain_openai', 'openai', 'httpx', 'httpx2', 'bm25s', 'yaml', 'sqlite3'}), "
        "*(name for name in sys.modules if name.startswith(('assistant.journey', 'assistant.interview', 'exports'))))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert run.stdout.split() == []
