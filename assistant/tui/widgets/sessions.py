"""The list of earlier interviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from assistant.locale import NAMES, _
from assistant.text import clean_line, fold
from assistant.tui.glyphs import glyphs

if TYPE_CHECKING:
    from assistant.interview.store import SessionInfo

STEPS = 7
"""Steps of an interview; the checklist that names them is loaded after the first frame."""


class SessionList(OptionList):
    """Earlier interviews, the one worked on last first: title, day, language, progress."""

    DEFAULT_CSS = """
    SessionList { height: auto; border: none; padding: 0; background: transparent; }
    """

    def __init__(self, infos: Sequence[SessionInfo], *, id: str) -> None:  # noqa: A002
        """Show these interviews."""
        super().__init__(id=id, compact=True, markup=False)
        self._infos = infos
        self._wanted = ""

    def search(self, wanted: str) -> None:
        """Show only the interviews whose title, day or language holds `wanted`, whatever its case and accents."""
        self._wanted = fold(wanted)
        self._fill()

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill()

    def _fill(self) -> None:
        highlighted = self.highlighted
        self.clear_options()
        rows = [(info, _words(info)) for info in self._infos]
        self.add_options(
            Option(_row(info, words), id=info.id)
            for info, words in rows
            if self._wanted in fold(" ".join((info.title, *words)))
        )
        self.highlighted = min(highlighted or 0, self.option_count - 1) if self.option_count else None


def _words(info: SessionInfo) -> tuple[str, str, str]:
    signs = glyphs()
    behind = round(info.progress * STEPS)
    progress = f"{signs.full * behind}{signs.empty * (STEPS - behind)} {behind}/{STEPS}"
    done = f"{signs.done} {_('done')}"
    day = f"{info.updated.astimezone():%Y-%m-%d}"
    return day, NAMES.get(info.language, info.language), done if info.finished else progress


def _row(info: SessionInfo, words: tuple[str, str, str]) -> Table:
    """Return a row that fits any width: the title is cut, the rest has its columns."""
    day, language, progress = words
    row = Table.grid(expand=True, padding=(0, 0, 0, 2))
    row.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    for width in (12, 10, STEPS + 7):  # the padding included
        row.add_column(width=width, no_wrap=True, overflow="crop")
    quiet = [Text(word, "dim") for word in (day, language, progress)]
    row.add_row(Text(f" {clean_line(info.title)}"), *quiet)
    return row
