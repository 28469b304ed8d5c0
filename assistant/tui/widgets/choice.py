"""A choice from a few values, on one line: left and right change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from assistant.locale import N_
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import FAINT, QUIET
from assistant.tui.widgets.wrapped import cut

TITLE_WIDTH = 14
"""Columns of the title before the value."""


class Choice(Widget, can_focus=True):
    """One of `options`, each a value and the words for it."""

    DEFAULT_CSS = """
    Choice { height: 1; width: 1fr; pointer: pointer; }
    """
    BINDING_GROUP_TITLE = N_("A choice")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "step(1)", N_("Next value")),
        Binding("left", "step(-1)", N_("Previous value")),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    place: reactive[int] = reactive(0)

    @dataclass
    class Changed(Message):
        """Another value was chosen."""

        choice: "Choice"

        @property
        def control(self) -> "Choice":
            """What Textual's selectors are matched with."""
            return self.choice

    def __init__(self, title: str, options: Sequence[tuple[str, str]], *, value: str = "", id: str) -> None:  # noqa: A002
        """Offer `options` under `title`, beginning with `value` if it is one of them."""
        super().__init__(id=id)
        self._title = title
        self._options = list(options)
        values = [option for option, _ in options]
        self.set_reactive(Choice.place, values.index(value) if value in values else 0)

    @property
    def value(self) -> str:
        """The value chosen."""
        return self._options[self.place][0]

    @property
    def options(self) -> Sequence[tuple[str, str]]:
        """What is offered: values and the words for them."""
        return self._options

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Replace the options; the value stays if it is among them, and is the first one else."""
        value = self.value
        self._options = list(options)
        self.choose(value)
        self.refresh()

    def choose(self, value: str) -> None:
        """Take `value` if it is offered, without telling anybody; else the first one."""
        values = [option for option, _ in self._options]
        self.place = values.index(value) if value in values else 0

    def render(self) -> Content:
        """Return the title and the value between arrows."""
        signs = glyphs()
        value = self._options[self.place][1]
        room = self.size.width - TITLE_WIDTH - 4
        if cell_len(value) > room:
            value = cut(value, max(room, 1))
        focused = self.has_focus
        arrows = "$primary" if focused else FAINT
        return Content.assemble(
            (cut(self._title, TITLE_WIDTH - 1) + " ", QUIET),
            (f"{signs.left} ", arrows),
            (value, "bold $primary" if focused else "$foreground"),
            (f" {signs.right}", arrows),
        )

    def action_step(self, by: int) -> None:
        """Go to the next value, round the end."""
        self.place = (self.place + by) % len(self._options)
        self.post_message(self.Changed(self))

    def on_click(self, event: events.Click) -> None:
        """Go on to the next value."""
        event.stop()
        self.action_step(1)

    def on_focus(self) -> None:
        """Show the arrows in the colour of what has the keys."""
        self.refresh()

    def on_blur(self) -> None:
        """Show the arrows as at rest."""
        self.refresh()
