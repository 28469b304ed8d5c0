"""A finding: what a rule of the review noticed in a map, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.journey.subjects import Subject


class Severity(StrEnum):
    """How much a finding weighs: without it the map misleads, it is weaker, it could be better."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule noticed in one map; at most a few of a rule, each about as many things as it concerns.

    Attributes:
        rule: the rule's id: ``Q15``.
        severity: how much it weighs here.
        where: what it is about, as the engine names it: ids of items (``t3``), fields (``persona.challenges``,
            ``goal.end``), parts (``touchpoints``), or ``map`` for the map as a whole.
        subjects: their names, for the sentence; empty when the sentence needs none.
        need: the checklist's need that is open here, or "": what the interview asks about already.
        values: the figures and dates in the sentence.
    """

    rule: str
    severity: Severity
    where: tuple[str, ...]
    subjects: tuple[Subject, ...] = ()
    need: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict, hash=False)
