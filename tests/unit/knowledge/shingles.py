"""Runs of words, hashed: they tell whether a text repeats another one that is not at hand.

The texts that the articles take facts from may not be copied, and so are not kept here either; `SOURCES` holds the
hashes of their runs of words. Made with ``python -m tests.unit.knowledge.shingles TEXT... > source_shingles.bin``.
"""

import re
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from assistant.text import fold

LENGTH = 12
"""Words of a run: shorter ones ("los puntos de contacto con los que") are nobody's property."""

SOURCES = Path(__file__).with_name("source_shingles.bin")
_BYTES = 5


def shingles(text: str) -> Iterator[tuple[bytes, str]]:
    """Yield the hash and the words of every run of `LENGTH` words in `text`."""
    words = re.findall(r"\w+", fold(text))
    for start in range(len(words) - LENGTH + 1):
        run = " ".join(words[start : start + LENGTH])
        yield blake2b(run.encode(), digest_size=_BYTES).digest(), run


def pack(texts: list[str]) -> bytes:
    """Return the hashes of the runs of all `texts`, sorted."""
    return b"".join(sorted({digest for text in texts for digest, _ in shingles(text)}))


def unpack(packed: bytes) -> frozenset[bytes]:
    """Return the hashes that `pack` put together."""
    return frozenset(packed[start : start + _BYTES] for start in range(0, len(packed), _BYTES))


if __name__ == "__main__":
    sys.stdout.buffer.write(pack([Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]]))
