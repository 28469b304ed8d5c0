"""How much two texts speak of the same: shared word stems, and shared topics of the trade."""

from collections.abc import Iterable
from functools import lru_cache

from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.turns import contents
from assistant.interview.reading.words import words
from assistant.journey.grounding import same_word

_STEM = 5
_WORD_WEIGHT = 2
_TOPIC_WEIGHT = 2


def stems(text: str, language: str) -> frozenset[str]:
    """Return the beginnings of the words of `text` that carry meaning."""
    return frozenset(word.fold[:_STEM] for word in contents(words(text), language))


@lru_cache(maxsize=4096)
def carrying(text: str, language: str) -> frozenset[str]:
    """Return the folded words of `text` that carry meaning."""
    return frozenset(word.fold for word in contents(words(text), language))


@lru_cache(maxsize=4096)
def topics(text: str, language: str) -> frozenset[str]:
    """Return the topics of the trade (money, time, stock, …) that `text` touches."""
    return frozenset(match.label for match in lexicon(language)("topic").find(words(text)))


def score(one: str, other: str, language: str) -> int:
    """Return how much two texts share: 2 for each word and for each topic."""
    theirs = carrying(other, language)
    shared = sum(any(same_word(word, their) for their in theirs) for word in carrying(one, language))
    return _WORD_WEIGHT * shared + _TOPIC_WEIGHT * len(topics(one, language) & topics(other, language))


def nearest(text: str, others: Iterable[tuple[str, str]], language: str, least: int = 1) -> str | None:
    """Return the id of the text of `others` (id, text) that shares most with `text`, or None below `least`."""
    best = max(((score(text, other, language), key) for key, other in others), default=(0, ""), key=lambda p: p[0])
    return best[1] if best[0] >= least else None
