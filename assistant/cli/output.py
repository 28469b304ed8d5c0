"""JSON on standard output, without anything that could act on a terminal; what people must know on standard error."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.interview.session_database import SessionDatabase

# json.dumps escapes what is below a space only; these act on terminals too, or cannot be written at all.
_ACTING = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def print_json(data: object) -> None:
    """Print `data` for programs."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    print(_ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def tell_recovered(sessions: SessionDatabase) -> None:
    """Say what became of the sessions, if their file was damaged."""
    if sessions.recovered is not None:
        print(sessions.recovered.told(), file=sys.stderr)
