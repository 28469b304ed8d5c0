"""Runs a command in a terminal of its own, types what is given, a line at a time, and leaves by Ctrl+Q.

python -m tests.fakes.in_terminal '["a line"]' journeymap --title Cakes
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

_QUIET, _MOST, _END = 0.6, 8.0, 60.0
"""Seconds in which nothing but the cursor changes, after which the screen is taken for still, seconds that are waited
at most for that, and seconds for the end."""

_BLINKS = 500
"""Bytes that a blinking cursor stays below in that time: up to 180 every half a second."""

_FRAME = 2_000
"""Bytes of a first frame, at least."""


def main() -> None:
    """Type the lines and print how much was drawn, and the exit code."""
    lines, command = json.loads(sys.argv[1]), sys.argv[2:]
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="100", LINES="30")
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    drawn, until = 0, time.monotonic() + _END
    while drawn < _FRAME and time.monotonic() < until:  # what is typed before the first frame never arrives
        drawn += _wait(terminal)
    for line in lines:
        os.write(terminal, line.encode())
        drawn += _wait(terminal)
        os.write(terminal, b"\r")
        drawn += _wait(terminal)
    os.write(terminal, b"\x11")
    until = time.monotonic() + _END
    while (came := _read(terminal, 0.5)) is not None and time.monotonic() < until:
        drawn += came
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.05)
    status = ended[1]
    print(json.dumps({"drawn": drawn, "code": os.waitstatus_to_exitcode(status)}))


def _wait(terminal: int) -> int:
    """Read until something was drawn and then nothing but the cursor; return how many bytes came."""
    drawn, until = 0, time.monotonic() + _MOST
    while time.monotonic() < until:
        came = _read(terminal, _QUIET)
        drawn += came or 0
        if came is None or (came < _BLINKS <= drawn):
            break
    return drawn


def _read(terminal: int, seconds: float) -> int | None:
    """Read for so long; return how many bytes came, None if the command has ended."""
    came, until = 0, time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            try:
                piece = os.read(terminal, 65536)
            except OSError:  # Linux
                piece = b""
            if not piece:
                return came or None
            came += len(piece)
    return came


if __name__ == "__main__":
    main()
