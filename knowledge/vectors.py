"""Vectors: comparing them exactly, remembering them by what they stand for, and the ones that come with the program."""

import logging
import os
import sqlite3
import threading
import zlib
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
    """Vectors by the digest of what they stand for, on disk as float16; embedding is what takes long (20 to 90 ms).

    May be used from several threads and processes. Damaged, it is made anew, for it holds nothing of its own; what the
    disk refuses is remembered for this run only.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file at `path`."""
        self._path = path
        # One connection has one transaction at a time, whatever the thread.
        self._lock = threading.RLock()
        self._unkept: dict[tuple[str, str], bytes] = {}
        self._db = self._opened()

    def get(self, model: str, digests: Iterable[str]) -> dict[str, Vector]:
        """Return the vectors of `model` that are known, by digest."""
        wanted = list(dict.fromkeys(digests))
        blobs = {digest: self._unkept[model, digest] for digest in wanted if (model, digest) in self._unkept}
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT digest, vector FROM vectors WHERE model = ? AND digest IN ({marks})"  # noqa: S608
            blobs.update(self._read(query, model, *some))
        vectors = {digest: _unpacked(digest, blob) for digest, blob in blobs.items()}
        return {digest: vector for digest, vector in vectors.items() if vector is not None}

    def put(self, model: str, vectors: Mapping[str, Vector]) -> None:
        """Remember vectors by digest."""
        rows = [(model, digest, _packed(digest, vector)) for digest, vector in vectors.items()]
        with self._lock:
            for vector in list(vectors.values())[:1]:
                self.keep_length(model, len(vector))
            try:
                self._write(rows)
            except sqlite3.OperationalError:
                _log.warning("vectors cannot be kept in %s", self._path, exc_info=True)
                self._unkept.update(((model, digest), blob) for model, digest, blob in rows)

    def forget(self, model: str, digests: Iterable[str]) -> None:
        """Drop the vectors of `model` that these digests name.

        Raises:
            sqlite3.Error: the disk refuses.
        """
        with self._lock, database.transaction(self._db):
            self._db.executemany(
                "DELETE FROM vectors WHERE model = ? AND digest = ?", [(model, digest) for digest in digests]
            )

    def keep_length(self, model: str, length: int) -> None:
        """Drop all vectors of `model` if they are not of this length: another model has taken its name.

        Local servers answer with whatever model they have loaded, whatever name they are asked for.
        """
        with self._lock:
            blobs = self._read("SELECT vector FROM vectors WHERE model = ? LIMIT 1", model)
            if any(len(blob) != _size(length) for (blob,) in blobs):
                self._read("DELETE FROM vectors WHERE model = ?", model)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def _read(self, query: str, *values: str) -> list[Any]:
        with self._lock:
            try:
                return self._db.execute(query, values).fetchall()
            except sqlite3.OperationalError:
                _log.warning("vectors cannot be read from %s", self._path, exc_info=True)
            except sqlite3.DatabaseError as fault:
                self._make_anew(fault)
            return []

    def _write(self, rows: Sequence[tuple[str, str, bytes]]) -> None:
        try:
            self._insert(rows)
        except sqlite3.DatabaseError as fault:
            self._make_anew(fault)
            self._insert(rows)

    def _insert(self, rows: Sequence[tuple[str, str, bytes]]) -> None:
        with database.transaction(self._db):
            self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def _make_anew(self, fault: sqlite3.Error) -> None:
        if not _is_damage(fault):
            raise fault
        self._db.close()
        self._db = self._opened(damaged=True)

    def _opened(self, damaged: bool = False) -> sqlite3.Connection:
        try:
            if damaged:
                _log.warning("%s is damaged and made anew", self._path)
                for suffix in ("", "-wal", "-shm"):
                    Path(f"{os.fspath(self._path)}{suffix}").unlink(missing_ok=True)
            return _connected(self._path)
        except (sqlite3.Error, OSError, FileError) as fault:
            if not damaged and _is_damage(fault):
                return self._opened(damaged=True)
            _log.warning("vectors cannot be kept in %s", self._path, exc_info=True)
            return _connected(None)


def _connected(path: Path | None) -> sqlite3.Connection:
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


def _is_damage(fault: Exception) -> bool:
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _packed(digest: str, vector: Vector) -> bytes:
    """Return a vector as it is stored: with a checksum, for SQLite does not see when a value is damaged."""
    import numpy as np

    numbers = np.asarray(vector, np.float16).tobytes()
    return numbers + _checksum(digest, numbers)


def _unpacked(digest: str, blob: bytes) -> Vector | None:
    import numpy as np

    numbers = blob[: -_size(0)]
    intact = blob[-_size(0) :] == _checksum(digest, numbers)
    return np.frombuffer(numbers, np.float16).astype(np.float32) if intact else None


def _size(length: int) -> int:
    """Return the bytes of a stored vector of `length` numbers."""
    return 2 * length + 4


def _checksum(digest: str, numbers: bytes) -> bytes:
    return zlib.crc32(numbers, zlib.crc32(digest.encode())).to_bytes(4, "big")


@cache
def shipped(model: str) -> Mapping[str, Vector]:
    """Return the vectors of the articles that come with the program, by digest, as float16; none for another model.

    Written by ``tools/embed_articles.py``.
    """
    import numpy as np

    file = resources.files("knowledge").joinpath("vectors.npz")
    if not file.is_file():
        return {}
    with resources.as_file(file) as path, np.load(path) as stored:
        if str(stored["model"]) != model:
            return {}
        return dict(zip(stored["digests"].tolist(), stored["vectors"], strict=True))
