"""A team's shelf on a real Chroma server: what one member adds the others find, and a dead server stops nobody."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.errors import FileError, UsageError
from knowledge.adding import Outcome, Shelf, add, remove
from knowledge.articles import Section
from knowledge.documents import Document
from knowledge.index import Index
from knowledge.library import Library, divided
from knowledge.pieces import digest_of
from knowledge.team import TOKEN, Team
from knowledge.vectors import VectorCache
from tests.fakes.documents import by_meaning, by_words, centre, names, passage_on, rare_word, write_file
from tests.fakes.embedder import FakeEmbedder


class ChromaServer:
    """`chroma run` on a free port of the loopback, with its data in `folder`."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self.start()

    def start(self) -> None:
        """Start, and wait until it answers."""
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--path", str(self._folder)]
        self._process = subprocess.Popen(
            [str(Path(sys.executable).with_name("chroma")), "run", *where],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.url}/api/v2/heartbeat", trust_env=False).is_success:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        self.stop()
        pytest.fail("chroma did not start")

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Let it be down for a while."""
        self.stop()
        yield
        self.start()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    running = ChromaServer(tmp_path_factory.mktemp("chroma"))
    yield running
    running.stop()


class Member:
    """Somebody with a library of their own; `model` keeps the tests on one server apart."""

    def __init__(self, folder: Path, server: ChromaServer, model: str) -> None:
        self.folder = folder
        self.embedder = FakeEmbedder(model)
        self.cache = VectorCache(folder / "index" / "vectors.sqlite3")
        centre(self.cache, self.embedder)
        self.embedder.passaged.clear()
        self.library = Library(folder / "library.sqlite3")
        self.team = Team(server.url, model)
        self.shelf = Shelf(self.library, self.team, self.embedder, self.cache)
        self.index = Index(self.library, folder / "index", self.cache, self.embedder)

    def add(self, number: int, more: str = "") -> str:
        """Add the document of a number and return what became of it."""
        _count, outcome = add(self.shelf, [write_file(self.folder / "files", number, more)], None)
        assert isinstance(outcome, Outcome)
        return outcome.state

    def mirror(self) -> int:
        """Take in what the others did."""
        return self.team.mirror(self.library, self.cache)

    def names(self) -> list[str]:
        """Return the documents there are."""
        return [entry.name for entry in self.library.entries()]

    def finds(self, number: int) -> tuple[bool, bool]:
        """Return whether a document is found by its rare word, and by what it says."""
        name = f"d{number:03}.md"
        near = by_meaning(self.index, self.embedder, passage_on(number), 1)
        return names(self.index, by_words(self.index, rare_word(number))) == {name}, names(self.index, near) == {name}


@pytest.fixture
def members(server: ChromaServer, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Member, Member]]:
    pair = tuple(Member(tmp_path / name, server, request.node.name) for name in ("one", "other"))
    yield pair[0], pair[1]
    for member in pair:
        member.index.close()


def collection(member: Member) -> Any:
    """Return the team's collection on the server."""
    return member.team._opened()


def test_what_one_adds_the_other_finds_and_embeds_nothing(members: tuple[Member, Member]) -> None:
    one, other = members
    assert [one.add(number) for number in range(3)] == ["added"] * 3
    assert other.mirror() == 3
    assert other.names() == one.names() == ["d000.md", "d001.md", "d002.md"]
    assert [other.finds(number) for number in range(3)] == [(True, True)] * 3
    other.index.build()
    assert other.embedder.passaged == []
    assert [other.finds(number) for number in range(3)] == [(True, True)] * 3
    mine, theirs = (list(each.library.pieces(each.library.listing().ids).values()) for each in members)
    assert [(p.text, p.title, p.heading, p.label, p.position) for p in mine] == [
        (p.text, p.title, p.heading, p.label, p.position) for p in theirs
    ]


def test_who_adds_embeds_each_text_once(members: tuple[Member, Member]) -> None:
    one, _other = members
    for number in range(4):
        one.add(number)
    embedded = list(one.embedder.passaged)
    assert len(embedded) == len(set(embedded)) > 4
    assert one.mirror() == 0
    one.index.build()
    assert one.embedder.passaged == embedded
    assert [one.finds(number) for number in range(4)] == [(True, True)] * 4
    assert one.add(2) == "unchanged"
    assert one.embedder.passaged == embedded


def test_vectors_come_back_as_they_were(members: tuple[Member, Member]) -> None:
    one, other = members
    one.add(1)
    other.mirror()
    digests = [digest for vectors in one.library.listing().vectors for _number, digest in vectors]
    before, after = (each.cache.get(one.embedder.name, digests) for each in members)
    assert before.keys() == after.keys() == set(digests)
    for digest in digests:
        assert after[digest] == pytest.approx(before[digest], abs=2e-3)


