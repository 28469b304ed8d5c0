"""The links between the items of a map: none leads nowhere."""

from typing import Any

from assistant.journey.edits import Reason
from assistant.journey.models import REFERENCES, Item, JourneyMap


class RefusalError(Exception):
    """An edit that cannot be carried out, and why."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        """Keep the reason, and what it is about."""
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def check_links(journey: JourneyMap, part: str, item: Item) -> None:
    """Check that every link of an item leads to an item of the map of the right part.

    Raises:
        RefusalError: one does not.
    """
    for field, targets in REFERENCES.get(part, {}).items():
        value = getattr(item, field)
        wanted = value if isinstance(value, tuple) else (value,)
        known = {i.id for p, i in journey.items() if targets in ("*", p)}
        if lost := set(wanted) - known - {None}:
            raise RefusalError(Reason.BROKEN_LINK, f"{field}: {', '.join(sorted(map(str, lost)))}")


def without_links(journey: JourneyMap, gone: str, instead: str | None = None) -> JourneyMap:
    """Return the map with every link to `gone` cut, or turned to `instead`."""
    update: dict[str, tuple[Item, ...]] = {}
    for part, fields in REFERENCES.items():
        items = []
        for item in journey.part(part):
            new: dict[str, Any] = {}
            for field in fields:
                value = getattr(item, field)
                if value == gone:
                    new[field] = instead
                elif isinstance(value, tuple) and gone in value:
                    kept = [instead if i == gone else i for i in value]
                    new[field] = tuple(dict.fromkeys(i for i in kept if i))
            items.append(item.model_copy(update=new) if new else item)
        update[part] = tuple(items)
    return journey.model_copy(update=update)
