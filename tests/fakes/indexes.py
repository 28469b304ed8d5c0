"""Indexes over a library, opened one after another as new processes would."""

from pathlib import Path

from knowledge.index import Index
from knowledge.library import Library
from knowledge.pieces import Source
from knowledge.vectors import VectorCache
from tests.fakes.documents import by_meaning, by_words, centre, names, passage_on, rare_word
from tests.fakes.embedder import FakeEmbedder


class Place:
    """A library and the folder of its index, in which indexes are opened as a new process would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "index"
        self.library = Library(folder / "library.sqlite3")
        self.embedder = FakeEmbedder()
        self._opened: list[Index | VectorCache] = []
        self.know_means()

    @property
    def cache(self) -> VectorCache:
        """The vectors, opened once more."""
        cache = VectorCache(self.folder / "vectors.sqlite3")
        self._opened.append(cache)
        return cache

    def know_means(self) -> None:
        """Let vectors be compared."""
        centre(self.cache, self.embedder)
        self.embedder.passaged.clear()

    @property
    def place(self) -> Path:
        """The folder of the library's index."""
        return self.folder / self.library.name

    def index(self, source: Source | None = None) -> Index:
        """Open an index."""
        index = Index(source or self.library, self.folder, self.cache, self.embedder)
        self._opened.append(index)
        return index

    def built(self) -> Index:
        """Open an index and build it."""
        index = self.index()
        index.build()
        return index

    def states(self) -> set[str]:
        """Return the names of what was written."""
        return {f"{file.parent.name}/{file.read_text('utf-8')}" for file in self.place.glob("*/current")}

    def close(self) -> None:
        """Close what was opened."""
        while self._opened:
            self._opened.pop().close()


def found(place: Place, index: Index, number: int) -> tuple[bool, bool]:
    """Return whether the document of a number is found by its rare word, and as the nearest to what it says."""
    near = by_meaning(index, place.embedder, passage_on(number), 1)
    name = f"d{number:03}.md"
    return names(index, by_words(index, rare_word(number))) == {name}, names(index, near) == {name}
