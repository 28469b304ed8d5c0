"""The review: rules that read a map and say where it is weak."""

from collections.abc import Collection
from datetime import date

from assistant.journey.models import JourneyMap
from assistant.journey.review.finding import Finding, Severity

__all__ = ["Finding", "Severity", "review"]


def review(journey: JourneyMap, on: date, select: Collection[str] = (), ignore: Collection[str] = ()) -> list[Finding]:
    """Return what the rules find in a map, the weightiest first.

    Args:
        journey: the map.
        on: the day of the review: some rules ask how old the map is.
        select: ids of rules or beginnings of them (``Q15``, ``Q1``); only these are looked at. Empty: all.
        ignore: ids or beginnings of those that are left out.
    """
    return []
