"""Reading rows out of a damaged SQLite file, page by page, whatever became of its header, trees and indexes.

The format is that of https://www.sqlite.org/fileformat2.html: every leaf page lists its own cells, so each page that is
whole gives its rows even if no way leads to it any more. A row is accepted only if it is one of ours; for events a
checksum says so (`checksum` in `assistant.interview.store`).
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Value = int | float | str | bytes | None

_USUAL_PAGE = 4096
_WAL_HEADER, _FRAME_HEADER = 32, 24
_WORD = 0xFFFFFFFF
_INDEX_PAGES, _TABLE_LEAF = {0x02: 12, 0x0A: 8}, 0x0D
SESSION = re.compile(r"\d{6}-[a-z0-9]{4}", re.ASCII)
"""The id of a session."""

_SESSION = re.compile(SESSION.pattern.encode())
_SAID = re.compile(rb'(%b).{0,90}?answered.{0,24}?text": ("(?:[^"\\]|\\.)*+")' % SESSION.pattern.encode(), re.DOTALL)
"""An answer as it stands in the file, behind its session: id, sequence, moment, kind, data."""
_MOST_OVERFLOW = 100_000
"""Pages that one row may go on over; in a damaged file the chain can be a circle."""


@dataclass(slots=True)
class Pages:
    """The pages of a database and its write-ahead log; of each, every version there is, the newest first."""

    size: int
    versions: dict[int, list[bytes]] = field(default_factory=dict)

    @classmethod
    def of(cls, database: Path, log: Path) -> "Pages":
        """Read both files; either may be missing.

        Raises:
            OSError: one cannot be read.
        """
        data = database.read_bytes() if database.exists() else b""
        frames = log.read_bytes() if log.exists() else b""
        pages = cls(_page_size(data[16:18], frames[8:12]))
        for start in range(_WAL_HEADER, len(frames) - _FRAME_HEADER, _FRAME_HEADER + pages.size):
            number = int.from_bytes(frames[start : start + 4])
            pages._add(number, frames[start + _FRAME_HEADER : start + _FRAME_HEADER + pages.size])
        for versions in pages.versions.values():
            versions.reverse()
        for number, start in enumerate(range(0, len(data), pages.size), 1):
            pages._add(number, data[start : start + pages.size])
        return pages

    def _add(self, number: int, page: bytes) -> None:
        self.versions.setdefault(number, []).append(page.ljust(self.size, b"\0"))

    def rows(self) -> Iterator[tuple[bool, tuple[Value, ...]]]:
        """Yield every row of every page, and whether it stands where its page lists it; the newest of a page first.

        Rows that no page lists any more are looked for by the id of a session at their beginning.
        """
        for number, versions in self.versions.items():
            for page in versions:
                for start, table in _listed(page, 100 if number == 1 else 0):
                    for row in self._rows_at(page, start, table):
                        yield True, row
                for found in _SESSION.finditer(page):
                    for start in range(max(found.start() - 12, 0), found.start() - 2):
                        if page[start] == found.start() - start:
                            for row in self._rows_at(page, start, table=False):
                                yield False, row

    def said(self) -> Iterator[tuple[str, str]]:
        """Yield session and text of the answers whose bytes stand in a page, in a record that can be read or not."""
        for versions in self.versions.values():
            for page in versions:
                for found in _SAID.finditer(page):
                    with suppress(ValueError):
                        yield found[1].decode(), json.loads(found[2])

    def _rows_at(self, page: bytes, start: int, table: bool) -> Iterator[tuple[Value, ...]]:
        """Yield what the record at `start` holds: more than once, where pages that it goes on over have versions."""
        try:
            serials, head = _serials(page, start)
            length = head + sum(map(_width, serials))
            local = _local(length, self.size, table)
            if local == length:
                yield _values(page[start : start + length], serials, head)
                return
            beginning = page[start : start + local]
            following = int.from_bytes(page[start + local : start + local + 4])
            for newest in (True, False):
                whole = beginning + self._chain(following, length - local, newest=newest)
                if len(whole) == length:
                    yield _values(whole, serials, head)
        except (IndexError, ValueError):
            return

    def _chain(self, number: int, length: int, *, newest: bool) -> bytes:
        pieces: list[bytes] = []
        while length > 0 and number in self.versions and len(pieces) < _MOST_OVERFLOW:
            page = self.versions[number][0 if newest else -1]
            pieces.append(page[4 : 4 + length])
            length -= len(pieces[-1])
            number = int.from_bytes(page[:4])
        return b"".join(pieces)


def unread_commits(log: bytes, read: int) -> bool:
    """Tell whether a write-ahead log holds a commit beyond the `read` frames that SQLite takes from it, by damage.

    SQLite stops at the first frame whose checksum is wrong, without a word. A process that was killed leaves at most
    one such frame, the last of its log: where it writes over an older and longer log, its head may stand before a page
    of old bytes. Behind a damaged frame there are others. Source of the layout: sqlite.org/walformat.html.
    """
    if len(log) < _WAL_HEADER + _FRAME_HEADER:
        return False  # nothing was committed
    size = int.from_bytes(log[8:12])
    if not _is_page_size(size):
        return read == 0
    salts, last, commit = log[16:24], 0, 0
    whole = len(log) - _FRAME_HEADER - size  # of a frame that a kill cut off, only the beginning is there
    for number, start in enumerate(range(_WAL_HEADER, whole + 1, _FRAME_HEADER + size), 1):
        head = log[start : start + _FRAME_HEADER]
        if head[8:16] == salts:
            last = number
            commit = number if any(head[4:8]) else commit  # the size of the database: only a commit tells it
    return commit > read and _first_broken(log, size, read, last) < last


def _first_broken(log: bytes, size: int, read: int, last: int) -> int:
    """Return the first frame behind `read` whose checksum is wrong; the one behind `last` if none is."""
    order: Literal["big", "little"] = "big" if log[3] & 1 else "little"
    start = _WAL_HEADER + (read - 1) * (_FRAME_HEADER + size)
    sums = log[start + 16 : start + 24] if read else log[24:32]
    for number in range(read + 1, last + 1):
        start = _WAL_HEADER + (number - 1) * (_FRAME_HEADER + size)
        page = start + _FRAME_HEADER
        sums = _summed(sums, log[start : start + 8] + log[page : page + size], order)
        if sums != log[start + 16 : page]:
            return number
    return last + 1


def _summed(sums: bytes, data: bytes, order: Literal["big", "little"]) -> bytes:
    """Return the checksum of a log's frame: two sums, each adding the other, over words of 32 bits."""
    one, two = int.from_bytes(sums[:4]), int.from_bytes(sums[4:])
    for place in range(0, len(data), 8):
        one = (one + int.from_bytes(data[place : place + 4], order) + two) & _WORD
        two = (two + int.from_bytes(data[place + 4 : place + 8], order) + one) & _WORD
    return one.to_bytes(4) + two.to_bytes(4)


