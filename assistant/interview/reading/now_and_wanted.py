"""Which figures of a metric are its values: where it stands now, and where it should go."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.lexicon import WordList, lexicon
from assistant.interview.reading.told_values import Told, spoken, told_in
from assistant.interview.reading.turns import contents
from assistant.interview.reading.value_words import closed
from assistant.interview.reading.words import Word

_LOOK_BACK = 9
_LOOK_AHEAD = 7
_SURE, _LIKELY = 2, 1
_PAIR = 2
_MOST_CLAUSES = 12
"""Clauses of a metric in which values are looked for: more are no longer about it."""


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
    cues = _Cues(said, starts, sentences, language)
    told = cues.without_name(told_in(said, text, language))
    told = sorted([*told, *spoken(said, told, language)], key=lambda one: one.first)
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
