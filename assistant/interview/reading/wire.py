"""What a language model fills when it reads an answer: flat, small, apart from the map's own models.

Every text is to be copied from the answer; code looks each one up there. Numbers under `changes` and `removes` are
those of the list of known things that the model is shown.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.interview.reading.turn import TurnKind
from assistant.journey.models import Channel, Step

MAX_WORDS = 240
"""Characters of one text; with the bound on lists it ends a small model's repetitions, which cost a whole deadline."""

MAX_ITEMS = 20
"""Things read from one part of an answer."""

Copied = Annotated[str, Field(max_length=MAX_WORDS)]
StageName = Literal["awareness", "interest", "consideration", "purchase", "retention", "advocacy"]


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Elsewhere(_Wire):
    """Words of the answer that belong to another step."""

    step: Step
    words: Copied


class GoalReading(_Wire):
    """Step `goal`."""

    statement: Copied | None
    start: Copied | None
    end: Copied | None
    elsewhere: Annotated[list[Elsewhere], Field(max_length=MAX_ITEMS)]
    kind: TurnKind


class PersonaReading(_Wire):
    """Step `persona`."""

    name: Copied | None
    age: Copied | None
    gender: Copied | None
    occupation: Copied | None
    location: Copied | None
    personality: Copied | None
    interests: Annotated[list[Copied], Field(max_length=MAX_ITEMS)]
    challenges: Annotated[list[Copied], Field(max_length=MAX_ITEMS)]
    elsewhere: Annotated[list[Elsewhere], Field(max_length=MAX_ITEMS)]
    kind: TurnKind


class Removal(_Wire):
    """A known item that the answer takes back, and the words that do so."""

    number: int
    words: Copied


class WireItem(_Wire):
    """One thing of a step that holds a list."""

    words: Copied
    changes: int | None


class WireGoal(WireItem):
    """A goal of the customer."""


class WireTouchpoint(WireItem):
    """A touchpoint."""

    name: Copied
    stage: StageName | None
    channel: Channel | None
    felt: Copied | None
    feeling: Literal[-2, -1, 0, 1, 2] | None


class WireConstraint(WireItem):
    """A constraint."""

    stage: StageName | None
    cause: Copied | None


class WireAction(WireItem):
    """An action; `answers` holds numbers of known constraints."""

    answers: Annotated[list[int], Field(max_length=MAX_ITEMS)]
    owner: Copied | None
    due: Copied | None


class WireMetric(WireItem):
    """A metric."""

    name: Copied
    today: Copied | None
    target: Copied | None
    unit: Copied | None
    source: Copied | None


class GoalsReading(_Wire):
    """Step `goals`."""

    items: Annotated[list[WireGoal], Field(max_length=MAX_ITEMS)]
    removes: Annotated[list[Removal], Field(max_length=MAX_ITEMS)]
    elsewhere: Annotated[list[Elsewhere], Field(max_length=MAX_ITEMS)]
    kind: TurnKind


class TouchpointsReading(_Wire):
    """Step `touchpoints`."""

    items: Annotated[list[WireTouchpoint], Field(max_length=MAX_ITEMS)]
    removes: Annotated[list[Removal], Field(max_length=MAX_ITEMS)]
    elsewhere: Annotated[list[Elsewhere], Field(max_length=MAX_ITEMS)]
    kind: TurnKind


class ConstraintsReading(_Wire):
    """Step `constraints`."""

    items: Annotated[list[WireConstraint], Field(max_length=MAX_ITEMS)]
    removes: Annotated[list[Removal], Field(max_length=MAX_ITEMS)]
    elsewhere: Annotated[list[Elsewhere], Field(max_length=MAX_ITEMS)]
    kind: TurnKind


class ActionsReading(_Wire):
    """Step `actions`."""

    items: Annotated[list[WireAction], Field(max_length=MAX_ITEMS)]
    removes: Annotated[list[Removal], Field(max_length=MAX_ITEMS)]
    elsewhere: Annotated[list[Elsewhere], Field(max_length=MAX_ITEMS)]
    kind: TurnKind


class MetricsReading(_Wire):
    """Step `metrics`."""

    items: Annotated[list[WireMetric], Field(max_length=MAX_ITEMS)]
    removes: Annotated[list[Removal], Field(max_length=MAX_ITEMS)]
    elsewhere: Annotated[list[Elsewhere], Field(max_length=MAX_ITEMS)]
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
