"""Folders that are written once: what is being written is never read, what is damaged is noticed."""

import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.generations import Generations, verify, writing


def fill_with(text: str) -> Callable[[Path], None]:
    def fill(folder: Path) -> None:
        (folder / "inner").mkdir()
        (folder / "inner" / "a").write_text(text, "utf-8")
        (folder / "b").write_text(text * 3, "utf-8")

    return fill


def told(place: Path | None) -> str:
    assert place is not None
    return (place / "inner" / "a").read_text("utf-8")


def folders(generations: Generations) -> set[str]:
    return {place.name for place in generations.folder.iterdir() if place.is_dir()}


def test_nothing_is_newest_before_anything_is_written(tmp_path: Path) -> None:
    assert Generations(tmp_path / "none").newest() is None


def test_what_is_written_last_is_the_newest_and_the_one_before_stays(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "g")
    places = [generations.replace(fill_with(text)) for text in ("one", "two", "three")]
    assert told(generations.newest()) == "three"
    assert folders(generations) == {places[1].name, places[2].name}
    assert stat.S_IMODE(places[2].stat().st_mode) == 0o700


def test_a_state_that_could_not_be_written_leaves_the_last_one(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "g")
    place = generations.replace(fill_with("one"))

    def fail(folder: Path) -> None:
        (folder / "half").write_text("half", "utf-8")
        raise OSError(28, "no space")

    with pytest.raises(OSError, match="no space"):
        generations.replace(fail)
    assert told(generations.newest()) == "one"
    assert folders(generations) == {place.name}


def test_leftovers_of_a_killed_process_are_never_read_and_go(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "g")
    place = generations.replace(fill_with("one"))
    for name in ("0123456789abcdef.unfinished", "fedcba9876543210"):  # killed while filling it, and before it counted
        fill_with("half")(make(generations.folder / name))
    (generations.folder / "current.unfinished").write_text("fedcba98", "utf-8")
    assert told(generations.newest()) == "one"
    second = generations.replace(fill_with("two"))
    assert folders(generations) == {place.name, second.name}


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    "content",
    [b"", b"..", b".", b"/", b"../g", b"/etc", b"0123456789abcdef", b"ab" * 5_000, b"\xff\xfe\x00", b"a\x00b", b"b"],
)
def test_a_pointer_to_nowhere_is_no_state(tmp_path: Path, content: bytes) -> None:
    generations = Generations(tmp_path / "g")
    generations.replace(fill_with("one"))
    (generations.folder / "b").write_text("a file", "utf-8")
    (generations.folder / "current").write_bytes(content)
    assert generations.newest() is None
    assert told(generations.replace(fill_with("two"))) == "two"
    assert told(generations.newest()) == "two"


def test_a_folder_in_the_place_of_the_pointer_is_cleared_away(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "g")
    (generations.folder / "current" / "in").mkdir(parents=True)
    assert generations.newest() is None
    generations.replace(fill_with("one"))
    assert told(generations.newest()) == "one"


def test_who_is_stopped_waits_no_longer(tmp_path: Path) -> None:
    stop = threading.Event()
    held: list[bool] = []

    def wait() -> None:
        with writing(tmp_path, stop) as mine:
            held.append(mine)

    with writing(tmp_path) as mine:
        assert mine
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
        stop.set()
        thread.join(5)
    assert held == [False]


@given(content=st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
def test_whatever_the_pointer_holds_nothing_outside_is_read(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / "pointer"
    folder.mkdir(exist_ok=True)
    (folder / "current").write_bytes(content)
    assert Generations(folder).newest() is None


def test_an_intact_state_is_verified(tmp_path: Path) -> None:
    verify(Generations(tmp_path / "g").replace(fill_with("one")))


@pytest.mark.parametrize("name", ["inner/a", "b", "checksums.json"])
@pytest.mark.parametrize("damage", ["changed", "cut", "emptied", "removed"])
def test_every_damage_is_noticed(tmp_path: Path, name: str, damage: str) -> None:
    place = Generations(tmp_path / "g").replace(fill_with("a long enough text"))
    file = place / name
    content = bytearray(file.read_bytes())
    if damage == "removed":
        file.unlink()
    else:
        content[4] ^= 1
        file.write_bytes({"changed": bytes(content), "cut": bytes(content[:-1]), "emptied": b""}[damage])
    with pytest.raises((OSError, ValueError)):
        verify(place)


def test_sqlite_may_write_to_its_own_files(tmp_path: Path) -> None:
    def fill(folder: Path) -> None:
        (folder / "a.sqlite3").write_text("x", "utf-8")

    place = Generations(tmp_path / "g").replace(fill)
    (place / "a.sqlite3").write_text("y", "utf-8")
    (place / "a.sqlite3-wal").write_text("z", "utf-8")
    verify(place)


def test_one_at_a_time_writes(tmp_path: Path) -> None:
    events: list[str] = []

    def write(name: str) -> None:
        with writing(tmp_path / "g"):
            events.append(f"{name} begins")
            time.sleep(0.05)
            events.append(f"{name} ends")

    threads = [threading.Thread(target=write, args=(str(number),)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [event.split()[1] for event in events] == ["begins", "ends"] * 3
    assert stat.S_IMODE((tmp_path / "g").stat().st_mode) == 0o700


def test_the_right_to_write_ends_with_the_process(tmp_path: Path) -> None:
    holding = (
        "import sys, time; from pathlib import Path; from knowledge.generations import writing\n"
        "with writing(Path(sys.argv[1])):\n    print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", holding, tmp_path], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        taken = threading.Event()

        def take() -> None:
            with writing(tmp_path):
                taken.set()

        thread = threading.Thread(target=take)
        thread.start()
        assert not taken.wait(0.2)
        process.kill()
        assert taken.wait(5)
        thread.join()


def test_where_no_folder_can_be_made_nobody_writes(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(NotADirectoryError), writing(tmp_path / "file" / "g"):
        pytest.fail("nothing can be written there")
