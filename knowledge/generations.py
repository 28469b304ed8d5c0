"""Folders that are written once: each state of an index is built beside the last one and put in its place by renaming.

Nothing that is being written is ever read. A killed process leaves a folder that the next writer removes.
"""

import json
import os
import re
import secrets
import shutil
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_CURRENT = "current"
_NAME = re.compile(r"[0-9a-f]{16}")
_UNFINISHED = ".unfinished"
_CHECKSUMS = "checksums.json"
_READ_AT_ONCE = 1 << 20
_STOPPED_WITHIN = 0.1
"""Seconds after which who waits looks whether to stop."""


class Generations:
    """The states of one index in one folder, of which the newest counts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def newest(self) -> Path | None:
        """Return the folder of the newest state, or None when there is none."""
        try:
            name = (self.folder / _CURRENT).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        place = self.folder / name
        return place if _NAME.fullmatch(name) and place.is_dir() else None

    def replace(self, fill: Callable[[Path], None]) -> Path:
        """Let `fill` write a new state into an empty folder, make it the newest, and return where it is.

        The state before it stays until the next replacement: another process may be reading it. Call inside `writing`.

        Raises:
            OSError: the disk refuses.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._sweep(keep=self.newest())
        unfinished = self.folder / f"{secrets.token_hex(8)}{_UNFINISHED}"
        unfinished.mkdir(mode=0o700)
        try:
            fill(unfinished)
            (unfinished / _CHECKSUMS).write_text(json.dumps(_checksums(unfinished)), "utf-8")
            _make_private(unfinished)
            place = unfinished.with_suffix("")
            unfinished.rename(place)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        pointer = self.folder / f"{_CURRENT}{_UNFINISHED}"
        pointer.write_text(place.name, "utf-8")
        pointer.replace(self.folder / _CURRENT)
        return place

    def _sweep(self, keep: Path | None) -> None:
        for place in self.folder.iterdir():
            if place.is_dir() and place != keep:
                shutil.rmtree(place, ignore_errors=True)


def verify(place: Path) -> None:
    """Check that the files of a state are what was written; 100 MB take 0.03 s.

    Not left to those who read them: Chroma's index with a changed byte ends the process, and that of the words counts
    wrong.

    Raises:
        OSError: a file is missing or cannot be read.
        ValueError: one is not as it was.
    """
    written = json.loads((place / _CHECKSUMS).read_text("utf-8"))
    if written != {name: _checksum(place / name) for name in written}:
        raise ValueError(f"the files in {place} are not as they were written")


@contextmanager
def writing(folder: Path, stop: threading.Event | None = None) -> Iterator[bool]:
    """Hold the right to write under `folder`, waiting for another process that does; it ends with the process.

    Yields whether it is held: not, if `stop` was set before.

    Raises:
        OSError: the folder cannot be made.
    """
    import filelock

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = filelock.FileLock(os.fspath(folder / "lock"), mode=0o600)
    while not lock.is_locked:
        if stop is not None and stop.is_set():
            yield False
            return
        with suppress(filelock.Timeout):
            lock.acquire(timeout=_STOPPED_WITHIN)
    try:
        yield True
    finally:
        lock.release()


def _checksums(place: Path) -> dict[str, int]:
    """Return the checksum of every file but SQLite's: it writes to them whenever they are opened, and knows damage."""
    files = (file for file in sorted(place.rglob("*")) if file.is_file() and ".sqlite3" not in file.name)
    return {file.relative_to(place).as_posix(): _checksum(file) for file in files}


def _checksum(file: Path) -> int:
    value = 0
    with file.open("rb") as stream:
        while part := stream.read(_READ_AT_ONCE):
            value = zlib.crc32(part, value)
    return value


def _make_private(folder: Path) -> None:
    """Leave what is in a folder, the words of somebody's documents, to this account alone."""
    for place, folders, files in os.walk(folder):
        for name in folders:
            Path(place, name).chmod(0o700)
        for name in files:
            Path(place, name).chmod(0o600)
