"""A long run: many turns in the engine and through the JSONL process, a large database, a day at rest.

    python -m tests.bench.long_run [--turns 2000] [--events 50000] [--hours 24]

The person repeats some hundred facts, so the map stops growing and what still grows does so with the turns. Turns are
compared by processor time, the first tenth with the last. The interface rests on a clock that jumps to the next timer.
0 leaves a part out. Exit code 1: the last turns took more than `SLOWER` times the first ones (once the map has stopped
growing), an answer is missing, or memory, tasks, threads or files grew at rest.
"""

import argparse
import asyncio
import gc
import json
import os
import selectors
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.interview.engine import Interview
from assistant.interview.state import InterviewState
from assistant.interview.store import SqliteSessionStore
from assistant.journey.start import new_map
from assistant.locations import sessions_file
from assistant.settings import Settings
from tests.bench.first_frame import _environment
from tests.bench.long_session import _asked, _turn
from tests.fakes.person import open_new

SLOWER = 1.5
"""Times as long as the early turns the late ones may take."""

GROWTH = 8.0
"""Megabytes that a day at rest may add."""

PLACES = ("web shop", "counter", "phone", "parcel", "newsletter", "returns desk", "invoice", "chat", "window", "app")
FEELINGS = ("and it is annoying", "and they like it", "and nobody answers", "and it is quick", "and they are confused")
STEPS = ("touchpoints", "constraints", "actions", "metrics", "goals")
REOPEN = 40
"""Turns after which the person goes back to a step: an interview that is done asks no more."""

REOPEN_LINES = 10
"""The same over JSON lines, whose process ends with the interview."""


def answer(turn: int) -> str:
    """Return what the person says: one of 140 sentences with facts for each step, corrections and an "I don't know"."""
    place, minutes = PLACES[turn % 10], turn % 4 * 5 + 5
    return (
        f"they come to the {place} and wait {minutes} minutes, {FEELINGS[turn % 5]}",
        f"at the {place} it takes {minutes} minutes, and nobody tells them why",
        f"no, it is {minutes} minutes at the {place}",
        f"the price is told too late at the {place}, {minutes} times a month",
        f"Ana puts a sign at the {place} by march, it costs {minutes} euros",
        "I don't know",
        f"returns at the {place}, now {minutes} percent, we want {minutes // 2} from the till report",
    )[turn % 7]


class Findings:
    """What was measured, and what is not as it should be."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def turns(self, name: str, times: Sequence[float]) -> None:
        """Tell the median of the turns by tenths; the second tenth is the first with a grown map."""
        size = max(len(times) // 10, 1)
        tenths = [statistics.median(times[start : start + size]) * 1000 for start in range(0, size * 10, size)]
        told = " ".join(f"{median:.1f}" for median in tenths)
        print(f"{name:28} {told} ms of processor time, median of each tenth; most {max(times) * 1000:.0f} ms")
        if tenths[-1] > SLOWER * max(tenths[:3]):
            self.wrong.append(f"{name}: {tenths[-1]:.1f} ms at the end, {max(tenths[:3]):.1f} ms before")

    def check(self, fine: bool, wrong: str) -> None:
        """Remember what is wrong."""
        if not fine:
            self.wrong.append(wrong)


def main() -> int:
    """Run the parts, print what they took, and say by the exit code whether something was lost or grew."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--turns", type=int, default=2000)
    options.add_argument("--events", type=int, default=50_000)
    options.add_argument("--hours", type=float, default=24)
    given = options.parse_args()
    found = Findings()
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(JOURNEYMAP_HOME=home, JOURNEYMAP_EMBEDDINGS="none")
        if given.turns:
            asyncio.run(engine(found, Path(home), given.turns))
            process(found, given.turns)
        if given.events:
            database(found, given.events)
        if given.hours:
            rest(found, given.hours)
    print("\n".join(found.wrong) or "nothing lost, nothing grew")
    return 1 if found.wrong else 0


