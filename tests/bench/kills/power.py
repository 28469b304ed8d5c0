"""A power cut, played: what a disk holds of a program's files when all that was not synced is gone.

Two disks are played from the log of one run. The strict one has only what was synced: a file's content by a sync of the
file, its name by a sync of its folder. The other one has every name, also new ones, but contents only as they were last
synced; so file systems behave that write names first. At each cut, what the program had told by then must be there.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.interview.store import SqliteSessionStore
from assistant.models.weights import installed
from knowledge.library import Library
from tests.bench.kills.errands import Errand
from tests.bench.kills.every_errand import CONFIG, errands, tiny
from tests.bench.kills.interviews import JsonLines, Script, stored
from tests.bench.kills.processes import Server
from tests.bench.kills.shim import NEVER
from tests.fakes.weights_host import CONTENT, Host


@dataclass
class _File:
    content: bytearray = field(default_factory=bytearray)
    synced: bytes = b""


@dataclass
class _Folder:
    entries: dict[str, "_File | _Folder"] = field(default_factory=dict)
    synced: dict[str, "_File | _Folder"] = field(default_factory=dict)


class Disk:
    """The files under a folder, as they are and as they are synced."""

    def __init__(self, root: Path) -> None:
        """Begin with what is there now, all of it synced."""
        self._prefix = len(str(root))
        self._top = _Folder()
        for place in sorted(root.rglob("*")):
            folder, name = self._parent(str(place))
            content = place.read_bytes() if place.is_file() else None
            folder.entries[name] = _Folder() if content is None else _File(bytearray(content), content)
            folder.synced[name] = folder.entries[name]

    def play(self, kind: str, path: str, other: str, offset: int, data: bytes) -> None:
        """Carry out an operation of the log."""
        if kind == "sync" and (node := self._at(path)) is not None:
            if isinstance(node, _File):
                node.synced = bytes(node.content)
            else:
                node.synced = dict(node.entries)
        if kind in ("told", "sync"):
            return
        folder, name = self._parent(path)
        match kind:
            case "folder":
                folder.entries[name] = _Folder()
            case "make":
                folder.entries[name] = _File()
            case "remove":
                folder.entries.pop(name, None)
            case "rename" | "link":
                target, new = self._parent(other)
                target.entries[new] = folder.entries[name] if kind == "link" else folder.entries.pop(name)
            case _ if isinstance(node := folder.entries.get(name), _File):
                _change(node, kind, offset, data)

    def cut(self, place: Path, *, names: bool) -> None:
        """Write what a power cut leaves to the empty folder `place`; with `names`, every name is there."""
        _write(self._top, place, names)

    def _parent(self, path: str) -> tuple[_Folder, str]:
        *folders, name = path[self._prefix + 1 :].split("/")
        node = self._top
        for each in folders:
            found = node.entries.get(each)
            assert isinstance(found, _Folder), f"no folder {path}"
            node = found
        return node, name

    def _at(self, path: str) -> "_File | _Folder | None":
        if len(path) <= self._prefix:
            return self._top
        folder, name = self._parent(path)
        return folder.entries.get(name)


def _change(file: _File, kind: str, offset: int, data: bytes) -> None:
    size = {"empty": 0, "truncate": offset}.get(kind)
    if size is not None:
        file.content[size:] = bytes(max(size - len(file.content), 0))
        return
    if offset > len(file.content):
        file.content.extend(bytes(offset - len(file.content)))
    file.content[offset : offset + len(data)] = data


def _write(folder: _Folder, place: Path, names: bool) -> None:
    for name, node in (folder.entries if names else folder.synced).items():
        if isinstance(node, _File):
            (place / name).write_bytes(node.synced)
        else:
            (place / name).mkdir()
            _write(node, place / name, names)


def records(log: Path) -> Iterator[tuple[str, str, str, int, bytes]]:
    """Yield the operations that the library has written: kind, path, other path, offset, data."""
    content, place = log.read_bytes(), 0
    while place < len(content):
        fields = []
        for _number in range(5):
            end = content.index(b"\0", place)
            fields.append(content[place:end].decode(errors="surrogateescape"))
            place = end + 1
        kind, path, other, offset, length = fields
        yield kind, path.removesuffix(" (deleted)"), other, int(offset), content[place : place + int(length)]
        place += int(length)


Check = Callable[[Path, str], None]
"""Looks at what a cut has left, given all that the program had told by then; raises AssertionError."""


def cuts(server: Server, disk: Disk, log: Path, check: Check, *, everywhere: bool = False) -> int:
    """Play a log, cut the power after each thing that was told (or each operation), and return how often."""
    told, count = "", 0
    for record in records(log):
        disk.play(*record)
        told += record[4].decode(errors="replace") if record[0] == "told" else ""
        if record[0] != "told" and not everywhere:
            continue
        for names in (False, True):
            place = server.root.with_name("after")
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            disk.cut(place, names=names)
            count += 1
            try:
                check(place, told)
            except AssertionError as fault:
                left = "every name, contents as synced" if names else "only what was synced"
                raise AssertionError(
                    f"{fault} (a cut after {record[0]} {record[1][len(str(server.root)) :]}; {left})"
                ) from None
    return count


def interview(server: Server, script: Script) -> int:
    """Cut the power at each thing that an interview tells; raises AssertionError."""
    server.clear()
    log, disk, face = _log(server), Disk(server.root), JsonLines()
    run = face.begin(server, None, NEVER, log)
    for number, answer in enumerate(script.answers):
        assert face.wait(run, script.questions[number], ())
        face.say(run, answer)
    assert face.wait(run, "", ())
    assert run.finish() == 0

    def check(place: Path, told: str) -> None:
        acknowledged = told.count('"type": "question"') - 1 + told.count('"type": "finished"')
        session, state = stored(place)
        there = state.turn if state else 0
        assert session, "the session is gone"
        assert there >= acknowledged, f"{acknowledged} answers were acknowledged, {there} are there"

    return cuts(server, disk, log, check)


def command(server: Server, errand: Errand, check: Check, *, everywhere: bool) -> int:
    """Cut the power while a command runs; raises AssertionError."""
    server.clear()
    values = errand.prepare(server)
    log, disk = _log(server), Disk(server.root)
    run = errand.given(server, values, log=log)
    assert run.status == 0, run.text
    return cuts(server, disk, log, check, everywhere=everywhere)


def commands(host: Host) -> Mapping[str, tuple[Errand, Check, bool]]:
    """Return the commands that the power is cut in: each with its check, and whether it holds at every operation."""
    by_name = {errand.name: errand for errand in errands(host)}

    def exported(place: Path, told: str) -> None:
        file = place / "out" / "map.md"
        assert file.exists() or "The map is in" not in told, "the file is gone"
        assert not file.exists() or file.read_bytes().endswith(b"\n"), f"{len(file.read_bytes())} bytes of the file"

    def chosen(place: Path, told: str) -> None:
        content = (place / "config" / "config.toml").read_text()
        assert content == CONFIG.replace("dark", "light") or (content == CONFIG and not told), repr(content)

    def fetched(place: Path, told: str) -> None:
        file = installed(tiny(host.url), place / "weights")
        assert file or not told, "they are gone"
        digest = hashlib.sha256(CONTENT).digest()
        assert not file or hashlib.sha256(file.read_bytes()).digest() == digest, "they count, and are not the file"

    def deleted(place: Path, told: str) -> None:
        with SqliteSessionStore(place / "data" / "sessions.sqlite3") as store:
            gone = len(store.list(deleted=True))
            assert gone + len(store.list()) == 2, "a session is gone"
            assert gone or "is put away" not in told, "it is back"

    def added(place: Path, told: str) -> None:
        library = Library(place / "data" / "library.sqlite3")
        there = {entry.name for entry in library.entries()}
        library.close()
        names = {line.split()[1] for line in told.splitlines() if line.startswith("added: ")}
        assert names <= there, f"gone: {names - there}"

    return {
        "an export": (by_name["export markdown"], exported, True),
        "settings": (by_name["settings"], chosen, True),
        "weights": (by_name["weights from index"], fetched, True),
        "a deletion": (by_name["delete"], deleted, True),
        "documents": (by_name["documents are added"], added, False),
    }


def _log(server: Server) -> Path:
    log = server.root.with_name("log")
    log.unlink(missing_ok=True)
    return log
