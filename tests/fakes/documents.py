"""Small knowledge bases: documents in which a rare word tells each passage from the others, and what finds it again."""

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from assistant.locale import LANGUAGES
from knowledge.articles import Chunk, Section, divide, parse
from knowledge.centring import measure
from knowledge.documents import Document
from knowledge.embedding import Embedder
from knowledge.index import Index
from knowledge.library import Entry, Library, divided
from knowledge.pieces import Articles, Filter, Label, Piece, digest_of
from knowledge.vectors import VectorCache

_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu")
_TOPICS = ("lanterns", "bridges", "orchards", "violins", "glaciers", "kites", "wells")


def rare_word(number: int) -> str:
    """Return a word that stands for a number and that no stemmer changes: 7 is ``zubabamix``."""
    return f"zu{''.join(_SYLLABLES[int(digit)] for digit in f'{number:03}')}x"


def passage_on(number: int) -> str:
    """Return a few English sentences with the rare word of a number and some words that hardly another one has."""
    dice = random.Random(number)
    one, two, three, four, five, six = ("".join(dice.choices(_SYLLABLES, k=4)) for _word in range(6))
    word, topic = rare_word(number), _TOPICS[number % len(_TOPICS)]
    return (
        f"The {word} is one of the {one} {topic} that {two} in the {three}. "
        f"Whoever wants to {four} the {word} should come before {five} and ask for {six}. "
        f"Nobody has {two} or {five} the {topic} when the {word} was {one}."
    )


def write_file(folder: Path, number: int, more: str = "") -> Path:
    """Write the Markdown document of a number, ``d007.md``, and return where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"d{number:03}.md"
    file.write_text(f"# Document {rare_word(number)}\n\n{passage_on(number)} {more}\n", "utf-8")
    return file


def keep(library: Library, number: int, *texts: str) -> Entry:
    """Keep the document of a number, or one of other passages, and return its entry."""
    name = f"d{number:03}.md"
    sections = tuple(Section(f"Part {n}", text) for n, text in enumerate(texts or (passage_on(number),)))
    document = Document(name, f"Document {rare_word(number)}", "markdown", sections)
    return library.put(document, divided(document), f"/somewhere/{name}", digest_of("".join(texts)))


def article(ident: str, language: str, step: str, stages: Sequence[str], texts: Iterable[str]) -> list[Chunk]:
    """Return an article, divided, as it comes with the program."""
    body = "\n\n".join(f"## Part {n} of {ident}\n\n{text}" for n, text in enumerate(texts))
    front = f"id: {ident}\ntitle: {ident.title()}\nstep: {step}\nstages: [{', '.join(stages)}]\nsources: [nobody]"
    return divide(parse(f"---\n{front}\n---\n\n{body}\n", f"{language}/{ident}.md"))


def articles(*chunks: Chunk) -> Articles:
    """Return articles as a source."""
    return Articles(LANGUAGES, lambda language: [chunk for chunk in chunks if chunk.article.language == language])


def centre(cache: VectorCache, embedder: Embedder) -> None:
    """Let vectors be compared: remember the means of some hundred passages, and of as many as questions."""
    pieces = [
        Piece(
            f"{passage_on(number)} {number}", "Title", "id", "", Label(language),
            questions=(passage_on(300 + number), passage_on(600 + number)), bundled=True,
        )
        for number, language in enumerate(LANGUAGES * 60)
    ]  # fmt: skip
    texts = {text.digest: text.text for piece in pieces for text in piece.texts}
    vectors = dict(zip(texts, embedder.passages(list(texts.values())), strict=True))
    means = measure(pieces, vectors, LANGUAGES)
    assert means
    cache.put(embedder.name, means)


def by_words(index: Index, word: str, language: str = "en", chosen: Filter | None = None) -> set[int]:
    """Return the ids of the pieces that hold a word."""
    found: set[int] = set()
    for words, admitted in index.words(language, chosen or Filter()):
        if words.frequency(word):
            found.update(words.ids[np.flatnonzero(admitted & (words.weights(word) > 0))].tolist())
    return found


def by_meaning(index: Index, embedder: Embedder, text: str, count: int = 5, chosen: Filter | None = None) -> list[int]:
    """Return the ids of the pieces nearest to a question in English, the best first."""
    vector = index.question(embedder.query(text), "en")
    return [] if vector is None else index.nearest(vector, count, chosen or Filter())


def names(index: Index, ids: Iterable[int]) -> set[str]:
    """Return the documents or articles that pieces are from."""
    return {piece.article for piece in index.pieces(list(ids)).values()}
