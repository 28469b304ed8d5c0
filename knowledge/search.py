"""Search by meaning and by words at once, over several indexes, with a confidence that tells when to say nothing."""

import logging
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from assistant.errors import ModelError
from assistant.locale import LANGUAGES
from assistant.text import clean
from knowledge.embedding import Embedder
from knowledge.evidence import CONFIDENT, Candidate, Evidence, Weigher, Weight, weigh
from knowledge.index import Index
from knowledge.languages import language_of
from knowledge.pieces import Filter, Piece
from knowledge.port import Passage
from knowledge.vectors import Vector
from knowledge.words import terms
from knowledge.words_index import name_terms, rarity

_CANDIDATES = 40
"""Pieces that each half of the search brings forward, of each index."""
_LONGEST = 500
"""Characters of a question that are looked at: embedding 30,000 takes a minute on two cores."""
_FIRST, _OWN = 3, 2
_PER_ARTICLE = 2
"""Passages of one article among the results: the third says less than the first of another article."""

_REST_SECONDS = 60.0
"""How long an embedding model that did not answer is left alone: nobody should wait for it at each question."""

_log = logging.getLogger(__name__)


class HybridRetriever:
    """Finds passages that mean what is asked, or say it in its words, whatever the language."""

    def __init__(self, indexes: Sequence[Index], embedder: Embedder | None, weigh: Weigher = weigh) -> None:
        """Search `indexes` as one; without an embedder, by words. `weigh` ranks and judges what is found."""
        self._indexes = indexes
        self._embedder = embedder
        self._weigh = weigh
        self._resting = 0.0

    def search(
        self,
        query: str,
        k: int = 5,
        *,
        language: str | None = None,
        step: str | None = None,
        stages: Sequence[str] = (),
    ) -> list[Passage]:
        """Return at most `k` passages that fit `query`, the best first.

        Of an article that is there in several languages, the version that fits best is returned.

        Raises:
            FileError: an article is not as it should be, or the person's documents cannot be read.
        """
        candidates = self.candidates(query, Filter(language, step or None, frozenset(stages)))
        pieces = [piece for piece, _evidence in candidates]
        found = sorted(zip(pieces, self._weigh(candidates), strict=True), key=lambda each: each[1].score, reverse=True)
        return [piece.passage(weight.score, weight.confidence) for piece, weight in _with_own(_varied(found))[:k]]

    def candidates(self, query: str, chosen: Filter) -> list[Candidate]:
        """Return the pieces that either half of the search brings forward, with what speaks for each."""
        query = clean(query)[:_LONGEST]
        spoken = language_of(query, otherwise=chosen.language if chosen.language in LANGUAGES else "en")
        if not terms(query, spoken):
            return []  # only words such as "and what about that?": their vector is near to anything
        raw = self._vector(query)
        lexical = {language: _Words(query, language, self._indexes, chosen) for language in LANGUAGES}
        found: list[Candidate] = []
        for number, index in enumerate(self._indexes):
            vector = index.question(raw, spoken) if raw is not None else None
            near = index.nearest(vector, _CANDIDATES, chosen) if vector is not None else []
            by_words = [ident for words in lexical.values() for ident in words.best(number)]
            ids = list(dict.fromkeys([*near, *by_words]))
            similar = index.similarities(vector, ids) if vector is not None else {}
            for ident, piece in index.pieces(ids).items():
                words = lexical.get(piece.label.language)
                score, held, named = words.shares(number, ident, piece) if words else (0.0, 0.0, 0.0)
                defines = words is not None and words.define(piece)
                same = piece.label.language == spoken
                found.append((piece, Evidence(similar.get(ident), score, named, held, defines, same)))
        return found

    def _vector(self, query: str) -> Vector | None:
        if self._embedder is None or time.monotonic() < self._resting:
            return None
        try:
            return self._embedder.query(query)
        except ModelError:
            _log.warning("searching by words only", exc_info=True)
            self._resting = time.monotonic() + _REST_SECONDS
            return None


