"""Reading CSV files, whatever their separator and encoding."""

import csv
import io
import re

from assistant.errors import FileError
from assistant.locale import _
from exports.csv_file import unguarded
from imports.table import MAX_COLUMNS, MAX_ROWS, Table

_LONGEST_CELL = 10_000_000
"""Characters."""


def read_csv(data: bytes, name: str) -> Table:
    """Return the table that a CSV file holds; `name` is what to call the file.

    Raises:
        FileError: it holds no table.
    """
    text = _decoded(data)
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[str, ...]] = []
    bound = csv.field_size_limit(_LONGEST_CELL)
    try:
        for row in reader:
            if rows or any(cell.strip() for cell in row):
                rows.append(tuple(map(unguarded, row[:MAX_COLUMNS])))
                if len(rows) > MAX_ROWS + 1:
                    break
    except csv.Error as fault:
        raise FileError(
            _("%(file)s is not a CSV file: line %(line)d cannot be read (%(reason)s).")
            % {"file": name, "line": reader.line_num, "reason": fault},
            _("Save the table again as CSV in UTF-8, or as XLSX."),
        ) from None
    finally:
        csv.field_size_limit(bound)  # it holds for every reader of the process
    if len(rows) < 2:
        raise FileError(
            _("%(file)s has no row below its header.") % {"file": name},
            _("The first row names the columns; each row below it is a touchpoint."),
        )
    return Table(name, tuple(rows))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return str(best) if best else data.decode("cp1252", "replace")


def _separator(text: str) -> str:
    """Return the sign that stands most often in the header: a comma, a semicolon, a tab or a bar."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    outside = re.sub(r'"[^"]*"', "", header)
    return max(",;\t|", key=outside.count)
