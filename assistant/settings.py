"""The settings: the command line, else the environment (JOURNEYMAP_…), else the settings file, else the default."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import UsageError
from assistant.locale import LANGUAGES, _, from_environment
from assistant.locations import data_folder, settings_file


class Settings(BaseModel):
    """What a person can choose once for all interviews."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = "auto"
    """The chat model's spec."""

    language: Annotated[str, Field(pattern=f"^({'|'.join(LANGUAGES)})$")] = "en"
    """The language of the interface and of new maps."""

    export_folder: Path = Field(default_factory=lambda: data_folder() / "maps")
    """Where a finished map is written."""

    wording: Literal["auto", "model", "builtin"] = "auto"
    """Who words the questions: ``auto`` leaves it to the model where that is quick."""

    timeout: Annotated[float, Field(gt=0)] = 120
    """Seconds that one call to a model may take."""


def load(given: Mapping[str, Any], environment: Mapping[str, str] | None = None, path: Path | None = None) -> Settings:
    """Return the settings; `given` holds what the command line said (None: nothing).

    Raises:
        UsageError: the file is not TOML, or a setting is unknown or wrong.
    """
    environment = os.environ if environment is None else environment
    path = path or settings_file()
    values: dict[str, Any] = {"language": from_environment()} | _from_file(path)
    values |= {
        name: environment[f"JOURNEYMAP_{name.upper()}"]
        for name in Settings.model_fields
        if environment.get(f"JOURNEYMAP_{name.upper()}")
    }
    values |= {name: value for name, value in given.items() if value is not None}
    try:
        return Settings.model_validate(values)
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        name = ".".join(map(str, first["loc"]))
        raise UsageError(
            _("The setting %(name)s cannot be used: %(reason)s.") % {"name": name, "reason": first["msg"]},
            _("Known settings: %(names)s.") % {"names": ", ".join(Settings.model_fields)},
        ) from fault


def _from_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise UsageError(
            _("The settings file %(path)s cannot be read: %(reason)s.") % {"path": path, "reason": fault},
            _("Mend or remove it; interviews are not touched by it."),
        ) from fault
