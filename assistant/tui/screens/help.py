"""The help: made from the keys and commands there are, so that it cannot fall behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.interview.commands import COMMANDS
from assistant.locale import N_, _
from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.wrapped import Wrapped, hanging

GENERAL = (
    ("F1", N_("Help")),
    ("Ctrl+P", N_("All that can be done, by name")),
    ("Ctrl+Q", N_("Quit; everything is saved")),
    ("Ctrl+C", N_("Copy what is selected; pressed twice: quit")),
)


class HelpScreen(ModalScreen[None]):
    """Keys and commands."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,q", "dismiss", N_("Close"))]

    def compose(self) -> ComposeResult:
        """Compose the two lists."""
        with VerticalScroll(id="help"):
            yield Static(_("Keys"), classes="heading")
            yield Table([*_keys(), *((key, _(told)) for key, told in GENERAL)])
            yield Static(_("Commands"), classes="heading")
            yield Table([(command.usage, _(command.help)) for command in COMMANDS])
            yield Static(_("Esc closes this. Every answer is saved as soon as it is sent."), classes="foot")

    def on_mount(self) -> None:
        """Leave the arrow keys with the list."""
        self.query_one("#help").focus()


def _keys() -> Iterator[tuple[str, str]]:
    for holder in (Prompt, InterviewScreen):
        for binding in holder.BINDINGS:
            if isinstance(binding, Binding) and binding.description:
                keys = [_named(key) for key in binding.key.split(",")]
                yield ", ".join(keys), _(binding.description)


def _named(key: str) -> str:
    """Return a key as people write it: ``Ctrl+J``."""
    names = {"pageup": "PageUp", "pagedown": "PageDown", "escape": "Esc"}
    return "+".join(names.get(part, part.capitalize()) for part in key.split("+"))


class Table(Wrapped):
    """Two columns; the second hangs under itself."""

    def __init__(self, rows: list[tuple[str, str]]) -> None:
        """Show `rows`."""
        super().__init__()
        self._rows = rows

    def rows(self, width: int) -> list[Content]:
        """Return the rows."""
        wide = max(cell_len(name) for name, _told in self._rows) + 3
        return [
            row
            for name, told in self._rows
            for row in hanging(Content.styled(name.ljust(wide), "$primary"), Content(told), width)
        ]
