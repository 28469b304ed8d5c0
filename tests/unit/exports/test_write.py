import errno
import os
import resource
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import EXIT_FILE, FileError
from exports.write import write


def refused(path: Path, data: bytes = b"new", overwrite: bool = False) -> FileError:
    with pytest.raises(FileError) as caught:
        write(path, data, overwrite)
    assert caught.value.exit_code == EXIT_FILE
    assert caught.value.hint
    return caught.value


def failing(code: int) -> Callable[..., None]:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def test_a_file_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    write(path, b"words")
    assert path.read_bytes() == b"words"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_an_existing_file_is_left_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(b"old")
    error = refused(path)
    assert path.read_bytes() == b"old"
    assert error.message == f"There is already a file {path}; it was left as it is."
    assert "--force" in error.hint
    write(path, b"new", overwrite=True)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_overwriting_goes_through_a_link_and_not_over_it(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    target = tmp_path / "kept" / "map.json"
    link = tmp_path / "latest.json"
    link.symlink_to(target)
    assert "already" in refused(link).message
    assert not target.exists()
    write(link, b"new", overwrite=True)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    error = refused(tmp_path / "gone" / "map.json")
    assert error.message == f"The folder {tmp_path / 'gone'} does not exist."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_is_not_written_over(tmp_path: Path, overwrite: bool) -> None:
    error = refused(tmp_path, overwrite=overwrite)
    assert error.message == f"{tmp_path} is a folder."
    assert str(tmp_path / "map.json") in error.hint


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert "does not exist" in refused(tmp_path / "file" / "map.json").message


def test_a_device_is_not_replaced() -> None:
    assert refused(Path("/dev/null"), overwrite=True).message == "/dev/null is not an ordinary file."
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.parametrize("name", ["a\0b.json", "x" * 300])
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, name: str) -> None:
    assert "cannot be written" in refused(tmp_path / name).message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "There is no room on the disk"),
        (errno.EDQUOT, "There is no room on the disk"),
        (errno.EACCES, "You are not allowed to write"),
        (errno.EROFS, "cannot be written: Read-only file system"),
        (errno.EIO, "cannot be written: Input/output error"),
    ],
)
def test_a_fault_of_the_disk_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str, overwrite: bool
) -> None:
    path = tmp_path / "map.json"
    if overwrite:
        path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", failing(code))
    assert words in refused(path, overwrite=overwrite).message
    assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == (
        {"map.json": b"old"} if overwrite else {}
    )


def test_a_file_that_the_system_cuts_short_is_never_seen(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        error = refused(tmp_path / "map.json", b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "There is no room" in error.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write in every folder")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "You are not allowed to write" in refused(tmp_path / "map.json").message


@pytest.mark.parametrize("links", [True, False], ids=["with links", "without links"])
def test_of_many_writers_at_once_exactly_one_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    if not links:
        monkeypatch.setattr(os, "link", failing(errno.EPERM))
    path = tmp_path / "map.json"
    start = threading.Barrier(8)
    winners: list[bytes] = []

    def compete(data: bytes) -> None:
        start.wait()
        try:
            write(path, data)
        except FileError:
            return
        winners.append(data)

    writers = [threading.Thread(target=compete, args=(bytes([65 + number]) * 100_000,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert winners == [path.read_bytes()]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("links", [True, False], ids=["with links", "without links"])
def test_a_file_that_appears_meanwhile_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    path = tmp_path / "map.json"
    sync = os.fsync

    def appear(handle: int) -> None:
        path.write_bytes(b"theirs")
        sync(handle)

    monkeypatch.setattr(os, "fsync", appear)
    if not links:
        monkeypatch.setattr(os, "link", failing(errno.EPERM))
    assert "already" in refused(path).message
    assert path.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_without_links_a_failed_move_leaves_no_empty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", failing(errno.EPERM))
    monkeypatch.setattr(os, "replace", failing(errno.EIO))
    refused(tmp_path / "map.json")
    assert list(tmp_path.iterdir()) == []
