"""What a file will hold, before it is written: its first lines, or what of the map stands in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO

from assistant.journey.columns import columns
from assistant.journey.models import JourneyMap
from assistant.locale import _, ngettext, translator
from assistant.text import clean, clean_line
from exports.content import tables
from exports.port import Exporter

LINES = 200
"""Lines of a text that are shown."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A file that is not written yet.

    Attributes:
        data: the bytes of the file.
        extent: how large what it shows is: ``2 pages``, ``1928 x 1199 pixels``; "" if its bytes say it all.
        lines: its first lines, or what of the map stands in a file that is no text.
        quoted: whether `lines` are lines of the file.
        left: how many lines of the file are not among them.
    """

    data: bytes
    extent: str
    lines: tuple[str, ...]
    quoted: bool
    left: int = 0


def preview(exporter: Exporter, journey: JourneyMap) -> Preview:
    """Return what `exporter` makes of `journey`; its lines are clean.

    Raises:
        JourneymapError: this format cannot be made here.
    """
    data = exporter.export(journey)
    if data.startswith(b"\x89PNG"):
        width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
        return Preview(data, _pixels(width, height), tuple(_drawn(journey)), quoted=False)
    if data.startswith(b"%PDF"):
        pages = int(found[1]) if (found := re.search(rb"/Type\s*/Pages\s*/Count (\d+)", data)) else 0
        told = ngettext("%(count)d page", "%(count)d pages", pages) % {"count": pages} if pages else ""
        return Preview(data, told, (*_drawn(journey), *_tables(journey)), quoted=False)
    if data.startswith(b"PK"):
        return _of_office(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Preview(data, "", (), quoted=False)
    if text.startswith("<svg"):
        size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text[:300])
        extent = _pixels(round(float(size[1])), round(float(size[2]))) if size else ""
        return Preview(data, extent, tuple(_drawn(journey)), quoted=False)
    if text[:15].lower().startswith("<!doctype html"):
        page = _Page()
        page.feed(text)
        return Preview(data, "", tuple(page.lines()[:LINES]), quoted=False)
    lines = text.splitlines()
    if lines[:1] == ["---"] and "---" in lines[1:]:  # the front matter says what the title page says, to programs
        lines = lines[lines.index("---", 1) + 1 :]
    lines = lines[next((n for n, line in enumerate(lines) if line.strip()), 0) :]
    return Preview(data, "", tuple(map(clean, lines[:LINES])), quoted=True, left=max(len(lines) - LINES, 0))


def _pixels(width: int, height: int) -> str:
    return _("%(width)d × %(height)d pixels") % {"width": width, "height": height}


def _drawn(journey: JourneyMap) -> Iterator[str]:
    """Yield what a picture shows: goal, persona, and what stands in each stage."""
    say = translator(journey.language).gettext
    yield clean_line(journey.title)
    if journey.goal.statement:
        yield clean_line(journey.goal.statement)
    yield clean_line(f"{say('Persona')}: {journey.persona.name or say('The typical customer')}")
    for column in columns(journey):
        names = [touchpoint.name for touchpoint in column.touchpoints]
        stage = column.stage.name if column.stage else say("No stage yet")
        yield clean_line(f"{stage}: {', '.join(names) or '–'}")
        further = [each.text for part in (column.goals, column.constraints, column.actions) for each in part]
        yield from (f"  {clean_line(text)}" for text in further)


def _tables(journey: JourneyMap) -> Iterator[str]:
    """Yield the headings of the tables that a document has besides the picture."""
    for table in tables(journey, translator(journey.language).gettext):
        if table.rows:
            yield f"{table.heading} ({len(table.rows)})"


def _of_office(data: bytes) -> Preview:
    """Return what a workbook or a Word document holds, as their own readers see it."""
    from zipfile import ZipFile

    if "xl/workbook.xml" in ZipFile(BytesIO(data)).namelist():
        from openpyxl import load_workbook

        sheets = [(sheet.title, sheet.max_row or 1) for sheet in load_workbook(BytesIO(data), read_only=True)]
        told = ngettext("%(count)d sheet", "%(count)d sheets", len(sheets)) % {"count": len(sheets)}
        lines = (clean_line(f"{title} ({rows - 1})") for title, rows in sheets)
        return Preview(data, told, tuple(lines), quoted=False)
    from docx import Document

    texts = (clean_line(paragraph.text) for paragraph in Document(BytesIO(data)).paragraphs)
    return Preview(data, "", tuple(text for text in texts if text)[:LINES], quoted=False)


class _Page(HTMLParser):
    """The words of a page of ours as they are seen, a line for each block; what unfolds on demand stays folded."""

    _BLOCKS = frozenset(("p", "h1", "h2", "h3", "li", "tr", "dt", "dd", "section", "div", "th", "td", "text"))
    _UNSEEN = frozenset(("style", "script", "title", "details"))
    _EMPTY = frozenset(("meta", "link", "br", "img", "input", "hr", "col", "wbr"))

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or a part that is not seen."""
        if tag not in self._EMPTY:
            unseen = tag in self._UNSEEN or ("aria-hidden", "true") in attrs
            self._open.append((tag, unseen or self._hidden))
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a line, or a part that is not seen."""
        while self._open and self._open.pop()[0] != tag:
            pass
        self._break(tag)

    def handle_data(self, data: str) -> None:
        """Take words in."""
        if not self._hidden:
            self._words.append(re.sub(r"\s+", " ", data))

    def lines(self) -> list[str]:
        """Return the lines that hold words."""
        found = map(clean_line, "".join(self._words).split("\n"))
        return [line for line in found if line]

    @property
    def _hidden(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _break(self, tag: str) -> None:
        if tag in self._BLOCKS:
            self._words.append("\n")
