"""A whole article, or a document of the person's own, to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.articles import Section, load
from knowledge.port import Passage

if TYPE_CHECKING:
    from knowledge.library import Library


@dataclass(frozen=True, slots=True)
class Whole:
    """What a passage is from.

    Attributes:
        title: its title.
        language: its language.
        sections: its text in order; of a document, the passages it was divided into.
        found: which of the sections holds the passage.
        sources: where the facts of an article come from.
        own: whether it is a document of the person's own.
    """

    title: str
    language: str
    sections: tuple[Section, ...]
    found: int = 0
    sources: tuple[str, ...] = ()
    own: bool = False


def whole_of(passage: Passage, library: Library | None) -> Whole | None:
    """Return what a passage is from, or None when it is gone; a passage of an article has a step.

    Raises:
        FileError: an article is not as it should be, or the person's documents cannot be read.
    """
    if not passage.step:
        return _document(passage, library) if library else None
    article = next((each for each in load(passage.language) if each.id == passage.article), None)
    if article is None:
        return None
    found = _found(passage, article.sections)
    return Whole(article.title, article.language, article.sections, found, article.sources)


def _document(passage: Passage, library: Library) -> Whole | None:
    pieces = library.passages(passage.article)
    if not pieces:
        return None
    headings = ["", *(piece.heading for piece in pieces)]
    sections = tuple(
        Section("" if piece.heading == before else piece.heading, piece.text)
        for piece, before in zip(pieces, headings, strict=False)
    )
    return Whole(pieces[0].title, passage.language, sections, _found(passage, sections), own=True)


def _found(passage: Passage, sections: Sequence[Section]) -> int:
    """Return which section holds a passage; the first when none does, as when only the title is known."""
    words = passage.text.strip()
    held = (place for place, section in enumerate(sections) if words and words in section.text)
    return next(held, 0)
