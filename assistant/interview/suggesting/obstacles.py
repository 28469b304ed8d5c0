"""What a suggestion can answer: the map's constraints first, then low points and gaps that the review found."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.journey.models import JourneyMap, Touchpoint, origin_key
from assistant.journey.review import Finding
from knowledge.plays import topics_in

_MISSING_AFTER = {"write-when-needed": "retention", "ask-recommendation": "advocacy"}
_LOW = -1
_UNRATED = 3
"""Where a constraint without a severity stands among the others: in the middle."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that gets in the customer's way.

    Attributes:
        ref: the id of the constraint or touchpoint, the persona's field, or the stage's id, for a gap.
        words: what was said about it.
        around: words beside it that tell what it is about: the touchpoints it is linked to.
        stage: the id of its stage, or None.
        constraint: whether it is a constraint, so that an action can address it.
        plays: the plays that answer it, when the finding itself says so.
    """

    ref: str
    words: str
    around: str = ""
    stage: str | None = None
    constraint: bool = False
    plays: tuple[str, ...] = ()


def obstacles(journey: JourneyMap, findings: Sequence[Finding] = ()) -> list[Obstacle]:
    """Return what suggestions can answer, the most urgent first.

    Constraints that no action addresses yet, the severest first; the other constraints; low points that no constraint
    names; troubles of the persona of which a topic is known; stages after the purchase that hold nothing.
    A map that tells of no trouble at all has none: then the trouble has to be told first.
    """
    addressed = {constraint for action in journey.actions for constraint in action.addresses}
    ranked = sorted(journey.constraints, key=lambda c: (c.id in addressed, -(c.severity or _UNRATED)))
    points = {point.id: point for point in journey.touchpoints}
    found = [
        Obstacle(
            ref=constraint.id,
            words=" ".join(filter(None, (constraint.text, constraint.cause))),
            around=" ".join(_told(points[point]) for point in constraint.touchpoints),
            stage=constraint.stage or next((points[p].stage for p in constraint.touchpoints if points[p].stage), None),
            constraint=True,
        )
        for constraint in ranked
    ]
    named = {point for constraint in journey.constraints for point in constraint.touchpoints}
    found += [
        Obstacle(point.id, " ".join(filter(None, (point.name, point.customer_action, point.thought))), "", point.stage)
        for point in journey.touchpoints
        if point.emotion is not None and point.emotion <= _LOW and point.id not in named
    ]
    troubles = [*enumerate(journey.persona.challenges), *enumerate(journey.persona.pain_points)]
    fields = ["challenges"] * len(journey.persona.challenges) + ["pain_points"] * len(journey.persona.pain_points)
    found += [
        Obstacle(f"persona.{origin_key(field, index)}", words)
        for field, (index, words) in zip(fields, troubles, strict=True)
        if topics_in(words, journey.language)
    ]
    return found + _gaps(journey, findings) if found else []


def _told(point: Touchpoint) -> str:
    return " ".join(filter(None, (point.name, point.thought)))


def _gaps(journey: JourneyMap, findings: Sequence[Finding]) -> list[Obstacle]:
    """Return the stages after the purchase that the review found empty."""
    empty = {where for finding in findings for where in finding.where} - {point.stage for point in journey.touchpoints}
    return [
        Obstacle(stage.id, stage.name, "", stage.id, plays=(play,))
        for play, kind in _MISSING_AFTER.items()
        for stage in journey.stages
        if stage.kind == kind and stage.id in empty
    ]
