"""Pieces of GitHub-flavoured Markdown that show any text literally."""

import re
from collections.abc import Sequence

_MEANINGFUL = re.compile(
    r"""
    (?P<backslash>
        [\\`*_\[\]<>~|]         # emphasis, code, links, HTML, table cells
      | &(?=\#?\w+;)            # entities
      | :(?=//) | (?<=www)\.    # bare links, which swallow the backslashes in them
      | \A[-+=\#] | \#\Z        # the start of a block; the end of a heading
      | !\Z                     # an image, when a footnote follows
    )
  | \A(?P<number>[0-9]{1,9})(?P<delimiter>[.)])
  | (?P<span>\$|:(?=[\w+-]+:))  # $formula$ and :emoji:, which GitHub finds after the backslashes are gone
  | (?P<newline>\n)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def escape(text: str) -> str:
    """Return Markdown that shows `text` as it is, on one line, wherever inline text may stand."""
    return _MEANINGFUL.sub(_literal, text)


def _literal(match: re.Match[str]) -> str:
    if match["number"]:
        return f"{match['number']}\\{match['delimiter']}"
    if match["span"]:
        return f"<span>{match['span']}</span>"
    return "<br>" if match["newline"] else f"\\{match[0]}"


DASHES = ("–", "—", "-")
"""What stands in an empty cell: the first when we write it."""


def cell(text: str) -> str:
    """Return Markdown that shows `text` in a cell, and is never the sign of an empty one."""
    return f"&#{ord(text)};" if text in DASHES else escape(text)


def anchor(item_id: str) -> str:
    """Return the id of an item as the place that `link` leads to."""
    return f'<a id="{item_id}"></a>{escape(item_id)}'


def link(item_id: str) -> str:
    """Return the id of an item as a link to where the item is shown."""
    return f"[{escape(item_id)}](#{item_id})"


def filled_columns(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the numbers of the columns in which at least one cell is not empty."""
    return [column for column, cells in enumerate(zip(*rows, strict=True)) if any(cells)]


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[int] | None = None) -> str:
    """Return a table of Markdown cells, in which an empty cell shows a dash.

    Only `columns` are shown: by default those that are not empty in every row.
    """
    shown = filled_columns(rows) if columns is None else columns
    lines = [[headings[column] for column in shown], ["---"] * len(shown)]
    lines += [[row[column] or DASHES[0] for column in shown] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
