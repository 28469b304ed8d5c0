"""Where journeymap keeps things: the folders that the system sets aside for programs.

`JOURNEYMAP_HOME` puts all of them under one folder (tests, portable installations, several accounts on one machine).
"""

import os
from pathlib import Path

import platformdirs

from assistant.errors import FileError
from assistant.locale import _
from assistant.whole_files import sync_folder

_APP = "journeymap"


def _folder(kind: str) -> Path:
    home = os.environ.get("JOURNEYMAP_HOME")
    if home:
        return expanded(home) / kind
    return {
        "config": platformdirs.user_config_path,
        "data": platformdirs.user_data_path,
        "state": platformdirs.user_state_path,
        "cache": platformdirs.user_cache_path,
    }[kind](_APP, appauthor=False)


def config_folder() -> Path:
    """Return the folder of the settings file."""
    return _folder("config")


def data_folder() -> Path:
    """Return the folder of the sessions and finished maps."""
    return _folder("data")


def state_folder() -> Path:
    """Return the folder of logs."""
    return _folder("state")


def cache_folder() -> Path:
    """Return the folder of what can be made or fetched again."""
    return _folder("cache")


def weights_folder() -> Path:
    """Return the folder of the local model's weights; `JOURNEYMAP_WEIGHTS` names another."""
    named = os.environ.get("JOURNEYMAP_WEIGHTS")
    return expanded(named) if named else platformdirs.user_cache_path(_APP, appauthor=False) / "weights"


def sessions_file() -> Path:
    """Return the database of sessions."""
    return data_folder() / "sessions.sqlite3"


def settings_file() -> Path:
    """Return the settings file."""
    return config_folder() / "config.toml"


def expanded(path: str | Path) -> Path:
    """Return `path` with the home folder written out; ``~name`` of nobody here is a name like any other."""
    try:
        return Path(os.path.expanduser(path))
    except ValueError:  # a NUL or a lone surrogate behind the ~
        return Path(path)


def make_private(folder: Path) -> Path:
    """Create `folder`, and every one above it that is missing, for this account alone (mode 0700), and return it.

    Their names are brought to the disk, so that a power cut cannot take them away.

    Raises:
        FileError: it cannot be created.
    """
    try:
        missing = [above for above in (folder, *folder.parents) if not above.is_dir()]
        for above in reversed(missing):
            above.mkdir(mode=0o700, exist_ok=True)
            sync_folder(above.parent)
    except OSError as fault:
        raise FileError(
            _("The folder %(folder)s cannot be made: %(reason)s.")
            % {"folder": folder, "reason": fault.strerror or fault},
            _("Choose another with JOURNEYMAP_HOME=FOLDER."),
        ) from fault
    return folder
