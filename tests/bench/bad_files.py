"""Damaged files of every format that is read: each must give what can be read, or be refused in a clear sentence.

    python -m tests.bench.bad_files [--times 10000] [--seed 0] [--only .pdf]

Every file is a good one with damage that its number decides (`tests.fakes.mutations`), so a finding can be made again:
`--seed N --times 1 --only FORMAT`. What is read as a map is also written as JSON and read back. A reader that takes
longer than `SECONDS`, more than `MEGABYTES`, writes to the terminal, or raises anything but the error that people are
told, is a finding; exit code 1.
"""

import argparse
import itertools
import logging
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

from assistant import settings
from assistant.errors import JourneymapError
from assistant.text import clean_line
from exports import registry
from exports.json_file import JsonExporter, read_map
from imports.reading import read_file
from knowledge import documents
from tests.fakes.maps import example
from tests.fakes.mutations import damaged
from tests.unit.knowledge.document_samples import docx_of, pdf_of

SECONDS = 20.0
"""How long one file may take, on a machine that does other things besides."""

MEGABYTES = 700
"""How much memory the readers may take together with what they import."""

_FORK = multiprocessing.get_context("fork")
_CONFIG = b"""# what I chose
model = "none"
language = "pl"
timeout = 30
export_folder = "~/maps"
wording = "auto"

[keys]
help = "f1"
"prompt.send" = "enter"
"""


def _as_map(path: Path) -> str:
    journey = read_file(path).map
    again = read_map(JsonExporter().export(journey))
    assert again == journey, "the map is another one when it is read back"
    return "read"


def _as_document(path: Path) -> str:
    document = documents.read(path)
    assert document.sections
    return "read"


