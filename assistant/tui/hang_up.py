"""Noticing that the terminal is gone where no signal says so: with `setsid`, under `nohup`, in some supervisors.

Textual's input thread reads on at the end of its input, which takes a whole core for ever (measured: 77 % for 20 min).
"""

import os
import select
import signal
import sys
import threading
import time

_GRACE = 5.0
"""Seconds for the end that the signal brings; after that there is nothing left to be saved."""


def watch() -> None:
    """Send this process SIGHUP when the terminal that it reads from is gone; where it reads from none, do nothing."""
    if sys.__stdin__ is None or not sys.__stdin__.isatty() or not hasattr(select, "poll"):
        return
    threading.Thread(target=_wait, args=(sys.__stdin__.fileno(),), name="hang-up", daemon=True).start()


def _wait(terminal: int) -> None:
    poll = select.poll()
    poll.register(terminal, 0)  # asks for nothing, so only the end of the terminal is told
    if any(event & select.POLLHUP for _, event in poll.poll()):
        os.kill(os.getpid(), signal.SIGHUP)
        time.sleep(_GRACE)
        os._exit(128 + signal.SIGHUP)
