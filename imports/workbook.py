"""Reading Excel workbooks: every sheet as a table of text."""

import io
from datetime import date, datetime
from typing import Any

from assistant import archives
from assistant.errors import FileError
from assistant.locale import _
from imports.table import MAX_COLUMNS, MAX_ROWS, Table

_MAX_UNPACKED = 200_000_000
_MAX_MARKS = 5_000_000
"""Tags and attributes, counted by their signs; a cell has about seven."""
_MAX_SHEETS = 50
_MAX_CELL = 32_767
"""Characters of a cell, as Excel has it; one of 150 MB, packed into 150 kB, took 1.6 GB."""
_MAX_EMPTY = 1_000
"""Empty rows above the header. A row may call itself the ten-billionth, and openpyxl makes up all those before it."""


def read_xlsx(data: bytes, name: str) -> list[Table]:
    """Return the sheets of a workbook that hold rows; `name` is what to call the file. Formulas give their last result.

    Raises:
        FileError: it is no workbook, or holds no row.
    """
    from openpyxl import load_workbook

    try:
        archives.check(data, most_bytes=_MAX_UNPACKED, most_marks=_MAX_MARKS)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        tables = _tables(book)
    except archives.TooMuchError:
        raise FileError(_("%(file)s is too big to be a table.") % {"file": name}, _("Choose another file.")) from None
    except Exception as fault:  # openpyxl raises whatever a damaged file leads it to
        raise FileError(
            _("%(file)s is not an Excel workbook that can be read.") % {"file": name},
            _("Save it again as XLSX, or as CSV in UTF-8."),
        ) from fault
    filled = [table for table in tables if len(table.rows) > 1]
    if not filled:
        raise FileError(
            _("%(file)s has no row below its header.") % {"file": name},
            _("The first row names the columns; each row below it is a touchpoint."),
        )
    return filled


def _tables(book: Any) -> list[Table]:  # noqa: ANN401 - openpyxl has no public type for a read-only book
    """Return the first sheets, until there are more rows than one table may have and its neighbours need."""
    tables: list[Table] = []
    for sheet in book.worksheets[:_MAX_SHEETS]:
        tables.append(_table(sheet))
        if sum(len(table.rows) for table in tables) > 2 * MAX_ROWS:
            break
    return tables


def _table(sheet: Any) -> Table:  # noqa: ANN401 - openpyxl has no public type for a read-only sheet
    rows: list[tuple[str, ...]] = []
    first = 1
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), start=1):
        row = tuple(_text(cell)[:_MAX_CELL] for cell in cells)
        if not rows and not any(row):
            first = number + 1
            if first > _MAX_EMPTY:
                break
            continue
        rows.append(row)
        if len(rows) > MAX_ROWS + 1:
            break
    while rows and not any(rows[-1]):
        rows.pop()
    return Table(str(sheet.title), tuple(rows), first)


def _text(value: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
