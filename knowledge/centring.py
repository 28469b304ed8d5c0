"""Centring: taking out of a vector what it owes to its language alone.

Vectors of multilingual models lie in one heap for each language, so a question is nearer to anything in its own
language than to its answer in another. Less the mean of its language they are comparable: on 60 questions whose answer
was only there in another language, the right article was among the first three 5 times before and 35 times after (the
passages alone, multilingual-e5-small in 4 bits). Questions and passages have means of their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.pieces import Piece, digest_of
from knowledge.vectors import Vector, VectorCache, shipped

_FEWEST = 50
"""Vectors that a mean is taken of, at least."""

Kind = tuple[str, bool]
"""A language, and whether it is about questions (else passages)."""


@dataclass(frozen=True)
class Centre:
    """The mean vector of each language's questions and passages, of one model."""

    means: Mapping[Kind, Vector]

    @property
    def name(self) -> str:
        """What tells these means from others."""
        return digest_of("".join(self.means[kind].astype("float16").tobytes().hex() for kind in sorted(self.means)))

    def centred(self, vector: Vector, language: str, *, question: bool) -> Vector:
        """Return a vector less the mean of its language and kind, brought to length 1 again."""
        import numpy as np

        moved = np.asarray(vector, np.float32)
        if (mean := self.means.get((language, question))) is not None:
            moved = moved - mean
        return moved / max(float(np.linalg.norm(moved)), 1e-9)


def centre_of(model: str, cache: VectorCache, languages: Sequence[str]) -> Centre | None:
    """Return the centre of `model`: the one that comes with the program, or one that `measure` remembered."""
    kinds = {_name(kind): kind for kind in _kinds(languages)}
    known = {name: vector for name, vector in shipped(model).items() if name in kinds} or cache.get(model, kinds)
    return Centre({kinds[name]: vector for name, vector in known.items()}) if len(known) == len(kinds) else None


def measure(pieces: Iterable[Piece], vectors: Mapping[str, Vector], languages: Sequence[str]) -> dict[str, Vector]:
    """Return the means of the vectors of pieces, under the names by which `centre_of` looks for them.

    Empty while there are too few vectors for a mean.
    """
    import numpy as np

    found: dict[Kind, list[Vector]] = defaultdict(list)
    for piece in pieces:
        for text in piece.texts:
            if text.digest in vectors:
                found[piece.label.language, text.question].append(vectors[text.digest])
    if any(len(found[kind]) < _FEWEST for kind in _kinds(languages)):
        return {}
    return {_name(kind): np.mean(found[kind], axis=0, dtype=np.float32) for kind in _kinds(languages)}


def _kinds(languages: Sequence[str]) -> list[Kind]:
    return [(language, question) for language in languages for question in (False, True)]


def _name(kind: Kind) -> str:
    language, question = kind
    return f"mean-{'question' if question else 'passage'}-{language}"
