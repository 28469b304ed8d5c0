"""The library: the person's own documents, kept as passages in one SQLite file, so that the files may go away."""

import hashlib
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath

from assistant import database
from assistant.errors import FileError
from assistant.locale import _
from assistant.text import clean_line
from knowledge.articles import MAX_WORDS, Section, count_words, split
from knowledge.documents import Document
from knowledge.languages import language_of
from knowledge.pieces import Label, Listing, Piece

_SHORT = 40
"""Words of a section below which it is joined with the next one."""

LARGE = 20_000
"""Passages of a library from which new ones get no windows: five vectors a passage would be a gigabyte in memory."""

_AT_ONCE = 500
"""Ids in one question to SQLite, which takes at most 999 values in old versions."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the library.

    Attributes:
        name: what it is called in sources and by `remove`: the file's name, made unique.
        path: where it was read from.
        digest: SHA-256 of the file, hexadecimal.
        passages: how many pieces it was divided into.
    """

    name: str
    path: str
    title: str
    kind: str
    language: str
    digest: str
    added: datetime
    passages: int


class Library:
    """The documents of one person or, mirrored, of a team; may be used from several threads and processes."""

    def __init__(self, path: Path) -> None:
        """Open or create the library at `path`, for this account alone (0600).

        Raises:
            FileError: it cannot be opened, is no library, or was written by a newer version.
        """
        self.path = path
        # One connection has one transaction at a time, whatever the thread.
        self._lock = threading.RLock()
        with self._explained():
            self._db = database.connect(path)
            database.migrate(self._db, "knowledge.migrations", path)
            (name,) = self._db.execute("SELECT name FROM library").fetchone()
        self.name = f"library-{name}"

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def revision(self) -> object:
        """Return how often the library was changed, by this process or another."""
        with self._explained():
            return self._db.execute("SELECT revision FROM library").fetchone()[0]

    def listing(self) -> Listing:
        """Return every passage; their label is their language."""
        labels: dict[str, Label] = {}
        with self._explained():
            rows = self._db.execute("SELECT id, digests, language FROM passages ORDER BY id").fetchall()
        return Listing(
            [row[0] for row in rows],
            [tuple(enumerate(row[1].split())) for row in rows],
            [labels.setdefault(row[2], Label(row[2])) for row in rows],
        )

    def pieces(self, ids: Sequence[int]) -> Mapping[int, Piece]:
        """Return passages by their ids; those that are gone are left out."""
        found: dict[int, Piece] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            with self._explained():
                rows = self._db.execute(
                    "SELECT p.id, p.text, d.title, d.name, p.heading, p.language, p.position "  # noqa: S608
                    "FROM passages p JOIN documents d ON d.id = p.document "
                    f"WHERE p.id IN ({','.join('?' * len(some))}) ORDER BY p.id",
                    some,
                ).fetchall()
            found.update(
                (ident, Piece(text, title, name, heading, Label(language), position=position))
                for ident, text, title, name, heading, language, position in rows
            )
        return found

    def passages(self, name: str) -> list[Piece]:
        """Return the passages of a document in their order; none when there is no such document."""
        with self._explained():
            rows = self._db.execute(
                "SELECT p.id FROM passages p JOIN documents d ON d.id = p.document WHERE d.name = ?", (name,)
            ).fetchall()
        return sorted(self.pieces([row[0] for row in rows]).values(), key=lambda piece: piece.position)

    def entries(self) -> list[Entry]:
        """Return the documents in the order of their names."""
        with self._explained():
            rows = self._db.execute(
                "SELECT name, path, title, kind, language, digest, added, "
                "(SELECT count(*) FROM passages WHERE document = documents.id) FROM documents ORDER BY name"
            ).fetchall()
        return [
            Entry(name, path, title, kind, language, digest, datetime.fromisoformat(added), passages)
            for name, path, title, kind, language, digest, added, passages in rows
        ]

    def put(self, document: Document, pieces: Sequence[Piece], path: str, digest: str) -> Entry:
        """Keep a document in the place of what was read from the same path before.

        Args:
            document: what was read; of its text, only `pieces` are kept.
            pieces: its passages, see `divided`.
            path: the file, or another address.
            digest: SHA-256 of the file's bytes.

        Raises:
            FileError: the disk refuses.
        """
        languages = [piece.label.language for piece in pieces]
        spoken = max(dict.fromkeys(languages), key=languages.count) if languages else "en"
        added = datetime.now(UTC).replace(microsecond=0)
        with self._changing():
            self._db.execute("DELETE FROM documents WHERE path = ?", (path,))
            count = self._db.execute(f"SELECT count(*) FROM (SELECT 1 FROM passages LIMIT {LARGE})").fetchone()[0]  # noqa: S608
            vectors = 1 if count + len(pieces) > LARGE else None
            name = self._unique(document.name, path)
            row = self._db.execute(
                "INSERT INTO documents (name, path, title, kind, language, digest, added) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (name, path, document.title, document.kind, spoken, digest, added.isoformat()),
            )
            self._db.executemany(
                "INSERT INTO passages (document, position, heading, text, language, digests) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (
                        row.lastrowid,
                        each.position,
                        each.heading,
                        each.text,
                        each.label.language,
                        " ".join(digest for _number, digest in each.vectors[:vectors]),
                    )
                    for each in pieces
                ],
            )
        return Entry(name, path, document.title, document.kind, spoken, digest, added, len(pieces))

    def remove(self, name: str) -> bool:
        """Forget a document; return False when there is none of this name.

        Raises:
            FileError: the disk refuses.
        """
        with self._changing():
            return self._db.execute("DELETE FROM documents WHERE name = ?", (name,)).rowcount > 0

    def _unique(self, name: str, path: str) -> str:
        folder = PurePath(path).parent.name
        wanted, number = name, 2
        if folder and self._taken(wanted):
            wanted = f"{folder}/{name}"
        while self._taken(wanted):
            wanted, number = f"{name} ({number})", number + 1
        return wanted

    def _taken(self, name: str) -> bool:
        return self._db.execute("SELECT 1 FROM documents WHERE name = ?", (name,)).fetchone() is not None

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with self._explained(), database.transaction(self._db):
            yield
            self._db.execute("UPDATE library SET revision = revision + 1")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except (sqlite3.Error, OSError) as fault:
            damaged = isinstance(fault, sqlite3.DatabaseError) and not isinstance(fault, sqlite3.OperationalError)
            raise FileError(
                _("Your documents in %(path)s cannot be read or written: %(reason)s.")
                % {"path": self.path, "reason": clean_line(str(fault))},
                _("Move it away and keep it; journeymap then begins a new one.")
                if damaged
                else _("Free disk space or mend the folder's rights, then try again; what was added before is kept."),
            ) from fault


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def divided(document: Document, language: str | None = None) -> list[Piece]:
    """Return the passages of a document, each in one section.

    Args:
        document: what was read.
        language: its language; None: guessed for each passage.
    """
    texts = [(section.heading, text) for section in _gathered(document.sections) for text in split(section.text)]
    return [
        Piece(
            text=text,
            title=document.title,
            article=document.name,
            heading=heading,
            label=Label(language or language_of(f"{heading}\n{text}")),
            position=position,
        )
        for position, (heading, text) in enumerate(texts)
    ]


def _gathered(sections: Sequence[Section]) -> Iterator[Section]:
    """Join short sections: a heading with a line below it is found for its heading alone, and tells nothing."""
    gathered: Section | None = None
    for section in sections:
        if gathered is None:
            gathered = section
        elif count_words(gathered.text) < _SHORT or count_words(section.text) < _SHORT // 2:
            below = "\n\n".join(filter(None, (section.heading, section.text)))
            gathered = Section(gathered.heading, f"{gathered.text}\n\n{below}")
        else:
            yield gathered
            gathered = section
        if count_words(gathered.text) >= MAX_WORDS:
            yield gathered
            gathered = None
    if gathered is not None:
        yield gathered
