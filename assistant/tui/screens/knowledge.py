"""The knowledge base: searched as one types, read, and added to, while the interview goes on behind it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Markdown, OptionList, Static

from assistant.errors import JourneymapError
from assistant.locale import N_, _, ngettext
from assistant.text import clean_line
from assistant.tui.keys import hint
from assistant.tui.screens.add_documents import AddDocumentsScreen
from assistant.tui.screens.confirm import ConfirmScreen
from assistant.tui.screens.link import LinkScreen
from assistant.tui.widgets.found import FoundList, Row
from assistant.tui.widgets.hints import Hints
from assistant.tui.widgets.reader import Reader
from knowledge.port import Passage, Reference

if TYPE_CHECKING:
    from knowledge.adding import Outcome

DEBOUNCE = 0.15
"""Seconds without a key after which the search begins; it takes some 20 ms."""

MOST = 20
"""Passages of one search."""

SHOWN = 200
"""Files whose outcome is listed; of thousands, nobody reads all."""


class KnowledgeScreen(Screen[None]):
    """Search on the left, the text on the right; in a narrow window, one after the other."""

    CSS_PATH = "knowledge.tcss"
    AUTO_FOCUS = "#query"
    BINDING_GROUP_TITLE = N_("Knowledge")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f4", "back", N_("Back to the list, or to the interview"), id="knowledge.back"),
        Binding("down", "move(1)", N_("Next text"), show=False),
        Binding("up", "move(-1)", N_("Previous text"), show=False),
        Binding("f5", "add", N_("Add documents of your own"), id="knowledge.add"),
        Binding("f6", "remove", N_("Remove the chosen document"), id="knowledge.remove"),
        Binding("pageup", "page(-1)", N_("Scroll the text up"), id="knowledge.up", priority=True),
        Binding("pagedown", "page(1)", N_("Scroll the text down"), id="knowledge.down", priority=True),
    ]

    @dataclass
    class Progress(Message):
        """Something went on in the background."""

        told: str

    def __init__(self, reference: Reference, language: str) -> None:
        """Show what `reference` holds; its articles are listed in `language`."""
        super().__init__()
        self._reference = reference
        self._language = language
        self._leaving = threading.Event()
        self._one_at_a_time = asyncio.Lock()
        self._place = "~/"
        self._shown: Passage | None = None

    def compose(self) -> ComposeResult:
        """Compose the regions."""
        with Horizontal(id="body"):
            with Vertical(id="search"):
                yield Input(placeholder=_("Search articles and your documents"), compact=True, id="query")
                yield Static("", id="heading", markup=False)
                yield FoundList(id="found")
            yield Reader(id="reader")
        yield Static("", id="progress", markup=False)
        yield Hints(id="hints")
        yield Static(_("This window is too small. Make it at least 40 by 10."), id="too-small")

    def on_mount(self) -> None:
        """List what there is."""
        self.query_one(Hints).show(
            ("Enter", _("read")), ("Esc", _("back")), (hint(self, "knowledge.add"), _("add documents")),
            (hint(self, "knowledge.remove"), _("remove")),
            ("PageDown", _("scroll")),
        )  # fmt: skip
        if self._reference.remote:
            self._tell(_("What you search for and add is sent away to be turned into vectors."))
        self._look("")

    def on_unmount(self) -> None:
        """Take no further file in."""
        self._leaving.set()

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        self._look(event.value)

    @work(group="look", exclusive=True)
    async def _look(self, query: str, *, again: bool = False) -> None:
        """List what fits `query`, or everything there is; `again`: because that has changed."""
        await asyncio.sleep(DEBOUNCE)
        try:
            rows = await asyncio.to_thread(self._found if query.strip() else self._all, query)
        except JourneymapError as fault:
            self._tell(str(fault))
            return
        if not query.strip():
            heading = _("Everything there is to read")
        elif rows:
            heading = _("What fits best")
        else:
            heading = _("Nothing in the knowledge base fits that.")
        self.query_one("#heading", Static).update(heading)
        if not again:
            self._shown = None
        self.query_one(FoundList).show(rows, again=again)

    def _found(self, query: str) -> list[Row]:
        return [Row(passage) for passage in self._reference.search(query, MOST)]

    def _all(self, _query: str) -> list[Row]:
        own = [
            Row(Passage("", entry.title, entry.name, entry.language, 0, 0), entry.passages)
            for entry in self._reference.documents()
        ]
        articles = self._reference.articles(self._language)
        named = [Row(Passage("", a.title, a.id, a.language, 0, 0, "", a.step.value)) for a in articles]
        return [*own, *sorted(named, key=lambda row: row.passage.title.casefold())]

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._read()

    @on(OptionList.OptionSelected)
    @on(Input.Submitted, "#query")
    def _chosen(self) -> None:
        if self.query_one(FoundList).chosen is not None:
            self.add_class("-reading")

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        """Show the chosen text."""
        row = self.query_one(FoundList).chosen
        if row is None or row.passage == self._shown:
            return
        self._shown = row.passage
        try:
            whole = await asyncio.to_thread(self._reference.read, row.passage)
        except JourneymapError as fault:
            self._tell(str(fault))
            return
        if whole is not None:
            await self.query_one(Reader).show(whole)

    def action_move(self, by: int) -> None:
        """Choose the next text of the list."""
        found = self.query_one(FoundList)
        (found.action_cursor_down if by > 0 else found.action_cursor_up)()

    async def action_page(self, direction: int) -> None:
        """Scroll the text."""
        await self.query_one(Reader).page(direction)

    def action_back(self) -> None:
        """Return to the list where the text stands in its place, else to the interview."""
        if self.has_class("-reading") and self.has_class("-narrow"):
            self.remove_class("-reading")
        else:
            self.app.pop_screen()

    @work
    async def action_add(self) -> None:
        """Ask for a path and take it in."""
        path = await self.app.push_screen_wait(AddDocumentsScreen(self._place))
        if path is not None:
            self._place = f"{path.parent}/"
            self._take_in(path)

    @work(group="add")
    async def _take_in(self, path: Path) -> None:
        """Take in a file or a folder, one at a time, and tell what became of each file."""
        async with self._one_at_a_time:
            try:
                outcomes = await asyncio.to_thread(self._added, path)
                await self._report(outcomes)
                await asyncio.to_thread(self._reference.build, self._embedded)
                self._tell(_told(outcomes))
            except JourneymapError as fault:
                self._tell(str(fault))
        self._look(self.query_one("#query", Input).value, again=True)

    def _added(self, path: Path) -> list[Outcome]:
        outcomes: list[Outcome] = []
        total = 0
        for each in self._reference.add([path]):
            if isinstance(each, int):
                total = each
            else:
                outcomes.append(each)
            told = _("%(done)d of %(total)d files") % {"done": len(outcomes), "total": total}
            self.post_message(self.Progress(told))
            if self._leaving.is_set():
                break
        return outcomes

    def _embedded(self, done: int, total: int) -> None:
        told = _("%(done)d of %(total)d texts embedded") % {"done": done, "total": total}
        self.post_message(self.Progress(told))

    @on(Progress)
    def _went_on(self, message: Progress) -> None:
        self._tell(message.told)

    async def _report(self, outcomes: Sequence[Outcome]) -> None:
        """Name the files that could not be read, and why; all went well says the line below."""
        skipped = [_("skipped: %(reason)s") % {"reason": each.reason} for each in outcomes if each.state == "skipped"]
        if skipped:
            await self.query_one(Reader).tell(_told(outcomes), skipped[:SHOWN])
            self.add_class("-reading")
        if not self.is_current:
            self.notify(_told(outcomes), title=_("Knowledge"), markup=False)

    @work
    async def action_remove(self) -> None:
        """Ask, then forget the chosen document."""
        row = self.query_one(FoundList).chosen
        if row is None or not row.own:
            self._tell(_("Only your own documents can be removed."))
            return
        name = row.passage.article
        question = _("Remove %(name)s from the knowledge base?") % {"name": clean_line(name)}
        if not await self.app.push_screen_wait(ConfirmScreen(question, _("The file itself stays."), _("Remove"))):
            return
        try:
            await asyncio.to_thread(self._reference.remove, [name])
        except JourneymapError as fault:
            self._tell(str(fault))
            return
        self._tell(_("%(name)s was removed; the file itself is where it was.") % {"name": clean_line(name)})
        self._look(self.query_one("#query", Input).value, again=True)

    @on(Markdown.LinkClicked)
    def _ask_link(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        self.app.push_screen(LinkScreen(event.href))

    def _tell(self, told: str) -> None:
        self.query_one("#progress", Static).update(told)


def _told(outcomes: Sequence[Outcome]) -> str:
    taken = sum(each.state in ("added", "changed") for each in outcomes)
    same = sum(each.state == "unchanged" for each in outcomes)
    skipped = sum(each.state == "skipped" for each in outcomes)
    parts = [
        ngettext("%(count)d document added", "%(count)d documents added", taken) % {"count": taken},
        ngettext("%(count)d unchanged", "%(count)d unchanged", same) % {"count": same} if same else "",
        ngettext("%(count)d could not be read", "%(count)d could not be read", skipped) % {"count": skipped}
        if skipped
        else "",
    ]
    return ", ".join(part for part in parts if part) + "."
