"""The list of earlier interviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from assistant.locale import NAMES, _
from assistant.text import clean_line, fold
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import QUIET
from assistant.tui.widgets.wrapped import cut

if TYPE_CHECKING:
    from assistant.interview.store import SessionInfo

STEPS = 7
"""Steps of an interview; the checklist that names them is loaded after the first frame."""

COLUMNS = ((0, 8), (44, 12), (58, 10))
"""The width from which a row has room for progress, day and language, and the columns that each takes."""

BAR_FROM = 66
"""The width from which the progress is drawn as a bar, too."""


class SessionList(OptionList):
    """Earlier interviews, the one worked on last first: title, day, language, progress."""

    SCOPED_CSS = False  # the size of the screen above it counts
    DEFAULT_CSS = """
    SessionList {
        height: auto;
        max-height: 4;
        border: none;
        padding: 0;
        background: transparent;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        & > .option-list--option-highlighted { background: $panel; color: $foreground; text-style: none; }
        &:focus > .option-list--option-highlighted { background: $primary-muted; color: $foreground; text-style: bold; }
        &:focus:ansi > .option-list--option-highlighted {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
        }
        & > .option-list--option-disabled { color: $quiet; }
    }
    .-high SessionList { max-height: 40vh; }
    .-beside SessionList { max-height: 60vh; }
    """

    @dataclass
    class Shown(Message):
        """So many interviews are in the list now."""

        count: int

    def __init__(self, infos: Sequence[SessionInfo], empty: str, *, id: str) -> None:  # noqa: A002
        """Show these interviews, or `empty` if there are none."""
        super().__init__(id=id, compact=True, markup=False)
        self._infos = infos
        self._wanted: list[str] = []
        self._said: dict[str, set[str]] = {}
        self._shown: list[SessionInfo] = []
        self._empty = empty

    @property
    def chosen(self) -> SessionInfo | None:
        """The interview that is highlighted."""
        place = self.highlighted
        return self._shown[place] if place is not None and place < len(self._shown) else None

    def show(self, infos: Sequence[SessionInfo], empty: str, highlighted: str = "") -> None:
        """Show other interviews, or `empty` if there are none; the place stays, unless one is to be highlighted."""
        self._infos, self._empty, self._said = infos, empty, {}
        self._fill(keep=True)
        place = next((n for n, info in enumerate(self._shown) if info.id == highlighted), None)
        if place is not None:
            self.highlighted = place

    def knows(self, word: str) -> bool:
        """Return whether it was told in which interviews a word was said."""
        return word in self._said

    def add_said(self, said: Mapping[str, set[str]]) -> None:
        """Find interviews by words that were said in them, too: by word, the ids of those."""
        self._said |= said
        self._fill(keep=True)

    def search(self, wanted: str) -> None:
        """Show only interviews whose title, id, day or language hold every word of `wanted`, whatever its accents."""
        self._wanted = fold(wanted).split()
        self._fill(keep=False)

    def on_resize(self, event: events.Resize) -> None:
        """Make the rows fit."""
        self._fill(keep=True)

    def _fill(self, *, keep: bool) -> None:
        """Fill the list with what is searched for; with `keep`, the place in it stays."""
        place = self.highlighted if keep and self.highlighted is not None else 0
        fitting = [info for info in self._infos if self._fits(info)]
        width = self.scrollable_content_region.width
        self._shown = fitting
        self.clear_options()
        self.add_options(Option(_row(info, width, self._only_said(info)), id=info.id) for info in fitting)
        if fitting:
            self.highlighted = min(place, len(fitting) - 1)
        else:
            told = _("No interview fits these words.") if self._wanted else self._empty
            self.add_option(Option(Content.styled(f" {told}", QUIET), disabled=True))
        self.post_message(self.Shown(len(fitting)))

    def _fits(self, info: SessionInfo) -> bool:
        words = _words(info)
        return all(word in words or info.id in self._said.get(word, ()) for word in self._wanted)

    def _only_said(self, info: SessionInfo) -> bool:
        """Return whether what is searched for stands in what was said, and not in the row."""
        words = _words(info)
        return any(word not in words for word in self._wanted)


def _words(info: SessionInfo) -> str:
    shown = (info.title, info.id, _day(info), _language(info), _done() if info.finished else "", _tags(info))
    return fold(" ".join(shown))


def _tags(info: SessionInfo) -> str:
    return "".join(f" #{clean_line(tag)}" for tag in info.tags)


def _row(info: SessionInfo, width: int, only_said: bool) -> Content:
    """Return a row of exactly this width: the title is cut, the rest has its columns as far as there is room."""
    bar = STEPS + 1 if width >= BAR_FROM else 0
    cells = (_progress(info, bar=bool(bar)), _day(info), _language(info))
    shown = [
        (cell, wide + (bar if place == 0 else 0))
        for place, (cell, (least, wide)) in enumerate(zip(cells, COLUMNS, strict=True))
        if width >= least
    ]
    tail = [cut(cell, wide) for cell, wide in reversed(shown)]
    room = max(width - 3 - sum(wide for _cell, wide in shown), 1)
    more = f" {glyphs().dot} {_('said in it')}" if only_said else ""
    below = f"{more}{_tags(info)}"
    title, whole = clean_line(info.title), cut(clean_line(info.title) + below, room)
    start = min(len(title), len(whole))
    return Content.assemble(
        f" {whole[:start]}", (whole[start:], QUIET if below else ""), "  ", *((cell, QUIET) for cell in tail)
    )


def _day(info: SessionInfo) -> str:
    return f"{info.updated.astimezone():%Y-%m-%d}"


def _language(info: SessionInfo) -> str:
    return NAMES.get(info.language, info.language)


def _done() -> str:
    return f"{glyphs().done} {_('done')}"


def _progress(info: SessionInfo, *, bar: bool) -> str:
    if info.finished:
        return _done()
    signs = glyphs()
    behind = round(info.progress * STEPS)
    drawn = f"{signs.full * behind}{signs.empty * (STEPS - behind)} " if bar else ""
    return f"{drawn}{behind}/{STEPS}"
