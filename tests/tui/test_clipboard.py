"""Copying: every way there is, never a false word about it."""

import os
from pathlib import Path

import pytest

from assistant.tui import clipboard
from assistant.tui.clipboard import Copied, Way, copy, told, ways
from assistant.tui.widgets.prompt import Prompt
from tests.fakes.interview import FakeInterview
from tests.tui.scenes import FIRST, READY, at_question, interview, until, words_of


def program(folder: Path, name: str, script: str) -> str:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o700)
    return str(file)


@pytest.fixture
def honest(tmp_path: Path) -> Way:
    put = program(tmp_path, "put", f"cat > {tmp_path}/board")
    return Way("wl-copy", (put,), ("cat", f"{tmp_path}/board"))


def test_what_comes_back_is_copied(honest: Way, tmp_path: Path) -> None:
    copied = copy("żółć\n漢", [honest], tmp_path / "spare")
    assert copied == Copied(verified=("wl-copy",))
    assert told(copied, sequence=True) == "Copied (wl-copy)."
    assert not (tmp_path / "spare").exists()


def test_a_program_that_lies_fails_or_hangs_is_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "SECONDS", 0.3)
    liar = Way("xclip", (program(tmp_path, "liar", "cat > /dev/null"),), ("echo", "something else"))
    failing = Way("xsel", (program(tmp_path, "failing", "exit 1"),), ("true",))
    hanging = Way("pbcopy", (program(tmp_path, "hanging", "exec sleep 9"),), ("true",))
    missing = Way("clip.exe", (str(tmp_path / "missing"),), ())
    spare = tmp_path / "data" / "copied.txt"
    copied = copy("text", [liar, failing, hanging, missing], spare)
    assert copied == Copied(tried=("xclip",), failed=("xsel", "pbcopy", "clip.exe"), file=spare)
    assert spare.read_text() == "text"
    assert os.stat(spare).st_mode & 0o777 == 0o600
    words = told(copied, sequence=True)
    assert "Copied" not in words
    assert "OSC 52, xclip" in words
    assert "xsel, pbcopy, clip.exe" in words
    assert str(spare) in words


def test_the_buffer_of_tmux_is_not_the_clipboard(honest: Way, tmp_path: Path) -> None:
    spare = tmp_path / "copied.txt"
    copied = copy("text", [Way("tmux", honest.put, honest.get)], spare)
    assert copied == Copied(verified=("tmux",), file=spare)
    assert told(copied, sequence=True).startswith("It is in the buffer of tmux")


def test_only_what_is_there_is_tried(tmp_path: Path) -> None:
    for name in ("wl-copy", "xclip", "tmux"):
        program(tmp_path, name, "true")
    path = {"PATH": str(tmp_path)}
    everything = path | {"WAYLAND_DISPLAY": "w", "DISPLAY": ":0", "TMUX": "x", "WSL_DISTRO_NAME": "y"}
    assert [way.name for way in ways(everything, "linux")] == ["wl-copy", "xclip", "tmux"]
    assert ways(path, "linux") == []


async def test_in_the_interface_a_key_copies_the_question_and_says_what_is_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JOURNEYMAP_HOME", str(tmp_path))
    monkeypatch.setattr(clipboard, "ways", list)
    app = interview(FakeInterview([READY, FIRST]))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        screen = await at_question(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: "OSC 52" in words_of(app))
        assert (tmp_path / "data" / "copied.txt").read_text() == FIRST.text
        await pilot.press(*"some words", "shift+home", "ctrl+c")
        await until(pilot, lambda: (tmp_path / "data" / "copied.txt").read_text() == "some words")
        assert screen.query_one(Prompt).text == "some words"
        assert app.return_code is None


async def test_what_the_mouse_selects_is_copied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JOURNEYMAP_HOME", str(tmp_path))
    monkeypatch.setattr(clipboard, "ways", list)
    app = interview(FakeInterview([READY, FIRST]))
    async with app.run_test(size=(120, 40)) as pilot:
        await at_question(pilot)
        lines = words_of(app).splitlines()
        row = next(number for number, line in enumerate(lines) if FIRST.text[:30] in line)
        column = lines[row].index(FIRST.text[:30])
        await pilot.mouse_down(offset=(column, row))
        await pilot.hover(offset=(column + 9, row))
        await pilot.mouse_up(offset=(column + 9, row))
        await pilot.press("ctrl+c")
        file = tmp_path / "data" / "copied.txt"
        await until(pilot, file.exists)
        await until(pilot, lambda: file.read_text() and file.read_text() in FIRST.text)
