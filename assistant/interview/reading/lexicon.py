"""Word lists of a language, and finding their entries in a text in time linear in its length.

An entry is one or more words. ``compr*`` stands for every word that begins so, ``_`` for up to three words of any
kind, and a final ``?`` marks weak evidence: it counts only where nothing stronger is found.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.interview.reading.words import Word, words
from assistant.text import fold

_GAP = "_"
_WIDEST_GAP = 3


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found: its label, the indexes of its first word and after its last, and whether it is weak."""

    label: str
    start: int
    end: int
    weak: bool = False

    @property
    def length(self) -> int:
        """The number of words it covers."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    parts: tuple[str, ...]
    weak: bool


class WordList:
    """Entries with labels."""

    def __init__(self, entries: dict[str, str]) -> None:
        self._whole: dict[str, list[_Entry]] = {}
        self._stems: dict[str, list[_Entry]] = {}
        for label, listed in entries.items():
            for text in listed.replace("\n", ",").split(","):
                if entry := _entry(label, text):
                    first = entry.parts[0]
                    index = self._stems if first.endswith("*") else self._whole
                    index.setdefault(first.rstrip("*"), []).append(entry)
        self._lengths = sorted({len(stem) for stem in self._stems}, reverse=True)

    def find(self, text: Sequence[Word]) -> list[Match]:
        """Return the entries found in `text`, from left to right; a longer entry hides those inside it."""
        found: list[Match] = []
        reach = 0
        for index, word in enumerate(text):
            if index < reach:
                continue
            here = [
                Match(entry.label, index, end, entry.weak)
                for entry in self._starting(word.fold)
                if (end := _end_of(entry.parts, text, index)) is not None
            ]
            if here:
                longest = max(here, key=lambda match: (match.length, not match.weak))
                found.extend(dict.fromkeys(m for m in here if m.end == longest.end and m.weak == longest.weak))
                reach = longest.end
        return found

    def any(self, text: Sequence[Word]) -> bool:
        """Tell whether an entry is found in `text`."""
        return any(
            _end_of(entry.parts, text, index) is not None
            for index, word in enumerate(text)
            for entry in self._starting(word.fold)
        )

    def at(self, text: Sequence[Word], index: int) -> int | None:
        """Return where the longest entry that begins at `index` ends, or None."""
        if index >= len(text):
            return None
        ends = (_end_of(entry.parts, text, index) for entry in self._starting(text[index].fold))
        return max((end for end in ends if end is not None), default=None)

    def has(self, word: str) -> bool:
        """Tell whether the folded `word` is an entry by itself."""
        return any(len(entry.parts) == 1 for entry in self._starting(word))

    def _starting(self, word: str) -> Iterator[_Entry]:
        yield from self._whole.get(word, ())
        for length in self._lengths:
            if len(word) >= length and (entries := self._stems.get(word[:length])):
                yield from entries


def _entry(label: str, text: str) -> _Entry | None:
    text = fold(text)
    weak = text.endswith("?")
    parts: list[str] = []
    for piece in text.rstrip("?").split():
        if piece == _GAP:
            parts.append(_GAP)
            continue
        inner = [word.fold for word in words(piece)]
        if inner and piece.endswith("*"):
            inner[-1] += "*"
        parts.extend(inner)
    return _Entry(label, tuple(parts), weak) if parts else None


def _end_of(parts: tuple[str, ...], text: Sequence[Word], start: int) -> int | None:
    """Return the index after the last word of an entry whose first word stands at `start`, or None."""
    at = start + 1
    size = len(text)
    reach = 1
    for part in parts[1:]:
        if part == _GAP:
            reach = _WIDEST_GAP + 1
            continue
        last = min(at + reach, size)
        while at < last:
            word = text[at].fold
            at += 1
            if word.startswith(part[:-1]) if part[-1] == "*" else word == part:
                break
        else:
            return None
        reach = 1
    return at


class Lexicon:
    """The word lists of one language, by section and name."""

    def __init__(self, data: dict[str, dict[str, str]]) -> None:
        self._data = data
        self._lists: dict[tuple[str, str], WordList] = {}

    def __call__(self, section: str, name: str = "") -> WordList:
        """Return the list `name` of `section`, or the whole section with its names as labels."""
        key = (section, name)
        if key not in self._lists:
            part = self._data.get(section, {})
            self._lists[key] = WordList({name: part.get(name, "")} if name else part)
        return self._lists[key]


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of `language` with the names that all languages share; English for one without its own."""
    folder = resources.files("assistant.interview.reading").joinpath("lexicon")
    data: dict[str, dict[str, str]] = {}
    for name in (language if language in ("en", "es", "pl") else "en", "common"):
        text = folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")
        for section, lists in tomllib.loads(text).items():
            into = data.setdefault(section, {})
            for key, listed in lists.items():
                into[key] = f"{into.get(key, '')}\n{listed}"
    return Lexicon(data)
