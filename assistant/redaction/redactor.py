"""Putting placeholders in the place of personal data, the same for the same words, and the words back."""

import re
import threading
from collections import deque
from collections.abc import AsyncIterator, Sequence
from enum import Enum
from typing import TypeVar

from pydantic import BaseModel

from assistant.redaction.finding import find
from assistant.redaction.found import Kind
from assistant.text import fold

_PLACEHOLDER = re.compile(rf"\[\s?({'|'.join(Kind)})[\s_-]?(\d+)\s?([a-z]?)\s?\]", re.IGNORECASE)
_LONGEST = 24
"""Characters of a placeholder at most, with what a model may add to it."""
_REMEMBERED = 2
"""Messages of a turn: an answer to be read, and the next question to be worded."""
_FORMS = "bcdefghijklmnopqrstuvwxyz"

Value = TypeVar("Value")


class Redactor:
    """Hides the personal data of one interview, as long as it is on; from any thread.

    Every wording has a placeholder of its own, so that what is put back is what was said; wordings of one name share a
    number: "Olga Nowak" is ``[person 1]``, and "Olgi" is ``[person 1b]``. Nothing of this is kept on disk.
    """

    def __init__(self, *, on: bool) -> None:
        """Begin with nothing known."""
        self.on = on
        self.sent: deque[str] = deque(maxlen=_REMEMBERED)
        """What went to a model last, newest last, without the program's own instructions."""
        self._lock = threading.Lock()
        self._placeholders: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._numbers: dict[Kind, int] = {}
        self._persons: list[tuple[int, set[str], int]] = []

    def hidden(self, text: str) -> str:
        """Return `text` with placeholders for personal data; as it is while the redactor is off.

        The first time takes 0.3 s, for lists to be read, and 4,000 characters take 20 ms.
        """
        if not self.on:
            return text
        parts, end = [], 0
        with self._lock:
            for found in find(text):
                parts += [text[end : found.start], self._placeholder(text[found.start : found.end], found.kind, text)]
                end = found.end
            return self._known("".join([*parts, text[end:]]))

    def restored(self, value: Value) -> Value:
        """Return a text, a list, or a model with the words that its placeholders stand for.

        A model is not validated again: a restored text may be longer than what a language model may write.
        """
        restored: object = value
        match value:
            case Enum():
                pass  # a choice of the program's own, also where it is a text
            case str():
                restored = _PLACEHOLDER.sub(self._word, value)
            case list():
                restored = [self.restored(one) for one in value]
            case BaseModel():
                restored = value.model_copy(update={name: self.restored(one) for name, one in value})
        return restored  # type: ignore[return-value]  # each case gives back its own type

    async def restored_stream(self, pieces: AsyncIterator[str]) -> AsyncIterator[str]:
        """Yield `pieces` with what placeholders stand for, also where one comes in several pieces."""
        held = ""
        async for piece in pieces:
            held += piece
            begun = held.rfind("[")
            whole = begun < 0 or "]" in held[begun:] or len(held) - begun > _LONGEST
            ready, held = (held, "") if whole else (held[:begun], held[begun:])
            if ready:
                yield self.restored(ready)
        if held:
            yield self.restored(held)

    def _known(self, text: str) -> str:
        """Hide what was found elsewhere and stands here without what gave it away there: a name after "my name is"."""
        for words in sorted(self._placeholders, key=len, reverse=True):
            if words in text:
                bounded = re.compile(rf"(?<!\w)(?<!\[){re.escape(words)}(?!\w)")
                text = bounded.sub(lambda _match, words=words: self._placeholders[words], text)  # type: ignore[misc]
        return text

    def _placeholder(self, words: str, kind: Kind, text: str) -> str:
        known = self._placeholders.get(words)
        if known is None:
            name = self._person(words) if kind is Kind.PERSON else str(self._next(kind))
            known = f"[{kind} {name}]"
            while known in text:  # somebody wrote just that
                known = f"[{kind} {self._next(kind)}]"
            self._placeholders[words] = known
            self._words[known] = words
        return known

    def _next(self, kind: Kind) -> int:
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return self._numbers[kind]

    def _person(self, words: str) -> str:
        """Return the number of a person, and a letter for each further wording of the name."""
        parts = set(fold(words).split())
        for place, (number, known, forms) in enumerate(self._persons):
            if any(_same(one, other) for one in parts for other in known) and forms < len(_FORMS):
                self._persons[place] = (number, known | parts, forms + 1)
                return f"{number}{_FORMS[forms]}"
        number = self._next(Kind.PERSON)
        self._persons.append((number, parts, 0))
        return str(number)

    def _word(self, match: re.Match[str]) -> str:
        kind, number, form = match.groups()
        return self._words.get(f"[{kind.lower()} {number}{form.lower()}]", match[0])


def _same(one: str, other: str) -> bool:
    """Tell whether two folded words may be forms of one name: ``olga`` and ``olgi``, ``tomasz`` and ``tomaszem``."""
    shorter = min(len(one), len(other))
    return (
        shorter > 2 and one[: max(3, shorter - 1)] == other[: max(3, shorter - 1)] and abs(len(one) - len(other)) <= 3
    )


def counted(text: str) -> Sequence[tuple[Kind, str]]:
    """Return what is found in `text`: its kind, and its words."""
    return [(found.kind, text[found.start : found.end]) for found in find(text)]
