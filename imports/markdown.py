"""Reading a map back from our Markdown, also after people have written in it.

What was changed by hand is taken in and marked `imported`; what cannot be understood is remarked on with its line.
"""

import re

from assistant.journey.models import JourneyMap, Origin
from assistant.locale import N_, _, translator
from assistant.text import fold
from exports import research
from exports.columns import Kind
from exports.markdown import SEALS, summary
from exports.mermaid import diagram
from exports.seals import PICTURE, RESEARCH, seal
from imports.items import Items, RawRow
from imports.markdown_blocks import Block, Document, Entry, Row, Words, parse
from imports.markdown_facts import Facts
from imports.markdown_head import front_matter, marks, split
from imports.markdown_words import generated, origin_of, sections, stage_of, why
from imports.port import Imported, Remarks
from imports.values import headings, words

_MARK = re.compile(r"\[\^([^\]\s]+)\]")
_EMPTY = ("", "–", "—", "-")
_TABLES = ("stages", "goals", "touchpoints", "constraints", "actions", "metrics", "evidence")
_QUESTION = re.compile(r"(?:([a-z][a-z0-9_-]*)\s+)?\(([^()]*)\):\s*(.+)", re.DOTALL)


def read_markdown(data: bytes) -> Imported:
    """Return the map that a Markdown file holds, and what in it was not understood.

    Raises:
        UnicodeDecodeError: the file is not UTF-8.
    """
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    front, rest = split(text)
    return _Reader(front, parse(rest, front.count("\n") + 1)).read()


