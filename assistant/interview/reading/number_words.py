"""Numbers told in words: "twenty-five", "treinta y cuatro", "dwudziestu pięciu", "two and a half"."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from assistant.interview.reading.words import Word

_HALF = {"en": (("and", "a", "half"),), "es": (("y", "medio"), ("y", "media")), "pl": (("i", "pol"),)}
_ONE_AND_A_HALF = frozenset({"poltora", "poltorej"})
_AND = {"en": "and", "es": "y"}
_ALONE = frozenset({"un", "jednego", "jednej", "jednym"})  # articles or pronouns, unless a larger number ends with them


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number told in words: its value in digits, and the index after its last word."""

    value: str
    last: int


def spelled(said: Sequence[Word], index: int, language: str) -> Spelled | None:
    """Return the number told in words that begins at `index`, or None."""
    language = language if language in _HALF else "en"
    if said[index].fold in _ONE_AND_A_HALF:
        return Spelled("1.5", index + 1)
    sum_ = _Sum()
    values = cardinals(language)
    last = index
    while last < len(said):
        word = said[last].fold
        value = values.get(word)
        if value is None:
            following = values.get(said[last + 1].fold) if last + 1 < len(said) else None
            joined = word == _AND.get(language) and sum_.may_be_joined(following, language)
            if not joined or following is None:
                break
            last += 1
            value = following
        if not sum_.take(value):
            break
        last += 1
    if last == index or (last == index + 1 and said[index].fold in _ALONE):
        return None
    halves = after_half(said, last, language)
    return Spelled(f"{sum_.total}{'.5' if halves > last else ''}", halves)


def after_half(said: Sequence[Word], index: int, language: str) -> int:
    """Return the index after "and a half" at `index`, or `index` where there is none."""
    for phrase in _HALF.get(language, ()):
        if tuple(word.fold for word in said[index : index + len(phrase)]) == phrase:
            return index + len(phrase)
    return index


@cache
def cardinals(language: str) -> Mapping[str, int]:
    """Return the value of each word of a language that counts: "seven", "siedmiu"."""
    values = _table(language)
    if language == "es":  # written in one word as they are spoken: "treintaicuatro"
        tens = [(word, value) for word, value in values.items() if 30 <= value < 100]
        units = [(word, value) for word, value in values.items() if 0 < value < 10]
        values |= {f"{ten}{y}{unit}": t + u for ten, t in tens for unit, u in units for y in ("i", "y")}
    return values


@cache
def ordinals(language: str) -> Mapping[str, int]:
    """Return the value of each word of a language that ranks or divides: "fifth", "quinta"."""
    return _table(f"{language}_ordinal")


@cache
def _tables() -> dict[str, dict[str, str]]:
    file = resources.files("assistant.interview.reading").joinpath("lexicon", "numbers.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _table(name: str) -> dict[str, int]:
    listed = _tables().get(name, {})
    return {word.strip(): int(value) for value, words in listed.items() for word in words.split(",")}


@dataclass(slots=True)
class _Sum:
    """A number as its words come in, from its greatest part to its smallest."""

    whole: int = 0
    part: int = 0
    taken: list[int] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.whole + self.part

    def may_be_joined(self, value: int | None, language: str) -> bool:
        """Tell whether a conjunction may stand before `value`: "treinta y cuatro", "a hundred and five"."""
        if value is None or not self.taken:
            return False
        if language == "es":
            return 20 <= self.taken[-1] < 100 and 0 < value < 10
        return self.taken[-1] in (100, 1000) and 0 < value < 100

    def take(self, value: int) -> bool:
        """Take the next word's value; tell whether it belongs to the same number."""
        if value >= 1000:
            if (self.taken and not self.part) or (self.whole and self.whole < value * 1000):
                return False
            self.whole += max(self.part, 1) * value
            self.part = 0
        elif value == 100 and 0 < self.part < 20:
            self.part *= 100
        elif self.taken and not self._has_room(value):
            return False
        else:
            self.part += value
        self.taken.append(value)
        return True

    def _has_room(self, value: int) -> bool:
        if value == 0 or self.taken[-1] == 0:
            return False
        below = 1000 if value >= 100 else 100 if value >= 10 else 10
        return self.part % below == 0 and not (value < 10 and 10 <= self.part % 100 < 20)
