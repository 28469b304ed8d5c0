"""SQLite files of one account: created 0600, in WAL mode, their schema brought up to date by numbered scripts."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from assistant.errors import FileError
from assistant.locale import _
from assistant.locations import make_private

BUSY_SECONDS = 10
"""How long a write waits for another process that writes."""


def connect(path: Path) -> sqlite3.Connection:
    """Open or create the database at `path`; every commit is synced, and transactions are begun by hand.

    Raises:
        FileError: its folder cannot be made.
        OSError: the file cannot be made.
        sqlite3.Error: it cannot be opened or is no database.
    """
    make_private(path.parent)
    # Before SQLite creates it with the usual rights.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        # FULL: what was confirmed survives a power cut, for about 2 ms a commit.
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        db.close()  # unclosed, it refers to itself and keeps the file open
        raise
    return db


def migrate(db: sqlite3.Connection, package: str, path: Path) -> None:
    """Run the scripts of `package` (``0001_….sql``, …) that this database has not seen.

    Raises:
        FileError: a newer version of the program wrote it.
        sqlite3.Error: the database refuses.
    """
    scripts = _scripts(package)
    if _version(db) > len(scripts):
        raise FileError(
            _("%(path)s was written by a newer version of journeymap.") % {"path": path},
            _("Update journeymap; nothing was changed."),
        )
    while _version(db) < len(scripts):
        with transaction(db):
            version = _version(db)  # another process may have been quicker
            if version < len(scripts):
                for statement in _statements(scripts[version]):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {version + 1}")


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Hold the right to write; all that happens inside is kept, or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _scripts(package: str) -> list[str]:
    folder = resources.files(package)
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return [folder.joinpath(name).read_text("utf-8") for name in names]


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; `executescript` would end the transaction they belong to."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
