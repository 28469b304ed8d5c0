"""The index when its files, its source or the disk are not as they should be: it searches on and mends itself."""

import logging
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import FileError
from knowledge.index import Index
from knowledge.library import Library
from knowledge.vectors import VectorCache
from tests.fakes.documents import by_meaning, by_words, centre, keep, names, passage_on, rare_word
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.indexes import Place, found


def damage(file: Path, kind: str) -> None:
    content = file.read_bytes()
    garbage = np.random.default_rng(len(content)).bytes(len(content))
    third = len(content) // 3
    if kind == "removed":
        file.unlink()
    else:
        file.write_bytes(
            {
                "emptied": b"",
                "cut": content[: len(content) // 2],
                "garbage": garbage,
                "middle": content[:third] + garbage[third : third + 600] + content[third + 600 :],
            }[kind]
        )


@pytest.mark.parametrize("kind", ["emptied", "cut", "garbage", "middle", "removed"])
@pytest.mark.parametrize("part", ["words", "chroma", "vectors", "all"])
def test_damage_is_searched_around_and_mended(place: Place, part: str, kind: str) -> None:
    for number in range(30):
        keep(place.library, number)
    place.built()
    place.close()
    roots = {"words": [*place.place.glob("words-*")], "chroma": [*place.place.glob("chroma-*")]}
    files = [file for root in roots.get(part, [place.place]) for file in root.rglob("*") if file.is_file()]
    if part in ("vectors", "all"):
        files = [place.folder / "vectors.sqlite3", *(files if part == "all" else [])]
    for file in files:
        damage(file, kind)

    index = place.index()
    for number in (0, 13, 29):
        assert found(place, index, number)[0]
        assert names(index, by_meaning(index, place.embedder, passage_on(number), 1)) <= {f"d{number:03}.md"}
    place.know_means()
    index.build()
    assert index.pending == 0
    assert [found(place, index, number) for number in (0, 13, 29)] == [(True, True)] * 3
    written = place.states()
    again = place.built()
    assert place.states() == written
    assert [found(place, again, number) for number in (0, 13, 29)] == [(True, True)] * 3


# One damaged file among whole ones can be opened: then Chroma's engine ends the process, and words count wrong.
@pytest.mark.parametrize("kind", ["middle", "garbage"])
@pytest.mark.parametrize(
    "name",
    [
        "data_level0.bin",
        "index_metadata.pickle",
        "keys.npy",
        "vectors.npy",
        "en/data.csc.index.npy",
        "en/indices.csc.index.npy",
        "en/vocab.index.json",
        "en/ids.npy",
    ],
)
def test_damage_of_one_file_is_searched_around(place: Place, name: str, kind: str) -> None:
    for number in range(60):
        keep(place.library, number)
    place.built()
    place.close()
    (file,) = (file for file in place.place.rglob(Path(name).name) if file.as_posix().endswith(name))
    damage(file, kind)
    index = place.built()
    assert [found(place, index, number) for number in range(0, 60, 7)] == [(True, True)] * 9


def test_damage_while_it_is_open_is_searched_around(place: Place) -> None:
    for number in range(30):
        keep(place.library, number)
    index = place.built()
    for folder in place.place.glob("chroma-*"):
        shutil.rmtree(folder)
    assert index._vectors is not None
    assert index._vectors._chroma is not None
    index._vectors._chroma[1].close()
    assert [found(place, index, number) for number in range(30)] == [(True, True)] * 30


def test_unfinished_folders_and_odd_pointers_do_not_matter(place: Place) -> None:
    for number in range(5):
        keep(place.library, number)
    place.built().close()
    for pointer in place.place.glob("*/current"):
        shutil.copytree(pointer.parent / pointer.read_text("utf-8"), pointer.parent / "0123456789abcdef.unfinished")
        pointer.write_text("..", "utf-8")
    index = place.index()
    assert [found(place, index, number) for number in range(5)] == [(True, True)] * 5
    index.build()
    assert [found(place, index, number) for number in range(5)] == [(True, True)] * 5
    assert not list(place.place.rglob("*.unfinished"))


def test_where_nothing_can_be_written_it_searches_in_memory(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file in the place of the folder", "utf-8")
    library, embedder = Library(tmp_path / "library.sqlite3"), FakeEmbedder()
    cache = VectorCache(tmp_path / "index" / "vectors.sqlite3")
    centre(cache, embedder)
    for number in range(3):
        keep(library, number)
    index = Index(library, tmp_path / "index", cache, embedder)
    with pytest.raises(OSError, match="index"):
        index.build()
    assert index.pending == 0
    for number in range(3):
        assert names(index, by_words(index, rare_word(number))) == {f"d{number:03}.md"}
        assert names(index, by_meaning(index, embedder, passage_on(number), 1)) == {f"d{number:03}.md"}


def test_a_source_that_cannot_be_read_is_searched_as_if_it_were_empty(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(20):
        keep(place.library, number, *(passage_on(number) for _part in range(20)))
    ids = place.library.listing().ids
    place.built()
    place.library.close()
    path = place.library.path
    path.write_bytes(path.read_bytes()[:65_536] + b"\xff" * (path.stat().st_size - 65_536))
    place.library = Library(path)
    again = place.index()
    with caplog.at_level(logging.WARNING):
        assert found(place, again, 1) == (False, False)
    assert place.library.name in caplog.text
    assert again.similarities(np.ones(64, np.float32), [1]) == {}
    assert again.pieces(ids) == {}
    assert again.pending == 0
    with pytest.raises(FileError):
        again.build()
    with pytest.raises(FileError):
        again.refresh()
