"""Which metric of the map a suggestion should move: chosen by code, from links and from what both are about."""

from assistant.interview.suggesting.checks import overlap
from assistant.interview.suggesting.obstacles import Obstacle
from assistant.journey.models import JourneyMap, Metric
from knowledge.plays import topics_in
from knowledge.port import Labeller

_ALIKE = 0.55
"""Likeness of a metric's name to what should move from which it is the same thing; at 0.45 debts measured stock."""
_SHARED = 0.6
"""Share of the shorter text's words, likewise: one word of two is too little."""


def fitting(journey: JourneyMap, obstacle: Obstacle, wanted: str, labeller: Labeller | None) -> Metric | None:
    """Return the person's own metric that shows whether an obstacle gets smaller, or None.

    One that measures an action against the same constraint, else one about the same thing.

    Args:
        journey: the map.
        obstacle: what is to get smaller.
        wanted: what should move, in general words; "" where nobody says.
        labeller: compares meanings, or None.
    """
    acting = {action.id for action in journey.actions if obstacle.ref in action.addresses}
    for metric in journey.metrics:
        if acting & set(metric.measures):
            return metric
    scores = {
        metric.id: _likeness(metric.name, obstacle, wanted, journey.language, labeller) for metric in journey.metrics
    }
    best = max(journey.metrics, key=lambda metric: scores[metric.id], default=None)
    return best if best is not None and scores[best.id] >= 1 else None


def _likeness(name: str, obstacle: Obstacle, wanted: str, language: str, labeller: Labeller | None) -> float:
    """Return how near a metric is to what should move; from 1 on it is about the same thing."""
    about = topics_in(obstacle.words, language) or topics_in(obstacle.around, language)
    found = [1.0 if set(topics_in(name, language)) & set(about) else 0.0]
    found += [overlap(name, other, language) / _SHARED for other in (wanted, obstacle.words) if other]
    if labeller is not None and wanted:
        found.append(labeller.likeness(name, wanted, language) / _ALIKE)
    return max(found)
