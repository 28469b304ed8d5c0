"""Word lists on how people tell of a person."""

import tomllib
from functools import cache
from importlib import resources

from assistant.interview.reading.lexicon import WordList


@cache
def people(language: str, name: str) -> WordList:
    """Return the list `name` of a language; English for one without its own."""
    listed = _lists()
    return WordList({name: listed.get(language, listed["en"]).get(name, "")})


@cache
def _lists() -> dict[str, dict[str, str]]:
    file = resources.files("assistant.interview.reading").joinpath("lexicon", "people.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
