"""How long until the first frame: `journeymap` beside a bare Textual app, in turns, under a pseudo-terminal.

    python -m tests.bench.first_frame [--repeats 9] [--limit 1.5]

The time runs from the start of the process to the moment a known text of the screen has reached the terminal. The
machine's load moves both alike, so the ratio of the medians is what counts. Exit code 1: the ratio is over the limit.
"""

import argparse
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

BARE = """
from textual.app import App
from textual.widgets import Footer, Header, Input, Static

class Bare(App):
    def compose(self):
        yield Header()
        yield Static("the first frame of a bare app")
        yield Input(placeholder="answer")
        yield Footer()

Bare().run()
"""
SEEN = {"bare": "the first frame of a bare app", "journeymap": "You answer, the map grows."}
ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b[\]P][^\x07\x1b]*(?:\x07|\x1b\\)")
DEADLINE = 30.0


def main() -> int:
    """Measure, print, and say by the exit code whether the limit holds."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--repeats", type=int, default=9)
    options.add_argument("--limit", type=float, default=1.5)
    given = options.parse_args()
    command = shutil.which("journeymap", path=str(Path(sys.executable).parent)) or "journeymap"
    commands = {"bare": [sys.executable, "-c", BARE], "journeymap": [command, "--model", "none"]}
    times: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as home:
        environment = _environment(home)
        for repeat in range(given.repeats + 1):
            for name, words in commands.items():
                seconds = first_frame(words, SEEN[name], environment)
                if repeat:  # the first round fills the file cache and the byte-code cache
                    times[name].append(seconds)
    medians = {name: statistics.median(values) for name, values in times.items()}
    ratio = medians["journeymap"] / medians["bare"]
    for name, values in times.items():
        print(f"{name:10}  median {medians[name] * 1000:4.0f} ms  from {min(values):.3f} to {max(values):.3f} s")
    print(json.dumps({"ratio": round(ratio, 3), "limit": given.limit, "repeats": given.repeats}))
    return 0 if ratio <= given.limit else 1


def first_frame(command: Sequence[str], wanted: str, environment: Mapping[str, str]) -> float:
    """Return the seconds until `wanted` stands on the terminal that `command` is run in.

    Raises:
        TimeoutError: it did not come.
    """
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env=dict(environment), start_new_session=True
    )
    os.close(terminal)
    try:
        return _wait_for(controller, wanted.encode(), begun)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        os.close(controller)


def _wait_for(controller: int, wanted: bytes, begun: float) -> float:
    output = b""
    while time.perf_counter() - begun < DEADLINE:
        if select.select([controller], [], [], 0.5)[0]:
            try:
                output += os.read(controller, 65536)
            except OSError:  # the process is gone and closed the terminal
                break
            if wanted in ESCAPES.sub(b"", output):
                return time.perf_counter() - begun
    raise TimeoutError(ESCAPES.sub(b"", output).decode(errors="replace")[-2000:])


def _environment(home: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")}
    return kept | {"TERM": "xterm-256color", "LANG": "C.UTF-8", "LANGUAGE": "en", "JOURNEYMAP_HOME": home}


if __name__ == "__main__":
    sys.exit(main())