class _Words:
    """The words of a question in one language, looked up in every index."""

    def __init__(self, query: str, language: str, indexes: Sequence[Index], chosen: Filter) -> None:
        self._language = language
        self._asked = dict.fromkeys(terms(query, language))
        parts = [index.words(language, chosen) for index in indexes]
        flat = [words for found in parts for words, _admitted in found]
        total = sum(len(words) for words in flat)
        self._rarity = {t: rarity(sum(words.frequency(t) for words in flat), total) for t in self._asked}
        self._weight = sum(self._rarity.values())
        self._parts = [[_Part(words, admitted, self._rarity) for words, admitted in found] for found in parts]

    def best(self, index: int) -> list[int]:
        """Return the ids of the pieces of an index that its words bring forward."""
        return [ident for part in self._parts[index] for ident in part.best()]

    def shares(self, index: int, ident: int, piece: Piece) -> tuple[float, float, float]:
        """Return BM25 as a share of the most it could be, and the shares of words held and named."""
        if not self._weight:
            return 0.0, 0.0, 0.0
        names = _names(piece.title, piece.aliases, piece.heading, self._language)
        named = sum(weight for term, weight in self._rarity.items() if term in names)
        score = held = 0.0
        for part in self._parts[index]:
            for term, counts in part.at(ident).items():
                score += counts * self._rarity[term]
                held += self._rarity[term]
        return score / self._weight, held / self._weight, named / self._weight

    def define(self, piece: Piece) -> bool:
        """Return whether they are a name of the piece's topic and nothing more, and the piece defines it."""
        opens = piece.bundled and piece.position == 0
        return opens and frozenset(self._asked) in _topics(piece.title, piece.aliases, self._language)


class _Part:
    """The words of a question, looked up in one index of one language."""

    def __init__(self, words: Any, admitted: Any, weights: dict[str, float]) -> None:  # noqa: ANN401
        self._words = words
        self._admitted = admitted
        self._weights = {term: words.weights(term) for term in weights if words.frequency(term)}
        self._scores = sum(array * weights[term] for term, array in self._weights.items())

    def best(self) -> list[int]:
        import numpy as np

        if not self._weights:
            return []
        scores = np.where(self._admitted, self._scores, 0)
        count = min(_CANDIDATES, len(scores))
        rows = np.argpartition(-scores, count - 1)[:count]
        found: list[int] = self._words.ids[rows[scores[rows] > 0]].tolist()
        return found

    def at(self, ident: int) -> dict[str, float]:
        row = self._words.row(ident)
        return {} if row is None else {t: float(a[row]) for t, a in self._weights.items() if a[row] > 0}


@lru_cache(maxsize=4_000)
def _names(title: str, aliases: tuple[str, ...], heading: str, language: str) -> frozenset[str]:
    return name_terms(title, aliases, heading, language)


@lru_cache(maxsize=4_000)
def _topics(title: str, aliases: tuple[str, ...], language: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(terms(name, language)) for name in (title, *aliases))


_Weighed = list[tuple[Piece, Weight]]


def _varied(found: _Weighed) -> _Weighed:
    """Leave out other languages of an article that is there already, all but its best passages, and copies."""
    languages: dict[str, str] = {}
    counts: dict[str, int] = {}
    texts: set[str] = set()
    kept = []
    for piece, weight in found:
        if piece.text in texts:
            continue
        texts.add(piece.text)
        if piece.bundled:
            if languages.setdefault(piece.article, piece.label.language) != piece.label.language:
                continue
            counts[piece.article] = counts.get(piece.article, 0) + 1
            if counts[piece.article] > _PER_ARTICLE:
                continue
        kept.append((piece, weight))
    return kept


def _with_own(found: _Weighed) -> _Weighed:
    """Put what the person's own documents answer among the first three, two passages at most.

    The articles often say the same in more general words, and who adds documents wants to hear of them.
    """
    ahead = found[:_FIRST]
    own = [each for each in found[_FIRST:] if not each[0].bundled and each[1].confidence >= CONFIDENT]
    room = _OWN - sum(not piece.bundled for piece, _weight in ahead)
    moved = own[: max(room, 0)]
    if not moved:
        return found
    articles = [each for each in ahead if each[0].bundled]
    pushed = articles[len(articles) - len(moved) :]
    kept = [each for each in ahead if each not in pushed]
    return [*kept, *moved, *pushed, *(each for each in found[_FIRST:] if each not in moved)]
