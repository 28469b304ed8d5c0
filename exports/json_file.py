"""The map as JSON: the form that loses nothing and is read back."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from assistant.errors import FileError
from assistant.journey.models import JourneyMap
from assistant.locale import _
from assistant.text import clean_line, shorten
from exports.versions import migrated, refuse_newer

MAX_BYTES = 20_000_000
"""The largest file that is read; a long map has some hundred kilobytes."""

# Each wrong value of a file costs about 1 KB while its fault is described: a file of 10 MB of `1,1,1,...` took 2 GB.
_MAX_COMMAS = 500_000
# An object in which all is missing has several faults: 490,000 times `{}` took 1.4 GB. An item of a map has two.
_MAX_OBJECTS = 100_000


class JsonExporter:
    """All of the map, as the published JSON Schema describes it."""

    name = "json"
    suffix = ".json"
    cannot_carry: tuple[str, ...] = ()

    def export(self, journey: JourneyMap) -> bytes:
        """Return the map in indented UTF-8; equal maps give the same bytes."""
        content = journey.model_dump(mode="json")
        for part, facts in (("goal", journey.goal), ("persona", journey.persona)):
            origins = content[part]["origins"]
            content[part]["origins"] = {key: origins[key] for key in facts.origin_keys()}
        return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


EXPORTER = JsonExporter()


def read_map(source: Path | bytes) -> JourneyMap:
    """Return the map that a JSON file, or its contents, hold; one in an older format is brought up to date.

    Raises:
        FileError: there is no such file, it cannot be read, or it holds no map of this format.
    """
    name = _("The map") if isinstance(source, bytes) else clean_line(str(source))
    data = source if isinstance(source, bytes) else read_bytes(source, name)
    if len(data) > MAX_BYTES or data.count(b",") > _MAX_COMMAS or data.count(b"{") > _MAX_OBJECTS:
        raise FileError(
            _("%(file)s is too big to be a journey map.") % {"file": name},
            _("Choose a file that `journeymap export SESSION --to json` wrote."),
        )
    content = _parse(data, name)
    refuse_newer(str(content.get("schema_version", "")), name)
    try:
        return JourneyMap.model_validate(migrated(content))
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise FileError(
            _("%(file)s does not fit the map format: %(fault)s.") % {"file": name, "fault": _sentence(fault)},
            _("Correct the file, or export the map again; `journeymap schema` prints the format."),
        ) from None


def read_bytes(path: Path, name: str) -> bytes:
    """Return what a file holds, at most a byte more than `MAX_BYTES`; `name` is what to call it.

    Raises:
        FileError: there is no such file, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise FileError(
            _("There is no file %(file)s.") % {"file": name},
            _("Check the name; `journeymap list` shows the interviews that are kept."),
        ) from None
    except IsADirectoryError:
        raise FileError(_("%(file)s is a folder, not a map file.") % {"file": name}, _("Name a file in it.")) from None
    except PermissionError:
        raise FileError(
            _("You are not allowed to read %(file)s.") % {"file": name},
            _("Change the file's permissions, or choose another file."),
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError(
            _("%(file)s cannot be read: %(reason)s.") % {"file": name, "reason": reason},
            _("Choose another file."),
        ) from None


def _parse(data: bytes, name: str) -> dict[str, Any]:
    export_again = _("Export the map again with `journeymap export SESSION --to json`, or choose another file.")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise FileError(
            _("%(file)s is not text in UTF-8.") % {"file": name},
            _("Save it as UTF-8, or choose another file."),
        ) from None
    except json.JSONDecodeError as error:
        raise FileError(
            _("%(file)s is not valid JSON: there is a fault in line %(line)d, column %(column)d.")
            % {"file": name, "line": error.lineno, "column": error.colno},
            export_again,
        ) from None
    except (RecursionError, ValueError):  # nested too deep; a number of thousands of digits
        raise FileError(_("%(file)s holds JSON that no map has.") % {"file": name}, export_again) from None
    if not isinstance(content, dict):
        raise FileError(_("%(file)s holds no journey map.") % {"file": name}, export_again)
    return content


def _sentence(fault: ErrorDetails) -> str:
    """Return what is wrong with one value, and where it is: ``touchpoints[2].emotion cannot be 7``."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in fault["loc"])
    place = shorten(steps.lstrip("."), 80) or _("the file")
    kind = fault["type"]
    if kind == "missing":
        return _("%(place)s is missing") % {"place": place}
    if kind == "extra_forbidden":
        return _("a map has no field %(place)s") % {"place": place}
    if kind == "string_unicode":
        return _("%(place)s holds text that is not Unicode") % {"place": place}
    if kind == "value_error":
        return f"{place}: {fault['ctx']['error']}"
    value = fault["input"]
    shown = _("a list or an object") if isinstance(value, dict | list) else json.dumps(value, ensure_ascii=False)
    return _("%(place)s cannot be %(value)s") % {"place": place, "value": shorten(shown, 40)}
