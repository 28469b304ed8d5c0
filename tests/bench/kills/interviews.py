"""Interviews whose process is killed again and again: in JSON lines, in plain lines, and on the screen.

An answer counts as acknowledged when the program has written anything that came of it: the next question, or what the
answer changed. The echo of the person's own words does not count. After each kill a copy of the database is read, so
that the program itself is the first to open what the kill left.
"""

import json
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.interview.state import InterviewState, Record
from assistant.interview.store import SqliteSessionStore
from exports.json_file import read_map
from tests.bench.kills.processes import Run, Server
from tests.bench.kills.shim import NEVER, Kill
from tests.fakes.person import Person

WORDS_ALONE = {"JOURNEYMAP_EMBEDDINGS": "none"}
"""The index is killed for itself; here it would take a second of each start."""

MOST_PROCESSES = 500
"""Processes of one interview: however often it is killed, it must come to an end."""

_FILES = [
    "library.sqlite3", "maps/a-map-ID.json", "maps/a-map-ID.md", "open/ID.lock", "open/sessions.sqlite3.lock",
    "sessions.sqlite3",
]  # fmt: skip
"""What is in the data folder after an interview."""

_SEEN = 24
"""Characters of a question that tell it from others on a screen, which wraps the rest."""


@dataclass(frozen=True)
class Script:
    """An interview as it goes without kills.

    Attributes:
        questions: what is asked after so many answers; "": nothing, it is finished.
        answers: what is answered.
        essence: what is stored in the end, see `essence`.
    """

    questions: list[str]
    answers: list[str]
    essence: tuple[object, ...]


class Face:
    """A way to hold an interview."""

    name = ""
    options: tuple[str, ...] = ()
    screen = False
    seconds = 0.4
    """Within which most kills at random times come."""

    def begin(self, server: Server, session: str | None, kill: Kill, log: Path | None = None) -> Run:
        """Start the program."""
        which = ("--session", session) if session else ("--title", "A map")
        arguments = [*self.options, "--model", "none", "--language", "en", *which]
        return server.start(arguments, kill, environment=WORDS_ALONE, screen=self.screen, log=log)

    def wait(self, run: Run, question: str, before: Sequence[str]) -> bool:
        """Read until `question` is put ("": the end is told) after those `before`; False: the process ended.

        Raises:
            AssertionError: something else was asked.
        """
        raise NotImplementedError

    def say(self, run: Run, text: str) -> None:
        """Send an answer."""
        run.output = b""
        run.send(f"{text}\n")

    def replied(self, run: Run) -> bool:
        """Return whether anything was written that came of the last answer."""
        return bool(run.output)

    def leave(self, run: Run) -> None:
        """Leave a finished interview."""


class JsonLines(Face):
    """`journeymap interview --jsonl`."""

    name = "JSON lines"
    options = ("interview", "--jsonl")

    def wait(self, run: Run, question: str, before: Sequence[str]) -> bool:
        while True:
            for line in run.output.split(b"\n")[:-1]:
                told = json.loads(line)
                if told["type"] in ("question", "finished"):
                    put = told.get("text", "")
                    assert put == question, f"it asked {put!r}, not {question!r}"
                    return True
            if not run.read():
                return False

    def say(self, run: Run, text: str) -> None:
        run.output = b""
        run.send(json.dumps({"type": "answer", "text": text}) + "\n")


class PlainLines(Face):
    """`journeymap --plain` with a pipe at both ends."""

    name = "plain lines"
    options = ("--plain",)

    def wait(self, run: Run, question: str, before: Sequence[str]) -> bool:
        wanted = f"] {question}" if question else "The map is in"
        while wanted not in " ".join(run.text.split()):
            if not run.read():
                return False
        return True

    def replied(self, run: Run) -> bool:
        _question, _, echo = f"\n{run.text}".partition("\n> ")
        return bool(echo.partition("\n\n")[2].strip())


class Screen(Face):
    """The interface in a terminal, with keys typed."""

    name = "interface"
    screen = True
    seconds = 3.0

    def wait(self, run: Run, question: str, before: Sequence[str]) -> bool:
        wanted = question[:_SEEN] or "All seven steps are done"
        seen_before = any(each.startswith(wanted) for each in before)  # and may still stand on the screen
        while wanted not in run.text or (seen_before and not _waits(run.root, question)):
            if not run.read():
                return False
        return True

    def say(self, run: Run, text: str) -> None:
        run.output = b""
        run.send(f"{text}\r")

    def replied(self, run: Run) -> bool:
        return False  # what is painted may be the person's own words; `wait` alone tells

    def leave(self, run: Run) -> None:
        run.send("\x11")


