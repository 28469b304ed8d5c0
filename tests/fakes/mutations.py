"""Damage for good files: bytes flipped, cut, swapped and repeated; JSON of other types; archives with bad parts."""

import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

Change = Callable[[bytes, random.Random], bytes]

_NUMBER = re.compile(rb"\d+")
_HUGE = (
    b"9" * 5000,
    b"1e309",
    b"-1e309",
    b"99999999999999999999",
    b"0x7fffffffffffffff",
    b"NaN",
    b"-0",
    b"1" + b"0" * 400,
)
_NOT_UTF8 = (b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xc0\xaf", b"\xfe\xff", b"\x80" * 50)
_DEEP = 20_000


def flip(data: bytes, chance: random.Random) -> bytes:
    """Flip 1 to 64 bits."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 64)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    """Leave out the end, the beginning, or a piece."""
    first, second = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
    return chance.choice((data[:first], data[first:], data[:first] + data[second:]))


def swap(data: bytes, chance: random.Random) -> bytes:
    """Let two pieces change places."""
    a, b, c, d = sorted(chance.randrange(len(data) + 1) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def repeat(data: bytes, chance: random.Random) -> bytes:
    """Repeat a piece many times."""
    at = chance.randrange(len(data))
    piece = data[at : at + chance.randint(1, 40)]
    return data[:at] + piece * chance.choice((2, 50, 2000)) + data[at:]


def insert(data: bytes, chance: random.Random) -> bytes:
    """Put in NULs, bytes that are no UTF-8, marks of byte order, or any bytes."""
    at = chance.choice((0, chance.randrange(len(data) + 1), len(data)))
    noise = (
        b"\0" * chance.choice((1, 4096)),
        chance.choice(_NOT_UTF8),
        b"\xef\xbb\xbf",
        chance.randbytes(chance.randint(1, 500)),
    )
    return data[:at] + chance.choice(noise) + data[at:]


def enlarge(data: bytes, chance: random.Random) -> bytes:
    """Replace a number by a huge one."""
    places = list(_NUMBER.finditer(data))
    if not places:
        return insert(data, chance)
    place = chance.choice(places)
    return data[: place.start()] + chance.choice(_HUGE) + data[place.end() :]


def encode(data: bytes, chance: random.Random) -> bytes:
    """Write text in another encoding, with or without a mark."""
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1250", "utf-7", "utf-8-sig")), "replace")


def nest(data: bytes, chance: random.Random) -> bytes:
    """Put in brackets that are opened thousands of times, closed or not."""
    at = chance.randrange(len(data) + 1)
    opening, closing = chance.choice(
        ((b"[", b"]"), (b'{"a":', b"}"), (b"(", b")"), (b"> ", b""), (b"<div>", b"</div>"), (b"<<", b">>"))
    )
    return data[:at] + opening * _DEEP + chance.choice((b"", closing * _DEEP)) + data[at:]


def nothing(data: bytes, chance: random.Random) -> bytes:
    """Return what is no file of any format: nothing, white space, or any bytes."""
    return chance.choice((b"", b"\n", b"\0" * len(data), chance.randbytes(len(data))))


BYTES: tuple[Change, ...] = (flip, cut, swap, repeat, insert, enlarge, encode, nest, nothing)


def json_types(data: bytes, chance: random.Random) -> bytes:
    """Give up to four values of a JSON file another type, or take them out."""
    root = {"root": json.loads(data)}
    for _ in range(chance.randint(1, 4)):
        holder: Any = root
        key: Any = "root"
        while isinstance(holder[key], dict | list) and holder[key] and chance.random() < 0.8:
            holder = holder[key]
            key = chance.choice(list(holder)) if isinstance(holder, dict) else chance.randrange(len(holder))
        if chance.random() < 0.2 and holder is not root:
            del holder[key]
        else:
            holder[key] = _other(holder[key], chance)
    return json.dumps(root["root"], ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def _other(value: Any, chance: random.Random) -> Any:
    deep: Any = value
    for _ in range(chance.choice((1, 40))):
        deep = [deep] if chance.random() < 0.5 else {"a": deep}
    return chance.choice(
        (
            None,
            True,
            -1,
            10**30,
            1e308,
            float("nan"),
            "",
            "\0\x1b[2J",
            "\ud800",
            "x" * 100_000,
            [],
            {},
            [value] * 3,
            deep,
            "t1",
            2.5,
        )
    )


def archive(data: bytes, chance: random.Random) -> bytes:
    """Damage a part of a ZIP archive, take it out, double it, or give it the content of another; the rest is whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = [(entry.filename, packed.read(entry)) for entry in packed.infolist()]
    at = chance.randrange(len(parts))
    name, content = parts[at]
    match chance.randrange(5):
        case 0:
            parts.pop(at)
        case 1:
            parts[at] = (name, chance.choice(parts)[1])
        case 2:
            parts.append((chance.choice(("../../outside", "/etc/outside", name + "2", "\0")), content))
        case _:
            parts[at] = (name, chance.choice(BYTES)(content, chance) if content else b"\0")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            packed.writestr(name, content)
    return target.getvalue()


def damaged(data: bytes, suffix: str, chance: random.Random) -> bytes:
    """Return a good file with one to three kinds of damage; `suffix` tells which suit its format."""
    special: tuple[Change, ...] = {".json": (json_types,), ".xlsx": (archive,), ".docx": (archive,)}.get(suffix, ())
    for change in chance.choices(
        (*special * len(BYTES), *BYTES), k=1 if chance.random() < 0.7 else chance.randint(2, 3)
    ):
        try:
            data = change(data, chance)
        except (
            ValueError,
            zipfile.BadZipFile,
            IndexError,
            KeyError,
            NotImplementedError,
            EOFError,
            OSError,
            RecursionError,
        ):
            continue  # what came before left too little for this one
        except Exception as fault:
            if type(fault).__module__ != "zlib":
                raise
        data = data or b"\0"
    return data
