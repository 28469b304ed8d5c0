"""Folders that are written once: each state of an index is built beside the last one and put in its place by renaming.

Nothing that is being written is ever read. A killed process leaves a folder that the next writer removes.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_CURRENT = "current"
_UNFINISHED = ".unfinished"


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
        return place if name and place.parent == self.folder and place.is_dir() else None

    def replace(self, fill: Callable[[Path], None]) -> Path:
        """Let `fill` write a new state into an empty folder, make it the newest, and return where it is.

        The state before it stays until the next replacement: another process may be reading it. Call inside `writing`.

        Raises:
            OSError: the disk refuses.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = self.newest()
        self._sweep({before})
        unfinished = self.folder / f"{secrets.token_hex(8)}{_UNFINISHED}"
        unfinished.mkdir(mode=0o700)
        try:
            fill(unfinished)
            place = unfinished.with_suffix("")
            unfinished.rename(place)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        pointer = self.folder / f"{_CURRENT}{_UNFINISHED}"
        pointer.write_text(place.name, "utf-8")
        pointer.replace(self.folder / _CURRENT)
        self._sweep({before, place})
        return place

    def _sweep(self, keep: set[Path | None]) -> None:
        for place in self.folder.iterdir():
            if place.is_dir() and place not in keep:
                shutil.rmtree(place, ignore_errors=True)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the right to write under `folder`, waiting for another process that does; it ends with the process.

    Raises:
        OSError: the folder cannot be made.
    """
    import filelock

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with filelock.FileLock(os.fspath(folder / "lock"), mode=0o600):
        yield
