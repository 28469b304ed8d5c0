"""The map changed by hand: what was typed is on disk first, then it becomes edits, one change that undo takes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.interview import unknowns
from assistant.interview.events import Event, Failure, MapChanged
from assistant.interview.state import Record, carry_out
from assistant.journey.by_hand import BY_HAND, ByHand, New, Put, as_data, edits_for, typed
from assistant.journey.edits import REASONS, Applied, Reason, Remove
from assistant.journey.typed_values import NotPossibleError
from assistant.locale import N_
from assistant.text import clean, shorten

if TYPE_CHECKING:
    from assistant.interview.engine import Interview


def revise(interview: Interview, change: ByHand) -> Iterator[Event]:
    """Carry out a change made by hand and yield what came of it; the question that waits goes on waiting.

    Raises:
        FileError: what was typed could not be saved, so the person must have it back.
    """
    yield from take_up(interview)
    change = _cleaned(change)
    text = typed(interview.map, change)
    if text:
        turn = interview.state.turn + 1
        interview.record((Record.TYPED, {"turn": turn, "text": text, "change": as_data(change)}))
    yield from _carry_out(interview, change, interview.state.turn, recorded=bool(text))


def take_up(interview: Interview) -> Iterator[Event]:
    """Carry out what was typed into the map when the process ended before it got there."""
    waiting = interview.state.typed
    if waiting is not None:
        yield from _carry_out(interview, BY_HAND.validate_python(waiting.change), waiting.turn, recorded=True)


def _carry_out(interview: Interview, change: ByHand, turn: int, *, recorded: bool) -> Iterator[Event]:
    before, state = interview.map, interview.state
    applied: list[Applied] = []
    try:
        journey, applied, refused = carry_out(state, edits_for(before, change, turn))
        if refused:  # all of it or nothing
            raise NotPossibleError(refused[0].reason)
    except NotPossibleError as fault:
        if recorded:
            interview.record((Record.EDITED, {"edits": [], "turn": turn, "refused": fault.reason.value}))
        yield Failure(_told(interview, fault))
        return
    edits = [done.edit for done in applied]
    known = [edit for edit in unknowns.settle(journey, [], unknowns.ours()) if isinstance(edit, Remove)]
    data = [edit.model_dump(mode="json") for edit in [*edits, *known]]
    interview.record((Record.EDITED, {"edits": data, "turn": turn if recorded else None}))
    touched = [ref for done in applied for ref in done.touched]
    yield MapChanged(interview.map, tuple(dict.fromkeys([*touched, *interview.differences(before)])))


def _cleaned(change: ByHand) -> ByHand:
    if isinstance(change, Put | New):
        values = {field: clean(text).strip() for field, text in change.values.items()}
        return change.model_copy(update={"values": values})
    return change


def _told(interview: Interview, fault: NotPossibleError) -> str:
    """Return why a change was refused, and what would be possible."""
    text = interview.say(N_("The map stays as it is: %(reason)s.")) % {"reason": interview.say(REASONS[fault.reason])}
    if not fault.possible:
        return text
    what = N_("The fields are: %(names)s.") if fault.reason is Reason.NO_SUCH_FIELD else N_("Possible: %(names)s.")
    return f"{text} {interview.say(what) % {'names': shorten(', '.join(fault.possible), 300)}}"
