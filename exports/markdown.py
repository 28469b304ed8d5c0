"""The map as a document for people: GitHub-flavoured Markdown in the map's language."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from assistant.journey.models import Goal, Item, JourneyMap, Origin, Persona, origin_key
from assistant.locale import N_, NAMES, translator
from exports import labels, research
from exports.gfm import anchor, escape, filled_columns, link, table
from exports.mermaid import diagram

AnyItem = TypeVar("AnyItem", bound=Item)
Columns = Sequence[tuple[str, Callable[[AnyItem], str]]]
"""The columns of a table: the heading of each, and what writes its cell for an item."""


class MarkdownExporter:
    """All of the map in tables, with a Mermaid picture, and the origin of each value in a footnote."""

    name = "markdown"
    suffix = ".md"
    cannot_carry = (N_("A Markdown file cannot be read back into a map: keep a JSON file for that."),)

    def export(self, journey: JourneyMap) -> bytes:
        """Return the document in UTF-8."""
        return _Document(journey).text().encode()


class _Document:
    """A document in the making: its parts are written in order and leave their footnotes behind."""

    def __init__(self, journey: JourneyMap) -> None:
        self.journey = journey
        self._: Callable[[str], str] = translator(journey.language).gettext
        self.footnotes: dict[Origin, str] = {}

    def text(self) -> str:
        journey = self.journey
        blocks = [
            *self._head(),
            *self._facts(self._("Goal"), "goal", journey.goal, labels.GOAL_FIELDS),
            *self._facts(self._("Persona"), "persona", journey.persona, labels.PERSONA_FIELDS),
            *self._picture(),
            *self._stages(),
            *self._goals(),
            *self._touchpoints(),
            *self._constraints(),
            *self._actions(),
            *self._metrics(),
            *self._evidence(),
            *self._unknowns(),
            *research.blocks(journey, translator(journey.language)),
            *self._origins(),
        ]
        return "\n\n".join(blocks) + "\n"

    def _head(self) -> list[str]:
        journey = self.journey
        facts = [
            (self._("Map"), self._(labels.KINDS[journey.kind])),
            (self._("State"), self._(labels.STATES[journey.state])),
            (self._("Language"), f"{NAMES.get(journey.language, '')} ({journey.language})".strip()),
            (self._("Created"), _moment(journey.created)),
            (self._("Updated"), _moment(journey.updated)),
            (self._("Revision"), str(journey.revision)),
            (self._("Format"), journey.schema_version),
        ]
        headings, cells = zip(*facts, strict=True)
        return [f"# {escape(journey.title)}", table(headings, [cells])]

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
        blocks = [f"## {self._('The journey at a glance')}", f"```mermaid\n{diagram(self.journey)}\n```"]
        if unfelt := [touchpoint.id for touchpoint in touchpoints if touchpoint.emotion is None]:
            note = self._("The face is neutral where nobody has said how the customer feels: %(ids)s.")
            blocks.append(note % {"ids": _links(unfelt)})
        return blocks

    def _stages(self) -> list[str]:
        return self._part(
            self._("Stages"),
            self.journey.stages,
            [
                (self._("Stage"), lambda stage: self._named(stage, stage.name)),
                (self._("Kind"), lambda stage: self._(labels.STAGE_KINDS[stage.kind])),
                (self._("Duration"), lambda stage: _cell(stage.duration)),
            ],
        )

    def _goals(self) -> list[str]:
        return self._part(
            self._("Customer goals"),
            self.journey.goals,
            [
                (self._("What the customer wants to achieve"), lambda goal: self._named(goal, goal.text)),
                (self._("Stage"), lambda goal: self._stage(goal.stage)),
            ],
        )

    def _touchpoints(self) -> list[str]:
        touchpoints = self.journey.touchpoints
        if not touchpoints:
            return [f"## {self._('Touchpoints')}", self._nothing_yet()]
        headings, rows = self._rows(
            touchpoints,
            [
                (self._("Touchpoint"), lambda point: self._named(point, point.name)),
                (self._("Channel"), lambda point: self._(labels.CHANNELS[point.channel]) if point.channel else ""),
                (self._("Device"), lambda point: _cell(point.device)),
                (self._("Whose"), lambda point: self._choice(point.owned, self._("ours"), self._("a third party's"))),
                (self._("What the customer does"), lambda point: _cell(point.customer_action)),
                (self._("What the customer thinks"), lambda point: _cell(point.thought)),
                (self._("Feeling"), lambda point: self._feeling(point.emotion)),
                (
                    self._("Moment of truth"),
                    lambda point: self._choice(point.moment_of_truth, self._("yes"), self._("no")),
                ),
            ],
        )
        # One set of columns for all stages, so that the tables read as one.
        columns = filled_columns(rows)
        blocks = [f"## {self._('Touchpoints')}"]
        empty: list[str] = []
        for stage in (*self.journey.stages, None):
            stage_id = stage.id if stage else None
            here = [row for row, point in zip(rows, touchpoints, strict=True) if point.stage == stage_id]
            if here:
                title = f"{escape(stage.id)} · {escape(stage.name)}" if stage else self._("No stage yet")
                blocks += [f"### {title}", table(headings, here, columns)]
            elif stage:
                empty.append(self._stage(stage.id))
        if empty:
            blocks.append(self._("Stages without a touchpoint yet: %(stages)s.") % {"stages": ", ".join(empty)})
        return blocks

    def _constraints(self) -> list[str]:
        return self._part(
            self._("Constraints"),
            self.journey.constraints,
            [
                (self._("What gets in the way"), lambda constraint: self._named(constraint, constraint.text)),
                (self._("Stage"), lambda constraint: self._stage(constraint.stage)),
                (self._("Touchpoints"), lambda constraint: _links(constraint.touchpoints)),
                (self._("Cause"), lambda constraint: _cell(constraint.cause)),
                (self._("Severity"), lambda constraint: f"{constraint.severity}/5" if constraint.severity else ""),
            ],
        )

    def _actions(self) -> list[str]:
        return self._part(
            self._("Actions"),
            self.journey.actions,
            [
                (self._("What we will do"), lambda action: self._named(action, action.text)),
                (self._("Against"), lambda action: _links(action.addresses)),
                (self._("Owner"), lambda action: _cell(action.owner)),
                (self._("Effort"), lambda action: _cell(action.effort)),
                (self._("Impact"), lambda action: _cell(action.impact)),
                (self._("Due"), lambda action: _cell(action.due)),
            ],
        )

    def _metrics(self) -> list[str]:
        return self._part(
            self._("Metrics"),
            self.journey.metrics,
            [
                (self._("Metric"), lambda metric: self._named(metric, metric.name)),
                (self._("Now"), lambda metric: _cell(metric.baseline)),
                (self._("Target"), lambda metric: _cell(metric.target)),
                (self._("Unit"), lambda metric: _cell(metric.unit)),
                (self._("Source"), lambda metric: _cell(metric.source)),
                (self._("How often"), lambda metric: _cell(metric.cadence)),
                (self._("Measures"), lambda metric: _links(metric.measures)),
            ],
        )

    def _evidence(self) -> list[str]:
        if not self.journey.evidence:
            return []
        return self._part(
            self._("Evidence"),
            self.journey.evidence,
            [
                (self._("Kind"), lambda evidence: self._(labels.EVIDENCE_KINDS[evidence.kind])),
                (self._("Source"), lambda evidence: self._named(evidence, evidence.source)),
                (self._("Quote"), lambda evidence: self._quoted(evidence.quote) if evidence.quote else ""),
                (self._("Value"), lambda evidence: _cell(evidence.value)),
                (self._("Date"), lambda evidence: _cell(evidence.date)),
                (self._("Supports"), lambda evidence: _links(evidence.supports)),
            ],
        )

    def _unknowns(self) -> list[str]:
        if not self.journey.unknowns:
            return []
        lines = []
        for unknown in self.journey.unknowns:
            step = self._(labels.STEPS[unknown.step])
            lines.append(f"- {anchor(unknown.id)} ({step}): {self._named(unknown, unknown.question)}")
            if unknown.why:
                lines.append(f"  - {self._('Why it matters:')} {escape(unknown.why)}")
        return [f"## {self._('Questions for research')}", "\n".join(lines)]

    def _origins(self) -> list[str]:
        if not self.footnotes:
            return []
        explanation = self._(
            "Each note tells where a value comes from. What was said is quoted from the answer word for word; "
            "what the assistant suggested is marked as such."
        )
        notes = [f"[^{label}]: {self._origin(origin)}" for origin, label in self.footnotes.items()]
        return [f"## {self._('Where it comes from')}", explanation, "\n".join(notes)]

    def _origin(self, origin: Origin) -> str:
        text = self._(labels.ORIGINS[origin.kind])
        if origin.turn:
            text += ", " + self._("answer %(number)d") % {"number": origin.turn}
        return f"{text}: {self._quoted(origin.quote)}" if origin.quote else text

    def _part(self, heading: str, items: Sequence[AnyItem], columns: Columns[AnyItem]) -> list[str]:
        if not items:
            return [f"## {heading}", self._nothing_yet()]
        return [f"## {heading}", table(*self._rows(items, columns))]

    def _rows(self, items: Sequence[AnyItem], columns: Columns[AnyItem]) -> tuple[list[str], list[list[str]]]:
        """Return the headings and the cells of a table of `items`, with the id of each in the first column."""
        headings = [self._("ID"), *(heading for heading, _ in columns)]
        return headings, [[anchor(item.id), *(cell(item) for _, cell in columns)] for item in items]

    def _nothing_yet(self) -> str:
        return f"*{self._('Nothing yet.')}*"

    def _named(self, item: Item, text: str) -> str:
        return self._noted(text, item.id, item.origin)

    def _noted(self, text: str, label: str, origin: Origin) -> str:
        """Return `text` with the mark of the footnote that tells its origin; equal origins share the first's."""
        return f"{escape(text)}[^{self.footnotes.setdefault(origin, label)}]"

    def _quoted(self, text: str) -> str:
        return self._("“%(words)s”") % {"words": escape(text)}

    def _stage(self, stage_id: str | None) -> str:
        stage = self.journey.stage(stage_id)
        return f"{link(stage.id)} {escape(stage.name)}" if stage else ""

    def _feeling(self, emotion: int | None) -> str:
        if emotion is None:
            return ""
        word = self._(labels.EMOTIONS[emotion])
        return f"{emotion:+d} {word}" if emotion else f"0 {word}"

    def _choice(self, value: bool | None, yes: str, no: str) -> str:
        return "" if value is None else yes if value else no


def _cell(text: str | None) -> str:
    return escape(text) if text else ""


def _links(item_ids: Iterable[str]) -> str:
    return ", ".join(link(item_id) for item_id in item_ids)


def _moment(moment: datetime) -> str:
    return moment.isoformat(" ", "seconds").replace("+00:00", " UTC")
