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


class GoalReading(_Wire):
    """Step `goal`."""

    statement: str | None
    start: str | None
    end: str | None
    elsewhere: list[Elsewhere]
    kind: TurnKind


class PersonaReading(_Wire):
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
    kind: TurnKind


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


class GoalsReading(_Wire):
    """Step `goals`."""

    items: list[WireGoal]
    removes: list[int]
    elsewhere: list[Elsewhere]
    kind: TurnKind


class TouchpointsReading(_Wire):
    """Step `touchpoints`."""

    items: list[WireTouchpoint]
    removes: list[int]
    elsewhere: list[Elsewhere]
    kind: TurnKind


class ConstraintsReading(_Wire):
    """Step `constraints`."""

    items: list[WireConstraint]
    removes: list[int]
    elsewhere: list[Elsewhere]
    kind: TurnKind


class ActionsReading(_Wire):
    """Step `actions`."""

    items: list[WireAction]
    removes: list[int]
    elsewhere: list[Elsewhere]
    kind: TurnKind


class MetricsReading(_Wire):
    """Step `metrics`."""

    items: list[WireMetric]
    removes: list[int]
    elsewhere: list[Elsewhere]
    kind: TurnKind


ListReading = GoalsReading | TouchpointsReading | ConstraintsReading | ActionsReading | MetricsReading

WireReading = GoalReading | PersonaReading | ListReading

READINGS: dict[Step, type[WireReading]] = {
    Step.GOAL: GoalReading,
    Step.PERSONA: PersonaReading,
    Step.GOALS: GoalsReading,
    Step.TOUCHPOINTS: TouchpointsReading,
    Step.CONSTRAINTS: ConstraintsReading,
    Step.ACTIONS: ActionsReading,
    Step.METRICS: MetricsReading,
}
"""The schema of each step's reading."""
