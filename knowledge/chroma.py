"""Chroma, embedded: the vectors of one index in one folder that is written once and then only read."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.vectors import Vector

_COLLECTION = "pieces"
_KEYS = "keys.npy"
_VECTORS = "vectors.npy"
"""The same vectors as Chroma's, by the place of their keys: asked for those of 100 pieces, Chroma takes 20 ms."""
_BATCH = 50
"""Vectors given to Chroma at once. It lets no other thread run meanwhile, so keys that are typed wait: 2.9 s for 1,600
at once on a machine that five others kept busy, 0.6 s in fifties, and the whole took half as long."""
_ADMITTED = 2_000
"""Admitted keys up to which Chroma is asked for just these (30 ms among 100,000 vectors, mostly reading the keys)."""
_CONSIDERED = 400
"""Vectors that a search keeps in view (`ef_search`): it finds the 80 nearest of 6,000; with Chroma's 100, not all."""
_MORE = 4
"""With more admitted keys, this many times the wanted count is asked for and the others dropped, until it is enough."""


class ChromaVectors:
    """The vectors in a folder that `write` made."""

    def __init__(self, folder: Path) -> None:
        """Open the folder; imports Chroma (0.5 to 1 s), so call in a thread.

        Raises:
            Exception: of any kind, when the folder is damaged.
        """
        import numpy as np

        self.keys = np.load(folder / _KEYS)
        self._vectors = np.load(folder / _VECTORS, mmap_mode="r")
        self._client = _client(folder)
        self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)

    def nearest(self, vector: Vector, count: int, admitted: Any, group: int) -> tuple[Any, Any]:  # noqa: ANN401
        """Return the nearest; see `knowledge.vectors.Nearest.nearest`."""
        if admitted is None:
            return self._query(vector, count)
        import numpy as np

        keys = self.keys[np.isin(self.keys // group, admitted)]
        if len(keys) <= _ADMITTED:
            return self._query(vector, count, [str(key) for key in keys.tolist()])
        asked = count * _MORE
        while True:
            found, similar = self._query(vector, min(asked, len(self.keys)))
            kept = np.isin(found // group, admitted)
            if kept.sum() >= count or asked >= len(self.keys):
                return found[kept][:count], similar[kept][:count]
            asked *= _MORE

    def _query(self, vector: Vector, count: int, among: list[str] | None = None) -> tuple[Any, Any]:
        import numpy as np

        if among == []:
            return self.keys[:0], np.empty(0, np.float32)
        options: dict[str, Any] = {"ids": among} if among is not None else {}
        found = self._collection.query(query_embeddings=[vector], n_results=count, include=["distances"], **options)
        keys = np.array([int(key) for key in found["ids"][0]], np.int64)
        return keys, 1 - np.array((found["distances"] or [[]])[0], np.float32)

    def similarities(self, vector: Vector, keys: Sequence[int]) -> Mapping[int, float]:
        """Return the similarity of chosen vectors; see `knowledge.vectors.Nearest.similarities`."""
        import numpy as np

        wanted = np.array(keys, np.int64)
        known = wanted[np.isin(wanted, self.keys)]
        if not len(known):
            return {}
        similar = self._vectors[np.searchsorted(self.keys, known)].astype(np.float32) @ vector
        return dict(zip(known.tolist(), similar.tolist(), strict=True))

    def close(self) -> None:
        """Let go of the folder."""
        self._client.close()


def write(folder: Path, keys: Sequence[int], vectors: Sequence[Vector]) -> None:
    """Make a collection of vectors, their keys rising, in an empty folder.

    Raises:
        Exception: of any kind that Chroma has, when the disk refuses.
    """
    import numpy as np

    client = _client(folder)
    try:
        collection = client.create_collection(
            _COLLECTION,
            embedding_function=None,
            # Written to disk once, at the end: in between, a kill could leave half an index that looks whole.
            configuration={
                "hnsw": {
                    "space": "cosine",
                    "ef_search": _CONSIDERED,
                    "sync_threshold": max(len(keys), 2),
                    "batch_size": _BATCH,
                }
            },
        )
        for start in range(0, len(keys), _BATCH):
            part = slice(start, start + _BATCH)
            collection.add(ids=[str(key) for key in keys[part]], embeddings=list(vectors[part]))
        if len(keys) == 1:  # Chroma writes two changes at least, and would write the one whenever it is opened
            collection.upsert(ids=[str(keys[0])], embeddings=list(vectors))
    finally:
        client.close()
    np.save(folder / _KEYS, np.array(keys, np.int64))
    np.save(folder / _VECTORS, np.array(vectors, np.float16))


def _client(folder: Path) -> Any:  # noqa: ANN401 - chromadb's own type comes with its import
    import chromadb

    return chromadb.PersistentClient(os.fspath(folder), settings=settings())


def settings() -> Any:  # noqa: ANN401
    """Return settings with which Chroma tells nobody anything, whatever the environment or a file ``.env`` says."""
    from chromadb.config import Settings

    quiet: dict[str, Any] = {
        "_env_file": None,
        "anonymized_telemetry": False,
        "chroma_otel_collection_endpoint": "",
        "chroma_otel_granularity": None,
    }
    return Settings(**quiet)
