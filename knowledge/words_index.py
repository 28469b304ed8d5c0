"""The words of pieces of one language, ready to be searched: BM25 as bm25s computes it, but rarity counted at search.

bm25s fixes at indexing how rare a word is. Here several indexes are searched as one (the articles, a person's
documents, what was added since), so a score is divided by that rarity and multiplied by the rarity among all of them.
"""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from knowledge.pieces import Piece
from knowledge.words import terms

# How often the words of each name count as often as words of the text.
TITLE, ALIASES, HEADING = 3, 2, 3


class WordIndex:
    """Some pieces of one language; `ids` holds their ids by row, rising (NumPy, int64)."""

    def __init__(self, ids: Any, ranking: Any) -> None:  # noqa: ANN401 - bm25s has no types
        self.ids = ids
        self._ranking = ranking
        self._starts = ranking.scores["indptr"] if ranking else ()

    @classmethod
    def build(cls, pieces: Iterable[tuple[int, Piece]], language: str) -> "WordIndex":
        """Index pieces, given with their ids."""
        import numpy as np

        ids, documents = [], []
        for ident, piece in pieces:
            ids.append(ident)
            documents.append(_terms_of(piece, language))
        if not any(documents):
            return cls(np.empty(0, np.int64), None)
        import bm25s  # costs 250 ms, most of it NumPy

        ranking = bm25s.BM25()
        ranking.index(documents, show_progress=False)
        return cls(np.array(ids, np.int64), ranking)

    @classmethod
    def load(cls, folder: Path) -> "WordIndex":
        """Open what `save` wrote; the figures stay on disk and are read where they are needed.

        Raises:
            Exception: of any kind, when the files are not as `save` left them.
        """
        import numpy as np

        ids = np.load(folder / "ids.npy")
        if not len(ids):
            return cls(ids, None)
        import bm25s

        return cls(ids, bm25s.BM25.load(folder, mmap=True, show_progress=False))

    def save(self, folder: Path) -> None:
        """Write the index to a new folder."""
        import numpy as np

        folder.mkdir()
        np.save(folder / "ids.npy", self.ids)
        if self._ranking:
            self._ranking.save(folder, show_progress=False)

    def row(self, ident: int) -> int | None:
        """Return the row of a piece, or None."""
        import numpy as np

        row = int(np.searchsorted(self.ids, ident))
        return row if row < len(self.ids) and self.ids[row] == ident else None

    def __len__(self) -> int:
        return len(self.ids)

    def frequency(self, term: str) -> int:
        """Return how many of the pieces hold a term."""
        row = self._ranking.vocab_dict.get(term) if self._ranking else None
        return 0 if row is None else int(self._starts[row + 1] - self._starts[row])

    def weights(self, term: str) -> Any:  # noqa: ANN401 - an array of float32
        """Return for each piece what a term that it holds counts in it, from 0 (absent) to less than 1."""
        return self._ranking.get_scores([term]) / rarity(self.frequency(term), len(self))


def rarity(frequency: int, total: int) -> float:
    """Return the inverse document frequency of a term, as Lucene's BM25 has it (and bm25s by default)."""
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def _terms_of(piece: Piece, language: str) -> list[str]:
    names = terms(piece.title, language) * TITLE + terms(" ".join(piece.aliases), language) * ALIASES
    said = " ".join((piece.text, *piece.questions))
    return names + terms(piece.heading, language) * HEADING + terms(said, language)


def name_terms(title: str, aliases: Sequence[str], heading: str, language: str) -> frozenset[str]:
    """Return the stems of the words of a piece's names."""
    return frozenset(terms(f"{title} {' '.join(aliases)} {heading}", language))
