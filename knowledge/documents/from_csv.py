"""Tables in CSV and TSV files: each row a paragraph that names its columns."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import Literal

from assistant.locale import _
from knowledge.documents import faults
from knowledge.documents.document import MAX_CHARACTERS, Extract
from knowledge.documents.encoding import decode
from knowledge.documents.outline import Outline

MAX_ROWS = 100_000
"""Rows of the longest table that is read, the first, which names its columns, not counted."""

ROWS_A_SECTION = 20

_DELIMITERS = ",;\t"
_SAMPLE, _SAMPLE_ROWS = 100_000, 50
# The unit separator, which no one types: the table has one column.
_NONE = "\x1f"
# What Excel writes and reads above a table.
_HINT = re.compile(r"sep=([,;\t])[ \t]*\n")


def extract(data: bytes, file: str) -> Extract:
    """Return the rows of a table as ``column: value; column: value``, empty values left out; it has no title.

    The first row holds the names of the columns; when it is the only one, its values are the text.

    Raises:
        FileError: it is not text, or too long.
    """
    text = decode(data, file)
    if len(text) > MAX_CHARACTERS:
        raise faults.too_long(file)
    rows = _table(text)
    if len(rows) - 1 > MAX_ROWS:
        raise faults.too_many_rows(file, MAX_ROWS)
    outline = Outline(file)
    # Exports of programs often begin with a title or a date above the columns.
    while len(rows) > 1 and len(rows[1]) > 1 and not any(rows[0][1:]):
        outline.add(rows.pop(0)[0])
    columns = [name.rstrip(":") for name in rows[0]] if rows else []
    if len(rows) == 1:
        outline.add("; ".join(filter(None, columns)))
    for first in range(1, len(rows), ROWS_A_SECTION):
        section = rows[first : first + ROWS_A_SECTION]
        if len(rows) - 1 > ROWS_A_SECTION:
            outline.heading(1, _("rows %(first)d to %(last)d") % {"first": first, "last": first + len(section) - 1})
        for row in section:
            outline.add("; ".join(_named(columns, row)))
    return Extract("", outline.sections())


def _table(text: str) -> list[list[str]]:
    """Return the rows that are not empty: the names of the columns and at most one row more than `MAX_ROWS`."""
    hint = _HINT.match(text)
    delimiter = hint[1] if hint else _delimiter(text)
    text = text[hint.end() :] if hint else text
    try:
        return list(islice(_rows(text, delimiter, csv.QUOTE_MINIMAL), MAX_ROWS + 2))
    except csv.Error:
        # A cell of more than 131,072 characters: a quotation mark that has no end. So these marks are only signs here.
        return list(islice(_rows(text, delimiter, csv.QUOTE_NONE), MAX_ROWS + 2))


def _rows(text: str, delimiter: str, quoting: Literal[0, 3]) -> Iterator[list[str]]:
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting):
        cells = [" ".join(cell.split()) for cell in row]
        if any(cells):
            yield cells


def _delimiter(text: str) -> str:
    """Return the delimiter that divides the most of the first rows into equally many cells.

    A decimal comma makes rows of unequal length, as the names of the columns have none. Not `csv.Sniffer`: it takes
    letters for delimiters.
    """
    best, chosen = (0.0, 0), _NONE
    for delimiter in _DELIMITERS:
        try:
            rows = list(islice(_rows(text[:_SAMPLE], delimiter, csv.QUOTE_MINIMAL), _SAMPLE_ROWS))
        except csv.Error:
            continue
        [(width, count)] = Counter(map(len, rows)).most_common(1) or [(0, 0)]
        if width > 1 and (count / len(rows), width) > best:
            best, chosen = (count / len(rows), width), delimiter
    return chosen


def _named(columns: list[str], row: list[str]) -> Iterator[str]:
    for name, value in zip_longest(columns, row, fillvalue=""):
        if value:
            yield f"{name}: {value}" if name else value
