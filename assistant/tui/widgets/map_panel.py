"""The live map: an immutable snapshot is assigned, and what it changed is marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip

from assistant.journey.models import JourneyMap, Persona, Step
from assistant.locale import N_, _
from assistant.text import fold
from assistant.tui.glyphs import Glyphs, glyphs, origin_sign
from assistant.tui.themes import QUIET
from assistant.tui.widgets.map_headings import head, heading, legend
from assistant.tui.widgets.map_lines import Line, open_questions, section
from assistant.tui.widgets.map_view import MapView, addable, margin
from assistant.tui.widgets.wrapped import cut, hanging

TITLE_WIDTH = 18
"""Columns for the names of fields, at most; never more than two fifths of the panel."""

LINES_ABOVE = 6
"""Lines that stay in view above the first one that changed."""

FEELINGS = {2: "$success", 1: "$success", 0: QUIET, -1: "$error", -2: "$error"}
UNSEEN_WIDTH = 40
"""Columns for which the lines are laid out while the panel is not in sight, so that the cursor has its places."""

MAX_CACHED = 16_384


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line of the map stands in the panel; `step`: the section it is in."""

    line: Line
    top: int
    height: int
    step: Step | None
    touched: bool


class MapPanel(MapView):
    """The seven sections of the map with their progress, what nobody knows yet, and what the signs mean."""

    BINDING_GROUP_TITLE = MapView.BINDING_GROUP_TITLE
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", show=False),
        Binding("down", "go(1)", show=False),
        Binding("home", "go_to(0)", show=False),
        Binding("end", "go_to(-1)", show=False),
        *(
            Binding(str(number), f"section({number})", N_("To a section: goal, persona …") if number == 1 else "")
            for number in range(1, len(Step) + 1)
        ),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start without a map."""
        super().__init__(id=id)
        self.touched: frozenset[str] = frozenset()
        self._rows: list[Content] = []
        self._spots: list[Spot] = []
        self._sections: dict[Step, int] = {}
        self._place = 0
        self._width = 0

    @property
    def selected(self) -> str:
        """The id or field that the cursor is on."""
        return self._spots[self._place].line.ref if self._spots else ""

    def show(self, journey: JourneyMap, touched: Collection[str] = ()) -> None:
        """Show `journey`; the lines of `touched` ids and fields are marked, and the first of them comes into view."""
        before = self.selected
        self.journey, self.touched = journey, frozenset(touched)
        self._lay_out()
        refs = [spot.line.ref for spot in self._spots]
        self._place = refs.index(before) if before in refs else min(self._place, max(len(refs) - 1, 0))
        self.call_after_refresh(self._show_news)

    def on_resize(self) -> None:
        """Lay the lines out anew, and bring into view what changed while the map was hidden or had another shape."""
        if self.scrollable_content_region.width != self._width:
            self._lay_out()
            self.call_after_refresh(self._show_place)

    def select(self, ref: str) -> bool:
        """Put the cursor on an item or field and bring it into view; False: it is not here."""
        refs = [spot.line.ref for spot in self._spots]
        if ref not in refs:
            return False
        self._go_to(refs.index(ref))
        return True

    def wanted(self) -> MapView.AddWanted | None:
        """Return what would be added where the cursor is: to the section, in the stage of the line."""
        if self.journey is None or not self._spots:
            return None
        spot = self._spots[self._place]
        section_of, _dot, name = spot.line.ref.partition("[")[0].partition(".")
        if section_of == "persona" and isinstance(getattr(Persona(), name, None), tuple):
            return self.AddWanted(f"persona.{name}")
        found = self.journey.find(spot.line.ref)
        if found is None or not addable(found[0]):
            return self.AddWanted(spot.step.value) if spot.step and addable(spot.step.value) else None
        part, item = found
        if part == "stages":
            return self.AddWanted("touchpoints", {"stage": item.id})
        stage = getattr(item, "stage", None)
        return self.AddWanted(part, {"stage": stage} if stage else {})

    def matches(self, text: str) -> list[str]:
        """Return the refs whose words hold `text`, in order."""
        wanted = fold(text)
        return [spot.line.ref for spot in self._spots if wanted in fold(f"{spot.line.text} {spot.line.detail}")]

    def render_line(self, y: int) -> Strip:
        """Return a line of what is in view."""
        width, row = self.scrollable_content_region.width, y + self.scroll_offset.y
        if not 0 <= row < len(self._rows):
            return Strip.blank(width, self.rich_style)
        spot = self._spots[self._place] if self.has_focus and self._spots else None
        here = spot if spot is not None and spot.top <= row < spot.top + spot.height else None
        return self.kept((row, here is not None), lambda: self._line(row, here, width), width)

    def action_go(self, by: int) -> None:
        """Go to the next line, or the one before."""
        self._go_to(min(max(self._place + by, 0), len(self._spots) - 1))
        if self._place == 0:
            self.scroll_to(y=0, animate=False)

    def action_go_to(self, place: int) -> None:
        """Go to the first or the last line."""
        self._go_to(place % len(self._spots) if self._spots else 0)

    def action_section(self, number: int) -> None:
        """Go to the first line of a section."""
        step = list(Step)[number - 1]
        first = next((place for place, spot in enumerate(self._spots) if spot.step is step), None)
        if first is not None:
            self._go_to(first)
        self.scroll_to(y=self._sections.get(step, 0), animate=False)

    def action_page_down(self) -> None:
        """Go a page down, and the cursor with it."""
        self.page(1)

    def action_page_up(self) -> None:
        """Go a page up, and the cursor with it."""
        self.page(-1)

    def on_focus(self) -> None:
        """Show the cursor; it comes to what is in view."""
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        here = self._spots[self._place].top if self._spots else top
        if not top <= here < top + height:
            shown = (n for n, spot in enumerate(self._spots) if spot.top >= top)
            self._place = next(shown, self._place)
        self.refresh()
        self.post_message(self.Selected(self.selected))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is."""
        event.stop()
        self.focus()
        row = event.y - self.gutter.top + self.scroll_offset.y
        hit = next((n for n, spot in enumerate(self._spots) if spot.top <= row < spot.top + spot.height), None)
        if hit is not None:
            self._go_to(hit)

    def page(self, direction: int) -> None:
        """Scroll by a page, and take the cursor along if it is in use."""
        height = max(self.scrollable_content_region.height - 1, 1)
        if self.has_focus and self._spots:
            wanted = self._spots[self._place].top + direction * height
            self._go_to(min(range(len(self._spots)), key=lambda n: abs(self._spots[n].top - wanted)))
        else:
            self.scroll_relative(y=direction * height, animate=False)

    def _go_to(self, place: int) -> None:
        if not self._spots or not 0 <= place < len(self._spots):
            return
        self._place = place
        spot = self._spots[place]
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if not height:  # not in sight; `on_resize` comes when it is
            return
        if spot.top < top:
            self.scroll_to(y=spot.top, animate=False, force=True)
        elif spot.top + spot.height > top + height:
            self.scroll_to(y=spot.top + min(spot.height, height) - height, animate=False, force=True)
        self.refresh()
        self.post_message(self.Selected(self.selected))

    def _line(self, row: int, here: Spot | None, width: int) -> Content:
        """Return a row, with the cursor on it if it is `here`."""
        content = self._rows[row]
        if here is None:
            return content
        edge = margin(cursor=row == here.top, touched=here.touched)
        return Content.assemble(edge, content[1:], " " * (width - content.cell_length)).stylize("on $panel")

    def _show_place(self) -> None:
        if self.has_focus:
            self._go_to(self._place)
        self._show_news()

    def _show_news(self) -> None:
        news = next((spot for spot in self._spots if spot.touched), None)
        if news is not None and not self.has_focus and self.scrollable_content_region.height:
            self.scroll_to(y=max(news.top - LINES_ABOVE, 0), animate=False, force=True)

    def _lay_out(self) -> None:
        width = self._width = self.scrollable_content_region.width
        journey = self.journey
        if journey is None:
            return
        width = width or UNSEEN_WIDTH
        self._rows, self._spots = head(journey, width), []
        for step in Step:
            self._sections[step] = len(self._rows)
            self._add(heading(journey, step), section(journey, step), width, step)
        if journey.unknowns:
            self._add(Content.styled(f"? {_('Still unknown')}", "bold $primary"), open_questions(journey), width, None)
        self._rows += legend(width)
        self.virtual_size = Size(width, len(self._rows))
        self.forget_lines()

    def _add(self, heading: Content, lines: Sequence[Line], width: int, step: Step | None) -> None:
        self._rows.append(heading)
        titles = min(max((cell_len(line.title) for line in lines), default=0), TITLE_WIDTH, width * 2 // 5)
        feelings = any(line.feeling is not None for line in lines)
        for line in lines:
            touched = _is_touched(line.ref, self.touched)
            rows = _rows(line, width, titles, feelings, touched, glyphs())
            if line.ref:
                self._spots.append(Spot(line, len(self._rows), len(rows), step, touched))
            self._rows += rows
        self._rows.append(Content())


@lru_cache(maxsize=MAX_CACHED)
def _rows(line: Line, width: int, titles: int, feelings: bool, touched: bool, signs: Glyphs) -> list[Content]:
    """Return a line as rows: margin, sign, feeling or field name, then its words hanging under themselves."""
    edge = margin(cursor=False, touched=touched)
    if line.origin is None:
        return hanging(edge, Content.assemble((line.text, "$secondary"), (f"  {line.detail}", QUIET)), width)
    head = Content.assemble(edge, (f"{origin_sign(line.origin, signs)} ", QUIET))
    if titles:
        head = Content.assemble(head, (cut(line.title, titles) + "  ", QUIET))
    if feelings:
        head = Content.assemble(head, _feeling(line.feeling, signs))
    star = f"{signs.moment} " if line.moment else ""
    body = Content.assemble(
        (star, "$accent"),
        (line.text, "bold $accent" if touched else "$foreground"),
        (f"  {line.detail}" if line.detail else "", QUIET),
    )
    return hanging(head, body, width, Content.assemble(edge, " " * (head.cell_length - 1)))


def _feeling(value: int | None, signs: Glyphs) -> Content:
    """Return a feeling as a sign and a figure, five columns wide."""
    if value is None:
        return Content(" " * 5)
    sign = signs.level if value == 0 else signs.up if value > 0 else signs.down
    return Content.styled(f"{sign} {value:+d} " if value else f"{sign}  0 ", FEELINGS[value])


def _is_touched(ref: str, touched: Collection[str]) -> bool:
    """Return whether `ref` is among `touched`; a field is named without the place in its list."""
    return bool(ref) and (ref in touched or ref.partition("[")[0] in touched)
