"""How quick the interface is, beside a bare Textual app in the same run, each under a pseudo-terminal.

    python -m tests.bench.interface [--repeats 5] [--keys 200] [--turns 500] [--elia FOLDER]

It prints the first frame, the first question, the echo of keys while a model streams, the index builds and the
conversation is long, the time to open a long session, and the resident memory. `FOLDER` is a virtual environment with
`elia-chat` in it. Memory is the proportional share (PSS) of the processes; the time a key waited in the queue for a
processor is taken out of its echo, and told. The machine's load moves all of them alike, so the ratios count, and for
the long session the processor time where that is the smaller figure. Exit code 1: a limit is passed.
"""

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.first_frame import BARE, SEEN, _environment, first_frame
from tests.bench.terminal import Terminal

LIMITS = {"first frame": 1.25, "key echo p99": 50.0, "resume": 1.0, "memory": 250.0}
"""The first frame over a bare app's; the 99th percentile of a key's echo in ms; seconds; megabytes."""

ALPHABETS = ((0x0410, 0x0450), (0x0460, 0x0480), (0x0391, 0x03A2), (0x03B1, 0x03CA), (0x0531, 0x0557), (0x0561, 0x0587))
LETTERS = [chr(code) for first, end in ALPHABETS for code in range(first, end)]
"""Letters that stand nowhere else on the screen, each typed once."""

BETWEEN_KEYS = 0.1
"""Seconds between two keys: a quick typist's."""

BUILD_SECONDS = 180.0
"""How long the first index may take on a busy machine."""

BARE_TYPING = """
from textual.app import App
from textual.widgets import Static, TextArea

class Bare(App):
    def compose(self):
        yield Static("the bare prompt is ready")
        yield TextArea()
    def on_mount(self):
        self.query_one(TextArea).focus()

Bare().run()
"""


@dataclass
class Findings:
    """What was measured, and which limits were passed."""

    lines: dict[str, object] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)

    def tell(self, name: str, told: str, value: float, limit: str = "") -> None:
        """Print a figure and keep it; `limit` names the one that it must not pass."""
        print(f"{name:44} {told}", flush=True)
        self.lines[name] = round(value, 4)
        if limit and value > LIMITS[limit]:
            self.passed.append(f"{name}: {value:.3g} > {LIMITS[limit]:g}")


