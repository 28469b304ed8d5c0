"""Asks for the key of an action: the next one pressed is it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.locale import _


class NewKey(ModalScreen[str]):
    """Returns the key pressed, or "" if it is to stay as it is."""

    CSS_PATH = "new_key.tcss"

    def __init__(self, told: str, keys: str) -> None:
        """Ask for a key that does what is `told`; `keys` do it so far."""
        super().__init__()
        self._told = told
        self._keys = keys

    def compose(self) -> ComposeResult:
        """Compose the question."""
        with Vertical(id="question"):
            yield Static(self._told, classes="heading", markup=False)
            yield Static(_("Now: %(keys)s") % {"keys": self._keys}, markup=False)
            yield Static(_("Press the new key. Esc keeps it as it is."), markup=False)

    def on_key(self, event: events.Key) -> None:
        """Take the key."""
        event.stop()
        event.prevent_default()
        self.dismiss("" if event.key == "escape" else event.key)