def test_what_one_removes_is_gone_for_the_other(members: tuple[Member, Member]) -> None:
    one, other = members
    one.add(1)
    one.add(2)
    other.mirror()
    assert remove(other.shelf, ["d001.md", "d009.md"]) == (["d001.md"], ["d009.md"])
    assert one.mirror() == 1
    assert one.names() == other.names() == ["d002.md"]
    assert one.finds(1) == (False, False)
    assert collection(one).get(where={"name": "d001.md"}, include=[])["ids"] == []


def test_a_changed_document_takes_the_place_of_the_old_one(members: tuple[Member, Member]) -> None:
    one, other = members
    one.add(1)
    other.mirror()
    assert one.add(1, f"It was mended by the {rare_word(500)}.") == "changed"
    assert other.mirror() == 1
    assert other.names() == ["d001.md"]
    assert by_words(other.index, rare_word(500))
    digests = {data["digest"] for data in collection(one).get(include=["metadatas"])["metadatas"]}
    assert len(digests) == 1
    assert other.mirror() == one.mirror() == 0


def test_a_document_of_the_same_name_by_another_member_takes_its_place(members: tuple[Member, Member]) -> None:
    one, other = members
    one.add(1)
    assert other.add(1, "As others see it.") == "added"
    assert one.mirror() == 1
    assert one.names() == ["d001.md"]
    assert other.mirror() == 0


def publish(member: Member, text: str, digest: str, *, name: str = "d001.md", parts: int = 3) -> None:
    """Give the team a document of some passages without keeping it."""
    document = Document(name, "Guide", "markdown", ())
    pieces = divided(Document(name, "Guide", "markdown", tuple(_section(f"{text} {n}") for n in range(parts))))
    texts = [each for piece in pieces for each in piece.texts]
    vectors = dict(zip((t.digest for t in texts), member.embedder.passages([t.text for t in texts]), strict=True))
    member.team.publish(document, pieces, vectors, digest)


def _section(text: str) -> Section:
    return Section("", f"{text} {passage_on(1)} {passage_on(2)}")


def test_a_document_that_is_half_there_is_not_seen(members: tuple[Member, Member]) -> None:
    one, other = members
    publish(one, "whole", "a" * 64)
    ids = sorted(collection(one).get(include=[])["ids"])
    collection(one).delete(ids=ids[-1:])
    assert other.mirror() == 0
    assert other.names() == []
    publish(one, "whole", "a" * 64)
    assert other.mirror() == 1


def test_the_old_version_counts_while_the_new_one_is_half_there(
    members: tuple[Member, Member], server: ChromaServer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    one, other = members
    publish(one, "old", "a" * 64)
    other.mirror()
    old = collection(one).get(include=["metadatas", "embeddings", "documents"])
    publish(one, "new", "b" * 64)
    new = collection(one).get(include=[])["ids"]
    collection(one).add(
        ids=old["ids"], embeddings=old["embeddings"], documents=old["documents"], metadatas=old["metadatas"]
    )
    collection(one).delete(ids=new[1:])
    assert other.mirror() == 0
    assert other.library.entries()[0].digest == "a" * 64
    third = Member(tmp_path / "third", server, request.node.name)
    assert third.mirror() == 1
    assert third.library.entries()[0].digest == "a" * 64
    publish(one, "new", "b" * 64)
    assert (other.mirror(), third.mirror()) == (1, 1)
    assert third.library.entries()[0].digest == "b" * 64


def test_the_newest_of_two_whole_versions_counts(members: tuple[Member, Member]) -> None:
    one, other = members
    publish(one, "old", "a" * 64)
    old = collection(one).get(include=["metadatas", "embeddings", "documents"])
    collection(one).delete(ids=old["ids"])
    publish(one, "older", "c" * 64)
    collection(one).add(
        ids=old["ids"], embeddings=old["embeddings"], documents=old["documents"], metadatas=old["metadatas"]
    )
    assert other.mirror() == 1
    assert other.library.entries()[0].digest == "a" * 64
    assert other.mirror() == 0


def test_what_another_member_adds_meanwhile_is_left_alone(members: tuple[Member, Member]) -> None:
    one, other = members
    added = collection(one)

    class Meanwhile:
        """The collection, in which another member publishes while this one does."""

        def __getattr__(self, name: str) -> Any:
            return getattr(added, name)

        def upsert(self, **given: Any) -> None:
            one.team._collection = added
            publish(other, "theirs", "b" * 64)
            added.upsert(**given)

    one.team._collection = Meanwhile()
    publish(one, "mine", "a" * 64)
    assert {data["digest"][0] for data in added.get(include=["metadatas"])["metadatas"]} == {"a", "b"}


def test_documents_of_the_same_content_stay_apart(members: tuple[Member, Member]) -> None:
    one, other = members
    publish(one, "same", "a" * 64, name="first.md")
    publish(one, "same", "a" * 64, name="second.md")
    assert other.mirror() == 2
    assert other.names() == ["first.md", "second.md"]


def test_a_document_of_thousands_of_passages_goes_there_and_back(members: tuple[Member, Member]) -> None:
    one, other = members
    publish(one, "long", "a" * 64, parts=350)
    assert other.mirror() == 1
    assert other.library.entries()[0].passages == 350


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"name": "bad.md", "digest": "d" * 64},
        {"name": "bad.md", "digest": "d" * 64, "count": 1, "title": "t", "kind": "k", "heading": 5, "language": 3},
        {"name": 7, "digest": 8, "count": 1, "title": 9, "kind": 1, "heading": "", "language": "en"},
    ],
)
def test_records_of_others_are_passed_over(members: tuple[Member, Member], record: dict[str, Any]) -> None:
    one, other = members
    one.add(1)
    vector = one.embedder.query("x").tolist()
    collection(one).add(
        ids=["odd"], embeddings=[vector], documents=[""], metadatas=[{**record, "position": 0, "number": 0}]
    )
    assert other.mirror() >= 1
    assert "d001.md" in other.names()
    assert other.finds(1) == (True, True)


