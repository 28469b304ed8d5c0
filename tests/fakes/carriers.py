"""Where a text can stand in a file: documents in which people see it or do not, and maps that are imported."""

import csv
import html
import io
import json
import zlib
from collections.abc import Callable, Mapping

from assistant.journey.models import JourneyMap
from exports.json_file import EXPORTER as JSON
from exports.markdown import EXPORTER as MARKDOWN
from tests.fakes.maps import example

ZERO_WIDTH = "\u200b"

Build = Callable[[str, str], bytes]
"""Makes a document of what people shall see in it, and the text that rides along."""


def _text(seen: str, text: str) -> bytes:
    return f"{seen}\n\n{text}\n".encode("utf-8", "surrogatepass")


def _markdown(seen: str, text: str) -> bytes:
    return _text(f"# {seen.split()[0]}\n\n{seen}", text)


def _page(inside: str) -> Build:
    def build(seen: str, text: str) -> bytes:
        filled = inside % {"seen": html.escape(seen), "text": html.escape(text)}
        return f"<html><body><h1>{html.escape(seen.split()[0])}</h1>{filled}</body></html>".encode(errors="replace")

    return build


def _pdf(drawn: bytes) -> Build:
    """`drawn` is how the text is drawn: in which colour, how large, whether at all."""

    def build(seen: str, text: str) -> bytes:
        from tests.fakes.bombs import page, stream

        lines = b"BT /F 11 Tf 70 780 Td (%s) Tj ET BT %s 70 740 Td (%s) Tj ET"
        return page(stream(zlib.compress(lines % (_latin(seen), drawn, _latin(text)))))

    return build


def _latin(text: str) -> bytes:
    encoded = " ".join(text.split()).encode("cp1252", "replace")
    return encoded.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _word(hidden: bool = False, comment: bool = False) -> Build:
    def build(seen: str, text: str) -> bytes:
        from docx import Document

        word = Document()
        word.add_heading(seen.split()[0], 1)
        paragraph = word.add_paragraph(seen)
        safe = "".join(c if c.isprintable() or c == "\n" else " " for c in text)  # XML has no control characters
        if comment:
            word.add_comment(paragraph.runs, text=safe, author=safe[:50], initials="x")
        else:
            paragraph.add_run(f" {safe}").font.hidden = hidden
        packed = io.BytesIO()
        word.save(packed)
        return packed.getvalue()

    return build


def _table(seen: str, text: str) -> bytes:
    rows = io.StringIO()
    csv.writer(rows).writerows([["thing", "what it is", text[:40]], [seen.split()[0], seen, text]])
    return rows.getvalue().encode("utf-8", "replace")


DOCUMENTS: Mapping[str, tuple[str, Build]] = {
    "text": ("txt", _text),
    "Markdown": ("md", _markdown),
    "a heading": ("md", lambda seen, text: _text(f"# {' '.join(text.split())}\n\n{seen}", text)),
    "HTML": ("html", _page("<p>%(seen)s</p><p>%(text)s</p>")),
    "hidden by CSS": ("html", _page("<p>%(seen)s</p><p style='display:none'>%(text)s</p>")),
    "the page's colour": ("html", _page("<p>%(seen)s</p><p style='color:#fff;font-size:1px'>%(text)s</p>")),
    "a comment in HTML": ("html", _page("<p>%(seen)s</p><!-- %(text)s -->")),
    "a picture's text": ("html", _page("<p>%(seen)s</p><img src='x' alt='%(text)s' title='%(text)s'>")),
    "between letters": ("txt", lambda seen, text: _text(seen, ZERO_WIDTH.join(text))),
    "PDF": ("pdf", _pdf(b"/F 11 Tf")),
    "white on white": ("pdf", _pdf(b"1 1 1 rg /F 11 Tf")),
    "tiny": ("pdf", _pdf(b"/F 0.1 Tf")),
    "never drawn": ("pdf", _pdf(b"3 Tr /F 11 Tf")),
    "Word": ("docx", _word()),
    "hidden in Word": ("docx", _word(hidden=True)),
    "a comment in Word": ("docx", _word(comment=True)),
    "a table": ("csv", _table),
}
"""The suffix and the maker of each document."""


def _poisoned(text: str) -> JourneyMap:
    """Return the example's map with `text` wherever a person's words stand, and called their words."""
    journey = example()
    point = journey.touchpoints[0]
    origin = point.origin.model_copy(update={"quote": text, "turn": 1})
    changed = {"name": text, "thought": text, "origin": origin}
    return journey.model_copy(
        update={
            "title": text,
            "persona": journey.persona.model_copy(update={"name": text, "interests": (text,)}),
            "touchpoints": (point.model_copy(update=changed), *journey.touchpoints[1:]),
        }
    )


def _json(text: str) -> bytes:
    content = json.loads(JSON.export(example()))
    content["title"] = content["persona"]["name"] = content["touchpoints"][0]["name"] = text
    content["touchpoints"][0]["origin"] = {"kind": "said", "quote": text, "turn": 1, "source": None}
    return json.dumps(content).encode()


def _workbook(text: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    safe = ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "replace").decode()
    book = Workbook()
    sheet = book.create_sheet("s", 0)
    for row in (["Touchpoint", "Stage", safe[:40] or "x"], [safe, safe, safe]):
        sheet.append([f"'{cell}" if cell.startswith("=") else cell for cell in row])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _rows(text: str) -> bytes:
    rows = io.StringIO()
    csv.writer(rows).writerows([["Touchpoint", "Stage", "Thought", text[:40]], [text, text, text, text]])
    return rows.getvalue().encode("utf-8", "replace")


MAPS: Mapping[str, tuple[str, Callable[[str], bytes]]] = {
    "JSON map": ("json", _json),
    "Markdown map": ("md", lambda text: MARKDOWN.export(_poisoned(text.encode("utf-8", "replace").decode()))),
    "Markdown by hand": (
        "md",
        lambda text: f"# {text}\n\n## Touchpoints\n\n- {text}\n\n{text}".encode(errors="replace"),
    ),
    "CSV map": ("csv", _rows),
    "workbook": ("xlsx", _workbook),
    "Mermaid": (
        "mmd",
        lambda text: f"journey\n title {text}\n section {text}\n {text}: 3: {text}".encode(errors="replace"),
    ),
}
"""The suffix and the maker of each file that a map may begin with."""
