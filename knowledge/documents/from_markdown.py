"""Markdown documents: the source between the headings."""

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.documents import faults
from knowledge.documents.document import MAX_CHARACTERS, Extract
from knowledge.documents.encoding import decode
from knowledge.documents.outline import Outline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\n(?=[ \t]*(?:#.*\n)*[\w-]+[ \t]*:)(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_FRONT_TITLE = re.compile(r"^title[ \t]*:(.*)$", re.MULTILINE | re.IGNORECASE)
# Pictures that editors write into the text, up to megabytes of letters that no one reads.
_DATA = re.compile(r"data:[\w/+.-]+;base64,[\w+/=]+")


_LONGEST_HEADING = 1_000
"""Characters of a heading that is read as Markdown: 2 MB of brackets would take minutes, and that is no heading."""


def extract(data: bytes, file: str) -> Extract:
    """Return the sections of a Markdown file (CommonMark); front matter is left out, but its title is the document's.

    Raises:
        FileError: it is not text or too long.
    """
    text = _DATA.sub("", decode(data, file))
    if len(text) > MAX_CHARACTERS:
        raise faults.too_long(file)
    front = _FRONT_MATTER.match(text)
    named = _FRONT_TITLE.search(front[1]) if front else None
    lines = text[front.end() if front else 0 :].split("\n")
    outline = Outline(file)
    title, begin = "", 0
    for level, heading, first, end in _headings(lines):
        outline.add("\n".join(lines[begin:first]))
        outline.heading(level, heading)
        title = title or heading
        begin = end
    outline.add("\n".join(lines[begin:]))
    return Extract(_unquoted(named[1]) if named else title, outline.sections())


def _unquoted(value: str) -> str:
    """Return the text of a YAML value on one line; those on several lines are rare and left out."""
    value = value.strip()
    return "" if value[:1] in ("|", ">") else value.strip("\"'")


def _headings(lines: list[str]) -> list[tuple[int, str, int, int]]:
    """Return the level and text of each heading, its first line, and the line after it; not those inside a list."""
    from markdown_it import MarkdownIt  # costs 70 ms

    # Without the inline rules, which only headings need, 5 MB take 4.3 s instead of 6.1 s.
    blocks = MarkdownIt("commonmark")
    blocks.core.ruler.enableOnly(["normalize", "block"])
    inline = MarkdownIt("commonmark")
    tokens = blocks.parse("\n".join(lines))
    return [
        (int(token.tag[1:]), _plain(inline, content.content), token.map[0], token.map[1])
        for token, content in pairwise(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map
    ]


def _plain(inline: "MarkdownIt", source: str) -> str:
    """Return the text of a heading without its emphasis, links and code marks."""
    if len(source) > _LONGEST_HEADING:
        return source
    pieces = []
    for token in inline.parseInline(source)[0].children or []:
        if token.type in ("text", "code_inline", "image"):
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
    return "".join(pieces).strip()
