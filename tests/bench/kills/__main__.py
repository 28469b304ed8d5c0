"""The campaign of kills: SIGKILL to every process of the program, at random times and at its file operations.

    python -m tests.bench.kills [--times 500] [--seed 0] [--only NAME] [--show]

A third of the kills meet interviews (JSON lines, plain lines, the interface in a terminal), the others the commands
beside them. After each one the ordinary program goes on, and nothing may be lost, asked twice, half written or left
over; see `tests.bench.kills.interviews` and `tests.bench.kills.errands`. At the end a power cut is played at every
answer (`tests.bench.kills.power`). Needs Linux and a C compiler. Exit code 1: something was lost.
"""

import argparse
import functools
import random
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from tests.bench.kills import power
from tests.bench.kills.errands import Trial
from tests.bench.kills.every_errand import errands
from tests.bench.kills.interviews import FACES, at_random, hold, never, rehearse
from tests.bench.kills.processes import Server
from tests.bench.kills.shim import possible
from tests.fakes.weights_host import Host

MEMORY = Path("/dev/shm")
"""A folder in memory: a sync, of which SIGKILL takes no notice, costs nothing there."""


class Tally:
    """What was killed, where, and what was wrong."""

    def __init__(self, show: bool) -> None:
        self.kills: dict[str, Counter[str]] = defaultdict(Counter)
        self.faults: dict[str, list[str]] = defaultdict(list)
        self.seconds: dict[str, float] = defaultdict(float)
        self._show = show

    def add(self, process: str, what: str) -> None:
        """Count a kill at an operation."""
        self.kills[process][what.partition(" ")[0] if what != "a random moment" else what] += 1
        if self._show:
            print(f"{process}: {what}", file=sys.stderr)

    def fault(self, process: str, told: str) -> None:
        """Tell what was wrong."""
        self.faults[process].append(told)
        print(f"{process}: {told}", file=sys.stderr, flush=True)

    def table(self) -> str:
        """Return a line for each process."""
        lines = []
        for process in [*self.kills, *(set(self.faults) - set(self.kills))]:
            kills = self.kills[process]
            where = ", ".join(f"{count} {what}" for what, count in kills.most_common())
            lines.append(
                f"{process:20} {kills.total():4} kills {len(self.faults[process]):3} faults "
                f"{self.seconds[process]:5.0f} s  ({where})"
            )
        return "\n".join(lines)


def main() -> int:
    """Kill, check, print, and say by the exit code whether all was well."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--times", type=int, default=500)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--only", default="", help="only the processes or commands whose name holds this")
    options.add_argument("--show", action="store_true", help="tell every kill")
    given = options.parse_args()
    if not possible():
        print("The campaign needs Linux and a C compiler.", file=sys.stderr)
        return 1
    tally, dice, host = Tally(given.show), random.Random(given.seed), Host()
    folder = Path(tempfile.mkdtemp(prefix="kills-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        with Server(folder / "place") as server:
            _interviews(server, tally, dice, given.times // 3, given.only)
            _errands(server, tally, dice, host, given.times - given.times // 3, given.only)
            _power(server, tally, host, given.only)
    finally:
        host.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(tally.table())
    total, faults = sum(kills.total() for kills in tally.kills.values()), sum(map(len, tally.faults.values()))
    print(f"{total} kills and power cuts, {faults} faults, seed {given.seed}")
    return 1 if faults else 0


def _interviews(server: Server, tally: Tally, dice: random.Random, times: int, only: str) -> None:
    faces = [face() for face in FACES if only in face.name]
    if not faces:
        return
    server.clear()
    script = rehearse(server)
    for face in faces:
        begun = time.perf_counter()
        operations = hold(server, face, script, never(), [])
        while tally.kills[face.name].total() < times // len(FACES) and len(tally.faults[face.name]) < 5:
            landed: list[str] = []
            try:
                hold(server, face, script, at_random(dice, face, operations), landed)
            except (AssertionError, TimeoutError) as fault:
                tally.fault(face.name, f"{fault} (after {landed[-1:]})")
            for what in landed:
                tally.add(face.name, what)
        tally.seconds[face.name] += time.perf_counter() - begun


def _errands(server: Server, tally: Tally, dice: random.Random, host: Host, times: int, only: str) -> None:
    chosen = [errand for errand in errands(host) if only in f"{errand.process}: {errand.name}"]
    for place, errand in enumerate(chosen):
        begun = time.perf_counter()
        try:
            trial = Trial(server, errand)
        except AssertionError as fault:
            tally.fault(errand.process, f"{errand.name} without a kill: {fault}")
            continue
        share = round(times * (place + 1) / len(chosen)) - round(times * place / len(chosen))
        for kill in trial.kills(dice, max(share, 4)):
            try:
                if what := trial.kill(kill):
                    tally.add(errand.process, what)
            except (AssertionError, TimeoutError) as fault:
                tally.fault(errand.process, str(fault))
        tally.seconds[errand.process] += time.perf_counter() - begun


def _power(server: Server, tally: Tally, host: Host, only: str) -> None:
    if only not in "power cut":
        return
    begun = time.perf_counter()
    server.clear()
    script = rehearse(server)
    cuts = {"an interview": functools.partial(power.interview, server, script)}
    for name, (errand, check, everywhere) in power.commands(host).items():
        cuts[name] = functools.partial(power.command, server, errand, check, everywhere=everywhere)
    for name, cut in cuts.items():
        try:
            tally.kills["power cut"][name] += cut()
        except AssertionError as fault:
            tally.fault("power cut", f"{name}: {fault}")
    tally.seconds["power cut"] += time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
