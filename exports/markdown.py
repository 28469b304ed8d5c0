"""The map as a document for people: GitHub-flavoured Markdown in the map's language, which reads back."""

from collections.abc import Callable, Iterable, Sequence
from textwrap import fill

from assistant.journey.models import Goal, Item, JourneyMap, Origin, Persona, origin_key
from assistant.locale import NAMES, translator
from exports import labels, research
from exports.columns import COLUMNS, ID, PART_NAMES, Column, Kind, in_words
from exports.gfm import anchor, cell, escape, filled_columns, link, table
from exports.mermaid import diagram
from exports.seals import PICTURE, RESEARCH, seal, seals

SEALS = "journeymap: by these marks the values that were changed by hand are told from the others."
"""The first line of the comment that holds the marks; the same in every language."""


class MarkdownExporter:
    """All of the map in tables, with a Mermaid picture, and the origin of each value in a footnote."""

    name = "markdown"
    suffix = ".md"
    cannot_carry: tuple[str, ...] = ()

    def export(self, journey: JourneyMap) -> bytes:
        """Return the document in UTF-8."""
        return _Document(journey).text().encode()


EXPORTER = MarkdownExporter()


class _Document:
    """A document in the making: its parts are written in order and leave their footnotes behind."""

    def __init__(self, journey: JourneyMap) -> None:
        self.journey = journey
        self._: Callable[[str], str] = translator(journey.language).gettext
        self.footnotes: dict[Origin, str] = {}
        self.plan = research.blocks(journey, translator(journey.language))

    def text(self) -> str:
        journey = self.journey
        blocks = [
            _front_matter(journey),
            *self._head(),
            *self._facts(self._(labels.SECTIONS["goal"]), "goal", journey.goal, labels.GOAL_FIELDS),
            *self._facts(self._(labels.SECTIONS["persona"]), "persona", journey.persona, labels.PERSONA_FIELDS),
            *self._picture(),
            *self._part("stages"),
            *self._part("goals"),
            *self._touchpoints(),
            *self._part("constraints"),
            *self._part("actions"),
            *self._part("metrics"),
            *(self._part("evidence") if journey.evidence else ()),
            *self._unknowns(),
            *self.plan,
            *self._origins(),
            self._seals(),
        ]
        return "\n\n".join(blocks) + "\n"

    def _head(self) -> list[str]:
        return [f"# {escape(self.journey.title)}", f"*{escape(summary(self.journey))}*"]

    def _facts(self, heading: str, part: str, facts: Goal | Persona, names: dict[str, str]) -> list[str]:
        lines: list[str] = []
        for field, name in names.items():
            value = getattr(facts, field)
            if value is None or value == ():
                continue
            values = value if isinstance(value, tuple) else (value,)
            keys = [origin_key(field, index) for index in range(len(values))]
            entries = [
                self._noted(entry, f"{part}.{key}".replace("[", ".").replace("]", ""), facts.origins[key])
                for key, entry in zip(keys, values, strict=True)
            ]
            if len(entries) == 1:
                lines.append(f"- **{self._(name)}:** {entries[0]}")
            else:
                lines += [f"- **{self._(name)}:**", *(f"  - {entry}" for entry in entries)]
        return [f"## {heading}", "\n".join(lines) or self._nothing_yet()]

    def _picture(self) -> list[str]:
        touchpoints = self.journey.touchpoints
        if not touchpoints:
            return []
        blocks = [f"## {self._(labels.SECTIONS['picture'])}", f"```mermaid\n{diagram(self.journey)}\n```"]
        if unfelt := [touchpoint.id for touchpoint in touchpoints if touchpoint.emotion is None]:
            blocks.append(self._(labels.UNFELT) % {"ids": _links(unfelt)})
        return blocks

    def _part(self, part: str) -> list[str]:
        heading = f"## {self._(PART_NAMES[part])}"
        items = self.journey.part(part)
        return [heading, table(*self._rows(items, COLUMNS[part])) if items else self._nothing_yet()]

    def _touchpoints(self) -> list[str]:
        heading, touchpoints = f"## {self._(PART_NAMES['touchpoints'])}", self.journey.touchpoints
        if not touchpoints:
            return [heading, self._nothing_yet()]
        # The stage of a touchpoint is the heading that its table stands under.
        headings, rows = self._rows(
            touchpoints, [column for column in COLUMNS["touchpoints"] if column.field != "stage"]
        )
        # One set of columns for all stages, so that the tables read as one.
        columns = filled_columns(rows)
        blocks = [heading]
        empty: list[str] = []
        for stage in (*self.journey.stages, None):
            stage_id = stage.id if stage else None
            here = [row for row, point in zip(rows, touchpoints, strict=True) if point.stage == stage_id]
            if here:
                title = f"{escape(stage.id)} · {escape(stage.name)}" if stage else self._(labels.NO_STAGE)
                blocks += [f"### {title}", table(headings, here, columns)]
            elif stage:
                empty.append(self._stage(stage.id))
        if empty:
            blocks.append(self._(labels.EMPTY_STAGES) % {"stages": ", ".join(empty)})
        return blocks

    def _unknowns(self) -> list[str]:
        if not self.journey.unknowns:
            return []
        lines = []
        for unknown in self.journey.unknowns:
            step = self._(labels.STEPS[unknown.step])
            lines.append(
                f"- {anchor(unknown.id)} ({step}): {self._noted(unknown.question, unknown.id, unknown.origin)}"
            )
            if unknown.why:
                lines.append(f"  - {self._(labels.WHY)} {escape(unknown.why)}")
        return [f"## {self._(PART_NAMES['unknowns'])}", "\n".join(lines)]

    def _origins(self) -> list[str]:
        if not self.footnotes:
            return []
        notes = [f"[^{label}]: {self._origin(origin)}" for origin, label in self.footnotes.items()]
        return [f"## {self._(labels.SECTIONS['origins'])}", self._(labels.ABOUT_ORIGINS), "\n".join(notes)]

    def _origin(self, origin: Origin) -> str:
        text = self._(labels.ORIGINS[origin.kind])
        if origin.turn:
            text += ", " + self._(labels.ANSWER) % {"number": origin.turn}
        return text if origin.quote is None else f"{text}: {self._quoted(origin.quote)}"

    def _seals(self) -> str:
        marks = [(PICTURE, seal(diagram(self.journey)))] if self.journey.touchpoints else []
        if self.plan:
            marks.append((RESEARCH, seal(research.sources(self.plan))))
        listed = ", ".join(f"{name}={mark}" for name, mark in (*marks, *seals(self.journey)))
        lines = fill(listed, width=120, break_long_words=False, break_on_hyphens=False)
        return f"<!-- {SEALS}\n{lines}\n-->"

    def _rows(self, items: Sequence[Item], columns: Sequence[Column]) -> tuple[list[str], list[list[str]]]:
        """Return the headings and the cells of a table of `items`, with the id of each in the first column."""
        headings = [self._(ID), *(self._(column.heading) for column in columns)]
        return headings, [[anchor(item.id), *(self._cell(column, item) for column in columns)] for item in items]

    def _cell(self, column: Column, item: Item) -> str:
        value = getattr(item, column.field)
        match column.kind:
            case Kind.NAME:
                return self._noted(value, item.id, item.origin)
            case Kind.LINKS:
                return _links(value)
            case Kind.STAGE:
                return self._stage(value)
            case Kind.QUOTE:
                return self._quoted(value) if value else ""
            case Kind.TEXT:
                return cell(value) if value else ""
            case _:
                return in_words(column, item, self._)

    def _nothing_yet(self) -> str:
        return f"*{self._(labels.NOTHING_YET)}*"

    def _noted(self, text: str, label: str, origin: Origin) -> str:
        """Return `text` with the mark of the footnote that tells its origin; equal origins share the first's."""
        return f"{escape(text)}[^{self.footnotes.setdefault(origin, label)}]"

    def _quoted(self, text: str) -> str:
        return self._(labels.QUOTED) % {"words": escape(text)}

    def _stage(self, stage_id: str | None) -> str:
        stage = self.journey.stage(stage_id)
        return f"{link(stage.id)} {escape(stage.name)}" if stage else ""


def summary(journey: JourneyMap) -> str:
    """Return what the map covers, in a line of its language."""
    _ = translator(journey.language).gettext
    facts = [_(labels.KINDS[journey.kind]), _(labels.STATES[journey.state]), NAMES.get(journey.language, "")]
    return " · ".join(filter(None, [*facts, journey.updated.date().isoformat()]))


def _front_matter(journey: JourneyMap) -> str:
    """Return what the map is, in the fixed words of the format; the same in every language."""
    facts = {
        "journeymap": f'"{journey.schema_version}"',
        "language": journey.language,
        "kind": journey.kind.value,
        "state": journey.state.value,
        "created": journey.created.isoformat(),
        "updated": journey.updated.isoformat(),
        "revision": str(journey.revision),
    }
    return "\n".join(["---", *(f"{name}: {value}" for name, value in facts.items()), "---"])


def _links(item_ids: Iterable[str]) -> str:
    return ", ".join(link(item_id) for item_id in item_ids)