def _page_size(in_database: bytes, in_log: bytes) -> int:
    sizes = (int.from_bytes(in_log), {1: 65536}.get(told := int.from_bytes(in_database), told))
    return next((size for size in sizes if _is_page_size(size)), _USUAL_PAGE)


def _is_page_size(size: int) -> bool:
    return 512 <= size <= 65536 and size & (size - 1) == 0


def _listed(page: bytes, first: int) -> Iterator[tuple[int, bool]]:
    """Yield where the records of a page begin, and whether they are of a table with row numbers."""
    kind = page[first]
    if kind not in _INDEX_PAGES and kind != _TABLE_LEAF:
        return
    cells = first + _INDEX_PAGES.get(kind, 8)
    count = int.from_bytes(page[first + 3 : first + 5])
    for place in range(cells, min(cells + 2 * count, len(page) - 1), 2):
        start = int.from_bytes(page[place : place + 2]) + (4 if kind == 0x02 else 0)
        try:
            for _number in range(2 if kind == _TABLE_LEAF else 1):  # the length; of a table, the number of the row
                _read, start = _varint(page, start)
        except IndexError:
            continue
        yield start, kind == _TABLE_LEAF


def _serials(page: bytes, start: int) -> tuple[list[int], int]:
    """Return the types of a record's values, and the length of the head that tells them."""
    head, place = _varint(page, start)
    serials: list[int] = []
    while place < start + head:
        serial, place = _varint(page, place)
        serials.append(serial)
    if place != start + head or not serials or any(serial in (10, 11) for serial in serials):
        raise ValueError("no record")
    return serials, head


def _varint(page: bytes, start: int) -> tuple[int, int]:
    number = 0
    for place in range(start, start + 8):
        number = number << 7 | page[place] & 0x7F
        if page[place] < 0x80:
            return number, place + 1
    return number << 8 | page[start + 8], start + 9


_WIDTHS: Sequence[int] = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)


def _width(serial: int) -> int:
    return _WIDTHS[serial] if serial < 10 else (serial - 12) // 2


def _local(length: int, size: int, table: bool) -> int:
    """Return how many bytes of a record stand in its own page."""
    least = (size - 12) * 32 // 255 - 23
    most = size - 35 if table else (size - 12) * 64 // 255 - 23
    if length <= most:
        return length
    local = least + (length - least) % (size - 4)
    return local if local <= most else least


def _values(record: bytes, serials: Sequence[int], place: int) -> tuple[Value, ...]:
    values: list[Value] = []
    for serial in serials:
        piece = record[place : place + _width(serial)]
        place += len(piece)
        if serial == 0:
            values.append(None)
        elif serial in (8, 9):
            values.append(serial - 8)
        elif serial < 7:
            values.append(int.from_bytes(piece, signed=True))
        elif serial == 7:
            values.append(0.0)  # we store no fractions
        else:
            values.append(piece.decode("utf-8") if serial % 2 else piece)
    return tuple(values)
