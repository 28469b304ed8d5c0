"""Reads Markdown back with an independent parser, as a person would see it."""

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

_FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_OWN_HTML = re.compile(r'<br>|</?span>|<a id="([a-z][a-z0-9_-]*)">|</a>')


@dataclass
class Block:
    """A heading, a paragraph, a list entry or a table cell, as it is shown."""

    text: str = ""
    anchors: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)


@dataclass
class Row:
    """A row of a table, and the heading that the table stands under."""

    heading: str
    cells: list[Block] = field(default_factory=list)


@dataclass
class Document:
    """What a Markdown document shows; footnotes by their label, fences as language and content."""

    blocks: list[Block] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)
    fences: list[tuple[str, str]] = field(default_factory=list)
    front_matter: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)


def parse(markdown: str) -> list[Token]:
    """Return the tokens of GitHub's dialect: CommonMark, tables, strike-through, footnotes."""
    reader = MarkdownIt("commonmark").enable("table").enable("strikethrough")
    footnote_plugin(reader, inline=False)
    return reader.parse(markdown)


def read(markdown: str) -> Document:
    """Return what the document shows; AssertionError on markup that the exporter never writes itself."""
    document = Document()
    label = ""
    tag = ""
    if front := _FRONT_MATTER.match(markdown):
        document.front_matter = dict(line.split(": ", 1) for line in front[1].split("\n"))
        markdown = markdown[front.end() :]
    for token in parse(markdown):
        assert token.type not in ("code_block", "hr"), token.content
        if token.type == "html_block":
            assert re.fullmatch(r"<!--[^<>]*-->\n?", token.content), token.content
            document.comments.append(token.content)
        elif token.type == "fence":
            document.fences.append((token.info, token.content))
        elif token.type == "tr_open":
            document.rows.append(Row(document.headings[-1]))
        elif token.type == "footnote_open":
            label = token.meta["label"]
        elif token.type == "footnote_close":
            label = ""
        elif token.type.endswith("_open"):
            tag = token.tag
        elif token.type == "inline":
            block = shown(token)
            document.blocks.append(block)
            if label:
                document.footnotes[label] = block.text
            elif tag in ("td", "th"):
                document.rows[-1].cells.append(block)
            elif tag.startswith("h"):
                document.headings.append(block.text)
    return document


def shown(inline: Token) -> Block:
    """Return the text that an inline token shows, with its anchors, links and footnote marks."""
    block = Block()
    for child in inline.children or ():
        if child.type == "text":
            block.text += child.content
        elif child.type == "html_inline":
            own = _OWN_HTML.fullmatch(child.content)
            assert own, child.content
            block.anchors += [own[1]] if own[1] else []
            block.text += "\n" if child.content == "<br>" else ""
        elif child.type == "link_open":
            block.links.append(str(child.attrs["href"]))
        elif child.type == "footnote_ref":
            block.footnotes.append(child.meta["label"])
        else:
            assert child.type in ("strong_open", "strong_close", "em_open", "em_close", "link_close"), child
    return block
