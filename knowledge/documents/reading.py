"""Reads one document: checks the file, lets its format's reader extract the text, and cleans it."""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from assistant.errors import FileError
from assistant.text import clean, clean_line, shorten
from knowledge.articles import Section
from knowledge.documents import faults, from_csv, from_docx, from_html, from_markdown, from_pdf, from_text
from knowledge.documents.document import MAX_BYTES, SUFFIXES, Document, Extract
from knowledge.documents.outline import BETWEEN_HEADINGS

_EXTRACTORS: dict[str, Callable[[bytes, str], Extract]] = {
    "markdown": from_markdown.extract,
    "text": from_text.extract,
    "html": from_html.extract,
    "pdf": from_pdf.extract,
    "docx": from_docx.extract,
    "csv": from_csv.extract,
}
_MAX_TITLE = 200
# Soft hyphens, zero-width spaces and byte order marks divide words for a search and for nobody else.
_UNSEEN = str.maketrans(dict.fromkeys("\u00ad\u200b\u2060\ufeff"))
_EMPTY_LINES = re.compile(r"\n{3,}")
_WORD = re.compile(r"\w")


def read(path: Path) -> Document:
    """Return the text of a document with its sections.

    Nothing that a document refers to is loaded, and nothing in it is run.

    Raises:
        FileError: the file is missing, unreadable, too big or too long, of another format, damaged, protected by a
            password, or without text.
    """
    file = clean_line(str(path))
    data = _bytes(path, file)
    kind = SUFFIXES[path.suffix.lower()]
    try:
        title, found = _EXTRACTORS[kind](data, file)
    except FileError:
        raise
    except Exception as error:
        # Damaged files make the parsers raise whatever their code happens to meet, up to RecursionError.
        raise faults.broken(file, kind) from error
    title = shorten(_seen(title), _MAX_TITLE) or clean_line(path.stem)
    sections = tuple(_without_title(_cleaned(found), title))
    if not any(_WORD.search(section.text) for section in sections):
        raise faults.no_text(file)
    return Document(clean_line(path.name), title, kind, sections)


def _bytes(path: Path, file: str) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise faults.not_a_file(file)  # before it is opened: a pipe would wait for ever
        if path.suffix.lower() not in SUFFIXES:
            raise faults.unsupported(file)
        if status.st_size > MAX_BYTES:
            raise faults.too_big(file)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise faults.missing(file) from error
    except OSError as error:
        raise faults.unreadable(file, os.strerror(error.errno) if error.errno else str(error)) from error
    except ValueError as error:  # a NUL or a lone surrogate in the name
        raise faults.missing(file) from error
    if len(data) > MAX_BYTES:
        raise faults.too_big(file)
    return data


def _cleaned(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        lines = clean(_seen(section.text)).split("\n")
        text = _EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in lines)).strip()
        if _WORD.search(text):
            yield Section(clean_line(_seen(section.heading)), text)


def _without_title(sections: Iterable[Section], title: str) -> list[Section]:
    """Return the sections without a title that only repeats the document's."""
    every = list(sections)
    prefix = title + BETWEEN_HEADINGS
    kept = [
        Section(section.heading.removeprefix(prefix), section.text)
        for section in every
        if section.heading or section.text != title
    ]
    return kept or every


def _seen(text: str) -> str:
    return text.translate(_UNSEEN)
