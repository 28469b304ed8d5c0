"""The journey map: immutable, versioned, every value with its origin.

The names are a file format that people keep (JSON Schema: `journeymap schema`). Text stays in the person's words.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from assistant.text import clean

SCHEMA_VERSION = "1.0"

# Cleaned before it is measured: a text of control characters alone is no text.
_Cleaned = BeforeValidator(lambda value: clean(value) if isinstance(value, str) else value)
Text = Annotated[str, _Cleaned]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), _Cleaned]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]


class Step(StrEnum):
    """The seven steps of the interview, in order."""

    GOAL = "goal"
    PERSONA = "persona"
    GOALS = "goals"
    TOUCHPOINTS = "touchpoints"
    CONSTRAINTS = "constraints"
    ACTIONS = "actions"
    METRICS = "metrics"


class MapKind(StrEnum):
    """What the map covers: the whole relation, or one interaction."""

    JOURNEY = "journey"
    EXPERIENCE = "experience"


class MapState(StrEnum):
    """Whether the map shows how things are or how they should be."""

    AS_IS = "as_is"
    TO_BE = "to_be"


class StageKind(StrEnum):
    """The usual stages of a customer's relation with a business; `custom` is the person's own."""

    AWARENESS = "awareness"
    INTEREST = "interest"
    CONSIDERATION = "consideration"
    PURCHASE = "purchase"
    RETENTION = "retention"
    ADVOCACY = "advocacy"
    CUSTOM = "custom"


class Channel(StrEnum):
    """Where a touchpoint takes place."""

    WEBSITE = "website"
    WEB_SHOP = "web_shop"
    APP = "app"
    SEARCH = "search"
    SOCIAL = "social"
    ADS = "ads"
    EMAIL = "email"
    PHONE = "phone"
    CHAT = "chat"
    STORE = "store"
    DELIVERY = "delivery"
    EVENT = "event"
    WORD_OF_MOUTH = "word_of_mouth"
    OTHER = "other"


class OriginKind(StrEnum):
    """Where a value comes from."""

    SAID = "said"
    SUGGESTED = "suggested"
    EVIDENCE = "evidence"
    IMPORTED = "imported"


class EvidenceKind(StrEnum):
    """What kind of research a piece of evidence comes from."""

    SURVEY = "survey"
    REVIEW = "review"
    SUPPORT = "support"
    ANALYTICS = "analytics"
    INTERVIEW = "interview"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Origin(_Frozen):
    """Where a value comes from; a `said` one quotes the exact words of the answer with the number `turn`."""

    kind: OriginKind
    quote: Text | None = None
    turn: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _said_is_quoted(self) -> Self:
        if self.kind is OriginKind.SAID and not (self.quote and self.quote.strip() and self.turn):
            raise ValueError("a value that was said needs the quote and the turn it was said in")
        return self


class _Grounded(_Frozen):
    """Plain values with the origin of each: `origins` maps a field's name to where its value comes from.

    A field that holds a list has one origin an entry: ``interests`` for the first, ``interests[1]`` for the second.
    """

    origins: dict[str, Origin] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _every_value_has_an_origin(self) -> Self:
        expected = set(self.origin_keys())
        if missing := expected - self.origins.keys():
            raise ValueError(f"no origin for: {', '.join(sorted(missing))}")
        if stray := self.origins.keys() - expected:
            raise ValueError(f"an origin for what is not there: {', '.join(sorted(stray))}")
        return self

    def origin_keys(self) -> Iterator[str]:
        """Yield the key in `origins` of every value that is set."""
        for name in type(self).model_fields:
            if name == "origins":
                continue
            value = getattr(self, name)
            if isinstance(value, tuple):
                yield from (origin_key(name, index) for index in range(len(value)))
            elif value is not None:
                yield name


def origin_key(field: str, index: int = 0) -> str:
    """Return the key in `origins` of entry `index` of a field, such as ``interests[1]``."""
    return field if index == 0 else f"{field}[{index}]"


class Goal(_Grounded):
    """What the map is for, and where the journey begins and ends."""

    statement: Words | None = None
    start: Words | None = None
    end: Words | None = None
    scope: Words | None = None


class Persona(_Grounded):
    """The typical customer whose journey this is."""

    name: Words | None = None
    age: Words | None = None
    gender: Words | None = None
    occupation: Words | None = None
    location: Words | None = None
    generation: Words | None = None
    personality: Words | None = None
    interests: tuple[Words, ...] = ()
    challenges: tuple[Words, ...] = ()
    pain_points: tuple[Words, ...] = ()
    quote: Words | None = None


class Item(_Frozen):
    """One thing in the map, with a stable id that is never used again and the origin of its words."""

    id: Id
    origin: Origin


class Stage(Item):
    """A phase of the journey."""

    name: Words
    kind: StageKind = StageKind.CUSTOM
    duration: Words | None = None


class CustomerGoal(Item):
    """What the customer wants to achieve."""

    text: Words
    stage: Id | None = None


class Touchpoint(Item):
    """A place or moment where the customer meets the business or a third party; `emotion` runs from -2 to 2."""

    name: Words
    stage: Id | None = None
    channel: Channel | None = None
    device: Words | None = None
    owned: bool | None = None
    customer_action: Words | None = None
    thought: Words | None = None
    emotion: Annotated[int, Field(strict=True, ge=-2, le=2)] | None = None
    moment_of_truth: bool | None = None


class Constraint(Item):
    """What gets in the customer's way; `severity` runs from 1 to 5."""

    text: Words
    stage: Id | None = None
    touchpoints: tuple[Id, ...] = ()
    cause: Words | None = None
    severity: Annotated[int, Field(strict=True, ge=1, le=5)] | None = None


