"""Keeping many sessions: tags, copies, deleting and restoring, and searching in what was said."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from assistant.errors import FileError
from assistant.interview.entries import entry_of
from assistant.interview.holding import hold_alone, remove_locks
from assistant.interview.session_database import SessionDatabase, text_of
from assistant.interview.state import Entry, Record
from assistant.interview.store import insert_event, new_id
from assistant.journey.edits import Describe
from assistant.journey.models import now
from assistant.locale import _
from assistant.text import clean_line, fold

MAX_TAG = 40
"""Characters of a tag."""

_TOLD = (Record.STARTED, Record.ANSWERED, Record.TYPED, Record.READ, Record.EDITED)
"""The events that hold what was said and what is in the map."""


class SessionShelf(SessionDatabase):
    """The sessions as things to put in order; none of this changes what was said in one."""

    def title(self, session: str) -> str:
        """Return the title of a session, deleted or not.

        Raises:
            FileError: there is no such session.
        """
        self._deleted(session)
        with self._explained():
            row = self._db.execute("SELECT title FROM sessions WHERE id = ?", (session,)).fetchone()
        return str(row[0])

    def tag(self, session: str, add: Sequence[str], remove: Sequence[str]) -> tuple[str, ...]:
        """Give a session tags, take others away, and return those it has then; case and accents do not count.

        Raises:
            FileError: there is no such session.
        """
        self._deleted(session)
        with self._transaction():
            for tag in remove:
                self._db.execute("DELETE FROM tags WHERE session = ? AND folded = ?", (session, fold(tag)))
            for tag in add:
                self._db.execute("INSERT OR IGNORE INTO tags VALUES (?, ?, ?)", (session, fold(tag), tag))
            rows = self._db.execute("SELECT tag FROM tags WHERE session = ? ORDER BY rowid", (session,))
            return tuple(tag for (tag,) in rows)

    def duplicate(self, session: str, title: str) -> str:
        """Copy a session with all its events and tags, and return the id of the copy.

        The copy has its own title. It knows no file that the first one was written to.

        Raises:
            FileError: there is no such session.
        """
        self._deleted(session)
        with self._transaction():
            copy, moment = new_id(self._db), text_of(now())
            self._db.execute(
                "INSERT INTO sessions (id, created, updated, title, language, step, finished) "
                "SELECT ?, ?, ?, ?, language, step, finished FROM sessions WHERE id = ?",
                (copy, moment, moment, title, session),
            )
            events = self._db.execute(
                "SELECT seq, at, kind, data, checksum FROM events WHERE session = ? ORDER BY seq", (session,)
            ).fetchall()
            for row in events:
                insert_event(self._db, copy, _without_file(entry_of(session, row)))
            named = {"edits": [Describe(field="title", value=title).model_dump(mode="json")]}
            insert_event(self._db, copy, Entry(events[-1][0] + 1, datetime.fromisoformat(moment), Record.EDITED, named))
            self._db.execute("UPDATE sessions SET newest = ? WHERE id = ?", (events[-1][0] + 1, copy))
            self._db.execute(
                "INSERT INTO tags SELECT ?, folded, tag FROM tags WHERE session = ? ORDER BY rowid", (copy, session)
            )
        return copy

    def delete(self, session: str) -> None:
        """Put a session away; `restore` brings it back as it was.

        Raises:
            FileError: there is no such session, or its interview is open.
        """
        self._deleted(session)
        with self._alone(session), self._transaction():
            self._db.execute(
                "UPDATE sessions SET deleted = ? WHERE id = ? AND deleted IS NULL", (text_of(now()), session)
            )

    def restore(self, session: str) -> None:
        """Bring a deleted session back.

        Raises:
            FileError: there is no such session, or it is not deleted.
        """
        if not self._deleted(session):
            raise FileError(
                _("The session %(session)s is not deleted.") % {"session": session},
                _("`journeymap list --deleted` shows what can be restored."),
            )
        with self._transaction():
            self._db.execute("UPDATE sessions SET deleted = NULL WHERE id = ?", (session,))

    def erase(self, session: str) -> None:
        """Delete a session for ever; its words are overwritten in the database's file, too.

        Raises:
            FileError: there is no such session, or its interview is open.
        """
        self._deleted(session)
        with self._alone(session):
            with self._explained():
                self._db.execute("PRAGMA secure_delete = ON")
            with self._transaction():
                self._db.execute("DELETE FROM sessions WHERE id = ?", (session,))
            with self._explained():
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with self._explained():
            remove_locks(self.path, lambda: {row[0] for row in self._db.execute("SELECT id FROM sessions")})

    def found(self, text: str) -> set[str]:
        """Return the ids of the sessions in which every word of `text` stands, without regard to case and accents.

        Looked through are titles, tags, all that was answered, and all that was read or put into the map.
        """
        wanted = fold(text).split()
        places = ", ".join("?" * len(_TOLD))
        with self._explained():
            texts = {
                session: [title, tags or ""]
                for session, title, tags in self._db.execute(
                    "SELECT id, title, (SELECT group_concat(tag, ' ') FROM tags WHERE session = id) FROM sessions"
                )
            }
            rows = self._db.execute(f"SELECT session, kind, data FROM events WHERE kind IN ({places})", _TOLD)  # noqa: S608
            for session, kind, data in rows:
                texts[session].extend(_words(Record(kind), json.loads(data)))
        return {session for session, told in texts.items() if _all_in(wanted, told)}

    @contextmanager
    def _alone(self, session: str) -> Iterator[None]:
        with self._explained():
            held = hold_alone(self.path, session)
        try:
            yield
        finally:
            held.release()


def tag_of(text: str) -> str:
    """Return what was typed as a tag, on one line and without a leading ``#``; "" if nothing is left."""
    return clean_line(text).lstrip("#")[:MAX_TAG].strip()


def _without_file(entry: Entry) -> Entry:
    """Return an event for a copy: the file of the finished map is another interview's."""
    return replace(entry, data={**entry.data, "path": None}) if entry.kind is Record.FINISHED else entry


def _words(kind: Record, data: Mapping[str, Any]) -> Iterator[str]:
    if kind in (Record.ANSWERED, Record.TYPED):
        yield data["text"]
    elif kind is Record.STARTED:
        yield from _texts(data["map"])
    else:
        yield from _texts(data["edits"])


def _texts(value: object) -> Iterator[str]:
    """Yield the texts that a person can read in a part of a map or in edits."""
    if isinstance(value, str):
        if not _ID.fullmatch(value):
            yield value
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)
    elif isinstance(value, dict):
        for key, entry in value.items():
            if key not in _NOT_WORDS:
                yield from _texts(entry)


_ID = re.compile(r"[a-z]\d+")
_NOT_WORDS = {
    "kind", "state", "language", "op", "part", "field", "channel", "created", "updated", "schema_version", "title",
}  # fmt: skip


def _all_in(wanted: Sequence[str], told: Sequence[str]) -> bool:
    left = list(wanted)
    for text in told:
        folded = fold(text)
        left = [word for word in left if word not in folded]
        if not left:
            return True
    return not left
