"""Keeping a prompt's own sentences and keys from the person: a model may repeat what it was told or given."""

import base64
import binascii
import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence

RUN = 6
"""Words of a prompt in a row that give it away; shorter runs are ordinary language."""

_WORD = re.compile(r"\S+\s*")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{24,}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}[\s:]?){16,}")
# Cyrillic and Greek letters that look like Latin ones (Unicode TR 39), those that a word could be written with.
_LOOKALIKES = str.maketrans("аеорсхуіјѕԁһкмтвнАВЕКМНОРСТХУІЈЅαορνικτ", "aeopcxyijsdhkmtbhABEKMHOPCTXYIJSaopvikt")


class Watch:
    """Passes a model's text on as it comes, a few words late, and stops where it repeats the prompt or tells a key.

    The prompt is known again backwards, in rot13, base64 or hex, spaced out, in capitals and in letters that only look
    alike. A translation of it is not: prompts are no secret, only nothing that an interviewer would say.
    """

    def __init__(self, prompt: str, keys: Sequence[str] = ()) -> None:
        """Watch for runs of words of `prompt`: its instructions, without what a person said; and for `keys`."""
        self._keys = keys
        told = re.findall(r"\w+", prompt)
        self._runs = {_letters("".join(told[i : i + RUN])) for i in range(len(told) - RUN + 1)}
        self._text = ""
        self._passed = 0
        self.leaked = False

    def feed(self, piece: str) -> str:
        """Take the next piece of the text; return what can be shown now."""
        self._text += piece
        return self._show(RUN)

    def rest(self) -> str:
        """Return what was held back; the text is complete."""
        return self._show(0)

    def _show(self, held: int) -> str:
        self.leaked = self.leaked or self._repeats()
        if self.leaked:
            return ""
        ends = [found.end() for found in _WORD.finditer(self._text)]
        stop = len(self._text) if not held else (ends[-held - 1] if len(ends) > held else 0)
        shown, self._passed = self._text[self._passed : stop], max(self._passed, stop)
        return shown

    def _repeats(self) -> bool:
        return any(
            any(key in text for key in self._keys) or any(run in letters for run in self._runs)
            for text in _readings(self._text)
            if (letters := _letters(text))
        )


def _readings(text: str) -> Iterator[str]:
    """Yield what a text says, as it stands and in the ways that a model may be asked to hide it."""
    yield text
    yield text[::-1]
    yield codecs.encode(text, "rot13")
    hidden = [*map(_from_base64, _BASE64.findall(text)), *map(_from_hex, _HEX.findall(text))]
    if any(hidden):
        yield " ".join(hidden)


def _from_base64(word: str) -> str:
    whole = word[: len(word) // 4 * 4]
    with_signs = whole.replace("-", "+").replace("_", "/")
    return base64.b64decode(with_signs).decode("utf-8", "ignore")


def _from_hex(word: str) -> str:
    try:
        return bytes.fromhex(word.replace(":", " ")).decode("utf-8", "ignore")
    except (ValueError, binascii.Error):
        return ""


def _letters(text: str) -> str:
    """Return the letters and digits of a text alone, without case, accents and whatever stands between them."""
    plain = unicodedata.normalize("NFKD", text.translate(_LOOKALIKES)).casefold()
    return "".join(filter(str.isalnum, plain))
