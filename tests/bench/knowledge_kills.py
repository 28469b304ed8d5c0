"""What a kill leaves of the knowledge base: a process adds, removes and builds, and is killed at a random moment.

    python -m tests.bench.knowledge_kills [--kills 30] [--seed 0]

After each kill a new process opens what is there. It must find every document that `add` had confirmed, by its words;
none that `remove` had confirmed; and by meaning only documents that are there. At the end one build must complete the
index. Exit code 1: it was otherwise.
"""

import argparse
import json
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from knowledge.adding import Outcome, Shelf, add, remove
from knowledge.index import Index
from knowledge.library import Library
from knowledge.vectors import VectorCache
from tests.fakes.documents import by_meaning, by_words, centre, names, passage_on, rare_word
from tests.fakes.embedder import FakeEmbedder

_FORK = multiprocessing.get_context("fork")
_PAUSE = 0.001
"""Seconds that each text takes to embed, so that kills land there, too."""
_ADDED_AT_ONCE = 4
_PASSAGES = 8


class Place:
    """A knowledge base in a folder, and beside it a note of what was confirmed, to which processes append."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._notes = folder / "confirmed"
        self._notes.touch()

    def work(self, first: int) -> None:
        """Add some documents, note those that are confirmed, remove one, and build."""
        library, _embedder, index = self._opened()
        shelf = Shelf(library, None, None)
        self._note("begun", str(first))
        for number in range(first, first + _ADDED_AT_ONCE):
            for outcome in add(shelf, [self._written(number)], None):
                if isinstance(outcome, Outcome):
                    self._note("added", outcome.name)
        gone = f"d{first:03}.md"
        self._note("removing", gone)
        remove(shelf, [gone])
        self._note("removed", gone)
        index.build()
        self._note("built", gone)
        index.close()

    def check(self) -> None:
        """Search for everything; raises AssertionError."""
        library, embedder, index = self._opened()
        there = {entry.name for entry in library.entries() if entry.passages == _PASSAGES}
        assert len(there) == len(library.entries()), "a document is half there"
        notes = self._read()
        sure = notes["added"] - notes["removing"]
        assert sure <= there, f"confirmed and lost: {sorted(sure - there)}"
        assert not notes["removed"] & there, f"removed and there: {sorted(notes['removed'] & there)}"
        live = set(library.listing().ids)
        for name in sorted(notes["added"] | there):
            number = int(name[1:4])
            found = names(index, by_words(index, rare_word(number)))
            assert found == ({name} & there), f"{name} by words: {found}"
            near = by_meaning(index, embedder, passage_on(number), 8)
            assert set(near) <= live, f"{name} by meaning: {set(near) - live} are gone"
        index.close()

    def finish(self) -> None:
        """Build once more; raises AssertionError when anything is left to do."""
        library, embedder, index = self._opened()
        index.build()
        assert index.pending == 0
        for entry in library.entries():
            number = int(entry.name[1:4])
            nearest = by_meaning(index, embedder, passage_on(number), 1)
            assert names(index, nearest) == {entry.name}, f"nearest to {entry.name}: {names(index, nearest)}"
        index.close()
        left = [file.name for file in self._folder.rglob("*.unfinished")]
        assert not left, f"left over: {left}"

    def last(self, first: int) -> str:
        """Return the last step of the process whose first document has this number."""
        lines = self._notes.read_text("utf-8").splitlines()
        begun = f"begun {first}"
        return lines[-1].split()[0] if begun in lines else "starting"

    def _opened(self) -> tuple[Library, FakeEmbedder, Index]:
        embedder = FakeEmbedder(pause=_PAUSE)
        cache = VectorCache(self._folder / "index" / "vectors.sqlite3")
        if not cache.get(embedder.name, ["mean-passage-en"]):
            centre(cache, FakeEmbedder())
        library = Library(self._folder / "library.sqlite3")
        return library, embedder, Index(library, self._folder / "index", cache, embedder)

    def _written(self, number: int) -> Path:
        file = self._folder / "documents" / f"d{number:03}.md"
        file.parent.mkdir(exist_ok=True)
        parts = (f"## Part {part}\n\n{passage_on(number)} This is part {part} of it." for part in range(_PASSAGES))
        file.write_text(f"# Document {rare_word(number)}\n\n{chr(10).join(parts)}\n", "utf-8")
        return file

    def _note(self, kind: str, what: str) -> None:
        with self._notes.open("a", encoding="utf-8") as file:
            file.write(f"{kind} {what}\n")

    def _read(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for line in self._notes.read_text("utf-8").splitlines():
            kind, what = line.split()
            found[kind].add(what)
        return found


def main() -> int:
    """Kill, check, print, and say by the exit code whether all was well."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--kills", type=int, default=30)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    # Imported here, so that the processes, which are forked, begin at once.
    import bm25s  # noqa: F401
    import chromadb  # noqa: F401

    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    try:
        return _run(Place(folder), given.kills, random.Random(given.seed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(place: Place, kills: int, dice: random.Random) -> int:
    whole = _timed(lambda: place.work(0))
    faults: list[str] = []
    landed: Counter[str] = Counter()
    for number in range(1, kills + 1):
        process = _FORK.Process(target=place.work, args=(number * _ADDED_AT_ONCE,))
        process.start()
        process.join(dice.uniform(0, whole * dice.choice((0.25, 1.2))))  # half of them early: adding is over soon
        process.kill()
        process.join()
        landed[place.last(number * _ADDED_AT_ONCE)] += 1
        faults += _fault_of(place.check)
    faults += _fault_of(place.finish)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(json.dumps({"kills": kills, "landed after": dict(landed), "round": round(whole, 2), "faults": len(faults)}))
    return 1 if faults else 0


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    process = _FORK.Process(target=work)
    process.start()
    process.join()
    return time.perf_counter() - begun


def _fault_of(check: Callable[[], None]) -> list[str]:
    """Run a check in a process of its own, and return what it raised."""
    told = _FORK.SimpleQueue()

    def run() -> None:
        try:
            check()
        except BaseException as fault:
            told.put(f"{type(fault).__name__}: {fault}")
            os._exit(1)

    process = _FORK.Process(target=run)
    process.start()
    process.join()
    if process.exitcode == 0:
        return []
    return [told.get() if not told.empty() else f"ended with {process.exitcode}"]


if __name__ == "__main__":
    sys.exit(main())
