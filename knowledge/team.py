"""A team's documents on a Chroma server: each member's library mirrors them, so that a search asks nobody.

The server keeps passages, where they are from, and their vectors; a member who joins embeds nothing again. A document
counts when all of its passages are there, so one that is being added, or whose adding was killed, is never half seen.
"""

import logging
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import FileError, UsageError
from assistant.locale import LANGUAGES, _
from assistant.text import clean, clean_line
from knowledge.documents import Document
from knowledge.languages import language_of
from knowledge.library import Entry, Library
from knowledge.pieces import Label, Piece, digest_of
from knowledge.vectors import Vector, VectorCache

TOKEN = "JOURNEYMAP_CHROMA_TOKEN"  # noqa: S105 - the name of a variable
"""The environment variable with the token that the server asks for, if it does."""

_BATCH = 1_000

_FIRST = {"$and": [{"position": 0}, {"number": 0}]}
"""What chooses one record of each document."""

_log = logging.getLogger(__name__)


class Team:
    """The shelf that a team shares."""

    def __init__(self, url: str, model: str) -> None:
        """Use the Chroma server at `url` for vectors of the embedding model `model`; nothing is sent yet.

        Raises:
            UsageError: it is no address.
        """
        if not _is_address(url):
            raise UsageError(
                _("%(url)s is no address of a Chroma server.") % {"url": url},
                _("It looks like http://HOST:8000 (JOURNEYMAP_CHROMA_URL or chroma_url in the settings)."),
            )
        self.url = url
        self.model = model
        self._collection: Any = None

    def mirror(self, library: Library, cache: VectorCache) -> int:
        """Make `library` hold what the server does; return how many documents are new, changed or gone.

        Raises:
            FileError: the server does not answer, or the library refuses.
        """
        there: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for data in self._asked(_FIRST)["metadatas"]:
            there[str(data.get("name"))].append(data)
        here = {entry.path: entry for entry in library.entries()}
        changes = 0
        for name, versions in there.items():
            changes += self._take_in(versions, here.pop(self.path(name), None), library, cache)
        for gone in here.values():
            changes += library.remove(gone.name)
        return changes

    def publish(self, document: Document, pieces: Sequence[Piece], vectors: Mapping[str, Vector], digest: str) -> None:
        """Give a document to the team, in the place of one of the same name.

        What was there before is removed last; what another member adds meanwhile is left alone.

        Args:
            document: where the pieces are from.
            pieces: its passages.
            vectors: the vector of each of their texts, by its digest.
            digest: SHA-256 of the document's file.

        Raises:
            FileError: the server does not answer.
        """
        texts = [(piece, text) for piece in pieces for text in piece.texts]
        records = [
            {
                "name": document.name, "title": document.title, "kind": document.kind, "digest": digest,
                "heading": piece.heading, "language": piece.label.language, "position": piece.position,
                "number": text.number, "count": len(texts),
            }
            for piece, text in texts
        ]  # fmt: skip
        prefix = f"{digest_of(document.name)}:{digest}"
        ids = [f"{prefix}:{piece.position}:{text.number}" for piece, text in texts]
        with _explained(self.url):
            collection = self._opened()
            before = collection.get(where={"name": document.name}, include=[])["ids"]
            for start in range(0, len(texts), _BATCH):
                part = slice(start, start + _BATCH)
                collection.upsert(
                    ids=ids[part],
                    embeddings=[vectors[text.digest] for _piece, text in texts[part]],
                    documents=["" if text.number else piece.text for piece, text in texts[part]],
                    metadatas=records[part],
                )
            gone = sorted(set(before).difference(ids))
            for start in range(0, len(gone), _BATCH):
                collection.delete(ids=gone[start : start + _BATCH])

    def withdraw(self, name: str) -> None:
        """Take a document from the team.

        Raises:
            FileError: the server does not answer.
        """
        with _explained(self.url):
            self._opened().delete(where={"name": name})

    def _take_in(
        self, versions: Sequence[Mapping[str, Any]], known: Entry | None, library: Library, cache: VectorCache
    ) -> bool:
        """Take in the newest version of a document that is whole; return whether it was not here yet."""
        for data in reversed(versions):  # they come in the order in which they were added
            if known is not None and known.digest == data.get("digest"):
                return False
            try:
                if self._fetch(data, library, cache):
                    return True
            except (KeyError, TypeError, ValueError, AttributeError):  # another program writes there, too
                _log.warning("%s on %s is no document of a team", data.get("name"), self.url, exc_info=True)
        return False

    def _fetch(self, data: Mapping[str, Any], library: Library, cache: VectorCache) -> bool:
        where = {"$and": [{"name": data["name"]}, {"digest": data["digest"]}]}
        found = self._asked(where, "documents", "embeddings")
        rows = list(zip(found["metadatas"], found["documents"], found["embeddings"], strict=True))
        if len(rows) != data["count"]:
            return False
        # What came over the net is cleaned like any other text from outside.
        document = Document(clean_line(data["name"]), clean_line(data["title"]), clean_line(data["kind"]), sections=())
        pieces = [
            Piece(
                text=clean(text),
                title=document.title,
                article=document.name,
                heading=clean_line(str(each["heading"])),
                label=Label(each["language"] if each["language"] in LANGUAGES else language_of(text)),
                position=int(each["position"]),
            )
            for each, text, _vector in sorted(rows, key=lambda row: row[0]["position"])
            if each["number"] == 0
        ]
        vectors = {(each["position"], each["number"]): vector for each, _text, vector in rows}
        known = {
            digest: vectors[piece.position, number]
            for piece in pieces
            for number, digest in piece.vectors
            if (piece.position, number) in vectors
        }
        cache.put(self.model, known)
        library.put(document, pieces, self.path(data["name"]), str(data["digest"]))
        return True

    def path(self, name: str) -> str:
        """Return the address under which the mirror keeps a document."""
        return f"{self.url}#{name}"

    def _asked(self, where: Mapping[str, Any], *more: str) -> Any:  # noqa: ANN401 - Chroma's own type
        with _explained(self.url):
            return self._opened().get(where=dict(where), include=["metadatas", *more])

    def _opened(self) -> Any:  # noqa: ANN401
        if self._collection is None:
            import chromadb

            from knowledge.chroma import settings

            parts = urlsplit(self.url)
            token = os.environ.get(TOKEN, "").strip()
            client = chromadb.HttpClient(
                host=parts.hostname or "",
                port=parts.port or (443 if parts.scheme == "https" else 8000),
                ssl=parts.scheme == "https",
                headers={"Authorization": f"Bearer {token}"} if token else None,
                settings=settings(),
            )
            self._collection = client.get_or_create_collection(
                f"journeymap-{digest_of(self.model)[:8]}",
                embedding_function=None,
                metadata={"model": self.model},
                configuration={"hnsw": {"space": "cosine"}},
            )
        return self._collection


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = parts.scheme in ("http", "https") and bool(parts.hostname)
        # A password in it would be shown and stored; a token has a variable of its own.
        return named and parts.port != 0 and parts.username is None
    except ValueError:  # a port that is no number, brackets that do not close
        return False


@contextmanager
def _explained(url: str) -> Iterator[None]:
    """Turn a fault of the server into one that says what to do."""
    try:
        yield
    except Exception as fault:  # Chroma's own, httpx's, and whatever an answer that is none leads to
        raise FileError(
            _("The Chroma server %(url)s does not answer as it should: %(reason)s.")
            % {"url": url, "reason": clean_line(str(fault)) or type(fault).__name__},
            _("What was shared before is kept here and searched; try again when the server runs."),
        ) from fault
