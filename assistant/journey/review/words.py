"""The words the rules look for, a list a language: data, so that they can be read and mended without code."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from assistant.locale import LANGUAGES
from assistant.text import fold


class Words:
    """The word lists of one language."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        """Take up `lists`: the name of a list to its entries, separated by commas; ``stem*`` stands for any ending."""
        self._patterns = {name: _pattern(entries) for name, entries in lists.items()}

    def among(self, name: str, *texts: str | None) -> bool:
        """Tell whether one of `texts` holds an entry of the list `name`."""
        return any(self._patterns[name].search(fold(text)) for text in texts if text)

    def begins(self, name: str, text: str) -> bool:
        """Tell whether `text` begins with an entry of the list `name`."""
        return bool(self._patterns[name].match(fold(text).lstrip(" -•*\"'(")))

    def is_one(self, name: str, text: str) -> bool:
        """Tell whether `text` is an entry of the list `name` and nothing else."""
        return bool(self._patterns[name].fullmatch(fold(text).strip(" .,;:!?\"'()")))

    def only(self, name: str, text: str) -> bool:
        """Tell whether every word of `text` is an entry of the list `name`."""
        return all(self._patterns[name].fullmatch(word) for word in re.findall(r"\w+", fold(text)))


def _pattern(entries: str) -> re.Pattern[str]:
    folded = sorted({fold(entry) for entry in entries.split(",")} - {""}, key=len, reverse=True)
    either = "|".join(re.escape(entry).replace(r"\*", r"\w*") for entry in folded)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")


@cache
def words(language: str) -> Words:
    """Return the word lists of `language`; English for one without its own."""
    name = language if language in LANGUAGES else "en"
    file = resources.files("assistant.journey.review").joinpath("words", f"{name}.toml")
    return Words(tomllib.loads(file.read_text(encoding="utf-8")))
