"""The vectors of a source's pieces: in Chroma on disk, and in memory what was embedded since that was written."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.embedding import BATCH, Embedder
from knowledge.generations import Generations
from knowledge.pieces import Listing, Source, digest_of
from knowledge.stored_words import Enough
from knowledge.vectors import ExactVectors, Nearest, Vector, VectorCache, shipped

FORMAT = 1
"""Counts up when what is embedded, or Chroma's files, look otherwise."""

EXACT = 20_000
"""Vectors that are compared one by one (3 ms) as long as Chroma, whose import takes a second, is not open."""

Report = Callable[[int, int], None]
"""Told how many pieces of how many have been embedded."""

_log = logging.getLogger(__name__)


class StoredVectors:
    """The vectors of one source by one embedding model."""

    def __init__(self, source: Source, folder: Path, cache: VectorCache, embedder: Embedder) -> None:
        """Keep them under `folder`."""
        self._source = source
        self._cache = cache
        self._embedder = embedder
        self._generations = Generations(folder / f"chroma-{FORMAT}-{digest_of(embedder.name)[:8]}")
        self._chroma: tuple[Path, Any, Any] | None = None
        self._damaged: set[Path] = set()
        self._parts: list[Nearest] = []
        self._stored = 0
        self._fresh = 0
        self.pending = 0

    def update(self, listing: Listing) -> None:
        """Cover what `listing` names and has a vector."""
        import numpy as np

        chroma = self._opened(len(listing.ids) > EXACT)
        stored = chroma[2] if chroma else np.empty(0, np.int64)
        places = np.flatnonzero(~np.isin(np.array(listing.ids, np.int64), stored)).tolist()
        known = self._known([listing.digests[place] for place in places])
        have = [place for place in places if listing.digests[place] in known]
        fresh = ExactVectors(
            [listing.ids[place] for place in have], [known[listing.digests[place]] for place in have]
        )
        self._parts = [chroma[1], fresh] if chroma else [fresh]
        self._stored, self._fresh, self.pending = len(stored), len(have), len(places) - len(have)

    def nearest(self, vector: Vector, count: int, admitted: Any) -> list[tuple[int, float]]:  # noqa: ANN401
        """Return the ids of the nearest and their similarities, best first; see `Nearest.nearest`.

        Raises:
            DamagedError: what is on disk cannot be read; after `update`, the search does without it.
        """
        found: list[tuple[int, float]] = []
        for part in self._parts:
            ids, similar = self._guarded(part, lambda part=part: part.nearest(vector, count, admitted))
            found.extend(zip(ids.tolist(), similar.tolist(), strict=True))
        return sorted(found, key=lambda pair: pair[1], reverse=True)[:count]

    def similarities(self, vector: Vector, ids: Sequence[int]) -> dict[int, float]:
        """Return the similarity of chosen pieces, where they have a vector.

        Raises:
            DamagedError: as for `nearest`.
        """
        found: dict[int, float] = {}
        for part in self._parts:
            found |= self._guarded(part, lambda part=part: part.similarities(vector, ids))
        return found

    def embed(self, listing: Listing, report: Report, stop: threading.Event) -> None:
        """Give every piece a vector, and remember each; stop early when `stop` is set.

        Raises:
            ModelError: the embedding model does not answer.
            sqlite3.Error: the disk refuses.
        """
        known = self._known(listing.digests)
        wanted = {d: i for i, d in zip(listing.ids, listing.digests, strict=True) if d not in known}
        digests = list(wanted)
        for start in range(0, len(digests), BATCH):
            if stop.is_set():
                return
            report(start, len(digests))
            some = digests[start : start + BATCH]
            pieces = self._source.pieces([wanted[digest] for digest in some])
            texts = {digest: pieces[wanted[digest]].embedded for digest in some if wanted[digest] in pieces}
            if texts:
                vectors = self._embedder.passages(list(texts.values()))
                self._cache.put(self._embedder.name, dict(zip(texts, vectors, strict=True)))
        if digests:
            report(len(digests), len(digests))

    def due(self, listing: Listing, enough: Enough) -> bool:
        """Return whether enough has changed since Chroma's folder was written."""
        place = self._generations.newest()
        if place is None or place in self._damaged:
            return len(listing.ids) > 0
        gone = self._stored + self._fresh + self.pending - len(listing.ids)
        return enough(self._fresh + gone, len(listing.ids))

    def write(self, listing: Listing) -> None:
        """Write the vectors to a new folder of Chroma; imports Chroma.

        Raises:
            Exception: of any kind that Chroma has, when the disk refuses.
        """
        import numpy as np

        from knowledge import chroma

        known = self._known(listing.digests)
        pairs = [(i, known[d]) for i, d in zip(listing.ids, listing.digests, strict=True) if d in known]

        def fill(folder: Path) -> None:
            ids = [ident for ident, _vector in pairs]
            chroma.write(folder, ids, [vector for _ident, vector in pairs])
            np.save(folder / "ids.npy", np.array(ids, np.int64))

        if pairs:
            self._generations.replace(fill)
        self._cache.forget(self._embedder.name, listing.digests)

    def open(self, listing: Listing) -> None:
        """Use Chroma from now on, if its folder can be read; it should have been imported (0.5 to 1 s) by then."""
        self._opened(True)
        self.update(listing)

    def close(self) -> None:
        """Let go of Chroma's files."""
        if self._chroma:
            self._chroma[1].close()
        self._chroma = None

    def _known(self, digests: Sequence[str]) -> Mapping[str, Vector]:
        given = shipped(self._embedder.name)
        missing = [digest for digest in digests if digest not in given]
        return {**given, **self._cache.get(self._embedder.name, missing)} if missing else given

    def _opened(self, willing: bool) -> tuple[Path, Any, Any] | None:
        """Return the newest folder of Chroma, its vectors and their ids, if it is open or may be opened."""
        place = self._generations.newest()
        if self._chroma and self._chroma[0] != place:
            willing = True
            self.close()
        if self._chroma is None and willing and place is not None and place not in self._damaged:
            import numpy as np

            from knowledge import chroma

            try:
                ids = np.load(place / "ids.npy")
                self._chroma = place, chroma.ChromaVectors(place), ids
            except Exception:  # Chroma's own faults, SQLite's, NumPy's: whatever a damaged file leads to
                self._give_up(place)
        return self._chroma

    def _guarded(self, part: Any, ask: Callable[[], Any]) -> Any:  # noqa: ANN401
        if isinstance(part, ExactVectors) or self._chroma is None:
            return ask()
        try:
            return ask()
        except Exception as fault:
            place = self._chroma[0]
            self.close()
            self._give_up(place)
            raise DamagedError from fault

    def _give_up(self, place: Path) -> None:
        _log.warning("the vectors in %s cannot be read and are written anew", place, exc_info=True)
        self._damaged.add(place)


class DamagedError(Exception):
    """What is on disk cannot be read."""
