"""An earlier sitting as the events that a face showed then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.interview.events import Event, Finished, Notice, Question, Recap, RecapItem, Reply, Source
from assistant.interview.state import Entry, InterviewState, Record
from assistant.journey.models import Step


@dataclass(frozen=True, slots=True)
class Answered:
    """What the person typed; the engine does not tell it, for it was the person who did."""

    text: str


def earlier(state: InterviewState) -> list[Event | Answered]:
    """Return what was told before, without what waits at the end: the engine tells that again."""
    told = [event for entry in state.transcript if (event := _event(entry)) is not None]
    again: tuple[type, ...] = (Finished,) if state.finished else (Question, Recap) if state.pending else ()
    for kind in again:
        if told and isinstance(told[-1], kind):
            told.pop()
    return told


def _event(entry: Entry) -> Event | Answered | None:
    data = entry.data
    match entry.kind:
        case Record.ASKED:
            return Question(Step(data["step"]), data["need"], data["text"], _sources(data), data["guidance"])
        case Record.ANSWERED:
            return Answered(data["text"])
        case Record.RECAPPED:
            shown = data["shown"]
            items = (RecapItem(int(number), ref, shown.get(ref, "")) for number, ref in data["items"].items())
            return Recap(Step(data["step"]), tuple(items))
        case Record.REPLIED:
            return Reply(data["text"], _sources(data))
        case Record.NOTICED:
            return Notice(data["text"])
        case Record.FINISHED:
            return Finished(data["path"])
        case _:
            return None


def _sources(data: Mapping[str, Any]) -> tuple[Source, ...]:
    return tuple(Source(title, article) for title, article in data["sources"])
