"""The database of sessions: opening it, writing to it all or nothing, and telling its faults."""

import errno
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from assistant import database
from assistant.errors import DamagedError, FileError, OvertakenError
from assistant.interview import recovery
from assistant.interview.holding import BusyError, hold, hold_alone
from assistant.interview.salvage import unread_commits
from assistant.locale import _
from assistant.text import shorten

log = logging.getLogger(__name__)

CHECKED = 64_000_000
"""Bytes of the largest file that is checked whole when it is opened (20 to 130 ms for 24 MB)."""

_ENVIRONMENT = {
    sqlite3.SQLITE_AUTH, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM, sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}  # fmt: skip
"""What is wrong with the system, not with the file."""


class SessionDatabase:
    """One SQLite file, made for this account alone (0600), in WAL mode, synced at every commit.

    Attributes:
        path: the file.
        recovered: what became of it, if it was damaged when it was opened; None: it was whole.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the database at `path` and bring its schema up to date; what is damaged is recovered.

        Raises:
            FileError: it cannot be opened, is no database, or was written by a newer version.
        """
        self.path = path
        self.recovered: recovery.Recovered | None = None
        try:
            self._open()
        except DamagedError as fault:
            self._recover(fault)

    def close(self) -> None:
        """Close the database."""
        self._db.close()
        self._held.release()

    def _open(self) -> None:
        """Open the file; whoever opens it first checks it, and the others wait for that."""
        with self._explained():
            try:
                first = hold_alone(self.path, self.path.name)
            except BusyError:
                first = None
            if first is not None:
                try:
                    recovery.finish(self.path)
                    journal = _bytes(self._journal)
                    self._connect(journal)
                finally:
                    first.release()
            self._held = hold(self.path, self.path.name)
            if first is None:
                self._connect(None)

    def _connect(self, journal: bytes | None) -> None:
        """Open the file and check it; `journal` is its write-ahead log as it was left, None: others write to it."""
        self._db = database.connect(self.path)
        try:
            self._file = _identity(self.path)
            database.migrate(self._db, recovery.MIGRATIONS, self.path)
            if journal is not None:
                self._check(journal)
        except BaseException:
            self._db.close()
            if journal:  # closing empties it, also of what SQLite could not read
                self._journal.write_bytes(journal)
            raise

    def _check(self, journal: bytes) -> None:
        """Raise a fault if the file, or its write-ahead log, is damaged."""
        _busy, _frames, read = self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if journal and unread_commits(journal, read):
            raise sqlite3.DatabaseError("the write-ahead log is damaged")
        if self.path.stat().st_size <= CHECKED:
            (told,) = self._db.execute("PRAGMA integrity_check(1)").fetchone()
            if told != "ok":
                raise sqlite3.DatabaseError(told)

    def _recover(self, fault: DamagedError) -> None:
        """Put what the damaged file still holds into a new one, and open that.

        Raises:
            FileError: another window has the file open, nothing in it can be read, or the disk refuses.
        """
        log.warning("recovering %s: %s", self.path, fault.__cause__)
        with self._explained():
            try:
                alone = hold_alone(self.path, self.path.name)
            except BusyError as busy:
                raise FileError(
                    _("%(path)s is damaged, and another window of journeymap has it open.") % {"path": self.path},
                    _("Close the others, then start again: what can be read is recovered, and nothing is thrown away."),
                ) from busy
            try:
                self.recovered = recovery.recover(self.path)
            finally:
                alone.release()
        if self.recovered is None:
            raise fault
        self._open()

    @property
    def _journal(self) -> Path:
        return self.path.with_name(f"{self.path.name}-wal")

    def __enter__(self) -> Self:
        """Return the open database."""
        return self

    def __exit__(self, *_fault: object) -> None:
        """Close the database."""
        self.close()

    def _deleted(self, session: str) -> bool:
        """Return whether a session is deleted.

        Raises:
            FileError: there is no such session.
        """
        with self._explained():
            found = self._db.execute("SELECT deleted IS NOT NULL FROM sessions WHERE id = ?", (session,)).fetchone()
        if found is None:
            raise no_session(session)
        return bool(found[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explained():
            self._stay()
            with database.transaction(self._db):
                yield

    def _stay(self) -> None:
        """Make sure that what is written is found again: whoever moved or removed the folder left us a file of no name.

        The file is put back where it was, with all that is in it.

        Raises:
            FileError: another file has taken its place.
        """
        try:
            there = _identity(self.path)
        except FileNotFoundError:
            log.warning("%s has gone; it is written anew", self.path)
            target = database.connect(self.path)
            self._db.backup(target)
            self._db.close()
            self._db = target
            self._file = _identity(self.path)
            return
        if there != self._file:
            raise FileError(
                _("%(path)s was replaced by another file while journeymap had it open.") % {"path": self.path},
                _("Start journeymap again to go on with the file that is there now; it was left as it is."),
            )

    @contextmanager
    def _explained(self, *, rows: bool = False) -> Iterator[None]:
        """Turn a fault of the database into one that says what to do; with `rows`, also what in them is not ours."""
        try:
            yield
        except sqlite3.IntegrityError as fault:
            raise OvertakenError(
                _("This interview went on in another window; nothing was overwritten."),
                _("Here it stands now as it does there. Read the question, then send your text again if it fits."),
            ) from fault
        except ValueError as fault:
            if not rows:
                raise
            raise self._damaged(fault) from fault
        except sqlite3.DatabaseError as fault:
            if getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in _ENVIRONMENT:
                raise self._refused(fault) from fault
            raise self._damaged(fault) from fault
        except (sqlite3.Error, OSError) as fault:
            raise self._refused(fault) from fault

    def _damaged(self, fault: Exception) -> DamagedError:
        return DamagedError(
            _("%(path)s is damaged or no database of journeymap: %(reason)s.") % {"path": self.path, "reason": fault},
            _("Move it away and keep it; journeymap then begins a new one."),
        )

    def _refused(self, fault: Exception) -> FileError:
        reason, hint = _reason(fault)
        return FileError(
            _("The sessions in %(path)s cannot be read or written: %(reason)s.")
            % {"path": self.path, "reason": reason},
            hint,
        )


def _reason(fault: Exception) -> tuple[str, str]:
    """Return why the system refuses, and what to do."""
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return _("another program keeps it locked"), _(
            "Wait until it has finished, or close it, then send the text again; what was saved is safe."
        )
    if code == sqlite3.SQLITE_FULL or getattr(fault, "errno", 0) in (errno.ENOSPC, errno.EDQUOT):
        return _("there is no room on the disk"), _("Make room, then send the text again; what was saved is safe.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM) or isinstance(
        fault, PermissionError
    ):
        return _("the file or its folder may not be written"), _(
            "Mend the folder's rights, then send the text again; what was saved is safe."
        )
    reason = getattr(fault, "strerror", None) or str(fault)
    return reason, _("Free disk space or mend the folder's rights, then send the text again; what was saved is safe.")


def _identity(path: Path) -> tuple[int, int]:
    there = path.stat()
    return there.st_dev, there.st_ino


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def no_session(session: str) -> FileError:
    """Return the error that says that there is no such session."""
    return FileError(
        _("There is no session %(session)s.") % {"session": shorten(session, 80)},
        _("`journeymap list` shows all sessions."),
    )


def text_of(moment: datetime) -> str:
    """Return a moment as the database holds it."""
    return moment.isoformat()