def test_what_comes_over_the_net_is_cleaned_and_in_a_known_language(members: tuple[Member, Member]) -> None:
    one, other = members
    publish(one, "text", "a" * 64, parts=1)
    there = collection(one).get(include=["metadatas"])
    for ident, data in zip(there["ids"], there["metadatas"], strict=True):
        changed = {**data, "title": "red\x1b[31m", "heading": "a\x1bb", "language": "xx"}
        text, vector = "The \x1b[2J text is in the shop.", one.embedder.query("x")
        collection(one).update(ids=[ident], embeddings=[vector], documents=[text], metadatas=[changed])
    assert other.mirror() == 1
    for piece in other.library.pieces(other.library.listing().ids).values():
        assert "\x1b" not in f"{piece.text}{piece.title}{piece.heading}"
        assert piece.label.language == "en"
    assert by_words(other.index, "shop")


def test_a_dead_server_is_told_with_a_hint_and_the_search_goes_on(
    members: tuple[Member, Member], server: ChromaServer
) -> None:
    one, other = members
    one.add(1)
    other.mirror()
    with server.stopped():
        for member in (other, Member(other.folder.with_name("third"), server, other.embedder.name)):
            with pytest.raises(FileError, match=f"127.0.0.1:{server.port}") as caught:
                member.mirror()
            assert "try again when the server runs" in caught.value.hint
        with pytest.raises(FileError, match="does not answer"):
            one.add(2)
        with pytest.raises(FileError, match="does not answer"):
            remove(one.shelf, ["d001.md"])
        assert one.names() == ["d001.md"]
        other.index.build()
        assert other.finds(1) == (True, True)
    assert one.add(2) == "added"
    assert other.mirror() == 1


def test_another_server_that_is_no_chroma_is_told(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
    team = Team(f"http://127.0.0.1:{port}", "m")
    with pytest.raises(FileError, match="does not answer"):
        team.mirror(Library(tmp_path / "l.sqlite3"), VectorCache(tmp_path / "v.sqlite3"))


@pytest.mark.parametrize(
    "url",
    ["", "host:8000", "ftp://host:8000", "http://", "http://host:port", "http://[::1", "http://me:secret@host:8000"],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        Team(url, "m")
    assert "http://HOST:8000" in caught.value.hint


def test_the_token_of_the_environment_is_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(TOKEN, " se-cret\n")
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            line, _address = listening.accept()
            with line:
                seen.append(line.recv(10_000))
                line.sendall(b"HTTP/1.1 500 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        team = Team(f"http://127.0.0.1:{listening.getsockname()[1]}", "m")
        with pytest.raises(FileError) as caught:
            team.mirror(Library(tmp_path / "l.sqlite3"), VectorCache(tmp_path / "v.sqlite3"))
        thread.join()
    assert b"Bearer se-cret\r\n" in seen[0]
    assert "se-cret" not in str(caught.value)


def test_a_library_is_known_by_model(members: tuple[Member, Member], server: ChromaServer, tmp_path: Path) -> None:
    one, _other = members
    one.add(1)
    stranger = Member(tmp_path / "stranger", server, f"{one.embedder.name} of another size")
    assert stranger.mirror() == 0
    assert digest_of(one.embedder.name) != digest_of(stranger.embedder.name)
