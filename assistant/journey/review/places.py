"""Where in a JSON file the items and fields of a map stand: Python's reader keeps no places."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# A string, or a sign that structures; numbers and names such as ``null`` carry no place of their own.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]', re.DOTALL)


@dataclass
class _Open:
    """A container that has begun: its line, and, in an object, the key whose value comes next."""

    line: int
    key: str = ""
    awaits_value: bool = False
    key_line: int = 0
    id: str = field(default="")


def places(text: str) -> Mapping[str, tuple[int, int]]:
    """Return the first and last line of each item (``t3``), field (``persona.age``) and part (``stages``) of a map.

    Args:
        text: a valid JSON map; lines count from 1.
    """
    found: dict[str, tuple[int, int]] = {}
    stack: list[_Open] = []
    line, read_to = 1, 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", read_to, token.start())
        read_to = token.start()
        sign = token[0]
        if sign in "{[":
            stack.append(_Open(line))
        elif sign in "}]":
            closed = stack.pop()
            if len(stack) == 2 and closed.id:
                found.setdefault(closed.id, (closed.line, line))
            _note(stack, found, line)
        elif sign == ":":
            stack[-1].awaits_value = True
        elif sign == ",":
            _note(stack, found, line)
            stack[-1].awaits_value = False
        elif stack and not stack[-1].awaits_value:
            stack[-1].key, stack[-1].key_line = sign[1:-1], line
        elif stack and stack[-1].key == "id":
            stack[-1].id = sign[1:-1]
    return found


def _note(stack: list[_Open], found: dict[str, tuple[int, int]], line: int) -> None:
    """Note where the entry of an object that has just ended stands: a part, or a field of a part."""
    path = [open_.key for open_ in stack if open_.awaits_value]
    if 1 <= len(path) <= 2 and len(path) == len(stack):
        found.setdefault(".".join(path), (stack[-1].key_line, line))
