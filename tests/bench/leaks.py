"""Whether a key gets out: commands and interviews with canary keys in the environment, and servers that say them back.

    python -m tests.bench.leaks

Everything that is printed, every file that is written (sessions, cache, exports, debug log, tracebacks), every screen
and every command line of a process is searched for the keys, as they are, in base64 and in hex. Exit code 1: one is
there.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from signal import SIGKILL

from tests.bench.terminal import Terminal
from tests.fakes.openai_server import OpenAIServer, Reply, Request, raw, says, status

KEYS = {
    "OPENAI_API_KEY": "sk-canary-openai-91f27c3d",
    "JOURNEYMAP_API_KEY": "canary-server-5e8b04a7\x01c9",  # no header may hold this: libraries say it in their errors
    "JOURNEYMAP_EMBEDDINGS_KEY": "canary-embeddings-0d63e1f8",
    "JOURNEYMAP_CHROMA_TOKEN": "canary-chroma-b7a94c25",
    "ANTHROPIC_API_KEY": "sk-ant-canary-42d8f6b1",
    "AWS_SECRET_ACCESS_KEY": "canary/aws+secret=7c1e",
    "NO_PROXY_PASSWORD": "canary-password-66aa",
}
USUAL = KEYS | {"JOURNEYMAP_API_KEY": "canary-server-5e8b04a7c9"}
ANSWERS = ("people order once and never again", "What is a persona?", "Olga, 38, from Leeds", "what is a touchpoint?")
CRASH = """
import sys, assistant.cli, assistant.cli.maps as maps
def crash(options):
    headers = {"Authorization": "Bearer " + __import__("os").environ["OPENAI_API_KEY"]}
    raise RuntimeError(f"request with {headers!r} failed")
maps.schema = crash
sys.exit(assistant.cli.main(["--debug", "schema"]))
"""


def main() -> int:
    """Do everything that may tell a key, and look for it everywhere."""
    found: list[str] = []
    count = 0
    with tempfile.TemporaryDirectory() as home, CommandLines() as lines:
        for name, environment, command, typed in _runs(Path(home)):
            done = subprocess.run(command, input=typed, capture_output=True, env=environment, timeout=400, cwd=home)
            found += [f"{name}: printed {key}" for key in keys_in(done.stdout + done.stderr)]
            count += 1
            print(name, flush=True)
        for name, reply in list(_replies().items())[:4]:
            found += [f"the screen, {name}: {key}" for key in keys_in(_screen(Path(home), reply))]
            count += 1
        files = [file for file in Path(home).rglob("*") if file.is_file()]
        for file in files:
            found += [f"{file.relative_to(home)}: {key}" for key in keys_in(file.read_bytes())]
        found += [f"command line {line[:80]}: {key}" for line in lines.seen for key in keys_in(line.encode())]
        print(f"{count} runs, {len(files)} files, {len(lines.seen)} command lines: {len(found)} keys found")
    print("\n".join(found), file=sys.stderr)
    return 1 if found else 0


def _replies() -> Mapping[str, Reply]:
    """Return what a server may do with a key: refuse it and say it, put it into an error, or into its text."""
    return {
        "401": _saying(lambda key: status(401, f"Incorrect API key provided: {key}")),
        "500": _saying(lambda key: status(500, f"upstream refused Authorization: Bearer {key}")),
        "400": _saying(lambda key: status(400, f"bad header {key}")),
        "text": _saying(lambda key: says(f"Did you know that the key is {key}?")),
        "no JSON": _saying(lambda key: raw(f"<html>{key}</html>".encode(), "text/html")),
        "redirect": _saying(lambda key: lambda asked: asked.send(b"", code=307, Location=f"http://127.0.0.1:9/{key}")),
    }  # fmt: skip


def _saying(reply: object) -> Reply:
    def answer(request: Request) -> None:
        key = request.headers.get("authorization", "").removeprefix("Bearer ") or "none"
        reply(key)(request)  # type: ignore[operator]

    return answer


def _runs(home: Path) -> Iterator[tuple[str, Mapping[str, str], Sequence[str], bytes]]:
    """Yield commands with the environment they run in and what is typed into them."""
    program = [sys.executable, "-m", "assistant.cli"]
    lines = "".join(json.dumps({"type": "answer", "text": text}) + "\n" for text in ANSWERS).encode()
    plain = "\n".join(ANSWERS).encode()
    for name, reply in _replies().items():
        with OpenAIServer(reply) as server:
            usual = _environment(home, USUAL)
            openai = usual | {"OPENAI_BASE_URL": server.url}
            searching = openai | {"JOURNEYMAP_EMBEDDINGS": server.spec}
            shared = openai | {
                "JOURNEYMAP_CHROMA_URL": server.url.removesuffix("/v1"),
                "JOURNEYMAP_EMBEDDINGS": server.spec,
            }
            talk = [*program, "--debug", "interview", "--jsonl", "--model"]
            yield f"interview, {name}", usual, [*talk, server.spec], lines
            if name not in ("401", "text"):
                continue
            yield f"openai, {name}", openai, [*talk, "openai:gpt-5.4-mini"], lines
            yield f"plain, {name}", usual, [*program, "--debug", "--plain", "--model", server.spec], plain
            yield f"illegal key, {name}", _environment(home, KEYS), [*talk, server.spec], lines
            yield f"check, {name}", usual, [*program, "--debug", "models", "check", server.spec], b""
            yield f"search, {name}", searching, [*program, "--debug", "knowledge", "search", "touchpoint"], b""
            yield f"team, {name}", shared, [*program, "--debug", "knowledge", "list"], b""
    usual = _environment(home, USUAL)
    for words in (
        ["settings"], ["settings", "--json"], ["models", "list"], ["models", "list", "--json"], ["list", "--json"],
        ["models", "check", "anthropic:claude-haiku-4-5"],
        ["--model", "https://me:canary-password-66aa@host/v1#x", "list"],
        ["models", "check", "http://h/v1?key=canary-password-66aa#x"], ["nonsense"], ["show", "nothing"],
    ):  # fmt: skip
        yield " ".join(words), usual, [*program, "--debug", *words], b""
    yield "a crash", usual, [sys.executable, "-c", CRASH], b""
    yield "an export", usual, [sys.executable, "-c", _EXPORT], b""


_EXPORT = """
from assistant.cli import main
from assistant.interview.store import SqliteSessionStore
from assistant.locations import sessions_file
with SqliteSessionStore(sessions_file()) as store:
    for info in store.list():
        main(["--debug", "export", info.id, "--to", "json,md,csv,xlsx,html,word", "-o", "exported/", "--force"])
