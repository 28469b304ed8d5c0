"""The session store: every interview as an append-only list of events in one SQLite database."""

import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from assistant import database
from assistant.errors import FileError
from assistant.interview.state import Entry, InterviewState, Record, after, fold
from assistant.journey.models import JourneyMap, Step, now
from assistant.locale import _

Draft = tuple[Record, Mapping[str, Any]]
"""An event to append: its kind and its data."""


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """What a list of sessions shows of one."""

    id: str
    title: str
    language: str
    created: datetime
    updated: datetime
    step: Step
    finished: bool

    @property
    def progress(self) -> float:
        """The share of the seven steps that lie behind, from 0 to 1."""
        return 1.0 if self.finished else list(Step).index(self.step) / len(Step)


class SessionStore(Protocol):
    """Keeps sessions."""

    def create(self, journey: JourneyMap) -> str:
        """Begin a session with an empty map and return its id."""
        ...

    def append(self, session: str, state: InterviewState, drafts: Sequence[Draft]) -> InterviewState:
        """Add events to a session, all or none, durably, and return the state after them."""
        ...

    def load(self, session: str) -> InterviewState:
        """Return where a session stands."""
        ...

    def entries(self, session: str) -> list[Entry]:
        """Return every event of a session, in order."""
        ...

    def list(self) -> list[SessionInfo]:
        """Return every session, the one worked on last first."""
        ...


class SqliteSessionStore:
    """Sessions in one SQLite file, made for this account alone (0600), in WAL mode, synced at every commit."""

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

    def create(self, journey: JourneyMap) -> str:
        """Begin a session with an empty map and return its id: the day, and four letters that are easy to type."""
        with self._transaction():
            taken = {row[0] for row in self._db.execute("SELECT id FROM sessions")}
            while (session := _new_id()) in taken:
                pass
            self._db.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, 0)",
                (session, _text(journey.created), _text(journey.created), journey.title, journey.language, Step.GOAL),
            )
            self._insert(session, Entry(1, journey.created, Record.STARTED, {"map": journey.model_dump(mode="json")}))
        return session

    def append(self, session: str, state: InterviewState, drafts: Sequence[Draft]) -> InterviewState:
        """Add events to a session, all or none, durably, and return the state after them.

        Raises:
            FileError: the disk refused them, or another process has gone on with this session meanwhile.
        """
        moment = now()
        with self._transaction():
            for kind, data in drafts:
                entry = Entry(state.transcript[-1].seq + 1, moment, kind, data)
                self._insert(session, entry)
                state = after(state, entry)
            self._db.execute(
                "UPDATE sessions SET updated = ?, title = ?, language = ?, step = ?, finished = ? WHERE id = ?",
                (_text(moment), state.map.title, state.map.language, state.step, state.finished, session),
            )
        return state

    def load(self, session: str) -> InterviewState:
        """Return where a session stands.

        Raises:
            FileError: there is no such session.
        """
        state = fold(self.entries(session))
        if state is None:
            raise FileError(
                _("There is no session %(session)s.") % {"session": session},
                _("`journeymap list` shows all sessions."),
            )
        return state

    def entries(self, session: str) -> list[Entry]:
        """Return every event of a session, in order."""
        with self._explained():
            rows = self._db.execute("SELECT seq, at, kind, data FROM events WHERE session = ? ORDER BY seq", (session,))
            return [
                Entry(seq, datetime.fromisoformat(at), Record(kind), json.loads(data)) for seq, at, kind, data in rows
            ]

    def list(self) -> list[SessionInfo]:
        """Return every session, the one worked on last first."""
        with self._explained():
            rows = self._db.execute(
                "SELECT id, title, language, created, updated, step, finished FROM sessions ORDER BY updated DESC, id"
            )
            return [
                SessionInfo(
                    session, title, language,
                    datetime.fromisoformat(created), datetime.fromisoformat(updated), Step(step), bool(finished),
                )
                for session, title, language, created, updated, step, finished in rows
            ]  # fmt: skip

    def _insert(self, session: str, entry: Entry) -> None:
        data = json.dumps(entry.data, ensure_ascii=False)
        self._db.execute(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?)", (session, entry.seq, _text(entry.at), entry.kind, data)
        )

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


def _new_id() -> str:
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return f"{datetime.now(UTC):%y%m%d}-{''.join(secrets.choice(letters) for _ in range(4))}"


def _text(moment: datetime) -> str:
    return moment.isoformat()
