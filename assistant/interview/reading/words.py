"""Words of an answer with their places, folded for comparison."""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.text import fold

_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’´`][^\W\d_]+)*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or number: its fold, and where it stands in the text it was read from."""

    fold: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Tell whether it begins with a digit."""
        return self.fold[:1].isdigit()


@lru_cache(maxsize=8192)
def folded(word: str) -> str:
    """Return the fold of one word."""
    return word.lower() if word.isascii() and "`" not in word else fold(word)


@lru_cache(maxsize=4096)
def vocabulary(text: str) -> frozenset[str]:
    """Return the folded words of a text; remembered, for each turn looks at the texts and answers before it."""
    return frozenset(word.fold for word in words(text))


@lru_cache(maxsize=4096)
def beginnings(text: str) -> frozenset[str]:
    """Return the first three letters of each word of a text."""
    return frozenset(word[:3] for word in vocabulary(text))


def words(text: str, offset: int = 0) -> tuple[Word, ...]:
    """Return the words and numbers of `text`; places count from `offset`."""
    return tuple(
        Word(folded(found.group()), found.start() + offset, found.end() + offset) for found in _WORD.finditer(text)
    )
