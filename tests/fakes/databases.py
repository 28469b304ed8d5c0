"""Databases as tests open them: never synced, for no test cuts the power, and closed when the test ends.

A connection of sqlite3 that nobody closes refers to itself until garbage is collected: a run had a thousand files open.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant import database
from assistant.interview import holding

synced = database.connect
"""Open a database as the program does."""


@contextmanager
def closed_and_unsynced() -> Iterator[None]:
    """Leave out the syncing of what is opened meanwhile, 1.5 ms a commit, and close it at the end."""
    opened: list[sqlite3.Connection] = []

    def noted(connect: Callable[..., sqlite3.Connection]) -> Callable[..., sqlite3.Connection]:
        def connected(*place: Path | str) -> sqlite3.Connection:
            opened.append(connect(*place))
            return opened[-1]

        return connected

    def unsynced(path: Path) -> sqlite3.Connection:
        db = synced(path)
        db.execute("PRAGMA synchronous = OFF")
        return db

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "connect", noted(unsynced))
        patch.setattr(holding, "_connect", noted(holding._connect))
        yield
    for one in opened:
        one.close()
