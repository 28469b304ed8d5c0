"""The keys in the environment: known by the names of their variables, and kept out of everything that is written.

A server may send a key back in an error or in an answer, and a library may put it into an exception; neither may bring
it to the screen, a log or a session.
"""

import json
import os
import re
from collections.abc import Mapping
from urllib.parse import quote

from assistant.text import clean

HIDDEN = "•••"
"""What stands in the place of a key."""

SHORTEST = 8
"""Characters of a key: a shorter value ("none", "test") is an ordinary word elsewhere."""

_NAME = re.compile(r"(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)S?\Z", re.IGNORECASE)
# The password in an address, as of a proxy or a package index.
_PASSWORD = re.compile(r"://[^/@\s:]*:([^/@\s]+)@")


def keys(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return the keys and passwords that the environment holds, as they may be written, the longest first."""
    found = {value.strip() for name, value in environ.items() if _NAME.search(name)}
    found |= {password for value in environ.values() for password in _PASSWORD.findall(value)}
    ways = (str, clean, _in_repr, _in_json, quote)
    written = {way(key) for key in found if len(key) >= SHORTEST for way in ways}
    return tuple(sorted(written, key=lambda key: (-len(key), key)))


def without_keys(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return `text` with every key of the environment hidden."""
    for key in keys(environ):
        text = text.replace(key, HIDDEN)
    return text


def environment_without_keys(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment for a process that needs no key and no address with a password."""
    return {name: value for name, value in environ.items() if not (_NAME.search(name) or _PASSWORD.search(value))}


def _in_repr(key: str) -> str:
    return repr(key)[1:-1]


def _in_json(key: str) -> str:
    return json.dumps(key)[1:-1]
