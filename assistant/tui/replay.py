"""An earlier sitting as the events that a face showed then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.interview import recap as recaps
from assistant.interview.commands import parse
from assistant.interview.events import Event, Finished, Notice, Question, Recap, RecapItem, Reply, Source
from assistant.interview.state import Entry, InterviewState, Record
from assistant.journey.models import Step


@dataclass(frozen=True, slots=True)
class Answered:
    """What the person typed; the engine does not tell it, for it was the person who did."""

    text: str
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class TypedIntoMap:
    """What the person typed into the map."""

    text: str


Told = Event | Answered | TypedIntoMap


def without_last_answer(told: Sequence[Told]) -> list[Told]:
    """Return what is told once the last answer was taken back: the answer, marked, and nothing that came of it."""
    for place in reversed(range(len(told))):
        match told[place]:
            case Answered(text, taken_back=False) if parse(text.strip()) is None:
                return [*told[:place], Answered(text, taken_back=True)]
    return list(told)


def earlier(state: InterviewState) -> list[Told]:
    """Return what was told before, without what waits at the end: the engine tells that again."""
    told: list[Told] = []
    lines: dict[str, str] = {}
    for entry in state.transcript:
        if entry.kind is Record.WITHDRAWN:
            told = without_last_answer(told)
        elif entry.kind is Record.RECAPPED:
            lines = recaps.shown(lines, entry.data)
            told.append(_recap(entry.data, lines))
        elif (event := _event(entry)) is not None:
            told.append(event)
    again: tuple[type, ...] = (Finished,) if state.finished else (Question, Recap) if state.pending else ()
    for kind in again:
        place = next((n for n in reversed(range(len(told))) if not isinstance(told[n], TypedIntoMap)), None)
        if place is not None and isinstance(told[place], kind):
            del told[place]
    return told


def _event(entry: Entry) -> Told | None:
    data = entry.data
    match entry.kind:
        case Record.ASKED:
            return Question(Step(data["step"]), data["need"], data["text"], _sources(data), data["guidance"])
        case Record.ANSWERED:
            return Answered(data["text"])
        case Record.TYPED:
            return TypedIntoMap(data["text"])
        case Record.REPLIED:
            return Reply(data["text"], _sources(data))
        case Record.NOTICED:
            return Notice(data["text"])
        case Record.FINISHED:
            return Finished(data["path"])
        case _:
            return None


def _recap(data: Mapping[str, Any], lines: Mapping[str, str]) -> Recap:
    items = (RecapItem(int(number), ref, lines.get(ref, "")) for number, ref in data["items"].items())
    return Recap(Step(data["step"]), tuple(items))


def _sources(data: Mapping[str, Any]) -> tuple[Source, ...]:
    return tuple(Source(title, article) for title, article in data["sources"])
