"""Pictures of every screen at 80x24, 120x40 and 200x60: dark in three languages, light in one of them.

`pytest tests/tui/test_snapshots_all.py --snapshot-update` takes them anew. Look at each that changes: what nobody would
accept must not be accepted here. `make test` compares each screen in one language; with `JOURNEYMAP_SNAPSHOTS=all`, in
all three. The interface is started once a screen and language; its size and its colours change while it runs.
"""

import os
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import Input

from assistant import locale
from assistant.interview.events import MapChanged, Suggestion
from assistant.interview.state import Record
from assistant.tui import keys
from assistant.tui.app import JourneymapApp
from assistant.tui.screens import settings as settings_screen
from assistant.tui.screens.confirm import ConfirmScreen
from assistant.tui.screens.link import LinkScreen
from assistant.tui.screens.review import ReviewScreen
from assistant.tui.screens.tags import TagsScreen
from assistant.tui.themes import DARK, LIGHT
from assistant.tui.widgets.found import FoundList
from assistant.tui.widgets.journey_grid import JourneyGrid
from assistant.tui.widgets.prompt import Prompt
from tests.fakes.interview import FakeInterview, state_of
from tests.fakes.maps import example
from tests.fakes.reference import FakeReference
from tests.tui.scenes import MIDWAY, READY, RECAP, WRONG, at_question, interview, sessions, start, until, words_of

Made = Callable[[str], JourneymapApp]
Steps = Callable[[Pilot[None]], Awaitable[None]]

SIZES = ((80, 24), (120, 40), (200, 60))
LANGUAGES = ("en", "es", "pl")
WHOLE = os.environ.get("JOURNEYMAP_SNAPSHOTS", "") == "all"

SAID = "Then the bag arrives. The first cup decides, and it is bitter because they use boiling water, as many tell me."


def midway(language: str) -> JourneymapApp:
    """Return an interview with a full map, a knowledge base, and the answer that a part of the map comes from."""
    asked = {"step": "touchpoints", "need": "touchpoints.first", "targets": [], "text": "Where do they meet you?"}
    drafts = [
        (Record.ASKED, {**asked, "sources": [], "guidance": "", "again": False}),
        (Record.ANSWERED, {"turn": 10, "text": SAID}),
    ]
    advised = [
        Suggestion(1, "Print a brewing card and put it into the first parcel", (), detail="Answers: bitter coffee")
    ]
    conversation = FakeInterview(MIDWAY, advised, state=state_of(example(), drafts, unread=None))
    conversation.reference = FakeReference()
    return interview(conversation, language)


def recap(language: str) -> JourneymapApp:
    return interview(FakeInterview([READY, MapChanged(example(), ("persona.age",)), RECAP, WRONG]), language)


def begun(language: str) -> JourneymapApp:
    return start(sessions(12), language)


def pressed(*given: str) -> Steps:
    async def steps(pilot: Pilot[None]) -> None:
        for key in given:
            await pilot.press(key)
            await pilot.pause(0.05)

    return steps


def on_map(*given: str) -> Steps:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(pilot.app.focused, JourneyGrid))
        pilot.app.screen.query_one(JourneyGrid).select("t5")
        await pressed(*given)(pilot)

    return steps


def pushed(screen: Callable[[], Screen[Any]]) -> Steps:
    async def steps(pilot: Pilot[None]) -> None:
        pilot.app.push_screen(screen())

    return steps