"""


def _environment(home: Path, keys: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR")}
    ours = {"JOURNEYMAP_HOME": str(home / "home"), "JOURNEYMAP_EMBEDDINGS": "none", "PYTHONPATH": os.getcwd()}
    return {**kept, **ours, **keys, "LANG": "C.UTF-8", "TERM": "xterm-256color", "OPENAI_LOG": "debug"}


def _screen(home: Path, reply: Reply) -> bytes:
    """Return all that the interface writes to its terminal while a server plays its part."""
    with OpenAIServer(reply) as server:
        command = [sys.executable, "-m", "assistant.cli", "--debug", "--model", server.spec, "--kind", "journey"]
        terminal = Terminal(command, _environment(home, USUAL), rows=40, columns=120)
        written = b""
        try:
            written += terminal.read_for(20)
            for text in ANSWERS[:2]:
                terminal.send(f"{text}\r")
                written += terminal.read_for(15)
            terminal.send("\x1b[19~")  # F8: the settings
            written += terminal.read_for(2)
        finally:
            terminal.end(SIGKILL)
    return written


def keys_in(data: bytes) -> list[str]:
    """Return the names of the keys that stand in `data`."""
    return [name for name, key in {**USUAL, "illegal": KEYS["JOURNEYMAP_API_KEY"]}.items() if _stands_in(key, data)]


def _stands_in(key: str, data: bytes) -> bool:
    plain = key.encode()
    encoded = [base64.b64encode(bytes(shift) + plain)[4:-4] for shift in range(3)]
    return any(way in data for way in (plain, repr(key)[1:-1].encode(), plain.hex().encode(), *encoded))


class CommandLines:
    """Notes the command line of every process that runs meanwhile; a context manager."""

    def __init__(self) -> None:
        """Begin with none."""
        self.seen: set[str] = set()
        self._ended = threading.Event()

    def __enter__(self) -> "CommandLines":
        """Begin to note."""
        threading.Thread(target=self._note, daemon=True).start()
        return self

    def __exit__(self, *_fault: object) -> None:
        """End."""
        self._ended.set()

    def _note(self) -> None:
        while not self._ended.is_set():
            for file in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    line = file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
                except OSError:
                    continue
                # A key that was typed as an argument is on the command line by the person's own doing.
                if "assistant" in line and "canary-password" not in line and "import sys" not in line:
                    self.seen.add(line)
            time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
