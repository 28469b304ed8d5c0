"""What reaches the terminal, byte by byte: an interview full of escape sequences against one without any.

    python -m tests.bench.raw_terminal [--seconds 6]

The interface runs twice in a pseudo-terminal, with the same keys: once over a session of harmless texts, once over one
in which every text carries sequences that act on terminals; one is pasted, too. Sequences of a kind that the harmless
run does not have come from the texts. Exit code 1: there are some. Likewise for what the commands and `--plain` print.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from signal import SIGKILL

from assistant.text import clean
from tests.bench.terminal import Terminal
from tests.fakes.injections import injections

HARMLESS = "People order once and never again; they call and nobody answers."
KEYS = (
    "\x1bOQ",
    "\x1bOR",
    "\x1bOS",
    "\x1b[15~",
    "\x1b[17~",
    "\x1b[18~",
    "\x1b[19~",
    "\x1b",
    "\x1b[6~",
    "\x1b[5~",
    "\t",
)
"""F2 to F8, escape, page down and up, tab."""

_SEQUENCE = re.compile(
    rb"\x1b\[[0-9;:?<>=]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\x00-\x08\x0b-\x1f\x7f]"
)
_SAVE = """
import asyncio, json, sys
from assistant.interview.opening import NewInterview, open_interview
from assistant.interview.store import SqliteSessionStore
from assistant.locations import sessions_file
from assistant.settings import Settings
from tests.fakes.person import NoExports, collect

async def save(texts):
    store = SqliteSessionStore(sessions_file())
    interview = open_interview(store, Settings(model="none", embeddings="none"), NoExports(),
                               new=NewInterview("en", title=texts[0]))
    await collect(interview.begin())
    for step in ("goal", "persona", "touchpoints", "constraints"):
        await collect(interview.command("goto", {"step": step}))
        for text in texts:
            await collect(interview.answer(text))
    await interview.close()
    print(interview.session)

asyncio.run(save(json.loads(sys.stdin.read())))
"""


def main() -> int:
    """Run both interfaces and the commands, and compare."""
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=6, help="to wait for the first screen; others take a third")
    seconds = options.parse_args().seconds
    every = injections("http://127.0.0.1:9/strike", "/nowhere")
    acting = [each.text for each in every if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", each.text)]
    hostile = [f"they call us {text} and wait" for text in acting[::12]]
    harmless = [f"{HARMLESS} {number}" for number in range(len(hostile))]
    with tempfile.TemporaryDirectory() as folder:
        plain, bad = (_written(Path(folder, name), texts, seconds) for name, texts in (("a", harmless), ("b", hostile)))
    strange = {name: sorted(kinds(bad[name]) - kinds(plain[name])) for name in bad}
    c1 = [name for name, data in bad.items() if re.search("[\x80-\x9f\u202a-\u202e]", data.decode(errors="ignore"))]
    for name, data in bad.items():
        print(f"{name:10} {len(data):8} bytes, {len(kinds(data)):3} kinds of sequences, strange: {strange[name]}")
    print(f"{len(hostile)} texts with sequences; C1 or bidirectional signs: {c1 or 'none'}")
    return 1 if c1 or any(strange.values()) else 0


def kinds(data: bytes) -> set[bytes]:
    """Return the kinds of control sequences in what was written: a number counts as any other, as many as there are."""
    found = {re.sub(rb"[0-9;:]+", b"1", each) for each in _SEQUENCE.findall(data)}
    return found - {b"\r"}


def _written(home: Path, texts: Sequence[str], seconds: float) -> dict[str, bytes]:
    """Return what each face writes over a session of `texts`."""
    import json

    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    environment = {**kept, "JOURNEYMAP_HOME": str(home), "JOURNEYMAP_EMBEDDINGS": "none", "LANG": "C.UTF-8",
                   "TERM": "xterm-256color", "PYTHONPATH": os.getcwd()}  # fmt: skip
    made = subprocess.run([sys.executable, "-c", _SAVE], input=json.dumps(texts).encode(), env=environment,
                          capture_output=True, check=True)  # fmt: skip
    session = made.stdout.decode().split()[-1]
    program = [sys.executable, "-m", "assistant.cli"]
    terminal = Terminal([*program, "--model", "none", "resume", session], environment, rows=45, columns=140)
    screen = b""
    try:
        screen += terminal.read_for(seconds)
        for keys in (f"\x1b[200~{clean(texts[0])}\n{texts[1]}\x1b[201~", *KEYS):
            terminal.send(keys)
            screen += terminal.read_for(seconds / 3)
    finally:
        terminal.end(SIGKILL)
    lines = "\n".join(["/map", *texts, "/review"]).encode("utf-8", "replace")
    talk = subprocess.run([*program, "--plain", "--model", "none"], input=lines, env=environment, capture_output=True)
    commands = [["list"], ["show", session], ["review", session], ["list", "--search", texts[1].replace("\0", "")]]
    printed = [subprocess.run([*program, *words], env=environment, capture_output=True) for words in commands]
    return {
        "screen": screen,
        "plain": talk.stdout + talk.stderr,
        "commands": b"".join(p.stdout + p.stderr for p in printed),
    }


if __name__ == "__main__":
    sys.exit(main())
