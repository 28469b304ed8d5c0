"""The vectors of a source's pieces: in Chroma on disk, and in memory what was embedded since that was written."""

import functools
import logging
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.locale import LANGUAGES
from knowledge.centring import Centre, centre_of
from knowledge.embedding import BATCH, Embedder
from knowledge.generations import Generations, verify
from knowledge.pieces import MOST_TEXTS, QUESTIONS, Listing, Source, Text, digest_of
from knowledge.stored_words import Enough
from knowledge.vectors import ExactVectors, Nearest, Vector, VectorCache, shipped

_DIGESTS = "digests.txt"

FORMAT = 1
"""Counts up when what is embedded, or Chroma's files, look otherwise."""

EXACT = 20_000
"""Vectors that are compared one by one (3 ms) as long as Chroma, whose import takes a second, is not open."""

Report = Callable[[int, int], None]
"""Told how many texts of how many have been embedded."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Similarity:
    """Cosine similarities of a question to a piece, from -1 to 1.

    Attributes:
        passage: to its passage, or the nearest window of it.
        question: to the nearest of the questions that it answers, or None when it lists none.
    """

    passage: float
    question: float | None = None


class StoredVectors:
    """The vectors of one source by one embedding model; the keys of piece ``i`` are ``16 i`` to ``16 i + 15``."""

    def __init__(self, source: Source, folder: Path, cache: VectorCache, embedder: Embedder) -> None:
        """Keep them under `folder`."""
        self._source = source
        self._folder = folder
        self._cache = cache
        self._embedder = embedder
        self._chroma: tuple[Path, Any, Any] | None = None
        self._damaged: set[Path] = set()
        self._parts: list[Nearest] = []
        self._centre: Centre | None = None
        self._ids: Any = None
        self._fresh = self._gone = 0
        self._missing: dict[str, int] = {}
        self.pending = 0

    def update(self, listing: Listing) -> None:
        """Cover what `listing` names and has a vector."""
        import numpy as np

        self._centre = centre_of(self._embedder.name, self._cache, LANGUAGES)
        self._ids = ids = np.array(listing.ids, np.int64)
        chroma = self._opened(len(ids) > EXACT)
        stored = chroma[2] if chroma else np.empty(0, np.int64)
        places = np.flatnonzero(~np.isin(ids, stored)).tolist()
        known = self._known([digest for place in places for _n, digest in listing.vectors[place]])
        self._missing = {d: listing.ids[p] for p in places for _n, d in listing.vectors[p] if d not in known}
        self.pending = len(set(self._missing.values()))
        pairs = list(self._centred(listing, places, known))
        fresh = ExactVectors([key for key, _vector in pairs], [vector for _key, vector in pairs])
        self._parts = [chroma[1], fresh] if chroma else [fresh]
        self._fresh = len(places) - self.pending
        self._gone = len(stored) + len(places) - len(ids)

    def question(self, vector: Vector, language: str) -> Vector | None:
        """Return the vector of a question as it can be compared here; None while it cannot."""
        if self._centre and any(len(mean) != len(vector) for mean in self._centre.means.values()):
            _log.warning("another model has taken the name %s; all is embedded again", self._embedder.name)
            self._cache.keep_length(self._embedder.name, len(vector))
            self._centre = None
        return self._centre.centred(vector, language, question=True) if self._centre else None

    def nearest(self, vector: Vector, count: int, admitted: Any) -> list[int]:  # noqa: ANN401
        """Return the ids of the pieces that have a text nearest to a vector of `question`, the best first.

        `admitted` is a sorted array of the ids that count; None: all that the source holds.

        Raises:
            DamagedError: what is on disk cannot be read; after `update`, the search does without it.
        """
        if admitted is None and self._gone:
            admitted = self._ids
        best: dict[int, float] = {}
        for part in self._parts:
            ask = functools.partial(part.nearest, vector, 2 * count, admitted, MOST_TEXTS)
            keys, similar = self._guarded(part, ask)
            for key, each in zip(keys.tolist(), similar.tolist(), strict=True):
                best[key // MOST_TEXTS] = max(each, best.get(key // MOST_TEXTS, -1.0))
        return sorted(best, key=lambda ident: best[ident], reverse=True)[:count]

    def similarities(self, vector: Vector, ids: Sequence[int]) -> dict[int, Similarity]:
        """Return how similar the passage and the nearest question of each of these pieces are, where it has vectors.

        Raises:
            DamagedError: as for `nearest`.
        """
        keys = [ident * MOST_TEXTS + number for ident in ids for number in range(MOST_TEXTS)]
        found: dict[int, float] = {}
        for part in self._parts:
            found |= self._guarded(part, functools.partial(part.similarities, vector, keys))
        nearest: tuple[dict[int, float], dict[int, float]] = {}, {}
        for key, each in found.items():
            ident, number = divmod(key, MOST_TEXTS)
            of_kind = nearest[number >= QUESTIONS]
            of_kind[ident] = max(each, of_kind.get(ident, -1.0))
        passages, questions = nearest
        return {ident: Similarity(each, questions.get(ident)) for ident, each in passages.items()}

    def embed(self, report: Report, stop: threading.Event) -> None:
        """Give every piece that `update` found without its vectors what is missing; stop early when `stop` is set.

        Raises:
            ModelError: the embedding model does not answer.
        """
        wanted = self._missing
        digests = list(wanted)
        for start in range(0, len(digests), BATCH):
            if stop.is_set():
                return
            report(start, len(digests))
            some = digests[start : start + BATCH]
            pieces = self._source.pieces(list(dict.fromkeys(wanted[digest] for digest in some)))
            texts = {text.digest: text for piece in pieces.values() for text in piece.texts}
            vectors = embedded(self._embedder, [texts[digest] for digest in some if digest in texts])
            self._cache.put(self._embedder.name, vectors)
        if digests:
            report(len(digests), len(digests))

    @property
    def incomplete(self) -> bool:
        """Whether something has no vector, or nothing to be centred by, so that it is not found by meaning."""
        return self.pending > 0 or self._centre is None

    @property
    def stored(self) -> bool:
        """Whether there is a folder of Chroma."""
        return self._generations().newest() is not None

    def due(self, listing: Listing, enough: Enough) -> bool:
        """Return whether enough has changed since Chroma's folder was written; call after `open`."""
        if self._centre is None:
            return False
        place = self._generations().newest()
        if place is None or place in self._damaged:
            return len(listing.ids) > 0
        return enough(self._fresh + self._gone, len(listing.ids))

    def write(self, listing: Listing) -> None:
        """Write the vectors to a new folder of Chroma, and forget those of what is gone; imports Chroma.

        Raises:
            Exception: of any kind that Chroma has, when the disk refuses.
        """
        from knowledge import chroma

        known = self._known([digest for vectors in listing.vectors for _n, digest in vectors])
        places = [n for n, vectors in enumerate(listing.vectors) if all(digest in known for _n, digest in vectors)]
        pairs = list(self._centred(listing, places, known))
        digests = {digest for vectors in listing.vectors for _n, digest in vectors}

        def fill(folder: Path) -> None:
            chroma.write(folder, [key for key, _vector in pairs], [vector for _key, vector in pairs])
            (folder / _DIGESTS).write_text("\n".join(digests), "utf-8")

        before = self._generations().newest()
        self._generations().replace(fill)
        for other in self._folder.glob("chroma-*"):  # of another model or centre
            if other != self._generations().folder:
                shutil.rmtree(other, ignore_errors=True)
        if before and before not in self._damaged:
            # Only these: the other vectors may be another source's.
            gone = set((before / _DIGESTS).read_text("utf-8").split()) - digests
            self._cache.forget(self._embedder.name, gone)

    def open(self, listing: Listing) -> None:
        """Use Chroma from now on, if its folder can be read; it should have been imported (0.5 to 1 s) by then."""
        self._opened(True)
        self.update(listing)

    def close(self) -> None:
        """Let go of Chroma's files."""
        if self._chroma:
            self._chroma[1].close()
        self._chroma = None

    def _generations(self) -> Generations:
        """Return where Chroma's folders are: others for another model, and for other means to centre by."""
        centre = self._centre.name if self._centre else ""
        return Generations(self._folder / f"chroma-{FORMAT}-{digest_of(self._embedder.name + centre)[:8]}")

    def _known(self, digests: Sequence[str]) -> Mapping[str, Vector]:
        given = shipped(self._embedder.name)
        missing = [digest for digest in digests if digest not in given]
        return {**given, **self._cache.get(self._embedder.name, missing)} if missing else given

    def _centred(
        self, listing: Listing, places: Sequence[int], known: Mapping[str, Vector]
    ) -> Iterator[tuple[int, Vector]]:
        """Yield the keys and the centred vectors of some pieces, of each text that has one."""
        if self._centre is None:
            return
        for place in places:
            language = listing.labels[place].language
            for number, digest in listing.vectors[place]:
                if digest in known:
                    key = listing.ids[place] * MOST_TEXTS + number
                    yield key, self._centre.centred(known[digest], language, question=number >= QUESTIONS)

    def _opened(self, willing: bool) -> tuple[Path, Any, Any] | None:
        """Return the newest folder of Chroma, its vectors and the pieces in it, if it is open or may be opened."""
        place = self._generations().newest()
        if self._chroma and self._chroma[0] != place:
            willing = True
            self.close()
        if self._chroma is None and willing and place is not None and place not in self._damaged:
            import numpy as np

            from knowledge import chroma

            try:
                verify(place)
                vectors = chroma.ChromaVectors(place)
                self._chroma = place, vectors, np.unique(vectors.keys // MOST_TEXTS)
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


def embedded(embedder: Embedder, texts: Sequence[Text]) -> dict[str, Vector]:
    """Return the vectors of texts by their digests.

    Raises:
        ModelError: the embedding model does not answer.
    """
    passages = [text for text in texts if not text.question]
    found = embedder.passages([text.text for text in passages]) if passages else []
    vectors = dict(zip((text.digest for text in passages), found, strict=True))
    return vectors | {text.digest: embedder.query(text.text) for text in texts if text.question}


class DamagedError(Exception):
    """What is on disk cannot be read."""
