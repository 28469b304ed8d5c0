"""Carrying out an edit: pure functions from a map to a new map, or to a reason."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from pydantic import ValidationError

from assistant.journey import edits as e
from assistant.journey.edits import Applied, Edit, Reason, Refused
from assistant.journey.grounding import MAX_QUOTE, Answers, supported, verbatim
from assistant.journey.links import RefusalError, check_links, without_links
from assistant.journey.models import (
    ITEM_TYPES,
    LABELS,
    PREFIXES,
    REFERENCES,
    Item,
    JourneyMap,
    Origin,
    OriginKind,
    origin_key,
)
from assistant.text import fold

Issued = Mapping[str, int]
"""The highest number given out for each prefix of ids, so that none is used again."""

# What an item says in prose; the rest of its fields are labels, links and figures of our own.
_PROSE: dict[str, tuple[str, ...]] = {
    "stages": ("name", "duration"),
    "goals": ("text",),
    "touchpoints": ("name", "device", "customer_action", "thought"),
    "constraints": ("text", "cause"),
    "actions": ("text", "owner", "effort", "impact", "due"),
    "metrics": ("name", "baseline", "target", "unit", "source", "cadence"),
    "evidence": ("source", "quote", "value", "date"),
    "unknowns": (),
}


def apply(journey: JourneyMap, edit: Edit, answers: Answers, issued: Issued | None = None) -> Applied | Refused:
    """Return the map with `edit` carried out, or why it was not.

    Args:
        journey: the map as it is; it is not changed.
        edit: what to do.
        answers: everything the person has said, by turn: the quote of a `said` value must be in the answer of its
            turn, and the value must be made of that answer's words.
        issued: the highest number of each id prefix given out so far; the numbers in the map count too.
    """
    try:
        match edit:
            case e.Add():
                return _add(journey, edit, answers, issued or {})
            case e.Change():
                return _change(journey, edit, answers)
            case e.Remove():
                return _remove(journey, edit)
            case e.Link():
                return _link(journey, edit)
            case e.SetField():
                return _set_field(journey, edit, answers)
            case e.ClearField():
                return _clear_field(journey, edit)
            case e.ReorderStages():
                return _reorder(journey, edit)
            case e.Place():
                return _place(journey, edit)
            case e.MergeStages():
                return _merge(journey, edit)
            case e.Describe():
                return _describe(journey, edit)
    except RefusalError as refusal:
        return Refused(edit, refusal.reason, refusal.detail)
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        return Refused(edit, Reason.BAD_VALUE, f"{'.'.join(map(str, first['loc']))}: {first['msg']}")


@lru_cache(maxsize=4096)  # all ids of a map are looked at for each new one
def number_of(item_id: str) -> tuple[str, int]:
    """Return the prefix and the number of an id; one without a number, or with one that nobody counts to, has 0."""
    found = re.fullmatch(r"([a-z]+)([0-9]{1,15})", item_id)
    return (found[1], int(found[2])) if found else (item_id, 0)


def _next_id(journey: JourneyMap, part: str, issued: Issued) -> str:
    prefix = PREFIXES[part]
    used = {item.id for _, item in journey.items()}
    numbers = (number for p, number in map(number_of, used) if p == prefix)
    free = (f"{prefix}{number}" for number in count(max([issued.get(prefix, 0), *numbers]) + 1))
    return next(item_id for item_id in free if item_id not in used)


def _grounded(origin: Origin, prose: Sequence[str], answers: Answers, known: str = "") -> Origin:
    """Return `origin` with its quote as it stands in the answer; refuse what neither the answer nor `known` holds."""
    if origin.kind is not OriginKind.SAID:
        return origin
    answer = answers.get(origin.turn or 0, "")
    quote = verbatim(origin.quote or "", answer)
    if quote is None:
        raise RefusalError(Reason.NOT_SAID, origin.quote or "")
    if len(quote) > MAX_QUOTE:
        raise RefusalError(Reason.QUOTE_TOO_LONG, quote)
    for value in prose:
        if not supported(value, f"{answer} {known}"):
            raise RefusalError(Reason.NOT_IN_THE_ANSWER, value)
    return origin.model_copy(update={"quote": quote})


def _prose(part: str, values: Mapping[str, Any]) -> list[str]:
    return [str(values[field]) for field in _PROSE[part] if values.get(field) not in (None, "")]


def _build(part: str, values: Mapping[str, Any]) -> Item:
    if unknown := values.keys() - ITEM_TYPES[part].model_fields.keys():
        raise RefusalError(Reason.NO_SUCH_FIELD, ", ".join(sorted(unknown)))
    return ITEM_TYPES[part].model_validate(values)


def _find(journey: JourneyMap, part: str, item_id: str) -> Item:
    item = next((item for item in journey.part(part) if item.id == item_id), None)
    if item is None:
        raise RefusalError(Reason.NO_SUCH_ITEM, item_id)
    return item


def _replace(journey: JourneyMap, part: str, item: Item) -> JourneyMap:
    items = tuple(item if old.id == item.id else old for old in journey.part(part))
    return journey.model_copy(update={part: items})


def _add(journey: JourneyMap, edit: e.Add, answers: Answers, issued: Issued) -> Applied:
    origin = _grounded(edit.origin, _prose(edit.part, edit.values), answers)
    item_id = edit.id or _next_id(journey, edit.part, issued)
    if journey.find(item_id):
        raise RefusalError(Reason.ALREADY_THERE, item_id)
    item = _build(edit.part, {**edit.values, "id": item_id, "origin": origin})
    words = fold(str(getattr(item, LABELS[edit.part])))
    if any(fold(str(getattr(other, LABELS[edit.part]))) == words for other in journey.part(edit.part)):
        raise RefusalError(Reason.ALREADY_THERE, words)
    check_links(journey, edit.part, item)
    changed = journey.model_copy(update={edit.part: (*journey.part(edit.part), item)})
    return Applied(changed, edit.model_copy(update={"id": item_id, "origin": origin}), (item_id,))


def _change(journey: JourneyMap, edit: e.Change, answers: Answers) -> Applied:
    item = _find(journey, edit.part, edit.id)
    if edit.field in ("id", "origin") or edit.field not in type(item).model_fields:
        raise RefusalError(Reason.NO_SUCH_FIELD, edit.field)
    if getattr(item, edit.field) == edit.value:
        raise RefusalError(Reason.NOTHING_CHANGES)
    prose = _prose(edit.part, {edit.field: edit.value})
    origin = _grounded(edit.origin, prose, answers, words_kept(item, edit.field))
    unsaid = prose and item.origin.kind is OriginKind.SAID and origin.kind is not OriginKind.SAID
    if unsaid:
        raise RefusalError(Reason.NOT_SAID, edit.field)  # an item that was said takes no words that were not
    values = {**item.model_dump(), edit.field: edit.value}
    if edit.field == LABELS[edit.part]:
        values["origin"] = origin  # an item's origin is that of the words that name it; the log has the others
    new = _build(edit.part, values)
    check_links(journey, edit.part, new)
    return Applied(_replace(journey, edit.part, new), edit.model_copy(update={"origin": origin}), (edit.id,))


def words_kept(item: Item, field: str) -> str:
    """Return the words of a field that a change of it may keep: those that were said, so that they are grounded.

    A correction may so put the right figure into the old sentence.
    """
    return str(getattr(item, field) or "") if item.origin.kind is OriginKind.SAID else ""


def _remove(journey: JourneyMap, edit: e.Remove) -> Applied:
    _find(journey, edit.part, edit.id)
    if edit.part == "stages" and len(journey.stages) == 1:
        raise RefusalError(Reason.LAST_STAGE)
    left = tuple(item for item in journey.part(edit.part) if item.id != edit.id)
    return Applied(without_links(journey.model_copy(update={edit.part: left}), edit.id), edit, (edit.id,))


def _link(journey: JourneyMap, edit: e.Link) -> Applied:
    item = _find(journey, edit.part, edit.id)
    if not isinstance(getattr(item, edit.field, None), tuple) or edit.field not in REFERENCES.get(edit.part, {}):
        raise RefusalError(Reason.NO_SUCH_FIELD, edit.field)
    old: tuple[str, ...] = getattr(item, edit.field)
    new = tuple(i for i in old if i not in edit.targets) if edit.unlink else tuple(dict.fromkeys(old + edit.targets))
    if new == old:
        raise RefusalError(Reason.NOTHING_CHANGES)
    linked = item.model_copy(update={edit.field: new})
    check_links(journey, edit.part, linked)
    return Applied(_replace(journey, edit.part, linked), edit, (edit.id,))


def _set_field(journey: JourneyMap, edit: e.SetField, answers: Answers) -> Applied:
    whole, old = _field(journey, edit.part, edit.field)
    origin = _grounded(edit.origin, [edit.value], answers)
    origins = dict(whole.origins)
    if isinstance(old, tuple):
        index = len(old) if edit.index is None else edit.index
        if not 0 <= index <= len(old):
            raise RefusalError(Reason.NO_SUCH_ITEM, f"{edit.field}[{index}]")
        if any(fold(entry) == fold(edit.value) for entry in old):
            raise RefusalError(Reason.ALREADY_THERE, edit.value)
        value: str | tuple[str, ...] = (*old[:index], edit.value, *old[index + 1 :])
        key = origin_key(edit.field, index)
    else:
        if old is not None and fold(old) == fold(edit.value):
            raise RefusalError(Reason.ALREADY_THERE, edit.value)
        value, key = edit.value, edit.field
    origins[key] = origin
    new = type(whole).model_validate({**whole.model_dump(), edit.field: value, "origins": origins})
    changed = journey.model_copy(update={edit.part: new})
    return Applied(changed, edit.model_copy(update={"origin": origin}), (f"{edit.part}.{key}",))


def _clear_field(journey: JourneyMap, edit: e.ClearField) -> Applied:
    whole, old = _field(journey, edit.part, edit.field)
    if not old:
        raise RefusalError(Reason.NOTHING_CHANGES)
    origins = dict(whole.origins)
    left: tuple[str, ...] | None = None
    if isinstance(old, tuple):
        if edit.index is not None and not 0 <= edit.index < len(old):
            raise RefusalError(Reason.NO_SUCH_ITEM, f"{edit.field}[{edit.index}]")
        kept = [i for i in range(len(old)) if edit.index is not None and i != edit.index]
        moved = [origins[origin_key(edit.field, i)] for i in kept]
        for i in range(len(old)):
            del origins[origin_key(edit.field, i)]
        origins |= {origin_key(edit.field, i): origin for i, origin in enumerate(moved)}
        left = tuple(old[i] for i in kept)
    else:
        del origins[edit.field]
    new = type(whole).model_validate({**whole.model_dump(), edit.field: left, "origins": origins})
    return Applied(journey.model_copy(update={edit.part: new}), edit, (f"{edit.part}.{edit.field}",))


def _field(journey: JourneyMap, part: e.FieldPart, field: str) -> tuple[Any, str | tuple[str, ...] | None]:
    whole = journey.goal if part == "goal" else journey.persona
    if field == "origins" or field not in type(whole).model_fields:
        raise RefusalError(Reason.NO_SUCH_FIELD, f"{part}.{field}")
    return whole, getattr(whole, field)


def _reorder(journey: JourneyMap, edit: e.ReorderStages) -> Applied:
    by_id = {stage.id: stage for stage in journey.stages}
    if sorted(edit.order) != sorted(by_id):
        raise RefusalError(Reason.BAD_ORDER)
    if edit.order == tuple(by_id):
        raise RefusalError(Reason.NOTHING_CHANGES)
    return Applied(journey.model_copy(update={"stages": tuple(by_id[i] for i in edit.order)}), edit, edit.order)


def _place(journey: JourneyMap, edit: e.Place) -> Applied:
    item = _find(journey, edit.part, edit.id)
    others = [other for other in journey.part(edit.part) if other is not item]
    place = others.index(_find(journey, edit.part, edit.before)) if edit.before not in (None, edit.id) else len(others)
    order = (*others[:place], item, *others[place:])
    if order == journey.part(edit.part):
        raise RefusalError(Reason.NOTHING_CHANGES)
    return Applied(journey.model_copy(update={edit.part: order}), edit, (edit.id,))


def _merge(journey: JourneyMap, edit: e.MergeStages) -> Applied:
    _find(journey, "stages", edit.into)
    merged = [i for i in edit.ids if i != edit.into]
    if not merged:
        raise RefusalError(Reason.NOTHING_CHANGES)
    for stage in merged:
        _find(journey, "stages", stage)
        journey = without_links(journey, stage, edit.into)
    left = tuple(stage for stage in journey.stages if stage.id not in merged)
    return Applied(journey.model_copy(update={"stages": left}), edit, (edit.into, *merged))


def _describe(journey: JourneyMap, edit: e.Describe) -> Applied:
    if getattr(journey, edit.field) == edit.value:
        raise RefusalError(Reason.NOTHING_CHANGES)
    changed = JourneyMap.model_validate({**dict(journey), edit.field: edit.value})
    return Applied(changed, edit, (edit.field,))
