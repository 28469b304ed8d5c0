"""The journey as a grid: stages as columns, what happens in them as bands; plain data, without a widget in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.interview.recap import CHANNEL_NAMES
from assistant.journey.models import Action, Constraint, Item, JourneyMap, Stage, Touchpoint
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
    stages = {stage.id: _Stage(stage) for stage in journey.stages}
    lost = _Stage(None)
    pains = {constraint.id: constraint.stage for constraint in journey.constraints}
    for goal in journey.goals:
        stages.get(goal.stage or "", lost).goals.append(Entry(goal.id, clean_line(goal.text), _sign(goal)))
    for touchpoint in journey.touchpoints:
        stages.get(touchpoint.stage or "", lost).touchpoints.append(touchpoint)
    for constraint in journey.constraints:
        stages.get(constraint.stage or "", lost).pains.append(_pain(constraint))
    for action in journey.actions:
        for stage in _stages_of(action, pains):
            stages.get(stage or "", lost).actions.append(_action(action))
    found = [stage.column() for stage in stages.values()]
    return (*found, lost.column()) if lost.holds_something else tuple(found)


class _Stage:
    """What is gathered for a column."""

    def __init__(self, stage: Stage | None) -> None:
        self.stage = stage
        self.goals: list[Entry] = []
        self.touchpoints: list[Touchpoint] = []
        self.pains: list[Entry] = []
        self.actions: list[Entry] = []

    @property
    def holds_something(self) -> bool:
        return bool(self.goals or self.touchpoints or self.pains or self.actions)

    def column(self) -> Column:
        stage = self.stage
        entries: dict[Row, tuple[Entry, ...]] = {
            Row.GOALS: tuple(self.goals),
            Row.DOING: _told(self.touchpoints, lambda t: t.customer_action),
            Row.TOUCHPOINTS: tuple(_contact(touchpoint) for touchpoint in self.touchpoints),
            Row.THOUGHTS: _told(self.touchpoints, lambda t: t.thought),
            Row.FEELINGS: tuple(Entry(t.id, clean_line(t.name), feeling=t.emotion) for t in self.touchpoints),
            Row.PAINS: tuple(self.pains),
            Row.ACTIONS: tuple(self.actions),
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


def _stages_of(action: Action, pains: dict[str, str | None]) -> Sequence[str | None]:
    """Return the stages of what an action helps against: it stands in each of them."""
    return list(dict.fromkeys(pains.get(ref) for ref in action.addresses)) or [None]
