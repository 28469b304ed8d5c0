"""Vectors: comparing them exactly, remembering them by what they stand for, and the ones that come with the program."""

import logging
import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

from assistant import database
from assistant.errors import FileError

Vector = Any
"""A NumPy array of float32, of length 1 unless said otherwise. NumPy is imported late, so mypy cannot know it here."""

_log = logging.getLogger(__name__)

_LEFT_OUT = -2
"""Less than any cosine."""

_AT_ONCE = 500
"""Digests in one question to SQLite, which takes at most 999 values in old versions."""


class Nearest(Protocol):
    """Finds the vectors that are nearest to another one."""

    def nearest(self, vector: Vector, count: int, admitted: Any, group: int) -> tuple[Any, Any]:  # noqa: ANN401
        """Return the keys of at most `count` vectors and their cosine similarities, the nearest first.

        `admitted` is a sorted array of the keys, divided by `group`, that count; None: all count.
        """
        ...

    def similarities(self, vector: Vector, keys: Sequence[int]) -> Mapping[int, float]:
        """Return the cosine similarity of the vectors with these keys; unknown keys are left out."""
        ...


class ExactVectors:
    """Vectors in memory, compared one by one: right for some thousands (20,000 of 384 numbers take 3 ms)."""

    def __init__(self, keys: Sequence[int], vectors: Sequence[Vector]) -> None:
        """Compare `vectors`, of length 1, known by their `keys`."""
        import numpy as np

        self._keys = np.array(keys, np.int64)
        self._matrix = np.array(vectors, np.float32) if len(vectors) else np.empty((0, 0), np.float32)
        self._rows = {key: row for row, key in enumerate(keys)}

    def nearest(self, vector: Vector, count: int, admitted: Any, group: int) -> tuple[Any, Any]:  # noqa: ANN401
        """Return the nearest; see `Nearest.nearest`."""
        import numpy as np

        if not len(self._keys):
            return self._keys, np.empty(0, np.float32)
        similar = self._matrix @ vector
        if admitted is not None:
            similar = np.where(np.isin(self._keys // group, admitted), similar, _LEFT_OUT)
        rows = np.argpartition(-similar, count)[:count] if count < len(similar) else np.arange(len(similar))
        rows = rows[np.argsort(-similar[rows], kind="stable")]
        rows = rows[similar[rows] > _LEFT_OUT]
        return self._keys[rows], similar[rows]

    def similarities(self, vector: Vector, keys: Sequence[int]) -> Mapping[int, float]:
        """Return the similarity of chosen vectors; see `Nearest.similarities`."""
        known = [key for key in keys if key in self._rows]
        if not known:
            return {}
        rows = [self._rows[key] for key in known]
        return dict(zip(known, (self._matrix[rows] @ vector).tolist(), strict=True))


class VectorCache:
    """Vectors by the digest of what they stand for, on disk as float16; embedding is what takes long (20 to 90 ms)."""

    def __init__(self, path: Path) -> None:
        """Open or create the file at `path`; one that cannot be read is made anew, for it holds nothing of its own.

        Where the disk refuses, vectors are remembered for this run only.
        """
        try:
            self._db = self._open(path)
        except (sqlite3.Error, OSError, FileError):
            try:
                for suffix in ("", "-wal", "-shm"):
                    Path(f"{os.fspath(path)}{suffix}").unlink(missing_ok=True)
                self._db = self._open(path)
            except (sqlite3.Error, OSError, FileError):
                _log.warning("vectors cannot be kept in %s", path, exc_info=True)
                self._db = self._open(None)

    @staticmethod
    def _open(path: Path | None) -> sqlite3.Connection:
        if path is None:
            db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        else:
            db = database.connect(path)
            db.execute("PRAGMA synchronous = NORMAL")  # a lost vector is embedded again
        db.execute(
            "CREATE TABLE IF NOT EXISTS vectors "
            "(model TEXT, digest TEXT, vector BLOB, PRIMARY KEY (model, digest)) WITHOUT ROWID"
        )
        return db

    def get(self, model: str, digests: Iterable[str]) -> dict[str, Vector]:
        """Return the vectors of `model` that are known, by digest."""
        import numpy as np

        wanted = list(dict.fromkeys(digests))
        found = {}
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self._db.execute(
                f"SELECT digest, vector FROM vectors WHERE model = ? AND digest IN ({marks})",  # noqa: S608
                (model, *some),
            )
            found.update((digest, np.frombuffer(blob, np.float16).astype(np.float32)) for digest, blob in rows)
        return found

    def put(self, model: str, vectors: Mapping[str, Vector]) -> None:
        """Remember vectors by digest."""
        import numpy as np

        rows = [(model, digest, np.asarray(vector, np.float16).tobytes()) for digest, vector in vectors.items()]
        with database.transaction(self._db):
            self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def forget(self, model: str, keep: Iterable[str]) -> None:
        """Drop the vectors of `model` that stand for none of the digests in `keep`."""
        known = {row[0] for row in self._db.execute("SELECT digest FROM vectors WHERE model = ?", (model,))}
        with database.transaction(self._db):
            self._db.executemany(
                "DELETE FROM vectors WHERE model = ? AND digest = ?",
                [(model, digest) for digest in known.difference(keep)],
            )

    def close(self) -> None:
        """Close the file."""
        self._db.close()


@cache
def shipped(model: str) -> Mapping[str, Vector]:
    """Return the vectors of the articles that come with the program, by digest; none for another model.

    Written by ``tools/embed_articles.py``.
    """
    import numpy as np

    file = resources.files("knowledge").joinpath("vectors.npz")
    if not file.is_file():
        return {}
    with resources.as_file(file) as path, np.load(path) as stored:
        if str(stored["model"]) != model:
            return {}
        return dict(zip(stored["digests"].tolist(), stored["vectors"].astype(np.float32), strict=True))
