"""Cleaning and comparing text: the border between the outside world and the program."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

MAX_ANSWER = 200_000
"""Characters of one answer that are read; a longer one is kept whole on disk and read up to here."""

_QUOTES = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u00b4": "'", "`": "'", "\u2032": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\u2026": "...", "\u0142": "l", "\u0141": "l",
})  # fmt: skip
# Control characters of C0 and C1 but tab and newline, lone surrogates, and bidirectional overrides and isolates, which
# can make a text read differently from what it holds (Unicode TR 36).
_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"\w", re.UNICODE)
_SPACE = re.compile(r"\s")


def clean(text: str) -> str:
    r"""Return `text` without anything that could act on a terminal or break a file.

    Control characters of C0 and C1 go (an ESC leaves the visible sign ``␛`` so that nothing vanishes unseen), as do
    bidirectional overrides and lone surrogates; line ends become ``\n``; tabs and newlines stay. The text is put in
    Unicode form NFC, so that an accent typed as two characters equals the same accent typed as one.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _ACTING.sub("", text.replace("\x1b", "\u241b")))


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line: runs of white space become one space."""
    return " ".join(clean(text).split())


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    char = char.translate(_QUOTES).casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Return `text` without case, accents, typographic quotes and dashes, its white space collapsed.

    Two texts with the same fold are the same words to a reader: ``“Żółć”`` and ``"zolc"``.
    """
    return " ".join("".join(map(_folded, text)).split())


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Return where `quote` stands in `text` as ``(start, end)``, or None.

    Compared by `fold` and on word boundaries, so ``art`` is not found in ``start``; punctuation around the quote is
    ignored.
    """
    wanted = fold(quote).strip(" .,;:!?\"'-()[]…¿¡")
    if not _WORD.search(wanted):
        return None
    folded, places = _fold_with_places(text)
    start = folded.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        before = folded[start - 1] if start else " "
        after = folded[end] if end < len(folded) else " "
        opens = not (_WORD.match(before) and _WORD.match(folded[start]))
        closes = not (_WORD.match(after) and _WORD.match(folded[end - 1]))
        if opens and closes:
            return places[start], places[end - 1] + 1
        start = folded.find(wanted, start + 1)
    return None


@lru_cache(maxsize=16)
def _fold_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return the fold of `text` and, for each of its characters, the index in `text` it comes from."""
    folds = list(map(_folded, _SPACE.sub(" ", text)))
    whole = "".join(folds)
    if len(whole) == len(text) and all(folds) and "  " not in whole and not whole.startswith(" "):
        return whole, range(
            len(text)
        )  # nearly always, and 6 times as quick: a long session is read back quote by quote
    chars: list[str] = []
    places: list[int] = []
    for index, char in enumerate(text):
        for folded in " " if char.isspace() else _folded(char):
            if folded == " " and (not chars or chars[-1] == " "):
                continue
            chars.append(folded)
            places.append(index)
    return "".join(chars), places


def shorten(text: str, width: int) -> str:
    """Return `text` on one line of at most `width` characters, cut at a word with an ellipsis."""
    line = clean_line(text)
    if len(line) <= width:
        return line
    cut = line[: max(width - 1, 0)]
    return (cut.rsplit(" ", 1)[0] if " " in cut[width // 2 :] else cut).rstrip(" ,;:") + "…"
