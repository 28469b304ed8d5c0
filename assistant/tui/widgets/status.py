"""The two lines at the foot: what is going on now, and where the words go."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil
from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from assistant.locale import N_, _
from assistant.text import clean_line
from assistant.tui.glyphs import glyphs
from assistant.tui.keys import hint
from assistant.tui.themes import FAINT, QUIET

TURN_SECONDS = 0.25
"""How often the sign turns: slow enough to be calm."""

PATIENCE = 3
"""Seconds after which the time is told, and that Esc stops it."""

WIDE = 72
"""Columns beside the model from which the session and a fourth key have room, in each language."""


class Activity(Static):
    """What the model is at work on; an empty line when it is the person's turn."""

    WORK: ClassVar[dict[str, str]] = {
        "reading": N_("reading your answer"),
        "wording": N_("wording the next question"),
        "replying": N_("looking that up"),
        "suggesting": N_("looking for suggestions"),
    }

    def __init__(self, pause: Callable[[], float] = float, *, id: str) -> None:  # noqa: A002
        """Start at rest; `pause` tells the seconds until a busy model is asked once more."""
        super().__init__("", id=id, markup=False)
        self._pause = pause
        self._timer: Timer | None = None
        self._work = ""
        self._since = 0.0
        self._turns = 0

    def begin(self, on: str) -> None:
        """Show that the model works on ``reading``, ``wording`` or ``replying``."""
        self._work = _(self.WORK[on])
        self._since = time.monotonic()
        if self._timer is None:
            self._timer = self.set_interval(TURN_SECONDS, self._turn)
        self._draw()

    def end(self) -> None:
        """Be at rest."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.update("")

    def hint(self, text: str) -> None:
        """Say something that matters now and not later."""
        self.update(Content.assemble((text, "$accent")))

    def _turn(self) -> None:
        self._turns += 1
        self._draw()

    def _draw(self) -> None:
        signs = glyphs()
        still = self.app.animation_level == "none"
        sign = signs.dot if still else signs.turning[self._turns % len(signs.turning)]
        seconds, pause = int(time.monotonic() - self._since), ceil(self._pause())
        waiting = _("%(seconds)d s, Esc stops it") % {"seconds": seconds} if seconds >= PATIENCE else ""
        work = _("the model is busy, again in %(seconds)d s") % {"seconds": pause} if pause else self._work
        told = f"{work} {signs.dot} {waiting}" if waiting else work
        self.update(Content.assemble((f"{sign} ", "$primary"), (told, QUIET)), layout=False)  # one line, as before


def place_of(model: str, *, remote: bool, none: bool, rests: bool = False, hides: str = "") -> Content:
    """Return which model is in use and whether words leave this machine; told by a sign and by words.

    `rests`: the model failed and is left alone for now; `hides`: what is told of words that are hidden from it.
    """
    signs = glyphs()
    about = ", ".join(filter(None, (_("failed, rests") if rests else "", hides if remote else "")))
    name = f"{clean_line(model)} ({about})" if about else clean_line(model)
    if remote:
        return Content.assemble((f"{signs.leaves} {_('leaves this machine')}: {name}", "bold $warning"))
    told = _("no model") if none else name
    return Content.assemble((f"{signs.stays} ", "$success"), (f"{_('stays here')}: {told}", QUIET))


class Status(Widget):
    """The model, whether words leave this machine, the session, and the keys that matter most."""

    DEFAULT_CSS = """
    Status { height: 1; width: 1fr; }
    """

    model: reactive[str] = reactive("none")
    remote: reactive[bool] = reactive(False)
    rests: reactive[bool] = reactive(False)
    redacts: reactive[bool] = reactive(False)
    session: reactive[str] = reactive("")

    def render(self) -> Content:
        """Return as much of it as the width holds, what leaves the machine first."""
        signs = glyphs()
        gap = f"  {signs.dot}  "
        place = self._place()
        session = Content.assemble((f"{gap}{self.session}", FAINT))
        told = [("help", _("help")), ("map", _("map")), ("review", _("review")), ("quit", _("quit"))]
        room = self.size.width - place.cell_length
        if room < WIDE:
            told = [(action, name) for action, name in told if action != "review"]
        for many in range(len(told), 0, -1):  # where there is little room, the last ones go
            shown = "  ".join(f"{hint(self.screen, action)} {name}" for action, name in told[:many])
            keys = Content.styled(shown, FAINT)
            if many == len(told) and session.cell_length + keys.cell_length + 2 <= room:
                blank = " " * (room - session.cell_length - keys.cell_length)
                return Content.assemble(place, session, blank, keys)
            if keys.cell_length + 2 <= room:
                return Content.assemble(place, " " * (room - keys.cell_length), keys)
        return place

    def _place(self) -> Content:
        """Return the model, and that personal data is hidden: in words, by the name of the setting, or not at all."""
        none = self.model == "none"
        told = (_("personal data hidden"), "redact", "") if self.redacts else ("",)
        forms = [place_of(self.model, remote=self.remote, none=none, rests=self.rests, hides=hides) for hides in told]
        return next((place for place in forms if place.cell_length <= self.size.width), forms[-1])
