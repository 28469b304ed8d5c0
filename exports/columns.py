"""The parts of a map as tables: their names, their columns, and how a value is written in words.

Message ids, translated where they are shown. What writes a table and what reads one use the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.journey.models import Item
from assistant.locale import N_
from exports import labels

Say = Callable[[str], str]
"""Translates a message id."""


class Kind(StrEnum):
    """What a column holds."""

    NAME = "name"  # the words that name the item; they carry its origin
    TEXT = "text"
    QUOTE = "quote"
    STAGE = "stage"
    LINKS = "links"
    STAGE_KIND = "stage_kind"
    CHANNEL = "channel"
    FEELING = "feeling"
    SEVERITY = "severity"
    OWNED = "owned"
    YES_NO = "yes_no"
    EVIDENCE = "evidence"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Column:
    """A field of an item: its heading, and what it holds."""

    field: str
    heading: str
    kind: Kind = Kind.TEXT


ID = N_("ID")

PART_NAMES: dict[str, str] = {
    "stages": N_("Stages"),
    "goals": N_("Customer goals"),
    "touchpoints": N_("Touchpoints"),
    "constraints": N_("Constraints"),
    "actions": N_("Actions"),
    "metrics": N_("Metrics"),
    "evidence": N_("Evidence"),
    "unknowns": N_("Questions for research"),
}

COLUMNS: dict[str, tuple[Column, ...]] = {
    "stages": (
        Column("name", N_("Stage"), Kind.NAME),
        Column("kind", N_("Kind"), Kind.STAGE_KIND),
        Column("duration", N_("Duration")),
    ),
    "goals": (
        Column("text", N_("What the customer wants to achieve"), Kind.NAME),
        Column("stage", N_("Stage"), Kind.STAGE),
    ),
    "touchpoints": (
        Column("stage", N_("Stage"), Kind.STAGE),
        Column("name", N_("Touchpoint"), Kind.NAME),
        Column("channel", N_("Channel"), Kind.CHANNEL),
        Column("device", N_("Device")),
        Column("owned", N_("Whose"), Kind.OWNED),
        Column("customer_action", N_("What the customer does")),
        Column("thought", N_("What the customer thinks")),
        Column("emotion", N_("Feeling"), Kind.FEELING),
        Column("moment_of_truth", N_("Moment of truth"), Kind.YES_NO),
    ),
    "constraints": (
        Column("text", N_("What gets in the way"), Kind.NAME),
        Column("stage", N_("Stage"), Kind.STAGE),
        Column("touchpoints", N_("Touchpoints"), Kind.LINKS),
        Column("cause", N_("Cause")),
        Column("severity", N_("Severity"), Kind.SEVERITY),
    ),
    "actions": (
        Column("text", N_("What we will do"), Kind.NAME),
        Column("addresses", N_("Against"), Kind.LINKS),
        Column("owner", N_("Owner")),
        Column("effort", N_("Effort")),
        Column("impact", N_("Impact")),
        Column("due", N_("Due")),
    ),
    "metrics": (
        Column("name", N_("Metric"), Kind.NAME),
        Column("baseline", N_("Now")),
        Column("target", N_("Target")),
        Column("unit", N_("Unit")),
        Column("source", N_("Source")),
        Column("cadence", N_("How often")),
        Column("measures", N_("Measures"), Kind.LINKS),
    ),
    "evidence": (
        Column("kind", N_("Kind"), Kind.EVIDENCE),
        Column("source", N_("Source"), Kind.NAME),
        Column("quote", N_("Quote"), Kind.QUOTE),
        Column("value", N_("Value")),
        Column("date", N_("Date")),
        Column("supports", N_("Supports"), Kind.LINKS),
    ),
    "unknowns": (
        Column("step", N_("Step"), Kind.STEP),
        Column("question", N_("Question"), Kind.NAME),
        Column("why", N_("Why it matters")),
    ),
}
"""The columns of each part, in the order in which they are shown; the id stands before them."""

WORDS: dict[Kind, dict[Any, str]] = {
    Kind.STAGE_KIND: dict(labels.STAGE_KINDS),
    Kind.CHANNEL: dict(labels.CHANNELS),
    Kind.FEELING: dict(labels.EMOTIONS),
    Kind.OWNED: {True: N_("ours"), False: N_("a third party's")},
    Kind.YES_NO: {True: N_("yes"), False: N_("no")},
    Kind.EVIDENCE: dict(labels.EVIDENCE_KINDS),
    Kind.STEP: dict(labels.STEPS),
}
"""The words for the values of the kinds that have fixed ones."""


def in_words(column: Column, item: Item, say: Say) -> str:
    """Return what `item` holds in `column` as plain text; empty when it holds nothing.

    A stage or a link is written as its id; a feeling as its number and its word.
    """
    value = getattr(item, column.field)
    if value is None:
        return ""
    match column.kind:
        case Kind.FEELING:
            number = f"{value:+d}" if value else "0"
            return f"{number} {say(WORDS[Kind.FEELING][value])}"
        case Kind.SEVERITY:
            return f"{value}/5"
        case Kind.LINKS:
            return ", ".join(value)
        case kind if kind in WORDS:
            return say(WORDS[kind][value])
        case _:
            return str(value)