def main() -> int:
    """Measure, print, and say by the exit code whether the limits hold."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--keys", type=int, default=200)
    options.add_argument("--turns", type=int, default=500)
    options.add_argument("--messages", type=int, default=500)
    options.add_argument("--elia", type=Path, help="a virtual environment with elia-chat in it")
    given = options.parse_args()
    found = Findings()
    with tempfile.TemporaryDirectory() as home:
        environment = _environment(home) | {"PYTHONPATH": os.getcwd()}
        _first_frames(found, given, environment)
        _echoes(found, given, environment)
        _long_session(found, given, environment)
    with tempfile.TemporaryDirectory() as home:
        _first_build(found, _environment(home) | {"PYTHONPATH": os.getcwd()})
    print(json.dumps({"figures": found.lines, "passed": found.passed}))
    return 1 if found.passed else 0


def _first_frames(found: Findings, given: argparse.Namespace, environment: Mapping[str, str]) -> None:
    command = shutil.which("journeymap", path=str(Path(sys.executable).parent)) or "journeymap"
    runs = {
        "bare": ([sys.executable, "-c", BARE], SEEN["bare"]),
        "start": ([command, "--model", "none"], SEEN["journeymap"]),
        "question": ([command, "--model", "none", "--title", "Bench"], "What would you like to find out"),
    }
    if given.elia:
        runs["elia"] = ([str(given.elia / "bin" / "elia")], "Elia")
    times: dict[str, list[float]] = {name: [] for name in runs}
    for repeat in range(given.repeats + 1):
        for name, (words, wanted) in runs.items():
            seconds = first_frame(words, wanted, environment)
            if repeat:  # the first round fills the caches
                times[name].append(seconds)
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, median in medians.items():
        told = f"{median * 1000:5.0f} ms   {median / medians['bare']:.2f} of a bare app"
        limit = "first frame" if name == "start" else ""
        found.tell(f"first frame: {name}", told, median / medians["bare"], limit)


def _echoes(found: Findings, given: argparse.Namespace, environment: Mapping[str, str]) -> None:
    child = [sys.executable, "-m", "tests.bench.busy_interface", "--messages", str(given.messages)]
    runs = {
        "a bare app at rest": ([sys.executable, "-c", BARE_TYPING], "the bare prompt is ready"),
        "at rest": ([*child, "--calm"], "The bench is ready"),
        "streaming, indexing": (child, "The bench is ready"),
    }
    bare: tuple[float, float] | None = None
    for name, (command, wanted) in runs.items():
        with terminal(command, environment) as screen:
            screen.wait_for(wanted)
            time.sleep(1.5)
            echoes = [screen.echo(letter, BETWEEN_KEYS) for letter in LETTERS[: given.keys]]
            memory = screen.resident()
        times = sorted(taken * 1000 for taken, _queued in echoes)
        ours = sorted((taken - queued) * 1000 for taken, queued in echoes)
        last = min(int(len(times) * 0.99), len(times) - 1)
        p50, p99 = ours[len(times) // 2], ours[last]
        told = f"p50 {p50:5.1f} ms   p99 {p99:5.1f} ms   worst {ours[-1]:5.1f} ms   {memory:.0f} MB"
        told += f"   (with the machine's queue {times[len(times) // 2]:.1f}, {times[last]:.1f}, {times[-1]:.1f} ms)"
        bare = bare or (p50, p99)
        told += f"   {p50 / bare[0]:.1f} and {p99 / bare[1]:.1f} of a bare app"
        own = name != "a bare app at rest"
        place = f"key echo, {given.messages} messages, {name}" if own else f"key echo, {name}"
        found.tell(place, told, p99, "key echo p99" if own else "")


def _long_session(found: Findings, given: argparse.Namespace, environment: Mapping[str, str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.bench.long_session", str(given.turns)], env=dict(environment), check=True
    )
    command = shutil.which("journeymap", path=str(Path(sys.executable).parent)) or "journeymap"
    times, work, memory = [], [], 0.0
    with terminal([command, "--model", "none"], environment) as screen:  # the first index is built: see `_first_build`
        screen.wait_for("A long session")
        screen.send("\r")
        screen.wait_for("The last question waits")
        _until_built(screen, environment)
    for _ in range(given.repeats):
        with terminal([command, "--model", "none"], environment) as screen:
            screen.wait_for("A long session")
            time.sleep(1.5)
            begun, used = time.perf_counter(), screen.processor()
            screen.send("\r")
            screen.wait_for("The last question waits")
            times.append(time.perf_counter() - begun)
            work.append(screen.processor() - used)
            time.sleep(4)  # the knowledge base is warm then
            memory = max(memory, screen.resident())
    median, used = statistics.median(times), statistics.median(work)
    told = f"{median * 1000:5.0f} ms   worst {max(times) * 1000:.0f} ms   {used * 1000:.0f} ms of processor time"
    found.tell(f"resume {given.turns} turns", told, min(median, used), "resume")
    found.tell("resident memory, no local model", f"{memory:5.0f} MB", memory, "memory")


def _first_build(found: Findings, environment: Mapping[str, str]) -> None:
    """Watch the memory of both processes while the index of the articles is built for the first time."""
    command = shutil.which("journeymap", path=str(Path(sys.executable).parent)) or "journeymap"
    with terminal([command, "--model", "none", "--title", "Bench"], environment) as screen:
        begun = time.perf_counter()
        screen.wait_for("What would you like to find out")
        screen.wait_for("Background", BUILD_SECONDS)
        late = time.perf_counter() - begun
        most = max(_until_built(screen, environment), screen.watch(2))
    found.tell("guidance under the first question", f"{late:5.1f} s after the start", late)
    found.tell("memory while the index is built", f"{most:5.0f} MB at most, both processes", most, "memory")


def _until_built(screen: Terminal, environment: Mapping[str, str]) -> float:
    """Wait until the index of the articles is there; return the megabytes of both processes at most."""
    most, index, begun = 0.0, Path(environment["JOURNEYMAP_HOME"]), time.perf_counter()
    while not list(index.rglob("chroma-*/current")) and time.perf_counter() - begun < BUILD_SECONDS:
        most = max(most, screen.watch(0.5))
    return most


@contextmanager
def terminal(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Terminal]:
    """Run a command in a pseudo-terminal of 120 by 40 and end it."""
    screen = Terminal(command, environment, rows=40, columns=120)
    try:
        yield screen
    finally:
        screen.end(signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
