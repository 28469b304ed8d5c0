"""The lines of the journey grid as they are drawn: head, rules, names of the bands, cells, the curve."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import NamedTuple

from textual.content import Content

from assistant.locale import _
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import FAINT, QUIET
from assistant.tui.widgets.cells import fitted
from assistant.tui.widgets.curve import LEVELS
from assistant.tui.widgets.grid_cells import ROW_NAMES, Row
from assistant.tui.widgets.grid_layout import EDGE, Band, Layout, level_name
from assistant.tui.widgets.map_view import margin
from assistant.tui.widgets.wrapped import cut

CURVE_STYLES = {2: "$success", 1: "$success", 0: QUIET, -1: "$error", -2: "$error"}


class Cursor(NamedTuple):
    """The band, the stage and the item in the cell that the cursor is on, and that item's id ("": an empty cell)."""

    row: Row
    column: int
    item: int
    ref: str


def head(layout: Layout, touched: AbstractSet[str], cursor: Cursor | None) -> Content:
    """Return the names of the stages."""
    pieces: list[Content | str | tuple[str, str]] = []
    for number, column in enumerate(layout.columns):
        here = _on(cursor, Row.STAGES, number)
        name = f"{column.name}  {column.duration}".rstrip()
        style = "bold $primary" if column.stage else f"bold {QUIET}"
        pieces += [
            (glyphs().column, FAINT),
            margin(cursor=here, touched=column.stage in touched),
            (cut(name, layout.stage - EDGE), f"{style} on $panel" if here else style),
        ]
    return Content.assemble(*pieces)


def rule(width: int, *, strong: bool) -> Content:
    """Return a rule of so many columns."""
    return Content.styled(glyphs().rule * width, "$primary" if strong else FAINT)


def band_name(layout: Layout, band: Band, line: int, *, first: bool, here: bool) -> Content:
    """Return the name of a band on its first line in view, and the scale beside the curve.

    `here`: the cursor is in this band.
    """
    scale = level_name(line) if band.row is Row.FEELINGS else ""
    room = layout.names - 1 - (3 if scale else 0)
    name = cut(_(ROW_NAMES[band.row]), room) if first else " " * room
    style = "bold $primary" if here else f"bold {QUIET}"
    return Content.assemble((name, style), (f"{scale:>3}" if scale else "", QUIET), " ")


def cells(layout: Layout, band: Band, line: int, touched: AbstractSet[str], cursor: Cursor | None) -> Content:
    """Return a line of a band, through all stages."""
    pieces: list[Content | str | tuple[str, str]] = []
    for number, cell in enumerate(band.cells):
        pieces.append((glyphs().column, FAINT))
        shown = cell[line] if line < len(cell) else None
        on = _on(cursor, band.row, number)
        if shown is None:
            empty = on and not cell and line == 0
            pieces += [margin(cursor=empty, touched=False), " " * (layout.stage - EDGE)]
            continue
        entry = layout.columns[number].entries[band.row][shown.entry]
        here = on and cursor is not None and shown.entry == cursor.item
        new = entry.ref in touched
        style = QUIET if shown.quiet else "bold $accent" if new else "$foreground"
        pieces += [
            margin(cursor=here and shown.first, touched=new),
            (fitted(shown.text, layout.stage - EDGE), f"{style} on $panel" if here else style),
        ]
    return Content.assemble(*pieces)


def curve(layout: Layout, _band: Band, line: int, touched: AbstractSet[str], cursor: Cursor | None) -> Content:
    """Return a line of the curve between the stages' edges; the cursor's point has a sign of its own."""
    text = layout.curve[line]
    figures = line >= len(LEVELS)
    content = Content(text).stylize(QUIET if figures else CURVE_STYLES[LEVELS[line]])
    ref = cursor.ref if cursor is not None and cursor.row is Row.FEELINGS else ""
    for number in range(len(layout.columns)):
        edge = number * layout.stage
        if text[edge] in (" ", glyphs().middle):
            bar = Content.styled(glyphs().column, FAINT)
            content = Content.assemble(content[:edge], bar, content[edge + 1 :])
        if line == LEVELS.index(0) and _on(cursor, Row.FEELINGS, number) and not ref:
            content = Content.assemble(content[: edge + 1], margin(cursor=True, touched=False), content[edge + 2 :])
    for point in layout.points:
        new = any(each in touched for each in point.refs)
        if ref and ref in point.refs:
            if figures:
                content = content.stylize("bold reverse", max(point.x - 1, 0), point.x + 1)
            elif point.value == LEVELS[line] or (point.value is None and LEVELS[line] == 0):
                sign = Content.styled(glyphs().cursor, "bold $primary on $panel")
                content = Content.assemble(content[: point.x], sign, content[point.x + 1 :])
        elif new and not figures and point.value == LEVELS[line]:
            content = content.stylize("bold $accent", point.x, point.x + 1)
    return content


def _on(cursor: Cursor | None, row: Row, column: int) -> bool:
    return cursor is not None and cursor.row is row and cursor.column == column
