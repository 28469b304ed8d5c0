"""Rows of words become the items of a map: ids, fixed values, links, and whether a person changed them."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from assistant.journey.apply import number_of
from assistant.journey.models import ITEM_TYPES, LABELS, PARTS, PREFIXES, REFERENCES, Item, Origin, Touchpoint
from assistant.locale import LANGUAGES, _, translator
from assistant.text import clean, fold
from exports import labels
from exports.columns import COLUMNS, Column, Kind
from exports.seals import item_seal
from imports.port import IMPORTED, Remarks, imported
from imports.values import fixed

_ID = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_LINK = re.compile(r"[,;\n]")
MAX_ITEMS = 60_000
"""Rows that become items: more than any table has, for one row may tell of three."""
_REQUIRED = {"evidence": ("kind",), "unknowns": ("step",)}


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it is written: the part it belongs to, its line, its text by field, and the origin that it states."""

    part: str
    line: int
    cells: dict[str, str]
    origin: Origin | None = None


class Items:
    """The items of a map in the making."""

    def __init__(
        self,
        language: str,
        exported: Sequence[str],
        sealed: Callable[[str, str], bool],
        remarks: Remarks,
    ) -> None:
        """Read rows in `language`.

        Args:
            language: the language whose words come first.
            exported: the ids that the file was exported with, in the order of the map.
            sealed: tells whether the file was exported with this mark for this id.
            remarks: is told what cannot be understood.
        """
        self.by_hand: list[str] = []
        self._language = language
        self._exported = exported
        self._sealed = sealed
        self._remark = remarks.add
        self._parts: dict[str, str] = {}
        self._names: dict[str, dict[str, list[str]]] = {part: {} for part in PARTS}
        self._stages: dict[str, str] = {}

    def read(self, rows: Iterable[RawRow]) -> dict[str, tuple[Item, ...]]:
        """Return the items of each part, in the order of the rows."""
        given = list(islice(rows, MAX_ITEMS + 1))
        if len(given) > MAX_ITEMS:
            self._remark(given.pop().line, _("Only the first %(count)s rows were taken in."), count=str(MAX_ITEMS))
        whole = [row for row in map(_cleaned, given) if self._complete(row)]
        ids = self._number(whole)
        for row, item_id in zip(whole, ids, strict=True):
            self._parts[item_id] = row.part
            self._names[row.part].setdefault(fold(row.cells[LABELS[row.part]]), []).append(item_id)
            if row.part == "stages":
                self._stages[item_id] = row.cells["name"]
        found: dict[str, list[Item]] = {part: [] for part in PARTS}
        for row, item_id in sorted(zip(whole, ids, strict=True), key=lambda pair: PARTS.index(pair[0].part)):
            found[row.part].append(self._item(row, item_id))
        found["touchpoints"] = _in_order(found["touchpoints"], self._exported)
        return {part: tuple(items) for part, items in found.items()}

    def _complete(self, row: RawRow) -> bool:
        for name in (LABELS[row.part], *_REQUIRED.get(row.part, ())):
            column = next(column for column in COLUMNS[row.part] if column.field == name)
            text = row.cells.get(name, "")
            if text and column.kind is not Kind.NAME:
                try:
                    fixed(column.kind, text, self._language)
                except ValueError:
                    self._not_understood(row, column, text)
                    text = ""
            if not text:
                said = _("A row without “%(heading)s” was not taken in: “%(text)s”.")
                self._remark(row.line, said, heading=_(column.heading), text=" | ".join(row.cells.values()))
                return False
        return True

    def _number(self, rows: Sequence[RawRow]) -> list[str]:
        """Return an id for each row: the one it has, or the next that was never used."""
        highest = dict.fromkeys(PREFIXES.values(), 0)
        for used in (*self._exported, *(row.cells.get("id", "") for row in rows)):
            prefix, number = number_of(used)
            highest[prefix] = max(highest.get(prefix, 0), number)
        ids: dict[str, None] = {}
        for row in rows:
            wanted = row.cells.get("id", "")
            if not _ID.fullmatch(wanted) or wanted in ids:
                prefix = PREFIXES[row.part]
                highest[prefix] += 1
                given = f"{prefix}{highest[prefix]}"
                if wanted:
                    text = _("“%(text)s” is no id, or is used twice; here it became %(id)s.")
                    self._remark(row.line, text, text=wanted, id=given)
                wanted = given
            ids[wanted] = None
        return list(ids)

    def _item(self, row: RawRow, item_id: str) -> Item:
        values: dict[str, Any] = {"id": item_id, "origin": row.origin or IMPORTED}
        for column in COLUMNS[row.part]:
            text = row.cells.get(column.field, "")
            if text and (value := self._value(column, text, row)) is not None:
                values[column.field] = value
        item = ITEM_TYPES[row.part].model_validate(values)
        if not (row.origin and self._sealed(item_id, item_seal(item))):
            self.by_hand.append(item_id)
            item = item.model_copy(update={"origin": imported(item.origin)})
        return self._without_lost_links(item, row)

    def _value(self, column: Column, text: str, row: RawRow) -> Any:  # noqa: ANN401 - what the field holds
        match column.kind:
            case Kind.NAME | Kind.TEXT:
                return text
            case Kind.QUOTE:
                return _unquoted(text)
            case Kind.STAGE:
                return self._stage(text, row)
            case Kind.LINKS:
                return tuple(self._links(REFERENCES[row.part][column.field], text, row.line))
            case kind:
                try:
                    return fixed(kind, text, self._language)
                except ValueError:
                    self._not_understood(row, column, text)
                    return None

    def _not_understood(self, row: RawRow, column: Column, text: str) -> None:
        said = _("“%(text)s” cannot be understood as “%(heading)s”, so it was not taken in.")
        self._remark(row.line, said, text=text, heading=_(column.heading))

    def _stage(self, text: str, row: RawRow) -> str | None:
        """Return the id of the stage that is meant by its id, its name, or both: ``s2 Consideration``."""
        first, _space, rest = text.partition(" ")
        if first in self._stages and fold(self._stages[first]) in (fold(rest), fold(rest.removeprefix("· "))):
            return first
        named = self._names["stages"].get(fold(text), [])
        if len(named) == 1:
            return named[0]
        if first in self._stages:
            self._check_name(first, rest.removeprefix("· "), row)
            return first
        if first in self._exported:
            return first  # a stage that was removed: the link is cut below
        self._remark(row.line, _("There is no stage “%(text)s”; the row is taken in without one."), text=text)
        return None

    def _check_name(self, stage: str, name: str, row: RawRow) -> None:
        if not name or fold(name) == fold(self._stages[stage]):
            return
        if fold(name) in self._names["stages"] or stage not in self.by_hand:
            said = _("%(id)s is the stage “%(name)s”; “%(text)s” beside it was not taken in.")
            self._remark(row.line, said, id=stage, name=self._stages[stage], text=name)

    def _links(self, targets: str, text: str, line: int) -> Iterable[str]:
        pieces = [piece.strip() for piece in _LINK.split(text)]
        ids = all(piece in self._parts or piece in self._exported for piece in pieces)
        for words in pieces if ids or not self._named(targets, text) else [text]:
            known = self._parts.get(words)
            if (known and targets in ("*", known)) or (known is None and words in self._exported):
                yield words
            elif named := self._named(targets, words):
                yield named
            elif words:
                self._remark(line, _("There is nothing called “%(text)s” to link to."), text=words)

    def _named(self, targets: str, text: str) -> str | None:
        parts = PARTS if targets == "*" else (targets,)
        found = [item_id for part in parts for item_id in self._names[part].get(fold(text), [])]
        return found[0] if len(found) == 1 and text not in self._parts else None

    def _without_lost_links(self, item: Item, row: RawRow) -> Item:
        update: dict[str, Any] = {}
        for name in REFERENCES.get(row.part, {}):
            value = getattr(item, name)
            wanted = value if isinstance(value, tuple) else (value,) if value else ()
            lost = [linked for linked in wanted if linked not in self._parts]
            for linked in lost:
                said = _("%(id)s is not in the file any more, so %(item)s is no longer linked to it.")
                self._remark(row.line, said, id=linked, item=item.id)
            if lost:
                kept = tuple(linked for linked in wanted if linked not in lost)
                update[name] = kept if isinstance(value, tuple) else None
        return item.model_copy(update=update) if update else item


