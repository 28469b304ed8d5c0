"""Values that people take back: figures, weekdays and months; and which of them an answer takes back outright."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from assistant.interview.reading.lexicon import Lexicon, lexicon
from assistant.interview.reading.numbers import Figure, figures
from assistant.interview.reading.words import Word, words

Numbers = tuple[str, ...]

MOST = 60
"""Values that one answer takes back, at most."""

READ = 20_000
"""Characters in which values that are taken back are looked for."""

_NEAR = 4
_FAR = 12
_REACH = 3
"""Words between a denial and the value it denies, at most: "not on thursday", "a nie o 15"."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A value taken back.

    Attributes:
        wrong: the value that was wrong, where it is denied.
        right: the one that is right.
        said: where the wrong one was said in the same text, before it was denied; None when it was not.
    """

    wrong: Figure
    right: Figure
    said: Figure | None = None


def values(text: str, said: Sequence[Word], language: str) -> list[Figure]:
    """Return the figures, weekdays and months of `text`, whose words are `said`, from left to right.

    The name of a day or month has ``day`` or ``month`` as unit, and the same number in each language and form.
    """
    dates = lexicon(language)("calendar").find(said)
    found = [figure for figure in figures(text, said, language) if not _in_a_word(text, figure)]
    taken = {index for figure in found for index in range(figure.first, figure.last)}
    for match in dates:
        if match.start not in taken:
            word, kind = said[match.start], match.label.rstrip("0123456789")
            found.append(Figure(word.start, word.end, match.start, match.end, (match.label,), kind, word.end))
    return sorted(found, key=lambda figure: figure.start)


def _in_a_word(text: str, figure: Figure) -> bool:
    """Tell whether a figure is the end of a word, such as "mp3"."""
    return text[figure.start - 1 : figure.start].isalpha()


def kind_of(value: Figure) -> str:
    """Return what sort of value it is: only one of the same sort can take its place."""
    return value.unit if value.unit in ("day", "month") else "number"


def replaced(text: str, language: str, earlier: Collection[str] = ()) -> list[Replaced]:
    """Return the values that `text` takes back outright: "not 30 but 45", "27 is too young, more like 33".

    A denied value that was said before, here or in one of the texts `earlier`, is taken back even where the right one
    comes some words later: "not 45, she has a grown-up son, make it 52".
    """
    said = words(text[:READ])
    lexis = lexicon(language)
    if not any(lexis("correction", name).any(said) for name in ("not", "too", "make")):
        return []
    found = values(text, said, language)
    known = _numbers_in(earlier, language)
    pairs: list[Replaced] = []
    for kind in ("number", "day", "month"):
        same = [value for value in found if kind_of(value) == kind]
        first = list(islice(_denied_first(same, said, lexis, known), MOST))
        pairs += first + _denied_last(same, said, lexis, known, first)
    return sorted(pairs, key=lambda pair: pair.wrong.start)[:MOST]


def _numbers_in(texts: Collection[str], language: str) -> set[Numbers]:
    """Return the numbers of every value in `texts`."""
    return {value.numbers for text in texts for value in values(text[:READ], words(text[:READ]), language)}


def _denied_first(
    found: Sequence[Figure], said: Sequence[Word], lexis: Lexicon, known: set[Numbers]
) -> Iterator[Replaced]:
    denied = {match.end for match in lexis("correction", "not").find(said)}
    seen: dict[Numbers, Figure] = {}
    for wrong, right in pairwise(found):
        before = seen.get(wrong.numbers)
        seen[wrong.numbers] = wrong
        between = said[wrong.last : right.first]
        if wrong.numbers == right.numbers or len(between) > _FAR:
            continue
        no = any(end in denied for end in range(wrong.first - _REACH, wrong.first + 1))
        but = lexis("correction", "but").any(between)
        too = any(match.start <= 2 for match in lexis("correction", "too").find(between))
        like = lexis("correction", "more_like").any(between) or lexis("correction", "make").any(between)
        told = before is not None or wrong.numbers in known
        if (no and ((but and len(between) <= _NEAR) or told)) or (too and like):
            yield Replaced(wrong, right, before if no else None)


def _denied_last(
    found: Sequence[Figure],
    said: Sequence[Word],
    lexis: Lexicon,
    known: set[Numbers],
    pairs: Sequence[Replaced],
) -> list[Replaced]:
    """Return pairs such as "1 in 8, not 1 in 5"."""
    done: list[Replaced] = []
    paired = {place for pair in pairs for place in (pair.wrong.start, pair.right.start)}
    for right, wrong in pairwise(found):
        between = said[right.last : wrong.first]
        if len(between) > _FAR or right.numbers == wrong.numbers or wrong.start in paired or len(done) == MOST:
            continue
        denial = lexis("correction", "not").find(between)
        if not denial:
            made = lexis("correction", "make").find(said[max(0, right.first - 3) : right.first])
            if made and wrong.numbers in known and right.numbers not in known and len(between) <= _NEAR:
                done.append(Replaced(wrong, right))  # "make it 15, with 25 I go broke": 25 was said before
            continue
        stops = all(lexis("grammar", "stop").has(word.fold) for word in between[denial[-1].end :])
        close = len(between) < _NEAR and denial[-1].end == len(between)
        if close or (wrong.numbers in known and stops):
            done.append(Replaced(wrong, right))
    return done
