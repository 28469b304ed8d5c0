"""The library that kills a program at one of its file operations (`shim.c`): building it and telling it what to do."""

import functools
import mmap
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

_HEAD = struct.Struct("qqqq1000s1000s1000s")
VARIABLE = "JOURNEYMAP_KILL_PLAN"


@dataclass(frozen=True, slots=True)
class Kill:
    """When a process is killed.

    Attributes:
        at: before its file operation of this number, counted from 1; 0: at none.
        half: in the middle of that operation, if it is a write of more than a sector (512 bytes).
        after: this many seconds after its start.
    """

    at: int = 0
    half: bool = False
    after: float | None = None


NEVER = Kill()


def possible() -> bool:
    """Return whether there is a compiler, and a system whose programs can be given a library."""
    return sys.platform == "linux" and shutil.which("cc") is not None


@functools.cache
def library() -> Path:
    """Build the library, once a process, and return its file.

    Raises:
        subprocess.CalledProcessError: the compiler refuses it.
    """
    file = Path(tempfile.mkdtemp(prefix="kills-")) / "shim.so"
    source = Path(__file__).with_name("shim.c")
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", file, source, "-ldl"], check=True)
    return file


class Plan:
    """What the library is to do, in a file that all processes of the program map."""

    def __init__(self, file: Path, root: Path, kill: Kill, log: Path | None = None) -> None:
        """Watch the files under `root`; write every operation to `log`."""
        self.file = file
        content = _HEAD.pack(0, kill.at, kill.half, log is not None, os.fsencode(root), os.fsencode(log or ""), b"")
        file.write_bytes(content)
        with file.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), _HEAD.size)

    @property
    def count(self) -> int:
        """How many operations there were."""
        return int(_HEAD.unpack(self._shared[:])[0])

    @property
    def what(self) -> str:
        """The operation that the program was killed at, with the file's path below the root; "" if it was not."""
        return bytes(_HEAD.unpack(self._shared[:])[6]).rstrip(b"\0").decode(errors="replace")

    def close(self) -> None:
        """Let go of the file."""
        self._shared.close()
