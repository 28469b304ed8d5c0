"""Where the person types: several lines, history, completion of commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from assistant.interview.commands import Command
from assistant.locale import N_, _
from assistant.text import clean
from assistant.tui.keys import hint
from assistant.tui.widgets.command_menu import CommandMenu
from assistant.tui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from assistant.tui.app import JourneymapApp

LONGEST_COMMAND = 80
"""Characters of a line that may still be a command being typed."""


STILL_SECONDS = 60.0
"""Without a key for so long, the cursor stays lit: blinking all night takes a hundredth of a core."""


class Prompt(TextArea):
    """A text of any length; Enter sends it, Ctrl+J begins a new line."""

    BINDING_GROUP_TITLE = N_("Prompt")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", N_("Send"), id="prompt.send"),
        Binding("ctrl+j,shift+enter", "newline", N_("New line"), id="prompt.newline"),
        Binding("up", "up", N_("Line up, or what was typed before"), show=False),
        Binding("down", "down", N_("Line down, or what was typed after"), show=False),
        Binding("tab", "complete", N_("Complete a command"), id="prompt.complete"),
    ]

    @dataclass
    class Submitted(Message):
        """The person sends `text`, in the place of their last answer if so said; the prompt is empty again."""

        text: str
        replaces: bool = False

    @dataclass
    class Recalled(Message):
        """The text is (or is no more) the last answer, which sending would replace."""

        replaces: bool

    def __init__(self, menu: CommandMenu, waiting: Waiting, *, id: str) -> None:  # noqa: A002
        """Complete commands with `menu`, and take back what is in `waiting`; both are shown elsewhere."""
        super().__init__(id=id, show_line_numbers=False, highlight_cursor_line=False, compact=True)
        self._menu = menu
        self._waiting = waiting
        self._history: list[str] = []
        self._place = 0
        self._draft = ""
        self._underway: list[str] = []
        self._answer = ""
        self._replaces = False

    def on_mount(self) -> None:
        """Say what can be typed."""
        self.retranslate()

    def retranslate(self) -> None:
        """Show the placeholder in the language of the interface, with the keys that are in force."""
        told = _("Your answer. %(key)s begins a new line, / shows the commands") % {"key": hint(self, "prompt.newline")}
        fits = not self.content_size.width or cell_len(told) <= self.content_size.width
        self.placeholder = told if fits else _("Your answer, or / for the commands")

    def _toggle_cursor_blink_visible(self) -> None:
        if cast("JourneymapApp", self.app).rested > STILL_SECONDS:
            self._pause_blink()  # the next key begins it again
        else:
            super()._toggle_cursor_blink_visible()

    def on_resize(self) -> None:
        """Say as much of it as there is room for."""
        self.retranslate()

    @property
    def replaces(self) -> bool:
        """Whether sending the text replaces the last answer."""
        return self._replaces

    def let_replace(self, answer: str) -> None:
        """Let `answer`, when it is fetched back, be sent in the place of itself; "": nothing can be replaced now."""
        self._answer = answer
        if not answer:
            self.keep_both()

    def keep_both(self) -> bool:
        """Let the text that was fetched back be sent as one more answer; False: it is already so."""
        return self._replacing(False)

    def give_back(self, *texts: str) -> None:
        """Put texts that could not be taken, or were stopped, above what was typed since."""
        self._show("\n\n".join(text for text in (*texts, self.text) if text.strip()))

    @property
    def unsent(self) -> str:
        """What would be lost with the prompt: texts that nobody took yet, and what is typed, but not fetched back."""
        recalled = self._place < len(self._history)
        typed = "" if recalled and self.text == self._history[self._place] else self.text
        return "\n\n".join(text for text in (*self._underway, self._draft if recalled else "", typed) if text.strip())

    def taken(self, text: str) -> None:
        """Let go of a text that was submitted: whoever took it answers for it now."""
        if text in self._underway:
            self._underway.remove(text)

    def remember(self, texts: Sequence[str]) -> None:
        """Take the answers of an earlier sitting as the history."""
        self._history = list(texts)
        self._place = len(self._history)

    async def _on_key(self, event: events.Key) -> None:
        """Carry out the prompt's own keys in the order of typing.

        Textual would look for a binding only after the key has travelled up to the app, and a fast typist's (or a
        pasted) Enter would overtake, or be overtaken by, the letters beside it.
        """
        bindings = self._bindings.copy()
        bindings.apply_keymap(self.app._keymap)
        for binding in bindings.key_to_bindings.get(event.key, ()):
            if await self.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()
                return
        if event.key.startswith("alt+"):
            event.prevent_default()  # a terminal sends it with its letter, which Textual would type

    async def _on_paste(self, event: events.Paste) -> None:
        """Insert what is pasted, cleaned: a page can hide an escape sequence in what looks like plain words."""
        event.stop()
        event.prevent_default()
        inserted = self.replace(clean(event.text), *self.selection, maintain_selection_offset=False)
        self.move_cursor(inserted.end_location)

    def on_text_area_changed(self) -> None:
        """Offer the commands that fit what is typed."""
        # Not `self.text`: joining a pasted megabyte at every key would be felt.
        first = self.document.get_line(0)
        self._menu.offer(first if self.document.line_count == 1 and len(first) <= LONGEST_COMMAND else "")
        if not first and self.document.line_count == 1:
            self._replacing(False)

    def action_submit(self) -> None:
        """Send the text, or first complete the command that is being typed."""
        chosen = self._menu.chosen
        if chosen is not None and self.text.strip() != f"/{chosen.name}":
            self._complete(chosen)
            if chosen.arguments:
                return
        text = self.text
        if not text.strip():
            return
        self._underway.append(text)
        self.post_message(self.Submitted(text, self._replaces))
        self._replacing(False)
        if not self._history or self._history[-1] != text:
            self._history.append(text)
        self._place, self._draft = len(self._history), ""
        self.clear()

    def action_select_line(self) -> None:
        """Leave F6, which would select a line here, to the screen."""
        raise SkipAction

    def action_select_all(self) -> None:
        """Leave F7, which would select everything here, to the screen."""
        raise SkipAction

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
        elif self._waiting and not self.text.strip():
            self._show(self._waiting.take_back())
        elif self.cursor_location[0] > 0 or self._place == 0:
            self.action_cursor_up()
        else:
            if self._place == len(self._history):
                self._draft = self.text
            self._place -= 1
            self._recall()

    def action_down(self) -> None:
        """Go a line down, in the menu if it is open; from the last line, to what was typed after."""
        if self._menu.chosen is not None:
            self._menu.move(1)
        elif self.cursor_location[0] < self.document.line_count - 1 or self._place == len(self._history):
            self.action_cursor_down()
        else:
            self._place += 1
            self._recall()

    def close_menu(self) -> bool:
        """Put the menu of commands away; False: it was not open."""
        return self._menu.close()

    def _recall(self) -> None:
        """Show the text at this place of the history, or the draft past its end."""
        past_end = self._place == len(self._history)
        self._show(self._draft if past_end else self._history[self._place])
        newer = () if past_end else self._history[self._place + 1 :]
        is_last = not past_end and bool(self._answer) and self.text == self._answer and self._answer not in newer
        self._replacing(is_last)

    def _replacing(self, replaces: bool) -> bool:
        """Go into or out of replacing; False: nothing changes."""
        if replaces == self._replaces:
            return False
        self._replaces = replaces
        self.post_message(self.Recalled(replaces))
        return True

    def _complete(self, command: Command) -> None:
        self._show(f"/{command.name}{' ' if command.arguments else ''}")

    def _show(self, text: str) -> None:
        self.text = clean(text)
        self.move_cursor(self.document.end)
