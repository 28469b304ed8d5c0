"""What can be typed about an item, the goal or the persona: names of fields, values, choices; without a widget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.interview.recap import CHANNEL_NAMES, FEELING_NAMES
from assistant.journey.checklist import FIELD_NAMES, STEP_NAMES
from assistant.journey.models import (
    ITEM_TYPES,
    LABELS,
    REFERENCES,
    Channel,
    EvidenceKind,
    Goal,
    JourneyMap,
    Origin,
    OriginKind,
    Persona,
    StageKind,
    Step,
    label,
    origin_key,
)
from assistant.journey.start import STAGE_NAMES
from assistant.journey.typed_values import NO, YES, choices
from assistant.locale import N_, _
from assistant.text import clean_line, shorten
from exports.labels import EVIDENCE_KINDS

PART_NAMES: dict[str, str] = {
    "goal": N_("Goal"),
    "persona": N_("Persona"),
    "stages": N_("Stage"),
    "goals": N_("Customer goal"),
    "touchpoints": N_("Touchpoint"),
    "constraints": N_("Constraint"),
    "actions": N_("Action"),
    "metrics": N_("Metric"),
    "evidence": N_("Evidence"),
    "unknowns": N_("Unknown"),
}
"""What one of each part is called."""

ORIGIN_NAMES: dict[OriginKind, str] = {
    OriginKind.SAID: N_("said"),
    OriginKind.SUGGESTED: N_("suggested"),
    OriginKind.EVIDENCE: N_("evidence"),
    OriginKind.IMPORTED: N_("imported"),
}

TITLES: dict[str, str] = {
    **FIELD_NAMES,
    "text": N_("words"),
    "kind": N_("kind"),
    "duration": N_("how long"),
    "stage": N_("stage"),
    "channel": N_("channel"),
    "device": N_("device"),
    "owned": N_("ours"),
    "customer_action": N_("customer does"),
    "thought": N_("thinks"),
    "emotion": N_("feels"),
    "moment_of_truth": N_("decisive"),
    "touchpoints": N_("contacts"),
    "cause": N_("cause"),
    "severity": N_("severity"),
    "addresses": N_("helps against"),
    "owner": N_("who does it"),
    "effort": N_("effort"),
    "impact": N_("effect"),
    "due": N_("by when"),
    "unit": N_("unit"),
    "cadence": N_("how often"),
    "measures": N_("measures"),
    "value": N_("value"),
    "date": N_("date"),
    "supports": N_("supports"),
    "step": N_("step"),
    "question": N_("question"),
    "why": N_("why"),
}

_ITEM_TITLES = {**TITLES, "name": N_("called")}
"""A person and a thing are named by different words in Polish."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One line of a form.

    Attributes:
        key: the field's name; with its place in a list: ``interests[1]``.
        title: its name for people.
        value: what it holds, as it is typed.
        options: the values it may have with their names, "" first; None: any words.
        links: the ids that may be typed, with what they stand for; None: it holds none.
    """

    key: str
    title: str
    value: str
    options: tuple[tuple[str, str], ...] | None = None
    links: tuple[tuple[str, str], ...] | None = None


def fields(journey: JourneyMap, ref: str) -> list[FieldSpec]:
    """Return the lines of the form for what is there: an item's id, ``goal`` or ``persona``."""
    if ref in ("goal", "persona"):
        return list(_of_section(journey.goal if ref == "goal" else journey.persona))
    found = journey.find(ref)
    if found is None:
        return []
    part, item = found
    return [_field(journey, part, name, getattr(item, name)) for name in _names(part)]


def new_fields(journey: JourneyMap, part: str, values: dict[str, str]) -> list[FieldSpec]:
    """Return the lines of the form for something new; a field that holds a list has one line."""
    if "." in part:
        name = part.partition(".")[2]
        return [FieldSpec(name, _(TITLES[name]), "")]
    return [_field(journey, part, name, values.get(name)) for name in _names(part)]


def section_of(ref: str) -> tuple[str, str]:
    """Return what a form is about and the key of the field, for a ref such as ``persona.age`` or ``t3``."""
    section, dot, key = ref.partition(".")
    return (section, key) if dot else (ref, "")


def name_of(journey: JourneyMap, ref: str) -> str:
    """Return the words that stand for an item or a field."""
    _section, key = section_of(ref)
    if key:
        title, _bracket, _place = key.partition("[")
        return _(TITLES.get(title, title))
    found = journey.find(ref)
    return clean_line(label(*found)) if found else ref


def origin_of(journey: JourneyMap, ref: str) -> Origin | None:
    """Return where an item or a field comes from."""
    section, key = section_of(ref)
    if key:
        whole = journey.goal if section == "goal" else journey.persona
        return whole.origins.get(key)
    found = journey.find(ref)
    return found[1].origin if found else None


def told(origin: Origin) -> str:
    """Return in a few words where a value comes from."""
    kind = _(ORIGIN_NAMES[origin.kind])
    if not origin.turn:
        return kind
    return _("%(kind)s, answer %(turn)d") % {"kind": kind, "turn": origin.turn}


def _of_section(whole: Goal | Persona) -> Iterator[FieldSpec]:
    for name in type(whole).model_fields:
        if name == "origins":
            continue
        value = getattr(whole, name)
        if not isinstance(value, tuple):
            yield FieldSpec(name, _(TITLES[name]), clean_line(value or ""))
            continue
        for place, entry in enumerate([*value, ""]):
            yield FieldSpec(origin_key(name, place), "" if place else _(TITLES[name]), clean_line(entry))


def _names(part: str) -> list[str]:
    names = [name for name in ITEM_TYPES[part].model_fields if name not in ("id", "origin")]
    return sorted(names, key=lambda name: name != LABELS[part])


def _field(journey: JourneyMap, part: str, name: str, value: object) -> FieldSpec:
    possible = choices(journey, part, name)
    title = _(_ITEM_TITLES[name])
    if possible is None:
        return FieldSpec(name, title, clean_line(str(value)) if value is not None else "")
    if name in REFERENCES.get(part, {}) and name != "stage":
        links = tuple((ref, shorten(name_of(journey, ref), 40)) for ref in possible)
        text = value if isinstance(value, str) else ", ".join(value) if isinstance(value, tuple) else ""
        return FieldSpec(name, title, text, links=links)
    if isinstance(value, bool):
        value = YES if value else NO
    needed = (part, name) in (("stages", "kind"), ("evidence", "kind"), ("unknowns", "step"))
    if value is None:
        text = StageKind.CUSTOM.value if part == "stages" else possible[0] if needed else ""
    else:
        text = str(value)
    named = tuple((option, _option_name(journey, name, option)) for option in possible)
    return FieldSpec(name, title, text, named if needed else (("", _("not known")), *named))


def _option_name(journey: JourneyMap, name: str, option: str) -> str:
    match name:
        case "stage":
            return name_of(journey, option)
        case "emotion":
            return _(FEELING_NAMES[int(option)])
        case "channel":
            return _(CHANNEL_NAMES[Channel(option)])
        case "kind" if option in EVIDENCE_KINDS:
            return _(EVIDENCE_KINDS[EvidenceKind(option)])
        case "step":
            return _(STEP_NAMES[Step(option)])
        case "kind" if option in StageKind.__members__.values():
            kind = StageKind(option)
            return _(STAGE_NAMES[kind]) if kind in STAGE_NAMES else _("of our own")
        case _:
            return _(option)
