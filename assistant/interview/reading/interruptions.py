"""Stretches of an answer in which the person turns to somebody else: "hang on, … right, where was I"."""

from collections.abc import Sequence

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.lexicon import lexicon

_LONGEST_CLOSING = 3
"""Words of the clause that ends an interruption, at most: "right", "dobra jestem"."""

_BRIEF = 7
"""Words of a sentence that ends with words that ask to wait, at most."""

_MOST_BETWEEN = 6
"""Clauses of an interruption, at most."""


def interrupted(clauses: Sequence[Clause], language: str) -> list[bool]:
    """Tell of each clause whether it is said to somebody else, or tells of the interruption.

    One begins with words such as "hang on", or with an apology and something that came in between, and goes on to the
    words by which people come back ("right", "ya", "już"); without these it is the sentence. An apology alone opens one
    only up to such words: else it takes back what was said before.
    """
    off = [False] * len(clauses)
    index = 0
    while index < len(clauses):
        end = _end(clauses, index, language)
        for place in range(index, end):
            off[place] = True
        index = max(end, index + 1)
    return off


def _end(clauses: Sequence[Clause], index: int, language: str) -> int:
    """Return where the interruption ends that begins with a clause, or `index` where none does."""
    clause = clauses[index]
    if clause.joined and clause.joined != ",":
        return index
    sentence = index + 1
    while sentence < len(clauses) and clauses[sentence].sentence == clause.sentence:
        sentence += 1
    if not clause.joined and _ends_waiting(clauses[index:sentence], language):
        return _coming_back(clauses, sentence - 1, language) or sentence
    sorry = lexicon(language)("interruption", "sorry").at(clause.words, 0)
    wait = _asks_to_wait(clause, sorry or 0, language)
    if wait is None and sorry is None:
        return index
    back = _coming_back(clauses, index, language)
    if back is not None:
        return back
    came = any(lexicon(language)("interruption", "interrupted").any(told.words) for told in clauses[index:sentence])
    if came or (wait is not None and not clause.joined and _says_only(clauses[index:sentence], wait)):
        return sentence
    return index


def _ends_waiting(sentence: Sequence[Clause], language: str) -> bool:
    """Tell whether a short sentence ends with words that ask to wait: "the courier is ringing, one moment"."""
    said, last = [word for clause in sentence for word in clause.words], sentence[-1].words
    wait = lexicon(language)("interruption", "wait").at(last, 0)
    return len(sentence) > 1 and wait == len(last) and len(said) <= _BRIEF and not any(w.is_number for w in said)


def _asks_to_wait(clause: Clause, first: int, language: str) -> int | None:
    """Return where words that ask to wait end, an apology and a word aside: "sorry, now bear with me"."""
    wait, time = lexicon(language)("interruption", "wait"), lexicon(language)("interruption", "also_a_time")
    for place in range(first, min(first + 2, len(clause.words))) if first else (0,):
        end = wait.at(clause.words, place)
        if end is not None and (end == len(clause.words) or time.at(clause.words, place) != end):
            return end
    return None


def _coming_back(clauses: Sequence[Clause], index: int, language: str) -> int | None:
    """Return the place after the clause by which the person comes back, or None where none follows soon."""
    for place in range(index + 1, min(index + 1 + _MOST_BETWEEN, len(clauses))):
        said = clauses[place].words
        if (
            not clauses[place].joined
            and lexicon(language)("interruption", "back").at(said, 0) == len(said) <= _LONGEST_CLOSING
        ):
            return place + 1
    return None


def _says_only(sentence: Sequence[Clause], wait: int) -> bool:
    """Tell whether a sentence that asks to wait is short, and holds no figure."""
    said = [word for clause in sentence for word in clause.words][wait:]
    return len(said) <= _SHORT and not any(word.is_number for word in said)


_SHORT = 14
"""Words after "hang on" in a sentence that is said to somebody else, at most."""
