"""The versions of the map format: newer ones are refused, older ones are brought up to date."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from assistant.errors import FileError
from assistant.journey.models import SCHEMA_VERSION
from assistant.locale import _

Migration = Callable[[dict[str, Any]], dict[str, Any]]
"""Turns the content of a file of one version into that of the next."""

MIGRATIONS: Mapping[str, tuple[str, Migration]] = {}
"""What brings a version up to the next: the version that it gives, and how.

A version that only adds optional fields needs none: files without them are valid.
"""

_VERSION = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})")


def refuse_newer(version: str, name: str) -> None:
    """Refuse a file of a version that this program does not know; `name` is what to call the file.

    Raises:
        FileError: the version is newer.
    """
    if _key(version) > _key(SCHEMA_VERSION):
        raise FileError(
            _("%(file)s is in map format %(found)s; this journeymap reads formats up to %(known)s.")
            % {"file": name, "found": version, "known": SCHEMA_VERSION},
            _("Update journeymap: `pip install --upgrade journeymap`."),
        )


def migrated(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content of a map file in the present version; one without a version has the present one."""
    version = str(content.get("schema_version", SCHEMA_VERSION))
    while version in MIGRATIONS:
        version, migration = MIGRATIONS[version]
        content = {**migration(content), "schema_version": version}
    same_form = _VERSION.fullmatch(version) and version.split(".")[0] == SCHEMA_VERSION.split(".")[0]
    return {**content, "schema_version": SCHEMA_VERSION} if same_form else content


def _key(version: str) -> tuple[int, int]:
    found = _VERSION.fullmatch(version)
    return (int(found[1]), int(found[2])) if found else (0, 0)
