"""HTML documents: the visible text, its blocks kept apart."""

import re
from collections.abc import Mapping

from knowledge.documents import faults
from knowledge.documents.document import Extract
from knowledge.documents.encoding import decode
from knowledge.documents.outline import Outline

MAX_TAGS = 2_000_000
"""Tags of a page; that many take 20 s, and a book has some 100,000."""

_DECLARED = re.compile(rb"""(?:charset|<\?xml[^>]*encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD = 4096
# Written the XML way, `<script src="..."/>` would hide the rest of the page from an HTML parser.
_EMPTY_XML = re.compile(
    r"<(?!(?:br|hr|img|input|meta|link|col|area|base|wbr|source)\b)([a-z][\w:.-]*+)([^<>]*)/>", re.IGNORECASE
)

_HIDDEN = frozenset((
    "script", "style", "nav", "template", "noscript", "svg", "iframe", "object", "canvas", "audio", "video",
    "select", "datalist", "textarea",
))  # fmt: skip
_HIDDEN_BY_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
    "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre", "search", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(("ul", "ol", "menu"))
# Inline, but set apart on the screen.
_APART = frozenset(("button", "img", "input", "label", "wbr"))
_SPACE = re.compile(r"\s")
_MAX_INDENT = 8


def extract(data: bytes, file: str) -> Extract:
    """Return the sections of an HTML page; nothing that it refers to is loaded.

    Raises:
        FileError: it is not text or too long.
    """
    # Not Beautiful Soup on html.parser: that takes over 20 s for 300 kB of unclosed comments or tags, and 1.4 GB for 10
    # MB of <b>x</b>. This is libxml2's tolerant parser as a stream of events, in linear time and without a tree.
    from lxml import etree  # costs 30 ms

    declared = _DECLARED.search(data, 0, _HEAD)
    text = decode(data, file, declared[1].decode("ascii") if declared else "")
    if text.count("<") > MAX_TAGS:
        raise faults.too_long(file)
    if text.lstrip().startswith("<?xml") or "//DTD XHTML" in text[:_HEAD]:
        text = _EMPTY_XML.sub(r"<\1\2></\1>", text)
    page = _Page(file)
    parser = etree.HTMLParser(target=page, huge_tree=True, no_network=True)
    # By its pieces: as a whole, the parser would look for an encoding in a text that has none any more.
    for start in range(0, len(text), 1 << 16):
        parser.feed(text[start : start + (1 << 16)])
    if text:
        parser.close()
    return page.finished()


class _Page:
    """What the parser tells of its way through a page becomes blocks of text."""

    def __init__(self, file: str) -> None:
        self._outline = Outline(file)
        self._titles: list[str] = []
        self._first_heading = ""
        self._text: list[str] = []
        self._in_title = False
        self._heading = 0
        self._preformatted = 0
        self._hidden = 0
        self._lists = 0
        self._marker = ""
        self._row: list[list[str]] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._hidden or _is_hidden(tag, attributes):
            self._hidden += 1
        elif tag == "title":
            self._in_title = True
        elif tag == "br":
            self._text.append("\n")
        elif tag in _APART:
            self._text.append(" ")
        elif tag in _BLOCKS:
            self._block_starts(tag)

    def end(self, tag: str) -> None:
        if self._hidden:
            self._hidden -= 1
        elif tag == "title":
            self._in_title = False
        elif tag in _APART:
            self._text.append(" ")
        elif tag in _BLOCKS:
            self._block_ends(tag)

    def data(self, text: str) -> None:
        if self._in_title:
            self._titles.append(text)
        elif not self._hidden:
            self._text.append(text if self._preformatted else _SPACE.sub(" ", text))

    def comment(self, text: str) -> None:
        """Leave comments out."""

    def close(self) -> None:
        self._flush()
        self._end_row()

    def finished(self) -> Extract:
        """Return what was gathered: the page's title, else its first heading of level 1, and its sections."""
        title = " ".join("".join(self._titles).split())
        return Extract(title or self._first_heading, self._outline.sections())

    def _block_starts(self, tag: str) -> None:
        if self._heading:
            self._text.append(" ")
            return
        self._flush()
        if tag in _HEADINGS:
            self._end_row()
            self._heading = _HEADINGS[tag]
        elif tag in _LISTS:
            self._lists += 1
        elif tag == "li":
            self._marker = "  " * min(max(self._lists - 1, 0), _MAX_INDENT) + "- "
        elif tag == "pre":
            self._preformatted += 1
        elif tag in ("tr", "table"):
            self._end_row()
        elif tag in ("td", "th"):
            self._row = self._row or []
            self._row.append([])

    def _block_ends(self, tag: str) -> None:
        if self._heading:
            if tag in _HEADINGS:
                self._end_heading()
            return
        self._flush()
        if tag in _LISTS:
            self._lists = max(self._lists - 1, 0)
        elif tag == "li":
            self._marker = ""
        elif tag == "pre":
            self._preformatted = max(self._preformatted - 1, 0)
        elif tag in ("tr", "table"):
            self._end_row()

    def _end_heading(self) -> None:
        text = " ".join("".join(self._text).split())
        if self._heading == 1 and not self._first_heading:
            self._first_heading = text
        self._outline.heading(self._heading, text)
        self._text = []
        self._heading = 0
        self._marker = ""

    def _flush(self) -> None:
        """End a paragraph: it goes into the cell of a table or into the document."""
        raw = "".join(self._text)
        self._text = []
        if self._preformatted:
            text = raw.strip("\n").rstrip()
        else:
            text = "\n".join(" ".join(line.split()) for line in raw.split("\n")).strip()
        if not text:
            return
        if self._row:
            self._row[-1].append(self._marker.lstrip() + text)
        else:
            self._outline.add(self._marker + text, tight=bool(self._marker))
        self._marker = ""

    def _end_row(self) -> None:
        cells, self._row = self._row or [], None
        self._outline.row(cells)


def _is_hidden(tag: str, attributes: Mapping[str, str]) -> bool:
    return (
        tag in _HIDDEN
        # "until-found" hides what a search may show.
        or attributes.get("hidden", "until-found").lower() != "until-found"
        or attributes.get("aria-hidden", "").lower() == "true"
        or (tag == "dialog" and "open" not in attributes)
        or bool(_HIDDEN_BY_STYLE.search(attributes.get("style", "")))
    )
