"""Finds the documents among the files and folders that a person names."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant.errors import FileError
from assistant.text import clean_line
from knowledge.documents import faults
from knowledge.documents.document import SUFFIXES


def discover(paths: Sequence[Path]) -> tuple[list[Path], list[FileError]]:
    """Return the documents at `paths`, sorted and each once, and what is wrong with those that cannot be read.

    Folders are searched with the folders in them. What is hidden in them or of another format is passed over, and so
    is a link that leads out of them. Paths are resolved.
    """
    found: set[Path] = set()
    errors: list[FileError] = []
    for path in paths:
        try:
            found.update(_named(path, errors.append))
        except FileError as error:
            errors.append(error)
    return sorted(found), errors


def _named(path: Path, tell: Callable[[FileError], None]) -> Iterator[Path]:
    file = clean_line(str(path))
    try:
        real = path.resolve(strict=True)
        is_folder, is_file = real.is_dir(), real.is_file()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a NUL in the name
        raise faults.missing(file) from error
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        raise faults.unreadable(file, getattr(error, "strerror", None) or str(error)) from error
    if is_folder:
        yield from _inside(real, tell)
    elif not is_file:
        raise faults.not_a_file(file)
    elif real.suffix.lower() not in SUFFIXES:
        raise faults.unsupported(file)
    else:
        yield real


def _inside(root: Path, tell: Callable[[FileError], None]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        tell(faults.unreadable(clean_line(str(error.filename)), error.strerror or str(error)))

    # Links to folders are not followed: one inside this folder is searched anyway.
    for folder, folders, files in os.walk(root, onerror=unreadable):
        folders[:] = [name for name in folders if not _hidden(name)]
        for name in files:
            if _hidden(name) or Path(name).suffix.lower() not in SUFFIXES:
                continue
            try:
                real = Path(folder, name).resolve(strict=True)
                is_document = real.is_file() and real.suffix.lower() in SUFFIXES and real.is_relative_to(root)
            except (OSError, RuntimeError):  # a link to nothing or to itself
                continue
            if is_document:
                yield real


def _hidden(name: str) -> bool:
    """Return whether a name is hidden; Word keeps ``~$name.docx`` beside a document that is open."""
    return name.startswith((".", "~$"))
