"""Naming a file or a folder to add to the knowledge base, with completion."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from assistant.locale import N_, _
from assistant.text import clean_line
from assistant.tui.paths import Completion, complete, expanded
from assistant.tui.themes import QUIET


class AddDocumentsScreen(ModalScreen[Path | None]):
    """Asks for a path; the answer is None when the person changes their mind."""

    CSS_PATH = "add_documents.tcss"
    BINDING_GROUP_TITLE = N_("Adding documents")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", N_("Add nothing")),
        Binding("tab", "complete", N_("Complete the path")),
        Binding("down", "move(1)", N_("Next path"), show=False),
        Binding("up", "move(-1)", N_("Previous path"), show=False),
    ]

    def __init__(self, place: str, shared: str = "") -> None:
        """Begin at the folder `place`; `shared` says who else will find the documents."""
        super().__init__()
        self._place = place
        self._shared = shared
        self._found: list[Completion] = []
        self._found_for = ""

    def compose(self) -> ComposeResult:
        """Compose the field and what it can be completed to."""
        with Vertical(id="add"):
            yield Static(_("Add a document, or a folder of them"), classes="heading")
            yield Input(self._place, select_on_focus=False, compact=True, id="path")
            yield OptionList(id="paths", markup=False, compact=True)
            kinds = _("Markdown, text, HTML, PDF, DOCX and CSV.")
            keys = _("Tab completes, Enter adds, Esc adds nothing.")
            yield Static(" ".join(filter(None, (kinds, keys, self._shared))), classes="told", markup=False)

    def on_mount(self) -> None:
        """Leave the keys with the field."""
        self.query_one("#paths", OptionList).can_focus = False
        self.query_one(Input).focus()
        self._complete_as_typed(self._place)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._complete_as_typed(event.value)

    @work(exclusive=True, group="complete")
    async def _complete_as_typed(self, typed: str) -> None:
        """Offer what the path can be completed to; a slow disk is asked off the event loop."""
        await self._offer(typed)

    async def _offer(self, typed: str) -> None:
        self._found, self._found_for = await asyncio.to_thread(complete, typed), typed
        paths = self.query_one("#paths", OptionList)
        paths.clear_options()
        paths.add_options([Option(_shown(found)) for found in self._found])
        paths.display = bool(self._found)
        paths.highlighted = 0 if self._found else None

    @work(exclusive=True, group="complete")
    async def action_complete(self) -> None:
        """Put the highlighted path into the field."""
        field, paths = self.query_one(Input), self.query_one("#paths", OptionList)
        if self._found_for != field.value:
            await self._offer(field.value)  # typed faster than the disk answered
        place = paths.highlighted
        if place is not None and place < len(self._found):
            field.value = self._found[place].path
            field.cursor_position = len(field.value)

    def action_move(self, by: int) -> None:
        """Highlight the next path."""
        paths = self.query_one("#paths", OptionList)
        (paths.action_cursor_down if by > 0 else paths.action_cursor_up)()

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_complete()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Take the path if something is there; else say so and stay."""
        path = expanded(event.value.strip())
        if not event.value.strip():
            return
        if path.exists():
            self.dismiss(path)
        else:
            self.notify(_("There is nothing at %(path)s.") % {"path": clean_line(str(path))}, markup=False)


def _shown(found: Completion) -> Content:
    told = _("folder") if found.folder else found.size
    gap = " " * max(44 - cell_len(found.name), 2)
    return Content.assemble((found.name, ""), (f"{gap}{told}", QUIET))