FACES: tuple[type[Face], ...] = (JsonLines, PlainLines, Screen)


def rehearse(server: Server) -> Script:
    """Hold an interview without kills, and return how it goes."""
    person, questions, answers = Person(), list[str](), list[str]()
    run = JsonLines().begin(server, None, NEVER)
    while not questions or questions[-1]:
        run.output = b""
        told = {"type": ""}
        while told["type"] not in ("question", "finished"):
            assert run.read(), run.text
            told = json.loads(run.output.split(b"\n")[-2]) if b"\n" in run.output else told
        questions.append(told.get("text", ""))
        if questions[-1]:
            answers.append(person.reply(told["step"]))
            run.send(json.dumps({"type": "answer", "text": answers[-1]}) + "\n")
    assert run.finish() == 0, run.text
    return Script(questions, answers, essence(stored(server.root)[1]))


def hold(server: Server, face: Face, script: Script, kills: Iterator[Kill], landed: list[str]) -> int:
    """Hold one interview from its beginning, killing its processes as `kills` says.

    Returns how many file operations there were; `landed` is given the operation, or "a random moment", of each kill.

    Raises:
        AssertionError: an answer was lost or asked for again, or the interview ended otherwise than without kills.
    """
    server.clear()
    operations = acknowledged = said = 0
    for _process in range(MOST_PROCESSES):
        session, state = stored(server.root)
        there = state.turn if state else 0
        assert acknowledged <= there <= said, f"{said} answers sent, {acknowledged} acknowledged, {there} there"
        server.grow_old()
        run, said = face.begin(server, session, next(kills)), there
        while face.wait(run, script.questions[said], script.questions[:said]):
            acknowledged = said
            if said == len(script.answers):
                face.leave(run)
                break
            face.say(run, script.answers[said])
            said += 1
        else:
            acknowledged = said if said > there and face.replied(run) else acknowledged
        status = run.finish()
        operations += run.operations
        if status == 0:
            assert acknowledged == len(script.answers), f"it ended by itself: {run.text[-500:]}"
            _check_end(server.root, script)
            return operations
        assert status < 0, f"exit code {status}: {run.text[-500:]}"
        landed.append(run.what)
    raise AssertionError("the interview does not end")


def at_random(dice: random.Random, face: Face, operations: int) -> Iterator[Kill]:
    """Yield kills, a third at random times, the others at one of the next of so many `operations` of an interview."""
    while True:
        if dice.random() < 1 / 3:
            yield Kill(after=dice.uniform(0, face.seconds))
        else:
            yield Kill(at=dice.randint(1, max(operations // 4, 20)), half=dice.random() < 0.3)


def never() -> Iterator[Kill]:
    """Yield no kill, again and again."""
    while True:
        yield NEVER


def stored(root: Path) -> tuple[str | None, InterviewState | None]:
    """Return the one session under `root` and where it stands, from a copy of the database."""
    with tempfile.TemporaryDirectory(dir=root.parent) as folder:
        for file in (root / "data").glob("sessions.sqlite3*"):
            shutil.copy(file, folder)
        if not (file := Path(folder, "sessions.sqlite3")).exists():
            return None, None
        with SqliteSessionStore(file) as store:
            sessions = [info.id for info in store.list()]
            assert len(sessions) <= 1, f"sessions: {sessions}"
            return (sessions[0], store.load(sessions[0])) if sessions else (None, None)


def essence(state: InterviewState | None) -> tuple[object, ...]:
    """Return what must not depend on kills: the map but for its times, the answers, and the questions."""
    assert state is not None
    asked = [entry.data["text"] for entry in state.transcript if entry.kind is Record.ASKED]
    journey = state.map.model_dump(exclude={"created", "updated"})
    return journey, dict(state.answers), asked


def _waits(root: Path, question: str) -> bool:
    """Return whether this question waits, or with "" the interview is finished, as it is stored."""
    state = stored(root)[1]
    return state is not None and (state.pending.text == question if state.pending else state.finished)


def _check_end(root: Path, script: Script) -> None:
    session, state = stored(root)
    assert state is not None
    for part, there, wanted in zip(("map", "answers", "questions"), essence(state), script.essence, strict=True):
        assert there == wanted, f"the {part} are not those without kills: {there!r}, not {wanted!r}"
    names = (file.relative_to(root / "data").as_posix() for file in (root / "data").rglob("*") if file.is_file())
    found = sorted(name.replace(str(session), "ID") for name in names)
    assert found == _FILES, f"in the data folder: {found}"
    written = read_map(root / "data" / "maps" / f"a-map-{session}.json")
    assert written == state.map, "the finished map's file is not the map"
