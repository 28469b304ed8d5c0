"""Figures in an answer: numbers in digits and in words, with their units; shares such as "1 in 5", ranges, times."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.interview.reading.lexicon import Lexicon, lexicon
from assistant.interview.reading.number_words import after_half, ordinals, spelled
from assistant.interview.reading.words import Word

_MARK = re.compile(r"\s?[%€$£°]")
_SHARE = {"en": ("in", "out"), "es": ("de", "cada", "entre"), "pl": ("na", "z")}
_ARTICLES = frozenset({"one", "un", "una", "uno", "jeden", "jedna", "jedno"})  # numbers only in a share or with a unit
_EVERY = frozenset({"every", "each", "cada", "co"})
_HALVES = frozenset({"media", "medio", "pol"})
_OR = frozenset({"or", "o", "u", "lub", "albo", "czy"})
_DASH = re.compile(r"\s?[-–—]\s?")
_PERIOD = re.compile(
    r"day|week|month|year|hour|quarter|night|dia|semana|mes|ano|hora|trimestre|noche|dzien|tydzien|tygod|miesia|rok|godzin|kwarta"
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+\Z")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit.

    Attributes:
        start: where it begins in the text, its currency sign included.
        end: where it ends, its unit included.
        first: the index of its first word.
        last: the index after its last word.
        numbers: the numbers in it in digits, with a point as decimal sign; a word such as "half" is folded.
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
        figure = _figure(text, said, index, lexis, language if language in _SHARE else "en")
        if figure:
            found.append(figure)
            index = figure.last
        else:
            index += 1
    return found


def _figure(text: str, said: Sequence[Word], index: int, lexis: Lexicon, language: str) -> Figure | None:
    number = _share(text, said, index, lexis, language) or _half(said, index, lexis)
    if number is None:
        return None
    numbers, last = number
    number_end = end = said[last - 1].end
    unit = ""
    sign = _MARK.match(text, end)
    if sign:
        unit, end = sign.group().strip(), sign.end()
    else:
        stop = lexis("metric", "unit").at(said, last)
        if stop is not None and stop - last <= 2 and "," not in text[end : said[last].start]:
            unit, end, last = text[said[last].start : said[stop - 1].end], said[stop - 1].end, stop
            halves = after_half(said, last, language)  # "una hora y media"
            if halves > last and len(numbers) == 1 and numbers[0].isdigit():
                numbers, end, last = (f"{numbers[0]}.5",), said[halves - 1].end, halves
    if said[index].fold in _ARTICLES and numbers == ("1",) and (not unit or unit.startswith("%")):
        return None
    start = said[index].start
    if start and text[start - 1] in "€$£":
        start -= 1
        unit = unit or text[start]
    return Figure(start, end, index, last, numbers, unit, number_end)


def _share(
    text: str, said: Sequence[Word], index: int, lexis: Lexicon, language: str
) -> tuple[tuple[str, ...], int] | None:
    """Return the numbers that begin at `index` and the index after them: a share, a range or one number."""
    every = _every(text, said, index, language)
    if every:
        return every
    first = _number(text, said, index, lexis, language)
    if first is None:
        return None
    number, last = first
    # 1 in 5, 1 de cada 5, 1 na 5, 2 out of ten
    step = last
    while step < len(said) and step - last < 3 and said[step].fold in (*_SHARE[language], "of", "every"):
        step += 1
    whole = _number(text, said, step, lexis, language) if step > last else None
    if whole:
        return (number, whole[0]), whole[1]
    if last < len(said) and said[index].fold.isalpha() and last == index + 1:
        part = ordinals(language).get(said[last].fold, 0)  # two thirds; "two seconds" are a time
        if part > 2 and number.isdigit() and int(number) < part:
            return (number, str(part)), last + 1
    either = last if last == len(said) or said[last].fold not in _OR else last + 1
    between = text[said[either - 1].end : said[either].start] if either < len(said) else ""
    if _DASH.fullmatch(between) or (either > last and between == " " and text[said[last - 1].end] == " "):
        upper = _number(text, said, either, lexis, language)
        if upper and number.isdigit() and upper[0].isdigit() and 0 < int(upper[0]) - int(number) <= 2 * int(number):
            return (number, upper[0]), upper[1]
    return (number,), last


def _every(text: str, said: Sequence[Word], index: int, language: str) -> tuple[tuple[str, ...], int] | None:
    """Return the share that "every fifth" or "every 5th" tells; "every second week" is none."""
    if said[index].fold not in _EVERY or index + 1 >= len(said):
        return None
    last = index + 2
    of = ordinals(language).get(said[index + 1].fold, 0)
    if not of and said[index + 1].fold.isdigit() and last < len(said) and said[last].fold in ("th", "nd", "rd", "st"):
        of, last = int(said[index + 1].fold), last + 1
    if not of or (last < len(said) and _PERIOD.match(said[last].fold)):
        return None
    return ("1", str(of)), last


def _half(said: Sequence[Word], index: int, lexis: Lexicon) -> tuple[tuple[str, ...], int] | None:
    """Return the number of "media hora" and "pół godziny": half of a unit that follows."""
    if said[index].fold in _HALVES and lexis("metric", "unit").at(said, index + 1) is not None:
        return ("0.5",), index + 1
    return None


def _number(text: str, said: Sequence[Word], index: int, lexis: Lexicon, language: str) -> tuple[str, int] | None:
    """Return the number at `index`, in digits where it is one, and the index after it."""
    if index >= len(said):
        return None
    word = said[index]
    if word.is_number:
        number, last = _plain(word), index + 1
        # 38 000: words of three digits after one space
        while last < len(said) and len(number) <= 6 and _thousands(text, said[last - 1], said[last]):
            number, last = number + said[last].fold, last + 1
        halves = after_half(said, last, language)
        return (f"{number}.5", halves) if halves > last and number.isdigit() else (number, last)
    told = spelled(said, index, language)
    if told:
        return told.value, told.last
    return (word.fold, index + 1) if lexis("metric", "number").has(word.fold) else None


def _thousands(text: str, before: Word, word: Word) -> bool:
    joined = text[before.end : word.start] in (" ", "\u00a0", "\u202f")
    leads = before.fold.isdigit() and len(before.fold) <= 3 and before.fold[0] != "0"
    inner = before.fold.isdigit() and len(before.fold) == 3
    return joined and (leads or inner) and len(word.fold) == 3 and word.fold.isdigit()


def _plain(word: Word) -> str:
    if _THOUSANDS.match(word.fold):
        return word.fold.replace(",", "").replace(".", "")
    return word.fold.replace(",", ".")
