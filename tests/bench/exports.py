"""How long each format takes to write a map of 1,000 touchpoints, and Markdown to be read back.

    python -m tests.bench.exports [--touchpoints 1000 --only html,png]

Each format is written in a process of its own, once a small map has brought its imports and fonts in: what is printed
is the first large map, not one that a library remembers. Processor time is printed beside the time that passed, for
another busy process doubles the latter; then the most memory that the process held, before and after. Ends with 1 if a
format takes more processor time than its goal.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from assistant.journey.models import JourneyMap
from exports.registry import built_in, by_name
from imports.markdown import read_markdown
from tests.fakes.sized_maps import sized

READ_BACK = "markdown, read back"
GOALS = dict.fromkeys(("cjml", "csv", "flowchart", "html", "json", "markdown", "mermaid"), 1.0)
"""Seconds that a text may take; a picture, an office file or the reading takes three."""


def work(name: str) -> Callable[[JourneyMap], Callable[[], object]]:
    """Return what makes the work to be measured out of a map."""
    if name != READ_BACK:
        return lambda journey: lambda: by_name(name).export(journey)

    def read_back(journey: JourneyMap) -> Callable[[], object]:
        data = by_name("markdown").export(journey)
        return lambda: read_markdown(data).map == journey or sys.exit("Markdown does not read back to an equal map")

    return read_back


def measure(name: str, touchpoints: int) -> int:
    """Print the figures of one format; return 1 if it misses its goal."""
    make = work(name)
    make(sized(5))()
    measured = make(sized(touchpoints))
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, worked = time.perf_counter(), time.process_time()
    measured()
    passed, spent = time.perf_counter() - begun, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    goal = GOALS.get(name, 3.0)
    told = f"{passed:6.2f} s passed, {spent:6.2f} s of processor time, {idle / 1024:5.0f} -> {peak / 1024:5.0f} MB"
    print(f"{name:20} {told}, goal {goal:.0f} s{'' if spent <= goal else ': MISSED'}", flush=True)
    return int(spent > goal)


def main() -> int:
    """Print the figures; return how the program ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--touchpoints", type=int, default=1000)
    parser.add_argument("--only", default="", help="formats, by comma")
    parser.add_argument("--one", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        return measure(options.one, options.touchpoints)
    names = options.only.split(",") if options.only else [*built_in(), READ_BACK]
    command = [sys.executable, "-m", "tests.bench.exports", "--touchpoints", str(options.touchpoints), "--one"]
    return max(subprocess.run([*command, name]).returncode for name in names)


if __name__ == "__main__":
    sys.exit(main())
