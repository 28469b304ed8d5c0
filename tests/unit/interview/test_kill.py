"""SIGKILL at random points of an interview: no answer is lost or asked for again, and the map is the same."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.interview.state import InterviewState, Record
from assistant.interview.store import SqliteSessionStore
from tests.fakes.person import Person

KILLS = 100
PROCESS = [sys.executable, "-m", "assistant.cli", "interview", "--jsonl", "--model", "none", "--language", "en"]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


class Run:
    """One process of the interview; it is killed a moment after it was given an answer, or while it starts."""

    def __init__(self, home: Path, session: str | None) -> None:
        command = [*PROCESS, *(["--session", session] if session else [])]
        # The index of the knowledge base, killed in its own tests, would take a second of each start.
        environment = {**os.environ, "JOURNEYMAP_HOME": str(home), "JOURNEYMAP_EMBEDDINGS": "none"}
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )

    def events(self) -> list[dict[str, str]]:
        """Return what is told up to the next question, the end, or death."""
        assert self.process.stdout
        told: list[dict[str, str]] = []
        for line in self.process.stdout:
            told.append(json.loads(line))
            if told[-1]["type"] in ("question", "finished"):
                break
        return told

    def answer(self, text: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"type": "answer", "text": text}) + "\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


def stored(home: Path, session: str) -> InterviewState:
    store = SqliteSessionStore(home / "data" / "sessions.sqlite3")
    try:
        return store.load(session)
    finally:
        store.close()


def essence(state: InterviewState) -> tuple[object, ...]:
    """Return what must not depend on kills: the map but for its times, the answers, and the questions."""
    asked = [entry.data["text"] for entry in state.transcript if entry.kind is Record.ASKED]
    journey = state.map.model_dump(exclude={"created", "updated"})
    return journey, dict(state.answers), asked


def hold(home: Path, chance: random.Random | None, kills: list[int]) -> InterviewState:
    """Hold one interview, killing its process as `chance` says, and return where it stands in the end."""
    person, session = Person(), ""
    while True:
        run = Run(home, session or None)
        if chance and session and chance.random() < 0.15:
            time.sleep(chance.uniform(0.1, 0.6))  # while it starts, opens the database and takes up the session
            run.kill()
            kills.append(1)
            continue
        while told := run.events():
            session = next((e["session"] for e in told if e["type"] == "ready"), session)
            if told[-1]["type"] == "finished":
                run.process.communicate()
                return stored(home, session)
            run.answer(person.reply(told[-1]["step"]))
            if chance and chance.random() < 0.5:
                time.sleep(chance.uniform(0, 0.03))  # a turn takes about 10 ms
                run.kill()
                kills.append(1)
                break
        if len(stored(home, session).answers) < len(person.said):
            person.said.pop()  # it died before the answer was on disk, so the question comes again


def test_nothing_is_lost_however_often_the_process_is_killed(tmp_path: Path) -> None:
    undisturbed = essence(hold(tmp_path / "undisturbed", None, []))
    kills: list[int] = []
    chance, interview = random.Random(20), 0
    while len(kills) < KILLS:
        interview += 1
        assert essence(hold(tmp_path / str(interview), chance, kills)) == undisturbed
    print(f"{len(kills)} kills over {interview} interviews")
