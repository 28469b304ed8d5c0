"""The map as lines: what each of its sections shows, without a widget in sight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.interview.recap import CHANNEL_NAMES
from assistant.journey.checklist import FIELD_NAMES
from assistant.journey.models import (
    Action,
    Constraint,
    CustomerGoal,
    Item,
    JourneyMap,
    Metric,
    OriginKind,
    Step,
    Touchpoint,
    label,
    origin_key,
)
from assistant.locale import _
from assistant.text import clean_line, shorten
from assistant.tui.glyphs import glyphs

NAME_WIDTH = 28
"""Characters of the name of another item that a line refers to."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section.

    Attributes:
        text: its words.
        ref: the item or field it shows; "" for a heading.
        origin: where the words come from; None for a heading.
        detail: what is told of it more quietly.
        feeling: from -2 to 2; None: not known, or not asked of this.
        title: a field's name, set before its value.
        moment: whether it is a moment of truth.
    """

    text: str
    ref: str = ""
    origin: OriginKind | None = None
    detail: str = ""
    feeling: int | None = None
    title: str = ""
    moment: bool = False


def section(journey: JourneyMap, step: Step) -> list[Line]:
    """Return what the section of a step shows."""
    match step:
        case Step.GOAL:
            return list(_fields(journey, "goal"))
        case Step.PERSONA:
            return list(_fields(journey, "persona"))
        case Step.TOUCHPOINTS:
            return list(_by_stage(journey))
        case _:
            return [_line(journey, step.value, item) for item in journey.part(step.value)]


def open_questions(journey: JourneyMap) -> list[Line]:
    """Return what nobody knows yet."""
    return [_line(journey, "unknowns", item) for item in journey.unknowns]


def _fields(journey: JourneyMap, part: str) -> Iterator[Line]:
    whole = journey.goal if part == "goal" else journey.persona
    for name, title in FIELD_NAMES.items():
        value = getattr(whole, name, None)
        entries = value if isinstance(value, tuple) else (value,) if value else ()
        for index, entry in enumerate(entries):
            key = origin_key(name, index)
            origin = whole.origins[key].kind
            yield Line(clean_line(entry), f"{part}.{key}", origin, title="" if index else _(title))


def _by_stage(journey: JourneyMap) -> Iterator[Line]:
    for stage in journey.stages:
        yield Line(clean_line(stage.name), stage.id, detail=clean_line(stage.duration or ""))
        yield from (_line(journey, "touchpoints", t) for t in journey.touchpoints if t.stage == stage.id)
    lost = [t for t in journey.touchpoints if t.stage is None]
    if lost:
        yield Line(_("no stage yet"))
        yield from (_line(journey, "touchpoints", touchpoint) for touchpoint in lost)


def _line(journey: JourneyMap, part: str, item: Item) -> Line:
    details: list[str | None] = []
    feeling, moment = None, False
    match item:
        case Touchpoint():
            channel = _(CHANNEL_NAMES[item.channel]) if item.channel else None
            details = [channel, item.device]
            feeling, moment = item.emotion, bool(item.moment_of_truth)
        case CustomerGoal():
            details = [_stage(journey, item.stage)]
        case Constraint():
            severity = _("severity %(number)d") % {"number": item.severity} if item.severity else None
            details = [_stage(journey, item.stage), item.cause, severity]
        case Action():
            names = [label(*found) for ref in item.addresses if (found := journey.find(ref))]
            addressed = [f"{glyphs().arrow} {shorten(name, NAME_WIDTH)}" for name in names]
            details = [*addressed, item.owner, item.due]
        case Metric():
            details = [_figures(item), item.source]
    told = f" {glyphs().dot} ".join(clean_line(detail) for detail in details if detail)
    return Line(clean_line(label(part, item)), item.id, item.origin.kind, told, feeling, moment=moment)


def _stage(journey: JourneyMap, stage_id: str | None) -> str | None:
    stage = journey.stage(stage_id)
    return stage.name if stage else None


def _figures(metric: Metric) -> str | None:
    if not metric.baseline and not metric.target:
        return None
    unit = metric.unit if metric.unit and metric.unit not in f"{metric.baseline}{metric.target}" else ""
    return f"{metric.baseline or '?'} {glyphs().arrow} {metric.target or '?'} {unit}".strip()
