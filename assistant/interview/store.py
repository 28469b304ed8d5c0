"""The session store: every interview as an append-only list of events in one SQLite database."""

import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from assistant.errors import DamagedError, FileError
from assistant.interview.entries import entry_of, values_of
from assistant.interview.holding import Hold, hold
from assistant.interview.recovery import Recovered
from assistant.interview.session_database import SessionDatabase, no_session, text_of
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
    tags: tuple[str, ...] = ()
    deleted: datetime | None = None

    @property
    def progress(self) -> float:
        """The share of the seven steps that lie behind, from 0 to 1."""
        return 1.0 if self.finished else list(Step).index(self.step) / len(Step)


class SessionStore(Protocol):
    """Keeps sessions."""

    @property
    def recovered(self) -> Recovered | None:
        """What became of the sessions if their file was damaged; None: it was whole."""
        ...

    def create(self, journey: JourneyMap, template: str | None = None) -> str:
        """Begin a session with a map, of a template or none, and return its id."""
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

    def unsent(self, session: str) -> str:
        """Return what the person had typed and not sent when they left, or ""."""
        ...

    def keep_unsent(self, session: str, text: str, *, instead_of: str) -> None:
        """Keep what the person has typed and not sent; what another window kept since `instead_of` stays, too."""
        ...

    def list(self, *, deleted: bool = False) -> list[SessionInfo]:
        """Return every session that is not deleted (or every one that is), the one worked on last first."""
        ...

    def hold(self, session: str) -> Hold:
        """Hold a session while its interview is open, so that it is not deleted meanwhile."""
        ...


class SqliteSessionStore(SessionDatabase):
    """Sessions in one SQLite file."""

    def create(self, journey: JourneyMap, template: str | None = None) -> str:
        """Begin a session with a map, of a template or none, and return its id."""
        started = {"map": journey.model_dump(mode="json"), "template": template}
        with self._transaction():
            session = new_id(self._db)
            self._db.execute(
                "INSERT INTO sessions (id, created, updated, title, language, step, newest) "
                "VALUES (?, ?, ?, ?, ?, ?, 1)",
                (session, *[text_of(journey.created)] * 2, journey.title, journey.language, Step.GOAL),
            )
            insert_event(self._db, session, Entry(1, journey.created, Record.STARTED, started))
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
                insert_event(self._db, session, entry)
                state = after(state, entry)
            self._db.execute(
                "UPDATE sessions SET updated = ?, title = ?, language = ?, step = ?, finished = ?, newest = ? "
                "WHERE id = ?",
                (
                    text_of(moment),
                    state.map.title,
                    state.map.language,
                    state.step,
                    state.finished,
                    state.transcript[-1].seq,
                    session,
                ),
            )
        return state

    def load(self, session: str) -> InterviewState:
        """Return where a session stands.

        Raises:
            FileError: there is no such session, or it is deleted.
        """
        try:
            return self._state(session)
        except DamagedError as fault:
            self.close()
            self._recover(fault)
            if self.recovered is not None and not self._kept(session):
                raise FileError(self.recovered.told()) from fault
            return self._state(session)

    def _kept(self, session: str) -> bool:
        with self._explained():
            return self._db.execute("SELECT 1 FROM sessions WHERE id = ?", (session,)).fetchone() is not None

    def _state(self, session: str) -> InterviewState:
        if self._deleted(session):
            raise FileError(
                _("The session %(session)s is deleted.") % {"session": session},
                _("`journeymap restore %(session)s` brings it back.") % {"session": session},
            )
        entries = self.entries(session)
        with self._explained(rows=True):
            (newest,) = self._db.execute("SELECT newest FROM sessions WHERE id = ?", (session,)).fetchone() or (None,)
            if len(entries) != (newest or max((entry.seq for entry in entries), default=1)):
                raise ValueError(f"events of {session} are missing")
        state = fold(entries)  # what fails here is a fault of ours: the events are as they were written
        if state is None:
            raise no_session(session)
        return state

    def entries(self, session: str) -> list[Entry]:
        """Return every event of a session, in order."""
        with self._explained(rows=True):
            rows = self._db.execute(
                "SELECT seq, at, kind, data, checksum FROM events WHERE session = ? ORDER BY seq", (session,)
            )
            return [entry_of(session, row) for row in rows]

    def unsent(self, session: str) -> str:
        """Return what the person had typed and not sent when they left, or "".

        Raises:
            FileError: the database cannot be read.
        """
        with self._explained(rows=True):
            row = self._db.execute("SELECT unsent FROM sessions WHERE id = ?", (session,)).fetchone()
            return str(row[0]) if row else ""

    def keep_unsent(self, session: str, text: str, *, instead_of: str) -> None:
        """Keep what the person has typed and not sent; what another window kept since `instead_of` stays, too.

        Raises:
            FileError: the disk refused it.
        """
        with self._transaction():
            (kept,) = self._db.execute("SELECT unsent FROM sessions WHERE id = ?", (session,)).fetchone()
            others = kept if kept != instead_of else ""
            both = "\n\n".join(each for each in (others, text) if each)
            self._db.execute("UPDATE sessions SET unsent = ? WHERE id = ?", (both, session))

    def list(self, *, deleted: bool = False) -> list[SessionInfo]:
        """Return every session that is not deleted (or every one that is), the one worked on last first."""
        with self._explained(rows=True):
            tags: dict[str, list[str]] = {}
            for session, tag in self._db.execute("SELECT session, tag FROM tags ORDER BY rowid"):
                tags.setdefault(session, []).append(tag)
            rows = self._db.execute(
                "SELECT id, title, language, created, updated, step, finished, deleted FROM sessions "
                "WHERE (deleted IS NOT NULL) = ? ORDER BY updated DESC, rowid DESC",
                (deleted,),
            )
            return [
                SessionInfo(
                    session, title, language, datetime.fromisoformat(created), datetime.fromisoformat(updated),
                    Step(step), bool(finished), tuple(tags.get(session, ())),
                    datetime.fromisoformat(gone) if gone else None,
                )
                for session, title, language, created, updated, step, finished, gone in rows
            ]  # fmt: skip

    def hold(self, session: str) -> Hold:
        """Hold a session while its interview is open, so that it is not deleted meanwhile.

        Raises:
            FileError: there is no such session, it is being deleted, or it cannot be held.
        """
        self._deleted(session)  # the name of a file is made of the id, so it must be one
        with self._explained():
            return hold(self.path, session)


def insert_event(db: sqlite3.Connection, session: str, entry: Entry) -> None:
    """Add an event to a session, inside a transaction."""
    db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", (session, *values_of(session, entry)))


def new_id(db: sqlite3.Connection) -> str:
    """Return an id that no session has: the day, and four letters that are easy to type."""
    taken = {row[0] for row in db.execute("SELECT id FROM sessions")}
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    while True:
        session = f"{datetime.now(UTC):%y%m%d}-{''.join(secrets.choice(letters) for _ in range(4))}"
        if session not in taken:
            return session
