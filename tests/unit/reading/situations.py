"""Situations to read in: what was asked, of which map, and what was answered."""

from collections.abc import Sequence

from assistant.interview.reading.turn import Reading, Situation
from assistant.journey.apply import apply
from assistant.journey.edits import Add, Applied, Edit, SetField
from assistant.journey.models import JourneyMap, Origin, OriginKind, Step
from assistant.journey.start import new_map

NEEDS = {
    Step.GOAL: "goal.statement",
    Step.PERSONA: "persona.who",
    Step.GOALS: "goals.first",
    Step.TOUCHPOINTS: "touchpoints.first",
    Step.CONSTRAINTS: "constraints.first",
    Step.ACTIONS: "actions.first",
    Step.METRICS: "metrics.first",
}

EARLIER = "earlier words"
_IMPORTED = Origin(kind=OriginKind.IMPORTED)


def situation(
    answer: str,
    step: Step = Step.TOUCHPOINTS,
    language: str = "en",
    *,
    need: str = "",
    targets: tuple[str, ...] = (),
    map: JourneyMap | None = None,  # noqa: A002 - the name of the field
    recap: dict[int, str] | None = None,
) -> Situation:
    return Situation(
        language=language,
        step=step,
        need=need or NEEDS[step],
        targets=targets,
        question="?",
        turn=2,
        answers={1: EARLIER, 2: answer},
        map=map or new_map(language),
        recap=recap or {},
    )


def bakery(language: str = "en") -> JourneyMap:
    """A map with one or two items in each part."""
    journey = new_map(language)
    edits: list[Edit] = [
        Add(part="touchpoints", values={"name": "cake tasting", "stage": "s2", "channel": "store"}, origin=_IMPORTED),
        Add(part="touchpoints", values={"name": "order form", "stage": "s3", "channel": "phone"}, origin=_IMPORTED),
        Add(part="constraints", values={"text": "the order form is hard to find"}, origin=_IMPORTED),
        Add(part="constraints", values={"text": "no parking in the street"}, origin=_IMPORTED),
        Add(part="actions", values={"text": "rent two parking spaces", "addresses": ["c2"]}, origin=_IMPORTED),
        Add(part="metrics", values={"name": "orders per week", "baseline": "30", "target": "50"}, origin=_IMPORTED),
        Add(part="metrics", values={"name": "waiting time"}, origin=_IMPORTED),
        Add(part="goals", values={"text": "impress the guests"}, origin=_IMPORTED),
        SetField(part="persona", field="age", value="30", origin=_IMPORTED),
        SetField(part="persona", field="interests", value="baking", origin=_IMPORTED),
    ]
    return carried_out(journey, edits, {1: EARLIER})


def carried_out(journey: JourneyMap, edits: Sequence[Edit], answers: dict[int, str]) -> JourneyMap:
    """Apply every edit; one that is refused fails the test."""
    for edit in edits:
        done = apply(journey, edit, answers)
        assert isinstance(done, Applied), done
        journey = done.map
    return journey


def after(reading: Reading, asked: Situation) -> JourneyMap:
    """Return the map after a reading, every edit of which must be accepted."""
    return carried_out(asked.map, reading.edits, dict(asked.answers))
