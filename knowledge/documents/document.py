"""What a person's document is once it is read, and how large it may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from knowledge.articles import Section

MAX_BYTES = 50_000_000
"""Bytes of the largest file that is read."""

MAX_CHARACTERS = 5_000_000
"""Characters of the longest text that is read: some 2,500 pages."""

SUFFIXES: Mapping[str, str] = MappingProxyType({
    ".md": "markdown", ".markdown": "markdown",
    ".txt": "text", ".text": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".csv": "csv", ".tsv": "csv",
})  # fmt: skip
"""The suffixes of the files that can be read, in lower case, and the kind of document that each stands for."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the person's own, ready for a search index.

    Attributes:
        name: the file's name, such as ``guide.md``.
        title: what the document calls itself, else the file's name without its suffix.
        kind: one of the values of `SUFFIXES`.
        sections: its text, plain or light Markdown, cleaned; at least one, and none is empty.
    """

    name: str
    title: str
    kind: str
    sections: tuple[Section, ...]


class Extract(NamedTuple):
    """What a reader of one format finds in a file, not yet cleaned; `title` is "" when the file names none."""

    title: str
    sections: list[Section]
