"""Holding a session while its interview is open: several windows may, and whoever deletes it must wait for them.

The lock is SQLite's own, on an empty file beside the database: shared or exclusive, on every system, and given back by
the system when a process is killed.
"""

import os
import sqlite3
from collections.abc import Callable, Collection
from pathlib import Path

from assistant.errors import FileError
from assistant.locale import _
from assistant.locations import make_private

_DELETING_SECONDS = 2
"""How long an interview that is opened waits for whoever deletes it, or looks whether it is open."""


class BusyError(FileError):
    """Somebody else holds it."""


class Hold:
    """A session that is held.

    Attributes:
        others: whether somebody else held it when it was taken.
    """

    def __init__(self, lock: sqlite3.Connection, *, others: bool = False) -> None:
        """Hold by the transaction that is open on `lock`."""
        self._lock = lock
        self.others = others

    def release(self) -> None:
        """Let the session go."""
        self._lock.close()


def hold(database: Path, session: str) -> Hold:
    """Hold a session beside others who hold it.

    Raises:
        FileError: it is being deleted right now.
        OSError: the file of the lock cannot be made.
    """
    others = False
    lock = _connect(database, session)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        lock.execute("COMMIT")
    except sqlite3.OperationalError:
        others = True
    try:
        lock.execute(f"PRAGMA busy_timeout = {_DELETING_SECONDS * 1000}")
        lock.execute("BEGIN")
        lock.execute("SELECT count(*) FROM sqlite_master").fetchone()  # takes the shared lock
    except sqlite3.OperationalError as fault:
        lock.close()
        raise FileError(
            _("The session %(session)s is being deleted in another window.") % {"session": session},
            _("`journeymap list --deleted` shows what can be restored."),
        ) from fault
    return Hold(lock, others=others)


def hold_alone(database: Path, session: str) -> Hold:
    """Hold a session that nobody else holds.

    Raises:
        BusyError: its interview is open somewhere.
        OSError: the file of the lock cannot be made.
    """
    lock = _connect(database, session)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as fault:
        lock.close()
        raise BusyError(
            _("The interview %(session)s is open in another window, so it was not deleted.") % {"session": session},
            _("Leave it there first (/quit), then delete it."),
        ) from fault
    return Hold(lock)


def remove_locks(database: Path, sessions: Callable[[], Collection[str]]) -> None:
    """Remove the files of the locks of sessions that are no more, also of those whose deletion was killed.

    `sessions` returns the ids of those there are. It is asked after the files were listed: a session is older than its
    lock, so none that is being begun is taken for one that is gone.
    """
    files = list(_folder(database).glob("*.lock*"))
    there = sessions()
    for file in files:
        if file.name.partition(".")[0] not in there:
            file.unlink(missing_ok=True)


def _connect(database: Path, session: str) -> sqlite3.Connection:
    file = _file(database, session)
    make_private(file.parent)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    return sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)


def _file(database: Path, session: str) -> Path:
    return _folder(database) / f"{session}.lock"


def _folder(database: Path) -> Path:
    return database.parent / "open"
