"""A text whose lines depend on the width: lines that hang under their own words, columns, cut names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from assistant.tui.glyphs import glyphs

NARROWEST = 12
"""Columns below which lines are no longer fitted, only cut by the terminal."""


class Wrapped(Widget):
    """Shows what `rows` returns for the width there is; call `refresh(layout=True)` when that changes."""

    DEFAULT_CSS = """
    Wrapped { width: 1fr; height: auto; }
    """

    def rows(self, width: int) -> list[Content]:
        """Return the lines for so many columns."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines there are at this width."""
        return len(self.rows(max(width, NARROWEST)))

    def render(self) -> Content:
        """Return the lines."""
        return Content("\n").join(self.rows(max(self.content_size.width, NARROWEST)))


class Hung(Wrapped):
    """Sentences, each after a sign; the further lines of one hang under its first."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start empty."""
        super().__init__(id=id)
        self._told: Sequence[tuple[str, str]] = ()

    def show(self, told: Sequence[tuple[str, str]]) -> None:
        """Show pairs of a sign with the space after it and a sentence."""
        self._told = told
        self.refresh(layout=True)

    def rows(self, width: int) -> list[Content]:
        """Return the lines."""
        return [row for sign, told in self._told for row in hanging(Content(sign), Content(told), width)]


def hanging(head: Content, body: Content, width: int, hang: Content | None = None) -> list[Content]:
    """Return `body` after `head`, its further lines under its first one; `hang` stands before those."""
    indent = head.cell_length
    hang = Content(" " * indent) if hang is None else hang
    first, *rest = body.wrap(max(width - indent, NARROWEST)) or [Content("")]
    return [Content.assemble(head, first), *(Content.assemble(hang, row) for row in rest)]


def path_rows(path: str, width: int) -> list[str]:
    """Return a path in rows that end after a folder, where its parts are short enough for that."""
    rows = [""]
    for part in re.findall(r"[^/\\]+[/\\]?|[/\\]", path):
        if rows[-1] and cell_len(rows[-1] + part) > width:
            rows.append("")
        rows[-1] += part
    return rows


def cut(text: str, width: int) -> str:
    """Return `text` in exactly `width` columns, with an ellipsis if it had more."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + glyphs().ellipsis[:1]
