"""Comparing two maps: what was added, removed and changed, item by item and field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.journey.models import PARTS, Goal, Item, JourneyMap, Persona, label
from assistant.text import fold

_DESCRIBED = ("title", "language", "kind", "state")
_WHOLES = ("goal", "persona")


class ChangeKind(StrEnum):
    """What happened to an item or a field."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two maps.

    Attributes:
        kind: what happened.
        part: ``touchpoints``, ``persona``, …, or ``map`` for what a map says of itself.
        id: the item's id in the later map (removed: in the earlier one), or None for fields outside items.
        name: what names the item to a reader; "" outside items.
        field: the field that changed; None when a whole item was added or removed.
        before: its value in the earlier map; None: it had none.
        after: its value in the later map; None: it has none.
    """

    kind: ChangeKind
    part: str
    id: str | None = None
    name: str = ""
    field: str | None = None
    before: Any = None
    after: Any = None


def compare(earlier: JourneyMap, later: JourneyMap) -> list[Difference]:
    """Return what changed from one map to another, in the order of the map's parts.

    In versions of one map, items with one id are the same; else those that are named by the same words. Times,
    revisions and origins are no content and are not compared; links are compared by what they point to.
    """
    found = [
        _field("map", None, "", name, getattr(earlier, name), getattr(later, name))
        for name in _DESCRIBED
        if getattr(earlier, name) != getattr(later, name)
    ]
    for whole in _WHOLES:
        found += _fields(whole, None, "", getattr(earlier, whole), getattr(later, whole))
    pairs = _pairs(earlier, later)
    names = {old.id: new.id for old, new in pairs if old is not None and new is not None}
    for old, new in pairs:
        part = _part_of(later if new else earlier, new or old)
        if old is None or new is None:
            item = new or old
            kind = ChangeKind.ADDED if new else ChangeKind.REMOVED
            found.append(Difference(kind, part, item.id if item else None, label(part, item) if item else ""))
        else:
            found += _fields(part, new.id, label(part, new), old, new, names)
    order = ["map", *_WHOLES, *PARTS]
    return sorted(found, key=lambda difference: order.index(difference.part))


def _pairs(earlier: JourneyMap, later: JourneyMap) -> list[tuple[Item | None, Item | None]]:
    """Return the items of both maps side by side: by id where the same thing has it, then by the words."""
    left = {(part, item.id): item for part, item in earlier.items()}
    pairs: list[tuple[Item | None, Item | None]] = []
    unmatched: list[tuple[str, Item]] = []
    same_map = earlier.created == later.created
    for part, item in later.items():
        old = left.get((part, item.id))
        # Another interview numbers from 1 too: there an id alone says nothing.
        if old is not None and (same_map or fold(label(part, old)) == fold(label(part, item))):
            pairs.append((left.pop((part, item.id)), item))
        else:
            unmatched.append((part, item))
    for part, item in unmatched:
        words = fold(label(part, item))
        key = next((key for key, old in left.items() if key[0] == part and fold(label(part, old)) == words), None)
        if key is None and not same_map and (part, item.id) in left and part == "stages":
            key = (part, item.id)
        pairs.append((left.pop(key) if key else None, item))
    return [*pairs, *((item, None) for item in left.values())]


def _part_of(journey: JourneyMap, item: Item | None) -> str:
    found = journey.find(item.id) if item else None
    return found[0] if found else "map"


def _fields(
    part: str,
    item_id: str | None,
    name: str,
    old: Item | Goal | Persona,
    new: Item | Goal | Persona,
    renamed: dict[str, str] | None = None,
) -> Iterator[Difference]:
    for field in type(new).model_fields:
        if field in ("id", "origin", "origins"):
            continue
        before, after = getattr(old, field), getattr(new, field)
        if _as_later(before, renamed or {}) != after:
            yield _field(part, item_id, name, field, before, after)


def _as_later(value: Any, renamed: dict[str, str]) -> Any:  # noqa: ANN401 - a field's value
    """Return a value of the earlier map with the ids that items have in the later one."""
    if isinstance(value, tuple):
        return tuple(renamed.get(each, each) for each in value)
    return renamed.get(value, value) if isinstance(value, str) else value


def _field(part: str, item_id: str | None, name: str, field: str, before: Any, after: Any) -> Difference:  # noqa: ANN401
    nothing = (None, (), "")
    kind = ChangeKind.CHANGED
    if before in nothing or after in nothing:
        kind = ChangeKind.ADDED if before in nothing else ChangeKind.REMOVED
    return Difference(
        kind, part, item_id, name, field, None if before in nothing else before, None if after in nothing else after
    )
