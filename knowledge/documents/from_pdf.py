"""PDF documents: a section a page, its lines put together to paragraphs."""

import logging
import re
from io import BytesIO
from typing import TYPE_CHECKING

from assistant.locale import _
from knowledge.articles import Section
from knowledge.documents import faults
from knowledge.documents.document import MAX_CHARACTERS, Extract
from knowledge.documents.titles import meaningful

if TYPE_CHECKING:
    from pypdf import PageObject

_ITEM = re.compile(r"\s*([-*•◦▪‣●○·–—]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s)")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”»)]?$")
_HYPHENATED = re.compile(r"(\w+)[-\u2010\u00ad]$")
_FIRST_WORD = re.compile(r"-?(\w+)")
_WORD = re.compile(r"\w+(?:-\w+)*")
# Shares of the width of a page's lines: what ends before is the end of a paragraph, or no running text at all.
_LAST_LINE, _NO_RUNNING_TEXT = 0.85, 0.6


def extract(data: bytes, file: str) -> Extract:
    """Return the pages of a PDF that have text.

    Raises:
        FileError: it needs a password, holds only pictures, or is too long.
    """
    from pypdf import PdfReader  # costs 150 ms
    from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

    # It logs what it mends in a file, and a log line without a handler lands in the middle of the screen.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(BytesIO(data))
    try:
        # Many PDFs that only forbid printing open with an empty password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise faults.protected(file)
        title = meaningful(reader.metadata.title if reader.metadata else None)
        pages = list(reader.pages)
        texts = _texts(pages, file)
    except (DependencyError, FileNotDecryptedError, WrongPasswordError) as error:
        raise faults.protected(file) from error
    if not any(map(_WORD.search, texts)) and any(map(_has_picture, pages)):
        raise faults.pictures_of_text(file)
    known = frozenset(word.lower() for text in texts for word in _WORD.findall(text))
    return Extract(
        title,
        [
            Section(_("page %(number)d") % {"number": number}, paragraphs(text, known))
            for number, text in enumerate(texts, 1)
        ],
    )


def _texts(pages: list["PageObject"], file: str) -> list[str]:
    texts, characters = [], 0
    for page in pages:
        texts.append(page.extract_text())
        characters += len(texts[-1])
        if characters > MAX_CHARACTERS:
            raise faults.too_long(file)
    return texts


def _has_picture(page: "PageObject") -> bool:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources else None
    return any(
        item.get_object().get("/Subtype") in ("/Image", "/Form")
        for item in (objects.get_object() if objects else {}).values()
    )


def paragraphs(text: str, known: frozenset[str]) -> str:
    """Return the lines of a page as paragraphs, the words divided at their ends whole again.

    Args:
        text: the lines.
        known: the words of the whole document in lower case, those with a hyphen among them.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    joined: list[str] = []
    before = ""
    for line in lines:
        if line and before and (divided := _HYPHENATED.search(before)) and _FIRST_WORD.match(line.lstrip()):
            joined[-1] = _undivided(joined[-1], divided[1], line.strip(), known)
        elif line and before and _runs_on(before, line, width):
            joined[-1] += " " + line.strip()
        elif line:
            joined.append(_gap(before, line, width) + line)
        before = line
    return "".join(joined).strip()


def _runs_on(before: str, line: str, width: int) -> bool:
    """Return whether a line goes on with the sentence of the line before it."""
    if _ITEM.match(line) or _ends_paragraph(before, width):
        return False
    return len(before) >= width * _NO_RUNNING_TEXT or line.lstrip()[0].islower()


def _ends_paragraph(line: str, width: int) -> bool:
    return bool(_SENTENCE_END.search(line)) and len(line) < width * _LAST_LINE


def _gap(before: str, line: str, width: int) -> str:
    """Return what stands between two lines that are not joined: an empty line between paragraphs."""
    loose = not before or _ends_paragraph(before, width)
    return "\n\n" if loose and not (before and _ITEM.match(line)) else "\n"


def _undivided(text: str, head: str, line: str, known: frozenset[str]) -> str:
    """Return `text`, which ends in a word part and a hyphen, with `line` after it.

    What the document writes elsewhere decides whether the hyphen belongs to the word; else it does beside a capital, a
    figure or a single letter. Polish repeats such a hyphen on the next line.
    """
    first = _FIRST_WORD.match(line)
    tail = first[1] if first else ""
    stem, hyphen = text[:-1], text[-1]
    if line.startswith("-"):
        return f"{stem}{line}"
    whole, compound = f"{head}{tail}".lower(), f"{head}-{tail}".lower()
    keeps = compound in known or not (tail[0].islower() and head[-1].isalpha()) or len(head) == 1
    if hyphen != "\u00ad" and keeps and whole not in known:
        return f"{stem}-{line}"
    return f"{stem}{line}"
