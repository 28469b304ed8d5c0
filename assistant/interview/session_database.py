"""The database of sessions: opening it, writing to it all or nothing, and telling its faults."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from assistant import database
from assistant.errors import FileError
from assistant.locale import _
from assistant.text import shorten


class SessionDatabase:
    """One SQLite file, made for this account alone (0600), in WAL mode, synced at every commit."""

    def __init__(self, path: Path) -> None:
        """Open or create the database at `path` and bring its schema up to date.

        Raises:
            FileError: it cannot be opened, is no database, or was written by a newer version.
        """
        self.path = path
        with self._explained():
            self._db = database.connect(path)
            database.migrate(self._db, "assistant.interview.migrations", path)

    def close(self) -> None:
        """Close the database."""
        self._db.close()

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
        with self._explained(), database.transaction(self._db):
            yield

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn a fault of the database into one that says what to do."""
        try:
            yield
        except sqlite3.IntegrityError as fault:
            raise FileError(
                _("This session is open in another window, which has gone on with it."),
                _("Resume it there, or open it again here; nothing was overwritten."),
            ) from fault
        except sqlite3.DatabaseError as fault:
            if isinstance(fault, sqlite3.OperationalError):
                raise self._refused(fault) from fault
            raise FileError(
                _("%(path)s is damaged or no database of journeymap: %(reason)s.")
                % {"path": self.path, "reason": fault},
                _("Move it away and keep it; journeymap then begins a new one."),
            ) from fault
        except (sqlite3.Error, OSError) as fault:
            raise self._refused(fault) from fault

    def _refused(self, fault: Exception) -> FileError:
        return FileError(
            _("The sessions in %(path)s cannot be read or written: %(reason)s.") % {"path": self.path, "reason": fault},
            _("Free disk space or mend the folder's rights, then send the text again; what was saved is safe."),
        )


def no_session(session: str) -> FileError:
    """Return the error that says that there is no such session."""
    return FileError(
        _("There is no session %(session)s.") % {"session": shorten(session, 80)},
        _("`journeymap list` shows all sessions."),
    )


def text_of(moment: datetime) -> str:
    """Return a moment as the database holds it."""
    return moment.isoformat()
