"""What is indexed: pieces of articles and of the person's own documents, and which of them a search admits."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Any, Protocol

from knowledge.articles import Chunk, chunks
from knowledge.port import Passage

MOST_TEXTS = 16
"""Texts of one piece that are turned into vectors, at most."""
QUESTIONS = 8
"""The number of the first question among them; those before it are the passage and windows of it."""

_WINDOW = 2
"""Sentences of a window, at least; windows overlap by one. The passage that answers each of 60 questions about five
documents was among the first three 50 times with windows, and 41 times without."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_WORDS = 3
"""Words of a sentence that stands for itself, at least."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a search can choose by; `step` is "" and `stages` are empty where none belongs to a piece."""

    language: str
    step: str = ""
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is turned into a vector; `number` tells what it is of its piece."""

    text: str
    number: int = 0

    @property
    def question(self) -> bool:
        """Whether it is a question that the piece answers."""
        return self.number >= QUESTIONS

    @property
    def digest(self) -> str:
        """The vector's name: equal digests, equal vectors."""
        return digest_of(f"{'question' if self.question else 'passage'}: {self.text}")


@dataclass(frozen=True)
class Piece:
    """A passage as it is indexed.

    Attributes:
        title: the title of the article or document.
        article: the article's id, or the name of the document.
        heading: the heading it stands under, or "".
        aliases: other names of the topic.
        questions: what it answers, as people ask it; at most `MOST_TEXTS` - `QUESTIONS`.
        position: its place in the article, from 0; the first piece of an article defines its topic.
        bundled: whether it is one of the articles that come with the program.
    """

    text: str
    title: str
    article: str
    heading: str
    label: Label
    aliases: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    position: int = 0
    bundled: bool = False

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """What is turned into vectors: the passage, windows of a document's, and the questions of an article's."""
        # A file's name for want of a title tells nothing: "scan_0042" in front of a passage hides what it is about.
        title = "" if self.title == PurePath(self.article).stem else self.title
        names = " — ".join(dict.fromkeys(filter(None, (title, self.heading))))
        whole = Text(f"{names}\n{self.text}".strip())
        if self.bundled:
            return whole, *(Text(question, QUESTIONS + n) for n, question in enumerate(self.questions))
        windows = (f"{self.heading}\n{window}".strip() for window in _windows(self.text))
        return whole, *(Text(window, 1 + n) for n, window in enumerate(windows))

    @cached_property
    def vectors(self) -> tuple[tuple[int, str], ...]:
        """The numbers of its texts and the names of their vectors."""
        return tuple((text.number, text.digest) for text in self.texts)

    def passage(self, score: float, confidence: float) -> Passage:
        """Return the piece as a finding."""
        return Passage(
            text=self.text,
            title=self.title,
            article=self.article,
            language=self.label.language,
            score=score,
            confidence=confidence,
            heading=self.heading,
            step=self.label.step,
        )


def _windows(text: str) -> list[str]:
    """Return overlapping parts of a passage, at most as many as there are numbers for; none of a short one."""
    sentences = [each for each in _SENTENCE_END.split(text) if len(each.split()) >= _WORDS]
    if len(sentences) <= _WINDOW:
        return []
    step = -(-(len(sentences) - 1) // (QUESTIONS - 1))
    return [" ".join(sentences[n : n + step + 1]) for n in range(0, len(sentences) - 1, step)]


def digest_of(text: str) -> str:
    """Return 24 hexadecimal digits that stand for `text`."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which pieces a search admits; an empty field admits all.

    Articles without stages are about all of them. Documents of one's own belong to no step: a step leaves them out.
    """

    language: str | None = None
    step: str | None = None
    stages: frozenset[str] = frozenset()

    def admits(self, label: Label) -> bool:
        """Return whether a piece with this label may be found."""
        return (
            self.language in (None, label.language)
            and self.step in (None, "", label.step)
            and (not self.stages or not label.stages or not self.stages.isdisjoint(label.stages))
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """Every piece of a source: ids in rising order, and by the same place its vectors (number, name) and its label."""

    ids: Sequence[int]
    vectors: Sequence[Sequence[tuple[int, str]]]
    labels: Sequence[Label]


class Source(Protocol):
    """Where pieces come from. An id stands for the same piece as long as the source lives."""

    @property
    def name(self) -> str:
        """What tells this source from others, and one state of the articles from another; good as a folder's name."""
        ...

    def revision(self) -> object:
        """Return a value that is another one after each change; quick."""
        ...

    def listing(self) -> Listing:
        """Return what there is."""
        ...

    def pieces(self, ids: Sequence[int]) -> Mapping[int, Piece]:
        """Return pieces by their ids; those that are gone are left out."""
        ...


class Articles:
    """The articles that come with the program, as a source."""

    def __init__(self, languages: Sequence[str], load: Any = chunks) -> None:  # noqa: ANN401 - a cached function
        """Take the chunks that `load` returns for each language.

        Raises:
            FileError: an article is not as it should be.
        """
        self._pieces = [_of_chunk(chunk) for language in languages for chunk in load(language)]
        self._listing = Listing(
            range(len(self._pieces)),
            [piece.vectors for piece in self._pieces],
            [piece.label for piece in self._pieces],
        )
        # Of all that is indexed: aliases are searched by their words, though no vector stands for them.
        self.name = f"articles-{digest_of(repr(self._pieces))[:12]}"

    def revision(self) -> object:
        """Return the same value each time: the articles do not change while the program runs."""
        return 0

    def listing(self) -> Listing:
        """Return what there is."""
        return self._listing

    def pieces(self, ids: Sequence[int]) -> Mapping[int, Piece]:
        """Return pieces by their ids; unknown ones are left out."""
        return {ident: self._pieces[ident] for ident in ids if 0 <= ident < len(self._pieces)}


def _of_chunk(chunk: Chunk) -> Piece:
    article = chunk.article
    return Piece(
        text=chunk.text,
        title=article.title,
        article=article.id,
        heading=chunk.heading,
        label=Label(article.language, article.step.value, tuple(stage.value for stage in article.stages)),
        aliases=article.aliases,
        questions=chunk.questions,
        position=chunk.position,
        bundled=True,
    )
