"""The commands that the campaign kills: exports, settings, sessions, documents, weights."""

import errno
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from assistant.models.weights import Weights, installed
from exports import registry
from exports.json_file import EXPORTER
from tests.bench.kills.errands import Errand, Picture
from tests.bench.kills.interviews import WORDS_ALONE, rehearse
from tests.bench.kills.processes import Run, Server
from tests.bench.kills.shim import NEVER
from tests.fakes.documents import rare_word, write_file
from tests.fakes.maps import example
from tests.fakes.weights_host import CONTENT, PART, Host

SECRET = "zimmermannstrasse"
"""A word that is said in a session that is deleted for ever."""

CONFIG = '# mine\ntheme = "dark"  # at night\n\n[keys]\nmap = "f4"\n'


def errands(host: Host) -> list[Errand]:
    """Return every command; `host` is a model hub and a package index."""
    return [*_exports(), *_settings(), *_sessions(), *_documents(), *_weights(host)]


def _exports() -> list[Errand]:
    def prepare(server: Server) -> Mapping[str, str]:
        (server.root / "map.json").write_bytes(EXPORTER.export(example()))
        (server.root / "out").mkdir()
        return {}

    def prepare_old(server: Server) -> Mapping[str, str]:
        prepare(server)
        (server.root / "out" / "map.md").write_text("an older one")
        return {}

    def picture(server: Server) -> Picture:
        files = {file.name: file.read_bytes() for file in (server.root / "out").iterdir() if file.name[0] != "."}
        return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}

    def prepare_interview(server: Server) -> Mapping[str, str]:
        rehearse(server)
        (server.root / "out").mkdir()
        return {"session": _told(server, "list")[0]["session"]}

    ending = ("interview", "--jsonl", "--model", "none", "--session", "{session}", "--out", "{root}/out/map.json")
    found = [
        Errand(
            "export", "export at the end of an interview", prepare_interview, ending, picture, done="finished",
            environment=WORDS_ALONE,
        )
    ]  # fmt: skip
    for name in registry.names():
        command = ("export", "{root}/map.json", "--to", name, "-o", "{root}/out/")
        found.append(
            Errand("export", f"export {name}", prepare, command, picture, (*command, "--force"), "The map is in")
        )
    over = ("export", "{root}/map.json", "--to", "md", "-o", "{root}/out/", "--force")
    for name in ("md", "json"):
        command = ("export", "{root}/map.json", "--to", name, "-o", "{root}/out/")
        found.append(
            Errand(
                "export", f"export {name} where there are no links", prepare, command, picture, (*command, "--force"),
                "The map is in", call="tests.bench.kills.every_errand:without_links",
            )
        )  # fmt: skip
    found.append(Errand("export", "export over a file", prepare_old, over, picture, done="The map is in"))
    return found


def _settings() -> list[Errand]:
    def prepare(server: Server) -> Mapping[str, str]:
        (server.root / "config").mkdir()
        (server.root / "config" / "config.toml").write_text(CONFIG)
        return {}

    def prepare_nothing(_server: Server) -> Mapping[str, str]:
        return {}

    def picture(server: Server) -> Picture:
        file = server.root / "config" / "config.toml"
        return {"config.toml": file.read_text()} if file.exists() else {}

    return [
        Errand("settings", "first settings", prepare_nothing, ("settings", "theme", "light"), picture, done="light"),
        Errand("settings", "settings", prepare, ("settings", "theme", "light"), picture, done="light"),
        Errand("settings", "a key", prepare, ("settings", "keys.map", "f2"), picture, done="f2"),
    ]


def _sessions() -> list[Errand]:
    def prepare(server: Server) -> Mapping[str, str]:
        (server.root / "map.json").write_bytes(EXPORTER.export(example()))
        for title in ("first", "second"):
            run = server.start(
                ["interview", "--jsonl", "--model", "none", "--title", title], NEVER, environment=WORDS_ALONE
            )
            for text in (f"people in the {SECRET} order once and never again", "from the ad to the next order"):
                run.send(json.dumps({"type": "answer", "text": text}) + "\n")
            assert run.finish() == 0, run.text
        return {entry["title"]: entry["session"] for entry in _told(server, "list")}

    def prepare_deleted(server: Server) -> Mapping[str, str]:
        values = prepare(server)
        assert server.start(["delete", values["first"]]).finish() == 0
        return values

    def picture(server: Server) -> Picture:
        listed = {entry["title"] for entry in _told(server, "list")}
        kept = _sessions_in(server.root / "data")
        assert listed == {title for title, (deleted, *_rest) in kept.items() if not deleted}
        return kept

    def nothing_said_is_left(server: Server, run: Run) -> None:
        if len(_told(server, "list")) == 2:  # which is the ordinary start that follows the kill
            return
        forget = [f for f in (server.root / "data").rglob("*") if f.is_file() and b"seen by nobody" in f.read_bytes()]
        assert not forget, f"what was said is still in {forget}"

    def prepare_secret(server: Server) -> Mapping[str, str]:
        values = prepare(server)
        run = server.start(["interview", "--jsonl", "--model", "none", "--session", values["first"]], NEVER)
        run.send(json.dumps({"type": "answer", "text": "they live in Leeds, seen by nobody"}) + "\n")
        assert run.finish() == 0, run.text
        return values

    def of(name: str, *command: str, **more: Any) -> Errand:
        return Errand("sessions", name, **({"prepare": prepare} | more), arguments=command, picture=picture)

    return [
        of("tag", "tag", "{first}", "+shop", done="#shop"),
        of("duplicate", "duplicate", "{first}", "--title", "third", done="is kept as", repeats=False),
        of("delete", "delete", "{first}", done="is put away"),
        of("restore", "restore", "{first}", prepare=prepare_deleted, done="is back", repeats=False),
        of("import", "import", "{root}/map.json", repeats=False),
        of(
            "delete for ever", "delete", "{first}", "--forever", "--yes", prepare=prepare_secret, repeats=False,
            done="is deleted for ever", check=nothing_said_is_left,
        ),
    ]  # fmt: skip


