"""A screen is put away while its work in the background goes on: that ends nothing, and a real fault still does."""

import asyncio

import pytest
from textual import work
from textual.app import ComposeResult
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import WorkerFailed

from tests.tui.scenes import start, until


class Slow(Screen[None]):
    """Looks for its widget when that is gone."""

    def compose(self) -> ComposeResult:
        """Compose what will be looked for."""
        yield Static("here", id="here")

    @work
    async def look(self) -> None:
        """Wait until the widget is gone, and look for it."""
        while self.query("#here"):
            await asyncio.sleep(0)
        self.query_one("#here")


@pytest.mark.parametrize("ending", ["dismissed", "left"])
async def test_work_that_comes_back_too_late_ends_nothing(ending: str) -> None:
    app = start()
    async with app.run_test() as pilot:
        screen = Slow()
        await app.push_screen(screen)
        screen.look()
        await pilot.pause()
        if ending == "dismissed":
            screen.dismiss()
            await until(pilot, lambda: not screen.is_running)
            assert app.is_running
    assert app.fault is None


async def test_a_widget_that_is_missing_while_the_screen_stands_is_a_fault() -> None:
    app = start()

    async def use() -> None:
        async with app.run_test() as pilot:
            screen = Slow()
            await app.push_screen(screen)
            screen.look()
            await screen.query_one("#here").remove()
            await until(pilot, lambda: app.fault is not None)

    with pytest.raises((WorkerFailed, AssertionError)):
        await use()
    assert isinstance(app.fault, NoMatches)
