"""The settings: the command line, else the environment (JOURNEYMAP_…), else the settings file, else the default.

A plain dataclass: defining a pydantic model takes 0.1 s, and these are read before the first frame.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from assistant.errors import UsageError
from assistant.locale import LANGUAGES, _, from_environment
from assistant.locations import data_folder, settings_file

WORDINGS = ("auto", "model", "builtin")


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
    """

    model: str = "auto"
    language: str = "en"
    export_folder: Path = field(default_factory=lambda: data_folder() / "maps")
    wording: Literal["auto", "model", "builtin"] = "auto"
    timeout: float = 120
    embeddings: str = "auto"
    chroma_url: str = ""


NAMES = tuple(setting.name for setting in fields(Settings))


def load(given: Mapping[str, Any], environment: Mapping[str, str] | None = None, path: Path | None = None) -> Settings:
    """Return the settings; `given` holds what the command line said (None: nothing).

    Raises:
        UsageError: the file is not TOML, or a setting is unknown or wrong.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {"language": from_environment()} | _from_file(path or settings_file())
    values |= {name: environment[key] for name in NAMES if environment.get(key := f"JOURNEYMAP_{name.upper()}")}
    values |= {name: value for name, value in given.items() if value is not None}
    return Settings(**{name: _checked(name, value) for name, value in values.items()})


def _checked(name: str, value: Any) -> Any:  # noqa: ANN401 - what TOML holds
    """Return a setting's value in its type."""
    match name:
        case "model" | "embeddings" | "chroma_url" if isinstance(value, str):
            return value
        case "language" if value in LANGUAGES:
            return value
        case "wording" if value in WORDINGS:
            return value
        case "export_folder" if isinstance(value, str | Path):
            return Path(value).expanduser()
        case "timeout" if (seconds := _positive(value)) is not None:
            return seconds
    raise UsageError(
        _("The setting %(name)s cannot be %(value)s.") % {"name": name, "value": repr(value)},
        _("Known settings: %(names)s.") % {"names": ", ".join(NAMES)},
    )


def _positive(value: Any) -> float | None:  # noqa: ANN401 - what TOML holds
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return None
    return seconds if 0 < seconds < float("inf") else None


def _from_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as fault:  # ValueError: not TOML, or not UTF-8
        raise UsageError(
            _("The settings file %(path)s cannot be read: %(reason)s.") % {"path": path, "reason": fault},
            _("Mend or remove it; interviews are not touched by it."),
        ) from fault
