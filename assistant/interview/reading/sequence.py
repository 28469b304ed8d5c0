"""Words that lead on to what comes next in a story, or back to what was just told."""

from collections.abc import Sequence

from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.words import Word

_LEAD = 3


def begins_later(said: Sequence[Word], index: int, language: str) -> bool:
    """Tell whether a word in the middle of `said` leads on to what comes next.

    Few words do so inside a run; the others begin a step of the story only where they begin a clause. In "since then",
    "two days later", "después de comprar" the word belongs to what stands beside it.
    """
    end = lexicon(language)("sequence", "cutting").at(said, index)
    if end is None or (index and lexicon(language)("sequence", "not_after").has(said[index - 1].fold)):
        return False
    return end >= len(said) or not lexicon(language)("sequence", "not_before").has(said[end].fold)


def leads_on(said: Sequence[Word], language: str) -> bool:
    """Tell whether a clause begins with what comes next in a story; a conjunction may stand before that."""
    later = lexicon(language)("sequence", "later")
    return any(later.at(said, index) is not None for index in range(min(_LEAD - 1, len(said))))


def points_back(said: Sequence[Word], language: str) -> bool:
    """Tell whether a clause begins with a word that points back: "there …", "eso …", "tam …"."""
    return lexicon(language)("sequence", "back").at(said, 0) is not None
