"""Shorter spans of a clause: without the words that only lead into it or trail off."""

from collections.abc import Sequence

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.lexicon import Lexicon, lexicon
from assistant.interview.reading.turns import contents
from assistant.interview.reading.words import Word

Span = tuple[int, int]
_SPELLED_OUT = 3


def body(said: Sequence[Word], language: str, *sections: tuple[str, str]) -> tuple[Word, ...]:
    """Return `said` without the fillers and conjunctions at its beginning, nor entries of `sections` there."""
    lexis = lexicon(language)
    lists = [lexis("grammar", "filler"), lexis("constraint", "again"), *(lexis(*section) for section in sections)]
    order = lexis("grammar", "order")
    first = 0
    while first < len(said):
        end = max((stop for entries in lists if (stop := entries.at(said, first)) is not None), default=None)
        if end is None and order.at(said, first) and lexis("grammar", "subject").at(said, first + 1):
            end = first + 1  # "first they …", but not "first visit"
        if end is None:
            break
        first = end
    return tuple(said[first:]) or tuple(said)


def span_of(said: Sequence[Word], text: str) -> Span:
    """Return where these words stand, with a sign such as % or € that belongs to them."""
    start, end = said[0].start, said[-1].end
    while end < len(text) and text[end] in "%€$£°":
        end += 1
    if start and text[start - 1] in "€$£#":
        start -= 1
    return start, end


def starts_with(said: Sequence[Word], lexis: Lexicon, section: str, name: str) -> bool:
    """Tell whether `said` begins with an entry of a list, fillers aside."""
    entries, filler = lexis(section, name), lexis("grammar", "filler")
    first = 0
    while first < len(said):
        if entries.at(said, first) is not None:
            return True
        end = filler.at(said, first)
        if end is None:
            return False
        first = end
    return False


def has_content(clause: Clause, language: str, least: int = 1) -> bool:
    """Tell whether the clause says something: at least so many words that carry meaning."""
    return len(contents(clause.words, language)) >= least


def groups(clauses: Sequence[Clause], language: str) -> list[list[Clause]]:
    """Join clauses into statements: each sentence or list entry is one, and so is each new point within it.

    A new point begins with a word such as "also", or after "and" or a comma where it is not a continuation
    ("because …", "which …", "it …").
    """
    lexis = lexicon(language)
    joined: list[list[Clause]] = []
    for index, clause in enumerate(clauses):
        last = joined[-1] if joined else []
        fresh = not last or clause.sentence != last[-1].sentence
        if fresh and last and _goes_on(last, clause, language):
            fresh = False
        if not fresh and clause.joined in (",", "and", "but", "because") and clause.sentence == last[-1].sentence:
            fresh = _new_point(last, clause, clauses[index + 1 :], lexis, language)
        if fresh:
            joined.append([clause])
        else:
            last.append(clause)
    return [group for group in joined if any(has_content(clause, language) for clause in group)]


def _goes_on(last: list[Clause], clause: Clause, language: str) -> bool:
    """Tell whether a sentence only spells out the word before it, "Parking. Always full", or corrects itself."""
    lexis = lexicon(language)
    opening = clause.words
    strong = lexis("correction", "strong").at(opening, 0)
    if strong is not None or lexis("correction", "weak").at(opening, 0) == len(opening):
        return True
    before = [word for part in last for word in part.words]
    adds = lexis("grammar", "and").at(opening, 0) is not None or lexis("grammar", "also").at(opening, 0) is not None
    return len(before) == 1 and not clause.joined and not adds and len(clause.words) >= _SPELLED_OUT


def _new_point(last: list[Clause], clause: Clause, rest: Sequence[Clause], lexis: Lexicon, language: str) -> bool:
    if clause.joined == "because" or len(contents(clause.words, language)) < 2:
        return False
    if starts_with(clause.words, lexis, "grammar", "also") and clause.joined != ",":
        return True
    if lexis("grammar", "also").at(clause.words, 0) is not None:
        return True
    lead = body(clause.words, language)
    if lexis("grammar", "continues").at(clause.words, 0) is not None:
        return False
    if clause.joined == "and":
        return lexis("grammar", "continues").at(lead, 0) is None and len(contents(last[0].words, language)) >= 1
    following = next(iter(rest), None)
    listed = following is not None and following.sentence == clause.sentence and following.joined in (",", "and")
    short = len(clause.words) <= 7 and len(last[-1].words) <= 8
    return listed and short and len(contents(clause.words, language)) >= 2
