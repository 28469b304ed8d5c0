"""The journey as a grid: stages as columns, what happens in them as bands; plain data, without a widget in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from assistant.interview.recap import CHANNEL_NAMES
from assistant.journey.columns import Column as StageColumn
from assistant.journey.columns import columns as stage_columns
from assistant.journey.models import Action, Constraint, Item, JourneyMap, Touchpoint
from assistant.locale import N_, _
from assistant.text import clean_line
from assistant.tui.glyphs import glyphs, origin_sign


class Row(StrEnum):
    """The bands of the grid, from the top."""

    STAGES = "stages"
    GOALS = "goals"
    DOING = "doing"
    TOUCHPOINTS = "touchpoints"
    THOUGHTS = "thoughts"
    FEELINGS = "feelings"
    PAINS = "pains"
    ACTIONS = "actions"


ROW_NAMES: dict[Row, str] = {
    Row.STAGES: N_("Stages"),
    Row.GOALS: N_("Wants"),
    Row.DOING: N_("Does"),
    Row.TOUCHPOINTS: N_("Contacts"),
    Row.THOUGHTS: N_("Thinks"),
    Row.FEELINGS: N_("Feels"),
    Row.PAINS: N_("Pains"),
    Row.ACTIONS: N_("Our actions"),
}

ROW_PARTS: dict[Row, tuple[str, str]] = {
    Row.STAGES: ("stages", "name"),
    Row.GOALS: ("goals", "text"),
    Row.DOING: ("touchpoints", "customer_action"),
    Row.TOUCHPOINTS: ("touchpoints", "name"),
    Row.THOUGHTS: ("touchpoints", "thought"),
    Row.FEELINGS: ("touchpoints", "emotion"),
    Row.PAINS: ("constraints", "text"),
    Row.ACTIONS: ("actions", "text"),
}
"""The part of the map, and its field, that each band shows."""

BODY = tuple(row for row in Row if row is not Row.STAGES)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item in a cell: its id, its words, the signs before them, and what is told of it more quietly."""

    ref: str
    text: str
    lead: str = ""
    detail: str = ""
    feeling: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A stage with its entries by band; `stage` is "" for what has no stage yet."""

    stage: str
    name: str
    duration: str
    entries: dict[Row, tuple[Entry, ...]]


def columns(journey: JourneyMap) -> tuple[Column, ...]:
    """Return the columns of the grid: every stage, and one for what has no stage yet if there is such."""
    return tuple(_column(found) for found in stage_columns(journey))


def _column(found: StageColumn) -> Column:
    stage, touchpoints = found.stage, found.touchpoints
    entries: dict[Row, tuple[Entry, ...]] = {
        Row.GOALS: tuple(Entry(goal.id, clean_line(goal.text), _sign(goal)) for goal in found.goals),
        Row.DOING: _told(touchpoints, lambda t: t.customer_action),
        Row.TOUCHPOINTS: tuple(_contact(touchpoint) for touchpoint in touchpoints),
        Row.THOUGHTS: _told(touchpoints, lambda t: t.thought),
        Row.FEELINGS: tuple(Entry(t.id, clean_line(t.name), feeling=t.emotion) for t in touchpoints),
        Row.PAINS: tuple(_pain(constraint) for constraint in found.constraints),
        Row.ACTIONS: tuple(_action(action) for action in found.actions),
    }
    if stage is None:
        return Column("", _("no stage yet"), "", entries)
    return Column(stage.id, clean_line(stage.name), clean_line(stage.duration or ""), entries)


def _told(touchpoints: Iterable[Touchpoint], what: Callable[[Touchpoint], str | None]) -> tuple[Entry, ...]:
    return tuple(Entry(t.id, clean_line(text)) for t in touchpoints if (text := what(t)))


def _contact(touchpoint: Touchpoint) -> Entry:
    star = f"{glyphs().moment} " if touchpoint.moment_of_truth else ""
    channel = _(CHANNEL_NAMES[touchpoint.channel]) if touchpoint.channel else ""
    return Entry(touchpoint.id, star + clean_line(touchpoint.name), _sign(touchpoint), channel, touchpoint.emotion)


def _pain(constraint: Constraint) -> Entry:
    severity = _("severity %(number)d") % {"number": constraint.severity} if constraint.severity else ""
    return Entry(constraint.id, clean_line(constraint.text), _sign(constraint), severity)


def _action(action: Action) -> Entry:
    details = [clean_line(detail) for detail in (action.owner, action.due) if detail]
    told = f" {glyphs().dot} ".join(details)
    return Entry(action.id, clean_line(action.text), _sign(action), told)


def _sign(item: Item) -> str:
    return f"{origin_sign(item.origin.kind, glyphs())} "
