"""Reviewing a map: every rule looks at it once."""

from collections.abc import Collection
from datetime import date

from assistant.journey.models import JourneyMap
from assistant.journey.review.facts import Facts
from assistant.journey.review.finding import Finding, Severity
from assistant.journey.review.rule import Noticed, Rule
from assistant.journey.review.rules import RULES

_WEIGHTS = {severity: weight for weight, severity in enumerate(Severity)}


def review(journey: JourneyMap, on: date, select: Collection[str] = (), ignore: Collection[str] = ()) -> list[Finding]:
    """Return what the rules find in a map, the weightiest first.

    Args:
        journey: the map.
        on: the day of the review: some rules ask how old the map is.
        select: ids of rules or beginnings of them (``Q15``, ``Q1``); only these are looked at. Empty: all.
        ignore: ids or beginnings of those that are left out.
    """
    facts = Facts(journey, on)
    chosen = [rule for rule in RULES if (not select or matches(rule.id, select)) and not matches(rule.id, ignore)]
    found = [_finding(rule, noticed) for rule in chosen for noticed in rule.look(facts)]
    return sorted(found, key=lambda finding: _WEIGHTS[finding.severity])


def matches(rule: str, names: Collection[str]) -> bool:
    """Tell whether a rule's id is one of `names`, or begins with one."""
    return any(rule.startswith(name.strip().upper()) for name in names if name.strip())


def _finding(rule: Rule, noticed: Noticed) -> Finding:
    return Finding(
        rule=rule.id,
        severity=noticed.severity or rule.severity,
        where=noticed.where or tuple(subject.ref for subject in noticed.subjects),
        subjects=noticed.subjects,
        need=noticed.need,
        values=noticed.values,
    )
