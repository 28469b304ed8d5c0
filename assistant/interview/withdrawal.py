"""Taking the newest answer back: what it brought goes, what was changed by hand since stays, the log keeps it all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from assistant.errors import JourneymapError
from assistant.interview.events import Event, MapChanged, Notice
from assistant.interview.state import Entry, InterviewState, Record
from assistant.locale import N_

if TYPE_CHECKING:
    from assistant.interview.engine import Interview

Edits = list[dict[str, Any]]


def withdraw(interview: Interview) -> Iterator[Event]:
    """Take the newest answer back and tell what came of it; the question it answered waits again.

    Raises:
        JourneymapError: there is none, or the interview has gone elsewhere since.
        FileError: the disk refuses.
    """
    if not interview.state.retractable:
        raise JourneymapError(
            interview.say(N_("There is no answer that can be taken back here.")),
            interview.say(N_("/undo takes the last change to the map back; /goto STEP opens a step again.")),
        )
    before = interview.map
    interview.record((Record.WITHDRAWN, withdrawal(interview.state)))
    if interview.map is not before:
        yield MapChanged(interview.map, interview.differences(before))
    yield Notice(interview.say(N_("Your last answer is taken back, with what it brought to the map.")))


def withdrawal(state: InterviewState) -> Mapping[str, Any]:
    """Return the data of the event that takes the newest answer back.

    ``edits`` are the changes by hand since that are to be carried out again on the map as it was before the answer, or
    None when nothing of the answer is in the map: it was not read yet, or undone already.
    """
    answered = next(place for place, entry in enumerate(reversed(state.transcript)) if entry.kind is Record.ANSWERED)
    *since, answer = state.transcript[: -answered - 2 : -1]
    return {"turn": answer.data["turn"], "edits": _to_keep(reversed(since))}


def _to_keep(since: Iterable[Entry]) -> Edits | None:
    """Walk through what happened since the answer as the map's history does, undo and redo included."""
    done: list[tuple[bool, Edits]] = []
    undone: list[tuple[bool, Edits]] = []
    for entry in since:
        kind, data = entry.kind, entry.data
        if kind is Record.UNDONE and done:
            undone.append(done.pop())
        elif kind is Record.REDONE and undone:
            done.append(undone.pop())
        elif kind in (Record.READ, Record.EDITED) and data["edits"]:
            done.append((kind is Record.EDITED and not data.get("settles"), data["edits"]))
            undone.clear()
    if all(by_hand for by_hand, _edits in done):
        return None
    return [edit for by_hand, edits in done if by_hand for edit in edits]
