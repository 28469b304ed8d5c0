"""A Markdown document as blocks with their lines: what a reader sees, as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_OURS = re.compile(r"""</?span>|</a>|<a id="[^"]*">""")


@dataclass(frozen=True, slots=True)
class Words:
    """Inline text as it is shown.

    Attributes:
        text: without markup; a line break is a newline.
        source: as it is written.
        marks: the labels of its footnotes.
        strong: how much of the beginning of the text is strong, in characters.
    """

    text: str = ""
    source: str = ""
    marks: tuple[str, ...] = ()
    strong: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `surplus` tells of cells beyond the last column, which Markdown does not show."""

    line: int
    cells: tuple[Words, ...]
    surplus: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list: its words, the entries below it, and whatever else it holds."""

    line: int
    words: Words
    below: tuple[Entry, ...] = ()
    other: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document.

    `kind` is ``heading``, ``table``, ``list``, ``paragraph``, ``fence`` or ``html``; anything else is a ``paragraph``
    of its source.
    """

    kind: str
    line: int
    words: Words = Words()
    level: int = 0
    rows: tuple[Row, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(slots=True)
class Document:
    """A document: its blocks in order, and its footnotes by label, each with its line and its words."""

    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, tuple[int, Words]] = field(default_factory=dict)


def parse(markdown: str, first_line: int = 1) -> Document:
    """Return the blocks of a document in GitHub's dialect; `first_line` is the number of its first line."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    footnote_plugin(parser, inline=False)
    return _Reader(markdown, first_line).document(SyntaxTreeNode(parser.parse(markdown)))


class _Reader:
    def __init__(self, markdown: str, first_line: int) -> None:
        self._lines = markdown.split("\n")
        self._first = first_line

    def document(self, root: SyntaxTreeNode) -> Document:
        document = Document()
        for node in root.children:
            if node.type == "footnote_block":
                for note in node.children:
                    document.notes[str(note.meta["label"])] = self._note(note)
            else:
                document.blocks.append(self._block(node))
        return document

    def _note(self, node: SyntaxTreeNode) -> tuple[int, Words]:
        paragraphs = [child for child in node.children if child.type == "paragraph"]
        if len(paragraphs) == 1:
            return self._line(paragraphs[0]), _words(paragraphs[0].children[0])
        text = "\n".join(_words(paragraph.children[0]).text for paragraph in paragraphs)
        return self._line(paragraphs[0] if paragraphs else node), Words(text, text)

    def _block(self, node: SyntaxTreeNode) -> Block:
        line = self._line(node)
        match node.type:
            case "heading":
                return Block("heading", line, _words(node.children[0]), level=int(node.tag[1:]))
            case "paragraph":
                return Block("paragraph", line, _words(node.children[0]))
            case "table":
                return Block("table", line, rows=tuple(self._rows(node)))
            case "bullet_list" | "ordered_list":
                return Block("list", line, entries=tuple(map(self._entry, node.children)))
            case "fence":
                return Block("fence", line, Words(node.content, node.info.strip()))
            case "html_block":
                return Block("html", line, Words(node.content.strip(), node.content))
            case _:
                source = self._source(node)
                return Block("paragraph", line, Words(source, source))

    def _rows(self, table: SyntaxTreeNode) -> Iterator[Row]:
        width = 0
        for row in (row for section in table.children for row in section.children):
            cells = tuple(_words(cell.children[0]) if cell.children else Words() for cell in row.children)
            width = width or len(cells)
            line = self._line(row)
            yield Row(line, cells, surplus=_cells(self._lines[line - self._first]) > width)

    def _entry(self, node: SyntaxTreeNode) -> Entry:
        own: Words | None = None
        below: list[Entry] = []
        other: list[Block] = []
        for child in node.children:
            if child.type == "paragraph" and own is None:
                own = _words(child.children[0])
            elif child.type in ("bullet_list", "ordered_list"):
                below += map(self._entry, child.children)
            else:
                other.append(self._block(child))
        return Entry(self._line(node), own or Words(), tuple(below), tuple(other))

    def _line(self, node: SyntaxTreeNode) -> int:
        return (node.map[0] if node.map else 0) + self._first

    def _source(self, node: SyntaxTreeNode) -> str:
        first, end = node.map or (0, 0)
        return "\n".join(self._lines[first:end]).strip()


def _cells(line: str) -> int:
    """Return how many cells a line of a table has."""
    inner = line.strip().removeprefix("|")
    bars = re.findall(r"(?<!\\)\|", inner)
    return len(bars) + (not re.search(r"(?<!\\)\|$", inner))


def _words(inline: SyntaxTreeNode) -> Words:
    found = _Shown()
    found.walk(inline.children)
    return Words(found.text.strip(), inline.content.strip(), tuple(found.marks), found.strong)


class _Shown:
    def __init__(self) -> None:
        self.text = ""
        self.marks: list[str] = []
        self.strong = 0

    def walk(self, nodes: Sequence[SyntaxTreeNode]) -> None:
        for node in nodes:
            match node.type:
                case "text" | "code_inline":
                    self.text += node.content
                case "softbreak":
                    self.text += " "
                case "hardbreak":
                    self.text += "\n"
                case "html_inline":
                    self.text += "\n" if _BREAK.fullmatch(node.content) else _OURS.sub("", node.content)
                case "footnote_ref":
                    self.marks.append(str(node.meta["label"]))
                case "image":
                    self.text += f"![{node.content}]({node.attrs['src']})"
                case "strong":
                    leads = not self.text.strip()
                    self.walk(node.children)
                    self.strong = len(self.text.lstrip()) if leads else self.strong
                case "link":
                    before = len(self.text)
                    self.walk(node.children)
                    target = str(node.attrs["href"])
                    if not target.startswith("#") and target != self.text[before:]:
                        self.text += f" ({target})"
                case _:
                    self.walk(node.children)
