"""Files that are written whole: what killed writers have left beside them, and what is told when one is there."""

import errno
import os
import time
from pathlib import Path

import pytest

from assistant.settings import save
from assistant.whole_files import write_whole
from exports.write import write


def left_behind(folder: Path, name: str, seconds: float) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_bytes(b"half of a m")
    os.utime(file, (time.time() - seconds,) * 2)
    return file


def test_what_killed_writers_left_is_removed_and_what_another_one_writes_now_is_not(tmp_path: Path) -> None:
    left_behind(tmp_path, ".journeymap-killed", 3600)
    being_written = left_behind(tmp_path, ".journeymap-running", 5)
    theirs = left_behind(tmp_path, "old.txt", 3600)
    write_whole(tmp_path / "map.json", b"{}", overwrite=False)
    assert sorted(tmp_path.iterdir()) == sorted([being_written, theirs, tmp_path / "map.json"])


def test_exports_and_settings_remove_it(tmp_path: Path) -> None:
    for folder, put in (("out", lambda f: write(f / "map.md", b"map")), ("config", lambda f: save({}, f / "c.toml"))):
        left = left_behind(tmp_path / folder, ".journeymap-killed", 3600)
        put(left.parent)
        assert not left.exists()


def test_a_file_that_is_there_is_replaced_only_if_asked(tmp_path: Path) -> None:
    file = left_behind(tmp_path, "map.json", 0)
    with pytest.raises(FileExistsError):
        write_whole(file, b"new", overwrite=False)
    assert list(tmp_path.iterdir()) == [file]
    write_whole(file, b"new", overwrite=True, mode=0o640)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o640)


def test_without_links_a_kill_leaves_no_empty_file_under_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, move = tmp_path / "map.json", os.replace

    def refuse(*_names: object) -> None:
        raise PermissionError(errno.EPERM, "no links")

    def look(old: str, new: Path) -> None:
        assert not file.exists()
        move(old, new)

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "replace", look)
    write_whole(file, b"{}", overwrite=False)
    assert [each.name for each in tmp_path.iterdir()] == ["map.json"]
    assert file.read_bytes() == b"{}"
