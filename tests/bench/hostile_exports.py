"""Exports maps full of hostile values in every format, and opens each file with a program that is not ours.

    python -m tests.bench.hostile_exports [--values 2000 --batch 200 --only html,csv]

The values are markup, formulas, escape sequences, odd scripts, very long words (tests/fakes/hostile_values.py). A
fault is a file that cannot be opened, a value that is not shown, or anything that was run, calculated or loaded. It
ends with 1 if there was one. What is not installed is told: tools/install_export_programs.sh installs it.
"""

import argparse
import asyncio
import csv
import html
import io
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from lxml import etree
from openpyxl import load_workbook

from assistant.journey.models import json_schema
from assistant.text import shorten
from exports.csv_file import unguarded
from exports.json_file import read_map
from exports.registry import by_name
from exports.xml_text import sound
from imports.markdown import read_markdown
from tests.fakes import pages, programs
from tests.fakes.hostile_values import hostile_map, hostile_values

CJML = programs.ROOT / "docs" / "schema" / "cjml-2.0-planned.xsd"
_TAGS = {
    "h1", "h2", "h3", "p", "em", "strong", "ul", "li", "pre", "code", "table", "thead", "tbody", "tr", "th", "td",
    "a", "sup", "section", "ol", "br", "span",
}  # fmt: skip

Values = list[str]


def joined(text: str) -> str:
    """Return `text` without what programs show as nothing or break lines at."""
    return "".join(text.replace("\ufeff", "").replace("\u200b", "").replace("\ufffe", "").replace("\uffff", "").split())


def lost(values: Values, text: str) -> Iterator[str]:
    """Yield a fault for each value that `text` does not show."""
    plain = joined(text)
    yield from (f"not shown: {value!r}" for value in values if joined(value) not in plain)


def check_json(values: Values) -> Iterator[str]:
    """An independent validator accepts it, and it reads back to an equal map."""
    journey = hostile_map(values)
    data = by_name("json").export(journey)
    judge = Draft202012Validator(json_schema())
    yield from (fault.message for fault in judge.iter_errors(json.loads(data)))
    if read_map(data) != journey:
        yield "reads back to another map"


def check_markdown(values: Values) -> Iterator[str]:
    """cmark-gfm shows every value and makes no markup of them; the file reads back to an equal map."""
    journey = hostile_map(values)
    data = by_name("markdown").export(journey)
    page = programs.github_page(data.decode().split("---\n", 2)[2])
    yield from (f"markup: {tag}" for tag in set(re.findall(r"<(\w+)", page)) - _TAGS)
    # GitHub makes a link of an e-mail address, whatever stands around it; no other address is one.
    addresses = {address.split(":")[0] for address in re.findall(r'href="([^"#]*)', page)}
    yield from (f"a link: {address}" for address in addresses - {"", "mailto"})
    yield from lost(values, html.unescape(re.sub(r"<[^>]*>", "", page)))
    if read_markdown(data).map != journey:
        yield "reads back to another map"


def check_csv(values: Values) -> Iterator[str]:
    """A strict reader finds every value, and LibreOffice shows what stands there and calculates nothing."""
    data = by_name("csv").export(hostile_map(values))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    if {len(row) for row in rows} != {len(rows[0])}:
        yield "rows of different lengths"
    yield from (f"not {b!r}" for a, b in zip(rows[1:], values, strict=True) if unguarded(a[2]) != b)
    cells = (cell for row in rows for cell in row if not re.fullmatch(r"[+-]?\d+([.,]\d+)?", cell))
    yield from (f"a formula: {cell!r}" for cell in cells if re.search(r"(\A|[;\t\n])\s*[=+\-@＝＋－＠]", cell))
    [sheet] = programs.sheets(data, ".csv")
    for own, seen in zip(rows, sheet, strict=True):
        # `5$` is an amount of money to LibreOffice, and is shown as one.
        if joined(own[2]) != joined(seen[2]) and not own[2][:1].isdigit():
            yield f"LibreOffice shows {seen[2]!r} for {own[2]!r}"


def check_xlsx(values: Values) -> Iterator[str]:
    """No cell is a formula, and LibreOffice shows every value and calculates nothing."""
    data = by_name("xlsx").export(hostile_map(values))
    book = load_workbook(io.BytesIO(data))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    yield from (f"a formula: {cell.value!r}" for cell in cells if cell.data_type == "f")
    shown = next(rows for rows in programs.sheets(data, ".xlsx") if rows[0][:3] == ["ID", "Stage", "Touchpoint"])
    for row, value in zip(shown[1:], values, strict=True):
        if joined(row[2]) != joined(value):
            yield f"LibreOffice shows {row[2]!r} for {value!r}"


def check_docx(values: Values) -> Iterator[str]:
    """LibreOffice reads every value in the document."""
    yield from lost([sound(value) for value in values], programs.office_text(_written("docx", values), ".docx"))


