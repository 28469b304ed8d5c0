"""Text measured in terminal columns: lines that never outgrow their place, whatever the script."""

from functools import lru_cache

from rich.cells import cell_len, chop_cells, set_cell_size

NARROWEST = 2
"""Columns that a wide character needs."""


@lru_cache(maxsize=32_768)
def wrap(text: str, width: int) -> tuple[str, ...]:
    """Return `text` in lines of at most `width` columns, broken at spaces, and inside a word that is longer."""
    width = max(width, NARROWEST)
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if cell_len(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *whole, line = chop_cells(word, width) if cell_len(word) > width else [word]
        lines += whole
    return (*lines, line) if line or not lines else tuple(lines)


def fitted(text: str, width: int) -> str:
    """Return `text` in exactly `width` columns: filled up, or cut."""
    return set_cell_size(text, max(width, 0))
