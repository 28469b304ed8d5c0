"""Changes made by hand: what a person types into the map becomes edits that quote exactly what was typed."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from assistant.journey import edits as e
from assistant.journey.edits import Edit, ItemPart, Reason
from assistant.journey.grounding import MAX_QUOTE, tokens
from assistant.journey.models import LABELS, REFERENCES, Item, JourneyMap, Origin, OriginKind
from assistant.journey.typed_values import NotPossibleError, choices, stage_of, value_of
from assistant.text import fold

ADDABLE: tuple[ItemPart, ...] = ("stages", "goals", "touchpoints", "constraints", "actions", "metrics")
"""The parts that a person adds to by hand."""


class _Change(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Put(_Change):
    """Give fields of an item (``t3``), the goal or the persona other values, as typed; an empty one empties it.

    A field that holds a list names its entry as in `origins`: ``interests``, ``interests[1]``; past its end, a new one.
    """

    op: Literal["put"] = "put"
    ref: str
    values: dict[str, str]


class New(_Change):
    """Add an item to one of `ADDABLE` with the values as typed, before another one or at the end.

    `part` may also be a field that holds a list (``persona.interests``); there is one value then, whatever its key.
    """

    op: Literal["new"] = "new"
    part: str
    values: dict[str, str]
    before: str | None = None


class Delete(_Change):
    """Take out an item, or a value of the goal or the persona (``goal.start``, ``persona.interests[1]``)."""

    op: Literal["delete"] = "delete"
    ref: str


class Move(_Change):
    """Move an item to another stage, by id or name (``""``: to none); a stage to the place of another one."""

    op: Literal["move"] = "move"
    ref: str
    to: str


class Shift(_Change):
    """Move an item past its neighbour of the same stage, a stage past its neighbour: -1 forward, 1 back."""

    op: Literal["shift"] = "shift"
    ref: str
    by: Literal[-1, 1]


class Merge(_Change):
    """Move everything from a stage to another one and take it out."""

    op: Literal["merge"] = "merge"
    ref: str
    into: str


ByHand = Annotated[Put | New | Delete | Move | Shift | Merge, Field(discriminator="op")]
BY_HAND: TypeAdapter[ByHand] = TypeAdapter(ByHand)


def typed(journey: JourneyMap, change: ByHand) -> str:
    """Return the words that were typed, one value a line; values chosen from a list are no words."""
    if not isinstance(change, Put | New):
        return ""
    part = change.part if isinstance(change, New) else _part_of(journey, change.ref)
    return "\n".join(text for field, text in change.values.items() if text and choices(journey, part, field) is None)


def edits_for(journey: JourneyMap, change: ByHand, turn: int) -> list[Edit]:
    """Return the edits that carry out `change`; what was typed is quoted from the answer with the number `turn`.

    Raises:
        NotPossibleError: the map has no such item or field, or a value does not fit.
    """
    match change:
        case Put():
            return _put(journey, change, turn)
        case New():
            return _new(journey, change, turn)
        case Delete():
            return [_delete(journey, change.ref)]
        case Move():
            return [_move(journey, change)]
        case Shift():
            return [_shift(journey, change)]
        case Merge():
            _item(journey, change.ref), _item(journey, change.into)
            return [e.MergeStages(ids=(change.ref,), into=change.into)]


def _put(journey: JourneyMap, change: Put, turn: int) -> list[Edit]:
    if change.ref in ("goal", "persona"):
        whole = journey.goal if change.ref == "goal" else journey.persona
        return [edit for key, text in change.values.items() for edit in _set(change.ref, whole, key, text, turn)]
    part, item = _item(journey, change.ref)
    edits: list[Edit] = []
    for field, text in change.values.items():
        value = value_of(journey, part, field, text)
        old = getattr(item, field)
        if value != (list(old) if isinstance(old, tuple) else old):
            origin = _origin(journey, part, field, text, turn)
            edits.append(e.Change(part=part, id=item.id, field=field, value=value, origin=origin))
    if not edits:
        raise NotPossibleError(Reason.NOTHING_CHANGES)
    return edits


def _set(part: str, whole: BaseModel, key: str, text: str, turn: int) -> list[Edit]:
    """Return the edits of one value of the goal or the persona."""
    section: e.FieldPart = "goal" if part == "goal" else "persona"
    field, index = _entry(key)
    names = tuple(name for name in type(whole).model_fields if name != "origins")
    if field not in names:
        raise NotPossibleError(Reason.NO_SUCH_FIELD, names)
    old = getattr(whole, field)
    place = index if isinstance(old, tuple) else None
    if not text:
        return [e.ClearField(part=section, field=field, index=place)]
    if old == text:
        raise NotPossibleError(Reason.NOTHING_CHANGES)
    put = e.SetField(part=section, field=field, value=text, origin=_said(text, turn), index=place)
    if isinstance(old, str) and fold(old) == fold(text):  # another spelling; for a reader that is no other value
        return [e.ClearField(part=section, field=field), put]
    return [put]


def _new(journey: JourneyMap, change: New, turn: int) -> list[Edit]:
    section, _, field = change.part.partition(".")
    if section == "persona" and isinstance(getattr(journey.persona, field, None), tuple):
        text = next(iter(change.values.values()), "")
        return [e.SetField(part="persona", field=field, value=text, origin=_said(text, turn))]
    part = next((name for name in ADDABLE if name == change.part), None)
    if part is None:
        raise NotPossibleError(Reason.NO_SUCH_FIELD, ADDABLE)
    values = {field: value_of(journey, part, field, text) for field, text in change.values.items() if text}
    add = e.Add(part=part, values=values, origin=_said(change.values.get(LABELS[part], ""), turn))
    return [add, e.Place(part=part, id="new:0", before=change.before)] if change.before else [add]


def _delete(journey: JourneyMap, ref: str) -> Edit:
    part, dot, key = ref.partition(".")
    if dot and part in ("goal", "persona"):
        field, index = _entry(key)
        value = getattr(journey.goal if part == "goal" else journey.persona, field, None)
        section: e.FieldPart = "goal" if part == "goal" else "persona"
        return e.ClearField(part=section, field=field, index=index if isinstance(value, tuple) else None)
    found, _ = _item(journey, ref)
    return e.Remove(part=found, id=ref)


def _move(journey: JourneyMap, change: Move) -> Edit:
    part, _ = _item(journey, change.ref)
    to = stage_of(journey, change.to) if change.to else None
    if part == "stages":
        order = [stage.id for stage in journey.stages]
        place = order.index(to) if to else len(order)
        order.remove(change.ref)
        order.insert(place, change.ref)
        return e.ReorderStages(order=tuple(order))
    if "stage" not in REFERENCES.get(part, {}):
        raise NotPossibleError(Reason.NO_SUCH_FIELD)
    return e.Change(part=part, id=change.ref, field="stage", value=to, origin=_ours())


def _shift(journey: JourneyMap, change: Shift) -> Edit:
    part, item = _item(journey, change.ref)
    stage = getattr(item, "stage", None)
    row = [other.id for other in journey.part(part) if getattr(other, "stage", None) == stage]
    place = row.index(change.ref)
    if not 0 <= place + change.by < len(row):
        raise NotPossibleError(Reason.NOTHING_CHANGES)
    first, second = sorted((place, place + change.by))
    if part == "stages":
        row[first], row[second] = row[second], row[first]
        return e.ReorderStages(order=tuple(row))
    return e.Place(part=part, id=row[second], before=row[first])


def _item(journey: JourneyMap, ref: str) -> tuple[ItemPart, Item]:
    found = journey.find(ref)
    if found is None:
        raise NotPossibleError(Reason.NO_SUCH_ITEM)
    part = next(name for name in get_args(ItemPart) if name == found[0])
    return part, found[1]


def _part_of(journey: JourneyMap, ref: str) -> str:
    found = journey.find(ref)
    return found[0] if found else ref


def _entry(key: str) -> tuple[str, int]:
    """Return the field and the place in its list that a key such as ``interests[1]`` names."""
    field, _, rest = key.partition("[")
    number = rest.removesuffix("]")
    return field, int(number) if number.isdecimal() else 0


def _origin(journey: JourneyMap, part: str, field: str, text: str, turn: int) -> Origin:
    return _said(text, turn) if text and choices(journey, part, field) is None else _ours()


def _said(text: str, turn: int) -> Origin:
    if not tokens(text):
        raise NotPossibleError(Reason.BAD_VALUE)
    return Origin(kind=OriginKind.SAID, quote=_opening(text), turn=turn)


def _opening(text: str) -> str:
    """Return as much of `text` as a quote may hold, up to the end of a word."""
    line = text.strip()
    for end in range(min(len(line), MAX_QUOTE), 0, -1):
        whole = end == len(line) or not (line[end - 1].isalnum() and line[end].isalnum())
        if whole and tokens(line[:end]):
            return line[:end]
    return line


def _ours() -> Origin:
    return Origin(kind=OriginKind.SUGGESTED)


def as_data(change: ByHand) -> dict[str, Any]:
    """Return `change` as JSON, for the session's log."""
    return change.model_dump(mode="json")
