"""The promise that nothing is invented, as code: is this quote in that answer, is this value in that quote?"""

import re
from collections.abc import Mapping
from functools import lru_cache

from assistant.text import fold, locate

MAX_QUOTE = 120
"""Characters of a quote: the words that carry one fact, not the whole answer."""

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+", re.UNICODE)
# A shared beginning of four letters, or all but the last three of a longer word, covers the endings of the three
# languages (compra/compran, sklep/sklepie, deliver/delivery) without joining unrelated words.
_SHORTEST_STEM = 4
_LONGEST_ENDING = 3

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


def find_turn(quote: str, answers: Answers) -> int | None:
    """Return the newest turn in which `quote` was said, or None."""
    return next((turn for turn in sorted(answers, reverse=True) if locate(quote, answers[turn])), None)


@lru_cache(maxsize=256)
def tokens(text: str) -> tuple[str, ...]:
    """Return the folded words and numbers of `text`, numbers with a point as decimal sign."""
    return tuple(token.replace(",", ".") for token in _TOKEN.findall(fold(text)))


def same_word(one: str, other: str) -> bool:
    """Tell whether two folded words are forms of one: equal, or alike but for an ending. Numbers must be equal."""
    if one == other:
        return True
    if one[0].isdigit() or other[0].isdigit():
        return False
    shorter, longer = sorted((one, other), key=len)
    stem = max(_SHORTEST_STEM, len(shorter) - _LONGEST_ENDING)
    return len(longer) - stem <= 2 * _LONGEST_ENDING and one[:stem] == other[:stem]


def supported(value: str, text: str) -> bool:
    """Tell whether `value` is made of the words and numbers of `text`, whatever their order and endings.

    Joining words (articles, prepositions) may be added; numbers, names and every other word may not.
    """
    there = set(tokens(text))
    carrying = [token for token in tokens(value) if token not in _JOINING] or list(tokens(value))
    return bool(carrying) and all(any(same_word(token, word) for word in there) for token in carrying)
