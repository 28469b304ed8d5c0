"""Finding names of persons: by lists of names, and by the words that announce one.

No list is complete, so a rare name that nothing announces is missed; tests/evals/redaction measures how often.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.redaction.found import Found, Kind
from assistant.redaction.words import given_names, surnames, words
from assistant.text import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*", re.UNICODE)
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_POLISH_SURNAME = re.compile(r"[a-z]{2,}(?:sk|ck|dzk)(?:i|iego|iemu|im|iej|a|ich)|[a-z]{2,}wicz(?:a|owi|em|owie)?")
_POLISH_ENDING = re.compile(r"(?:a|u|em|ie|owi|iem)$")
_AGED = re.compile(r"\s*(?:,|\(|[-–])?\s*(?:aged\s+|de\s+)?\d{2}\b(?!\s*(?:[%€$£:.,]\d|%|€|zł|:))")
"""An age, as in "Olga, 38"."""
_ENGLISH_TITLES = ("mr", "mrs", "ms")
_MOST_SURNAMES = 3
_SHORTEST = 4
"""Letters of a name that counts though it is written with a small letter."""
_LONGEST_CUE = 4


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text; `opens`: it is the first of a sentence or line, where a capital says nothing."""

    start: int
    end: int
    fold: str
    capital: bool
    opens: bool


def persons(text: str) -> Iterator[Found]:
    """Yield the names of persons in `text`, titles left out."""
    said = _Said(text)
    index, named = 0, -1
    while index < len(said.words):
        last = said.name_at(index, named)
        if last is None:
            index += 1
            continue
        yield Found(said.words[index].start, said.words[last].end, Kind.PERSON)
        index, named = last + 1, last