def _cleaned(row: RawRow) -> RawRow:
    cells = {name: clean(text).strip() for name, text in row.cells.items()}
    return RawRow(row.part, row.line, {name: text for name, text in cells.items() if text}, row.origin)


def _unquoted(text: str) -> str:
    for language in LANGUAGES:
        opening, closing = translator(language).gettext(labels.QUOTED).split("%(words)s")
        inner = text.removeprefix(opening).removesuffix(closing)
        if len(text) == len(inner) + len(opening) + len(closing) and inner.strip():
            return inner
    return text


def _in_order(items: Sequence[Item], exported: Sequence[str]) -> list[Item]:
    """Return touchpoints in the order of the map, which tables by stage do not show.

    Where rows were moved within a stage, the order of the tables counts instead. A new row stays behind the one that
    it follows in its table.
    """
    place = {item_id: number for number, item_id in enumerate(exported)}
    last: dict[str | None, int] = {}
    ordered: list[tuple[int, int]] = []
    for number, item in enumerate(items):
        stage = item.stage if isinstance(item, Touchpoint) else None
        before = last.get(stage, -1)
        here = place.get(item.id, before)
        if here < before:
            return list(items)
        last[stage] = here
        ordered.append((here, number))
    return [items[number] for _place, number in sorted(ordered)]
