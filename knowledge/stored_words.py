"""The words of a source's pieces: an index on disk, and one in memory of what was added since it was written."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from knowledge.generations import Generations, verify
from knowledge.pieces import Listing, Piece, Source
from knowledge.words_index import WordIndex

FORMAT = 1
"""Counts up when stems or weights change: an older index is then left alone, and a new one made."""

_AT_ONCE = 5_000
"""Pieces read from the source at once."""

_log = logging.getLogger(__name__)


class StoredWords:
    """The word indexes of one source, by language."""

    def __init__(self, source: Source, folder: Path) -> None:
        """Keep them under `folder`."""
        self._source = source
        self._generations = Generations(folder / f"words-{FORMAT}")
        self._place: Path | None = None
        self._stored: dict[str, WordIndex] = {}
        self._fresh: dict[str, WordIndex] = {}
        self._changed = 0

    def update(self, listing: Listing) -> None:
        """Cover exactly what `listing` names, and perhaps pieces that are gone: the search leaves those out."""
        import numpy as np

        place = self._generations.newest()
        if place != self._place:
            self._stored = _load(place) if place else {}
            self._place = place
        ids = np.array(listing.ids, np.int64)
        stored = [index.ids for index in self._stored.values()]
        known = np.concatenate(stored) if stored else np.empty(0, np.int64)
        self._fresh = self._indexed(listing, np.flatnonzero(~np.isin(ids, known)).tolist())
        gone = int(np.count_nonzero(~np.isin(known, ids)))
        # Pieces of a language without any word in them are in no index.
        self._changed = sum(map(len, self._fresh.values())) + gone

    def of(self, language: str) -> list[WordIndex]:
        """Return the indexes that hold the pieces of a language."""
        return [index for indexes in (self._stored, self._fresh) if (index := indexes.get(language))]

    def due(self, listing: Listing, enough: "Enough") -> bool:
        """Return whether enough has changed since the index was written."""
        return enough(self._changed, len(listing.ids))

    def write(self, listing: Listing) -> None:
        """Write an index of everything; `update` takes it up.

        Raises:
            OSError: the disk refuses.
        """
        indexes = self._indexed(listing, range(len(listing.ids)))

        def fill(folder: Path) -> None:
            for language, index in indexes.items():
                index.save(folder / language)

        self._generations.replace(fill)

    def _indexed(self, listing: Listing, places: Sequence[int]) -> dict[str, WordIndex]:
        by_language: dict[str, list[tuple[int, Piece]]] = defaultdict(list)
        for start in range(0, len(places), _AT_ONCE):
            some = [listing.ids[place] for place in places[start : start + _AT_ONCE]]
            for ident, piece in self._source.pieces(some).items():
                by_language[piece.label.language].append((ident, piece))
        return {language: WordIndex.build(pieces, language) for language, pieces in by_language.items()}


class Enough:
    """Whether so many changes among so many pieces are worth writing an index anew."""

    SMALL = 2_000
    """Pieces of which an index is written anew for any change: it takes a second."""
    SHARE = 4
    """A larger one is, when one piece of so many has changed; so one more document never takes long."""

    def __call__(self, changed: int, total: int) -> bool:
        """Return whether it is."""
        return changed > 0 and (total <= self.SMALL or changed * self.SHARE >= total)


def _load(place: Path) -> dict[str, WordIndex]:
    try:
        verify(place)
        return {folder.name: WordIndex.load(folder) for folder in sorted(place.iterdir()) if folder.is_dir()}
    except Exception:  # a damaged file fails in any way that NumPy, JSON or bm25s can
        _log.warning("the index of words in %s cannot be read and is made anew", place, exc_info=True)
        return {}