def _documents() -> list[Errand]:
    def prepare(server: Server) -> Mapping[str, str]:
        for number in range(5):
            write_file(server.root / "documents", number)
        run = server.start(["knowledge", "add", f"{server.root}/documents/d000.md", f"{server.root}/documents/d001.md"])
        assert run.finish() == 0, run.text
        return {}

    def picture(server: Server) -> Picture:
        entries = [entry for entry in _told(server, "knowledge", "list") if entry["kind"] != "article"]
        there = {entry["article"]: entry["passages"] for entry in entries}
        for number in (0, 4):
            name = f"d{number:03}.md"
            found = {each["article"] for each in _told(server, "knowledge", "search", rare_word(number))}
            assert (name in found) == (name in there), f"{name} is searched for and listed differently"
        return there

    def what_was_told_is_there(server: Server, run: Run) -> None:
        there = {entry["article"] for entry in _told(server, "knowledge", "list")}
        lines = [line.split() for line in run.text.splitlines()]
        added = {line[1] for line in lines if len(line) > 1 and line[0] == "added:"}
        assert added <= there, f"{added - there} were added"
        if "was removed" in run.text:
            assert "d000.md" not in there

    def of(name: str, *command: str) -> Errand:
        return Errand("documents and index", name, prepare, command, picture, check=what_was_told_is_there)

    return [
        of("documents are added", "knowledge", "add", "{root}/documents"),
        of("a document is removed", "knowledge", "remove", "d000.md"),
    ]


def _weights(host: Host) -> list[Errand]:
    host.files["/tiny.gguf"] = CONTENT
    host.serve_parts()
    digest = hashlib.sha256(CONTENT).hexdigest()

    def prepare(_server: Server) -> Mapping[str, str]:
        return {}

    def prepare_part(server: Server) -> Mapping[str, str]:
        (server.root / "weights").mkdir()
        (server.root / "weights" / "tiny.gguf.partial").write_bytes(CONTENT[: PART + 7])
        return {}

    def picture(server: Server) -> Picture:
        file = installed(tiny(host.url), server.root / "weights")
        return {"tiny.gguf": hashlib.sha256(file.read_bytes()).hexdigest() == digest} if file else {}

    found = []
    for source in ("hub", "index", "auto"):
        command = (host.url, source, "{root}/weights")
        for name, before in (("", prepare), (", the rest", prepare_part)):
            found.append(
                Errand(
                    "weights", f"weights from {source}{name}", before, command, picture,
                    call="tests.bench.kills.every_errand:install_tiny",
                    environment={"PIP_INDEX_URL": f"{host.url}/simple"}, done="installed",
                )
            )  # fmt: skip
    return found


def without_links(arguments: list[str]) -> int:
    """Be the program on a file system without hard links, such as FAT."""
    from assistant.cli import main

    def refuse(*_names: object, **_options: object) -> None:
        raise PermissionError(errno.EPERM, "no links")

    os.link = refuse
    return main(arguments)


def tiny(url: str) -> Weights:
    """Return weights that are quickly fetched."""
    return Weights(
        "Tiny", "tiny.gguf", len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), "MIT", f"{url}/tiny.gguf",
        "tiny-part%d", "0.2.0", PART,
    )  # fmt: skip


def install_tiny(arguments: list[str]) -> int:
    """Install them: the address of the host, the source, the folder."""
    from assistant.models.weights import install

    url, source, folder = arguments
    install(tiny(url), source=source, folder=Path(folder))  # type: ignore[arg-type]
    print("installed")
    return 0


def _told(server: Server, *command: str) -> Any:
    """Return the JSON that a command of the program prints."""
    run = server.start([*command, "--json"])
    status = run.finish()
    assert status in (0, 1), f"{command}: {run.text}"
    begins = min((place for place in (run.text.find("["), run.text.find("{")) if place >= 0), default=0)
    return json.loads(run.text[begins:])


def _sessions_in(folder: Path) -> Mapping[str, tuple[bool, str, int]]:
    """Return of each session whether it is deleted, its tags and how many events it has, from a copy."""
    with tempfile.TemporaryDirectory(dir=folder.parent.parent) as place:
        for file in folder.glob("sessions.sqlite3*"):
            shutil.copy(file, place)
        with closing(sqlite3.connect(Path(place, "sessions.sqlite3"))) as db:
            rows = db.execute(
                "SELECT title, deleted IS NOT NULL, (SELECT group_concat(tag) FROM tags WHERE session = id), "
                "(SELECT count(*) FROM events WHERE session = id) FROM sessions"
            ).fetchall()
    return {title: (bool(deleted), tags or "", events) for title, deleted, tags, events in rows}
