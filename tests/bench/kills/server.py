"""A process that has the program loaded and forks one for each request: 20 ms instead of 0.7 s to its first line.

    python -m tests.bench.kills.server SOCKET MODULE…

A request is JSON (`call`, `arguments`, `environment`, `plan`) with three descriptors: standard input, output and error.
The answers are the number of the process and, when it has ended, its status as `os.waitpid` gives it.
"""

import atexit
import ctypes
import fcntl
import gc
import importlib
import json
import os
import socket
import sys
import termios
from typing import Any


def main() -> None:
    """Serve until the other side closes."""
    descriptor, *modules = sys.argv[1:]
    for module in modules:
        importlib.import_module(module)
    gc.freeze()
    with socket.socket(fileno=int(descriptor)) as requests:
        while True:
            message, descriptors, _flags, _address = socket.recv_fds(requests, 1 << 16, 3)
            if not message:
                return
            process = os.fork()
            if process == 0:
                requests.close()
                break
            for each in descriptors:
                os.close(each)
            requests.send(str(process).encode())
            requests.send(str(os.waitpid(process, 0)[1]).encode())
    _become(json.loads(message), descriptors)


def _become(wanted: dict[str, Any], descriptors: list[int]) -> None:
    """Be the program, with a process group of its own and, if it is given one, a terminal."""
    os.setsid()
    for place, descriptor in enumerate(descriptors):
        os.dup2(descriptor, place)
        os.close(descriptor)
    if os.isatty(0):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    sys.stdin = sys.__stdin__ = os.fdopen(0, encoding="utf-8")  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = os.fdopen(1, "w", encoding="utf-8")  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = os.fdopen(2, "w", encoding="utf-8")  # type: ignore[misc]
    os.environ.update(wanted["environment"], JOURNEYMAP_KILL_PLAN=wanted["plan"])
    if library := os.environ.get("LD_PRELOAD"):
        ctypes.CDLL(library).kills_arm(os.fsencode(wanted["plan"]))
    module, _, name = wanted["call"].partition(":")
    try:
        status = getattr(importlib.import_module(module), name)(wanted["arguments"])
    except SystemExit as end:
        status = end.code
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(int(status or 0))  # taking down all that is loaded would take a second


if __name__ == "__main__":
    main()
