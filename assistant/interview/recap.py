"""The recap: what was understood, one line an item, so that a person can say which line is wrong."""

from collections.abc import Callable, Iterator, Mapping
from gettext import NullTranslations
from typing import Any

from assistant.journey.checklist import FIELD_NAMES
from assistant.journey.models import (
    Action,
    Channel,
    Constraint,
    CustomerGoal,
    Item,
    JourneyMap,
    Metric,
    Step,
    Touchpoint,
    label,
    origin_key,
)
from assistant.locale import N_

Translate = Callable[[str], str]

CHANNEL_NAMES: dict[Channel, str] = {
    Channel.WEBSITE: N_("website"),
    Channel.WEB_SHOP: N_("web shop"),
    Channel.APP: N_("app"),
    Channel.SEARCH: N_("search"),
    Channel.SOCIAL: N_("social media"),
    Channel.ADS: N_("advertising"),
    Channel.EMAIL: N_("e-mail"),
    Channel.PHONE: N_("telephone"),
    Channel.CHAT: N_("chat"),
    Channel.STORE: N_("shop"),
    Channel.DELIVERY: N_("delivery"),
    Channel.EVENT: N_("event"),
    Channel.WORD_OF_MOUTH: N_("word of mouth"),
    Channel.OTHER: N_("other channel"),
}

FEELING_NAMES: dict[int, str] = {
    -2: N_("very bad (-2)"),
    -1: N_("bad (-1)"),
    0: N_("neutral (0)"),
    1: N_("good (+1)"),
    2: N_("very good (+2)"),
}


def lines(journey: JourneyMap, step: Step, catalogue: NullTranslations) -> Iterator[tuple[str, str]]:
    """Yield, for everything that a step holds, the id or field and one line about it in the map's language."""
    translate = catalogue.gettext
    match step:
        case Step.GOAL:
            yield from _fields(journey, "goal", translate)
        case Step.PERSONA:
            yield from _fields(journey, "persona", translate)
        case _:
            known = {item.id: label(part, item) for part, item in journey.items()}
            for item in journey.part(step.value):
                yield item.id, _line(journey, step.value, item, known, translate)


def all_lines(journey: JourneyMap, catalogue: NullTranslations) -> dict[str, str]:
    """Return the line of every item and field of the map."""
    return {ref: text for step in Step for ref, text in lines(journey, step, catalogue)}


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Any]:
    """Return what an event holds of the lines of a recap: those that are not in the recap before it, and what is gone.

    Whole recaps made up nine tenths of a long session, which grew with the square of its length.
    """
    new = {ref: text for ref, text in after.items() if before.get(ref) != text}
    return {"shown": new, "gone": [ref for ref in before if ref not in after]}


def is_whole(data: Mapping[str, Any]) -> bool:
    """Return whether the data of a recap's event hold all of its lines, as in older sessions."""
    return "gone" not in data


def shown(before: Mapping[str, str], data: Mapping[str, Any]) -> dict[str, str]:
    """Return the lines of a recap from its event's data and the lines of the recap before it, of whatever step."""
    if is_whole(data):
        return dict(data["shown"])
    gone = set(data["gone"])
    return {**{ref: text for ref, text in before.items() if ref not in gone}, **data["shown"]}


def _fields(journey: JourneyMap, part: str, translate: Translate) -> Iterator[tuple[str, str]]:
    whole = journey.goal if part == "goal" else journey.persona
    for name, title in FIELD_NAMES.items():
        value = getattr(whole, name, None)
        if isinstance(value, tuple):
            for index, entry in enumerate(value):
                yield f"{part}.{origin_key(name, index)}", f"{translate(title)}: {entry}"
        elif value:
            yield f"{part}.{name}", f"{translate(title)}: {value}"


def _line(journey: JourneyMap, part: str, item: Item, known: Mapping[str, str], translate: Translate) -> str:
    details: list[str] = []
    match item:
        case CustomerGoal():
            details = [_stage(journey, item.stage)]
        case Touchpoint():
            details = [
                _stage(journey, item.stage),
                translate(CHANNEL_NAMES[item.channel]) if item.channel else "",
                item.device or "",
                translate(FEELING_NAMES[item.emotion]) if item.emotion is not None else "",
            ]
        case Constraint():
            details = [_stage(journey, item.stage), item.cause or ""]
        case Action():
            details = [item.owner or "", item.due or "", _linked(item.addresses, known)]
        case Metric():
            details = [
                _figure(translate(FIELD_NAMES["baseline"]), item.baseline, item.unit),
                _figure(translate(FIELD_NAMES["target"]), item.target, item.unit),
                _figure(translate(FIELD_NAMES["source"]), item.source, None),
            ]
    told = ", ".join(detail for detail in details if detail)
    return f"{label(part, item)} ({told})" if told else label(part, item)


def _stage(journey: JourneyMap, stage_id: str | None) -> str:
    stage = journey.stage(stage_id)
    return stage.name if stage else ""


def _linked(ids: tuple[str, ...], known: Mapping[str, str]) -> str:
    names = [known[item_id] for item_id in ids if item_id in known]
    return "→ " + "; ".join(names) if names else ""


def _figure(title: str, value: str | None, unit: str | None) -> str:
    if not value:
        return ""
    return f"{title}: {value} {unit}" if unit and unit not in value else f"{title}: {value}"
