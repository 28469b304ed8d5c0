"""Where the person types: several lines, history, completion of commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from assistant.interview.commands import Command
from assistant.locale import N_, _
from assistant.tui.widgets.command_menu import CommandMenu


class Prompt(TextArea):
    """A text of any length; Enter sends it, Ctrl+J begins a new line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", N_("Send"), id="prompt.send"),
        Binding("ctrl+j,shift+enter", "newline", N_("New line"), id="prompt.newline"),
        Binding("up", "up", N_("Line up, or what was typed before"), show=False),
        Binding("down", "down", N_("Line down, or what was typed after"), show=False),
        Binding("tab", "complete", N_("Complete a command"), id="prompt.complete"),
    ]

    @dataclass
    class Submitted(Message):
        """The person sends `text`; the prompt keeps it until `accept` is called."""

        text: str

    def __init__(self, menu: CommandMenu, *, id: str) -> None:  # noqa: A002
        """Complete commands with `menu`, which is shown elsewhere."""
        super().__init__(
            id=id, show_line_numbers=False, highlight_cursor_line=False, compact=True,
            placeholder=_("Your answer. Ctrl+J begins a new line, / shows the commands"),
        )  # fmt: skip
        self._menu = menu
        self._history: list[str] = []
        self._place = 0
        self._draft = ""

    def accept(self) -> None:
        """Empty the prompt; its text was sent and joins the history."""
        if self.text.strip() and (not self._history or self._history[-1] != self.text):
            self._history.append(self.text)
        self._place, self._draft = len(self._history), ""
        self.clear()

    def give_back(self, text: str) -> None:
        """Put a text that could not be taken back, above what was typed since."""
        self._show(f"{text}\n{self.text}" if self.text.strip() else text)

    def remember(self, texts: Sequence[str]) -> None:
        """Take the answers of an earlier sitting as the history."""
        self._history = list(texts)
        self._place = len(self._history)

    async def _on_key(self, event: events.Key) -> None:
        """Carry out the prompt's own keys in the order of typing.

        Textual would look for a binding only after the key has travelled up to the app, and a fast typist's (or a
        pasted) Enter would overtake, or be overtaken by, the letters beside it.
        """
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if await self.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()
                return

    def on_text_area_changed(self) -> None:
        """Offer the commands that fit what is typed."""
        self._menu.offer(self.text)

    def action_submit(self) -> None:
        """Send the text, or first complete the command that is being typed."""
        chosen = self._menu.chosen
        if chosen is not None and self.text.strip() != f"/{chosen.name}":
            self._complete(chosen)
            if chosen.arguments:
                return
        if self.text.strip():
            self.post_message(self.Submitted(self.text))

    def action_newline(self) -> None:
        """Begin a new line."""
        self.insert("\n")

    def action_complete(self) -> None:
        """Complete the command that is highlighted, or go on to the next field."""
        if self._menu.chosen is not None:
            self._complete(self._menu.chosen)
        else:
            self.screen.focus_next()

    def action_up(self) -> None:
        """Go a line up, in the menu if it is open; from the first line, to what was typed before."""
        if self._menu.chosen is not None:
            self._menu.move(-1)
        elif self.cursor_location[0] > 0 or self._place == 0:
            self.action_cursor_up()
        else:
            if self._place == len(self._history):
                self._draft = self.text
            self._place -= 1
            self._show(self._history[self._place])

    def action_down(self) -> None:
        """Go a line down, in the menu if it is open; from the last line, to what was typed after."""
        if self._menu.chosen is not None:
            self._menu.move(1)
        elif self.cursor_location[0] < self.document.line_count - 1 or self._place == len(self._history):
            self.action_cursor_down()
        else:
            self._place += 1
            past_end = self._place == len(self._history)
            self._show(self._draft if past_end else self._history[self._place])

    def close_menu(self) -> bool:
        """Put the menu of commands away; False: it was not open."""
        return self._menu.close()

    def _complete(self, command: Command) -> None:
        self._show(f"/{command.name}{' ' if command.arguments else ''}")

    def _show(self, text: str) -> None:
        self.text = text
        self.move_cursor(self.document.end)
