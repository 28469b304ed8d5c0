"""What code refuses of a suggestion, whoever worded it: what the map or its sources speak against."""

import re
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

from assistant.interview.suggesting.limits import limits
from assistant.journey.grounding import same_word, tokens
from assistant.journey.models import JourneyMap
from assistant.text import fold
from knowledge.port import Labeller
from knowledge.words import STOP_WORDS

MAX_WORDS = 25
"""Words of a suggestion."""

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_ALIKE = 0.62
"""Likeness from which two sentences propose the same; chosen by looking at the suggestions for our maps."""
_SHARED = 0.6
"""Share of the shorter sentence's words that the other holds too, from which both propose the same."""


class Fault(StrEnum):
    """Why a suggestion is refused."""

    EMPTY = "empty"
    UNCITED = "uncited"
    LONG = "long"
    NUMBER = "number"
    OFF_TOPIC = "off_topic"
    KNOWN = "known"
    CONTRADICTS = "contradicts"
    LANGUAGE = "language"
    REPEATS_PROMPT = "repeats_prompt"
    NO_ANSWER = "no_answer"


def words_of(text: str, language: str) -> list[str]:
    """Return the folded words of a text that carry meaning."""
    return [token for token in tokens(text) if token not in STOP_WORDS[language] and not token[0].isdigit()]


def overlap(one: str, other: str, language: str) -> float:
    """Return the share of the words of the shorter text that the other holds in some form, from 0 to 1."""
    first, second = sorted((set(words_of(one, language)), set(words_of(other, language))), key=len)
    if not first:
        return 0.0
    return sum(any(same_word(word, each) for each in second) for word in first) / len(first)


def unsourced_numbers(text: str, sources: Iterable[str]) -> list[str]:
    """Return the numbers of a text that none of its sources holds."""
    known = {number.replace(",", ".") for source in sources for number in _NUMBER.findall(fold(source))}
    return [number for number in _NUMBER.findall(fold(text)) if number.replace(",", ".") not in known]


def prose(journey: JourneyMap) -> Iterator[str]:
    """Yield every text of a map, quotes included."""
    for part in (journey.goal, journey.persona):
        values = part.model_dump(exclude={"origins"}).values()
        yield from (text for value in values for text in (value if isinstance(value, tuple) else (value,)) if text)
        yield from (origin.quote for origin in part.origins.values() if origin.quote)
    for _, item in journey.items():
        yield from (value for value in item.model_dump(exclude={"id", "origin"}).values() if isinstance(value, str))
        if item.origin.quote:
            yield item.origin.quote


def repeats(text: str, others: Collection[str], language: str, labeller: Labeller | None) -> bool:
    """Tell whether a text proposes what one of `others` proposes already."""
    return any(
        fold(text) == fold(other)
        or (len(words_of(other, language)) > 1 and overlap(text, other, language) >= _SHARED)
        or (labeller is not None and labeller.likeness(text, other, language) >= _ALIKE)
        for other in others
    )


def contradicts(text: str, said: tuple[str, ...], language: str) -> bool:
    """Tell whether a text proposes what the person said cannot or must not be done."""
    proposed = words_of(text, language)
    return any(
        all(any(same_word(word, each) for each in proposed) for word in limit) for limit in _limits(said, language)
    )


@lru_cache(maxsize=64)
def _limits(said: tuple[str, ...], language: str) -> tuple[tuple[str, ...], ...]:
    found = (tuple(words_of(limit, language)) for text in said for limit in limits(text, language))
    return tuple(limit for limit in found if limit)
