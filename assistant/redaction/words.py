"""The words by which persons are told, in English, Spanish and Polish, and the lists of names; all folded."""

import tomllib
from functools import cache
from importlib import resources

_FOLDER = resources.files("assistant.redaction")


@cache
def words(name: str) -> frozenset[str]:
    """Return a list of `words.toml`."""
    return frozenset(word.strip() for word in _lists()[name].split(","))


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads(_FOLDER.joinpath("words.toml").read_text("utf-8"))


@cache
def given_names() -> dict[str, bool]:
    """Return given names, and whether each is a plain word, too."""
    return _listed("given")


@cache
def surnames() -> dict[str, bool]:
    """Return surnames, and whether each is a plain word, too."""
    return _listed("surnames")


def _listed(name: str) -> dict[str, bool]:
    lines = _FOLDER.joinpath("names", f"{name}.txt").read_text("utf-8").splitlines()
    return {line.rstrip("*"): line.endswith("*") for line in lines if not line.startswith("#")}
