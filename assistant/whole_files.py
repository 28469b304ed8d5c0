"""Files that are written whole or not at all, whatever happens meanwhile: a fault, a kill, a power cut."""

import contextlib
import errno
import os
import tempfile
import time
import zlib
from pathlib import Path

_PREFIX = ".journeymap-"
_ABANDONED_SECONDS = 600
"""Age of a temporary file from which nobody writes it any more: what is written here takes less than a second."""

# What file systems without hard links (FAT, some network shares) answer to `link`.
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def write_whole(path: Path, data: bytes, *, overwrite: bool, mode: int = 0o600) -> None:
    """Write `data` to a temporary file beside `path`, bring it to the disk and give it its name in one step.

    Without `overwrite` no file is replaced, not even one that appears meanwhile. What killed writers have left in the
    folder is removed.

    Raises:
        FileExistsError: there is such a file, and it is not to be replaced.
        OSError: it cannot be written; nothing is left behind.
    """
    _remove_abandoned(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX)  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode != 0o600:
            os.chmod(temporary, mode)
        if overwrite:
            os.replace(temporary, path)
        else:
            _name_once(temporary, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk; only then a power cut cannot take a new one away again."""
    with contextlib.suppress(OSError):  # not every system lets a folder be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _name_once(temporary: str, path: Path) -> None:
    """Give `temporary` the name `path`; FileExistsError if anything has it."""
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # The right to the name is taken first, which one process alone can do; not the name itself, for under it a kill
        # would leave an empty file.
        right = path.with_name(f"{_PREFIX}{zlib.crc32(os.fsencode(path.name)):08x}")
        os.close(os.open(right, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            if os.path.lexists(path):
                raise FileExistsError(path) from None
            os.replace(temporary, path)
        finally:
            os.unlink(right)


def _remove_abandoned(folder: Path) -> None:
    for left in folder.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.lstat().st_mtime > _ABANDONED_SECONDS:
                left.unlink()
