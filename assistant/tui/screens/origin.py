"""Where a value comes from: the answer with the quote marked in it, and a way to that place in the conversation."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.interview.state import InterviewState, Record
from assistant.journey.models import Origin
from assistant.locale import N_, _
from assistant.text import clean, locate
from assistant.tui.themes import QUIET
from assistant.tui.widgets.item_fields import told

MAX_SHOWN = 4_000
"""Characters of an answer that are shown around its quote."""


class OriginScreen(ModalScreen[bool]):
    """Shows an origin; dismissed with True when the person wants to see the answer in the conversation."""

    CSS_PATH = "origin.tcss"
    BINDING_GROUP_TITLE = N_("Where something comes from")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,o,q", "leave", N_("Close"), id="origin.close"),
        Binding("enter", "go", N_("To the answer in the conversation"), id="origin.go"),
    ]

    def __init__(self, name: str, origin: Origin, state: InterviewState) -> None:
        """Show where `name` comes from."""
        super().__init__()
        self._name_of_it = name
        self._origin = origin
        self._answer = state.answers.get(origin.turn or 0, "")
        self._question = question_of(state, origin.turn or 0)

    def compose(self) -> ComposeResult:
        """Compose the question, the answer and the keys."""
        with Vertical(id="origin"):
            yield Static(clean(self._name_of_it), id="origin-name", markup=False)
            yield Static(told(self._origin), id="origin-kind", markup=False)
            with VerticalScroll(id="origin-answer", can_focus=False):
                if self._question:
                    yield Static(clean(self._question), id="origin-question", markup=False)
                yield Static(marked(self._answer, self._origin.quote or ""), markup=False)
            keys = _("Enter goes to this answer in the conversation. Esc closes.") if self._answer else _("Esc closes.")
            yield Static(keys, id="origin-foot", markup=False)

    def action_go(self) -> None:
        """Close, and go to the answer."""
        self.dismiss(bool(self._answer))

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(False)


def marked(answer: str, quote: str) -> Content:
    """Return an answer with its quote in bold between angle quotes, so that it stands out without colour too."""
    place = locate(quote, answer) if quote else None
    if place is None:
        text = f"«{quote}»" if quote and not answer else answer
        return Content(clean(text)[:MAX_SHOWN])
    start, end = place
    first = max(0, start - MAX_SHOWN // 2)
    return Content.assemble(
        (clean(answer[first:start]), QUIET),
        ("«", "bold $accent"),
        (clean(answer[start:end]), "bold"),
        ("»", "bold $accent"),
        (clean(answer[end : end + MAX_SHOWN // 2]), QUIET),
    )


def question_of(state: InterviewState, turn: int) -> str:
    """Return the question that the answer with this number was given to; "" if it was typed into the map."""
    question = ""
    for entry in state.transcript:
        if entry.kind is Record.ASKED:
            question = str(entry.data["text"])
        elif entry.kind is Record.ANSWERED and entry.data["turn"] == turn:
            return question
        elif entry.kind is Record.TYPED and entry.data["turn"] == turn:
            return _("Typed into the map")
    return ""
