"""A question before something is taken away: no unless the person says yes."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from assistant.locale import N_, _
from assistant.text import clean, clean_line


class ConfirmScreen(ModalScreen[bool]):
    """Asks, and answers False when the person does anything but say yes."""

    CSS_PATH = "confirm.tcss"
    AUTO_FOCUS = "#no"
    BINDING_GROUP_TITLE = N_("A question")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "dismiss(False)", N_("No")),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]

    def __init__(self, question: str, told: str, yes: str) -> None:
        """Ask `question`, with `told` below it; `yes` names what is then done."""
        super().__init__()
        self._question = clean(question)
        self._told = clean(told)
        self._words = clean_line(yes)

    def compose(self) -> ComposeResult:
        """Compose the question and the answers."""
        with Vertical(id="confirm"):
            yield Static(self._question, classes="heading", markup=False)
            yield Static(self._told, classes="told", markup=False)
            with Horizontal(id="answers"):
                yield Button(_("No"), id="no", compact=True)
                yield Button(Content(self._words), id="yes", compact=True)

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")
