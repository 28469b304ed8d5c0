"""Keeping a prompt's own sentences from the person: a model may repeat what it was told to do."""

import re

RUN = 6
"""Words of a prompt in a row that give it away; shorter runs are ordinary language."""

_WORD = re.compile(r"\S+\s*")


class Watch:
    """Passes a model's text on as it comes, a few words late, and stops where it repeats the prompt."""

    def __init__(self, prompt: str) -> None:
        """Watch for runs of words of `prompt`: its instructions, without what a person said."""
        told = _words(prompt)
        self._runs = {tuple(told[i : i + RUN]) for i in range(len(told) - RUN + 1)}
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
        self.leaked = self.leaked or repeats(self._text, self._runs)
        if self.leaked:
            return ""
        ends = [found.end() for found in _WORD.finditer(self._text)]
        stop = len(self._text) if not held else (ends[-held - 1] if len(ends) > held else 0)
        shown, self._passed = self._text[self._passed : stop], max(self._passed, stop)
        return shown


def repeats(text: str, runs: set[tuple[str, ...]]) -> bool:
    """Tell whether one of `runs` stands in `text`."""
    told = _words(text)
    return any(tuple(told[i : i + RUN]) in runs for i in range(len(told) - RUN + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
