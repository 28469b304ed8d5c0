"""The list of earlier interviews: searched in all that was said, and put in order by keys, over a real database."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from assistant.interview.personas import PersonaLibrary
from assistant.interview.shelf import SessionShelf
from assistant.interview.state import Record
from assistant.interview.store import SqliteSessionStore
from assistant.journey.models import Persona
from assistant.journey.start import new_map
from assistant.settings import Settings
from assistant.tui.app import JourneymapApp
from assistant.tui.screens.confirm import ConfirmScreen
from assistant.tui.screens.tags import TagsScreen
from assistant.tui.widgets.choice import Choice
from assistant.tui.widgets.sessions import SessionList
from tests.fakes.interview import FakeInterview, FakeOpener
from tests.fakes.maps import example
from tests.tui.scenes import FIRST, READY, at_question, until, words_of

TITLES = ("Repair café", "Climbing hall", "Yarn by post")


class Kept:
    """Three interviews in a database, and the interface over them."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "sessions.sqlite3"
        self.store = SqliteSessionStore(self.file)
        self.ids = [self.store.create(new_map("en", title=title)) for title in TITLES]
        state = self.store.load(self.ids[1])
        self.store.append(self.ids[1], state, [(Record.ANSWERED, {"turn": 1, "text": "Chalk, and a Größenwahn of it"})])
        self.opener = FakeOpener(FakeInterview([READY, FIRST]))
        self.app = JourneymapApp(
            lambda: self.store, Settings(model="none"), self.opener, open_shelf=lambda: SessionShelf(self.file)
        )

    def titles(self, *, deleted: bool = False) -> list[str]:
        return [info.title for info in self.store.list(deleted=deleted)]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


async def at_list(pilot: Pilot[None], title: str = "") -> SessionList:
    """Wait for the list, and highlight the interview with this title."""
    app = pilot.app
    await until(pilot, lambda: isinstance(app.focused, SessionList) and app.focused.chosen)
    listed = app.screen.query_one(SessionList)
    if title:
        shown = [listed.get_option_at_index(n).prompt for n in range(listed.option_count)]
        listed.highlighted = next(n for n, prompt in enumerate(shown) if title in str(prompt))
    return listed


async def test_put_away_brought_back_and_deleted_for_ever(kept: Kept) -> None:
    app = kept.app
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await at_list(pilot, "Climbing")
        await pilot.press("delete")
        await until(pilot, lambda: "is put away" in words_of(app))
        assert kept.titles(deleted=True) == ["Climbing hall"]
        assert len(kept.titles()) == 2
        await pilot.press("f4")
        await until(pilot, lambda: "Put away  (1)" in words_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Nothing was put away." in words_of(app))
        assert len(kept.titles()) == 3
        await pilot.press("f4")
        await until(pilot, lambda: "Go on with  (3)" in words_of(app))
        await at_list(pilot, "Yarn")
        await pilot.press("delete")
        await until(pilot, lambda: len(kept.titles()) == 2)
        await pilot.press("f4")
        await until(pilot, lambda: "Put away  (1)" in words_of(app))
        for answer, left in (("escape", 1), ("enter", 1), ("right,enter", 0)):
            await pilot.press("delete")
            await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
            await pilot.press(*answer.split(","))
            await until(pilot, lambda: not isinstance(app.screen, ConfirmScreen))
            await pilot.pause(0.2)
            assert len(kept.titles(deleted=True)) == left or not left
        await until(pilot, lambda: not kept.titles(deleted=True))
        assert len(kept.titles()) == 2
    assert kept.opener.asked == []


async def test_an_interview_that_is_open_elsewhere_is_not_put_away(kept: Kept) -> None:
    app = kept.app
    held = kept.store.hold(kept.ids[0])
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await at_list(pilot, "Repair")
        await pilot.press("delete")
        await until(pilot, lambda: "open" in words_of(app))
        assert kept.titles(deleted=True) == []
    held.release()


async def test_copied_and_tagged(kept: Kept) -> None:
    app = kept.app
    async with app.run_test(size=(100, 40)) as pilot:
        listed = await at_list(pilot, "Yarn")
        await pilot.press("f5")
        await until(pilot, lambda: listed.chosen is not None and listed.chosen.title == "Yarn by post (copy)")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, TagsScreen))
        app.screen.query_one(Input).value = "#w, [/] ,,"
        await pilot.press("enter")
        await until(pilot, lambda: "#w #[/]" in words_of(app))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, TagsScreen))
        assert app.screen.query_one(Input).value == "w, [/]"
        app.screen.query_one(Input).value = "W"
        await pilot.press("enter")
        await until(pilot, lambda: kept.store.list()[0].tags == ("w",))


async def test_what_was_said_is_found_and_told_apart_from_what_is_shown(kept: Kept) -> None:
    for number in range(8):
        kept.store.create(new_map("en", title=f"Shop {number}"))
    with SessionShelf(kept.file) as shelf:
        shelf.tag(kept.ids[2], ["Chalkboard"], [])
    app = kept.app
    async with app.run_test(size=(120, 40)) as pilot:
        listed = await at_list(pilot)
        await pilot.press(*"chalk")
        await until(pilot, lambda: listed.option_count == 2)
        shown = words_of(app)
        assert "Climbing hall · said in it" in shown
        assert "Yarn by post #Chalkboard" in shown
        await pilot.press("space", *"climb")
        await until(pilot, lambda: listed.option_count == 1)
        await pilot.press("enter")
        await at_question(pilot)
    assert kept.opener.asked == [(kept.ids[1], None)]


async def test_a_persona_is_kept_and_a_new_interview_begins_with_it(kept: Kept, tmp_path: Path) -> None:
    journey = example()
    session = kept.store.create(journey)
    app = kept.app
    async with app.run_test(size=(120, 40)) as pilot:
        await at_list(pilot, "Coffee")
        assert not app.screen.query("#persona")
        await pilot.press("f6")
        await until(pilot, lambda: app.screen.query("#persona"))
        choice = app.screen.query_one("#persona", Choice)
        assert [told for _value, told in choice.options] == ["new, the interview asks", "Nadia"]
        choice.focus()
        await pilot.press("right")
        app.screen.query_one("#begin").focus()
        await pilot.press("enter")
        await at_question(pilot)
    with PersonaLibrary(kept.file) as library:
        assert [(each.name, each.source) for each in library.list()] == [("Nadia", session)]
        persona: Persona = library.get("nadia").persona
    assert [new.persona for _session, new in kept.opener.asked if new] == [persona]


async def test_when_everything_is_put_away_it_can_still_be_brought_back(kept: Kept) -> None:
    with SessionShelf(kept.file) as shelf:
        for session in kept.ids:
            shelf.delete(session)
    app = kept.app
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.focused is not None and app.focused.id == "begin")
        assert "Everything was put away; F4 shows it." in words_of(app)
        await pilot.press("f3", "f4")
        await until(pilot, lambda: "Put away  (3)" in words_of(app))
