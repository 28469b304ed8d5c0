"""Pictures of the screens; `pytest tests/tui/test_snapshots.py --snapshot-update` takes them anew.

Look at each picture that changes: what nobody would accept must not be accepted here.
"""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from assistant.tui.app import JourneymapApp
from assistant.tui.glyphs import glyphs
from tests.fakes.interview import FakeInterview
from tests.tui.scenes import FIRST, READY, interview, midway, still

Compare = Callable[..., bool]
Ready = Callable[[Pilot[None]], Awaitable[None]]


def after(app: JourneymapApp, *keys: str) -> Ready:
    """Return what a snapshot waits for: the screen is ready, then these keys are pressed."""
    ready = still(app)

    async def pressed(pilot: Pilot[None]) -> None:
        await ready(pilot)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.05)
        await pilot.pause(0.1)

    return pressed


def test_first_question_with_its_background(snap_compare: Compare) -> None:
    app = interview(FakeInterview([READY, FIRST]))
    assert snap_compare(app, terminal_size=(80, 24), run_before=after(app, "f3"))


def test_smallest(snap_compare: Compare) -> None:
    app = midway()
    assert snap_compare(app, terminal_size=(40, 10), run_before=after(app))


def test_too_small(snap_compare: Compare) -> None:
    app = midway()
    assert snap_compare(app, terminal_size=(20, 5), run_before=after(app))


def test_without_colour_in_ascii(snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("JOURNEYMAP_ASCII", "1")
    glyphs.cache_clear()
    app = midway()
    assert snap_compare(app, terminal_size=(120, 40), run_before=after(app))
