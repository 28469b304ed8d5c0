"""Cues of a repair that stand apart: "by post, er no, by courier"; "tenemos 20, bueno, más bien 30"."""

from collections.abc import Sequence

from assistant.interview.reading.lexicon import Lexicon, Match
from assistant.interview.reading.words import Word

_PAUSES = ",–—-…("
_STOPS = ".;!?\n"
_LONGEST = 5
"""Words that take the place of others, at most."""

_BACK = 7
"""Words before a cue among which the words begin that it takes back; words of the cues beside each other, at most."""

_LONGEST_PREPOSITION = 4


def set_apart(answer: str, said: Sequence[Word], marker: Match, lexis: Lexicon) -> Match | None:
    """Return a cue with the cues and fillers beside it when they are a clause of their own, within a sentence."""
    cues = [lexis("correction", name) for name in ("strong", "weak", "more_like")]
    filler = lexis("grammar", "filler")
    first, last = marker.start, marker.end
    while (
        marker.start - first < _BACK and first and not _paused(answer, said, first) and filler.has(said[first - 1].fold)
    ):
        first -= 1
    while last - first < _BACK and (ends := [end for one in cues if (end := one.at(said, last)) is not None]):
        last = max(ends)
    inner = any(_paused(answer, said, index) for index in range(marker.end, last + 1))
    if not first or last >= len(said) or not (inner and _paused(answer, said, first)):
        return None
    return Match(marker.label, first, last)


def leads_straight(between: Sequence[Word], lexis: Lexicon) -> bool:
    """Tell whether only articles, prepositions and the like stand between a cue and the value after it."""
    lists = [lexis("grammar", "stop"), lexis("grammar", "filler")]
    return len(between) <= _LONGEST and all(any(one.has(word.fold) for one in lists) for word in between)


def repaired(answer: str, said: Sequence[Word], marker: Match, lexis: Lexicon) -> tuple[int, int] | None:
    """Return what a cue that stands apart takes back, up to the right words, which begin with the same preposition."""
    opening = said[marker.end]
    stop = marker.end + 1
    while stop < len(said) and not _breaks(answer, said, stop):
        stop += 1
    if not 1 < stop - marker.end <= _LONGEST or not lexis("grammar", "stop").has(opening.fold):
        return None
    for index in range(marker.start - 1, max(0, marker.start - _BACK) - 1, -1):
        if _stopped(answer, said, index + 1):
            return None
        if _same_preposition(said[index].fold, opening.fold):
            return said[index].start, opening.start
    return None


def _same_preposition(one: str, other: str) -> bool:
    """Tell whether two words are one, or one with its article: "a" and "al", "w" and "we"."""
    short = max(len(one), len(other)) <= _LONGEST_PREPOSITION
    within = one.startswith(other) or other.startswith(one)
    return one == other or (short and within and abs(len(one) - len(other)) == 1)


def _breaks(answer: str, said: Sequence[Word], index: int) -> bool:
    return any(sign in _PAUSES + _STOPS for sign in answer[said[index - 1].end : said[index].start])


def _paused(answer: str, said: Sequence[Word], index: int) -> bool:
    """Tell whether a pause within a sentence stands before a word."""
    if not 0 < index < len(said):
        return False
    gap = answer[said[index - 1].end : said[index].start]
    return any(sign in _PAUSES for sign in gap) and not any(sign in _STOPS for sign in gap)


def _stopped(answer: str, said: Sequence[Word], index: int) -> bool:
    return 0 < index < len(said) and any(sign in _STOPS for sign in answer[said[index - 1].end : said[index].start])
