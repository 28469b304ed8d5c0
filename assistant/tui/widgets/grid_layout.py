"""Where everything in the journey grid stands for a width: plain data, so that any map can be checked to fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from assistant.locale import _
from assistant.tui.glyphs import Glyphs
from assistant.tui.widgets.cells import NARROWEST, wrap
from assistant.tui.widgets.curve import LEVELS, Point, draw, figures, points
from assistant.tui.widgets.grid_cells import BODY, ROW_NAMES, Column, Entry, Row

NAMES_WIDTH = 14
"""Columns for the names of the bands, at most; never more than a quarter of the width."""

LEAST = 20
"""Columns of a stage: below it words break too often to be read; the grid scrolls sideways instead."""

EDGE = 2
"""Columns before the words of a cell: the line between the stages, and the sign of the cursor or a change."""


@dataclass(frozen=True, slots=True)
class CellLine:
    """One line of a cell: which of its entries it belongs to, whether it is the first of that one, its words."""

    entry: int
    first: bool
    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A band of the grid: where it begins, how many lines it has, and the lines of each of its cells."""

    row: Row
    top: int
    height: int
    cells: tuple[tuple[CellLine, ...], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The grid for a width.

    Attributes:
        columns: what it shows.
        names: columns of the names of the bands.
        stage: columns of a stage, its edge included.
        bands: the bands, from the top; below each is a rule.
        height: all lines of the bands and rules.
        points: the curve's points, from the left.
        curve: the curve's lines, highest feeling first, then one of figures; as wide as all stages.
    """

    columns: tuple[Column, ...]
    names: int
    stage: int
    bands: tuple[Band, ...]
    height: int
    points: tuple[Point, ...]
    curve: tuple[str, ...]

    @property
    def width(self) -> int:
        """Columns of everything, the names included."""
        return self.names + self.stage * len(self.columns)

    def band_at(self, y: int) -> Band | None:
        """Return the band that line `y` belongs to; None: it is a rule, or below everything."""
        return next((band for band in self.bands if band.top <= y < band.top + band.height), None)


def lay_out(columns: Sequence[Column], width: int, signs: Glyphs) -> Layout:
    """Return where everything stands if there are `width` columns in sight."""
    longest = max(cell_len(_(name)) for name in ROW_NAMES.values()) + 1
    names = min(longest, NAMES_WIDTH, max(width // 4, 3))
    room = max(width - names, LEAST // 2)
    stage = max(min(LEAST, room), room // max(len(columns), 1))
    inner = max(stage - EDGE - 1, 2 * NARROWEST)  # one column stays free before the next stage
    curve = tuple(
        point
        for number, column in enumerate(columns)
        for point in points([(e.ref, e.feeling) for e in column.entries[Row.FEELINGS]], number * stage + EDGE, inner)
    )
    whole = stage * len(columns)
    drawn = (*draw(curve, whole, signs), figures(curve, whole))
    bands: list[Band] = []
    top = 0
    for row in BODY:
        cells = tuple(_cell(column.entries[row], inner, row) for column in columns)
        height = len(drawn) if row is Row.FEELINGS else max((len(cell) for cell in cells), default=0) or 1
        bands.append(Band(row, top, height, cells))
        top += height + 1
    return Layout(tuple(columns), names, stage, tuple(bands), top, curve, drawn)


def _cell(entries: Sequence[Entry], width: int, row: Row) -> tuple[CellLine, ...]:
    """Return the lines of a cell; further lines of an entry hang under its first word."""
    if row is Row.FEELINGS:
        return ()
    lines: list[CellLine] = []
    for number, entry in enumerate(entries):
        hang = " " * cell_len(entry.lead)
        room = width - len(hang)
        words = enumerate(wrap(entry.text, room))
        lines += [CellLine(number, place == 0, f"{hang if place else entry.lead}{text}") for place, text in words]
        if entry.detail:
            lines += [CellLine(number, False, f"{hang}{text}", quiet=True) for text in wrap(entry.detail, room)]
    return tuple(lines)


def level_name(line: int) -> str:
    """Return the figure of a line of the curve, such as ``+2``; "" for the line of figures."""
    return "" if line >= len(LEVELS) else f"{LEVELS[line]:+d}" if LEVELS[line] else "0"
