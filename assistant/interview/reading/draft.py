"""The edits of a reading while they are put together: grounded in the answer, and none twice."""

from functools import lru_cache

from assistant.interview.reading.meaning import is_no_item
from assistant.interview.reading.source import Source
from assistant.interview.reading.turn import Situation
from assistant.journey.apply import apply, words_kept
from assistant.journey.edits import (
    Add,
    Applied,
    Change,
    ClearField,
    Edit,
    FieldPart,
    ItemPart,
    Link,
    Remove,
    SetField,
    Value,
)
from assistant.journey.grounding import supported, verbatim
from assistant.journey.models import LABELS, JourneyMap, Origin, OriginKind, label
from assistant.text import fold

_MOST_EDITS = 120


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """Return the fold of a text of the map; remembered, for each turn compares with all of them."""
    return fold(text)


class Draft:
    """Collects edits; one that the map would refuse is left out."""

    def __init__(self, situation: Situation, source: Source) -> None:
        self.situation = situation
        self.source = source
        self.edits: list[Edit] = []
        journey = self._map = situation.map
        self._labels = {(part, _folded(label(part, item))) for part, item in journey.items()}
        self._entries = {
            (field, fold(entry))
            for field in ("interests", "challenges", "pain_points")
            for entry in getattr(journey.persona, field)
        }

    @property
    def language(self) -> str:
        """The interview's language."""
        return self.situation.language

    @property
    def map(self) -> JourneyMap:
        """The map as it was before the answer, without what the answer takes out."""
        return self._map

    def add(
        self,
        part: ItemPart,
        values: dict[str, Value],
        start: int,
        end: int,
        anchor: int | None = None,
        lead: int | None = None,
    ) -> bool:
        """Add an item that ``source.text[start:end]`` tells of; tell whether it is new and grounded.

        What leads to it ("she would like to") begins at `lead`.
        """
        values = {name: value for name, value in values.items() if value not in (None, "", [])}
        words = str(values.get(LABELS[part], ""))
        key = (part, fold(words))
        prose = [
            str(values[n])
            for n in (
                "name",
                "text",
                "customer_action",
                "owner",
                "due",
                "baseline",
                "target",
                "unit",
                "source",
                "cadence",
                "device",
            )
            if n in values
        ]
        origin = self._origin(prose, start, end, anchor)
        if origin is None or key in self._labels or len(self.edits) >= _MOST_EDITS:
            return False
        if is_no_item(part, self.source.text[start if lead is None else lead : end], self.situation):
            return False
        self._labels.add(key)
        self.edits.append(Add(part=part, values=values, origin=origin))
        return True

    def set(self, part: FieldPart, field: str, value: str, start: int, end: int, index: int | None = None) -> bool:
        """Set a field of the goal or the persona; in one that holds a list, entry `index` (None: a new one)."""
        value = " ".join(value.split())
        whole = self.map.goal if part == "goal" else self.map.persona
        old = getattr(whole, field)
        key = (field, fold(value))
        origin = self._origin([value], start, end, start)
        if origin is None or key in self._entries or (isinstance(old, str) and fold(old) == fold(value)):
            return False
        if not isinstance(old, tuple) and any(
            isinstance(e, SetField) and (e.part, e.field) == (part, field) for e in self.edits
        ):
            return False
        self._entries.add(key)
        self.edits.append(SetField(part=part, field=field, value=value, origin=origin, index=index))
        return True

    def lacks(self, part: FieldPart, field: str) -> bool:
        """Tell whether neither the map nor the edits so far hold a value of this field."""
        set_now = any(isinstance(e, SetField) and (e.part, e.field) == (part, field) for e in self.edits)
        return not set_now and not getattr(self.map.goal if part == "goal" else self.map.persona, field)

    def change(self, part: ItemPart, item_id: str, field: str, value: Value, start: int, end: int) -> bool:
        """Change a field of an item of the map."""
        found = self.map.find(item_id)
        if found is None or getattr(found[1], field) == value:
            return False
        prose = [value] if isinstance(value, str) and field not in ("stage", "channel") else []
        origin = self._origin(prose, start, end, start, known=words_kept(found[1], field))
        same = any(isinstance(e, Change) and (e.id, e.field) == (item_id, field) for e in self.edits)
        if origin is None or same or (field == LABELS[part] and (part, fold(str(value))) in self._labels):
            return False
        self.edits.append(Change(part=part, id=item_id, field=field, value=value, origin=origin))
        return True

    def remove(self, part: ItemPart, item_id: str) -> None:
        """Remove an item of the map."""
        self._take_out(Remove(part=part, id=item_id))

    def clear(self, part: FieldPart, field: str, index: int | None) -> None:
        """Empty a field of the goal or the persona, or take out one entry of it."""
        self._take_out(ClearField(part=part, field=field, index=index))

    def _take_out(self, edit: Remove | ClearField) -> None:
        done = apply(self._map, edit, {})
        if isinstance(done, Applied):
            self._map = done.map
            self.edits.append(edit)

    def link(self, part: ItemPart, item_id: str, field: str, targets: tuple[str, ...]) -> None:
        """Link an item of the map to others."""
        found = self.map.find(item_id)
        if found and set(targets) - set(getattr(found[1], field)):
            self.edits.append(Link(part=part, id=item_id, field=field, targets=targets))

    def _origin(self, prose: list[str], start: int, end: int, anchor: int | None, known: str = "") -> Origin | None:
        if not self.source.text[start:end].strip():
            return None
        quote = self.source.quote(start, end, anchor)
        answer = self.source.answer
        # A window around the quote answers for the whole answer: looking through 200,000 characters each time is slow.
        at = answer.find(quote)
        window = answer[max(0, at - 2) : at + len(quote) + 2] if at >= 0 else ""
        if not verbatim(quote, window) or (len(answer) < 4000 and not verbatim(quote, answer)):
            return None
        context = answer if len(answer) < 4000 else self.source.text[max(0, start - 400) : end + 400]
        if not all(supported(value, f"{context} {known}") for value in prose):
            return None
        return Origin(kind=OriginKind.SAID, quote=quote, turn=self.situation.turn)
