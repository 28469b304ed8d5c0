"""The settings: the command line, else the environment (JOURNEYMAP_…), else the settings file, else the default.

A plain dataclass: defining a pydantic model takes 0.1 s, and these are read before the first frame.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from assistant.errors import FileError, UsageError
from assistant.locale import LANGUAGES, _, from_environment
from assistant.locations import data_folder, expanded, make_private, settings_file
from assistant.text import clean, shorten
from assistant.whole_files import write_whole

WORDINGS = ("auto", "model", "builtin")
_YES, _NO = ("on", "1", "true", "yes"), ("off", "0", "false", "no")
THEMES = ("dark", "light", "contrast", "terminal-dark", "terminal-light")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person can choose once for all interviews.

    Attributes:
        model: the chat model's spec.
        language: the language of the interface and of new maps.
        export_folder: where a finished map is written.
        wording: who words the questions; ``auto`` leaves it to the model where that is quick.
        timeout: seconds that one call to a model may take.
        embeddings: the spec of the model that makes vectors for the knowledge base.
        chroma_url: the Chroma server on which a team shares documents, or "".
        theme: the colours of the terminal interface; ``terminal-…`` are the terminal's own.
        redact: whether models on servers are given placeholders for personal data.
        keys: the keys chosen for actions of the terminal interface, by the action's name.
    """

    model: str = "auto"
    language: str = "en"
    export_folder: Path = field(default_factory=lambda: data_folder() / "maps")
    wording: Literal["auto", "model", "builtin"] = "auto"
    timeout: float = 120
    embeddings: str = "auto"
    chroma_url: str = ""
    theme: str = "dark"
    redact: Literal["off", "on"] = "off"
    keys: Mapping[str, str] = field(default_factory=dict)


NAMES = tuple(setting.name for setting in fields(Settings))
VARIABLES = {name: f"JOURNEYMAP_{name.upper()}" for name in NAMES if name != "keys"}
"""The environment variable of each setting that has one."""


def load(given: Mapping[str, Any], environment: Mapping[str, str] | None = None, path: Path | None = None) -> Settings:
    """Return the settings; `given` holds what the command line said (None: nothing).

    Raises:
        UsageError: the file is not TOML, or a setting is unknown or wrong.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {"language": from_environment()} | _from_file(path or settings_file())
    values |= {name: environment[key] for name, key in VARIABLES.items() if environment.get(key)}
    values |= {name: value for name, value in given.items() if value is not None}
    return Settings(**{name: _checked(name, value) for name, value in values.items()})


def save(changes: Mapping[str, Any], path: Path | None = None) -> Path:
    """Write `changes` to the settings file, whole or not at all, and return its path.

    Comments, order and settings that are not changed stay as the person wrote them; None takes a setting out. A file
    that is a link to another one (a folder of dot files, say) stays a link.

    Raises:
        UsageError: a value is wrong, or the file that is there is not TOML; it is left as it is.
        FileError: the file cannot be written; it is left as it is.
    """
    import tomlkit  # 20 ms that only a change needs

    path = (path or settings_file()).resolve()
    values = {name: None if value is None else _checked(name, value) for name, value in changes.items()}
    _from_file(path)  # tells a damaged file in words
    document = tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()
    for name, value in values.items():
        if value is None:
            document.pop(name, None)
        elif isinstance(value, Mapping):
            _fill_table(document, name, value)
        else:
            document[name] = str(value) if isinstance(value, Path) else value
    make_private(path.parent)
    _replace(path, tomlkit.dumps(document))
    return path


def _fill_table(document: Any, name: str, values: Mapping[str, str]) -> None:  # noqa: ANN401 - tomlkit's own
    """Make a table of the file hold `values`, without disturbing what stays."""
    table = document.setdefault(name, {})
    for key in [key for key in table if key not in values]:
        del table[key]
    for key, value in values.items():
        if table.get(key) != value:
            table[key] = value
    if not table:
        del document[name]


def _replace(path: Path, text: str) -> None:
    """Put `text` in the place of the file, so that a fault at any moment leaves the old file."""
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
        write_whole(path, text.encode(), overwrite=True, mode=mode)
    except OSError as fault:
        raise FileError(
            _("The settings file %(path)s cannot be written: %(reason)s. It is as it was.")
            % {"path": path, "reason": fault.strerror or fault},
            _("What you chose holds until you leave."),
        ) from fault


def _checked(name: str, value: Any) -> Any:  # noqa: ANN401 - what TOML holds
    """Return a setting's value in its type."""
    match name:
        case "model" | "embeddings" | "chroma_url" if isinstance(value, str):
            return clean(value)  # it is shown
        case "language" if value in LANGUAGES:
            return value
        case "wording" if value in WORDINGS:
            return value
        case "theme" if value in THEMES:
            return value
        case "redact" if value is True or value in _YES:
            return "on"
        case "redact" if value is False or value in _NO:
            return "off"
        case "keys" if isinstance(value, Mapping) and all(isinstance(key, str) for key in _flat(value).values()):
            return _flat(value)
        case "export_folder" if isinstance(value, str | Path):
            return expanded(value)
        case "timeout" if (seconds := _positive(value)) is not None:
            return seconds
    raise UsageError(
        _("The setting %(name)s cannot be %(value)s.")
        % {"name": shorten(name, 60), "value": shorten(repr(value), 100)},
        _("Known settings: %(names)s.") % {"names": ", ".join(NAMES)},
    )


def _flat(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with the names that TOML reads ``prompt.send = …`` as: dotted, not nested."""
    flat: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}.{rest}": deeper for rest, deeper in _flat(value).items()}
        else:
            flat[name] = value
    return flat


def _positive(value: Any) -> float | None:  # noqa: ANN401 - what TOML holds
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError):  # OverflowError: an integer of hundreds of digits
        return None
    return seconds if 0 < seconds < float("inf") else None


def _from_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as fault:  # not TOML, not UTF-8, nested too deep
        raise UsageError(
            _("The settings file %(path)s cannot be read: %(reason)s.") % {"path": path, "reason": fault},
            _("Mend or remove it; interviews are not touched by it."),
        ) from fault
