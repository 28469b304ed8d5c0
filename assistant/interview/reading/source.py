"""An answer without the values that the person took back while saying it, and the way back to their exact words."""

from dataclasses import dataclass

from assistant.interview.reading.words import words

LONGEST_QUOTE = 110
"""Characters of a quote; the map accepts 120, counted in the answer as it stands."""

MOST_WORDS = 14
"""Words of a quote: those that carry the fact, not the whole answer."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is read: pieces of the answer in reading order.

    Attributes:
        answer: the answer as it was given.
        text: what is left of it to read.
        pieces: for each piece of `text`: where it begins there, where it begins in the answer, its length.
    """

    answer: str
    text: str
    pieces: tuple[tuple[int, int, int], ...]

    def quote(self, start: int, end: int, anchor: int | None = None) -> str:
        """Return words of the answer, exactly as they stand there, that show what ``text[start:end]`` says.

        Too long a span is cut to the words around `anchor` (a place in `text`; its beginning when None).
        """
        spans = [
            (origin + max(start, at) - at, origin + min(end, at + length) - at)
            for at, origin, length in self.pieces
            if max(start, at) < min(end, at + length)
        ]
        low, high = min(s for s, _ in spans), max(e for _, e in spans)
        if len(spans) > 1 and (high - low > LONGEST_QUOTE):
            low, high = max(spans, key=lambda span: span[1] - span[0])
        if anchor is not None:
            at = next((o + anchor - a for a, o, length in self.pieces if a <= anchor < a + length), low)
        else:
            at = low
        return _around(self.answer, low, high, at)


def whole(answer: str) -> Source:
    """Return the whole answer as it is."""
    return Source(answer, answer, ((0, 0, len(answer)),))


def pieced(answer: str, spans: list[tuple[int, int]]) -> Source:
    """Return the pieces `spans` of the answer in the order given."""
    text = ""
    pieces: list[tuple[int, int, int]] = []
    for start, end in spans:
        if start >= end:
            continue
        if text and not text[-1].isspace() and not answer[start].isspace() and answer[start] not in ".,;:!?%":
            text += " "
        pieces.append((len(text), start, end - start))
        text += answer[start:end]
    return Source(answer, text, tuple(pieces))


def _around(answer: str, low: int, high: int, anchor: int) -> str:
    said = words(answer[low:high], low)
    if not said:
        return answer[low:high]
    if len(said) <= MOST_WORDS and high - low <= LONGEST_QUOTE:
        return answer[low:high].strip()
    middle = next((i for i, word in enumerate(said) if word.end > anchor), 0)
    first = max(0, min(middle - MOST_WORDS // 3, len(said) - MOST_WORDS))
    last = first
    while (
        last + 1 < len(said)
        and last + 1 - first < MOST_WORDS
        and said[last + 1].end - said[first].start <= LONGEST_QUOTE
    ):
        last += 1
    return answer[said[first].start : said[last].end][:LONGEST_QUOTE]
