"""Pictures of the whole map and its forms; `pytest tests/tui/test_snapshots_map.py --snapshot-update` takes them anew.

Look at each picture that changes: what nobody would accept must not be accepted here.
"""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from assistant.interview.state import Record
from assistant.tui.app import JourneymapApp
from assistant.tui.glyphs import glyphs
from assistant.tui.screens.map import MapScreen
from assistant.tui.widgets.journey_grid import JourneyGrid
from tests.fakes.interview import FakeInterview, state_of
from tests.fakes.maps import example
from tests.tui.scenes import MIDWAY, at_question, interview, until

Compare = Callable[..., bool]
Ready = Callable[[Pilot[None]], Awaitable[None]]

SAID = "Then the bag arrives. The first cup decides, and it is bitter because they use boiling water, as many tell me."


def scene(language: str = "en") -> JourneymapApp:
    """Return an interview with a full map, and the answer that a part of it comes from."""
    asked = {"step": "touchpoints", "need": "touchpoints.first", "targets": [], "text": "Where do they meet you?"}
    drafts = [
        (Record.ASKED, {**asked, "sources": [], "guidance": "", "again": False}),
        (Record.ANSWERED, {"turn": 10, "text": SAID}),
    ]
    return interview(FakeInterview(MIDWAY, state=state_of(example(), drafts, unread=None)), language)


def on(ref: str, *keys: str) -> Ready:
    """Return what a snapshot waits for: the whole map is open, the cursor is on `ref`, then these keys are pressed."""

    async def ready(pilot: Pilot[None]) -> None:
        await at_question(pilot)
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, MapScreen))
        grid = pilot.app.screen.query_one(JourneyGrid)
        await until(pilot, lambda: grid.has_focus)
        grid.select(ref)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.05)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause(0.1)

    return ready


def test_curve_at_the_bottom(snap_compare: Compare) -> None:
    assert snap_compare(scene(), terminal_size=(80, 24), run_before=on("t5", "down", "down"))


def test_form_of_the_persona_in_spanish(snap_compare: Compare) -> None:
    assert snap_compare(scene("es"), terminal_size=(80, 24), run_before=on("t5", "tab", "2", "enter"))


def test_without_colour_in_ascii(snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("JOURNEYMAP_ASCII", "1")
    glyphs.cache_clear()
    assert snap_compare(scene(), terminal_size=(120, 40), run_before=on("t5"))
