"""The emotion curve as characters: one column of points a stage, -2 to 2 from the bottom to the top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from assistant.tui.glyphs import Glyphs

LEVELS = (2, 1, 0, -1, -2)
"""The lines of the curve, from the top."""

Feeling = tuple[str, int | None]
"""A touchpoint's id, and how the customer feels there; None: not said."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the curve.

    Attributes:
        x: its column, from the left of the whole curve.
        refs: the touchpoints it stands for: one, or neighbours where there are more than columns.
        value: their feeling, rounded half to the even whole number if they are several; None: not said of any.
    """

    x: int
    refs: tuple[str, ...]
    value: int | None


def points(feelings: Sequence[Feeling], left: int, width: int) -> list[Point]:
    """Spread the touchpoints of a stage over the `width` columns from `left` on, in their order."""
    count = min(len(feelings), max(width, 1))
    found = []
    for number in range(count):
        some = feelings[number * len(feelings) // count : (number + 1) * len(feelings) // count]
        known = [value for _, value in some if value is not None]
        value = round(fmean(known)) if known else None
        x = left + (2 * number + 1) * width // (2 * count)
        found.append(Point(x, tuple(ref for ref, _ in some), value))
    return found


def draw(curve: Sequence[Point], width: int, signs: Glyphs) -> list[str]:
    """Return the lines of the curve, the highest feeling first, each `width` columns wide.

    The level of no feeling either way is dotted. Two points are joined if they follow each other: what was not said is
    a gap, marked by a question mark under the curve (see `figures`), not a zero.
    """
    canvas = [[" "] * width for _ in LEVELS]
    canvas[LEVELS.index(0)] = [signs.middle] * width
    for one, other in pairwise(curve):
        if one.value is not None and other.value is not None:
            _join(canvas, one.x, LEVELS.index(one.value), other.x, LEVELS.index(other.value), signs)
    for point in curve:
        if point.value is not None and 0 <= point.x < width:
            canvas[LEVELS.index(point.value)][point.x] = signs.point
    return ["".join(row) for row in canvas]


def _join(canvas: list[list[str]], x: int, row: int, end: int, last: int, signs: Glyphs) -> None:
    """Draw a step from one point to the next; the riser stands half way."""
    if end - x < 2:  # nothing fits between neighbours
        return
    middle = (x + end) // 2
    for column in range(x + 1, end):
        canvas[row if column < middle else last][column] = signs.line
    if row == last:
        return
    falls = last > row
    canvas[row][middle] = signs.turns[0] if falls else signs.turns[1]
    canvas[last][middle] = signs.turns[2] if falls else signs.turns[3]
    for between in range(min(row, last) + 1, max(row, last)):
        canvas[between][middle] = signs.riser


def figures(curve: Sequence[Point], width: int) -> str:
    """Return the values as one line of figures under the points, as many as there is room for; ``?``: not said."""
    line = [" "] * width
    free = 0
    for point in curve:
        text = "?" if point.value is None else f"{point.value:+d}" if point.value else "0"
        start = point.x - (len(text) > 1)
        if start >= free and start + len(text) <= width:
            line[start : start + len(text)] = text
            free = start + len(text) + 1
    return "".join(line)