async def engine(found: Findings, folder: Path, turns: int) -> None:
    """Answer so many times, and open the session anew at the end."""
    talk = open_new(folder)
    async for _event in talk.begin():
        pass
    times, early = [], 0.0
    for turn in range(turns):
        if turn % REOPEN == REOPEN - 1:
            async for _event in talk.command("goto", {"step": STEPS[turn // REOPEN % len(STEPS)]}):
                pass
        begun = time.process_time()
        async for _event in talk.answer(answer(turn)):
            pass
        times.append(time.process_time() - begun)
        if turn == turns // 5:
            early = resident()
    found.turns(f"engine, {turns} turns", times)
    journey, state = talk.map, talk.state
    print(f"{'':28} {early:.0f} MB after a fifth, {resident():.0f} MB at the end; {len(state.transcript)} events")
    await talk.close()
    begun = time.process_time()
    again = open_new(folder, session=talk.session)
    print(f"{'':28} opened anew in {time.process_time() - begun:.2f} s; {megabytes(folder):.1f} MB on disk")
    found.check(len(again.state.answers) == turns, f"{turns - len(again.state.answers)} answers are lost")
    found.check(again.map == journey, "the map is another one when the session is opened anew")
    await again.close()


class Lines:
    """The process of JSON lines; it ends when the interview does, and goes on with the session then."""

    def __init__(self, home: str) -> None:
        self._environment = _environment(home) | {"JOURNEYMAP_EMBEDDINGS": "none"}
        self._store = Path(home)
        self.starts = 0
        self.start([])

    def start(self, more: list[str]) -> None:
        """Start it and wait for its first question."""
        command = [sys.executable, "-c", "import sys; from assistant.cli import main; sys.exit(main())"]
        self._child = subprocess.Popen(
            [*command, "interview", "--jsonl", "--model", "none", "--language", "en", *more],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=self._environment,
        )  # fmt: skip
        self.starts += 1
        self._wait()

    @property
    def pid(self) -> int:
        """The process."""
        return self._child.pid

    @property
    def state(self) -> InterviewState:
        """What is on disk."""
        store = SqliteSessionStore(next(self._store.rglob("sessions.sqlite3")))
        state = store.load(store.list()[0].id)
        store.close()
        return state

    def say(self, **line: object) -> float:
        """Send a line, wait for the next question, and return the seconds of processor time that took."""
        assert self._child.stdin
        begun = used(self.pid)
        self._child.stdin.write(json.dumps(line) + "\n")
        self._child.stdin.flush()
        finished = self._wait()
        taken = used(self.pid) - begun
        if finished:
            self.end()
            store = SqliteSessionStore(next(self._store.rglob("sessions.sqlite3")))
            session = store.list()[0].id
            store.close()
            self.start(["--session", session])
            self.say(type="command", name="goto", args={"step": STEPS[self.starts % len(STEPS)]})
        return taken

    def end(self) -> int:
        """Let it end and return its exit code."""
        assert self._child.stdin
        self._child.stdin.close()
        return self._child.wait()

    def _wait(self) -> bool:
        assert self._child.stdout
        for told in self._child.stdout:
            if (kind := json.loads(told)["type"]) in ("question", "finished"):
                return bool(kind == "finished")
        raise RuntimeError("the process has ended")


def process(found: Findings, turns: int) -> None:
    """Answer so many times over JSON lines; the person goes back to a step before the interview is done."""
    with tempfile.TemporaryDirectory() as home:
        lines, times, early = Lines(home), [], 0.0
        for turn in range(turns):
            if turn % REOPEN_LINES == REOPEN_LINES - 1:
                lines.say(type="command", name="goto", args={"step": STEPS[turn // REOPEN_LINES % len(STEPS)]})
            times.append(lines.say(type="answer", text=answer(turn)))
            if turn == turns // 5:
                early = resident(lines.pid)
        found.turns(f"JSON lines, {turns} turns", times)
        late, files = resident(lines.pid), len(os.listdir(f"/proc/{lines.pid}/fd"))
        print(f"{'':28} {early:.0f} MB after a fifth, {late:.0f} MB at the end; {files} files; {lines.starts} starts")
        found.check(lines.end() == 0, "the process of JSON lines has failed")
        kept = len(lines.state.answers)
        found.check(kept == turns, f"{turns - kept} answers are lost over JSON lines")


def database(found: Findings, events: int) -> None:
    """Write sessions of 500 turns each, side by side, then list, load and go on with one."""
    store = SqliteSessionStore(sessions_file())
    sessions: list[str] = []
    written, begun = 0, time.process_time()
    while written < events:
        session = store.create(new_map("en", title=f"Session {len(sessions)}"))
        state = store.load(session)
        for turn in range(1, 501):
            state = store.append(session, state, _turn(turn))
        sessions.append(session)
        written += len(state.transcript)
    each = (time.process_time() - begun) / len(sessions)
    begun = time.process_time()
    listed = store.list()
    listing, begun = time.process_time() - begun, time.process_time()
    state = store.load(sessions[0])
    loading, begun = time.process_time() - begun, time.process_time()
    store.append(sessions[0], state, [_asked("And then?")])
    adding = time.process_time() - begun
    size = sum(file.stat().st_size for file in store.path.parent.glob(f"{store.path.name}*")) / 1e6
    print(
        f"database, {written} events       {len(sessions)} sessions, {size:.0f} MB; writing one {each:.2f} s, "
        f"listing {listing * 1000:.1f} ms, loading one of {len(state.transcript)} events {loading * 1000:.0f} ms, "
        f"one more event {adding * 1000:.1f} ms"
    )
    found.check({info.id for info in listed} >= set(sessions), "a session is not in the list")
    found.check(len(state.answers) == 500, "answers are missing in the database")
    store.close()


class Jumping(selectors.DefaultSelector):
    """A selector that waits for nothing: its clock goes on to when something is due."""

    ahead = 0.0
    jumping = False

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready; what will be ready later is due at once."""
        if not self.jumping or not timeout:
            return super().select(timeout)
        ready = super().select(0)
        if not ready:
            type(self).ahead += timeout
        return ready


def rest(found: Findings, hours: float) -> None:
    """Show an interview that nobody touches for so many hours of a clock that jumps."""
    real = time.monotonic
    time.monotonic = lambda: real() + Jumping.ahead
    from textual import _time  # it takes the clock when it is imported

    _time.get_time = _time.time = time.monotonic
    try:
        loop = asyncio.SelectorEventLoop(Jumping())
        loop.run_until_complete(_rest(found, hours))
        loop.close()
    finally:
        time.monotonic = real


async def _rest(found: Findings, hours: float) -> None:
    from assistant.interview.opening import NewInterview, open_interview
    from assistant.tui.app import JourneymapApp
    from tests.fakes.person import NoExports

    settings = Settings(model="none", embeddings="none")

    def opener(*, session: str | None = None, new: NewInterview | None = None) -> Interview:
        return open_interview(SqliteSessionStore(sessions_file()), settings, NoExports(), session=session, new=new)

    app = JourneymapApp(
        lambda: SqliteSessionStore(sessions_file()), settings, opener, new=NewInterview("en", title="At rest")
    )
    async with app.run_test(size=(120, 40)) as pilot:
        await asyncio.sleep(6)  # by the real clock: the index of the articles is there then
        await pilot.press(*"an answer that is never sent")
        rows, begun, ran = [], time.monotonic(), time.process_time()
        for part in range(5):
            while time.monotonic() - begun < hours * 3600 * part / 4:
                Jumping.jumping = True
                await asyncio.sleep(60)
            Jumping.jumping = False
            gc.collect()
            files, tasks = len(os.listdir("/proc/self/fd")), len(asyncio.all_tasks())
            rows.append((resident(), tasks, threading.active_count(), files, len(gc.get_objects())))
            print(
                f"at rest, {hours * part / 4:4.1f} h              {rows[-1][0]:.1f} MB, {tasks} tasks, "
                f"{rows[-1][2]} threads, {files} files, {rows[-1][4]} objects, "
                f"{time.process_time() - ran:.0f} s of processor time",
                flush=True,
            )
        first, last = rows[0], rows[-1]
        found.check(last[0] - first[0] <= GROWTH, f"{last[0] - first[0]:.1f} MB more after {hours} hours at rest")
        found.check(last[1:4] <= first[1:4], f"tasks, threads, files at rest: {first[1:4]}, then {last[1:4]}")


def resident(pid: int | str = "self") -> float:
    """Return the megabytes that a process holds in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def used(pid: int) -> float:
    """Return the seconds of processor time that the threads of a process have used."""
    ran = [(task / "schedstat").read_text().split()[0] for task in Path(f"/proc/{pid}/task").iterdir()]
    return sum(map(int, ran)) / 1e9


def megabytes(folder: Path) -> float:
    """Return the megabytes of the files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


if __name__ == "__main__":
    sys.exit(main())
