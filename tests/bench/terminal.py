"""A program in a pseudo-terminal, as a person at the keys has it."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b[\]P][^\x07\x1b]*(?:\x07|\x1b\\)")
DEADLINE = 30.0


class Terminal:
    """Runs a program, types keys and watches what is written."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], *, rows: int, columns: int) -> None:
        """Start `command` in a terminal of this size."""
        self._controller, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._process = subprocess.Popen(
            command, stdin=terminal, stdout=terminal, stderr=terminal, env=dict(environment), start_new_session=True
        )
        os.close(terminal)

    def send(self, keys: str) -> None:
        """Type `keys`."""
        os.write(self._controller, keys.encode())

    def wait_for(self, wanted: str, seconds: float = DEADLINE) -> None:
        """Wait until `wanted` was written.

        Raises:
            TimeoutError: it was not.
        """
        output, end, begun = b"", wanted.encode(), time.perf_counter()
        while time.perf_counter() - begun < seconds:
            output += self._read(0.5)
            if end in ESCAPES.sub(b"", output):
                return
        raise TimeoutError(f"{wanted!r} in {ESCAPES.sub(b'', output).decode(errors='replace')[-2000:]!r}")

    def echo(self, letter: str, pause: float) -> tuple[float, float]:
        """Type a letter and return the seconds until it is written; then rest for `pause`, watching on.

        The second figure is how many of them the program's main thread and this one were ready to run and waited for a
        processor that others used: the machine's part.

        Raises:
            TimeoutError: it was not written.
        """
        output, wanted = b"", letter.encode()
        queued = self._queued()
        begun = time.perf_counter()
        self.send(letter)
        while wanted not in output:
            if time.perf_counter() - begun > DEADLINE:
                raise TimeoutError(letter)
            output = output[-8:] + self._read(0.5)
        taken = time.perf_counter() - begun
        queued = min(self._queued() - queued, taken)
        rested = time.perf_counter() + pause
        while (left := rested - time.perf_counter()) > 0:
            self._read(left)  # a terminal that is not read would hold the program up
        return taken, queued

    def watch(self, seconds: float) -> float:
        """Read on for so long and return the most megabytes that the program and its children held meanwhile."""
        end, most = time.perf_counter() + seconds, 0.0
        while time.perf_counter() < end:
            self._read(0.1)
            most = max(most, self.resident())
        return most

    def read_for(self, seconds: float) -> bytes:
        """Return what is written in the next `seconds`, byte by byte as it comes."""
        output, end = b"", time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            output += self._read(left)
        return output

    def resident(self) -> float:
        """Return the megabytes that the program and its children hold; what two of them share counts once."""
        return _resident(self._process.pid)

    def processor(self) -> float:
        """Return the seconds of processor time that the program has used, without its children."""
        used = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")

    def end(self, by: signal.Signals) -> None:
        """End the program."""
        self._process.send_signal(by)
        self._process.wait()
        os.close(self._controller)

    def _queued(self) -> float:
        threads = (self._process.pid, os.getpid())
        waited = (Path(f"/proc/{thread}/schedstat").read_text().split()[1] for thread in threads)
        return sum(map(int, waited)) / 1e9

    def _read(self, seconds: float) -> bytes:
        if not select.select([self._controller], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self._controller, 1 << 16)
        except OSError:  # the program is gone and closed the terminal
            raise TimeoutError("the program has ended") from None


def _resident(pid: int) -> float:
    try:
        shares = Path(f"/proc/{pid}/smaps_rollup").read_text()
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for thread in threads for child in (thread / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):  # it has ended
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", shares, re.MULTILINE)
    return (int(found[1]) / 1024 if found else 0.0) + sum(_resident(int(child)) for child in children)