def _as_settings(path: Path) -> str:
    settings.load({}, {}, path)
    return "read"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the suffix of its files, what makes a good one, and what reads it."""

    suffix: str
    good: Callable[[], bytes]
    read: Callable[[Path], str]


def _exported(name: str) -> Callable[[], bytes]:
    return lambda: registry.by_name(name).export(example())


def _document(name: str) -> Callable[[], bytes]:
    return {
        "pdf": lambda: pdf_of(
            ["Where the queue begins", "", "Fifteen minutes on Saturdays."], ["Second page"], title="Queues"
        ),
        "docx": lambda: docx_of("everything"),
        "text": lambda: "Where the queue begins\n\n- kasa, żółć\n- the door\n\n1. one\n2. two\n".encode() * 20,
    }[name]


FORMATS: Mapping[str, Format] = {
    "JSON map": Format(".json", _exported("json"), _as_map),
    "Markdown map": Format(".md", _exported("markdown"), _as_map),
    "CSV map": Format(".csv", _exported("csv"), _as_map),
    "XLSX map": Format(".xlsx", _exported("xlsx"), _as_map),
    "Mermaid map": Format(".mmd", _exported("mermaid"), _as_map),
    "settings": Format(".toml", lambda: _CONFIG, _as_settings),
    "PDF document": Format(".pdf", _document("pdf"), _as_document),
    "DOCX document": Format(".docx", _document("docx"), _as_document),
    "HTML document": Format(".html", _exported("html"), _as_document),
    "text document": Format(".txt", _document("text"), _as_document),
    "Markdown document": Format(".md", _exported("markdown"), _as_document),
    "CSV document": Format(".csv", _exported("csv"), _as_document),
}


@cache
def _good(name: str) -> bytes:
    return FORMATS[name].good()


def bad_file(name: str, number: int) -> bytes:
    """Return the damaged file of a format that has this number."""
    return damaged(_good(name), FORMATS[name].suffix, random.Random(f"{name} {number}"))


def outcome(name: str, data: bytes, folder: Path) -> str:
    """Return what came of reading a file: ``read``, ``refused``, or what should not have happened."""
    path = folder / f"file{FORMATS[name].suffix}"
    path.write_bytes(data)
    try:
        return FORMATS[name].read(path)
    except JourneymapError as fault:
        told = str(fault)
        bad = not fault.message.strip() or clean_line(told) != told or len(told) > 1000 or "Traceback" in told
        return f"an unclear message: {told[:300]!r}" if bad else "refused"
    except Exception as fault:
        last = traceback.extract_tb(fault.__traceback__)[-1]
        return f"{type(fault).__name__}: {str(fault)[:150]} ({Path(last.filename).name}:{last.lineno})"


def _serve(tasks: Connection, terminal: str) -> None:
    """Read the files that are asked for, one after the other; what is written to the terminal goes to a file."""
    target = os.open(terminal, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_APPEND)
    for descriptor in (1, 2):
        os.dup2(target, descriptor)
    written = 0
    logging.captureWarnings(True)  # as the program does
    logging.getLogger().addHandler(logging.NullHandler())
    with tempfile.TemporaryDirectory() as folder:
        while True:
            name, number = tasks.recv()
            begun = time.process_time()
            result = outcome(name, bad_file(name, number), Path(folder))
            sys.stdout.flush()
            sys.stderr.flush()
            size = os.path.getsize(terminal)
            if size > written and result in ("read", "refused"):
                result = f"written to the terminal: {Path(terminal).read_text('utf-8', 'replace')[written:][:200]!r}"
            written = size
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            tasks.send((result, time.process_time() - begun, peak))


class Worker:
    """A process that reads files; one that hangs is killed and replaced."""

    def __init__(self, folder: Path) -> None:
        """Begin the process; what it writes to its terminal goes to a file in `folder`."""
        self._folder = folder
        self._begin()

    def _begin(self) -> None:
        self._tasks, theirs = _FORK.Pipe()
        self._process = _FORK.Process(target=_serve, args=(theirs, str(self._folder / "terminal")), daemon=True)
        self._process.start()
        theirs.close()

    def read(self, name: str, number: int) -> tuple[str, float, int]:
        """Return the outcome, the seconds and the megabytes of one file."""
        self._tasks.send((name, number))
        try:
            if self._tasks.poll(SECONDS * 3):  # of the wall's clock: others may need the machine, too
                result, seconds, peak = self._tasks.recv()
                if seconds > SECONDS and result in ("read", "refused"):
                    result = f"took {seconds:.0f} s"
                if peak > MEGABYTES:
                    result = f"took {peak} MB"
                    self.end()
                    self._begin()
                return result, seconds, peak
            result = f"took more than {SECONDS * 3:.0f} s"
        except EOFError:
            result = f"the process died: {self._process.exitcode}"
        self.end()
        self._begin()
        return result, SECONDS, 0

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


def campaign(times: int, seed: int, only: str = "") -> Iterator[tuple[str, int, str, float, int]]:
    """Yield the format, the number, the outcome, the seconds and the peak memory of each file, the formats in turn."""
    names = [name for name, one in FORMATS.items() if only in (name, one.suffix, "")]
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(Path(folder))
        try:
            for number, name in zip(range(seed, seed + times), itertools.cycle(names)):
                yield name, number, *worker.read(name, number)
        finally:
            worker.end()


def main() -> int:
    """Run the campaign and print a line a format; 1: something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="a format, or a suffix")
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    slowest: dict[str, float] = defaultdict(float)
    peak = 0
    for name, number, result, seconds, memory in campaign(options.times, options.seed, options.only):
        kind = result if result in ("read", "refused") else "FOUND"
        counts[name][kind] += 1
        slowest[name] = max(slowest[name], seconds)
        peak = max(peak, memory)
        if kind == "FOUND":
            print(f"{name} {number}: {result}", flush=True)
    print(f"{'format':18} {'files':>6} {'refused':>8} {'read':>6} {'found':>6} {'slowest s':>10}")
    for name, count in counts.items():
        row = f"{name:18} {count.total():6} {count['refused']:8} {count['read']:6} {count['FOUND']:6}"
        print(f"{row} {slowest[name]:10.2f}")
    found = sum(count["FOUND"] for count in counts.values())
    print(f"{sum(count.total() for count in counts.values())} files, {found} findings, peak memory {peak} MB")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