async def suggestions(pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+r")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReviewScreen))
    await pilot.press("tab")
    await until(pilot, lambda: "brewing card" in words_of(cast("JourneymapApp", pilot.app)))


async def knowledge(pilot: Pilot[None]) -> None:
    await pilot.press("f4")
    await until(pilot, lambda: pilot.app.screen.query(FoundList) and pilot.app.screen.query_one(FoundList).option_count)
    await pilot.press("down", "down")


async def export(pilot: Pilot[None]) -> None:
    await pilot.press("alt+e")
    await until(pilot, lambda: "# Coffee" in words_of(cast("JourneymapApp", pilot.app)))
    await pilot.press("space")


def tags() -> TagsScreen:
    return TagsScreen("Coffee subscription", ("spring", "online"))


def confirm() -> ConfirmScreen:
    told = locale._("All that was said in it is gone then. Files it was exported to stay where they are.")
    question = locale._("Delete “%(title)s” for ever?") % {"title": "Coffee subscription"}
    return ConfirmScreen(question, told, locale._("Delete for ever"))


SCREENS: dict[str, tuple[Made, Steps]] = {
    "start": (lambda language: start(language=language), pressed()),
    "list": (begun, pressed()),
    "settings": (begun, pressed("f8")),
    "help": (begun, pressed("f1")),
    "tags": (begun, pushed(tags)),
    "confirm": (begun, pushed(confirm)),
    "interview": (midway, pressed()),
    "recap": (recap, pressed("f3")),
    "commands": (midway, pressed("/")),
    "map-beside": (midway, pressed("f2")),
    "map": (midway, on_map()),
    "map-list": (midway, on_map("tab")),
    "form": (midway, on_map("enter")),
    "origin": (midway, on_map("o")),
    "findings": (midway, pressed("ctrl+r")),
    "suggestions": (midway, suggestions),
    "knowledge": (midway, knowledge),
    "export": (midway, export),
    "link": (midway, pushed(lambda: LinkScreen("https://bank.example@example.org/returns?" + "x" * 90))),
}


def cases() -> Iterator[object]:
    for place, scene in enumerate(SCREENS):
        for number, language in enumerate(LANGUAGES):
            main = number == place % len(LANGUAGES)
            left = pytest.mark.skipif(not (WHOLE or main), reason="JOURNEYMAP_SNAPSHOTS=all compares it, too")
            themes = (DARK, LIGHT) if main else (DARK,)
            yield pytest.param(scene, language, themes, id=f"{scene}-{language}", marks=left)


@pytest.fixture(autouse=True)
def same_everywhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pin what the screens depend on besides size, colours and language; show few of the keys in lists of them."""
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    ours = [action for action in keys.actions() if action.group in ("Everywhere", "Start", "Settings", "Prompt")]
    monkeypatch.setattr(keys, "actions", lambda: ours)
    monkeypatch.setattr(settings_screen, "settings_file", lambda: "~/.config/journeymap/config.toml")
    monkeypatch.setattr("assistant.tui.screens.link.has_browser", lambda: True)
    monkeypatch.setattr("assistant.tui.screens.review.today", lambda: date(2026, 3, 9))
    monkeypatch.chdir(Path("/"))
    before = locale.current()
    yield
    locale.use(before)


@pytest.mark.parametrize(("scene", "language", "themes"), cases())
async def test_looks(snapshot: SnapshotAssertion, scene: str, language: str, themes: tuple[Theme, ...]) -> None:
    made, steps = SCREENS[scene]
    app = made(language)
    pictures = snapshot.use_extension(SVGImageExtension)
    async with app.run_test(size=SIZES[0]) as pilot:
        if app.resume is None:
            await until(pilot, lambda: app.focused is not None)
        else:
            screen = await at_question(pilot)
            screen.query_one(Prompt).cursor_blink = False
        await steps(pilot)
        await pilot.pause(0.2)
        for field in app.screen.query(Input):
            field.cursor_blink = False
        for size in SIZES:
            await pilot.resize_terminal(*size)
            for theme in themes:
                app.theme = theme.name
                await pilot.pause(0.1)
                await pilot.pause(0)  # it waits for the messages first: a busy machine may not have laid all out
                name = f"{size[0]}x{size[1]}-{'light' if theme is LIGHT else 'dark'}"
                assert app.export_screenshot(simplify=True) == pictures(name=name)
