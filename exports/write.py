"""Writing a file so that it is whole or not there, and never takes another's place unasked."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import FileError
from assistant.locale import _
from assistant.text import clean_line, fold
from assistant.whole_files import write_whole

_LONGEST = 100
"""Characters of a title in a file's name, which may have 255 in all: six words can be longer."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def file_stem(title: str, session: str = "") -> str:
    """Return the name of a map's file without its suffix: the first words of its title, then the session."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(title)).split()
    named = "-".join(words[:6])[:_LONGEST].rstrip("-")
    return "-".join(filter(None, [named, session])) or "map"


def write(path: Path, data: bytes, overwrite: bool = False, *, follow: bool = True) -> None:
    """Write `data` to `path`, readable by its owner alone (0600): maps hold what people said.

    It is written to a temporary file beside it, brought to the disk and given its name in one step. With `overwrite` an
    existing file is replaced; without, never, even one that appears meanwhile. A link is followed, unless `follow` is
    false: then the file takes its place, so that in a folder that others write to, too, no link leads out of it.

    Raises:
        FileError: there is such a file already, or it cannot be written; nothing is left behind.
    """
    name = clean_line(str(path))
    with _told(name):
        target = Path(os.path.realpath(path)) if overwrite and follow else path
        _refuse_unwritable(target, name, overwrite)
        write_whole(target, data, overwrite=overwrite)


def refuse_unwritable(path: Path, overwrite: bool = False) -> None:
    """Refuse what can be seen to be no place for a file, before one of several is written.

    Raises:
        FileError: it is a folder, its folder is missing, or there is such a file already.
    """
    name = clean_line(str(path))
    with _told(name):
        _refuse_unwritable(Path(os.path.realpath(path)) if overwrite else path, name, overwrite)


@contextlib.contextmanager
def _told(name: str) -> Iterator[None]:
    """Tell what the system says of a file as an error of ours."""
    try:
        yield
    except FileExistsError:
        raise _exists(name) from None
    except PermissionError:
        raise FileError(
            _("You are not allowed to write %(file)s.") % {"file": name},
            _("Choose another folder, or change the folder's permissions."),
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        if isinstance(error, OSError) and error.errno in _FULL:
            raise FileError(
                _("There is no room on the disk for %(file)s.") % {"file": name},
                _("Make room, or choose another disk; the interview itself is kept."),
            ) from None
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError(
            _("%(file)s cannot be written: %(reason)s.") % {"file": name, "reason": reason},
            _("Choose another name or folder."),
        ) from None


def _refuse_unwritable(path: Path, name: str, overwrite: bool) -> None:
    if path.is_dir():
        raise FileError(
            _("%(file)s is a folder.") % {"file": name},
            _("Name a file in it, for example %(example)s.") % {"example": clean_line(str(path / "map.json"))},
        )
    if not path.parent.is_dir():
        raise FileError(
            _("The folder %(folder)s does not exist.") % {"folder": clean_line(str(path.parent))},
            _("Create it, or choose another folder."),
        )
    if os.path.lexists(path) and not overwrite:
        raise _exists(name)
    if path.exists() and not path.is_file():
        raise FileError(_("%(file)s is not an ordinary file.") % {"file": name}, _("Choose another name."))


def _exists(name: str) -> FileError:
    return FileError(
        _("There is already a file %(file)s; it was left as it is.") % {"file": name},
        _("Choose another name, or replace it with --force."),
    )
