"""Building the index in a process of its own: Chroma writes for seconds in which no other thread of Python runs.

Measured in one process, a thread that wanted to run every 5 ms waited 90 to 150 ms again and again, and keys that were
typed appeared after up to 1.4 s. The process has a low priority and ends when its standard input does, so it never
outlives the program; what it leaves when it is killed is what any killed writer leaves (`knowledge.generations`).
"""

import contextlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from typing import IO, Any

from assistant import locale
from assistant.errors import FileError, JourneymapError, ModelError
from assistant.redaction.redactor import Redactor
from knowledge.stored_vectors import Report

_NICENESS = 10
"""Added to the priority's number (POSIX): whoever types and the local model go first."""

_FRUGAL = {"MALLOC_ARENA_MAX": "1"}
"""For glibc: Chroma's threads share one heap, and the process takes 121 MB at most instead of 145."""

_KINDS: Mapping[str, type[JourneymapError]] = {kind.__name__: kind for kind in (FileError, ModelError)}

_REDACT = "redact"

_log = logging.getLogger(__name__)


class Apart:
    """Builds the knowledge base that two settings name, in another process."""

    def __init__(self, embeddings: str, chroma_url: str, redactor: Redactor | None = None) -> None:
        """Build what `knowledge.base.open_base` opens for these settings."""
        self._settings = (embeddings, chroma_url)
        self._redactor = redactor
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._ended = False

    def build(self, report: Report) -> None:
        """Build, and return when it is done or `end` was called; at most once at a time.

        Raises:
            FileError: the documents cannot be read, or the disk refuses.
            ModelError: the embedding model does not answer.
            subprocess.SubprocessError: the process was ended by something else.
            OSError: there can be no other process.
        """
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told:
            process = self._started(told)
            if process is None:
                return
            try:
                with process:
                    fault = _followed(process, report)
            finally:
                told.seek(0)
                if warnings := told.read().strip():
                    _log.warning("building the index: %s", warnings)
        if self._ended:
            return
        if fault is not None:
            raise fault
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, "knowledge.apart")

    def end(self) -> None:
        """End the process, if there is one, and start none any more."""
        with self._lock:
            self._ended = True
            if self._process is not None:
                self._process.kill()

    def _started(self, told: IO[str]) -> "subprocess.Popen[str] | None":
        # -P: a folder `knowledge` where the person happens to be is not the program's.
        command = [sys.executable, "-P", "-m", "knowledge.apart", *self._settings, locale.current()]
        if self._redactor is not None and self._redactor.on:
            command.append(_REDACT)
        with self._lock:
            if self._ended:
                return None
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=told, text=True, encoding="utf-8",
                env=os.environ | _FRUGAL,
            )  # fmt: skip
            return self._process


def _followed(process: "subprocess.Popen[str]", report: Report) -> JourneymapError | None:
    """Pass on what a process reports until it ends; return the fault that it told."""
    fault = None
    for line in process.stdout or ():
        match json.loads(line):
            case [int(done), int(total)]:
                report(done, total)
            case [str(kind), str(message), str(hint)]:
                fault = _KINDS.get(kind, JourneymapError)(message, hint)
    return fault


def main() -> None:
    """Build what the command line names: the embeddings' spec, a Chroma server, a language, and whether to redact."""
    embeddings, chroma_url, language, *more = sys.argv[1:]
    out = sys.stdout
    sys.stdout = sys.stderr  # no library writes among the reports
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(AttributeError, OSError):  # Windows has no such thing
        os.nice(_NICENESS)
    locale.use(language)
    from knowledge.base import open_base

    def tell(*values: Any) -> None:  # noqa: ANN401 - JSON
        print(json.dumps(values), file=out, flush=True)

    try:
        base = open_base(embeddings, chroma_url, apart=False, redactor=Redactor(on=_REDACT in more))
        base.build(tell)
        base.close()
    except JourneymapError as fault:
        tell(type(fault).__name__, fault.message, fault.hint)


def _end_with_parent() -> None:
    while os.read(0, 1):  # not sys.stdin, whose lock this thread would hold when the interpreter ends
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
