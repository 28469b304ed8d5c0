"""One line to type what is searched for."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from assistant.locale import N_, _


class SearchScreen(ModalScreen[str]):
    """Dismissed with the words, or with "" when the person leaves it."""

    CSS_PATH = "search.tcss"
    BINDING_GROUP_TITLE = N_("Searching")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", N_("Close"), id="search.close")]

    def compose(self) -> ComposeResult:
        """Compose the line."""
        with Horizontal(id="search"):
            yield Static(_("Search:"))
            yield Input(id="sought", compact=True)

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        """Search."""
        message.stop()
        self.dismiss(message.value.strip())

    def action_leave(self) -> None:
        """Leave it."""
        self.dismiss("")
