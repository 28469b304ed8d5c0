"""Completing a path to a document while it is typed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from assistant import locations
from assistant.text import clean_line

MOST = 50
"""Paths that are offered at once."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What a path can be completed to: the path as it is typed, its last part as it is shown, and what it is."""

    path: str
    name: str
    folder: bool
    size: str = ""


def expanded(typed: str) -> Path:
    """Return the path that was typed, the home folder written out; quotes around a dragged-in path go."""
    if len(typed) > 1 and typed[0] == typed[-1] and typed[0] in "'\"":
        typed = typed[1:-1]
    return locations.expanded(typed)


def complete(typed: str) -> list[Completion]:
    """Return the folders and the documents that begin with what is typed, folders first; hidden ones only when asked.

    What cannot be read has nothing to offer.
    """
    from knowledge.documents.document import SUFFIXES

    head, wanted = os.path.split(typed)
    found: list[Completion] = []
    try:
        with os.scandir(expanded(head or ".")) as entries:
            for entry in entries:
                if not entry.name.lower().startswith(wanted.lower()) or entry.name.startswith(".") > wanted.startswith(
                    "."
                ):
                    continue
                folder = entry.is_dir()
                if folder or Path(entry.name).suffix.lower() in SUFFIXES:
                    found.append(_completion(head, entry, folder))
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return []
    return sorted(found, key=lambda each: (not each.folder, each.name.lower()))[:MOST]


def _completion(head: str, entry: os.DirEntry[str], folder: bool) -> Completion:
    name = clean_line(entry.name) + (os.sep if folder else "")
    path = os.path.join(head, entry.name) + (os.sep if folder else "")
    return Completion(path, name, folder, "" if folder else _size(entry.stat().st_size))


def _size(count: int) -> str:
    for unit in ("B", "kB", "MB"):
        if count < 1000 or unit == "MB":
            return f"{count:.0f} {unit}"
        count //= 1000
    return ""
