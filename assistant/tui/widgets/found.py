"""What the knowledge base has: what fits a search, or everything that can be read, a title and a line below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from assistant.locale import NAMES, _, ngettext
from assistant.text import clean_line
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import QUIET
from knowledge.port import Passage


@dataclass(frozen=True, slots=True)
class Row:
    """Something that can be read.

    Attributes:
        passage: what was found, or a passage without words that names an article or a document.
        passages: how many a document has, where it is listed as one.
    """

    passage: Passage
    passages: int = 0

    @property
    def own(self) -> bool:
        """Whether it is from a document of the person's own."""
        return not self.passage.step


class FoundList(OptionList):
    """The rows; the keys stay with the field above it."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start empty."""
        super().__init__(id=id, markup=False, compact=True)
        self.can_focus = False
        self._rows: Sequence[Row] = ()

    @property
    def chosen(self) -> Row | None:
        """The row that is highlighted."""
        place = self.highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    def show(self, rows: Sequence[Row], *, again: bool = False) -> None:
        """Show `rows`, the first highlighted; `again`: what was highlighted before, if it is still there."""
        before = self.chosen if again else None
        self._rows = rows
        with self.app.batch_update():
            self.clear_options()
            self.add_options([Option(_told(row)) for row in rows])
        same = (place for place, row in enumerate(rows) if before and row.passage == before.passage)
        self.highlighted = next(same, 0 if rows else None)


def _told(row: Row) -> Content:
    signs, passage = glyphs(), row.passage
    heading = clean_line(passage.heading)
    parts = [
        heading if heading != clean_line(passage.title) else "",
        clean_line(passage.article) if row.own else "",
        NAMES.get(passage.language, ""),
        ngettext("%(count)d passage", "%(count)d passages", row.passages) % {"count": row.passages}
        if row.passages
        else "",
        _("your document") if row.own else _("article"),
    ]
    below = f" {signs.dot} ".join(part for part in parts if part)
    sign = signs.imported if row.own else signs.evidence
    return Content.assemble((f"{sign} ", "$accent"), clean_line(passage.title), (f"\n  {below}", QUIET))
