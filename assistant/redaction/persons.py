"""Finding names of persons: by lists of names, and by the words that announce one.

No list is complete, so a rare name that nothing announces is missed; tests/evals/redaction measures how often.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.redaction.found import Found, Kind
from assistant.redaction.words import (
    MONTHS_AND_DAYS,
    NO_SURNAMES,
    PARTICLES,
    PLACES_AND_BRANDS,
    STRONG_CUES,
    TITLES,
    WEAK_CUES,
    given_names,
    surnames,
)
from assistant.text import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*", re.UNICODE)
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_SURNAME = re.compile(r"[a-z]{2,}(?:sk|ck|dzk)(?:i|iego|iemu|im|iej|a|ich)|[a-z]{2,}wicz(?:a|owi|em|owie)?")
"""Endings by which a Polish surname is known."""
_AGED = re.compile(r"\s*(?:,|\(|[-–])?\s*(?:aged\s+|de\s+)?\d{2}\b(?!\s*(?:[%€$£:.,]\d|%|€|zł|:))")
_MOST_SURNAMES = 3
_SHORTEST = 4
"""Letters of a name that counts though it is written with a small letter."""
_LONGEST_CUE = max(len(cue.split()) for cue in STRONG_CUES + WEAK_CUES)


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    fold: str
    capital: bool
    opens: bool
    """Whether it is the first word of a sentence or line, where a capital says nothing."""


def persons(text: str) -> Iterator[Found]:
    """Yield the names of persons in `text`, titles left out."""
    words = _words(text)
    index = 0
    while index < len(words):
        last = _name_at(index, words, text)
        if last is None:
            index += 1
            continue
        yield Found(words[index].start, words[last].end, Kind.PERSON)
        index = last + 1


def _words(text: str) -> list[_Word]:
    words = []
    for match in _WORD.finditer(text):
        raw = match[0]
        plain = _POSSESSIVE.sub("", raw)
        before = text[: match.start()].rstrip(" \t\"'“”„«»(¿¡*_-[{")
        opens = not before or (before[-1] in ".!?…\n:;" and not _is_initial(words, before))
        words.append(_Word(match.start(), match.start() + len(plain), fold(plain), raw[0].isupper(), opens))
    return words


def _is_initial(words: Sequence[_Word], before: str) -> bool:
    """Tell whether a full stop ends a title or an initial rather than a sentence."""
    if not words or before[-1] != "." or words[-1].end != len(before) - 1:
        return False
    return words[-1].fold in TITLES or (words[-1].capital and words[-1].end - words[-1].start == 1)


def _name_at(index: int, words: Sequence[_Word], text: str) -> int | None:
    """Return the index of the last word of the name that begins at `index`, or None."""
    word = words[index]
    if word.fold in MONTHS_AND_DAYS and not _followed_by_surname(index, words, text):
        return None
    if not (_titled(index, words, text) or _given(index, words, text) or _family(index, words)):
        return None
    return _extended(index, words, text)


def _titled(index: int, words: Sequence[_Word], text: str) -> bool:
    """Tell whether a title or words such as "my name is" announce a name."""
    word = words[index]
    if not index or word.fold in TITLES:
        return False
    known = word.fold in given_names() or word.fold in surnames()
    if words[index - 1].fold in TITLES and _near(words[index - 1], word, text, ". "):
        return word.capital or (known and not _plain(word.fold))
    return _cued(index, words, text, STRONG_CUES) and (word.capital or (known and not _plain(word.fold)))


def _given(index: int, words: Sequence[_Word], text: str) -> bool:
    word = words[index]
    parts = word.fold.split("-")
    if parts[0] not in given_names():
        return False
    ambiguous = given_names()[parts[0]] and len(parts) == 1
    if word.capital:
        if _followed_by_surname(index, words, text):
            return True
        if word.fold in PLACES_AND_BRANDS:
            return bool(_AGED.match(text, word.end))
        return (
            not ambiguous or not word.opens or _cued(index, words, text, WEAK_CUES) or bool(_AGED.match(text, word.end))
        )
    if ambiguous or len(word.fold) < _SHORTEST or word.fold in PLACES_AND_BRANDS:
        return False
    return True


def _family(index: int, words: Sequence[_Word]) -> bool:
    """Tell whether a word alone is a surname: one that is nothing else."""
    word = words[index]
    if not word.capital or word.fold in PLACES_AND_BRANDS or word.fold in NO_SURNAMES or len(word.fold) < _SHORTEST:
        return False
    return surnames().get(word.fold) is False or (not word.opens and bool(_SURNAME.fullmatch(word.fold)))


def _followed_by_surname(index: int, words: Sequence[_Word], text: str) -> bool:
    word, last = words[index], _extended(index, words, text)
    return word.capital and last > index and words[last].fold not in given_names().keys() - surnames().keys()


def _extended(index: int, words: Sequence[_Word], text: str) -> int:
    """Return the index of the last of the surnames that follow a name."""
    last = place = index
    found = 0
    while place + 1 < len(words) and found < _MOST_SURNAMES and _near(words[place], words[place + 1], text):
        word = words[place + 1]
        place += 1
        if word.fold in PARTICLES and place - last <= 2:
            continue
        if not _may_be_surname(word, words[index]):
            break
        last, found = place, found + 1
    return last


def _may_be_surname(word: _Word, first: _Word) -> bool:
    if word.fold in NO_SURNAMES or word.fold in PLACES_AND_BRANDS or word.fold in TITLES:
        return False
    if first.capital:
        return word.capital
    return surnames().get(word.fold) is False


def _near(one: _Word, other: _Word, text: str, allowed: str = " ") -> bool:
    between = text[one.end : other.start]
    return (between.strip(allowed) == "" and len(between) <= 2) or (between == ". " and one.end - one.start == 1)


def _cued(index: int, words: Sequence[_Word], text: str, cues: Sequence[str]) -> bool:
    for length in range(1, min(index, _LONGEST_CUE) + 1):
        said = words[index - length : index]
        between = text[said[-1].end : words[index].start]
        if between.strip(" :\"“„«'") == "" and " ".join(word.fold for word in said) in cues:
            return True
    return False


def _plain(name: str) -> bool:
    """Tell whether a name is a plain word, too."""
    return given_names().get(name, True) and surnames().get(name, True)
