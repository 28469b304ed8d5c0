"""From an answer to the one event that holds all it brought: edits, unknowns, needs that are done with."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.interview import unknowns
from assistant.interview.closing import closes
from assistant.interview.reading.closing import PREFIX
from assistant.interview.reading.turn import RULES, Reading, Situation, TurnKind
from assistant.interview.state import RECAP, Asked, InterviewState, carry_out
from assistant.journey.checklist import BY_ID, MAX_QUESTIONS, Need, needs_of
from assistant.journey.edits import Refused
from assistant.journey.grounding import MAX_QUOTE
from assistant.journey.models import JourneyMap, Origin, OriginKind

MAX_STRAYS = {TurnKind.QUESTION: 3, TurnKind.OFF_TOPIC: 1}
"""How often a question waits unchanged while the person asks back or strays; then the turn counts as an answer."""


def situation(state: InterviewState) -> Situation:
    """Return what the reader has to know about the answer that waits to be read.

    It is read as an answer to the question that was put then, wherever the interview has gone since.
    """
    unread = state.unread
    assert unread is not None  # noqa: S101 - the engine reads only what waits
    asked = unread.asked or Asked(state.step, RECAP, "")
    return Situation(
        language=state.map.language,
        step=asked.step,
        need=asked.need,
        targets=asked.targets,
        question=asked.text,
        turn=unread.turn,
        answers=state.answers,
        map=state.map,
        recap=unread.recap if asked.need == RECAP else {},
    )


def outcome(state: InterviewState, asked: Situation, reading: Reading) -> dict[str, Any]:
    """Return the data of the event that says what an answer brought; nothing is recorded yet."""
    journey, applied, refused = carry_out(state, reading.edits)
    stays = not applied and state.pending is not None and state.strays < MAX_STRAYS.get(reading.kind, 0)
    closed = [] if stays else _done_with(state, asked, reading, journey, fruitful=bool(applied))
    noted = unknowns.settle(journey, _given_up(closed, reading), _origin_of_unknown(asked, reading))
    _, also, _ = carry_out(replace(state, history=replace(state.history, present=journey)), noted)
    return {
        "turn": asked.turn,
        "kind": reading.kind.value,
        "by": reading.by,
        "edits": [done.edit.model_dump(mode="json") for done in [*applied, *also]],
        "refused": [_told(refusal) for refusal in refused],
        "closed": [need.id for need in closed] + ([] if stays else closes(asked.need, reading, fruitful=bool(applied))),
        "stays": stays,
    }


def _done_with(
    state: InterviewState, asked: Situation, reading: Reading, journey: JourneyMap, *, fruitful: bool
) -> list[Need]:
    """Return the needs that are not to be asked about again after this answer."""
    if asked.need.startswith(PREFIX):
        return []
    if reading.kind is TurnKind.NOTHING_MORE:
        return [need for need in needs_of(asked.step) if need.id not in state.closed]
    need = BY_ID.get(asked.need)
    if need is None or not need.missing(journey):
        return []
    gave_up = reading.kind is TurnKind.DONT_KNOW and not fruitful
    return [need] if gave_up or state.asked.get(need.id, 0) >= MAX_QUESTIONS else []


def _given_up(closed: Sequence[Need], reading: Reading) -> list[Need]:
    """Return the needs among `closed` that leave an unknown: "nothing more" can also mean that there is none."""
    return [need for need in closed if not (need.may_be_none and reading.kind is TurnKind.NOTHING_MORE)]


def _origin_of_unknown(asked: Situation, reading: Reading) -> Origin:
    """Return where an unknown comes from: the person's "I don't know", if it is short enough to quote."""
    answer = asked.answer.strip()
    if reading.kind is TurnKind.DONT_KNOW and reading.by == RULES and len(answer) <= MAX_QUOTE:
        return Origin(kind=OriginKind.SAID, quote=answer, turn=asked.turn)
    return unknowns.ours()


def _told(refusal: Refused) -> dict[str, Any]:
    return {"edit": refusal.edit.model_dump(mode="json"), "reason": refusal.reason.value, "detail": refusal.detail}