class _Said:
    """A text as words, asked where a name begins and ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[_Word] = []
        for match in _WORD.finditer(text):
            plain = _POSSESSIVE.sub("", match[0])
            before = text[: match.start()].rstrip(" \t\"'“”„«»(¿¡*_-[{")
            opens = not before or (before[-1] in ".!?…\n:;" and not _abbreviated(self.words, before))
            end = match.start() + len(plain)
            self.words.append(_Word(match.start(), end, fold(plain), match[0][0].isupper(), opens))

    def name_at(self, index: int, named: int) -> int | None:
        """Return the index of the last word of the name that begins at `index`, or None.

        `named` is the index of the last word of the name before it.
        """
        word = self.words[index]
        if word.fold in words("months_and_days") and not self._followed_by_surname(index):
            return None
        reasons = (self._before_surname, self._announced, self._given, self._family)
        if any(reason(index) for reason in reasons) or self._joined(index, named):
            return self._extended(index)
        return None

    def _before_surname(self, index: int) -> bool:
        """Tell whether an unknown word with a capital stands before a surname, or inside a sentence before another."""
        word = self.words[index]
        if not word.capital or len(word.fold) < 3 or not _may_be_name(word) or word.fold in words("relations"):
            return False
        if index + 1 == len(self.words) or not self._near(index, index + 1):
            return False
        after = self.words[index + 1]
        known = not word.opens or after.fold in surnames() or bool(_POLISH_SURNAME.fullmatch(after.fold))
        return (
            after.capital and known and _may_be_name(after) and not (self._shouted(index) or self._shouted(index + 1))
        )

    def _shouted(self, index: int) -> bool:
        word = self.words[index]
        return self.text[word.start : word.end].isupper()

    def _announced(self, index: int) -> bool:
        """Tell whether a title, a relation or words such as "my name is" announce a name."""
        word = self.words[index]
        if not index or word.fold in words("titles"):
            return False
        sure = word.capital or not _plain(word.fold)
        before = self.words[index - 1].fold
        if before in words("titles") and self._near(index - 1, index, ". "):
            return sure or (before in _ENGLISH_TITLES and len(word.fold) >= _SHORTEST)
        if before in words("relations") and self._near(index - 1, index, ", "):
            return word.capital and _may_be_name(word)
        return sure and self._cued(index, "strong_cues")

    def _given(self, index: int) -> bool:
        """Tell whether a word is a given name, and not rather the plain word or the place that is spelled so."""
        word = self.words[index]
        first = word.fold.split("-")[0]
        if first not in given_names():
            return False
        ambiguous = given_names()[first] and first == word.fold
        if not word.capital:
            return not ambiguous and len(word.fold) >= _SHORTEST and not _is_place(word.fold)
        aged = bool(_AGED.match(self.text, word.end))
        if aged or self._followed_by_surname(index) or _is_place(word.fold):
            return aged or not _is_place(word.fold) or self._followed_by_surname(index)
        acts = index + 1 < len(self.words) and self.words[index + 1].fold in words("verbs")
        return not (ambiguous and word.opens) or acts or self._cued(index, "weak_cues")

    def _family(self, index: int) -> bool:
        """Tell whether a word alone is a surname: one that is nothing else."""
        word = self.words[index]
        if not word.capital or len(word.fold) < _SHORTEST or not _may_be_name(word):
            return False
        return surnames().get(word.fold) is False or (not word.opens and bool(_POLISH_SURNAME.fullmatch(word.fold)))

    def _joined(self, index: int, named: int) -> bool:
        """Tell whether "and" joins a word with a capital to the name before it."""
        word = self.words[index]
        if named < 0 or index != named + 2 or not word.capital or self.words[index - 1].fold not in words("joining"):
            return False
        return self._near(named, index - 1) and self._near(index - 1, index) and _may_be_name(word)

    def _followed_by_surname(self, index: int) -> bool:
        last = self._extended(index)
        return self.words[index].capital and last > index and self.words[last].fold not in _only_given()

    def _extended(self, index: int) -> int:
        """Return the index of the last of the surnames that follow a name."""
        first, last, found, place = self.words[index], index, 0, index
        while place + 1 < len(self.words) and found < _MOST_SURNAMES and self._near(place, place + 1):
            place += 1
            word = self.words[place]
            if word.fold in words("particles") and place - last <= 2:
                continue
            if not _may_be_name(word) or not (word.capital if first.capital else surnames().get(word.fold) is False):
                break
            last, found = place, found + 1
        return last

    def _near(self, one: int, other: int, allowed: str = " ") -> bool:
        first, second = self.words[one], self.words[other]
        between = self.text[first.end : second.start]
        return (not between.strip(allowed) and len(between) <= 2) or (between == ". " and first.end - first.start == 1)

    def _cued(self, index: int, cues: str) -> bool:
        for length in range(1, min(index, _LONGEST_CUE) + 1):
            said = self.words[index - length : index]
            between = self.text[said[-1].end : self.words[index].start]
            if not between.strip(" :\"“„«'") and " ".join(word.fold for word in said) in words(cues):
                return True
        return False


def _abbreviated(said: Sequence[_Word], before: str) -> bool:
    """Tell whether a full stop ends a title or an initial rather than a sentence."""
    if not said or before[-1] != "." or said[-1].end != len(before) - 1:
        return False
    return said[-1].fold in words("titles") or (said[-1].capital and said[-1].end - said[-1].start == 1)


def _may_be_name(word: _Word) -> bool:
    kept_out = ("no_surnames", "months_and_days", "titles")
    return not any(word.fold in words(name) for name in kept_out) and not _is_place(word.fold)


def _is_place(name: str) -> bool:
    """Tell whether a word is a place or a make, also in a Polish case."""
    return name in words("places_and_brands") or _POLISH_ENDING.sub("", name) in words("places_and_brands")


def _plain(name: str) -> bool:
    """Tell whether a word is no name, or is a plain word, too."""
    return given_names().get(name, True) and surnames().get(name, True)


@cache
def _only_given() -> frozenset[str]:
    return frozenset(given_names().keys() - surnames().keys())
