"""What files made to exhaust a machine cost: each is read in a process of its own, whose time and memory are measured.

    python -m tests.bench.bombs [--only WORD]

A file must be read or refused in one sentence, within 240 s of processor time and 800 MB, leave nothing on the disk and
bring in nothing of another file. Exit code 1: one was not.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.fakes.bombs import KNOWLEDGE, MAPS

MOST_SECONDS = 240.0
MOST_MEGABYTES = 800
_ADDRESS_SPACE = 3 << 30
"""So that a bomb that does go off ends its own process and not the machine."""


def main() -> int:
    """Read all bombs and print what each cost."""
    options = argparse.ArgumentParser()
    options.add_argument("--only", default="", help="those with this word in their name")
    options.add_argument("--read", nargs=2, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.read:
        print(json.dumps(_read(*given.read)))
        return 0
    faults = count = 0
    for reader, bombs in (("documents", KNOWLEDGE), ("imports", MAPS)):
        for name, bomb in bombs.items():
            if given.only in name:
                count += 1
                faults += _try(reader, name, bomb())
    print(f"{count} bombs, {faults} went off")
    return 1 if faults else 0


def _try(reader: str, name: str, data: bytes) -> bool:
    """Let another process read a bomb, print what came of it, and return whether it went off."""
    with tempfile.TemporaryDirectory() as folder:
        file, spare = Path(folder, name), Path(folder, "tmp")
        file.write_bytes(data)
        spare.mkdir()
        command = [sys.executable, "-m", "tests.bench.bombs", "--read", reader, str(file)]
        environment = {**os.environ, "TMPDIR": str(spare), "JOURNEYMAP_HOME": str(spare / "home")}
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, env=environment, timeout=3 * MOST_SECONDS, preexec_fn=_bounded
            )
            told, seconds, megabytes = json.loads(done.stdout or f'["ended with {done.returncode}", 0, 0]')
        except subprocess.TimeoutExpired:
            told, seconds, megabytes = "no end", 3 * MOST_SECONDS, 0
        left = sum(each.stat().st_size for each in spare.rglob("*") if each.is_file())
    fine = told.startswith(("read", "refused")) and seconds <= MOST_SECONDS and megabytes <= MOST_MEGABYTES and not left
    print(
        f"{'' if fine else 'WENT OFF '}{name}: {len(data) / 1e6:.2f} MB; {seconds:.1f} s, {megabytes:.0f} MB; {told}",
        flush=True,
    )
    return not fine


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))


def _read(reader: str, file: str) -> tuple[str, float, float]:
    """Return what came of reading a file, the processor time it took in seconds, and the peak memory in megabytes."""
    from assistant.errors import FileError, UsageError
    from imports.reading import read_file
    from knowledge.documents import read

    begun = time.process_time()
    try:
        if reader == "documents":
            texts = [section.text for section in read(Path(file)).sections]
        else:
            texts = [str(item) for _part, item in read_file(Path(file)).map.items()]
        told = f"read, {len(texts)} texts" if not any("root:" in text for text in texts) else "brought another file in"
    except (FileError, UsageError) as fault:
        told = f"refused: {fault.message.replace(str(Path(file).parent) + os.sep, '')[:80]}"
    except BaseException as fault:
        told = f"raised {type(fault).__name__}: {fault}"[:120]
    return told, time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
