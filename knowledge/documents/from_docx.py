"""DOCX documents: headings, paragraphs, lists and tables in their order."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from assistant import archives
from knowledge.documents import faults
from knowledge.documents.document import Extract
from knowledge.documents.docx_styles import Style, styles_of
from knowledge.documents.outline import Outline
from knowledge.documents.titles import meaningful

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

MAX_UNPACKED = 200_000_000
"""Bytes that the parts of a file may claim to have once they are unpacked."""

MAX_MARKS = 3_000_000
"""Tags and attributes of a file, counted by their signs; a page that Word writes has some 1,500."""

# What Word's old format and an encrypted file begin with: a compound file.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN, _BOX = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc", "r", "txbxContent"))
# What was deleted or moved away while changes are tracked, and the picture of a text box for old programs.
_GONE = frozenset(
    (
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}pPr",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
_SIGNS = {f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = re.compile(r"/(?:foot|end)notes$")


def extract(data: bytes, file: str) -> Extract:
    """Return the sections of a Word document; the notes at the foot of its pages come last.

    Raises:
        FileError: it needs a password, is of Word's old format, or is too long.
    """
    from docx import Document as open_docx  # costs 120 ms
    from docx.oxml import parse_xml

    if data.startswith(_COMPOUND):
        raise faults.old_or_protected(file)
    try:
        archives.check(data, most_bytes=MAX_UNPACKED, most_marks=MAX_MARKS)
    except archives.TooMuchError:
        raise faults.unpacks_too_big(file, MAX_UNPACKED) from None
    word = open_docx(BytesIO(data))
    reader = _Reader(Outline(file), styles_of(word.styles.element))
    reader.read(word.element.body)
    for relation in word.part.rels.values():
        if _NOTES.search(relation.reltype) and not relation.is_external:
            reader.read(parse_xml(relation.target_part.blob))
    return Extract(meaningful(word.core_properties.title) or reader.title, reader.outline.sections())


class _Reader:
    """Writes the blocks of a document into an outline; `title` is the first paragraph in the style Title, or ""."""

    def __init__(self, outline: Outline, styles: Mapping[str, Style]) -> None:
        self.outline = outline
        self.title = ""
        self._styles = styles

    def read(self, container: "BaseOxmlElement") -> None:
        for block in _blocks(container):
            if block.tag == _TABLE:
                for row in _inside(block, _ROW):
                    self.outline.row([list(_cell(cell)) for cell in _inside(row, _CELL)])
            else:
                self._paragraph(block)

    def _paragraph(self, paragraph: "BaseOxmlElement") -> None:
        boxes: list[BaseOxmlElement] = []
        text = "".join(_pieces(paragraph, boxes)).strip()
        style = Style.of(paragraph, self._styles)
        if not text or style.contents:
            pass
        elif style.level is not None:
            if style.level == 0:
                self.title = self.title or " ".join(text.split())
            self.outline.heading(style.level, text)
        elif style.indent is not None:
            self.outline.add("  " * style.indent + "- " + text, tight=True)
        else:
            self.outline.add(text)
        for box in boxes:
            self.read(box)


def _blocks(container: "BaseOxmlElement") -> Iterator["BaseOxmlElement"]:
    """Yield the paragraphs and tables, also those that are wrapped in a field to fill in or in a tracked change."""
    for child in container:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag not in _GONE:
            yield from _blocks(child)


def _inside(element: "BaseOxmlElement", tag: str) -> Iterator["BaseOxmlElement"]:
    """Yield the rows of a table or the cells of a row, not those of a table inside."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _GONE:
            yield from _inside(child, tag)


def _cell(cell: "BaseOxmlElement") -> Iterator[str]:
    """Yield the paragraphs of a cell, the tables in it among them."""
    for block in _blocks(cell):
        if block.tag == _TABLE:
            for row in _inside(block, _ROW):
                for inner in _inside(row, _CELL):
                    yield from _cell(inner)
            continue
        boxes: list[BaseOxmlElement] = []
        if text := "".join(_pieces(block, boxes)).strip():
            yield text
        for box in boxes:
            yield from _cell(box)


def _pieces(element: "BaseOxmlElement", boxes: list["BaseOxmlElement"]) -> Iterator[str]:
    """Yield the text of a paragraph as it is seen; the text boxes that are anchored in it go to `boxes`."""
    for child in element:
        tag = child.tag
        if tag == _BOX:
            boxes.append(child)
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag in _GONE or (tag == _RUN and child.find(f"{_W}rPr/{_W}vanish") is not None):
            continue
        elif isinstance(tag, str) and tag.endswith("}t"):  # of a run, a formula or a drawing
            yield child.text or ""
        else:
            yield from _pieces(child, boxes)
