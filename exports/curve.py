"""The emotion curve: where each touchpoint stands along the journey, and how the customer feels there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.journey.columns import Column
from assistant.journey.models import Touchpoint


@dataclass(frozen=True, slots=True)
class Point:
    """A touchpoint on the curve.

    Attributes:
        x: how far along the journey, in columns: 1.5 is the middle of the second one.
        level: the feeling from -2 to 2, or None where nobody has said one.
        touchpoint: whose it is.
    """

    x: float
    level: int | None
    touchpoint: Touchpoint


@dataclass(frozen=True, slots=True)
class Segment:
    """A line from one felt touchpoint to the next; `known` is False where it passes some whose feeling is not known."""

    start: Point
    end: Point
    known: bool


def points(columns: Sequence[Column]) -> list[Point]:
    """Return the touchpoints of all columns, spread evenly over each."""
    return [
        Point(place + (index + 0.5) / len(column.touchpoints), touchpoint.emotion, touchpoint)
        for place, column in enumerate(columns)
        for index, touchpoint in enumerate(column.touchpoints)
    ]


def segments(along: Sequence[Point]) -> Iterator[Segment]:
    """Yield the lines of the curve through `along`, from left to right."""
    felt = [(place, point) for place, point in enumerate(along) if point.level is not None]
    for (before, start), (after, end) in pairwise(felt):
        yield Segment(start, end, known=after == before + 1)
