"""What the person is told of a model that fails: once when it is left alone, and once when it works again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.interview.events import Event
from assistant.interview.state import Record
from assistant.locale import N_, translator
from assistant.models.breaker import Breaker

if TYPE_CHECKING:
    from assistant.interview.engine import Interview

_WITHOUT_THE_MODEL = N_(
    "I go on without the model for now: simple rules read your answers, and I ask in plain words. "
    "I check in the background whether it works again; /model chooses another one."
)
_WORKS_AGAIN = N_("The model works again and reads your answers from now on (%(model)s).")

_NEWEST = 8
"""Events of a session, about one turn, whose notices are not repeated."""


def new(interview: Interview) -> list[Event]:
    """Return what the person should know of the model since the last time."""
    newest = interview.state.transcript[-_NEWEST:]
    told = [entry.data["text"] for entry in newest if entry.kind is Record.NOTICED]
    text = _text(interview.breaker, interview.map.language, told)
    return [interview.noticed(text)] if text else []


def _text(breaker: Breaker | None, language: str, told: Sequence[str]) -> str:
    """Return what is new, or ""; the fault is left out where it stands in one of `told` already."""
    news = breaker.news() if breaker else None
    if breaker is None or news is None:
        return ""
    translate = translator(language).gettext
    if news.fault is None:
        return translate(_WORKS_AGAIN) % {"model": breaker.name}
    fault = "" if any(news.fault.message in notice for notice in told) else str(news.fault)
    return f"{fault} {translate(_WITHOUT_THE_MODEL)}".strip()
