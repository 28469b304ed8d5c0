"""The keys that matter most here, on one line: as many as its width holds."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from assistant.tui.glyphs import glyphs
from assistant.tui.themes import FAINT, QUIET


class Hints(Widget):
    """Pairs of a key and what it does, the most important first."""

    DEFAULT_CSS = """
    Hints { height: 1; width: 1fr; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start empty."""
        super().__init__(id=id)
        self._pairs: Sequence[tuple[str, str]] = ()

    def show(self, *pairs: tuple[str, str]) -> None:
        """Show these; none is cut, the last ones are left out where there is no room."""
        self._pairs = pairs
        self.refresh()

    def render(self) -> Content:
        """Return those that fit."""
        gap = f" {glyphs().dot} "
        shown: list[Content] = []
        room = self.size.width
        for key, told in self._pairs:
            room -= cell_len(f"{key} {told}") + (len(gap) if shown else 0)
            if room < 0:
                break
            shown.append(Content.assemble((key, QUIET), (f" {told}", FAINT)))
        return Content.styled(gap, FAINT).join(shown)
