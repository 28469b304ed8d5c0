"""What a damaged database of sessions still holds: gathered, put into a new one, and told."""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from assistant import database
from assistant.errors import FileError
from assistant.interview.entries import Row, entry_of, values_of
from assistant.interview.salvage import SESSION, Pages, Value
from assistant.interview.state import Entry, InterviewState, Record, after
from assistant.journey.models import Persona
from assistant.journey.start import new_map
from assistant.locale import _, ngettext
from assistant.text import fold, shorten

log = logging.getLogger(__name__)

MIGRATIONS = "assistant.interview.migrations"
_READY, _BEGUN = ".recovered", ".recovering"
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Rescued:
    """A session as far as it could be read.

    Attributes:
        session: its id.
        entries: its events, from the first without a gap.
        state: where they lead.
        whole: whether nothing is known to be missing.
        beyond: the answers that stand behind a gap.
        deleted: when it was put away, as the database holds it.
        unsent: what was typed and not sent.
    """

    session: str
    entries: tuple[Entry, ...]
    state: InterviewState | None
    whole: bool
    beyond: tuple[str, ...] = ()
    deleted: str | None = None
    unsent: str = ""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What came of a recovery: the sessions, the copy of the damaged file, and the report beside it."""

    sessions: tuple[Rescued, ...]
    copy: Path
    report: Path

    def told(self) -> str:
        """Return what happened, what was kept, and where the rest is."""
        whole = [one for one in self.sessions if one.whole]
        cut = [one for one in self.sessions if one.state is not None and not one.whole]
        lost = [one for one in self.sessions if one.state is None]
        sentences = [
            _("The file of your interviews was damaged, so what can be read of it was put into a new one."),
            ngettext("%(count)d interview is whole.", "%(count)d interviews are whole.", len(whole))
            % {"count": len(whole)},
        ]
        if cut:
            told = _("These lost their end: %(names)s.")
            sentences.append(told % {"names": _named(f"{one.session} ({_kept(one)})" for one in cut)})
        if lost:
            told = _("Of these no map is left: %(names)s.")
            sentences.append(told % {"names": _named(one.session for one in lost)})
        kept = _(
            "The damaged file is kept as %(copy)s; %(report)s tells what was kept, and the answers behind the damage."
        )
        return " ".join([*sentences, kept % {"copy": self.copy, "report": self.report.name}])


def recover(path: Path) -> Recovered | None:
    """Put what a damaged database still holds into a new one in its place, and keep the damaged one.

    Nobody else may have it open. Killed at any moment, the next attempt ends the work or does it again.

    Returns:
        What was kept; None: nothing in the file is ours, and it was left as it is.

    Raises:
        OSError: the disk refuses; the damaged file is as it was.
        sqlite3.Error: the new database cannot be written.
    """
    pages = Pages.of(path, _log(path))
    rows = _Rows.of(pages)
    sessions = tuple(rescued for session in sorted(rows.ids()) for rescued in rows.rescue(session))
    if not sessions:
        return None
    copy = _copied(path)
    report = copy.with_suffix(".txt")
    recovered = Recovered(sessions, copy, report)
    _write_private(report, _report(recovered))
    begun = _beside(path, _BEGUN)
    for leftover in (begun, _log(begun)):
        leftover.unlink(missing_ok=True)
    _build(begun, sessions, rows)
    os.replace(begun, _beside(path, _READY))  # from here on the work is only to be ended
    finish(path)
    return recovered


def finish(path: Path) -> None:
    """End a recovery that was interrupted when the new database was complete; nobody else may have the old one open."""
    ready = _beside(path, _READY)
    if ready.exists():
        # A log that outlives its database would be read into the new one.
        for leftover in (_log(path), _beside(path, "-shm")):
            leftover.unlink(missing_ok=True)
        os.replace(ready, path)


def interrupted(path: Path) -> bool:
    """Tell whether a recovery is to be ended."""
    return _beside(path, _READY).exists()


@dataclass(frozen=True, slots=True)
class _Listed:
    """The row of a session: when it began, its newest event, its name, when it was put away, what was not sent."""

    created: datetime
    newest: int | None
    title: str
    language: str
    deleted: str | None
    unsent: str

    def started(self) -> Entry:
        """Return an event that begins the session, in the place of one that cannot be read: with an empty map."""
        journey = new_map(self.language, title=self.title)
        return Entry(1, self.created, Record.STARTED, {"map": journey.model_dump(mode="json"), "template": None})


class _Rows:
    """The rows of a damaged database, sorted by what they are."""

    def __init__(self) -> None:
        self._events: dict[str, dict[int, Entry]] = {}
        self._listed: set[str] = set()
        self._sessions: dict[str, _Listed] = {}
        self._named: set[str] = set()
        self._doubtful: dict[str, dict[str, None]] = {}
        self.tags: dict[tuple[str, str], str] = {}
        self.personas: dict[str, tuple[Value, ...]] = {}

    @classmethod
    def of(cls, pages: Pages) -> "_Rows":
        rows = cls()
        for listed, row in pages.rows():
            with suppress(ValueError, TypeError, KeyError, RecursionError, FileError):
                rows._take(row, listed=listed)
        for session, text in pages.said():
            rows._doubtful.setdefault(session, {})[text] = None
        return rows

    def _take(self, row: tuple[Value, ...], *, listed: bool) -> None:
        match row:
            case (str(session), int(), str(), str(), str()) | (str(session), int(), str(), str(), str(), int() | None):
                try:
                    entry = entry_of(session, cast("Row", (*row[1:], None)[:5]))
                except ValueError:
                    self._doubtful.setdefault(session, {})[str(json.loads(str(row[4]))["text"])] = None
                    return
                self._events.setdefault(session, {}).setdefault(entry.seq, entry)
                if listed:
                    self._listed.add(session)
            case (str(session), str(created), str(updated), str(title), str(language), str(), int(), *rest) if (
                listed and len(rest) < 4
            ):
                gone = rest[0] if rest and isinstance(rest[0], str) and datetime.fromisoformat(rest[0]) else None
                newest = rest[1] if len(rest) > 1 and isinstance(rest[1], int) else None
                unsent = rest[2] if len(rest) > 2 and isinstance(rest[2], str) else ""
                datetime.fromisoformat(updated)
                self._sessions.setdefault(
                    session, _Listed(datetime.fromisoformat(created), newest, title, language, gone, unsent)
                )
            case (str(session), str(folded), str(tag)) if listed and fold(tag) == folded:
                self.tags.setdefault((session, folded), tag)
            case (str(session), int()) if listed and SESSION.fullmatch(session):  # of the index of the sessions
                self._named.add(session)
            case (str(folded), str(name), str(), str(saved), str(), str(data)) if listed and fold(name) == folded:
                datetime.fromisoformat(saved)
                Persona.model_validate_json(data)
                self.personas.setdefault(folded, row)

    def ids(self) -> set[str]:
        """Return the sessions there are; rows that no page lists any more may be of one that was deleted for ever."""
        found = self._listed | self._sessions.keys() | self._named
        return {session for session in found if SESSION.fullmatch(session)}

    def rescue(self, session: str) -> Iterator[Rescued]:
        events = self._events.get(session, {})
        state: InterviewState | None = None
        kept: list[Entry] = []
        anew = bool(events) and 1 not in events and session in self._sessions
        if anew:
            events[1] = self._sessions[session].started()
        last = max(events, default=0)
        for seq in range(1, last + 1):
            try:
                state = after(state, events[seq])
            except Exception:  # whatever an event does that is not what it was
                break
            kept.append(events[seq])
        known = self._sessions.get(session)
        whole = not anew and 0 < len(kept) == last and known is not None and known.newest in (None, last)
        missing = (events[seq] for seq in sorted(events) if seq > len(kept))
        said = [str(e.data.get("text", "")) for e in missing if e.kind in (Record.ANSWERED, Record.TYPED)]
        there = set(state.answers.values()) if state else set()
        doubtful = [text for text in self._doubtful.get(session, {}) if text not in there and text not in said]
        beyond = (*said, *(_("(perhaps damaged) %(text)s") % {"text": text} for text in doubtful))
        about = (known.deleted, known.unsent) if known else (None, "")
        yield Rescued(session, tuple(kept), state, whole, beyond, *about)


def _build(path: Path, sessions: tuple[Rescued, ...], rows: _Rows) -> None:
    with closing(database.connect(path)) as db:
        database.migrate(db, MIGRATIONS, path)
        with database.transaction(db):
            for one in sessions:
                if one.state is None:
                    continue
                times = one.entries[0].at.isoformat(), one.entries[-1].at.isoformat()
                about = (one.state.map.title, one.state.map.language, one.state.step, one.state.finished, one.deleted)
                db.execute(
                    "INSERT INTO sessions (id, created, updated, title, language, step, finished, deleted, newest, "
                    "unsent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (one.session, *times, *about, len(one.entries), one.unsent),
                )
                db.executemany(
                    "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)",
                    [(one.session, *values_of(one.session, entry)) for entry in one.entries],
                )
            known = {one.session for one in sessions if one.state is not None}
            tags = [(session, folded, tag) for (session, folded), tag in rows.tags.items() if session in known]
            db.executemany("INSERT OR IGNORE INTO tags VALUES (?, ?, ?)", tags)
            db.executemany("INSERT OR IGNORE INTO personas VALUES (?, ?, ?, ?, ?, ?)", rows.personas.values())
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("PRAGMA journal_mode = DELETE")  # the file is renamed, so nothing of it may stand beside it


def _copied(path: Path) -> Path:
    """Copy the damaged file and its log under a name that nothing has, and return it."""
    moment = f"{datetime.now(UTC):%y%m%d-%H%M%S}"
    names = (
        path.with_name(f"{path.stem}.damaged-{moment}{extra}{path.suffix}")
        for extra in ("", *map("-{}".format, range(2, 99)))
    )
    copy = next(name for name in names if not name.exists())
    for source, target in ((path, copy), (_log(path), _log(copy))):
        if source.exists():
            partial = target.with_name(f"{target.name}.partial")
            _write_private(partial, source.read_bytes())
            os.replace(partial, target)
    return copy


def _report(recovered: Recovered) -> bytes:
    """Return the whole account: every session, how far it goes, and the answers that are in no map any more."""
    lines = [recovered.told(), ""]
    for one in recovered.sessions:
        title = shorten(one.state.map.title, 80) if one.state else _("no map is left")
        lines.append(f"{one.session}  {title}  ({_('whole') if one.whole else _kept(one)})")
        lines += [f"    > {line}" for text in one.beyond for line in text.splitlines()]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _kept(one: Rescued) -> str:
    count = len(one.state.answers) if one.state else 0
    return ngettext("%(count)d answer kept", "%(count)d answers kept", count) % {"count": count}


def _named(names: Iterator[str]) -> str:
    every = list(names)
    return ", ".join(every[:_MOST_NAMED]) + (", …" if len(every) > _MOST_NAMED else "")


def _write_private(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _log(path: Path) -> Path:
    return _beside(path, "-wal")


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
