"""Notes every attempt of a Python process to reach beyond this machine, in the file that JOURNEYMAP_WATCHED names.

A folder on PYTHONPATH that holds this is taken by every process of Python that a test starts, and by theirs.
"""

import json
import os
import sys
import traceback

_LOCAL = ("127.", "::1", "localhost", "0.0.0.0", "::ffff:127.")
_REACHING = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}
_OPENING = ("webbrowser.open",)


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event in _OPENING or (
        event in _REACHING and len(args) > _REACHING[event] and not _stays(args[_REACHING[event]])
    ):
        _note(event, args)


def _stays(address: object) -> bool:
    """Tell whether an address is on this machine: a name of a local socket is a text or bytes, not a pair."""
    if isinstance(address, tuple):
        address = address[0]
    elif isinstance(address, bytes) or (isinstance(address, str) and address.startswith(("/", "\0"))):
        return True
    host = address.decode() if isinstance(address, bytes) else str(address)
    return address is None or not host or host.startswith(_LOCAL)


def _note(event: str, args: tuple[object, ...]) -> None:
    place = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_stack()[-6:-2]]
    line = json.dumps({"event": event, "args": repr(args), "place": place, "program": sys.argv}) + "\n"
    with open(os.environ["JOURNEYMAP_WATCHED"], "a", encoding="utf-8") as file:
        file.write(line)


if os.environ.get("JOURNEYMAP_WATCHED"):
    sys.addaudithook(_watch)
