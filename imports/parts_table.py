"""Reading our own workbook back: a sheet a part, told by the sheets' names."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.journey.models import JourneyMap, now
from assistant.locale import N_, NAMES, _, translator
from assistant.text import clean, clean_line, fold
from exports import labels
from exports.columns import PART_NAMES
from imports.items import Items, RawRow
from imports.markdown_facts import Facts
from imports.port import Imported, Remarks, quoted
from imports.table import Table
from imports.values import headings, origin_columns, part_names, said_as


def part_of(table: Table, language: str) -> str | None:
    """Return the part of a map that a sheet holds by its name, ``map`` for the goal and the persona, or None."""
    known = {**part_names(language), **dict.fromkeys(said_as(language, {"map": labels.SECTIONS["map"]}), "map")}
    return known.get(fold(table.name))


def is_ours(tables: Sequence[Table], language: str) -> bool:
    """Tell whether a workbook has a sheet a part: one of touchpoints, and another beside it."""
    parts = {part_of(table, language) for table in tables} - {None}
    return "touchpoints" in parts and len(parts) > 1


def read_parts(tables: Sequence[Table], language: str, title: str) -> Imported:
    """Return the map of a workbook that has a sheet a part; everything in it is `imported`."""
    remarks = Remarks()
    rows: list[RawRow] = []
    head: dict[str, Any] = {}
    facts = {part: Facts(part, language, _never, remarks) for part in ("goal", "persona")}
    for table in tables:
        part = part_of(table, language)
        if part == "map":
            head = _facts(table, facts, remarks)
        elif part in PART_NAMES:
            rows += _rows(table, part, language, remarks)
        else:
            remarks.add(None, _("The sheet “%(text)s” was not taken in."), text=table.name)
    parts = Items(language, [], _never, remarks).read(rows)
    moment = now()
    journey = JourneyMap.model_validate(
        {
            "title": clean_line(title) or translator(language).gettext(N_("Customer journey map")),
            "language": language,
            "created": moment,
            "updated": moment,
            **head,
            **{part: found.whole() for part, found in facts.items()},
            **parts,
        }
    )
    return Imported(journey, remarks.sorted())


def _never(_name: str, _mark: str) -> bool:
    return False


def _facts(table: Table, facts: Mapping[str, Facts], remarks: Remarks) -> dict[str, Any]:
    """Take in the rows of field and value; return what they tell of the map itself."""
    head: dict[str, Any] = {}
    _columns, words = origin_columns(table.headers, "en")
    for line, row in enumerate(table.rows[1:], start=table.first + 1):
        name, value = (clean(cell).strip() for cell in (*row, "", "")[:2])
        if not (name and value):
            continue
        field = next(((found, f) for found in facts.values() if (f := found.named(name))), None)
        if field:
            field[0].add(field[1], value, quoted(row[words]) if words and len(row) > words else None, line)
        elif not _about(name, value, head):
            remarks.add(line, _("“%(text)s” is no part of a map, so it was not taken in."), text=f"{name}: {value}")
    return head


def _about(name: str, value: str, head: dict[str, Any]) -> bool:
    """Take in what a row tells of the map itself; its dates and its revision are new."""
    known = said_as("en", dict(enumerate((labels.TITLE, *labels.ABOUT))))
    meanings = {
        "kind": said_as("en", labels.KINDS),
        "state": said_as("en", labels.STATES),
        "language": {fold(spoken): code for code, spoken in NAMES.items()},
    }
    match known.get(fold(name)):
        case 0:
            head["title"] = clean_line(value)
        case 1 | 2 | 3 as number:
            field = ("kind", "state", "language")[number - 1]
            if fold(value) not in meanings[field]:
                return False
            head[field] = meanings[field][fold(value)]
        case None:
            return False
    return True


def _rows(table: Table, part: str, language: str, remarks: Remarks) -> list[RawRow]:
    known = headings(language, part)
    origins, words = origin_columns(table.headers, language)
    fields = [None if number in origins else known.get(fold(header)) for number, header in enumerate(table.headers)]
    for number, header in enumerate(table.headers):
        if fields[number] is None and header.strip() and number not in origins:
            said = _("“%(text)s” is no column of this table, so what stands below it was not taken in.")
            remarks.add(table.first, said, text=header)
    rows = []
    for line, row in enumerate(table.rows[1:], start=table.first + 1):
        cells = {field: cell for field, cell in zip(fields, row, strict=False) if field and cell.strip()}
        if cells:
            rows.append(RawRow(part, line, cells, quoted(row[words]) if words and len(row) > words else None))
    return rows
