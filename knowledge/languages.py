"""Which of the program's languages a text is in."""

import re
from collections import Counter

from assistant.text import fold
from knowledge.words import STOP_WORDS

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = {"es": re.compile(r"[ñ¿¡]"), "pl": re.compile(r"[ąćęłńśźż]")}
_LETTER = 2
"""A letter that only one of the languages has counts as much as this many function words."""


def language_of(text: str, otherwise: str = "en") -> str:
    """Return ``en``, ``es`` or ``pl``: the language whose function words and letters the text shows most.

    A text of another language gets the one that it is most like; `otherwise` when nothing tells.
    """
    words = Counter(fold(word) for word in _WORD.findall(text))
    scores = {
        language: sum(count for word, count in words.items() if word in stop) for language, stop in STOP_WORDS.items()
    }
    for language, letters in _LETTERS.items():
        scores[language] += _LETTER * len(letters.findall(text.lower()))
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] else otherwise
