"""Several processes with one library and one index: they wait for each other, see each other's changes, and may die."""

import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

import pytest

from knowledge.library import Library
from tests.fakes.documents import by_meaning, by_words, keep, names, passage_on, rare_word
from tests.fakes.indexes import Place, found

ROOT = Path(__file__).parents[3]


class Neighbour:
    """A process that does to the knowledge base in `folder` what it is told, a line at a time.

    `add 3` and `remove 3` change the library, `build` builds the index and tells how many texts it embedded.
    """

    PROGRAM = """
import sys
from pathlib import Path
from tests.fakes.documents import keep
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.indexes import Place

place = Place(Path(sys.argv[1]))
place.embedder = FakeEmbedder(pause=0.005)
index = place.index()
import bm25s, chromadb
print("ready", flush=True)
for line in sys.stdin:
    told, _, number = line.strip().partition(" ")
    match told:
        case "add":
            keep(place.library, int(number))
        case "remove":
            place.library.remove(f"d{int(number):03}.md")
        case "build":
            index.build()
    print(told, len(place.embedder.passaged), flush=True)
place.close()
"""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        command = [sys.executable, "-c", self.PROGRAM, str(self._folder)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_fault: object) -> None:
        assert self._process.stdin is not None
        _rest, told = self._process.communicate()
        assert self._process.returncode == 0, told

    def tell(self, line: str) -> None:
        """Send a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def answer(self) -> list[str]:
        """Return the words of its answer."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().split()

    def do(self, line: str) -> list[str]:
        """Send a line and return the words of its answer."""
        self.tell(line)
        return self.answer()


def test_of_two_that_build_one_waits_and_finds_it_done(place: Place, tmp_path: Path) -> None:
    for number in range(20):
        keep(place.library, number)
    texts = {digest for vectors in place.library.listing().vectors for _number, digest in vectors}
    with Neighbour(tmp_path) as one, Neighbour(tmp_path) as other:
        assert (one.answer(), other.answer()) == (["ready"], ["ready"])
        one.tell("build")
        other.tell("build")
        counts = [int(each.answer()[1]) for each in (one, other)]
    assert sorted(counts) == [0, len(texts)]
    written = place.states()
    index = place.built()
    assert place.states() == written
    assert [found(place, index, number) for number in range(20)] == [(True, True)] * 20
    assert place.embedder.passaged == []


def test_one_changes_and_builds_while_the_other_searches(place: Place, tmp_path: Path) -> None:
    for number in range(10):
        keep(place.library, number)
    index = place.built()
    faults: list[BaseException] = []
    searches = 0
    over = threading.Event()

    def search() -> None:
        nonlocal searches
        try:
            while not over.is_set():
                number = searches % 16
                for ident in (*by_words(index, rare_word(number)), *by_meaning(index, place.embedder, passage_on(3))):
                    index.pieces([ident])
                searches += 1
        except BaseException as fault:
            faults.append(fault)

    thread = threading.Thread(target=search)
    thread.start()
    with Neighbour(tmp_path) as neighbour:
        assert neighbour.answer() == ["ready"]
        for number in range(10, 16):
            neighbour.do(f"add {number}")
            assert found(place, index, number)[0]
            neighbour.do("build")
            neighbour.do(f"remove {number - 8}")
            gone = f"d{number - 8:03}.md"
            assert by_words(index, rare_word(number - 8)) == set()
            assert gone not in names(index, by_meaning(index, place.embedder, passage_on(number - 8), 20))
            assert found(place, index, number) == (True, True)
    over.set()
    thread.join()
    assert faults == []
    assert searches > 10


def test_a_search_at_the_moment_of_a_change_has_what_there_was_or_what_there_is(place: Place) -> None:
    for number in range(6):
        keep(place.library, number)
    index = place.built()
    other = Library(place.library.path)
    over = threading.Event()
    faults: list[BaseException] = []

    def change() -> None:
        try:
            for turn in range(40):
                keep(other, 5, f"{passage_on(5)} {turn}")
        except BaseException as fault:
            faults.append(fault)
        over.set()

    thread = threading.Thread(target=change)
    thread.start()
    while not over.is_set():
        seen = names(index, by_words(index, rare_word(5)))
        assert seen <= {"d005.md"}
        assert names(index, by_words(index, rare_word(4))) == {"d004.md"}
    thread.join()
    assert faults == []
    assert found(place, index, 5)[0]


@pytest.mark.timeout(120)
def test_a_kill_loses_nothing_that_was_confirmed() -> None:
    command = [sys.executable, "-m", "tests.bench.knowledge_kills", "--kills", "5"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert '"kills": 5' in ended.stdout
