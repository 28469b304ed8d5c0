"""An article, or a document of the person's own, to be read; of a long one, a part at a time."""

from __future__ import annotations

import re

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Markdown, Static

from assistant.locale import NAMES, _
from assistant.text import clean, clean_line
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import FAINT, QUIET
from knowledge.whole import Whole

PART = 12
"""Sections of a document that are mounted at once: each costs some 5 ms."""

_FILE = re.compile(r"\s*\([^()]*\.(?:txt|md|html?|pdf)\)")
"""The name of a file behind a source, which says nothing to a reader."""


class Reader(VerticalScroll, can_focus=False):
    """Shows one text; it is scrolled by the keys of the screen."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start with an empty page."""
        super().__init__(id=id)
        self._whole: Whole | None = None
        self._part = 0

    def compose(self) -> ComposeResult:
        """Compose what is there before anything is read."""
        yield Static(_("What you choose is shown here."), classes="told", markup=False)

    async def show(self, whole: Whole) -> None:
        """Show a text from where its passage was found."""
        self._whole = whole
        await self._show_part(whole.found // PART, found=True)

    async def tell(self, title: str, lines: list[str]) -> None:
        """Show lines of ours in the place of a text."""
        self._whole = None
        words = Content("\n").join([Content.styled(title, "bold"), Content(""), *(Content(line) for line in lines)])
        await self._mount([Static(words, markup=False)])

    async def page(self, direction: int) -> None:
        """Scroll a page; at the end of a part, go on to the next one."""
        at_end = self.scroll_offset.y >= self.max_scroll_y if direction > 0 else self.scroll_offset.y <= 0
        if not at_end:
            (self.scroll_page_down if direction > 0 else self.scroll_page_up)(animate=False)
        elif self._whole is not None and 0 <= self._part + direction < self._parts:
            await self._show_part(self._part + direction, found=False)
            if direction < 0:
                self.call_after_refresh(self.scroll_end, animate=False)

    @property
    def _parts(self) -> int:
        return -(-len(self._whole.sections) // PART) if self._whole else 0

    async def _show_part(self, part: int, *, found: bool) -> None:
        whole = self._whole
        if whole is None:
            return
        self._part = part
        first = part * PART
        texts = [
            Markdown(_markdown(section.heading, section.text), open_links=False, classes="section")
            for section in whole.sections[first : first + PART]
        ]
        place = whole.found - first
        marked = texts[place] if found and place > 0 else None
        if marked is not None:
            marked.add_class("found")
        await self._mount([self._head(whole), *texts, *self._foot(whole)])
        if marked is not None:
            self.call_after_refresh(self.scroll_to_widget, marked, top=True, animate=False)

    async def _mount(self, widgets: list[Widget]) -> None:
        with self.app.batch_update():
            await self.remove_children()
            await self.mount(*widgets)
        self.scroll_home(animate=False)

    def _head(self, whole: Whole) -> Static:
        parts = [_("your document") if whole.own else _("article"), NAMES.get(whole.language, "")]
        if self._parts > 1:
            parts.append(_("part %(part)d of %(parts)d") % {"part": self._part + 1, "parts": self._parts})
        told = f" {glyphs().dot} ".join(part for part in parts if part)
        words = Content.assemble((clean_line(whole.title), "bold $primary"), (f"\n{told}", QUIET))
        return Static(words, markup=False, classes="head")

    def _foot(self, whole: Whole) -> list[Static]:
        if self._part + 1 < self._parts:
            return [Static(Content.styled(_("PageDown goes on."), FAINT), markup=False)]
        if not whole.sources:
            return []
        sources = [f"{glyphs().said} {clean_line(_FILE.sub('', source))}" for source in whole.sources]
        words = Content("\n").join([Content(_("Sources")), *(Content(source) for source in sources)])
        return [Static(words.stylize(QUIET), markup=False, classes="sources")]


def _markdown(heading: str, text: str) -> str:
    return clean(f"### {clean_line(heading)}\n\n{text}" if heading else text)
