"""The journey grid: stages as columns under a frozen head, bands with frozen names, one of them the curve."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip

from assistant.journey.models import JourneyMap
from assistant.locale import _
from assistant.text import fold
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import QUIET
from assistant.tui.widgets.grid_cells import BODY, ROW_PARTS, Entry, Row, columns
from assistant.tui.widgets.grid_drawing import Cursor, band_name, cells, curve, head, rule
from assistant.tui.widgets.grid_layout import Band, CellLine, lay_out
from assistant.tui.widgets.map_view import MapView, addable

HEAD = 2
"""Lines that stay when the grid scrolls: the names of the stages, and a rule."""

BANDS = (Row.STAGES, *BODY)


class JourneyGrid(MapView):
    """A cursor goes from cell to cell; in a cell with several items, from one to the next."""

    BINDING_GROUP_TITLE = MapView.BINDING_GROUP_TITLE
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "down(-1)", show=False),
        Binding("down", "down(1)", show=False),
        Binding("left", "aside(-1)", show=False),
        Binding("right", "aside(1)", show=False),
        Binding("home", "aside(-1000)", show=False),
        Binding("end", "aside(1000)", show=False),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start without a map."""
        super().__init__(id=id)
        self._touched: frozenset[str] = frozenset()
        self._layout_now = lay_out((), 80, glyphs())
        self._row, self._column, self._index = Row.STAGES, 0, 0

    @property
    def selected(self) -> str:
        """The id of the stage or item that the cursor is on; "" in an empty cell."""
        if not self._layout_now.columns:
            return ""
        if self._row is Row.STAGES:
            return self._layout_now.columns[self._column].stage
        entry = self._entry()
        return entry.ref if entry else ""

    @property
    def selected_field(self) -> str:
        """The field that this band shows."""
        return ROW_PARTS[self._row][1]

    def show(self, journey: JourneyMap, touched: Collection[str] = ()) -> None:
        """Show `journey`; what is among `touched` is marked. The cursor stays on its item."""
        before = self.selected
        self.journey, self._touched = journey, frozenset(touched)
        self._lay_out()
        self._settle()
        if before and before != self.selected:
            self.select(before)

    def on_resize(self) -> None:
        """Lay the cells out for the new width, and keep the cursor in view."""
        self._lay_out()
        self._settle()
        if self.has_focus and self._layout_now.columns:
            self.call_after_refresh(self._into_view)

    def select(self, ref: str) -> bool:
        """Put the cursor on a stage or item, in the band it is in if it can be; False: it is not here."""
        rows = [self._row, Row.TOUCHPOINTS, *BANDS]
        for row in rows:
            for number, column in enumerate(self._layout_now.columns):
                refs = [column.stage] if row is Row.STAGES else [entry.ref for entry in column.entries[row]]
                if ref in refs:
                    self._go(row, number, refs.index(ref))
                    return True
        return False

    def wanted(self) -> MapView.AddWanted | None:
        """Return what would be added where the cursor is."""
        part, _field = ROW_PARTS[self._row]
        if not self._layout_now.columns or not addable(part):
            return None
        here = self._layout_now.columns[self._column]
        if part == "stages":
            following = self._layout_now.columns[self._column + 1 :]
            return self.AddWanted(part, {}, following[0].stage or None if following else None)
        if part == "actions":
            return self.AddWanted(part, {"addresses": ", ".join(entry.ref for entry in here.entries[Row.PAINS])})
        return self.AddWanted(part, {"stage": here.stage} if here.stage else {})

    def matches(self, text: str) -> list[str]:
        """Return the refs whose words hold `text`, stage by stage."""
        wanted = fold(text)
        found = []
        for column in self._layout_now.columns:
            found += [column.stage] if wanted in fold(column.name) else []
            found += [e.ref for row in BODY for e in column.entries[row] if wanted in fold(f"{e.text} {e.detail}")]
        return list(dict.fromkeys(found))

    def render_line(self, y: int) -> Strip:
        """Return a line of what is in view: the frozen name, then the stages from where they are scrolled to."""
        width, layout = self.scrollable_content_region.width, self._layout_now
        if not layout.columns or not width:
            return self.drawn(Content.styled(_("No stages yet."), QUIET) if y == 0 else Content(), width)
        line = y - HEAD + self.scroll_offset.y
        if y >= HEAD and line >= layout.height:
            return Strip.blank(width, self.rich_style)
        name, stages = self._line(y, line)
        left = self.scroll_offset.x
        shown = stages.crop(left, left + width - layout.names)
        return Strip.join([name, shown]).adjust_cell_length(width, self.rich_style)

    def _line(self, y: int, line: int) -> tuple[Strip, Strip]:
        """Return the name and the stages of a line; drawn before, unless the cursor comes to it or goes."""
        layout = self._layout_now
        whole = layout.stage * len(layout.columns)
        if y == 0:
            here = (self._column, self._index) if self.has_focus and self._row is Row.STAGES else None
            named = self.kept(("head", ""), Content, layout.names)
            return named, self.kept(("head", here), lambda: head(layout, self._touched, self._cursor), whole)
        band = layout.band_at(line) if y >= HEAD else None
        if band is None:
            strong = y < HEAD
            return (
                self.kept(("rule", "", strong), lambda: rule(layout.names, strong=strong), layout.names),
                self.kept(("rule", strong), lambda: rule(whole, strong=strong), whole),
            )
        place, first = line - band.top, line == max(band.top, self.scroll_offset.y)
        named = self.kept(
            (line, first, first and band.row is self._row),
            lambda: band_name(layout, band, place, first=first, here=band.row is self._row),
            layout.names,
        )
        draw = curve if band.row is Row.FEELINGS else cells
        drawn = self.kept(
            (line, "stages", self._cursor_at(band, place)),
            lambda: draw(layout, band, place, self._touched, self._cursor),
            whole,
        )
        return named, drawn

    def _cursor_at(self, band: Band, place: int) -> tuple[int, int] | None:
        """Return where the cursor is if it shows on this line of a band, else None."""
        if not self.has_focus or band.row is not self._row:
            return None
        cell = band.cells[self._column]
        on_entry = place < len(cell) and cell[place].entry == self._index
        on_empty = not cell and place == 0
        return (self._column, self._index) if band.row is Row.FEELINGS or on_entry or on_empty else None

    def action_down(self, by: int) -> None:
        """Go to the next item of the cell, or to the next band."""
        count = self._count(self._row, self._column)
        if self._row is not Row.FEELINGS and 0 <= self._index + by < count:
            self._go(self._row, self._column, self._index + by)
            return
        place = BANDS.index(self._row) + by
        if 0 <= place < len(BANDS):
            row = BANDS[place]
            last = self._count(row, self._column) - 1
            self._go(row, self._column, last if by < 0 and row is not Row.FEELINGS else 0)

    def action_aside(self, by: int) -> None:
        """Go to the next stage; on the curve, to the next point."""
        if self._row is Row.FEELINGS and 0 <= self._index + by < self._count(self._row, self._column):
            self._go(self._row, self._column, self._index + by)
            return
        column = min(max(self._column + by, 0), len(self._layout_now.columns) - 1)
        if column >= 0 and column != self._column:
            back = self._row is Row.FEELINGS and by < 0
            self._go(self._row, column, self._count(self._row, column) - 1 if back else self._index)

    def action_page_down(self) -> None:
        """Go a page down."""
        self._page(1)

    def action_page_up(self) -> None:
        """Go a page up."""
        self._page(-1)

    def on_focus(self) -> None:
        """Tell what the cursor is on."""
        self.post_message(self.Selected(self.selected))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is."""
        event.stop()
        self.focus()
        layout = self._layout_now
        x, y = event.x - self.gutter.left - layout.names, event.y - self.gutter.top
        column = (x + self.scroll_offset.x) // layout.stage
        if x < 0 or column >= len(layout.columns):
            return
        line = y - HEAD + self.scroll_offset.y
        band = layout.band_at(line) if y >= HEAD else None
        if band is None:
            self._go(Row.STAGES, column, 0)
        elif band.row is Row.FEELINGS:
            here = [p for p in layout.points if p.x // layout.stage == column]
            near = min(here, key=lambda p: abs(p.x - x - self.scroll_offset.x), default=None)
            refs = [entry.ref for entry in layout.columns[column].entries[band.row]]
            self._go(band.row, column, refs.index(near.refs[0]) if near else 0)
        else:
            lines = band.cells[column]
            inside = line - band.top < len(lines)
            self._go(band.row, column, lines[line - band.top].entry if inside else len(lines) and lines[-1].entry)

    def _entry(self) -> Entry | None:
        entries = self._layout_now.columns[self._column].entries[self._row]
        return entries[self._index] if self._index < len(entries) else None

    def _count(self, row: Row, column: int) -> int:
        if row is Row.STAGES or not self._layout_now.columns:
            return 1
        return len(self._layout_now.columns[column].entries[row])

    def _lay_out(self) -> None:
        if self.journey is None:
            return
        self._layout_now = lay_out(columns(self.journey), self.scrollable_content_region.width or 80, glyphs())
        self.virtual_size = Size(self._layout_now.width, self._layout_now.height + HEAD)
        self.forget_lines()

    def _settle(self) -> None:
        """Keep the cursor inside a map that has become smaller."""
        self._column = min(self._column, max(len(self._layout_now.columns) - 1, 0))
        self._index = max(min(self._index, self._count(self._row, self._column) - 1), 0)

    def _go(self, row: Row, column: int, index: int) -> None:
        if not self._layout_now.columns:
            return
        self._row, self._column, self._index = row, column, index
        self._settle()
        self._into_view()
        self.refresh()
        self.post_message(self.Selected(self.selected))

    def _into_view(self) -> None:
        layout, region = self._layout_now, self.scrollable_content_region
        if not layout.columns or not region.height:
            return
        left, room = self._column * layout.stage, region.width - layout.names
        x = min(max(self.scroll_offset.x, left + layout.stage - room), left)
        if self._row is Row.STAGES:
            self.scroll_to(x=x, y=0, animate=False, force=True)
            return
        top, height = self._lines_of_cursor()
        window = max(region.height - HEAD, 1)
        y = min(max(self.scroll_offset.y, top + height - window), top)
        self.scroll_to(x=x, y=y, animate=False, force=True)

    def _lines_of_cursor(self) -> tuple[int, int]:
        """Return the first line of what the cursor is on, and how many lines it has."""
        band = next(band for band in self._layout_now.bands if band.row is self._row)
        own = [n for n, line in enumerate(band.cells[self._column]) if line.entry == self._index]
        if not own:
            return band.top, band.height
        return band.top + own[0], len(own)

    def _page(self, direction: int) -> None:
        """Move the cursor by so many lines as are in view."""
        if not self._layout_now.columns:
            return
        top, _height = self._lines_of_cursor() if self._row is not Row.STAGES else (0, 1)
        wanted = top + direction * max(self.scrollable_content_region.height - HEAD - 1, 1)
        best: tuple[int, Row, int] | None = None
        for band in self._layout_now.bands:
            lines = band.cells[self._column] or (CellLine(0, True, ""),)
            for number, line in enumerate(lines):
                if line.first and (best is None or abs(band.top + number - wanted) < best[0]):
                    best = abs(band.top + number - wanted), band.row, line.entry
        if best is not None:
            self._go(best[1], self._column, best[2])

    @property
    def _cursor(self) -> Cursor | None:
        """Where the cursor is, if it shows."""
        return Cursor(self._row, self._column, self._index, self.selected) if self.has_focus else None
