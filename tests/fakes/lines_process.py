"""The JSON lines of an interview in a process of their own, which begins in 20 ms."""

import json
import multiprocessing
import os
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from assistant.interview.state import InterviewState, Record
from assistant.interview.store import SqliteSessionStore

COMMAND = ["interview", "--jsonl", "--model", "none", "--language", "en"]

# A process that is forked with the program loaded begins in 20 ms; one that imports it takes some 700 ms.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["assistant.cli.interviews", "assistant.interview.engine", "assistant.lines.jsonl"])


def program(arguments: list[str], home: str, lines: Connection, out: Connection) -> None:
    """Be the program, with standard input and output on these pipes."""
    # The index of the knowledge base, killed in its own tests, would take a second of each start.
    os.environ.update(JOURNEYMAP_HOME=home, JOURNEYMAP_EMBEDDINGS="none")
    os.dup2(lines.fileno(), 0)
    os.dup2(out.fileno(), 1)
    sys.stdin, sys.stdout = os.fdopen(0, encoding="utf-8"), os.fdopen(1, "w", encoding="utf-8")
    from assistant.cli import main

    sys.exit(main(arguments))


class Run:
    """One process of the interview."""

    def __init__(self, home: Path, session: str | None) -> None:
        arguments = [*COMMAND, *(["--session", session] if session else [])]
        lines, ours = FORKS.Pipe(duplex=False)
        told, out = FORKS.Pipe(duplex=False)
        self.process = FORKS.Process(target=program, args=(arguments, str(home), lines, out), daemon=True)
        self.process.start()
        lines.close()
        out.close()  # so that reading ends when the process does
        self.lines = os.fdopen(os.dup(ours.fileno()), "w", encoding="utf-8")
        self.told = os.fdopen(os.dup(told.fileno()), encoding="utf-8")
        ours.close()
        told.close()

    def events(self) -> list[dict[str, str]]:
        """Return what is told up to the next question, the end, or death."""
        told: list[dict[str, str]] = []
        for line in self.told:
            told.append(json.loads(line))
            if told[-1]["type"] in ("question", "finished"):
                break
        return told

    def answer(self, text: str) -> None:
        self.lines.write(json.dumps({"type": "answer", "text": text}) + "\n")
        self.lines.flush()

    def end(self) -> None:
        """Let it end by itself."""
        self.lines.close()
        self.told.read()
        self.process.join()
        self.told.close()


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
