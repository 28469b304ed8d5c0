"""The promise that nothing is invented, as code: is this quote in that answer, is this value made of its words?"""

import re
from collections.abc import Mapping
from functools import lru_cache

from assistant.text import fold, locate

MAX_QUOTE = 120
"""Characters of a quote: the words that carry one fact, not the whole answer."""

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+", re.UNICODE)
_LONG_STEM = 6
_SHORTEST_STEM = 4
"""Letters that two forms of a word share at least."""

# Words that join others and carry no fact of their own; a value may add or drop them.
_JOINING = frozenset({
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "and", "or", "with", "from", "is", "are", "as", "per",
    "el", "la", "los", "las", "un", "una", "de", "del", "al", "en", "y", "e", "o", "con", "por", "para", "su", "sus",
    "i", "w", "z", "ze", "we", "na", "do", "od", "dla", "po", "przy", "u", "za", "sie", "lub", "pod", "nad",
})  # fmt: skip

Answers = Mapping[int, str]
"""What the person said: the number of the turn, and the text."""


def verbatim(quote: str, answer: str) -> str | None:
    """Return the words of `answer` that `quote` repeats, exactly as they stand there, or None."""
    place = locate(quote, answer)
    return answer[slice(*place)] if place else None


@lru_cache(maxsize=256)
def tokens(text: str) -> tuple[str, ...]:
    """Return the folded words and numbers of `text`, numbers with a point as decimal sign."""
    return tuple(token.replace(",", ".") for token in _TOKEN.findall(fold(text)))


def same_word(one: str, other: str) -> bool:
    """Tell whether two folded words look like forms of one: all but the last letter of the shorter is shared.

    Good enough to see that two texts are about one thing, not to accept one word for another.
    """
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    stem = max(_SHORTEST_STEM, len(shorter) - 1)
    ending = 3 if stem < _LONG_STEM else 4
    return not one[0].isdigit() and len(longer) - stem <= ending and one[:stem] == other[:stem]


def supported(value: str, text: str) -> bool:
    """Tell whether `value` is made of the words and numbers of `text`, whatever their order.

    Joining words (articles, prepositions) may be added; numbers, names and every other word may not.
    """
    carrying = [token for token in tokens(value) if token not in _JOINING] or list(tokens(value))
    return bool(carrying) and set(carrying) <= set(tokens(text))
