"""Pictures of the start, the settings and the help; `pytest tests/tui/test_snapshots_start.py --snapshot-update`.

Look at each picture that changes: what nobody would accept must not be accepted here.
"""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from assistant.tui import keys
from assistant.tui.app import JourneymapApp
from assistant.tui.glyphs import glyphs
from assistant.tui.screens import settings as settings_screen
from assistant.tui.themes import THEMES
from assistant.tui.widgets.choice import Choice
from tests.tui.scenes import sessions, start, until, words_of

Compare = Callable[..., bool]
Ready = Callable[[Pilot[None]], Awaitable[None]]
ENGLISH = [(80, 24), (200, 60)]


@pytest.fixture(autouse=True)
def same_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show the same path of the settings file everywhere, and the actions of these screens alone."""
    ours = [action for action in keys.actions() if action.group in ("Everywhere", "Start", "Settings", "Prompt")]
    monkeypatch.setattr(keys, "actions", lambda: ours)
    monkeypatch.setattr(settings_screen, "settings_file", lambda: "~/.config/journeymap/config.toml")


def after(app: JourneymapApp, *pressed: str) -> Ready:
    """Return what a snapshot waits for: the list is there, then these keys are pressed."""

    async def ready(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: app.focused is not None)
        for key in pressed:
            await pilot.press(key)
            await pilot.pause(0.1)
        await until(pilot, lambda: app.focused is not None)
        await pilot.pause(0.1)

    return ready


def test_the_smallest_window(snap_compare: Compare) -> None:
    app = start(sessions(12))
    assert snap_compare(app, terminal_size=(40, 10), run_before=after(app))


def test_a_search_that_finds_nothing(snap_compare: Compare) -> None:
    app = start(sessions(12))
    assert snap_compare(app, terminal_size=(80, 24), run_before=after(app, *"xyz"))


@pytest.mark.parametrize("theme", ["contrast", "terminal-dark"])
def test_colours(snap_compare: Compare, theme: str) -> None:
    app = start(sessions(12))
    app.theme = THEMES[theme].name
    assert snap_compare(app, terminal_size=(80, 24), run_before=after(app))


@pytest.mark.parametrize(("variable", "scene"), [("NO_COLOR", "list"), ("JOURNEYMAP_ASCII", "settings")])
def test_poor_terminals(snap_compare: Compare, monkeypatch: pytest.MonkeyPatch, variable: str, scene: str) -> None:
    monkeypatch.setenv(variable, "1")
    glyphs.cache_clear()
    app = start(sessions(12))
    pressed = () if scene == "list" else ("f8",)
    assert snap_compare(app, terminal_size=(80, 24), run_before=after(app, *pressed))


@pytest.mark.parametrize("language", ["en", "es", "pl"])
async def test_no_text_is_cut_off_without_a_sign(language: str) -> None:
    """The values of the form are whole or end with an ellipsis, and no line is wider than the window."""
    app = start(sessions(2), language)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.focused is not None)
        whole = {told for choice in app.screen.query(Choice) for _value, told in choice.options}
        for size in ((40, 10), (47, 12), (60, 20), (80, 24), (115, 30), (120, 40), (200, 60)):
            await pilot.resize_terminal(*size)
            await pilot.pause(0.1)
            lines = words_of(app).splitlines()
            for line in lines:
                value = line.partition("‹")[2].rpartition("›")[0].strip()
                assert not value or value in whole or value.endswith("…"), line
            assert max(map(len, lines)) <= size[0]
