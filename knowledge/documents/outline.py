"""Gathers blocks of text under their headings."""

import re
from collections.abc import Sequence

from knowledge.articles import Section
from knowledge.documents import faults
from knowledge.documents.document import MAX_CHARACTERS

BETWEEN_HEADINGS = " — "
"""Stands between two headings when the first has no text of its own."""

_MAX_HEADING = 200
# Cells with more are columns of a page laid out with a table: each of their paragraphs stands for itself.
_MAX_CELL = 300
_WORD = re.compile(r"\w")


class Outline:
    """The sections of a document in the making.

    A heading without text of its own goes before the headings below it (``Prices — Shipping``), or is a text itself
    when nothing is below it: no word gets lost.
    """

    def __init__(self, file: str) -> None:
        """Begin a document; `file` is its name for errors."""
        self._file = file
        self._sections: list[Section] = []
        self._headings: list[tuple[int, str]] = []
        self._text: list[str] = []
        self._tight = False
        self._characters = 0

    def heading(self, level: int, text: str) -> None:
        """Begin a section; level 1 is the highest. What is too long for a heading is a paragraph.

        Raises:
            FileError: the document is too long.
        """
        text = " ".join(text.split())
        if len(text) > _MAX_HEADING:
            self.add(text)
        elif text:
            self._count(text)
            self._close()
            self._leave(level)
            self._headings.append((level, text))

    def add(self, text: str, *, tight: bool = False) -> None:
        """Add a paragraph; `tight` ones, such as list items and rows, follow each other without an empty line.

        Raises:
            FileError: the document is too long.
        """
        text = text.strip("\n").rstrip()
        if not text:
            return
        self._count(text)
        if self._text:
            self._text.append("\n" if tight and self._tight else "\n\n")
        self._text.append(text)
        self._tight = tight

    def row(self, cells: Sequence[Sequence[str]]) -> None:
        """Add a row of a table as ``cell | cell``; each cell is given as its paragraphs.

        Raises:
            FileError: the document is too long.
        """
        if all(sum(map(len, cell)) <= _MAX_CELL for cell in cells):
            row = " | ".join(" ".join(" ".join(cell).split()) for cell in cells)
            self.add(row if row.strip(" |") else "", tight=True)
        else:
            for cell in cells:
                for paragraph in cell:
                    self.add(paragraph)

    def sections(self) -> list[Section]:
        """Return the sections of the whole document."""
        self._close()
        self._leave(0)
        return self._sections

    def _count(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            raise faults.too_long(self._file)

    def _close(self) -> None:
        """End the section that has text; a row of dashes alone is none."""
        if any(map(_WORD.search, self._text)):
            self._sections.append(Section(_joined(self._headings), "".join(self._text)))
            self._headings = []
        self._text = []

    def _leave(self, level: int) -> None:
        """Make a text of the headings that stay without one, as a heading of `level` follows."""
        empty = [heading for heading in self._headings if heading[0] >= level]
        if empty:
            self._sections.append(Section(_joined(empty[:-1]), empty[-1][1]))
        self._headings = [heading for heading in self._headings if heading[0] < level]


def _joined(headings: list[tuple[int, str]]) -> str:
    return BETWEEN_HEADINGS.join(text for _, text in headings)
