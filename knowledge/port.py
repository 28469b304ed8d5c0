"""What the interview needs of a knowledge base."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


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

    def warm(self) -> None:
        """Begin to make the search complete, in the background."""
        ...

    def close(self) -> None:
        """Let go of files, and stop what goes on in the background."""
        ...
