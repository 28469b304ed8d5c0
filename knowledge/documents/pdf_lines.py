"""The text of a PDF page: from pieces of text with their places to lines, and from lines to paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

_ITEM = re.compile(r"\s*([-*•◦▪‣●○·–—]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s)")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”»)]?$")
_HYPHENATED = re.compile(r"([^\W_]+)[-\u2010\u00ad]$")
_FIRST_WORD = re.compile(r"-?([^\W_]+)")
# Searched in no more, for the search takes the square of the length of a word.
_LONGEST_WORD = 80
# Shares of the width of a page's lines: what ends before is the end of a paragraph, or no running text at all.
_LAST_LINE, _NO_RUNNING_TEXT = 0.85, 0.6
# Of the height of the letters: what lies this near is on the same line, a superscript included.
_SAME_LINE = 0.5
# Of the distance between lines: a greater one parts paragraphs; of the letters' size: a heading, a footnote.
_APART, _OTHER_SIZE = 1.25, 1.1


@dataclass(slots=True)
class Line:
    """A line of a page: its text, its height above the foot of the page, and the size of its letters, in points."""

    text: str
    height: float
    size: float


@dataclass(slots=True)
class Lines:
    """Puts the pieces of a page together to lines, in the order in which the page draws them.

    pypdf's own text has no line end where a page moves its origin between two paragraphs, as those of ReportLab do,
    and tells nothing of the space between lines.
    """

    lines: list[Line] = field(default_factory=list)
    _origin: Sequence[float] = ()

    def visit(self, text: str, origin: Sequence[float], matrix: Sequence[float], font: object, size: float) -> None:
        """Take a piece; `origin` and `matrix` are the transformations of the page and of the text (a b c d e f)."""
        if not text.strip():
            if self.lines and text and not self.lines[-1].text.endswith(" "):
                self.lines[-1].text += " "
            return
        height = matrix[4] * origin[1] + matrix[5] * origin[3] + origin[5]
        letters = abs(size * (matrix[3] or matrix[1]) * (origin[3] or origin[1])) or 1.0
        for number, part in enumerate(text.strip("\n").split("\n")):
            last = self.lines[-1] if self.lines else None
            if number or last is None or abs(last.height - height) > _SAME_LINE * max(letters, last.size):
                self.lines.append(Line(part, height, letters))
            else:
                apart = list(origin) != list(self._origin) and not last.text.endswith(" ")
                last.text += " " + part if apart else part
                last.size = max(last.size, letters)
        self._origin = list(origin)


def paragraphs(lines: Sequence[Line], known: frozenset[str]) -> str:
    """Return the lines of a page as paragraphs with an empty line between, divided words whole again.

    Args:
        lines: the lines.
        known: the words of the whole document in lower case, those with a hyphen among them.
    """
    lines = [Line(text, line.height, line.size) for line in lines if (text := " ".join(line.text.split()))]
    if not lines:
        return ""
    lengths = sorted(len(line.text) for line in lines)
    width = lengths[len(lengths) * 9 // 10]
    steps = [before.height - line.height for before, line in pairwise(lines)]
    leading = median([step for step in steps if step > 0] or [0])
    joined = [lines[0].text]
    for before, line in pairwise(lines):
        apart = _apart(before, line, leading)
        divided = _HYPHENATED.search(before.text[-_LONGEST_WORD:])
        if divided and not apart and _FIRST_WORD.match(line.text):
            joined[-1] = _undivided(joined[-1], divided[1], line.text, known)
        elif not apart and _runs_on(before.text, line.text, width):
            joined[-1] += " " + line.text
        else:
            loose = apart or (_ends_paragraph(before.text, width) and not _ITEM.match(line.text))
            joined += ["\n\n" if loose else "\n", line.text]
    return "".join(joined)


def _apart(before: Line, line: Line, leading: float) -> bool:
    """Return whether space or another size of letters parts two lines; a line further up begins a new column."""
    sizes = sorted((before.size, line.size))
    return before.height - line.height > leading * _APART or sizes[1] > sizes[0] * _OTHER_SIZE


def _runs_on(before: str, line: str, width: int) -> bool:
    """Return whether a line goes on with the sentence of the line before it."""
    if _ITEM.match(line) or _ends_paragraph(before, width):
        return False
    return len(before) >= width * _NO_RUNNING_TEXT or line[0].islower()


def _ends_paragraph(line: str, width: int) -> bool:
    return bool(_SENTENCE_END.search(line)) and len(line) < width * _LAST_LINE


def _undivided(text: str, head: str, line: str, known: frozenset[str]) -> str:
    """Return `text`, which ends in `head`, the first part of a word, and a hyphen, with `line` after it.

    What the document writes elsewhere decides whether the hyphen belongs to the word; else it does beside a capital, a
    figure or a single letter. Polish repeats such a hyphen on the next line.
    """
    first = _FIRST_WORD.match(line)
    tail = first[1] if first else ""
    stem, hyphen = text[:-1], text[-1]
    if line.startswith("-"):
        return f"{stem}{line}"
    whole, compound = f"{head}{tail}".lower(), f"{head}-{tail}".lower()
    likely = not tail[:1].islower() or not head[-1].isalpha() or len(head) == 1
    if hyphen != "\u00ad" and (compound in known or (likely and whole not in known)):
        return f"{stem}-{line}"
    return f"{stem}{line}"
