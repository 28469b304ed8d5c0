"""The map as an Excel workbook: a sheet a part, with filters and links between the sheets."""

import io
import re
from collections.abc import Sequence
from datetime import UTC
from typing import Any

from assistant.journey.models import Item, JourneyMap
from assistant.locale import N_, NAMES, translator
from exports import labels
from exports.columns import COLUMNS, ID, PART_NAMES, Column, Kind, in_words
from exports.seals import facts_of

_LONGEST_CELL = 32_767  # Excel's limit; a longer text would be left out by the writer
_LONGEST_SHEET_NAME = 31
_LINE, _HIGHEST_ROW = 15, 409  # points; Excel allows no more
_ORIGIN_WIDTHS = (22, 50, 10)
_WIDTHS = {Kind.NAME: 36, Kind.TEXT: 28, Kind.QUOTE: 40, Kind.STAGE: 22, Kind.LINKS: 16}


class XlsxExporter:
    """All of the map in sheets that can be filtered; reading it back makes every value `imported`."""

    name = "xlsx"
    suffix = ".xlsx"
    cannot_carry = (
        N_("Read back from Excel, every value counts as imported: keep a JSON or Markdown file for its origin."),
        N_("Excel cuts a text after 32,767 characters."),
    )

    def export(self, journey: JourneyMap) -> bytes:
        """Return the workbook; no text in it is ever a formula."""
        return _Book(journey).written()


EXPORTER = XlsxExporter()


class _Book:
    def __init__(self, journey: JourneyMap) -> None:
        from xlsxwriter import Workbook

        self._journey = journey
        self._say = translator(journey.language).gettext
        self._data = io.BytesIO()
        self._book: Any = Workbook(
            self._data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        created = journey.created if journey.created.tzinfo is None else journey.created.astimezone(UTC)
        self._book.set_properties({"title": _cut(journey.title)[:255], "created": created.replace(tzinfo=None)})
        plain = {"text_wrap": True, "valign": "top"}
        self._head = self._book.add_format({**plain, "bold": True, "bg_color": "#DDE6F0", "bottom": 1})
        self._plain = self._book.add_format(plain)
        self._link = self._book.add_format({**plain, "font_color": "#1155CC", "underline": 1})
        self._feeling = self._book.add_format({**plain, "num_format": "+0;-0;0", "align": "center"})
        self._parts = [part for part in PART_NAMES if journey.part(part) or part == "touchpoints"]
        self._sheets = {part: _sheet_name(self._say(PART_NAMES[part])) for part in self._parts}
        self._places = {
            item.id: f"internal:'{self._sheets[part].replace(chr(39), chr(39) * 2)}'!A{row}"
            for part in self._parts
            for row, item in enumerate(journey.part(part), start=2)
        }

    def written(self) -> bytes:
        self._facts()
        for part in self._parts:
            self._part(part)
        self._book.close()
        return self._data.getvalue()

    def _facts(self) -> None:
        journey, say = self._journey, self._say
        sheet = self._book.add_worksheet(_sheet_name(say(labels.SECTIONS["map"])))
        widths = [26, 60, *_ORIGIN_WIDTHS]
        self._header(sheet, [say(labels.FIELD), say(labels.VALUE), *map(say, labels.ORIGIN_COLUMNS)], widths)
        rows = [(labels.TITLE, journey.title)]
        values = [
            say(labels.KINDS[journey.kind]),
            say(labels.STATES[journey.state]),
            NAMES.get(journey.language, journey.language),
            journey.created.isoformat(" ", "seconds"),
            journey.updated.isoformat(" ", "seconds"),
            str(journey.revision),
            journey.schema_version,
        ]
        rows += zip(labels.ABOUT, values, strict=True)
        for number, (name, value) in enumerate(rows, start=1):
            self._row(sheet, number, [say(name), value], widths)
        number = len(rows)
        for facts, names in ((journey.goal, labels.GOAL_FIELDS), (journey.persona, labels.PERSONA_FIELDS)):
            for field, value, origin in facts_of(facts):
                number += 1
                told = [say(labels.ORIGINS[origin.kind]), origin.quote or "", str(origin.turn or "")]
                self._row(sheet, number, [say(names[field]), value, *told], widths)

    def _part(self, part: str) -> None:
        say, columns = self._say, COLUMNS[part]
        items = self._journey.part(part)
        sheet = self._book.add_worksheet(self._sheets[part])
        headings = [say(ID), *(say(column.heading) for column in columns), *map(say, labels.ORIGIN_COLUMNS)]
        widths = [8, *(_WIDTHS.get(column.kind, 16) for column in columns), *_ORIGIN_WIDTHS]
        self._header(sheet, headings, widths)
        for number, item in enumerate(items, start=1):
            origin = item.origin
            told = [say(labels.ORIGINS[origin.kind]), origin.quote or "", str(origin.turn or "")]
            texts = [item.id, *(self._words(column, item) for column in columns), *told]
            self._row(sheet, number, texts, widths)
            for place, column in enumerate(columns, start=1):
                self._mark_up(sheet, number, place, column, item)
        sheet.autofilter(0, 0, len(items), len(headings) - 1)

    def _header(self, sheet: Any, headings: Sequence[str], widths: Sequence[int]) -> None:  # noqa: ANN401 - untyped
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for place, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, self._head)

    def _row(self, sheet: Any, number: int, texts: Sequence[str], widths: Sequence[int]) -> None:  # noqa: ANN401
        # LibreOffice shows one line of a text that has more, unless the row's height says otherwise.
        sheet.set_row(number, min(_LINE * max(map(_lines, texts, widths)), _HIGHEST_ROW))
        for place, text in enumerate(texts):
            if text:
                sheet.write_string(number, place, _cut(text), self._plain)

    def _words(self, column: Column, item: Item) -> str:
        stage = self._journey.stage(item.stage) if column.kind is Kind.STAGE and hasattr(item, "stage") else None
        return f"{stage.id} · {stage.name}" if stage else in_words(column, item, self._say)

    def _mark_up(self, sheet: Any, row: int, place: int, column: Column, item: Item) -> None:  # noqa: ANN401 - untyped
        """Write a number over its words, and a link over the ids that it leads to."""
        value = getattr(item, column.field)
        if value is None or value == ():
            return
        match column.kind:
            case Kind.FEELING | Kind.SEVERITY:
                sheet.write_number(row, place, value, self._feeling if column.kind is Kind.FEELING else self._plain)
            case Kind.STAGE | Kind.LINKS:
                # A cell has one link: it leads to the first item, and names them all.
                first = value if column.kind is Kind.STAGE else value[0]
                sheet.write_url(row, place, self._places[first], self._link, _cut(self._words(column, item)))
            case _:
                pass


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column of `width` letters."""
    return sum(len(line) // width + 1 for line in text.split("\n"))


def _sheet_name(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", text)[:_LONGEST_SHEET_NAME].strip("' ")


def _cut(text: str) -> str:
    # Excel counts a sign beyond the basic plane twice.
    if len(text.encode("utf-16-le")) // 2 <= _LONGEST_CELL:
        return text
    kept = text.encode("utf-16-le")[: (_LONGEST_CELL - 1) * 2].decode("utf-16-le", "ignore")
    return f"{kept}…"
