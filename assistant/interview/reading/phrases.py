"""Shorter spans of a clause: without the words that only lead into it or trail off."""

from collections.abc import Sequence

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.lexicon import Lexicon, lexicon
from assistant.interview.reading.turns import contents
from assistant.interview.reading.words import Word

Span = tuple[int, int]


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
