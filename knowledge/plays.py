"""The playbook: what a business can do about what gets in its customers' way, each play resting on a section."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from assistant.journey.models import Channel
from assistant.text import fold
from knowledge.articles import load
from knowledge.port import Passage

Size = Literal["small", "medium", "large"]


@dataclass(frozen=True, slots=True)
class Play:
    """One thing to do.

    Attributes:
        id: its name; the same in every language.
        text: what to do, one sentence of at most 25 words, by language.
        effort: what it takes of a small business, by the article.
        impact: what it brings customers, by the article.
        metric: what should move, by language.
        where: the channels of which a map must have one; none: it fits anywhere.
        done: what an action says that does this already, by language.
        needs: what it needs: names of `needs_in`.
    """

    id: str
    text: Mapping[str, str]
    effort: Size
    impact: Size
    metric: Mapping[str, str]
    where: frozenset[Channel]
    done: Mapping[str, re.Pattern[str]]
    needs: frozenset[str] = frozenset()

    def is_in(self, action: str, language: str) -> bool:
        """Tell whether an action does this already."""
        return language in self.done and self.done[language].search(fold(action)) is not None


def plays_of(passage: Passage) -> tuple[Play, ...]:
    """Return the plays that rest on a passage: none for most passages, and for documents of one's own."""
    return _by_heading(passage.language).get((passage.article, passage.heading), ())


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(resources.files("knowledge").joinpath("plays.toml").read_text("utf-8"))


def needs_in(text: str, language: str) -> frozenset[str]:
    """Return what a text speaks of that plays may need: ``staff``, for instance."""
    folded = fold(text)
    return frozenset(name for name, words in _told()["needs"].items() if _beginnings(words[language]).search(folded))


@cache
def playbook() -> Mapping[tuple[str, int], tuple[Play, ...]]:
    """Return the plays by the article and the number of the section, from 1, that they rest on."""
    told = _told()
    found: dict[tuple[str, int], tuple[Play, ...]] = {}
    for each in told["plays"]:
        play = Play(
            id=each["id"],
            text={language: each[language] for language in ("en", "es", "pl")},
            effort=each["effort"],
            impact=each["impact"],
            metric=told["metrics"][each["metric"]],
            where=frozenset(map(Channel, each.get("where", ()))),
            done={language: _beginnings(words) for language, words in each.get("done", {}).items()},
            needs=frozenset(each.get("needs", ())),
        )
        place = each["article"], each["section"]
        found[place] = (*found.get(place, ()), play)
    return found


def play_called(name: str) -> Play:
    """Return the play with this id.

    Raises:
        KeyError: there is none.
    """
    return _by_id()[name]


def heading_of(play: Play, language: str) -> str:
    """Return the heading of the section that a play rests on, in a language."""
    return next(heading for (_article, heading), plays in _by_heading(language).items() if play in plays)


@cache
def _by_id() -> Mapping[str, Play]:
    return {play.id: play for plays in playbook().values() for play in plays}


@cache
def _by_heading(language: str) -> Mapping[tuple[str, str], tuple[Play, ...]]:
    return {
        (article.id, section.heading): playbook()[article.id, number]
        for article in load(language)
        for number, section in enumerate(article.sections, start=1)
        if (article.id, number) in playbook()
    }


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of obstacle, the words that tell it, by language, and the plays that answer it, the most fitting first.

    `hides` names topics that are not meant where this one is told: who waits for a courier stands in no queue.
    """

    name: str
    words: Mapping[str, re.Pattern[str]]
    plays: tuple[str, ...]
    hides: tuple[str, ...] = ()


@cache
def topics() -> tuple[Topic, ...]:
    """Return the topics of the playbook."""
    told = tomllib.loads(resources.files("knowledge").joinpath("topics.toml").read_text("utf-8"))
    return tuple(
        Topic(
            name,
            {code: _beginnings(each[code]) for code in ("en", "es", "pl")},
            tuple(each["plays"]),
            tuple(each.get("hides", ())),
        )
        for name, each in told.items()
    )


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})")


def _beginnings(words: Sequence[str]) -> re.Pattern[str]:
    return _pattern(tuple(words))


def topics_in(text: str, language: str) -> dict[str, int]:
    """Return the topics that a text tells of, each with the number of letters of its words that were found."""
    folded = fold(text)
    found = {topic.name: sum(map(len, topic.words[language].findall(folded))) for topic in topics()}
    hidden = {name for topic in topics() if found[topic.name] for name in topic.hides}
    return {name: letters for name, letters in found.items() if letters and name not in hidden}
