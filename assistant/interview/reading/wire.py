"""What a language model fills when it reads an answer: flat, small, apart from the map's own models.

Every text is to be copied from the answer; code looks each one up there. Numbers under `changes` and `removes` are
those of the list of known things that the model is shown.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.interview.reading.turn import TurnKind
from assistant.journey.models import Channel, Step

StageName = Literal["awareness", "interest", "consideration", "purchase", "retention", "advocacy"]


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Elsewhere(_Wire):
    """Words of the answer that belong to another step."""

    step: Step
    words: str


class WireReading(_Wire):
    """What every reading has."""

    kind: TurnKind


class GoalReading(WireReading):
    """Step `goal`."""

    statement: str | None
    start: str | None
    end: str | None
    elsewhere: list[Elsewhere]


class PersonaReading(WireReading):
    """Step `persona`."""

    name: str | None
    age: str | None
    gender: str | None
    occupation: str | None
    location: str | None
    personality: str | None
    interests: list[str]
    challenges: list[str]
    elsewhere: list[Elsewhere]


class WireItem(_Wire):
    """One thing of a step that holds a list."""

    words: str
    changes: int | None


class WireGoal(WireItem):
    """A goal of the customer."""


class WireTouchpoint(WireItem):
    """A touchpoint."""

    name: str
    stage: StageName | None
    channel: Channel | None
    feeling: Literal[-2, -1, 0, 1, 2] | None


class WireConstraint(WireItem):
    """A constraint."""

    stage: StageName | None
    cause: str | None


class WireAction(WireItem):
    """An action; `answers` holds numbers of known constraints."""

    answers: list[int]
    owner: str | None
    due: str | None


class WireMetric(WireItem):
    """A metric."""

    name: str
    today: str | None
    target: str | None
    unit: str | None
    source: str | None


class GoalsReading(WireReading):
    """Step `goals`."""

    items: list[WireGoal]
    removes: list[int]
    elsewhere: list[Elsewhere]


class TouchpointsReading(WireReading):
    """Step `touchpoints`."""

    items: list[WireTouchpoint]
    removes: list[int]
    elsewhere: list[Elsewhere]


class ConstraintsReading(WireReading):
    """Step `constraints`."""

    items: list[WireConstraint]
    removes: list[int]
    elsewhere: list[Elsewhere]


class ActionsReading(WireReading):
    """Step `actions`."""

    items: list[WireAction]
    removes: list[int]
    elsewhere: list[Elsewhere]


class MetricsReading(WireReading):
    """Step `metrics`."""

    items: list[WireMetric]
    removes: list[int]
    elsewhere: list[Elsewhere]


ListReading = GoalsReading | TouchpointsReading | ConstraintsReading | ActionsReading | MetricsReading

READINGS: dict[Step, type[GoalReading | PersonaReading | ListReading]] = {
    Step.GOAL: GoalReading,
    Step.PERSONA: PersonaReading,
    Step.GOALS: GoalsReading,
    Step.TOUCHPOINTS: TouchpointsReading,
    Step.CONSTRAINTS: ConstraintsReading,
    Step.ACTIONS: ActionsReading,
    Step.METRICS: MetricsReading,
}
"""The schema of each step's reading."""
