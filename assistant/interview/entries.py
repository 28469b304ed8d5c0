"""Events as rows of the database: written with a checksum, read only as they were written."""

import json
import zlib
from datetime import datetime

from assistant.errors import FileError
from assistant.interview.state import Entry, Record
from assistant.locale import _

Row = tuple[int, str, str, str, int | None]
"""What the database holds of an event besides its session: seq, at, kind, data, checksum."""


def values_of(session: str, entry: Entry) -> Row:
    """Return an event as a row."""
    row = (entry.seq, entry.at.isoformat(), entry.kind.value, json.dumps(entry.data, ensure_ascii=False))
    return (*row, checksum(session, *row))


def entry_of(session: str, row: Row) -> Entry:
    """Return the event that a row holds.

    Raises:
        ValueError: it does not hold what was written.
        FileError: a newer version wrote it.
    """
    seq, at, kind, data, written = row
    # Rows of versions before the checksum have none.
    if written is not None and written != checksum(session, seq, at, kind, data):
        raise ValueError(f"event {seq} of {session} is not what was written")
    content = json.loads(data)
    if not isinstance(content, dict):
        raise ValueError(f"event {seq} of {session} holds no object")
    if kind not in set(Record) and written is not None:
        raise FileError(
            _("A newer version of journeymap went on with the session %(session)s.") % {"session": session},
            _("Update journeymap; nothing was changed."),
        )
    return Entry(seq, datetime.fromisoformat(at), Record(kind), content)


def checksum(session: str, seq: int, at: str, kind: str, data: str) -> int:
    """Return the CRC-32 of a row."""
    return zlib.crc32("\0".join((session, str(seq), at, kind, data)).encode("utf-8", "surrogatepass"))
