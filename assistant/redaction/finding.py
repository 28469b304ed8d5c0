"""Finding personal data of every kind in a text."""

from collections.abc import Iterable

from assistant.redaction.addresses import addresses
from assistant.redaction.found import Found
from assistant.redaction.patterns import patterns
from assistant.redaction.persons import persons

_ESCAPED_ENDS = str.maketrans({"\u00a0": " ", "\u202f": " "})


def find(text: str) -> list[Found]:
    """Return the personal data in `text`, in order and not overlapping.

    It is looked for in English, Spanish and Polish at once, whatever the language: people mix them.
    """
    # Ends of lines inside JSON are no part of a word; the text looked at is as long as the one given.
    seen = text.replace("\\n", "  ").replace("\\t", "  ").translate(_ESCAPED_ENDS)
    taken: list[Found] = []
    for found in (*patterns(seen), *_longest_first(addresses(seen)), *persons(seen)):
        if all(found.end <= other.start or found.start >= other.end for other in taken):
            taken.append(found)
    return sorted(taken, key=lambda found: found.start)


def _longest_first(found: Iterable[Found]) -> list[Found]:
    return sorted(found, key=lambda one: one.start - one.end)
