"""Which figures of a metric are its values: where it stands now, and where it should go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.lexicon import Lexicon, WordList, lexicon
from assistant.interview.reading.numbers import Figure, figures
from assistant.interview.reading.turns import contents
from assistant.interview.reading.words import Word

_LOOK_BACK = 9
_LOOK_AHEAD = 7
_OF_WHOLE = 8  # words from "out of every ten" to the number that counts
_SURE, _LIKELY = 2, 1
_PAIR = 2

# Function words: closed classes, no vocabulary of a trade.
_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "range": "or, to, and",
        "between": "between",
        "whole": "out of, out of every, of every, in every, for every, of each",
        "from": "of",
        "horizon": "in, within, after, for, over, during, next, inside, every, under, aged",
        "period": "day*, week*, wk*, month*, mth*, year*, yr*, hour*, hr*, season*, quarter*",
        "every": "every",
        "counted": "one, ones, time, times",
        "past": "was, were, used to, last year, last month, had, back then, before, up from, down from, started with",
        "present": "now, currently, today, at the moment, right now, these days, at present, nowadays",
        "relative": "who, which, that, whose, where",
        "half": "half",
        "of": "of",
        "of_what": "it, that, this, them, those, these, today, now, what",
        "value": """single figures, single digits, single figure, single digit, double figures, double digits, halve, halved, halving,
            doubled, doubling, triple, tripled, treble""",
    },
    "es": {
        "range": "o, a, y",
        "between": "entre",
        "whole": "de cada, por cada",
        "from": "de",
        "horizon": "en, dentro de, durante, a los, a las, tras, en los, en las, antes de, pa, cada, menores de, mayores de",
        "period": "dia*, semana*, mes*, ano, anos, hora*, trimestre*, temporada*, quincena*",
        "every": "cada",
        "counted": "vez, veces",
        "past": "era, eran, estaba, estaban, fue, fueron, el ano pasado, el mes pasado, antes, habia",
        "present": "ahora, hoy, actualmente, ahorita, de momento, hoy en dia, a dia de hoy",
        "relative": "que, quien, quienes, donde, cuyo, cuya",
        "half": "mitad",
        "of": "de",
        "of_what": "eso, esto, ahora, hoy, lo, ellas, ellos, los, las",
        "value": """una sola cifra, una cifra, un solo digito, un digito, dos cifras, duplicar, duplicarlo, duplicarla, duplicarlos, duplicarlas,
            doblar, doblarlo, doblarla, triplicar, triplicarlo, triplicarla, el doble, el triple""",
    },
    "pl": {
        "range": "lub, albo, czy, do, a, i",
        "between": "miedzy, pomiedzy, od",
        "whole": "na kazde, na kazdych, z kazdych, sposrod",
        "from": "z, ze",
        "horizon": "za, w ciagu, przez, po, w, co, do, ponizej, wieku",
        "period": "dni, dzien, dnia, dniach, tydzien, tygodni*, miesiac*, miesiec*, rok*, lat, lata, latach, godzin*, kwarta*, sezon*",
        "every": "co",
        "counted": "raz, razy, razem",
        "past": "bylo, byly, byl, byla, w zeszlym roku, w zeszlym miesiacu, wczesniej, przedtem",
        "present": "teraz, dzis, dzisiaj, obecnie, aktualnie, na razie, na dzis, w tej chwili",
        "relative": "ktory, ktora, ktore, ktorzy, ktorych, ktorym, gdzie, co, ze",
        "half": "polowa, polowe, polowy, pol",
        "of": "z, tego, tych, obecnej, dzisiejszej",
        "of_what": "tego, tych, tej, teraz, dzis",
        "value": """jednocyfrow*, dwucyfrow*, podwoic, podwojenie, potroic, potrojenie, dwa razy tyle, trzy razy tyle, dwa razy mniej,
            dwa razy wiecej, ani jeden, ani jedna, ani jednego, ani jednej""",
    },
}  # fmt: skip
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


@cache
def closed(language: str, name: str) -> WordList:
    """Return a list of function words of `language`."""
    return WordList({name: _WORDS.get(language, _WORDS["en"])[name]})


def values(group: Sequence[Clause], text: str, language: str) -> Values:
    """Return the values that the clauses of one metric tell; figures of its name, dates and horizons are none."""
    said = tuple(word for clause in group for word in clause.words)
    starts = _starts(group)
    found = _joined(_figures(text, said, language), text, said, language)
    told = _without_name(_without_horizons(found, said, starts, language), said, starts, language)
    told = sorted([*told, *_spoken(said, told, text, language)], key=lambda one: one.first)
    return _roles(told, said, starts, language)


def _starts(group: Sequence[Clause]) -> list[int]:
    """Return the indexes at which a clause begins, among the words of all."""
    starts, at = [], 0
    for clause in group:
        starts.append(at)
        at += len(clause.words)
    return starts


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
    before = said[figure.first - 1] if figure.first else None
    if before and closed(language, "every").has(before.fold) and len(figure.numbers) == 1 and not figure.unit:
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
        last = joined[-1] if joined else None
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
    before = range(max(0, one.first - 3), one.first)
    if any(closed(language, "whole").at(said, place) == one.first for place in before):
        return True
    bare = one.first > 0 and closed(language, "from").has(said[one.first - 1].fold)
    to = [word for word in said[one.last : other.first] if closed(language, "range").has(word.fold)]
    return bare and not to and other.first > one.last and left > 0


def _without_horizons(found: list[Told], said: tuple[Word, ...], starts: list[int], language: str) -> list[Told]:
    """Leave out spans of time in which something is to happen ("in two years"), where other figures are told."""
    spans = [told for told in found if _is_span(told, said, language)]
    others = [told for told in found if told not in spans]
    return others if others else found


def _is_span(told: Told, said: tuple[Word, ...], language: str) -> bool:
    timed = closed(language, "period").any(said[told.first : told.last]) or (
        closed(language, "period").at(said, told.last) is not None
    )
    before = range(max(0, told.first - 2), told.first)
    return timed and any(closed(language, "horizon").at(said, place) == told.first for place in before)


def _without_name(found: list[Told], said: tuple[Word, ...], starts: list[int], language: str) -> list[Told]:
    """Leave out the figures of the clause that names the metric, where later ones tell now and wanted."""
    end = next((start for start in starts if start and contents(said[:start], language)), len(said))
    inside = [told for told in found if told.first < end]
    later = [told for told in found if told.first >= end]
    return later if inside and len(later) >= _PAIR and contents(said[: inside[0].first], language) else found


def _spoken(said: tuple[Word, ...], told: list[Told], text: str, language: str) -> list[Told]:
    """Return the aims that are told without a number: "single figures", "double it"."""
    taken = {index for one in told for index in range(one.first, one.last)}
    return [
        Told(said[m.start].start, said[m.end - 1].end, m.start, m.end, wanted=True)
        for m in closed(language, "value").find(said)
        if taken.isdisjoint(range(m.start, m.end))
    ]


def _roles(told: list[Told], said: tuple[Word, ...], starts: list[int], language: str) -> Values:
    """Tell which value holds now and which is wanted: by the cues before and after each, else by their order."""
    if not told:
        return Values()
    hints = [_hint(told, index, said, starts, language) for index in range(len(told))]
    wanted = next((i for i, hint in enumerate(hints) if hint.wanted > hint.now), None)
    sure = wanted is not None and hints[wanted].wanted == _SURE
    if wanted is None:
        now = _now([i for i in range(len(told)) if hints[i].now], hints, told, None)
        now = 0 if now is None else now
        after = next((i for i in range(now + 1, len(told)) if not hints[i].now), None)
        return Values(tuple(told), told[now], told[after] if after is not None else None)
    holds = [i for i in range(len(told)) if i != wanted and (i < wanted or hints[i].now) and not told[i].wanted]
    now = _now(holds, hints, told, wanted)
    return Values(tuple(told), None if now is None else told[now], told[wanted], sure)


def _now(places: list[int], hints: "list[_Hint]", told: list[Told], wanted: int | None) -> int | None:
    """Return the place of the value that holds now: said of the present, in the unit that is wanted, the last one."""
    unit = told[wanted].unit[:3] if wanted is not None else ""

    def fits(place: int) -> tuple[bool, bool, int, bool, int]:
        hint, one = hints[place], told[place]
        return hint.present, not hint.past, hint.now, bool(unit) and one.unit[:3] == unit, place

    return max(places, key=fits, default=None)


@dataclass(frozen=True, slots=True)
class _Hint:
    """How surely a value is wanted or holds now, and whether it is said of the present or the past."""

    wanted: int
    now: int
    present: bool
    past: bool


def _hint(told: list[Told], index: int, said: tuple[Word, ...], starts: list[int], language: str) -> _Hint:
    before, after = _around(told, index, said, starts, language)
    lexis = lexicon(language)
    wants, holds = lexis("metric", "target"), lexis("metric", "now")
    wanted = max(_strength(wants, before, language), _strength(wants, after, language, after=True))
    now = max(_strength(holds, before, language), _strength(holds, after, language, after=True))
    present = closed(language, "present").any(before) or closed(language, "present").any(after)
    past = closed(language, "past").any(before) or closed(language, "past").any(after)
    if told[index].wanted:
        return _Hint(_SURE + 1, 0, False, False)
    if wanted == now and wanted:
        nearer = _nearest(wants, before) >= _nearest(holds, before)
        wanted, now = (wanted, 0) if nearer else (0, now)
    return _Hint(wanted, now, present, past)


def _strength(entries: WordList, near: tuple[Word, ...], language: str, *, after: bool = False) -> int:
    """Return how much a cue says: words such as "want" and "now" more than "to" and "is"; those only before."""
    best = 0
    for match in entries.find(near):
        matched = near[match.start : match.end]
        strong = bool(contents(matched, language)) or match.length > 1
        best = max(best, _SURE if strong else 0 if after else _LIKELY)
    return best


def _nearest(entries: WordList, before: tuple[Word, ...]) -> int:
    return max((match.end for match in entries.find(before)), default=0)


def _around(
    told: list[Told], index: int, said: tuple[Word, ...], starts: list[int], language: str
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Return the words before and after a value that may tell of it; between two values the clause's end parts them."""
    one = told[index]
    low = _border(told[index - 1].last, one.first, said, starts, language) if index else 0
    following = told[index + 1] if index + 1 < len(told) else None
    high = _border(one.last, following.first, said, starts, language) if following else _clause_end(one, said, starts)
    return said[max(low, one.first - _LOOK_BACK) : one.first], said[one.last : min(high, one.last + _LOOK_AHEAD)]


def _border(last: int, first: int, said: tuple[Word, ...], starts: list[int], language: str) -> int:
    """Return where the words after one value end and those before the next begin."""
    inner = next((start for start in starts if last < start <= first), None)
    if last in starts:
        return last
    if inner is not None:
        return inner
    return closed(language, "present").at(said[:first], last) or last


def _clause_end(one: Told, said: tuple[Word, ...], starts: list[int]) -> int:
    return next((start for start in starts if start >= one.last), len(said))
