"""Plain text: lines that stand alone like headings are taken as headings."""

import re
from collections.abc import Iterator

from knowledge.documents import faults
from knowledge.documents.document import MAX_CHARACTERS, Extract
from knowledge.documents.encoding import decode
from knowledge.documents.outline import BETWEEN_HEADINGS, Outline

_MAX_HEADING = 80
# More are a date, a price or a telephone number.
_MAX_DIGITS = 4
# A chapter's heading and its first section's, each perhaps twice, as in text copied from web pages.
_MAX_RUN = 4
# No program wraps lines wider than this: a longer line is a whole paragraph.
_WIDEST_WRAP = 130
_BLANK = re.compile(r"\n[ \t\f\v]*(?:\n[ \t\f\v]*)*\n|\f")
_BULLET = re.compile(r"\s*[-*+•◦▪‣·–—>|]")
_NUMBER = re.compile(r"\s*\(?(?:\d+(?:\.\d+)*|[a-zA-Z])[.)]\s")
_WORD = re.compile(r"\w")
_BEGINS = re.compile(r"[\w¿\"'„“«#]")
_SENTENCE_INSIDE = re.compile(r"[.!?…][\"'”»)]?\s+\S")


def extract(data: bytes, file: str) -> Extract:
    """Return the sections of a plain text file; it has no title.

    Raises:
        FileError: it is not text or too long.
    """
    text = decode(data, file)
    if len(text) > MAX_CHARACTERS:
        raise faults.too_long(file)
    outline = Outline(file)
    blocks = _lines(text) if _paragraph_a_line(text) else [(block, False) for block in _BLANK.split(text)]
    for is_heading, block, tight in _classified(
        [(block.strip("\n"), tight) for block, tight in blocks if block.strip()]
    ):
        if is_heading:
            outline.heading(1, block)
        else:
            outline.add(block, tight=tight)
    return Extract("", outline.sections())


def _paragraph_a_line(text: str) -> bool:
    """Return whether each line is a paragraph, as in text copied from web pages: long lines, hardly an empty one."""
    lines = text.strip().split("\n")
    empty = sum(1 for line in lines if not line.strip())
    return empty * 10 < len(lines) and any(len(line) > _WIDEST_WRAP for line in lines)


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it is an item of a list."""
    for line in text.split("\n"):
        yield line, bool(_BULLET.match(line))


def _classified(blocks: list[tuple[str, bool]]) -> Iterator[tuple[bool, str, bool]]:
    """Yield whether a block is a heading, the block, and whether it is an item of a list.

    Two headings in a row are a chapter's and its first section's; of more, which may be the lines of an address or a
    poem, only the one right above the text is taken.
    """
    run: list[str] = []
    for block, tight in blocks:
        if _may_be_heading(block):
            run.append(block)
            continue
        lines, headings = _divided(run, block)
        yield from ((False, line, False) for line in lines)
        if headings:
            yield True, BETWEEN_HEADINGS.join(headings), False
        yield False, block, tight
        run = []
    yield from ((False, line, False) for line in run)


def _divided(run: list[str], block: str) -> tuple[list[str], list[str]]:
    """Return which of the lines above a block are text, and which are its headings; each heading once."""
    is_list = sum(1 for line in [*run[-2:], block[:_MAX_HEADING]] if _NUMBER.match(line)) > 1
    if is_list or not _is_text(block):
        return run, []
    if len(run) <= _MAX_RUN and len(distinct := list(dict.fromkeys(run))) <= 2:
        return [], distinct
    return run[:-1], run[-1:]


def _may_be_heading(block: str) -> bool:
    """Return whether a block looks like a heading: short, one line, one unended sentence or question, no list item."""
    line = block.strip()
    if len(line) > _MAX_HEADING or "\n" in line or _BULLET.match(line) or not _BEGINS.match(line):
        return False
    words = _NUMBER.sub("", line, count=1)
    # A question may be one: those of a shop's frequent questions stand above their answers.
    ended = line[-1] in ".,;:!…" or _SENTENCE_INSIDE.search(words)
    return not ended and sum(map(str.isdigit, words)) <= _MAX_DIGITS and any(map(str.isalpha, words))


def _is_text(block: str) -> bool:
    """Return whether a block is what stands below a heading: more than a few words on a line of their own."""
    line = block.strip()
    if not _WORD.search(line):
        return False
    return "\n" in line or len(line) > _MAX_HEADING or line[-1] in ".,;:!?…" or bool(_BULLET.match(line))