class _Reader:
    """A map in the making, and the remarks on the way."""

    def __init__(self, front: str, document: Document) -> None:
        self._remarks = Remarks()
        self._remark = self._remarks.add
        self._document = document
        self._head = front_matter(front, self._remarks)
        self._language = str(self._head["language"])
        self._marks = marks(document, self._remarks)
        self._origins = {label: self._origin(label) for label in document.notes}
        self._facts = {part: Facts(part, self._language, self._sealed, self._remarks) for part in ("goal", "persona")}
        self._rows: list[RawRow] = []
        self._title = ""
        self._pictures: list[Block] = []
        self._plan: list[Block] = []
        self._summary: Block | None = None

    def read(self) -> Imported:
        self._walk()
        items = Items(self._language, [name for name, _mark in self._marks], self._sealed, self._remarks)
        parts = items.read(self._rows)
        facts = {part: found.whole() for part, found in self._facts.items()}
        if not self._title:
            self._title = translator(self._language).gettext(N_("Customer journey map"))
            self._remark(None, _("The file has no heading of the first level, so the map has no title of its own."))
        journey = JourneyMap.model_validate({**self._head, "title": self._title, **facts, **parts})
        self._check_derived(journey)
        by_hand = [name for found in self._facts.values() for name in found.by_hand] + items.by_hand
        return Imported(journey, self._remarks.sorted(), tuple(by_hand))

    def _sealed(self, name: str, mark: str) -> bool:
        return (name, mark) in self._marks

    def _origin(self, label: str) -> Origin | None:
        line, note = self._document.notes[label]
        found = origin_of(note.text, self._language)
        if found is None:
            self._remark(line, _("This note does not tell where a value comes from: “%(text)s”."), text=note.text)
        return found

    def _walk(self) -> None:
        section, stage = "", ""
        for block in self._document.blocks:
            match block.kind:
                case "heading" if block.level == 1 and not self._title:
                    self._title = block.words.text
                case "heading" if block.level <= 2:
                    section, stage = self._section(block), ""
                case "heading" if section == "touchpoints":
                    stage = stage_of(block.words.text, self._language)
                case "html" if SEALS in block.words.text:
                    pass
                case _ if section == "research":
                    self._plan.append(block)
                case "table" if section in _TABLES:
                    self._table(section, block, stage)
                case "list" if section in self._facts:
                    for entry in block.entries:
                        self._fact(section, entry)
                case "list" if section == "unknowns":
                    for entry in block.entries:
                        self._unknown(entry)
                case "fence" if section == "picture":
                    self._pictures.append(block)
                case "paragraph" if not section and not self._summary and block.words.source.startswith("*"):
                    self._summary = block
                case _ if not generated(self._language, block.words.text):
                    self._stray(block)

    def _section(self, block: Block) -> str:
        found = sections(self._language).get(fold(block.words.text))
        if found is None:
            self._stray(block)
        return found or "none of a map"

    def _stray(self, block: Block) -> None:
        lines = [
            (block.line, block.words.text or block.words.source),
            *((row.line, " | ".join(cell.text for cell in row.cells)) for row in block.rows),
        ]
        for line, text in lines:
            if text:
                self._remark(line, _("“%(text)s” is no part of a map, so it was not taken in."), text=text)
        for entry in block.entries:
            self._stray_entry(entry)

    def _stray_entry(self, entry: Entry) -> None:
        self._stray(Block("paragraph", entry.line, entry.words))
        for below in entry.below:
            self._stray_entry(below)
        for block in entry.other:
            self._stray(block)

    def _fact(self, part: str, entry: Entry) -> None:
        found = self._facts[part].field(entry.words)
        if found is None:
            self._stray_entry(entry)
            return
        name, value = found
        self._take(part, name, entry.line, value, entry.words)
        for below in entry.below:
            self._take(part, name, below.line, below.words.text, below.words)
            for deeper in below.below:
                self._stray_entry(deeper)
        for block in (*entry.other, *(block for below in entry.below for block in below.other)):
            self._stray(block)

    def _take(self, part: str, name: str, line: int, text: str, shown: Words) -> None:
        if value := self._undangled(text, shown.source):
            self._facts[part].add(name, value, self._noted(shown, line), line)

    def _table(self, part: str, block: Block, stage: str) -> None:
        known = headings(self._language, part)
        fields: list[str | None] = []
        for cell in block.rows[0].cells:
            name = known.get(fold(cell.text))
            if name is None or name in fields:
                said = _("“%(text)s” is no column of this table, so what stands below it was not taken in.")
                self._remark(block.rows[0].line, said, text=cell.text)
                name = None
            fields.append(name)
        for row in block.rows[1:]:
            if row.surplus:
                said = _("This row has more cells than the table has columns. Write \\| for a bar inside a cell.")
                self._remark(row.line, said)
            self._row(part, fields, row, stage)

    def _row(self, part: str, fields: list[str | None], row: Row, stage: str) -> None:
        cells = {
            name: self._undangled(cell.text, cell.source)
            for name, cell in zip(fields, row.cells, strict=False)
            if name and cell.source not in _EMPTY
        }
        if not any(cells.values()):
            return
        if part == "touchpoints" and stage:
            cells.setdefault("stage", stage)
        origins = [found for cell in row.cells if (found := self._noted(cell, row.line))]
        self._rows.append(RawRow(part, row.line, cells, origins[0] if origins else None))

    def _unknown(self, entry: Entry) -> None:
        found = _QUESTION.fullmatch(entry.words.text)
        if found is None or fold(found[2]) not in words(self._language, Kind.STEP):
            said = _("A question for research is written “(step): question”, so this was not taken in: “%(text)s”.")
            self._remark(entry.line, said, text=entry.words.text)
            return
        cells = {"id": found[1] or "", "step": found[2], "question": self._undangled(found[3], entry.words.source)}
        for below in entry.below:
            reason = why(self._language, below.words.text)
            if reason and "why" not in cells:
                cells["why"] = reason
            else:
                self._stray_entry(below)
        for block in entry.other:
            self._stray(block)
        self._rows.append(RawRow("unknowns", entry.line, cells, self._noted(entry.words, entry.line)))

    def _noted(self, shown: Words, line: int) -> Origin | None:
        """Return the origin that the notes of a text tell; a mark without a note is remarked on."""
        if label := self._dangling(shown.source):
            said = _("There is no note [^%(label)s], so nobody can tell where this comes from.")
            self._remark(line, said, label=label)
        return next((origin for mark in shown.marks if (origin := self._origins.get(mark))), None)

    def _dangling(self, source: str) -> str | None:
        """Return the label of the mark at the end of a text, if no note has it."""
        start = source.rfind("[^")
        found = _MARK.fullmatch(source, max(start, 0))
        escaped = start > 0 and source[start - 1] == "\\"
        return found[1] if found and not escaped and found[1] not in self._document.notes else None

    def _undangled(self, text: str, source: str) -> str:
        """Return a text without the mark of a note that is not there, which Markdown shows as it is written."""
        label = self._dangling(source)
        return text.removesuffix(f"[^{label}]").rstrip() if label else text

    def _check_derived(self, journey: JourneyMap) -> None:
        """Remark on a picture, a research plan or a summary that says something else than the map."""
        for block in self._pictures:
            picture = block.words.text.rstrip("\n")
            if not self._sealed(PICTURE, seal(picture)) and picture != diagram(journey):
                said = _("The picture is drawn from the tables; what was changed in it was not taken in.")
                self._remark(block.line, said)
        written = [line for block in self._plan for line in _sources(block)]
        if written and not self._sealed(RESEARCH, seal(written)) and written != _planned(journey):
            said = _("The research plan is made from the map; what was changed in it was not taken in.")
            self._remark(self._plan[0].line, said)
        if self._summary and self._summary.words.text != summary(journey):
            said = _("The lines between --- tell what the map is; “%(text)s” was not taken in.")
            self._remark(self._summary.line, said, text=self._summary.words.text)


def _sources(block: Block) -> list[str]:
    """Return a block line by line, as it is written."""
    own = [block.words.source] if block.words.source else []
    return own + [line for entry in block.entries for line in _lines(entry)]


def _lines(entry: Entry) -> list[str]:
    return [entry.words.source, *(line for below in entry.below for line in _lines(below))]


def _planned(journey: JourneyMap) -> list[str]:
    return research.sources(research.blocks(journey, translator(journey.language)))
