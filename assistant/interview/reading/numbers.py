"""Figures in an answer: numbers with their units, shares such as "1 in 5", and which is now and which is wanted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.interview.reading.lexicon import Lexicon, lexicon
from assistant.interview.reading.words import Word

_MARK = re.compile(r"\s?[%€$£°]")
_SHARE = {"en": ("in", "out"), "es": ("de", "cada", "entre"), "pl": ("na", "z")}
_ARTICLES = frozenset({"one", "un", "una", "uno", "jeden", "jedna", "jedno"})  # numbers only in a share or with a unit


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit.

    Attributes:
        start: where it begins in the text, its currency sign included.
        end: where it ends, its unit included.
        first: the index of its first word.
        last: the index after its last word.
        numbers: the numbers in it, folded, with a point as decimal sign.
        unit: the words or the sign of its unit, or an empty text.
        number_end: where its number ends, its unit left out.
    """

    start: int
    end: int
    first: int
    last: int
    numbers: tuple[str, ...]
    unit: str
    number_end: int


def figures(text: str, said: Sequence[Word], language: str) -> list[Figure]:
    """Return the figures of `text`, whose words are `said`, from left to right."""
    lexis = lexicon(language)
    found: list[Figure] = []
    index = 0
    while index < len(said):
        figure = _figure(text, said, index, lexis, _SHARE.get(language, _SHARE["en"]))
        if figure:
            found.append(figure)
            index = figure.last
        else:
            index += 1
    return found


def _figure(text: str, said: Sequence[Word], index: int, lexis: Lexicon, share: tuple[str, ...]) -> Figure | None:
    word = said[index]
    numbers = [_plain(word)]
    spelled = lexis("metric", "number").has(word.fold)
    if not word.is_number and not spelled:
        return None
    last = index + 1
    # 1 in 5, 1 de cada 5, 1 na 5, 2 out of ten
    step = last
    while step < len(said) and step - last < 3 and said[step].fold in (*share, "of", "every"):
        step += 1
    if step > last and step < len(said) and (said[step].is_number or lexis("metric", "number").has(said[step].fold)):
        numbers.append(_plain(said[step]))
        last = step + 1
    elif spelled and last < len(said) and lexis("metric", "number").has(said[last].fold):
        numbers.append(said[last].fold)
        last += 1
    number_end = end = said[last - 1].end
    unit = ""
    sign = _MARK.match(text, end)
    if sign:
        unit, end = sign.group().strip(), sign.end()
    else:
        stop = lexis("metric", "unit").at(said, last)
        if stop is not None and stop - last <= 2 and "," not in text[end : said[last].start]:
            unit, end, last = text[said[last].start : said[stop - 1].end], said[stop - 1].end, stop
    if word.fold in _ARTICLES and len(numbers) == 1 and (not unit or unit.startswith("%")):
        return None
    start = word.start
    if start and text[start - 1] in "€$£":
        start -= 1
        unit = unit or text[start]
    return Figure(start, end, index, last, tuple(numbers), unit, number_end)


def _plain(word: Word) -> str:
    return word.fold.replace(",", ".")
