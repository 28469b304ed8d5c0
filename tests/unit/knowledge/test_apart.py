"""Building the index in a process of its own: its faults are told, and it never outlives the program."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import locale
from assistant.errors import FileError, ModelError
from assistant.locations import cache_folder, data_folder
from knowledge.adding import add
from knowledge.apart import Apart
from knowledge.base import KnowledgeBase, open_base
from knowledge.generations import writing
from knowledge.library import Library
from knowledge.pieces import Articles
from tests.fakes.documents import rare_word, write_file

NOBODY = "http://127.0.0.1:9/v1#m"
"""The spec of an embedding model that does not answer."""


@pytest.fixture
def base() -> Iterator[KnowledgeBase]:
    base = open_base("none", "")
    yield base
    base.close()


def ignored(_done: int, _total: int) -> None:
    """Take no notice of a report."""


def states() -> list[Path]:
    """Return what says which state of an index is the newest."""
    return sorted((cache_folder() / "index").glob("*/*/current"))


def children() -> list[int]:
    """Return the processes of ours that build."""
    listed = " ".join(file.read_text() for file in Path("/proc/self/task").glob("*/children"))
    return [
        child for child in map(int, listed.split()) if b"knowledge.apart" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def test_what_another_process_wrote_is_used_here(base: KnowledgeBase, tmp_path: Path) -> None:
    assert list(add(base.shelf(), [write_file(tmp_path / "files", 1)], None))
    base.build()
    assert {place.parent.parent.name.partition("-")[0] for place in states()} == {"articles", "library"}
    assert base.search(f"the {rare_word(1)}", 1)[0].article == "d001.md"
    assert not children()


def test_nothing_is_started_when_nothing_is_left_to_do(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    base.build()

    def refused(*_args: object) -> None:
        raise AssertionError("another process is begun")

    monkeypatch.setattr(Apart, "build", refused)
    again = open_base("none", "")
    again.build()
    again.close()


def test_its_faults_are_those_of_building_here_in_the_language_of_here(tmp_path: Path) -> None:
    base = open_base(NOBODY, "")
    locale.use("es")
    try:
        assert list(add(base.shelf(), [write_file(tmp_path / "files", 1)], None))
        with pytest.raises(ModelError, match="no responde") as caught:
            base.build()
        assert caught.value.hint
    finally:
        locale.use("en")
        base.close()


def test_a_library_that_cannot_be_read_leaves_the_articles_and_is_told(base: KnowledgeBase, tmp_path: Path) -> None:
    Library(data_folder() / "library.sqlite3").close()
    assert list(add(base.shelf(), [write_file(tmp_path / "files", n) for n in range(60)], None))
    base.close()
    file = data_folder() / "library.sqlite3"
    content = file.read_bytes()
    file.write_bytes(content[:40_960] + b"\xff" * (len(content) - 40_960))
    again = open_base("none", "")
    with pytest.raises(FileError):
        again.build()
    assert [place.parent.parent.name.partition("-")[0] for place in states()] == ["articles"]
    again.close()


def test_a_folder_named_as_ours_is_not_run(
    base: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "__init__.py").write_text("raise SystemExit('somebody else')", "utf-8")
    monkeypatch.chdir(tmp_path)
    base.build()
    assert states()


def test_one_that_is_killed_is_told_and_the_next_one_does_it(base: KnowledgeBase) -> None:
    faults: list[BaseException] = []

    def build() -> None:
        try:
            base.build()
        except BaseException as fault:
            faults.append(fault)

    with writing(cache_folder() / "index" / Articles(locale.LANGUAGES).name):  # so that it waits
        thread = threading.Thread(target=build)
        thread.start()
        while not (begun := children()):
            time.sleep(0.01)
        os.kill(begun[0], signal.SIGKILL)
        thread.join()
    assert isinstance(faults[0], FileError)
    assert "SIGKILL" in faults[0].message
    assert base.search("What is a touchpoint?", 1)[0].article == "touchpoint"
    base.build()
    assert states()


def test_closing_ends_it_at_once(base: KnowledgeBase) -> None:
    with writing(cache_folder() / "index" / Articles(locale.LANGUAGES).name):
        base.warm()
        while not children():
            time.sleep(0.01)
        begun = time.monotonic()
        base.close()
        assert time.monotonic() - begun < 1
    assert not children()
    Apart("none", "").build(ignored)  # nothing is held any more


PARENT = """
import sys, time
from knowledge.base import open_base

open_base("none", "").warm()
time.sleep(60)
"""


def test_it_ends_when_the_program_is_killed() -> None:
    with writing(cache_folder() / "index" / Articles(locale.LANGUAGES).name):
        program = subprocess.Popen([sys.executable, "-c", PARENT], cwd=Path(__file__).parents[3])
        tasks = Path(f"/proc/{program.pid}/task")
        child = ""
        while not child:
            time.sleep(0.05)
            child = " ".join(file.read_text() for file in tasks.glob("*/children")).strip()
        time.sleep(0.3)
        program.kill()
        program.wait()
        deadline = time.monotonic() + 10
        while Path(f"/proc/{child}").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
