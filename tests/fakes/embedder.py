"""An embedding model that counts letters: texts that share trigrams are near, in every process alike."""

import time
import zlib
from collections.abc import Sequence

import numpy as np

from assistant.errors import ModelError
from assistant.text import fold
from knowledge.vectors import Vector


class FakeEmbedder:
    """Turns a text into the counts of its hashed trigrams, half of them negative, as a vector of length 1.

    Attributes:
        passaged: the passages that were embedded, in order.
        asked: the questions.
        fault: raised instead, when there is one.
    """

    def __init__(self, name: str = "fake", *, remote: bool = False, length: int = 64, pause: float = 0) -> None:
        """Return vectors of `length` numbers, each after `pause` seconds."""
        self.name = name
        self.remote = remote
        self.passaged: list[str] = []
        self.asked: list[str] = []
        self.fault: ModelError | None = None
        self._length = length
        self._pause = pause

    def query(self, text: str) -> Vector:
        """Return the vector of a question."""
        vector = self._vector(text)
        self.asked.append(text)
        return vector

    def passages(self, texts: Sequence[str]) -> list[Vector]:
        """Return the vectors of passages."""
        vectors = [self._vector(text) for text in texts]
        self.passaged.extend(texts)
        return vectors

    def _vector(self, text: str) -> Vector:
        time.sleep(self._pause)
        if self.fault:
            raise self.fault
        letters = f"  {fold(text)} "
        vector = np.zeros(self._length, np.float32)
        vector[0] = 0.1  # no text has no direction
        for at in range(len(letters) - 2):
            number = zlib.crc32(letters[at : at + 3].encode())
            vector[number // 2 % self._length] += 1 if number % 2 else -1
        return vector / np.linalg.norm(vector)
