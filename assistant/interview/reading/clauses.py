"""Cutting an answer into clauses: the pieces that may each carry a fact, exactly as they stand in it."""

import re
from dataclasses import dataclass, field, replace

from assistant.interview.reading.lexicon import Lexicon, lexicon
from assistant.interview.reading.sequence import begins_later
from assistant.interview.reading.words import Word, words

MOST_CLAUSES = 300
"""Clauses of one answer that are read: an hour's talk; more is a pasted document."""

LONGEST_CLAUSE = 240
"""Characters of a clause; text without any punctuation is cut at a word."""

# An abbreviation's point ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|vs|etc|e\.g|i\.e|approx|nr|np|tzn|itd|itp|m\.in|ul|tys|godz|sr|sra|dra|ud|uds|aprox|p\.ej|ej|min|max)|\b\w)$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…]+[\"'”»)\]]*(?=\s|$)|[;\n]+|\s[•*·]+\s")
_PAUSE = re.compile(r",(?!\d)|(?<!\d),(?=\d)|[:()\[\]](?!\d)|\s[-–—/]+\s")
# "No. 7", "ok. 30 osób": only before a figure is it an abbreviation, else a word that ends a sentence.
_BEFORE_FIGURE = re.compile(r"\b(?:no|ok)\.\s*\d", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:^|\s)(?:w|po|od|na)\s+\d{1,2}$", re.IGNORECASE)  # "w 3. tygodniu"
_WIDEST_NUMBER = 6  # characters of an entry's number with the blanks before it
_BULLET = re.compile(r"\s*(?:[-–—•*·>]+|\(?\d{1,2}[.)](?=\s))\s*")


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of an answer.

    Attributes:
        text: its words, exactly as they stand in the answer.
        start: where they begin in the answer.
        end: where they end.
        sentence: the number of its sentence or list entry, from 0.
        joined: what joins it to the clause before: nothing (it begins a sentence), ``,``, ``and``, ``but`` or
            ``because``.
        words: its words with their places in the answer.
        entry: the number of its entry in a dashed or numbered list, from 1; 0 outside of one.
    """

    text: str
    start: int
    end: int
    sentence: int = 0
    joined: str = ""
    words: tuple[Word, ...] = field(default=(), repr=False)
    entry: int = 0


def split(text: str, language: str = "en") -> list[Clause]:
    """Return the clauses of `text`, in order.

    Sentences, lines, list entries and parts between commas are clauses, and so are the two sides of a conjunction
    when each says something. Decimal points, thousands and abbreviations cut nothing.
    """
    lexis = lexicon(language)
    clauses: list[Clause] = []
    entry = 0
    for number, (start, end, bulleted) in enumerate(_sentences(text)):
        joined = ""
        entry += bulleted
        if entry and not bulleted and "\n\n" in text[clauses[-1].end if clauses else 0 : start]:
            entry = 0  # an empty line ends a list
        for part_start, part_end in _parts(text, start, end):
            for clause in _conjuncts(text, part_start, part_end, lexis, language, number, joined):
                clauses.append(replace(clause, entry=entry) if entry else clause)
                if len(clauses) == MOST_CLAUSES:
                    return clauses
                joined = ","
    return clauses


def _sentences(text: str) -> list[tuple[int, int, bool]]:
    """Return where each sentence begins and ends, and whether it opens an entry of a list."""
    spans = []
    start = 0
    for found in _END.finditer(text):
        before = text[max(0, found.start() - 12) : found.start()]
        if found.group() == "." and (_ends_none(before) or _numbers(text, start, found.start(), found.end())):
            continue
        spans.append((start, found.start() if not found.group().startswith(("?", "!")) else found.end()))
        start = found.end()
    spans.append((start, len(text)))
    return [_without_bullet(text, *span) for span in spans if text[slice(*span)].strip()]


def _ends_none(before: str) -> bool:
    """Tell whether a full stop after these characters is an abbreviation's."""
    return bool(_ABBREVIATION.search(before)) and not before[-1:].isdigit()


def _numbers(text: str, start: int, stop: int, end: int) -> bool:
    """Tell whether a full stop only marks a number: an entry's ("1. flyers") or an ordinal ("w 3. tygodniu").

    In running text only one digit is taken for an entry's number: "Ann. 52. Retired." tells an age.
    """
    number = text[start:stop].strip() if stop - start <= _WIDEST_NUMBER else ""
    if number.isdigit() and (len(number) == 1 or (len(number) == 2 and _opens_line(text, start, stop))):
        return bool(text[end : end + 40].strip())
    if _ORDINAL.search(text[max(0, stop - 8) : stop]) and text[end : end + 2].strip().islower():
        return True
    return bool(_BEFORE_FIGURE.match(text, max(0, stop - 2)))


def _opens_line(text: str, start: int, stop: int) -> bool:
    """Tell whether what stands between two places is the first of its line, or of the text."""
    return not start or "\n" in text[start - 1 : stop] or not text[:start].strip()


def _without_bullet(text: str, start: int, end: int) -> tuple[int, int, bool]:
    bullet = _BULLET.match(text, start, end)
    if bullet and bullet.group().strip()[:2].isdigit() and not _opens_line(text, start, start):
        bullet = None  # in running text two digits are a figure: "Ann. 52. Retired."
    return (bullet.end() if bullet else start), end, bullet is not None


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    at = start
    for found in _PAUSE.finditer(text, start, end):
        spans.append((at, found.start()))
        at = found.end()
    spans.append((at, end))
    return [piece for span in spans for piece in _short(text, *span)]


def _short(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    while end - start > LONGEST_CLAUSE:
        cut = max(
            text.rfind(" ", start + 1, start + LONGEST_CLAUSE), text.rfind("\t", start + 1, start + LONGEST_CLAUSE)
        )
        cut = cut if cut > 0 else start + LONGEST_CLAUSE
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]


def _conjuncts(
    text: str, start: int, end: int, lexis: Lexicon, language: str, sentence: int, joined: str
) -> list[Clause]:
    """Cut between commas at conjunctions and words of sequence that have something to say on both sides."""
    inside = words(text[start:end], start)
    found: list[Clause] = []
    first = 0
    for index, word in enumerate(inside):
        kind = next((name for name in ("but", "and", "because") if lexis("grammar", name).has(word.fold)), None)
        if kind is None and index > first and begins_later(inside, index, language):
            kind = "and"
        if kind is None:
            continue
        if index == first:
            joined = kind if joined or kind != "and" else joined  # a sentence that opens with "and" is a new one
            continue
        left, right = index - first, len(inside) - index - 1
        least = 2 if kind == "but" or (kind == "and" and joined == ",") else 3  # "a b, c d and e f" is a list
        enough = left >= least and right >= least
        if enough and (clause := _clause(text, inside[first:index], sentence, joined)):
            found.append(clause)
            first, joined = index, kind
    if clause := _clause(text, inside[first:], sentence, joined):
        found.append(clause)
    return found


def _clause(text: str, inside: tuple[Word, ...], sentence: int, joined: str) -> Clause | None:
    if not inside:
        return None
    start, end = inside[0].start, inside[-1].end
    while end < len(text) and text[end] in "%€$£°?!":
        end += 1
    while start and text[start - 1] in "€$£#¿¡":
        start -= 1
    return Clause(text[start:end], start, end, sentence, joined, inside)
