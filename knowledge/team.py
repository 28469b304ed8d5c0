"""A team's documents on a Chroma server: each member's library mirrors them, so that a search asks nobody.

The server keeps passages, where they are from, and their vectors; a member who joins embeds nothing again. A document
counts when all of its passages are there, so one that is being added, or whose adding was killed, is never half seen.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import FileError, UsageError
from assistant.locale import _
from assistant.text import clean
from knowledge.documents import Document
from knowledge.library import Library
from knowledge.pieces import Label, Piece, digest_of
from knowledge.vectors import Vector, VectorCache

TOKEN = "JOURNEYMAP_CHROMA_TOKEN"  # noqa: S105 - the name of a variable
"""The environment variable with the token that the server asks for, if it does."""

_BATCH = 1_000


class Team:
    """The shelf that a team shares."""

    def __init__(self, url: str, model: str) -> None:
        """Use the Chroma server at `url` for vectors of the embedding model `model`; nothing is sent yet.

        Raises:
            UsageError: it is no address.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(
                _("%(url)s is no address of a Chroma server.") % {"url": url},
                _("It looks like http://HOST:8000 (JOURNEYMAP_CHROMA_URL or chroma_url in the settings)."),
            )
        self.url = url
        self._model = model
        self._collection: Any = None

    def mirror(self, library: Library, cache: VectorCache) -> int:
        """Make `library` hold what the server does; return how many documents are new, changed or gone.

        Raises:
            FileError: the server does not answer, or the library refuses.
        """
        there = {data["name"]: data for data in self._asked({"position": 0})["metadatas"]}
        here = {entry.path: entry for entry in library.entries()}
        changes = 0
        for name, data in there.items():
            known = here.pop(self.path(name), None)
            if known is None or known.digest != data["digest"]:
                changes += self._fetch(data, library, cache)
        for gone in here.values():
            changes += library.remove(gone.name)
        return changes

    def publish(self, document: Document, pieces: Sequence[Piece], vectors: Sequence[Vector], digest: str) -> None:
        """Give a document to the team, in the place of one of the same name.

        Raises:
            FileError: the server does not answer.
        """
        records = [
            {
                "name": document.name, "title": document.title, "kind": document.kind, "digest": digest,
                "heading": piece.heading, "language": piece.label.language, "position": piece.position,
                "count": len(pieces),
            }
            for piece in pieces
        ]  # fmt: skip
        with _explained(self.url):
            collection = self._opened()
            for start in range(0, len(pieces), _BATCH):
                part = slice(start, start + _BATCH)
                collection.upsert(
                    ids=[f"{digest}:{piece.position}" for piece in pieces[part]],
                    embeddings=list(vectors[part]),
                    documents=[piece.text for piece in pieces[part]],
                    metadatas=records[part],
                )
            collection.delete(where={"$and": [{"name": document.name}, {"digest": {"$ne": digest}}]})

    def withdraw(self, name: str) -> None:
        """Take a document from the team.

        Raises:
            FileError: the server does not answer.
        """
        with _explained(self.url):
            self._opened().delete(where={"name": name})

    def _fetch(self, data: Mapping[str, Any], library: Library, cache: VectorCache) -> int:
        found = self._asked({"digest": data["digest"]}, "documents", "embeddings")
        rows = sorted(
            zip(found["metadatas"], found["documents"], found["embeddings"], strict=True),
            key=lambda row: row[0]["position"],
        )
        if len(rows) != data["count"]:
            return 0
        # What came over the net is cleaned like any other text from outside.
        document = Document(*(clean(str(data[key])) for key in ("name", "title", "kind")), sections=())
        pieces = [
            Piece(
                text=clean(text),
                title=document.title,
                article=document.name,
                heading=clean(str(each["heading"])),
                label=Label(str(each["language"])),
                position=int(each["position"]),
            )
            for each, text, _vector in rows
        ]
        vectors = {piece.digests[0]: row[2] for piece, row in zip(pieces, rows, strict=True)}
        cache.put(self._model, vectors)
        library.put(document, pieces, self.path(data["name"]), str(data["digest"]))
        return 1

    def path(self, name: str) -> str:
        """Return the address under which the mirror keeps a document."""
        return f"{self.url}#{name}"

    def _asked(self, where: Mapping[str, Any], *more: str) -> Any:  # noqa: ANN401 - Chroma's own type
        with _explained(self.url):
            return self._opened().get(where=dict(where), include=["metadatas", *more])

    def _opened(self) -> Any:  # noqa: ANN401
        if self._collection is None:
            import chromadb
            from chromadb.config import Settings

            parts = urlsplit(self.url)
            token = os.environ.get(TOKEN)
            client = chromadb.HttpClient(
                host=parts.hostname or "",
                port=parts.port or (443 if parts.scheme == "https" else 8000),
                ssl=parts.scheme == "https",
                headers={"Authorization": f"Bearer {token}"} if token else None,
                settings=Settings(anonymized_telemetry=False),
            )
            self._collection = client.get_or_create_collection(
                f"journeymap-{digest_of(self._model)[:8]}",
                embedding_function=None,
                metadata={"model": self._model},
                configuration={"hnsw": {"space": "cosine"}},
            )
        return self._collection


class _explained:  # noqa: N801 - used like a function
    """Turn a fault of the server into one that says what to do."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        if isinstance(fault, Exception):
            raise FileError(
                _("The Chroma server %(url)s does not answer as it should: %(reason)s.")
                % {"url": self._url, "reason": fault},
                _("What was shared before is kept here and searched; try again when the server runs."),
            ) from fault
