"""Chroma, embedded: the vectors of one index in one folder that is written once and then only read."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.vectors import Vector

_COLLECTION = "pieces"
_BATCH = 5_000
"""Vectors given to Chroma at once: it takes at most 5,461."""
_ADMITTED = 2_000
"""Admitted ids up to which Chroma is asked for just these (30 ms among 100,000 vectors, mostly reading the ids)."""
_MORE = 4
"""With more admitted ids, this many times the wanted count is asked for and the others are dropped, until enough are left."""


class ChromaVectors:
    """The vectors in a folder that `write` made."""

    def __init__(self, folder: Path) -> None:
        """Open the folder; imports Chroma (0.5 to 1 s), so call in a thread.

        Raises:
            Exception: of any kind, when the folder is damaged.
        """
        self._client = _client(folder)
        self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)
        self._count = self._collection.count()

    def nearest(self, vector: Vector, count: int, admitted: Any) -> tuple[Any, Any]:  # noqa: ANN401
        """Return the nearest; see `knowledge.vectors.Nearest.nearest`."""
        if admitted is None:
            return self._query(vector, count)
        if len(admitted) <= _ADMITTED:
            return self._query(vector, count, [str(ident) for ident in admitted.tolist()])
        import numpy as np

        asked = count * _MORE
        while True:
            ids, similar = self._query(vector, min(asked, self._count))
            kept = np.isin(ids, admitted)
            if kept.sum() >= min(count, len(admitted)) or asked >= self._count:
                return ids[kept][:count], similar[kept][:count]
            asked *= _MORE

    def _query(self, vector: Vector, count: int, among: list[str] | None = None) -> tuple[Any, Any]:
        import numpy as np

        options: dict[str, Any] = {"ids": among} if among is not None else {}
        found = self._collection.query(
            query_embeddings=[vector], n_results=max(count, 1), include=["distances"], **options
        )
        ids = np.array([int(ident) for ident in found["ids"][0]], np.int64)
        return ids, 1 - np.array((found["distances"] or [[]])[0], np.float32)

    def similarities(self, vector: Vector, ids: Sequence[int]) -> Mapping[int, float]:
        """Return the similarity of chosen vectors; see `knowledge.vectors.Nearest.similarities`."""
        if not ids:
            return {}
        found = self._collection.get(ids=[str(ident) for ident in ids], include=["embeddings"])
        return {
            int(ident): float(other @ vector)
            for ident, other in zip(found["ids"], found["embeddings"], strict=True)  # type: ignore[arg-type]
        }

    def close(self) -> None:
        """Let go of the folder."""
        self._client.close()


def write(folder: Path, ids: Sequence[int], vectors: Sequence[Vector]) -> None:
    """Make a collection of vectors in an empty folder.

    Raises:
        Exception: of any kind, when the disk refuses.
    """
    client = _client(folder)
    try:
        collection = client.create_collection(
            _COLLECTION,
            embedding_function=None,
            # Written to disk once, at the end: in between, a kill could leave half an index that looks whole.
            configuration={"hnsw": {"space": "cosine", "sync_threshold": max(len(ids), 2), "batch_size": _BATCH}},
        )
        for start in range(0, len(ids), _BATCH):
            part = slice(start, start + _BATCH)
            collection.add(ids=[str(ident) for ident in ids[part]], embeddings=list(vectors[part]))
    finally:
        client.close()


def _client(folder: Path) -> Any:  # noqa: ANN401 - chromadb's own type comes with its import
    # Nothing of this program is told to anybody: Chroma's own tracing stays off whatever the environment says.
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(os.fspath(folder), settings=Settings(anonymized_telemetry=False))
