"""Commands that are killed at one of their file operations, looked at, and given once more.

What a command changes must be as it was before or as it is without the kill, never half; as without the kill, if the
command had said that it was done; and after the same command once more, exactly as without the kill, with nothing left
over beside it.
"""

import random
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.kills.processes import Run, Server
from tests.bench.kills.shim import NEVER, Kill

MAIN = "assistant.cli:main"

Picture = Mapping[str, object]
"""What a command has changed, as the program or its files show it."""


@dataclass(frozen=True)
class Errand:
    """A command and how to see what it did.

    Attributes:
        process: the row of the table that it belongs to.
        prepare: makes the folder that it begins with, and returns the values of names in `arguments`.
        arguments: the command.
        picture: returns what is there, by name; each part is there whole or not at all.
        again: the command that is given after the kill; None: the same.
        done: what it says when it is done, or "".
        call: the function that is the program.
        environment: variables of the command.
        check: looks at the folder right after the kill; raises AssertionError.
    """

    process: str
    name: str
    prepare: Callable[[Server], Mapping[str, str]]
    arguments: tuple[str, ...]
    picture: Callable[[Server], Picture]
    again: tuple[str, ...] | None = None
    done: str = ""
    call: str = MAIN
    environment: Mapping[str, str] | None = None
    check: Callable[[Server, Run], None] = lambda _server, _run: None
    repeats: bool = True
    """Whether it may be given again when it has done its work already."""

    def given(
        self,
        server: Server,
        values: Mapping[str, str],
        kill: Kill = NEVER,
        *,
        again: bool = False,
        log: Path | None = None,
    ) -> Run:
        """Run the command until it ends or is killed."""
        words = self.again if again and self.again else self.arguments
        run = server.start(
            [word.format(root=server.root, **values) for word in words], kill, call=self.call,
            environment=self.environment, log=log,
        )  # fmt: skip
        run.status = run.finish()
        return run


class Trial:
    """One command, killed as often as is wanted."""

    def __init__(self, server: Server, errand: Errand) -> None:
        """Prepare the folder, and see what the command does without a kill."""
        self._server, self._errand = server, errand
        server.clear()
        self._values = errand.prepare(server)
        self._template = server.root.with_name("template")
        shutil.rmtree(self._template, ignore_errors=True)
        shutil.copytree(server.root, self._template, symlinks=True)
        self._before = errand.picture(server)
        self._restore()
        begun = time.perf_counter()
        run = errand.given(server, self._values)
        assert run.status == 0, run.text
        self._seconds = time.perf_counter() - begun
        self.operations = run.operations
        self._after = errand.picture(server)
        self._files = _files(server.root)

    def kill(self, kill: Kill) -> str:
        """Kill the command, check what is there, and return the operation; "": it had ended before.

        Raises:
            AssertionError: something is lost, half there, or left over.
        """
        errand, server = self._errand, self._server
        self._restore()
        run = errand.given(server, self._values, kill)
        assert run.status <= 0, run.text
        where = f"{errand.name}, {run.what or 'not killed'}"
        errand.check(server, run)
        there = errand.picture(server)
        for part in {*self._before, *self._after, *there}:
            states = self._before.get(part), self._after.get(part)
            assert there.get(part) in states, f"{where}: {part} is {there.get(part)!r}, not one of {states!r}"
        if errand.done and errand.done in run.text:
            assert there == self._after, f"{where}: it was done, and is not"
        if errand.repeats or there != self._after:
            server.grow_old()
            errand.given(server, self._values, again=True)
        assert errand.picture(server) == self._after, f"{where}: once more, and it is {errand.picture(server)!r}"
        left = _files(server.root) - self._files
        assert not left, f"{where}: left over: {sorted(left)}"
        return run.what

    def kills(self, dice: random.Random, times: int) -> Iterator[Kill]:
        """Yield as many kills: at every operation if there are enough, and a quarter at random times."""
        for _time in range(times // 4):
            yield Kill(after=dice.uniform(0, self._seconds))
        left = times - times // 4
        every = max(self.operations / left, 1)
        for number in range(left):
            at = 1 + int(number * every + dice.random() * (every - 1)) % self.operations
            yield Kill(at=at, half=number >= self.operations or dice.random() < 0.3)

    def _restore(self) -> None:
        self._server.clear()
        shutil.copytree(self._template, self._server.root, symlinks=True, dirs_exist_ok=True)


_NAMES = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]+|[0-9a-f]{16}")


def _files(root: Path) -> set[str]:
    """Return the files under `root`; names that are made by chance are not told apart.

    Left out are the empty files of locks. Killed in the end, a deletion for ever leaves one that the next one removes.
    """
    files = (file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file())
    return {_NAMES.sub("*", file) for file in files if not file.startswith("data/open/")}
