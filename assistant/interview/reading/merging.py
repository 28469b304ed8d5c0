"""Completing one reading of an answer by another: open fields and labels, never new items."""

from collections.abc import Sequence

from assistant.interview.reading.turn import Situation
from assistant.journey.edits import Add, Edit, SetField, Value
from assistant.journey.grounding import same_word, tokens
from assistant.journey.models import JourneyMap
from assistant.text import fold

_LABELS: dict[str, tuple[str, ...]] = {
    # No feeling and no channel: small weights name one for every touchpoint, said or not.
    "touchpoints": ("stage", "device"),
    "metrics": ("baseline", "target", "unit", "source"),
}
"""The fields of an item that a second reading may fill."""

_ALIKE = 0.5
"""The share of the shorter quote's words that two quotes about the same thing have in common, at least."""


def completed(lead: Sequence[Edit], other: Sequence[Edit], situation: Situation) -> tuple[Edit, ...]:
    """Return the edits of `lead` with what only `other` knows: fields of the step that are empty, labels of its items.

    An item of `other` belongs to the item of `lead` whose quote shares most words with its own; one that belongs to
    none is left out.
    """
    edits: list[Edit] = list(lead)
    told = {edit.field: edit.value for edit in lead if isinstance(edit, SetField)}
    edits += [
        edit
        for edit in other
        if isinstance(edit, SetField)
        and edit.part == situation.step
        and edit.field not in told
        and not holds(situation.map, edit)
        and not any(_says_the_same(edit.value, value) for value in told.values())
    ]
    for item in other:
        if isinstance(item, Add) and (place := _nearest(item, edits)) is not None:
            edits[place] = _filled(edits[place], item)
    return tuple(edits)


def is_new(edit: Edit, journey: JourneyMap) -> bool:
    """Tell whether an edit adds to the map and changes nothing that is there."""
    return isinstance(edit, Add) or (isinstance(edit, SetField) and not holds(journey, edit))


def holds(journey: JourneyMap, edit: SetField) -> bool:
    """Tell whether the map has a value already where `edit` would set one."""
    return bool(getattr(journey.goal if edit.part == "goal" else journey.persona, edit.field, None))


def _nearest(item: Add, edits: Sequence[Edit]) -> int | None:
    """Return the place of the item that `item` is about too."""
    alike = {
        place: _share(edit.origin.quote or "", item.origin.quote or "")
        for place, edit in enumerate(edits)
        if isinstance(edit, Add) and edit.part == item.part
    }
    best = max(alike, key=lambda place: alike[place], default=None)
    return best if best is not None and alike[best] >= _ALIKE else None


def _says_the_same(one: str, other: str) -> bool:
    """Tell whether one of two values holds the other: a trade told once is no character trait too."""
    return fold(one) in fold(other) or fold(other) in fold(one)


def _share(one: str, other: str) -> float:
    shorter, longer = sorted((set(tokens(one)), set(tokens(other))), key=len)
    if not shorter:
        return 0
    return sum(any(same_word(word, there) for there in longer) for word in shorter) / len(shorter)


def _filled(edit: Edit, item: Add) -> Edit:
    if not isinstance(edit, Add):
        return edit
    new: dict[str, Value] = {
        field: item.values[field]
        for field in _LABELS.get(edit.part, ())
        if edit.values.get(field) in (None, []) and item.values.get(field) not in (None, [])
    }
    return edit.model_copy(update={"values": {**edit.values, **new}}) if new else edit
