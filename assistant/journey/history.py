"""The map over time: what was, what is, and what an undo took back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from assistant.journey.apply import number_of
from assistant.journey.models import PARTS, JourneyMap

Change = Mapping[str, Any]
"""What to put into a map's fields to get the map before it, or after it: whole maps weigh ten times as much."""

_COUNTED = {"revision", "updated"}
"""Fields that go on counting, back and forth."""


@dataclass(frozen=True, slots=True)
class History:
    """A map with its past and the future that undo has put aside; immutable like the map.

    Attributes:
        present: the map now.
        past: what leads back to each map before it, the oldest first.
        future: what leads on to the maps that undo took back, the next to redo last.
        issued: the highest number of each id prefix ever given out, so that no id is used again.
    """

    present: JourneyMap
    past: tuple[Change, ...] = ()
    future: tuple[Change, ...] = ()
    issued: Mapping[str, int] = field(default_factory=dict)

    def record(self, journey: JourneyMap, moment: datetime) -> "History":
        """Return the history with `journey` as the present; what undo had put aside is gone."""
        issued = dict(self.issued)
        for prefix, number in self._new_numbers(journey):
            issued[prefix] = max(issued.get(prefix, 0), number)
        back = {name: old for name, old in self.present if name not in _COUNTED and old != getattr(journey, name)}
        return History(self._stamped(journey, moment), (*self.past, back), (), issued)

    def undo(self, moment: datetime) -> "History | None":
        """Return the history one change back, or None if there is none. The revision goes on counting."""
        if not self.past:
            return None
        back, on = self._turned(self.past[-1], moment)
        return replace(self, present=back, past=self.past[:-1], future=(*self.future, on))

    def redo(self, moment: datetime) -> "History | None":
        """Return the history with the last undone change carried out again, or None if there is none."""
        if not self.future:
            return None
        again, back = self._turned(self.future[-1], moment)
        return replace(self, present=again, past=(*self.past, back), future=self.future[:-1])

    def _turned(self, change: Change, moment: datetime) -> tuple[JourneyMap, Change]:
        """Return the map with `change` made in it, and what leads back."""
        back = {name: getattr(self.present, name) for name in change}
        return self._stamped(self.present.model_copy(update=dict(change)), moment), back

    def _stamped(self, journey: JourneyMap, moment: datetime) -> JourneyMap:
        updated = max(moment, self.present.updated)  # a clock set back must not make the map older than it is
        return journey.model_copy(update={"revision": self.present.revision + 1, "updated": updated})

    def _new_numbers(self, journey: JourneyMap) -> Iterable[tuple[str, int]]:
        """Return prefixes and numbers of ids, those of `journey` that the present does not have among them."""
        if not self.issued:  # a map that was imported has items at once
            return (number_of(item.id) for known in (self.present, journey) for _, item in known.items())
        changed = (part for part in PARTS if journey.part(part) is not self.present.part(part))
        return (number_of(item.id) for part in changed for item in journey.part(part))
