"""The help: made from the keys and commands there are, so that it cannot fall behind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
from assistant.tui import keys
from assistant.tui.widgets.wrapped import Wrapped, hanging

COLUMN = 20
"""Columns of the keys and the commands, unless one of them is longer."""


class HelpScreen(ModalScreen[None]):
    """Keys and commands."""

    CSS_PATH = "help.tcss"
    BINDING_GROUP_TITLE = N_("Help")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss", N_("Close"))]

    def __init__(self, chosen: Mapping[str, str], here: Collection[str]) -> None:
        """Show the keys, those a person chose instead of ours included; the groups of keys that are `here` first."""
        super().__init__()
        self._chosen = chosen
        self._here = here

    def compose(self) -> ComposeResult:
        """Compose the two lists."""
        with VerticalScroll(id="help"):
            for group, rows in self._groups():
                yield Static(_(group), classes="heading")
                yield Table(rows)
            yield Static(_("Commands, typed in the interview"), classes="heading")
            yield Table([(command.usage, _(command.help)) for command in COMMANDS])
            yield Static(_("Esc closes this. Every answer is saved as soon as it is sent."), classes="foot")

    def on_mount(self) -> None:
        """Leave the arrow keys with the list."""
        self.query_one("#help").focus()

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the keys as they are now and what they do, by where they do it."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for action in keys.actions():
            pressed = keys.shown(self._chosen.get(action.id, action.keys))
            groups.setdefault(action.group, []).append((pressed, _(action.told)))
        return sorted(groups.items(), key=lambda group: (group[0] != keys.EVERYWHERE, group[0] not in self._here))


class Table(Wrapped):
    """Two columns; the second hangs under itself."""

    def __init__(self, rows: list[tuple[str, str]]) -> None:
        """Show `rows`."""
        super().__init__()
        self._rows = rows

    def rows(self, width: int) -> list[Content]:
        """Return the rows."""
        wide = max(min(COLUMN, width // 2), *(cell_len(name) + 2 for name, _told in self._rows))
        return [
            row
            for name, told in self._rows
            for row in hanging(Content.styled(_padded(name, wide), "$primary"), Content(told), width)
        ]


def _padded(name: str, wide: int) -> str:
    """Return a name with the space after it that lines the second column up."""
    return name + " " * max(wide - cell_len(name), 1)
