"""The index over one source: by words and by meaning, always of what the source holds now.

Most of it lies on disk, was written once and is only read (`knowledge.generations`); what was added since is kept in
memory until enough of it has gathered to write all anew. All of it is a cache: deleted or damaged, it is made again.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from assistant.errors import FileError
from knowledge.embedding import Embedder
from knowledge.generations import writing
from knowledge.pieces import Filter, Listing, Piece, Source
from knowledge.stored_vectors import DamagedError, Report, Similarity, StoredVectors
from knowledge.stored_words import Enough, StoredWords
from knowledge.vectors import Vector, VectorCache
from knowledge.words_index import WordIndex

_NOTHING = Listing((), (), ())

_Found = TypeVar("_Found")

_log = logging.getLogger(__name__)


class Index:
    """Searches the pieces of a source; may be used from several threads, one of which builds.

    A source that cannot be read is searched as if it were empty: the other sources still have answers.
    """

    def __init__(self, source: Source, folder: Path, cache: VectorCache | None, embedder: Embedder | None) -> None:
        """Keep the index of `source` under `folder`; without an `embedder` or a `cache`, by words alone."""
        self._source = source
        self._folder = folder / source.name
        self._words = StoredWords(source, self._folder)
        self._vectors = StoredVectors(source, self._folder, cache, embedder) if cache and embedder else None
        self._enough = Enough()
        self._lock = threading.RLock()
        self._revision: object = None
        self._listing: Listing | None = None
        self._admitted: dict[object, Any] = {}

    def refresh(self, again: bool = False) -> Listing:
        """Take in what has changed in the source; quick when nothing has. Return what there is.

        Raises:
            FileError: the source cannot be read.
        """
        with self._lock:
            revision = self._source.revision()
            if self._listing is None or revision != self._revision:
                self._take_in(self._source.listing(), revision)
            elif again:
                self._take_in(self._listing, revision)
            return self._listing or _NOTHING

    @property
    def pending(self) -> int:
        """How many pieces have no vector yet, so that only their words are found."""
        self._readable()
        return self._vectors.pending if self._vectors else 0

    @property
    def due(self) -> bool:
        """Whether `build` has something to do; tells what is stored after `take_up` only.

        Raises:
            FileError: the source cannot be read.
        """
        with self._lock:
            listing = self.refresh()
            vectors = self._vectors
            return self._words.due(listing, self._enough) or (
                vectors is not None and (vectors.incomplete or vectors.due(listing, self._enough))
            )

    def take_up(self) -> None:
        """Use what was written, by this process or another; imports Chroma when there is a folder of it.

        Raises:
            FileError: the source cannot be read.
        """
        listing = self.refresh(again=True)
        if self._vectors and self._vectors.stored:
            import chromadb  # noqa: F401 - here, where no search waits for it

            with self._lock:
                self._vectors.open(listing)

    def words(self, language: str, chosen: Filter) -> list[tuple[WordIndex, Any]]:
        """Return the word indexes of a language, each with an array that tells for its rows which are admitted."""
        import numpy as np

        with self._lock:
            self._readable()
            found = []
            for index in self._words.of(language):
                key = (id(index), chosen)
                if key not in self._admitted:
                    self._admitted[key] = np.isin(index.ids, self._allowed(chosen))
                found.append((index, self._admitted[key]))
            return found

    def question(self, vector: Vector, language: str) -> Vector | None:
        """Return the vector of a question in a language as it can be compared here; None while it cannot."""
        if self._vectors is None:
            return None
        with self._lock:
            self._readable()
            return self._vectors.question(vector, language)

    def nearest(self, vector: Vector, count: int, chosen: Filter) -> list[int]:
        """Return the ids of the admitted pieces nearest in meaning, the best first.

        `vector` is one that `question` returned.
        """
        if (vectors := self._vectors) is None:
            return []
        with self._lock:
            self._readable()
            return self._intact(
                lambda: vectors.nearest(vector, count, None if chosen == Filter() else self._allowed(chosen))
            )

    def similarities(self, vector: Vector, ids: Sequence[int]) -> dict[int, Similarity]:
        """Return how similar chosen pieces are to a vector of `question`, where they have vectors."""
        if (vectors := self._vectors) is None:
            return {}
        with self._lock:
            return self._intact(lambda: vectors.similarities(vector, ids))

    def pieces(self, ids: Sequence[int]) -> Mapping[int, Piece]:
        """Return pieces by their ids; those that are gone are left out."""
        try:
            return self._source.pieces(ids)
        except FileError:
            _log.warning("%s cannot be read and is not searched", self._source.name, exc_info=True)
            return {}

    def build(self, report: Report = lambda _done, _total: None, stop: threading.Event | None = None) -> None:
        """Embed what has no vector, write to disk what is due, and use it from there, Chroma included.

        Searches go on meanwhile. A second process waits for the first. Killed or stopped, it goes on from there the
        next time. Where nothing can be written, it embeds all the same, and the search goes on in memory.

        Raises:
            FileError: the source cannot be read.
            ModelError: the embedding model does not answer.
            Exception: of the kinds that Chroma, SQLite and the disk have, when the index cannot be written.
        """
        stop = stop or threading.Event()
        try:
            with writing(self._folder, stop) as held:
                if not held:
                    return
                listing = self.refresh(again=True)
                if self._words.due(listing, self._enough):
                    self._words.write(listing)
                    self.refresh(again=True)
                if self._vectors:
                    self._embed(self._vectors, report, stop)
                    self._write_vectors(self._vectors, stop)
        except OSError:
            if self._vectors:
                self._embed(self._vectors, report, stop)
            raise

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            if self._vectors:
                self._vectors.close()
            self._listing = None

    def _embed(self, vectors: StoredVectors, report: Report, stop: threading.Event) -> None:
        try:
            self.refresh()
            vectors.embed(report, stop)
        finally:
            self.refresh(again=True)

    def _write_vectors(self, vectors: StoredVectors, stop: threading.Event) -> None:
        import chromadb  # noqa: F401 - here, where no search waits for it

        with self._lock:
            vectors.open(listing := self.refresh())
        if not stop.is_set() and vectors.due(listing, self._enough):
            vectors.write(listing)
            with self._lock:
                vectors.open(self.refresh())

    def _take_in(self, listing: Listing, revision: object) -> None:
        self._words.update(listing)
        if self._vectors:
            self._vectors.update(listing)
        self._admitted = {}
        self._revision, self._listing = revision, listing

    def _readable(self, again: bool = False) -> Listing:
        """Do as `refresh`, or without the source while it cannot be read."""
        try:
            return self.refresh(again)
        except FileError:
            _log.warning("%s cannot be read and is not searched", self._source.name, exc_info=True)
            self._take_in(_NOTHING, None)
            return _NOTHING

    def _intact(self, ask: Callable[[], _Found]) -> _Found:
        """Return what `ask` does, without what turns out to be damaged on disk."""
        while True:
            try:
                return ask()
            except DamagedError:
                self._readable(again=True)

    def _allowed(self, chosen: Filter) -> Any:  # noqa: ANN401 - a sorted array of ids
        import numpy as np

        listing = self._readable()
        if chosen not in self._admitted:
            verdicts = {label: chosen.admits(label) for label in set(listing.labels)}
            kept = np.fromiter((verdicts[label] for label in listing.labels), bool, len(listing.labels))
            self._admitted[chosen] = np.array(listing.ids, np.int64)[kept]
        return self._admitted[chosen]