def check_html(values: Values) -> Iterator[str]:
    """Chromium shows every value, runs nothing, and asks nothing of the network, even without the page's own policy."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "map.html")
        file.write_bytes(_written("html", values))
        told = asyncio.run(pages.shown(file))
    yield from lost(values, told["text"])
    yield from _acted(told)
    yield from (f"a link: {link}" for link in told["links"] if not link.startswith("#"))


def check_pictures(values: Values) -> Iterator[str]:
    """Chromium and librsvg draw the pictures, which hold nothing that could act."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("svg", "png"):
            Path(folder, f"map.{kind}").write_bytes(_written(kind, values))
        svg = Path(folder, "map.svg")
        if not programs.rasterised(svg.read_bytes()).startswith(b"\x89PNG"):
            yield "librsvg cannot draw it"
        told = asyncio.run(pages.shown(svg, ["map.svg", "map.png"]))
        yield from (f"Chromium cannot show {name}" for name, width in told["widths"].items() if not width)
        yield from _acted(told)


def check_pdf(values: Values) -> Iterator[str]:
    """Poppler reads the document, which holds no script, and finds the values that have letters of its typeface."""
    data = _written("pdf", values)
    facts = programs.pdf_facts(data)
    if facts.get("JavaScript") != "no" or facts.get("Form") != "none":
        yield f"it can act: {facts}"
    # A longer word is hyphenated, and poppler tells the lines of a cell that are signs alone in another order.
    plain = [value for value in values if re.fullmatch(r"[ -~]{1,12}", value)]
    yield from lost(plain, programs.pdf_text(data))


def check_mermaid(values: Values) -> Iterator[str]:
    """The real Mermaid in Chromium draws every name, as a journey and as a flowchart, and runs nothing."""
    parts = [values[start : start + 40] for start in range(0, len(values), 40)]
    wanted = [(by_name(kind).export(hostile_map(part)).decode(), part, longest) for part in parts
              for kind, longest in (("mermaid", 40), ("flowchart", 60))]  # fmt: skip
    found = programs.drawn([text for text, *_ in wanted])
    if found["struck"] is not None:
        yield "something was run"
    for (text, names, longest), picture in zip(wanted, found["found"], strict=True):
        if (picture.get("fault"), picture.get("errors"), picture.get("active")) != (None, False, 0):
            yield f"{picture} of {text}"
            continue
        labels = [joined(label) for label in picture["shown"]]
        for name in names:
            visible = joined(shorten(name.replace("\ufeff", " "), longest))
            if not any(visible in label for label in labels):
                yield f"not shown: {name!r}"


def check_cjml(values: Values) -> Iterator[str]:
    """The document has CJML's structure, and every name stands in it."""
    root = etree.fromstring(_written("cjml", values), etree.XMLParser(huge_tree=True))
    structure = etree.XMLSchema(etree.parse(CJML))
    if not structure.validate(root):
        yield str(structure.error_log)
    labels = {element.text for element in root.iter("receiverLabel")}
    yield from (f"not shown: {value!r}" for value in values if sound(value) not in labels)


CHECKS: dict[str, tuple[Callable[[Values], Iterator[str]], tuple[str, ...]]] = {
    "json": (check_json, ()),
    "markdown": (check_markdown, ("cmark-gfm",)),
    "csv": (check_csv, ("LibreOffice",)),
    "xlsx": (check_xlsx, ("LibreOffice",)),
    "docx": (check_docx, ("LibreOffice",)),
    "html": (check_html, ("Chromium",)),
    "svg, png": (check_pictures, ("Chromium", "rsvg-convert")),
    "pdf": (check_pdf, ("pdftotext",)),
    "mermaid, flowchart": (check_mermaid, ("Chromium", "mermaid")),
    "cjml": (check_cjml, ()),
}
"""What is tried of each format, and the programs that it needs."""


def batches(values: Values, size: int) -> Iterator[Values]:
    """Yield the values in batches, each of which makes one map."""
    yield from (values[start : start + size] for start in range(0, len(values), size))


def _written(name: str, values: Values) -> bytes:
    return by_name(name).export(hostile_map(values))


def _acted(told: dict[str, Any]) -> Iterator[str]:
    if told["struck"] is not None:
        yield "something was run"
    if told["active"]:
        yield f"{told['active']} elements that act"
    yield from (f"asked for {url}" for url in told["requested"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return how the program ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--values", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=200)
    parser.add_argument("--only", default="", help="formats, by comma")
    options = parser.parse_args(arguments)
    wanted = [name for name in CHECKS if not options.only or set(options.only.split(",")) & set(name.split(", "))]
    values, missing, faults = hostile_values(options.values), set(programs.missing()), 0
    for name in wanted:
        check, needs = CHECKS[name]
        if absent := missing & set(needs):
            print(f"{name:20} not tried, for want of {', '.join(sorted(absent))}")
            continue
        begun = time.perf_counter()
        found = [fault for batch in batches(values, options.batch) for fault in check(batch)]
        faults += len(found)
        print(f"{name:20} {len(values)} values, {len(found)} faults, {time.perf_counter() - begun:5.0f} s", flush=True)
        for fault in found[:10]:
            print(f"    {fault[:300]}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
