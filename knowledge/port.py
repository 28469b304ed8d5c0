"""What the interview needs of a knowledge base."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from knowledge.adding import Outcome
    from knowledge.articles import Article
    from knowledge.library import Entry
    from knowledge.whole import Whole


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article.

    Attributes:
        text: its words, as they are shown (Markdown, cleaned).
        title: the article's title.
        article: the article's id, the same in every language.
        language: ``en``, ``es`` or ``pl``.
        score: the ranking's own figure; only the order of one search's scores means something.
        confidence: from 0 to 1: how sure the search is that the passage fits; callers abstain on a low one.
        heading: the heading it stands under, or "".
        step: the step of the interview that the article belongs to, or "".
    """

    text: str
    title: str
    article: str
    language: str
    score: float
    confidence: float
    heading: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """How likely each label is for a clause; each mapping's values sum to 1.

    Attributes:
        role: what the clause is: ``problem``, ``plan``, ``measure``, ``want``, ``contact``, ``feeling``, ``person``,
            ``aim``, ``fine`` (no problem), ``correction``, ``talk``, ``question``, ``unknown``.
        channel: a channel of the map, or ``none``.
        stage: a kind of stage.
        emotion: ``-1``, ``0``, ``1``, or ``none`` where no feeling is told.
        fact: what a clause about a person tells: ``interests``, ``challenges``, ``personality``, ``occupation``,
            ``location`` or ``other``.
    """

    role: Mapping[str, float]
    channel: Mapping[str, float]
    stage: Mapping[str, float]
    emotion: Mapping[str, float]
    fact: Mapping[str, float] = field(default_factory=dict)


class Labeller(Protocol):
    """Labels clauses by their meaning."""

    def labels(self, text: str, language: str) -> Labels | None:
        """Return how likely each label of each kind is, or None when nothing can be said; takes some 20 ms."""
        ...

    def likeness(self, one: str, other: str, language: str) -> float:
        """Return how near two texts are in meaning, from -1 to 1; 0 when nothing can be said."""
        ...


class Retriever(Protocol):
    """Finds passages."""

    def search(
        self,
        query: str,
        k: int = 5,
        *,
        language: str | None = None,
        step: str | None = None,
        stages: Sequence[str] = (),
    ) -> list[Passage]:
        """Return at most `k` passages that fit `query`, the best first; optionally of one language, step or stage."""
        ...


class Knowledge(Retriever, Protocol):
    """A knowledge base that somebody opens, warms up and closes."""

    @property
    def remote(self) -> bool:
        """Whether what is looked for leaves this machine."""
        ...

    @property
    def labeller(self) -> Labeller | None:
        """What labels clauses by meaning, where the embedding model is one whose vectors it knows."""
        ...

    def warm(self) -> None:
        """Begin to make the search complete, in the background."""
        ...

    def close(self) -> None:
        """Let go of files, and stop what goes on in the background."""
        ...


class Reference(Knowledge, Protocol):
    """A knowledge base as a person reads it and adds to it; each method may take seconds."""

    def articles(self, language: str) -> Sequence[Article]:
        """Return the articles of a language."""
        ...

    def documents(self) -> list[Entry]:
        """Return the person's own documents."""
        ...

    def read(self, passage: Passage) -> Whole | None:
        """Return the article or document that a passage is from, or None when it is gone."""
        ...

    def add(self, paths: Sequence[Path], language: str | None = None) -> Iterator[Outcome | int]:
        """Take in files and folders; yield how many files there are, then what became of each."""
        ...

    def remove(self, names: Sequence[str]) -> tuple[list[str], list[str]]:
        """Forget documents; return the names of those that were there, and what was not found."""
        ...

    def build(self, report: Callable[[int, int], None]) -> None:
        """Make the search complete; `report` is told how many texts of how many are embedded."""
        ...
