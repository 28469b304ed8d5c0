"""The map as a Word document for presenting: the journey at a glance, then every part as a table."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from assistant.journey.models import JourneyMap, Stage, Touchpoint, label
from assistant.locale import N_, translator
from exports import labels
from exports.columns import COLUMNS, PART_NAMES, Column, Kind, in_words
from exports.csv_file import linked
from exports.markdown import summary
from exports.seals import facts_of
from exports.xml_text import sound

_FIXED_DATE = (2000, 1, 1, 0, 0, 0)  # equal maps give equal bytes; the map's own dates are in the text


class WordExporter:
    """A document to show and to print, in landscape."""

    name = "docx"
    suffix = ".docx"
    cannot_carry = (N_("A Word document is for reading: it names no origins, and it does not read back into a map."),)

    def export(self, journey: JourneyMap) -> bytes:
        """Return the document."""
        return _Document(journey).written()


EXPORTER = WordExporter()


class _Document:
    def __init__(self, journey: JourneyMap) -> None:
        from docx import Document
        from docx.enum.section import WD_ORIENT
        from docx.shared import Cm, Pt

        self._journey = journey
        self._say = translator(journey.language).gettext
        self._names = {item.id: label(part, item) for part, item in journey.items()}
        self._document: Any = Document()
        section = self._document.sections[0]
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.8)
        self._document.styles["Normal"].font.size = Pt(10)
        self._document.core_properties.title = sound(journey.title)[:255]

    def written(self) -> bytes:
        journey, say = self._journey, self._say
        self._document.add_heading(sound(journey.title), 0)
        self._document.add_paragraph(sound(summary(journey)))
        self._facts()
        if journey.stages and journey.touchpoints:
            self._document.add_heading(say(labels.SECTIONS["picture"]), 1)
            self._overview()
        for part, heading in PART_NAMES.items():
            if part != "stages" and journey.part(part):
                self._document.add_heading(say(heading), 1)
                self._part(part)
        data = io.BytesIO()
        self._document.save(data)
        return _settled(data.getvalue())

    def _facts(self) -> None:
        for part, facts, names in (
            ("goal", self._journey.goal, labels.GOAL_FIELDS),
            ("persona", self._journey.persona, labels.PERSONA_FIELDS),
        ):
            told: dict[str, list[str]] = {}
            for field, value, _origin in facts_of(facts):
                told.setdefault(field, []).append(value)
            if told:
                self._document.add_heading(self._say(labels.SECTIONS[part]), 1)
            for field, values in told.items():
                paragraph = self._document.add_paragraph(style="List Bullet")
                paragraph.add_run(f"{self._say(names[field])}: ").bold = True
                paragraph.add_run(sound("; ".join(values)))

    def _overview(self) -> None:
        """Write a column a stage: where the customers are, how they feel, what is in their way, what will be done."""
        journey = self._journey
        constraints, actions = linked(journey)
        rows: list[tuple[str, list[Iterable[str]]]] = [
            (PART_NAMES["touchpoints"], []), (PART_NAMES["constraints"], []), (PART_NAMES["actions"], []),
        ]  # fmt: skip
        for stage in journey.stages:
            here = [point for point in journey.touchpoints if point.stage == stage.id]
            rows[0][1].append(map(_felt, here))
            rows[1][1].append(self._in_the_way(stage, [text for point in here for text in constraints[point.id]]))
            rows[2][1].append(dict.fromkeys(text for point in here for text in actions[point.id]))
        body = [[self._say(heading), *(_points(texts) for texts in cells)] for heading, cells in rows]
        self._table(["", *(stage.name for stage in journey.stages)], body)

    def _in_the_way(self, stage: Stage, texts: Iterable[str]) -> Iterable[str]:
        own = (constraint.text for constraint in self._journey.constraints if constraint.stage == stage.id)
        return dict.fromkeys([*own, *texts])

    def _part(self, part: str) -> None:
        items = self._journey.part(part)
        columns = [c for c in COLUMNS[part] if any(getattr(item, c.field) not in (None, ()) for item in items)]
        rows = [
            [self._cell(column, getattr(item, column.field), in_words(column, item, self._say)) for column in columns]
            for item in items
        ]
        self._table([self._say(column.heading) for column in columns], rows, whole=True)

    def _cell(self, column: Column, value: Any, words: str) -> str:  # noqa: ANN401 - what the field holds
        if column.kind is Kind.STAGE:
            stage = self._journey.stage(value)
            return stage.name if stage else ""
        if column.kind is Kind.LINKS:
            return "; ".join(self._names[item_id] for item_id in value)
        return words

    def _table(self, headings: Sequence[str], rows: Sequence[Sequence[str]], *, whole: bool = False) -> None:
        """Write a table; with `whole` no row begins on one page and ends on the next."""
        from docx.oxml import OxmlElement

        table = self._document.add_table(rows=1, cols=len(headings), style="Light Grid Accent 1")
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # said again on each page
        for cell, heading in zip(table.rows[0].cells, headings, strict=True):
            cell.text = sound(heading)
        if rows:
            empty = table.add_row()._tr
            if whole:
                empty.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for row in rows:
                # A copied row is three times as fast as one that the library adds: 1,000 touchpoints have 12,000 cells.
                filled = deepcopy(empty)
                for cell, text in zip(filled.tc_lst, row, strict=True):
                    cell.p_lst[0].add_r().text = sound(text)
                empty.addprevious(filled)
            empty.getparent().remove(empty)


def _felt(point: Touchpoint) -> str:
    """Return the name of a touchpoint, with the number of its feeling where it is known."""
    if point.emotion is None:
        return point.name
    feeling = f"{point.emotion:+d}".replace("-", "\N{MINUS SIGN}") if point.emotion else "0"  # a line may end after "-"
    return f"{point.name} ({feeling})"


def _points(texts: Iterable[str]) -> str:
    listed = list(texts)
    return "\n".join(f"• {text}" for text in listed) if len(listed) > 1 else "".join(listed)


def _settled(data: bytes) -> bytes:
    """Return a document with one date for all that is in it."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return settled.getvalue()
