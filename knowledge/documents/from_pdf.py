"""PDF documents: a section a page, its lines put together to paragraphs."""

import logging
import re
import time
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

from assistant.locale import _
from knowledge.articles import Section
from knowledge.documents import faults
from knowledge.documents.document import MAX_CHARACTERS, Extract
from knowledge.documents.pdf_lines import Line, Lines, paragraphs
from knowledge.documents.titles import meaningful

if TYPE_CHECKING:
    from pypdf import PageObject

MAX_SECONDS = 180.0
"""How long the pages of a file may take. pypdf bounds the work for one page (about 10 s), not that for all of them."""

_WORD = re.compile(r"\w+(?:-\w+)*")


def extract(data: bytes, file: str) -> Extract:
    """Return the pages of a PDF that have text.

    Raises:
        FileError: it needs a password, holds only pictures, is too long, or takes too long.
    """
    from pypdf import PdfReader  # costs 270 ms
    from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

    # It logs what it mends in a file, and a log line without a handler lands in the middle of the screen.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(data))
        # Many PDFs that only forbid printing open with an empty password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise faults.protected(file)
        title = meaningful(reader.metadata.title if reader.metadata else None)
        pages = list(reader.pages)
        lines = _lines(pages, file)
    except (DependencyError, FileNotDecryptedError, WrongPasswordError) as error:
        raise faults.protected(file) from error
    if not any(lines) and any(map(_has_picture, pages)):
        raise faults.pictures_of_text(file)
    known = frozenset(word.lower() for page in lines for line in page for word in _WORD.findall(line.text))
    return Extract(
        title,
        [
            Section(_("page %(number)d") % {"number": number}, paragraphs(page, known))
            for number, page in enumerate(lines, 1)
        ],
    )


def _lines(pages: list["PageObject"], file: str) -> list[list[Line]]:
    """Return the lines of each page."""
    found, characters = [], 0
    look = _until(time.monotonic() + MAX_SECONDS, file)
    for page in pages:
        reader = Lines()
        look()
        page.extract_text(visitor_text=reader.visit, visitor_operand_before=look)
        found.append(reader.lines)
        characters += sum(len(line.text) for line in reader.lines)
        if characters > MAX_CHARACTERS:
            raise faults.too_long(file)
    return found


def _until(end: float, file: str) -> Callable[..., None]:
    """Return what to call before each step of the work, whatever it is told: it refuses a file that takes too long."""

    def look(*_step: object) -> None:
        if time.monotonic() > end:
            raise faults.takes_too_long(file)

    return look


def _has_picture(page: "PageObject") -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources else None
    items = objects.get_object().values() if objects else ()
    return any(item.get_object().get("/Subtype") in ("/Image", "/Form") for item in items)
