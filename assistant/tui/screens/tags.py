"""One line with the tags of an interview."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from assistant.locale import N_, _
from assistant.text import clean_line


class TagsScreen(ModalScreen["str | None"]):
    """Dismissed with the tags as they were typed, or None when the person leaves it."""

    CSS_PATH = "tags.tcss"
    BINDING_GROUP_TITLE = N_("Tags")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", N_("Close"))]

    def __init__(self, title: str, tags: Sequence[str]) -> None:
        """Ask for the tags of the interview with this title; it has `tags`."""
        super().__init__()
        self._of = clean_line(title)
        self._tags = [clean_line(tag) for tag in tags]

    def compose(self) -> ComposeResult:
        """Compose the line."""
        with Vertical(id="tags"):
            yield Static(_("Tags of “%(title)s”") % {"title": self._of}, classes="heading", markup=False)
            yield Input(", ".join(self._tags), compact=True, select_on_focus=False, id="tag-line")
            yield Static(_("Separated by commas. Enter keeps them, Esc leaves them as they are."), classes="told")

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.dismiss(message.value)
