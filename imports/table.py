"""A table with a header row becomes a map: one row a touchpoint, columns matched by their names in three languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from assistant.journey.models import LABELS, PREFIXES, JourneyMap, MapKind, MapState, Origin, StageKind, now
from assistant.journey.start import STAGE_NAMES
from assistant.locale import N_, _, translator
from assistant.text import clean, clean_line, fold
from imports.headers import FIELDS, Header, matched
from imports.items import Items, RawRow
from imports.port import Imported, Remarks, quoted
from imports.values import origin_columns, said_as

MAX_COLUMNS = 200
MAX_ROWS = 20_000
"""Rows that are read of a table; a journey of more touchpoints is no map."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in a file: its name, its rows of text, and the number of the first row in the file."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    first: int = 1

    @property
    def headers(self) -> tuple[str, ...]:
        """The names of its columns."""
        return self.rows[0] if self.rows else ()


def headers(table: Table, language: str) -> list[Header]:
    """Return what each column of a table is taken for; one that is not sure has more than one field, or none."""
    return matched(table.headers, table.rows[1:], language)


def read_table(table: Table, chosen: Mapping[int, str], language: str, title: str) -> Imported:
    """Return the map of a table.

    Args:
        table: the table; its first row names the columns.
        chosen: the field of each column by its number, a key of `FIELDS`; empty for one that is to be left out. The
            others are remarked on.
        language: the language of the map.
        title: the title of the map.
    """
    reader = _Reader(table, chosen, language)
    parts = reader.read()
    moment = now()
    journey = JourneyMap.model_validate(
        {
            "title": clean_line(title) or translator(language).gettext(N_("Customer journey map")),
            "language": language,
            "kind": MapKind.JOURNEY,
            "state": MapState.AS_IS,
            "created": moment,
            "updated": moment,
            **parts,
        }
    )
    return Imported(journey, reader.remarks.sorted())


class _Reader:
    def __init__(self, table: Table, chosen: Mapping[int, str], language: str) -> None:
        self.remarks = Remarks()
        self._table = table
        self._chosen = {number: field for number, field in chosen.items() if field}
        self._left_out = chosen.keys() - self._chosen.keys()
        self._language = language
        self._rows: list[RawRow] = []
        self._known: dict[tuple[str, str], RawRow] = {}
        self._used = self._given_ids()
        self._numbers = {prefix: count(1) for prefix in PREFIXES.values()}
        self._origins, self._words = origin_columns(table.headers, language)

    def read(self) -> Mapping[str, object]:
        self._remark_on_the_rest()
        shift = self._shift()
        for line, row in enumerate(self._table.rows[1 : MAX_ROWS + 1], start=self._table.first + 1):
            cells = [clean(cell).strip() for cell in row]
            origin = quoted(cells[self._words]) if self._words and len(cells) > self._words else None
            self._row(
                line, {name: cells[i] for i, name in self._chosen.items() if i < len(cells) and cells[i]}, shift, origin
            )
        if len(self._table.rows) > MAX_ROWS + 1:
            said = _("Only the first %(count)s rows were taken in.")
            self.remarks.add(self._table.first + MAX_ROWS + 1, said, count=str(MAX_ROWS))
        return Items(self._language, [], lambda _name, _mark: False, self.remarks).read(self._rows)

    def _given_ids(self) -> set[str]:
        column = next((number for number, name in self._chosen.items() if name == "id"), None)
        return set() if column is None else {row[column].strip() for row in self._table.rows[1:] if len(row) > column}

    def _next_id(self, prefix: str) -> str:
        return next(one for number in self._numbers[prefix] if (one := f"{prefix}{number}") not in self._used)

    def _remark_on_the_rest(self) -> None:
        for number, header in enumerate(self._table.headers):
            filled = any(len(row) > number and row[number].strip() for row in self._table.rows[1:])
            if number not in self._chosen and number not in self._origins and filled:
                said = (
                    _("The column “%(text)s” was left out, as you said.")
                    if number in self._left_out
                    else _("The column “%(text)s” was not taken in; `--column` can tell what it is.")
                )
                self.remarks.add(self._table.first, said, text=clean_line(header) or f"{number + 1}")

    def _shift(self) -> int:
        """Return what turns the feelings of the table into -2 to 2: -3 where they run from 1 to 5."""
        column = next((number for number, name in self._chosen.items() if name == "emotion"), None)
        if column is None:
            return 0
        written = [row[column].strip() for row in self._table.rows[1:] if len(row) > column and row[column].strip()]
        numbers = [text for text in written if text in ("1", "2", "3", "4", "5")]
        if len(numbers) == len(written) and {"3", "4", "5"} & set(numbers):
            self.remarks.add(self._table.first, _("The feelings run from 1 to 5, so 3 was taken for neutral."))
            return -3
        return 0

    def _row(self, line: int, cells: dict[str, str], shift: int, origin: Origin | None) -> None:
        if not cells:
            return
        if shift and "emotion" in cells:
            cells["emotion"] = str(int(cells["emotion"]) + shift)
        if "stage" in cells:
            self._stage(line, cells["stage"], cells.get("duration"))
        point = {name: text for name, text in cells.items() if FIELDS[name].part == "touchpoints"}
        if point.keys() - {"stage", "id"}:
            point.setdefault("id", self._next_id("t"))
            self._rows.append(RawRow("touchpoints", line, point, origin))
        stage = {"stage": cells["stage"]} if "stage" in cells else {}
        for text in _each(cells.get("goal")):
            self._once("goals", line, {"text": text, **stage})
        linked = {"touchpoints": point["id"]} if "name" in point else {}
        rest = _some(cells, "cause", "severity")
        hindered = [
            self._once("constraints", line, {"text": text, **stage, **linked, **rest})
            for text in _each(cells.get("constraint"))
        ]
        addressed = {"addresses": "\n".join(hindered)} if hindered else {}
        rest = _some(cells, "owner", "effort", "impact", "due")
        for text in _each(cells.get("action")):
            self._once("actions", line, {"text": text, **addressed, **rest})

    def _stage(self, line: int, name: str, duration: str | None) -> None:
        kind = said_as(self._language, STAGE_NAMES).get(fold(name), StageKind.CUSTOM)
        self._once("stages", line, {"name": name, "kind": str(kind), **({"duration": duration} if duration else {})})

    def _once(self, part: str, line: int, cells: dict[str, str]) -> str:
        """Take a row in and return its id; of words that are there already, only the links are new."""
        words = fold(cells[LABELS[part]])
        same = self._known.get((part, words))
        if same is None:
            same = RawRow(part, line, {"id": self._next_id(PREFIXES[part]), **cells})
            self._known[part, words] = same
            self._rows.append(same)
        for name in ("touchpoints", "addresses"):
            if linked := dict.fromkeys([*_each(same.cells.get(name)), *_each(cells.get(name))]):
                same.cells[name] = "\n".join(linked)
        return same.cells["id"]


def _each(text: str | None) -> list[str]:
    """Return what stands in the lines of a cell."""
    return [line.strip() for line in (text or "").split("\n") if line.strip()]


def _some(cells: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: cells[name] for name in names if name in cells}
