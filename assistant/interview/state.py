"""Where an interview stands: a fold of the session's events, and nothing else.

A resumed session is therefore exactly where it was, and the map is what the events made it.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from assistant.interview import recap as recaps
from assistant.journey.apply import apply
from assistant.journey.edits import EDITS, Applied, Edit, Refused
from assistant.journey.grounding import Answers
from assistant.journey.history import History
from assistant.journey.models import JourneyMap, Step
from assistant.text import MAX_ANSWER

log = logging.getLogger(__name__)

RECAP = "recap"
"""The need of the question that follows a recap."""

REVIEWED = "review"
"""In `closed`: what the review finds is not asked about any more."""


class Record(StrEnum):
    """The kinds of a session's events."""

    STARTED = "started"  # {"map": {...}, "template"}: the map to begin with; without a template in older sessions
    ASKED = "asked"  # {"step", "need", "targets", "text", "sources", "guidance", "again"}
    ANSWERED = "answered"  # {"turn", "text"}: committed before anything is done with it
    READ = "read"  # {"turn", "kind", "by", "edits", "refused", "closed", "stays"}: all that an answer brought
    RECAPPED = "recapped"  # {"step", "items": {number: ref}, "shown": {ref: text}, "gone": [ref]}; see `recap.changed`
    REPLIED = "replied"  # {"text", "sources"}
    NOTICED = "noticed"  # {"text"}
    TYPED = "typed"  # {"turn", "text", "change"}: typed into the map, committed first; change None: with a command
    EDITED = "edited"  # {"edits"}: by hand or by a command; "turn", "refused": of what was TYPED; "settles": by the end
    WITHDRAWN = (
        "withdrawn"  # {"turn", "edits"}: the newest answer; edits: made by hand since, and kept; see `withdrawal`
    )
    CLOSED = "closed"  # {"needs": [...], "step": ... or None}: not asked again
    WENT = "went"  # {"step", "reopen"}: another step; reopen: the person chose it, so it is asked about again
    UNDONE = "undone"  # {}
    REDONE = "redone"  # {}
    SUGGESTED = "suggested"  # the fields of a suggestion that was told; number 1 begins a new list
    REFUSED = "refused"  # {"key", "text", "back"}: a suggestion that shall not come again; back: it may
    FINISHED = "finished"  # {"path"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a session: its number in it, when it was, what kind, and its data (JSON)."""

    seq: int
    at: datetime
    kind: Record
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was put to the person."""

    step: Step
    need: str
    text: str
    targets: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    guidance: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """An answer that was committed and not read yet: the turn, and what it answered."""

    turn: int
    asked: Asked | None
    recap: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the map and committed, and not carried out yet."""

    turn: int
    change: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InterviewState:
    """Everything the engine has to know, derived from the events.

    Attributes:
        history: the map with its past.
        step: the step the interview is in.
        pending: the question that waits for an answer.
        last: the question that was put last, answered or not.
        asked: how often each need has been asked about; a step's recap counts as ``STEP.recap``.
        strays: how often the pending question was met with a question back or an off-topic remark.
        closed: the needs that are not asked about any more, met or not.
        done: the steps that were ended.
        answers: what the person said or typed into the map, by turn.
        unread: the answer that was not read yet (its turn was cancelled, or the process killed), or None.
        typed: what was typed into the map and not carried out yet (the process was killed), or None.
        recap: number to item or field, of the recap that waits for a reply.
        recap_shown: step to what its last recap showed, by item or field.
        recap_lines: the same of the newest recap of any step, withdrawn or not: what the next one is told apart from.
        offered: the suggestions that were told last, as their events hold them.
        refused: the suggestions that shall not come again: keys and texts.
        transcript: the events that a face shows, in order.
        finished: whether all seven steps are done.
        path: where the finished map was written.
        withdrawn: the turns whose answers were taken back; `answers` holds them no more.
        before: where the interview stood before the newest answer, as long as that can be taken back.
        template: the name of the template that the map began with, or None.
    """

    history: History
    step: Step = Step.GOAL
    pending: Asked | None = None
    last: Asked | None = None
    asked: Mapping[str, int] = field(default_factory=dict)
    strays: int = 0
    closed: frozenset[str] = frozenset()
    done: frozenset[Step] = frozenset()
    answers: Answers = field(default_factory=dict)
    unread: Unread | None = None
    typed: Typed | None = None
    recap: Mapping[int, str] = field(default_factory=dict)
    recap_shown: Mapping[Step, Mapping[str, str]] = field(default_factory=dict)
    recap_lines: Mapping[str, str] = field(default_factory=dict)
    offered: tuple[Mapping[str, Any], ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    transcript: tuple[Entry, ...] = ()
    finished: bool = False
    path: str | None = None
    withdrawn: frozenset[int] = frozenset()
    before: "InterviewState | None" = field(default=None, repr=False, compare=False)
    template: str | None = None

    @property
    def map(self) -> JourneyMap:
        """The map now."""
        return self.history.present

    @property
    def turn(self) -> int:
        """The number of the newest answer; no number is given twice."""
        return max(*self.answers, *self.withdrawn, 0, 0)

    @property
    def newest_answer(self) -> str:
        """The newest answer that stands, or ""; what was typed into the map is none."""
        typed = {entry.data["turn"] for entry in self.transcript if entry.kind is Record.TYPED}
        return self.answers.get(max((turn for turn in self.answers if turn not in typed), default=0), "")

    @property
    def newest_read(self) -> Entry | None:
        """What the newest answer that stands was read as."""
        read = (entry for entry in reversed(self.transcript) if entry.kind is Record.READ)
        return next((entry for entry in read if entry.data["turn"] not in self.withdrawn), None)

    @property
    def retractable(self) -> bool:
        """Whether the newest answer can be taken back: nothing else was asked for since."""
        return self.before is not None


def fold(entries: Iterable[Entry]) -> InterviewState | None:
    """Return where the interview stands after `entries`, or None if there are none."""
    state: InterviewState | None = None
    for entry in entries:
        state = after(state, entry)
    return state


def after(state: InterviewState | None, entry: Entry) -> InterviewState:
    """Return the state after one more event."""
    if state is None:
        journey = JourneyMap.model_validate(entry.data["map"])
        return InterviewState(History(journey), transcript=(entry,), template=entry.data.get("template"))
    stood = state
    if entry.kind is Record.RECAPPED and recaps.is_whole(entry.data):
        entry = replace(entry, data={**entry.data, **recaps.changed(state.recap_lines, entry.data["shown"])})
    state = replace(state, transcript=(*state.transcript, entry))
    data = entry.data
    match entry.kind:
        case Record.ASKED:
            return _asked(state, data)
        case Record.ANSWERED:
            answers = _answers(state, data)
            unread = Unread(int(data["turn"]), state.pending or state.last, state.recap)
            # One step back is enough, and a chain of all of them would hold every state there was.
            return replace(state, answers=answers, unread=unread, before=replace(stood, before=None, transcript=()))
        case Record.TYPED:
            typed = Typed(int(data["turn"]), data["change"]) if data["change"] else state.typed
            return replace(state, answers=_answers(state, data), typed=typed)
        case Record.READ:
            state = _edited(state, data["edits"], entry.at)
            answered = state.unread.asked if state.unread else None
            waits = data["stays"] or (state.pending is not None and state.pending != answered)
            return replace(
                state,
                unread=None,
                finished=False,  # what is said after the end is taken in, and the map is written again
                closed=state.closed | set(data["closed"]),
                pending=state.pending if waits else None,
                strays=state.strays + bool(data["stays"]),
            )
        case Record.EDITED:
            carried_out = state.typed is not None and state.typed.turn == data.get("turn")
            state = replace(state, typed=None if carried_out else state.typed)
            return _edited(state, data["edits"], entry.at)
        case Record.WITHDRAWN:
            return _withdrawn(state, data, entry.at)
        case Record.SUGGESTED:
            return replace(state, offered=(*(state.offered if data["number"] > 1 else ()), data))
        case Record.REFUSED:
            kept = {key: text for key, text in state.refused.items() if key != data["key"]}
            return replace(state, refused=kept if data["back"] else {**kept, data["key"]: data["text"]})
        case Record.RECAPPED:
            step = Step(data["step"])
            recap = {int(number): ref for number, ref in data["items"].items()}
            lines = recaps.shown(state.recap_lines, data)
            return replace(
                state,
                recap=recap,
                recap_shown={**state.recap_shown, step: lines},
                recap_lines=lines,
                asked={**state.asked, f"{step}.recap": 0},
            )
        case Record.CLOSED:
            return _closed(state, data)
        case Record.WENT:
            return _went(state, Step(data["step"]), reopen=data["reopen"])
        case Record.UNDONE | Record.REDONE:
            moved = state.history.undo(entry.at) if entry.kind is Record.UNDONE else state.history.redo(entry.at)
            return replace(state, history=moved or state.history)
        case Record.FINISHED:
            closed = state.closed | {REVIEWED}
            return replace(state, finished=True, pending=None, path=data["path"], closed=closed)
        case _:
            return state


def carry_out(state: InterviewState, edits: Iterable[Edit]) -> tuple[JourneyMap, list[Applied], list[Refused]]:
    """Apply `edits` one after the other to the state's map.

    An edit names an item that was added before it in the same list as ``new:0``, ``new:1``, … by its place in it.

    Returns:
        The new map, what was applied (with the ids given out), and what was refused.
    """
    journey, applied, refused = state.map, [], []
    names: dict[str, str] = {}
    for place, edit in enumerate(edits):
        outcome = apply(journey, _named(edit, names), state.answers, state.history.issued)
        if isinstance(outcome, Refused):
            refused.append(outcome)
            continue
        journey = outcome.map
        applied.append(outcome)
        names[f"new:{place}"] = outcome.touched[0]
    return journey, applied, refused


def _named(edit: Edit, names: Mapping[str, str]) -> Edit:
    """Return `edit` with the place names of new items replaced by their ids; what was refused is left out."""
    data = edit.model_dump()
    for key in ("id", "targets", "values"):
        if key in data:
            data[key] = _replaced(data[key], names)
    return type(edit).model_validate(data)


def _replaced(value: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, dict):
        return {key: _replaced(item, names) for key, item in value.items()}
    if isinstance(value, list | tuple):
        known = (_replaced(item, names) for item in value)
        return [item for item in known if not str(item).startswith("new:")]
    return value


def _asked(state: InterviewState, data: Mapping[str, Any]) -> InterviewState:
    asked = Asked(
        step=Step(data["step"]),
        need=data["need"],
        text=data["text"],
        targets=tuple(data["targets"]),
        sources=tuple((title, article) for title, article in data["sources"]),
        guidance=data["guidance"],
    )
    key = f"{asked.step}.recap" if asked.need == RECAP else asked.need
    # The same question in another language is not a second one.
    counts = state.asked if data["again"] else {**state.asked, key: state.asked.get(key, 0) + 1}
    return replace(state, pending=asked, last=asked, step=asked.step, asked=counts, strays=0, finished=False)


def _answers(state: InterviewState, data: Mapping[str, Any]) -> Answers:
    # The database keeps the whole text; what is beyond the bound is not read, so it cannot be quoted either.
    return {**state.answers, int(data["turn"]): str(data["text"])[:MAX_ANSWER]}


def _edited(state: InterviewState, edits: list[dict[str, Any]], moment: datetime) -> InterviewState:
    if not edits:
        return state
    journey = state.map
    for edit in EDITS.validate_python(edits):
        outcome = apply(journey, edit, state.answers, state.history.issued)
        if isinstance(outcome, Refused):
            log.warning("an edit of the log is refused now: %s %s", outcome.reason, outcome.detail)
        else:
            journey = outcome.map
    return replace(state, history=state.history.record(journey, moment))


def _withdrawn(state: InterviewState, data: Mapping[str, Any], moment: datetime) -> InterviewState:
    """Return the state as it was before the newest answer, with the map's history going on."""
    before = state.before
    if before is None:
        log.warning("the log takes an answer back that is not the newest")
        return state
    turn = int(data["turn"])
    # No question waited if the answer before was cut off while it was read; this one was given to the same question.
    none_waits = before.pending is None and before.unread is None and not before.finished
    back = replace(
        before,
        pending=before.last if none_waits else before.pending,
        history=state.history,
        transcript=state.transcript,
        recap_lines=state.recap_lines,
        answers={other: text for other, text in state.answers.items() if other != turn},
        typed=state.typed,
        withdrawn=state.withdrawn | {turn},
    )
    if data["edits"] is None:
        return back
    journey, _, refused = carry_out(replace(back, history=replace(back.history, present=before.map)), _edits(data))
    if refused:
        log.warning("%d changes by hand belonged to an answer that was taken back", len(refused))
    return replace(back, history=back.history.record(journey, moment))


def _edits(data: Mapping[str, Any]) -> list[Edit]:
    return EDITS.validate_python(data["edits"])


def _closed(state: InterviewState, data: Mapping[str, Any]) -> InterviewState:
    done = state.done | {Step(data["step"])} if data.get("step") else state.done
    # With a question waiting, the person skipped it: the newest answer is behind them then.
    before = None if state.pending is not None else state.before
    return replace(state, closed=state.closed | set(data["needs"]), done=done, recap={}, before=before)


def _went(state: InterviewState, step: Step, *, reopen: bool) -> InterviewState:
    """Return the state in another step; `reopen`: by the person's wish, so that all of it is asked about again."""
    if not reopen:
        return replace(state, step=step, pending=None, recap={})
    opened = {need for need in state.closed if need.split(".")[0] == step}
    asked = {need: count for need, count in state.asked.items() if need.split(".")[0] != step}
    shown = {other: refs for other, refs in state.recap_shown.items() if other != step}
    return replace(
        state,
        step=step,
        pending=None,
        finished=False,
        recap={},
        recap_shown=shown,
        before=None,
        closed=state.closed - opened,
        done=state.done - {step},
        asked=asked,
    )
