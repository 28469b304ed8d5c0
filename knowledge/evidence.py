"""Weighing what speaks for a piece: one figure that ranks it, and tells when to say nothing.

The figures were chosen on `tests/evals/knowledge/calibration*.jsonl` (120 plain and 120 indirect questions that the
articles answer, 120 that they do not, 60 about five other documents); docs/benchmarks.md has those of questions that
took no part in it.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.pieces import Piece
from knowledge.stored_vectors import Similarity

CONFIDENT = 0.5
"""The confidence from which a passage may be shown as an answer; below it, say that nothing was found."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a piece.

    Attributes:
        similarity: how similar question and piece are in meaning, or None without vectors.
        words: BM25 divided by the most it could be, from 0 to 1.
        named: the share of the question's words that the piece's title, aliases and heading hold, rare ones weighing
            more.
        held: the same share for all its words.
        defines: whether the question's words are a name of the topic and nothing more, and the piece defines it.
        spoken: whether the piece is in the question's language.
    """

    similarity: Similarity | None
    words: float
    named: float
    held: float
    defines: bool
    spoken: bool


Candidate = tuple[Piece, Evidence]


@dataclass(frozen=True, slots=True)
class Weight:
    """How well a piece fits: `score` ranks, `confidence` (from 0 to 1) tells how sure it is that it answers."""

    score: float
    confidence: float


Weigher = Callable[[Sequence[Candidate]], list[Weight]]
"""Says how well each candidate fits."""


def weigh(candidates: Sequence[Candidate]) -> list[Weight]:
    """Weigh by meaning and words, or by words alone where there are no vectors."""
    if all(evidence.similarity is None for _piece, evidence in candidates):
        return by_words(candidates)
    return [Weight(odds, _share(odds)) for odds in log_odds(candidates)]


def log_odds(candidates: Sequence[Candidate]) -> list[float]:
    """Return the log-odds that each candidate answers the question, from both halves of the search."""
    known = max((e.held for p, e in candidates if p.bundled and e.spoken), default=0.0)
    fits = [_fit(piece, evidence) for piece, evidence in candidates]
    context = _context(candidates, fits)
    several = len({piece.label.language for piece, _evidence in candidates if piece.bundled}) > 1
    return [
        _ARTICLE_SLOPE * ((fit + 2 * around) / 3 + _KNOWN * known - _ARTICLE_BAR)
        + _DEFINES * evidence.defines
        - _SEVERAL * several
        if piece.bundled
        else _DOCUMENT_SLOPE * (fit - _DOCUMENT_BAR)
        for (piece, evidence), fit, around in zip(candidates, fits, context, strict=True)
    ]


_SAME, _OTHER = 0.4, 0.8
"""Weights of the similarity to an article's passage in the question's language, and in another. The questions that an
article lists say more where the words are of one language; in another the passage itself counts too."""
_QUESTION = 1.2
_WORDS, _WORDS_FROM, _WORDS_UP_TO, _WORDLESS = 0.9, 0.15, 0.5, 0.09
"""Weight of the words that question and piece share, from where and up to where they count, and what a piece in another
language, which can share none, gets instead. One common word is chance, and must not put everything in one's own
language first."""
_NAMED = 0.25
_KNOWN = 0.5
"""Weight of the share of the question's words that some article in its language holds at best: questions about other
things are full of words that the articles do not know."""
_ARTICLE_SLOPE, _ARTICLE_BAR = 14.4, 0.785
_SEVERAL = 1.9
"""Log-odds less where articles of several languages are searched: the best of three times as many is better by luck."""
_DEFINES = 2.5
"""Log-odds for the definition of what is asked for by its name alone: without them another passage of its article came
first for 26 of the 201 titles, and another article for 3."""

_DOCUMENT_WORDS, _DOCUMENT_WORDS_FROM = 0.8, 0.3
_DOCUMENT_SLOPE, _DOCUMENT_BAR = 25.0, 0.27


def _fit(piece: Piece, evidence: Evidence) -> float:
    similar = evidence.similarity or Similarity(0.0)
    if not piece.bundled:
        return similar.passage + _DOCUMENT_WORDS * max(0.0, evidence.words - _DOCUMENT_WORDS_FROM) * evidence.spoken
    meaning = (_SAME if evidence.spoken else _OTHER) * similar.passage + _QUESTION * (similar.question or 0.0)
    if not evidence.spoken:
        return meaning + _WORDLESS
    shared = max(0.0, min(evidence.words, _WORDS_UP_TO) - _WORDS_FROM)
    return meaning + _WORDS * shared + _NAMED * evidence.named


_AROUND = 3


def _context(candidates: Sequence[Candidate], fits: Sequence[float]) -> list[float]:
    """Return for each candidate how well the best three passages of its article fit, in whatever language.

    An article of which several passages come near is more likely about the question than one with a single one that
    does: with it, 3 more of 60 articles were among the first three.
    """
    low = sorted(fits)[len(fits) // 10] if fits else 0.0
    of_article: dict[str, list[float]] = defaultdict(list)
    for (piece, _evidence), fit in zip(candidates, fits, strict=True):
        of_article[piece.article].append(fit)
    means = {
        article: sum((sorted(each, reverse=True) + [low] * _AROUND)[:_AROUND]) / _AROUND
        for article, each in of_article.items()
    }
    return [means[piece.article] for piece, _evidence in candidates]


_IN_TEXT = 0.6
"""What a word of the question counts that only the text of a piece holds: it may be there by the way."""
_DEFINITION = 1.15
"""The first passage of an article defines its topic, and most questions back ask for a definition."""
_HELD_SLOPE, _HELD_BAR = 8.0, 0.65


def by_words(candidates: Sequence[Candidate]) -> list[Weight]:
    """Weigh by words alone: BM25 ranks, and the share of the question's words that a piece holds makes confident."""
    return [
        Weight(
            evidence.words * (_DEFINITION if piece.bundled and piece.position == 0 else 1) + evidence.defines,
            _share(_HELD_SLOPE * (evidence.named + _IN_TEXT * (evidence.held - evidence.named) - _HELD_BAR)),
        )
        for piece, evidence in candidates
    ]


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
