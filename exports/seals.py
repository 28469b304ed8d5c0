"""Marks by which a value that was changed by hand in a document is told from one that was not.

A value keeps its origin only as long as it is the value that was exported: what a person wrote into the file since was
not said in the interview. A mark is no signature; it tells an honest edit, not a forgery.
"""

import json
from collections.abc import Iterator
from hashlib import blake2s
from typing import Any

from assistant.journey.models import Goal, Item, JourneyMap, Origin, Persona, origin_key

PICTURE = "#picture"
"""The name of the mark of the picture; no item and no field is called so."""

RESEARCH = "#research"
"""The name of the mark of the research plan."""


def seal(content: Any) -> str:  # noqa: ANN401 - JSON
    """Return the mark of JSON content: 8 hexadecimal digits."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return blake2s(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def item_seal(item: Item) -> str:
    """Return the mark of an item with its origin; fields that hold nothing do not count, so new ones change none."""
    return seal({key: value for key, value in item.model_dump(mode="json").items() if value not in (None, "", [])})


def fact_seal(name: str, value: str, origin: Origin) -> str:
    """Return the mark of a value of the goal or the persona; `name` as in ``persona.interests``."""
    return seal([name, value, origin.model_dump(mode="json")])


def seals(journey: JourneyMap) -> Iterator[tuple[str, str]]:
    """Yield the name and the mark of every value of the goal and the persona, and of every item, in the map's order."""
    for part, facts in (("goal", journey.goal), ("persona", journey.persona)):
        for field, value, origin in facts_of(facts):
            name = f"{part}.{field}"
            yield name, fact_seal(name, value, origin)
    for _, item in journey.items():
        yield item.id, item_seal(item)


def facts_of(facts: Goal | Persona) -> Iterator[tuple[str, str, Origin]]:
    """Yield field, value and origin of every value that the goal or the persona holds; a list gives one an entry."""
    for field in type(facts).model_fields:
        value = () if field == "origins" else getattr(facts, field) or ()
        for index, entry in enumerate(value if isinstance(value, tuple) else (value,)):
            yield field, entry, facts.origins[origin_key(field, index)]
