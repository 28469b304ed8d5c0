"""How people tell of a person: where one fact ends and the next begins, and whom it concerns."""

from collections.abc import Sequence

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.number_words import spelled
from assistant.interview.reading.people import people
from assistant.interview.reading.phrases import body
from assistant.interview.reading.words import Word

_FIRST = 2
"""Words before the next fact, at least: less is only what leads to it."""

_OPENING = 3
_BESIDE = 4
"""Words between an age and the relative it belongs to, at most."""


def facts(clauses: Sequence[Clause], text: str, language: str) -> list[Clause]:
    """Cut the clauses of `text` where talk without commas begins a new fact: "34 or so | works as a … | lives in …"."""
    cut: list[Clause] = []
    for clause in _whole_numbers(clauses, text, language):
        first, joined = 0, clause.joined
        for match in people(language, "turn").find(clause.words):
            if match.start - first >= _FIRST:
                cut.append(_piece(clause, first, match.start, text, joined))
                first, joined = match.start, ","
        cut.append(clause if not first else _piece(clause, first, len(clause.words), text, joined))
    return cut


def _whole_numbers(clauses: Sequence[Clause], text: str, language: str) -> list[Clause]:
    """Join clauses that were cut at a conjunction within a number: "treinta | y cuatro"."""
    phrases = lexicon(language)("persona", "age_phrase")
    joined: list[Clause] = []
    for clause in clauses:
        last = joined[-1] if joined and joined[-1].sentence == clause.sentence else None
        seam = (*last.words[-1:], *clause.words[:2]) if last and clause.joined == "and" else ()
        number = spelled(seam, 0, language) if len(seam) > _FIRST else None
        if last and seam and ((number and number.last > 1) or phrases.at(seam, 0) == len(seam)):
            said = (*last.words, *clause.words)
            joined[-1] = Clause(text[last.start : clause.end], last.start, clause.end, last.sentence, last.joined, said)
        else:
            joined.append(clause)
    return joined


def _piece(clause: Clause, first: int, last: int, text: str, joined: str) -> Clause:
    said = clause.words[first:last]
    start, end = said[0].start, clause.end if last == len(clause.words) else said[-1].end
    return Clause(text[start:end], start, end, clause.sentence, joined, said)


def of_the_customer(clauses: Sequence[Clause], language: str) -> list[Clause]:
    """Return the clauses without those that tell of the teller: "my youngest wouldn't either, and now he …"."""
    kept: list[Clause] = []
    strayed = -1
    for clause in clauses:
        if _of_the_teller(clause, language):
            strayed = clause.sentence
        elif clause.sentence != strayed:
            kept.append(clause)
    return kept


def _of_the_teller(clause: Clause, language: str) -> bool:
    lexis = lexicon(language)
    said = body(clause.words, language)
    customer = lexis("grammar", "customer").any(said) or people(language, "named").any(said)
    cued = lexis("persona", "name_cue").any(said[:_OPENING])
    return not customer and not cued and people(language, "mine").at(said, 0) is not None


def of_a_relative(clause: Clause, language: str) -> bool:
    """Tell whether a clause begins with a relative of the customer: what it tells is not the customer's."""
    said = body(clause.words, language)
    first = next((i for i, word in enumerate(said) if not lexicon(language)("grammar", "stop").has(word.fold)), 0)
    return _owned(said[: max(2, first + 1)], language)


def beside_relative(said: Sequence[Word], first: int, last: int, language: str) -> bool:
    """Tell whether the words from `first` to `last` stand right beside a relative: "31 is her sister"."""
    return _owned(said[max(0, first - _BESIDE) : first], language) or _owned(said[last : last + _BESIDE + 1], language)


def _owned(said: Sequence[Word], language: str) -> bool:
    lexis = lexicon(language)
    owner, mine = lexis("persona", "kin"), people(language, "mine")
    return any(
        match.start and (owner.has(said[match.start - 1].fold) or mine.has(said[match.start - 1].fold))
        for match in people(language, "kin").find(said)
    )
