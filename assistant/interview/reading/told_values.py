"""The values that the words of a metric tell, whole: ranges, shares, halves, and aims without a number."""

import re
from dataclasses import dataclass, replace

from assistant.interview.reading.lexicon import Lexicon, lexicon
from assistant.interview.reading.numbers import Figure, figures
from assistant.interview.reading.value_words import closed
from assistant.interview.reading.words import Word

_OF_WHOLE = 8  # words from "out of every ten" to the number that counts
_RANGE_SIGN = re.compile(r"\s*[-–—/]\s*")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Told:
    """A value as it was said: where it stands in the text and among the words, its unit, and a cue inside it."""

    start: int
    end: int
    first: int
    last: int
    unit: str = ""
    wanted: bool = False

    @property
    def alone(self) -> str:
        """The unit when it is a word."""
        return self.unit if self.unit.replace(" ", "").isalpha() else ""


def told_in(said: tuple[Word, ...], text: str, language: str) -> list[Told]:
    """Return the values of `text`, whose words are `said`: no times of day, years, dates or spans of time to come."""
    return _without_horizons(_joined(_figures(text, said, language), text, said, language), said, language)


def _figures(text: str, said: tuple[Word, ...], language: str) -> list[Told]:
    """Return the figures that may be values: no times of day, years, dates or ordinals of things."""
    lexis = lexicon(language)
    found = figures(text, said, language)
    told = []
    for figure in found:
        number = text[figure.start : figure.number_end]
        bare = not figure.unit and len(figure.numbers) == 1
        if bare and (_CLOCK.fullmatch(number) or (_YEAR.fullmatch(number) and len(found) > 1)):
            continue
        if bare and not said[figure.first].is_number and closed(language, "counted").at(said, figure.last):
            continue
        if bare and figure.first and closed(language, "this").has(said[figure.first - 1].fold):
            continue
        if bare and figure.last < len(said) and _is_month(said[figure.last].fold, lexis):
            continue
        told.append(_widened(figure, said, text, language))
    return told


def _is_month(word: str, lexis: Lexicon) -> bool:
    when = lexis("action", "when")
    return when.has(word) and not lexis("metric", "unit").has(word) and not lexis("metric", "name").has(word)


def _widened(figure: Figure, said: tuple[Word, ...], text: str, language: str) -> Told:
    """Return a figure with what belongs to it: "every third", "half of that"."""
    told = Told(figure.start, figure.end, figure.first, figure.last, figure.unit)
    if _is_whole(figure.first, said, language) and len(figure.numbers) == 1:
        for place in range(figure.last, min(figure.last + _OF_WHOLE, len(said))):
            if not _runs_on(text[said[place - 1].end : said[place].start]):
                break
            if closed(language, "single").has(said[place].fold):
                return replace(told, end=said[place].end, last=place + 1)
    before = said[figure.first - 1] if figure.first else None
    if (half := closed(language, "and_half").at(said, figure.last)) is not None:
        return replace(told, end=said[half - 1].end, last=half)
    counted = _is_whole(figure.first, said, language) or len(figure.numbers) > 1 or figure.unit
    if before and closed(language, "every").has(before.fold) and not counted:
        return replace(told, start=before.start, first=figure.first - 1)
    if closed(language, "half").has(said[figure.first].fold) and figure.last < len(said):
        last = figure.last
        if closed(language, "of").has(said[last].fold) and closed(language, "of_what").at(said, last + 1):
            return replace(told, end=said[last + 1].end, last=last + 2, wanted=True)
    return told


def _joined(found: list[Told], text: str, said: tuple[Word, ...], language: str) -> list[Told]:
    """Join two figures into one value: "9 or 10", "between 12 and 15", "out of ten people two come"."""
    joined: list[Told] = []
    for index, told in enumerate(found):
        last = joined[-1] if joined and joined[-1] is found[index - 1] else None  # two at most
        left = len(found) - index - 1
        if last and (_is_range(last, told, left, text, said, language) or _is_share(last, told, left, said, language)):
            joined[-1] = replace(told, start=last.start, first=last.first, unit=told.unit or last.unit)
        else:
            joined.append(told)
    return joined


def _is_range(one: Told, other: Told, left: int, text: str, said: tuple[Word, ...], language: str) -> bool:
    between = said[one.last : other.first]
    gap = text[one.end : other.start]
    if not between:
        return bool(_RANGE_SIGN.fullmatch(gap)) or (gap.strip() == "," and left > 0)
    if len(between) > 1 or not closed(language, "range").has(between[0].fold):
        return False
    opened = any(closed(language, "between").at(said, place) for place in range(max(0, one.first - 2), one.first))
    either = between[0].fold in ("or", "o", "lub", "albo", "czy")
    return (opened and (left > 0 or language != "pl")) or either or (left > 0 and not one.wanted)


def _is_share(one: Told, other: Told, left: int, said: tuple[Word, ...], language: str) -> bool:
    """Tell whether the first number is the whole that the second is counted out of."""
    if other.first - one.last > _OF_WHOLE or one.unit.startswith("%"):
        return False
    if _is_whole(one.first, said, language):
        return not closed(language, "single").any(said[one.first : one.last])
    bare = one.first > 0 and closed(language, "from").has(said[one.first - 1].fold)
    to = [word for word in said[one.last : other.first] if closed(language, "range").has(word.fold)]
    return bare and not to and other.first > one.last and left > 0


def _runs_on(gap: str) -> bool:
    return not any(mark in gap for mark in ".,;:!?\n")


def _is_whole(first: int, said: tuple[Word, ...], language: str) -> bool:
    return any(closed(language, "whole").at(said, place) == first for place in range(max(0, first - 3), first))


def _without_horizons(found: list[Told], said: tuple[Word, ...], language: str) -> list[Told]:
    """Leave out spans of time in which something is to happen ("in two years"), where other figures are told."""
    spans = [told for told in found if _is_span(told, said, language)]
    others = [told for told in found if told not in spans]
    timed = any(_is_timed(told, said, language) for told in others)
    return others if others and not timed else found


def _is_span(told: Told, said: tuple[Word, ...], language: str) -> bool:
    before = range(max(0, told.first - 2), told.first)
    return _is_timed(told, said, language) and any(
        closed(language, "horizon").at(said, place) == told.first for place in before
    )


def _is_timed(told: Told, said: tuple[Word, ...], language: str) -> bool:
    period = closed(language, "period")
    return period.any(said[told.first : told.last]) or period.at(said, told.last) is not None


def spoken(said: tuple[Word, ...], told: list[Told], language: str) -> list[Told]:
    """Return the aims that are told without a number: "single figures", "double it"."""
    taken = {index for one in told for index in range(one.first, one.last)}
    return [
        Told(said[m.start].start, said[m.end - 1].end, m.start, m.end, wanted=True)
        for m in closed(language, "value").find(said)
        if taken.isdisjoint(range(m.start, m.end))
    ]
