"""Progress on standard error: one line of a terminal that changes, or a line for every tenth part in a log."""

import sys
import time

EVERY = 0.2
"""Seconds between two showings of progress."""


class Bar:
    """Shows how far something is."""

    def __init__(self) -> None:
        self._shown = 0.0
        self._tenth = -1

    def show(self, done: int, total: int, line: str) -> None:
        """Show `line`, if it is time to; at the end (``done == total``) it stays."""
        over = done >= total
        if sys.stderr.isatty():
            if time.monotonic() - self._shown >= EVERY or over:
                self._shown = time.monotonic()
                sys.stderr.write(f"\r{line:60}" + ("\n" if over else ""))
                sys.stderr.flush()
        elif (tenth := 10 * done // max(total, 1)) != self._tenth:
            self._tenth = tenth
            print(line, file=sys.stderr, flush=True)
