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

_QUIET, _MOST, _END = 1.0, 8.0, 60.0
"""Seconds without a change of the screen after which it is taken for still, seconds that are waited at most for that,
and seconds for the end."""

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
    drawn += _wait(terminal, quiet=2.0, most=_END)
    until = time.monotonic() + _END
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.05)
    status = ended[1]
    print(json.dumps({"drawn": drawn, "code": os.waitstatus_to_exitcode(status)}))


def _wait(terminal: int, quiet: float = _QUIET, most: float = _MOST) -> int:
    """Read until nothing is drawn any more; return how many bytes came."""
    drawn, until = 0, time.monotonic() + most
    while time.monotonic() < until:
        if not select.select([terminal], [], [], quiet)[0]:
            break
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the command ended
            break
        if not piece:
            break
        drawn += len(piece)
    return drawn


if __name__ == "__main__":
    main()
