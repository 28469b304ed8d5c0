"""Values that people take back: figures, weekdays and months; and which of them an answer takes back outright."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from assistant.interview.reading.lexicon import Lexicon, Match, lexicon
from assistant.interview.reading.numbers import Figure, figures
from assistant.interview.reading.words import Word, words

Numbers = tuple[str, ...]

MOST = 20
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


@lru_cache(maxsize=4096)
def values_of(text: str, language: str) -> tuple[Figure, ...]:
    """Return the values of a whole text; remembered, for each turn looks at the texts and answers before it."""
    return tuple(values(text, words(text), language))


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
    if not any(lexis("correction", name).any(said) for name in ("not", "too", "make", "put", "said")):
        return []
    found = values(text, said, language)
    known = numbers_in(earlier, language)
    pairs: list[Replaced] = []
    for kind in ("number", "day", "month"):
        same = [value for value in found if kind_of(value) == kind]
        first = list(islice(_denied_first(text, same, said, lexis, known), MOST))
        pairs += first + _denied_last(text, same, said, lexis, known, first)
    return sorted(pairs, key=lambda pair: pair.wrong.start)[:MOST]


def numbers_in(texts: Collection[str], language: str) -> set[Numbers]:
    """Return the numbers of every value in `texts`."""
    return set().union(*(_numbers_of(text[:READ], language) for text in texts))


@lru_cache(maxsize=4096)
def _numbers_of(text: str, language: str) -> frozenset[Numbers]:
    return frozenset(value.numbers for value in values_of(text, language))


def denials(text: str, said: Sequence[Word], lexis: Lexicon) -> list[Match]:
    """Return the words that deny what follows; "not only" does not, nor does a "no" before a comma."""
    more = {match.start for match in lexis("correction", "not_only").find(said)}
    return [
        match
        for match in lexis("correction", "not").find(said)
        if match.start not in more and not _pauses(text, said[match.start : match.end + 1])
    ]


def _pauses(text: str, run: Sequence[Word]) -> bool:
    return any(sign in text[one.end : other.start] for one, other in pairwise(run) for sign in ",;:.!?")


def _denied_first(
    text: str, found: Sequence[Figure], said: Sequence[Word], lexis: Lexicon, known: set[Numbers]
) -> Iterator[Replaced]:
    denied = {match.end for match in denials(text, said, lexis)}
    seen: dict[Numbers, Figure] = {}
    for wrong, right in pairwise(found):
        before = seen.get(wrong.numbers)
        seen[wrong.numbers] = wrong
        between = said[wrong.last : right.first]
        if wrong.numbers == right.numbers or len(between) > _FAR:
            continue
        told = before is not None or wrong.numbers in known
        no = any(
            end in denied and (told or _all_stop(said[end : wrong.first], lexis))
            for end in range(max(0, wrong.first - _REACH), wrong.first + 1)
        )
        but = lexis("correction", "but").any(between)
        too = any(match.start <= 2 or told for match in lexis("correction", "too").find(between))
        like = lexis("correction", "more_like").any(between) or lexis("correction", "make").any(between)
        if wrong.numbers in known and right.numbers not in known and _put(said, wrong, right, lexis):
            yield Replaced(wrong, right)  # "50 is a dream, put 35%": 50 was said before
        elif wrong.numbers in known and (_said_before(said, wrong, lexis) or _left(text, said, wrong, lexis)):
            if right.numbers not in known and not (right.unit and wrong.unit and right.unit[:3] != wrong.unit[:3]):
                yield Replaced(wrong, right)
        elif (no and ((but and len(between) <= _NEAR) or told)) or (too and like):
            yield Replaced(wrong, right, before if no else None)


def _said_before(said: Sequence[Word], wrong: Figure, lexis: Lexicon) -> bool:
    """Tell whether the person says to have told a value: "I said 30, but she is 41"."""
    return lexis("correction", "said").any(said[max(0, wrong.first - _REACH) : wrong.first])


def _left(text: str, said: Sequence[Word], wrong: Figure, lexis: Lexicon) -> bool:
    """Tell whether a bare denial stands right after a value: "los lunes no, los martes"."""
    bare = wrong.last < len(said) and lexis("denial", "bare").has(said[wrong.last].fold)
    return bare and text[said[wrong.last].end : said[wrong.last].end + 1] in (",", ";", "-", ".")


def _put(said: Sequence[Word], wrong: Figure, right: Figure, lexis: Lexicon) -> bool:
    """Tell whether the right value is one to be put down: "put 35", "pon 35"; a bare "it is" does not tell."""
    lead = said[max(wrong.last, right.first - _REACH) : right.first]
    return lexis("correction", "put").any(lead) and not (right.unit and wrong.unit and right.unit[:3] != wrong.unit[:3])


def _all_stop(between: Sequence[Word], lexis: Lexicon) -> bool:
    return all(lexis("grammar", "stop").has(word.fold) for word in between)


def _denied_last(
    text: str,
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
        until = said[right.last : wrong.first + 1]
        if len(between) > _FAR or right.numbers == wrong.numbers or wrong.start in paired or len(done) == MOST:
            continue
        denial = denials(text, until, lexis)
        if not denial:
            made = lexis("correction", "put").find(said[max(0, right.first - 3) : right.first])
            if made and wrong.numbers in known and right.numbers not in known and len(between) <= _NEAR:
                done.append(Replaced(wrong, right))  # "make it 15, with 25 I go broke": 25 was said before
            continue
        stops = _all_stop(between[denial[-1].end :], lexis)
        close = len(between) < _NEAR and denial[-1].end == len(between)
        if close or (wrong.numbers in known and stops):
            done.append(Replaced(wrong, right))
    return done