class Action(Item):
    """What the business will do about one or more constraints."""

    text: Words
    addresses: tuple[Id, ...] = ()
    owner: Words | None = None
    effort: Words | None = None
    impact: Words | None = None
    due: Words | None = None


class Metric(Item):
    """A number that shows whether the actions work: where it stands, where it should go, where it is read."""

    name: Words
    baseline: Words | None = None
    target: Words | None = None
    unit: Words | None = None
    source: Words | None = None
    cadence: Words | None = None
    measures: tuple[Id, ...] = ()


class Evidence(Item):
    """A finding from research that supports items of the map."""

    kind: EvidenceKind
    source: Words
    quote: Words | None = None
    value: Words | None = None
    date: Words | None = None
    supports: tuple[Id, ...] = ()


class Unknown(Item):
    """What nobody knows yet: a question for research."""

    step: Step
    question: Words
    why: Words | None = None


class JourneyMap(_Frozen):
    """A customer journey map."""

    schema_version: Annotated[str, Field(pattern=r"^1\.\d+$")] = SCHEMA_VERSION
    title: Words
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    kind: MapKind = MapKind.JOURNEY
    state: MapState = MapState.AS_IS
    created: datetime
    updated: datetime
    revision: Annotated[int, Field(ge=0)] = 0
    goal: Goal = Goal()
    persona: Persona = Persona()
    stages: tuple[Stage, ...] = ()
    goals: tuple[CustomerGoal, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    actions: tuple[Action, ...] = ()
    metrics: tuple[Metric, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unknowns: tuple[Unknown, ...] = ()

    @model_validator(mode="after")
    def _references_resolve(self) -> Self:
        ids = [item.id for _, item in self.items()]
        if len(ids) != len(set(ids)):
            raise ValueError(f"an id is used twice: {', '.join(sorted({i for i in ids if ids.count(i) > 1}))}")
        known = {part: {item.id for item in self.part(part)} for part in PARTS}
        everything = set(ids)
        for part, item in self.items():
            for field, targets in REFERENCES.get(part, {}).items():
                value = getattr(item, field)
                wanted = {value} - {None} if not isinstance(value, tuple) else set(value)
                if lost := wanted - (everything if targets == "*" else known[targets]):
                    raise ValueError(f"{part} {item.id}: {field} names what is not there: {', '.join(sorted(lost))}")
        return self

    def part(self, part: str) -> tuple[Item, ...]:
        """Return the items of one of `PARTS`."""
        items: tuple[Item, ...] = getattr(self, part)
        return items

    def items(self) -> Iterator[tuple[str, Item]]:
        """Yield every item of the map with the name of its part."""
        for part in PARTS:
            for item in self.part(part):
                yield part, item

    def find(self, item_id: str) -> tuple[str, Item] | None:
        """Return the part and the item with this id, or None."""
        return next(((part, item) for part, item in self.items() if item.id == item_id), None)

    def stage(self, stage_id: str | None) -> Stage | None:
        """Return the stage with this id, or None."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)


ITEM_TYPES: dict[str, type[Item]] = {
    "stages": Stage,
    "goals": CustomerGoal,
    "touchpoints": Touchpoint,
    "constraints": Constraint,
    "actions": Action,
    "metrics": Metric,
    "evidence": Evidence,
    "unknowns": Unknown,
}
"""The parts of a map that hold items, and what each holds."""

PARTS = tuple(ITEM_TYPES)

PREFIXES = {
    "stages": "s", "goals": "g", "touchpoints": "t", "constraints": "c",
    "actions": "a", "metrics": "m", "evidence": "e", "unknowns": "u",
}  # fmt: skip
"""The letter that the ids of each part begin with."""

REFERENCES: dict[str, dict[str, str]] = {
    "goals": {"stage": "stages"},
    "touchpoints": {"stage": "stages"},
    "constraints": {"stage": "stages", "touchpoints": "touchpoints"},
    "actions": {"addresses": "constraints"},
    "metrics": {"measures": "actions"},
    "evidence": {"supports": "*"},
}
"""The fields that hold ids, and the part whose ids they hold (``*``: any part)."""

LABELS: dict[str, str] = {
    "stages": "name", "goals": "text", "touchpoints": "name", "constraints": "text",
    "actions": "text", "metrics": "name", "evidence": "source", "unknowns": "question",
}  # fmt: skip
"""The field of each part that names the item to a reader."""


def label(part: str, item: Item) -> str:
    """Return the words that name `item` to a reader."""
    return str(getattr(item, LABELS[part]))


def now() -> datetime:
    """Return the present moment in UTC, to the second: a file's times are read by people."""
    return datetime.now(UTC).replace(microsecond=0)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a map file (draft 2020-12)."""
    schema = JourneyMap.model_json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:journeymap:map:{SCHEMA_VERSION}",
        **schema,
    }
