"""The live map: an immutable snapshot is assigned, and what it changed is marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from assistant.journey.checklist import STEP_NAMES, progress
from assistant.journey.models import JourneyMap, OriginKind, Step
from assistant.locale import _
from assistant.text import clean_line
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import FAINT, QUIET
from assistant.tui.widgets.map_lines import Line, open_questions, section
from assistant.tui.widgets.wrapped import Wrapped, cut, hanging

TITLE_WIDTH = 18
"""Columns for the names of fields, at most; never more than two fifths of the panel."""

LINES_ABOVE = 6
"""Lines that stay in view above the first one that changed."""

FEELINGS = {2: "$success", 1: "$success", 0: QUIET, -1: "$error", -2: "$error"}


class MapPanel(VerticalScroll, can_focus=False):
    """The seven sections of the map, what nobody knows yet, and what the signs mean."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start without a map."""
        super().__init__(id=id)
        self._sections = {step: Section() for step in Step}
        self._unknowns = Section()
        self._title = Static("", classes="title", markup=False)
        self._news: Section | None = None

    def compose(self) -> ComposeResult:
        """Compose the sections."""
        yield self._title
        yield from self._sections.values()
        yield self._unknowns
        yield Static(_legend(), classes="legend", markup=False)

    def show(self, journey: JourneyMap, touched: Collection[str] = ()) -> None:
        """Show `journey`; the lines of `touched` ids and fields are marked, and the first of them comes into view."""
        kind = _("journey") if journey.kind == "journey" else _("experience")
        state = _("as it is") if journey.state == "as_is" else _("as it should be")
        self._title.update(Content.assemble((clean_line(journey.title), "bold"), (f"\n{kind}, {state}", QUIET)))
        marked: list[Section] = []
        for step, part in self._sections.items():
            heading = f"{_sign_of(progress(journey, step))} {_(STEP_NAMES[step])}"
            if part.show(heading, section(journey, step), touched):
                marked.append(part)
        self._unknowns.show(f"? {_('Still unknown')}", open_questions(journey), touched)
        self._unknowns.display = bool(journey.unknowns)
        self._news = marked[0] if marked else None
        self.call_after_refresh(self._show_news)

    def on_resize(self) -> None:
        """Bring into view what changed while the map was hidden or had another shape."""
        self.call_after_refresh(self._show_news)

    def _show_news(self) -> None:
        if self._news is not None:
            line = self._news.virtual_region.y + self._news.first_touched()
            self.scroll_to(y=max(line - LINES_ABOVE, 0), animate=False, force=True)


class Section(Wrapped):
    """A heading and its lines, each wrapped under its own words."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(classes="section")
        self._heading = ""
        self._lines: Sequence[Line] = ()
        self._touched: Collection[str] = ()

    def show(self, heading: str, lines: Sequence[Line], touched: Collection[str]) -> bool:
        """Show these lines and return whether one of them was touched."""
        self._heading, self._lines, self._touched = heading, lines, touched
        self.refresh(layout=True)
        return any(_is_touched(line.ref, touched) for line in lines)

    def rows(self, width: int) -> list[Content]:
        """Return the heading and the lines."""
        rows = [Content.styled(self._heading, "bold $primary" if self._lines else f"bold {FAINT}")]
        for chunk in self._chunks(width):
            rows += chunk
        return rows

    def first_touched(self) -> int:
        """Return the row of the first line that was touched."""
        row = 1
        for line, chunk in zip(self._lines, self._chunks(self.content_size.width), strict=True):
            if _is_touched(line.ref, self._touched):
                break
            row += len(chunk)
        return row

    def _chunks(self, width: int) -> list[list[Content]]:
        widest = max((cell_len(line.title) for line in self._lines), default=0)
        titles = min(widest, TITLE_WIDTH, width * 2 // 5)
        feelings = any(line.feeling is not None for line in self._lines)
        return [_rows(line, width, titles, feelings, _is_touched(line.ref, self._touched)) for line in self._lines]


def _rows(line: Line, width: int, titles: int, feelings: bool, touched: bool) -> list[Content]:
    """Return a line as rows: margin, sign, feeling or field name, then its words hanging under themselves."""
    margin = Content.styled(glyphs().changed, "$accent") if touched else Content(" ")
    if line.origin is None:
        return hanging(margin, Content.assemble((line.text, "$secondary"), (f"  {line.detail}", QUIET)), width)
    head = Content.assemble(margin, (f"{_origin_sign(line.origin)} ", QUIET))
    if titles:
        head = Content.assemble(head, (cut(line.title, titles) + "  ", QUIET))
    if feelings:
        head = Content.assemble(head, _feeling(line.feeling))
    star = f"{glyphs().moment} " if line.moment else ""
    body = Content.assemble(
        (star, "$accent"),
        (line.text, "bold $accent" if touched else "$foreground"),
        (f"  {line.detail}" if line.detail else "", QUIET),
    )
    return hanging(head, body, width, Content.assemble(margin, " " * (head.cell_length - 1)))


def _feeling(value: int | None) -> Content:
    """Return a feeling as a sign and a figure, six columns wide."""
    if value is None:
        return Content(" " * 5)
    signs = glyphs()
    sign = signs.level if value == 0 else signs.up if value > 0 else signs.down
    return Content.styled(f"{sign} {value:+d} " if value else f"{sign}  0 ", FEELINGS[value])


def _origin_sign(origin: OriginKind) -> str:
    signs = glyphs()
    return {
        OriginKind.SAID: signs.said,
        OriginKind.SUGGESTED: signs.suggested,
        OriginKind.EVIDENCE: signs.evidence,
        OriginKind.IMPORTED: signs.imported,
    }[origin]


def _sign_of(share: float) -> str:
    signs = glyphs()
    return signs.done if share == 1 else signs.todo


def _is_touched(ref: str, touched: Collection[str]) -> bool:
    """Return whether `ref` is among `touched`; a field is named without the place in its list."""
    return bool(ref) and (ref in touched or ref.partition("[")[0] in touched)


def _legend() -> Content:
    signs = glyphs()
    meanings = [
        f"{signs.said} {_('said')}",
        f"{signs.suggested} {_('suggested')}",
        f"{signs.evidence} {_('evidence')}",
        f"{signs.imported} {_('imported')}",
        f"{signs.changed} {_('new')}",
    ]
    return Content.styled("  ".join(meanings), FAINT)
