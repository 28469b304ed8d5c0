"""Which figures of a metric are its values: where it stands now, and where it should go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.lexicon import Lexicon, WordList, lexicon
from assistant.interview.reading.numbers import Figure, figures
from assistant.interview.reading.turns import contents
from assistant.interview.reading.value_words import closed
from assistant.interview.reading.words import Word

_LOOK_BACK = 9
_LOOK_AHEAD = 7
_OF_WHOLE = 8  # words from "out of every ten" to the number that counts
_SURE, _LIKELY = 2, 1
_PAIR = 2
_MOST_CLAUSES = 12
"""Clauses of a metric in which values are looked for: more are no longer about it."""

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


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a metric: all that were told, the one that holds now, the one that is wanted, and whether that
    one is said to be wanted.
    """

    told: tuple[Told, ...] = ()
    baseline: Told | None = None
    target: Told | None = None
    sure: bool = False


def values(group: Sequence[Clause], text: str, language: str) -> Values:
    """Return the values that the clauses of one metric tell; figures of its name, dates and horizons are none."""
    group = group[:_MOST_CLAUSES]
    said = tuple(word for clause in group for word in clause.words)
    starts, sentences = _starts(group)
    found = _joined(_figures(text, said, language), text, said, language)
    cues = _Cues(said, starts, sentences, language)
    told = cues.without_name(_without_horizons(found, said, language))
    told = sorted([*told, *_spoken(said, told, language)], key=lambda one: one.first)
    return cues.roles(told)


def _starts(group: Sequence[Clause]) -> tuple[list[int], frozenset[int]]:
    """Return the indexes at which a clause begins, among the words of all, and those at which a sentence does."""
    starts, sentences, at = [], set(), 0
    for index, clause in enumerate(group):
        starts.append(at)
        if not index or clause.sentence != group[index - 1].sentence:
            sentences.add(at)
        at += len(clause.words)
    return starts, frozenset(sentences)


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


def _spoken(said: tuple[Word, ...], told: list[Told], language: str) -> list[Told]:
    """Return the aims that are told without a number: "single figures", "double it"."""
    taken = {index for one in told for index in range(one.first, one.last)}
    return [
        Told(said[m.start].start, said[m.end - 1].end, m.start, m.end, wanted=True)
        for m in closed(language, "value").find(said)
        if taken.isdisjoint(range(m.start, m.end))
    ]


@dataclass(frozen=True, slots=True)
class _Hint:
    """How surely a value is wanted or holds now, and whether it is said of the present or the past."""

    wanted: int
    now: int
    present: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True)
class _Cues:
    """The words around the values of one metric: all words, where clauses and sentences begin."""

    said: tuple[Word, ...]
    starts: list[int]
    sentences: frozenset[int]
    language: str

    @property
    def naming(self) -> int:
        """Where the clause ends that names the metric: the first that says something."""
        return next(
            (start for start in self.starts if start and contents(self.said[:start], self.language)), len(self.said)
        )

    def without_name(self, found: list[Told]) -> list[Told]:
        """Leave out the figures of the clause that names the metric, where later ones tell now and wanted."""
        inside = [told for told in found if told.first < self.naming]
        later = [told for told in found if told.first >= self.naming]
        if not inside or len(later) < _PAIR or not contents(self.said[: inside[0].first], self.language):
            return found
        held = [told for told in inside if self._hint(found, found.index(told)).now]
        return [*held, *later]

    def roles(self, told: list[Told]) -> Values:
        """Tell which value holds now and which is wanted: by the cues before and after each, else by their order."""
        if not told:
            return Values()
        hints = [self._hint(told, index) for index in range(len(told))]
        aims = [
            i for i, hint in enumerate(hints) if hint.wanted > hint.now and (i or len(told) == 1 or hint.wanted > 1)
        ]
        wanted = max(aims, key=lambda i: (hints[i].wanted, -i), default=None)
        if wanted is None:
            now = _now([i for i in range(len(told)) if hints[i].now] or [0], hints, told, "")
            after = next((i for i in range(now + 1, len(told)) if not hints[i].now), None)
            return Values(tuple(told), told[now], told[after] if after is not None else None)
        holds = [i for i in range(len(told)) if not told[i].wanted and i not in aims and (i < wanted or hints[i].now)]
        if not holds and wanted and not told[0].wanted:
            holds = [0]
        baseline = told[_now(holds, hints, told, told[wanted].unit)] if holds else None
        return Values(tuple(told), baseline, told[wanted], sure=hints[wanted].wanted >= _SURE)

    def _hint(self, told: list[Told], index: int) -> _Hint:
        if told[index].wanted:
            return _Hint(_SURE + 1, 0)
        before, after = self._around(told, index)
        lexis = lexicon(self.language)
        wants, holds = lexis("metric", "target"), lexis("metric", "now")
        wanted = max(self._strength(wants, before), self._strength(wants, after, after=True))
        now = max(self._strength(holds, before), self._strength(holds, after, after=True))
        present, past = (
            closed(self.language, name).any(before) or closed(self.language, name).any(after)
            for name in ("present", "past")
        )
        now = _SURE if present else now
        if wanted == now and wanted:
            nearer = _nearest(wants, before) >= _nearest(holds, before)
            wanted, now = (wanted, 0) if nearer else (0, now)
        return _Hint(wanted, now, present, past)

    def _strength(self, entries: WordList, near: tuple[Word, ...], *, after: bool = False) -> int:
        """Return how much a cue says: words such as "want" and "now" more than "to" and "is"; those only before."""
        best = 0
        for match in entries.find(near):
            strong = match.length > 1 or bool(contents(near[match.start : match.end], self.language))
            best = max(best, _SURE if strong else 0 if after else _LIKELY)
        return best

    def _around(self, told: list[Told], index: int) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
        """Return the words before and after a value that may tell of it: those of its clause.

        Where nothing stands before it in its clause the one before counts too, but the clause that names the metric.
        """
        one = told[index]
        low = max((start for start in self.starts if start <= one.first), default=0)
        if one.first - low <= 1 and low and low not in self.sentences and low > self.naming:
            low = max(start for start in self.starts if start < low)
        if low < self.naming <= one.first:
            low = self.naming
        if index:
            low = max(low, self._border(told[index - 1].last, one.first))
        high = next((start for start in self.starts if start >= one.last), len(self.said))
        if index + 1 < len(told):
            high = min(high, self._border(one.last, told[index + 1].first))
        return self.said[max(low, one.first - _LOOK_BACK) : one.first], self.said[one.last : high][:_LOOK_AHEAD]

    def _border(self, last: int, first: int) -> int:
        """Return where the words after one value end and those before the next begin."""
        inner = next((start for start in self.starts if last <= start <= first), None)
        return inner if inner is not None else closed(self.language, "present").at(self.said[:first], last) or last


def _now(places: list[int], hints: Sequence[_Hint], told: list[Told], unit: str) -> int:
    """Return the place of the value that holds now: said of the present, in the unit that is wanted, the last one."""

    def fits(place: int) -> tuple[bool, bool, int, bool, int]:
        hint, one = hints[place], told[place]
        return hint.present, not hint.past, hint.now, bool(unit) and one.unit[:3] == unit[:3], place

    return max(places, key=fits)


def _nearest(entries: WordList, before: tuple[Word, ...]) -> int:
    return max((match.end for match in entries.find(before)), default=0)
