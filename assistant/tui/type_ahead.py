"""Keys that are typed while an interview is being opened."""

from __future__ import annotations

import time

from textual import events
from textual.app import App

MOST_SECONDS = 3.0
"""The longest that a key waits, whatever became of the opening."""

LOOK_SECONDS = 0.01
"""How often is looked whether it is over."""


class PatientApp(App[None]):
    """Holds keys while `opening` is set, for what comes then; without, they would act on the screen before.

    While a screen is made, Textual itself lets them wait.
    """

    def __init__(self) -> None:
        """Hold nothing."""
        super().__init__()
        self.opening = False
        self._ahead: list[events.Event] = []
        self._waits_since = 0.0

    async def on_event(self, event: events.Event) -> None:
        """Let what is typed wait."""
        typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if typed and (self.opening or self._ahead):
            if not self._ahead:
                self._waits_since = time.monotonic()
                self.set_timer(LOOK_SECONDS, self._go_on)
            self._ahead.append(event)
        else:
            await super().on_event(event)

    async def _go_on(self) -> None:
        late = time.monotonic() - self._waits_since > MOST_SECONDS
        while self._ahead and (late or not self.opening):
            await super().on_event(self._ahead.pop(0))
        if self._ahead:
            self.set_timer(LOOK_SECONDS, self._go_on)
