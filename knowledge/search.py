"""Search by words: BM25 over the chunks of the articles, one index a language, built when it is first needed."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from assistant.locale import LANGUAGES
from knowledge.articles import Chunk, chunks
from knowledge.port import Passage, Retriever
from knowledge.words import terms

CONFIDENT = 0.65
"""The confidence from which a passage may be shown as an answer; below it, say that nothing was found.

Chosen on 120 questions of the tests so that none of the 54 that the articles cannot answer is answered. On others, 87
answerable and 66 not, seen for the first time: 70 answered rightly, 2 wrongly, 15 and all 66 declined.
"""

# How often the words of each name count as often as words of the text.
_TITLE, _ALIASES, _HEADING = 3, 2, 3
# The first chunk of an article defines its topic, and most questions back ask for a definition.
_DEFINITION = 1.15
# A word of the question that only the text holds may be there by the way; in a name, it is what the chunk is about.
# Less than `CONFIDENT`: words of the text alone are never enough.
_IN_TEXT = 0.6


class LexicalRetriever:
    """Finds passages that share words with the query, whatever their inflection.

    Args:
        load: returns the chunks of a language.
    """

    def __init__(self, load: Callable[[str], Sequence[Chunk]] = chunks) -> None:
        self._load = load
        self._indexes: dict[str, _Index] = {}

    def search(
        self,
        query: str,
        k: int = 5,
        *,
        language: str | None = None,
        step: str | None = None,
        stages: Sequence[str] = (),
    ) -> list[Passage]:
        """Return at most `k` passages that fit `query`, the best first; none when no word of it is known.

        Articles without stages are about all of them and pass any choice of `stages`.

        Raises:
            FileError: an article is not as it should be.
        """
        wanted = [each for each in LANGUAGES if language in (None, each)]
        found = [passage for each in wanted for passage in self._index(each).search(query, step, frozenset(stages))]
        return sorted(found, key=lambda passage: passage.score, reverse=True)[:k]

    def _index(self, language: str) -> "_Index":
        # Two threads that come here at once build the same index twice, which does no harm.
        if language not in self._indexes:
            self._indexes[language] = _Index(self._load(language), language)
        return self._indexes[language]


class _Index:
    """The chunks of one language, ready to be searched."""

    def __init__(self, pieces: Sequence[Chunk], language: str) -> None:
        self._chunks = pieces
        self._language = language
        self._names: list[frozenset[str]] = []
        self._words: list[frozenset[str]] = []
        documents = []
        for piece in pieces:
            title = terms(piece.article.title, language)
            aliases = terms(" ".join(piece.article.aliases), language)
            heading = terms(piece.heading, language)
            text = terms(piece.text, language)
            documents.append(title * _TITLE + aliases * _ALIASES + heading * _HEADING + text)
            self._names.append(frozenset((*title, *aliases, *heading)))
            self._words.append(frozenset(text))
        articles: dict[str, set[str]] = {}
        for piece, names, words in zip(pieces, self._names, self._words, strict=True):
            articles.setdefault(piece.article.id, set()).update(names, words)
        self._articles = len(articles)
        self._counts = Counter(word for words in articles.values() for word in words)
        self._ranking: Any = _ranking(documents) if pieces else None

    def search(self, query: str, step: str | None, stages: frozenset[str]) -> list[Passage]:
        asked = terms(query, self._language)
        known = [word for word in asked if word in self._counts]
        if not known:
            return []
        scores = self._ranking.get_scores(known).tolist()
        return [
            self._passage(number, score * (_DEFINITION if piece.position == 0 else 1), asked)
            for number, (piece, score) in enumerate(zip(self._chunks, scores, strict=True))
            if score > 0 and _fits(piece, step, stages)
        ]

    def _passage(self, number: int, score: float, asked: list[str]) -> Passage:
        piece = self._chunks[number]
        return Passage(
            text=piece.text,
            title=piece.article.title,
            article=piece.article.id,
            language=self._language,
            score=score,
            confidence=self._confidence(number, asked),
            heading=piece.heading,
            step=piece.article.step.value,
        )

    def _confidence(self, number: int, asked: list[str]) -> float:
        """Return the share of the words asked for that the chunk holds, each weighed by how rare it is."""
        found = total = 0.0
        for word in set(asked):
            weight = self._rarity(word)
            total += weight
            if word in self._names[number]:
                found += weight
            elif word in self._words[number]:
                found += weight * _IN_TEXT
        return found / total

    def _rarity(self, word: str) -> float:
        """Return the inverse document frequency of a word, counted in articles; the most for an unknown one."""
        count = self._counts[word]
        return math.log(1 + (self._articles - count + 0.5) / (count + 0.5))


def _ranking(documents: list[list[str]]) -> Any:  # noqa: ANN401 - bm25s has no types
    import bm25s  # costs 250 ms, most of it NumPy

    ranking = bm25s.BM25()
    ranking.index(documents, show_progress=False)
    return ranking


def _fits(piece: Chunk, step: str | None, stages: frozenset[str]) -> bool:
    about = piece.article.stages
    return (not step or piece.article.step == step) and (not stages or not about or not stages.isdisjoint(about))


def answer_passage(retriever: Retriever, question: str, language: str) -> Passage | None:
    """Return the passage of a language that answers `question`, or None when the search is not confident.

    Raises:
        FileError: an article is not as it should be.
    """
    found = retriever.search(question, 1, language=language)
    return found[0] if found and found[0].confidence >= CONFIDENT else None
