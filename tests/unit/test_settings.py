"""The settings file: what a change writes, and what it leaves alone."""

import os
import tomllib
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.errors import EXIT_USAGE, FileError, UsageError
from assistant.locations import settings_file
from assistant.settings import load, save

MINE = """\
# my settings
model = "none"   # not for now
colour = "red"

# keys that my terminal leaves alone
[keys]
map = "f4"  # F2 is taken
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config" / "config.toml"
    path.parent.mkdir()
    path.write_text(MINE)
    return path


def test_a_change_leaves_the_rest_as_it_was_written(file: Path) -> None:
    save({"model": "local", "theme": "light"}, file)
    text = file.read_text()
    for kept in ("# my settings", "# not for now", 'colour = "red"', "# F2 is taken"):
        assert kept in text
    assert tomllib.loads(text) == {
        "model": "local", "colour": "red", "theme": "light", "keys": {"map": "f4"},
    }  # fmt: skip


def test_keys_are_put_and_taken_out_one_by_one(file: Path) -> None:
    save({"keys": {"map": "f4", "help": "f12"}}, file)
    assert "# F2 is taken" in file.read_text()
    save({"keys": {"help": "f12"}}, file)
    assert tomllib.loads(file.read_text())["keys"] == {"help": "f12"}
    save({"keys": {}}, file)
    assert "keys" not in tomllib.loads(file.read_text())


def test_names_with_a_dot_need_no_quotes(file: Path) -> None:
    file.write_text('[keys]\nprompt.send = "ctrl+r"  # mine\nmap = "f4"\n')
    assert load({}, {}, file).keys == {"prompt.send": "ctrl+r", "map": "f4"}
    save({"keys": {"prompt.send": "ctrl+r"}}, file)
    assert load({}, {}, file).keys == {"prompt.send": "ctrl+r"}


def test_none_takes_a_setting_out(file: Path) -> None:
    save({"model": None}, file)
    assert "model" not in tomllib.loads(file.read_text())


def test_what_is_written_is_what_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "new" / "config.toml"
    save({"model": "http://127.0.0.1:1/v1#a b", "language": "pl", "theme": "terminal-dark", "keys": {"map": "f4"},
          "timeout": "30", "export_folder": tmp_path}, file)  # fmt: skip
    kept = load({}, {}, file)
    assert (kept.model, kept.language, kept.theme) == ("http://127.0.0.1:1/v1#a b", "pl", "terminal-dark")
    assert (kept.keys, kept.timeout, kept.export_folder) == ({"map": "f4"}, 30.0, tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("changes", [{"theme": "pink"}, {"keys": {"map": 4}}, {"keys": "f4"}, {"nonsense": 1}])
def test_a_wrong_value_is_refused_before_anything_is_written(file: Path, changes: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        save({"model": "local", **changes}, file)
    assert file.read_text() == MINE


def test_a_damaged_file_is_left_to_the_person(file: Path) -> None:
    file.write_text("model = ")
    with pytest.raises(UsageError, match=r"config\.toml"):
        save({"model": "local"}, file)
    assert file.read_text() == "model = "


def test_a_fault_while_writing_leaves_the_old_file_and_says_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_files: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(FileError, match=r"No space left on device\. It is as it was"):
        save({"model": "local"}, file)
    assert file.read_text() == MINE
    assert os.listdir(file.parent) == [file.name]


def test_a_link_to_the_file_stays_a_link(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "linked.toml"
    link.symlink_to(file)
    os.chmod(file, 0o640)
    save({"model": "local"}, link)
    assert link.is_symlink()
    assert load({}, {"JOURNEYMAP_MODEL": ""}, tmp_path / "none").model == "auto"
    assert 'model = "local"' in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o640


def test_settings_are_shown_and_changed_by_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings", "keys.map", "f4"]) == 0
    assert main(["settings", "theme", "light"]) == 0
    assert main(["settings"]) == 0
    told = capsys.readouterr().out
    assert "keys.map: f4" in told
    assert "theme: light" in told
    assert main(["settings", "keys.map", ""]) == 0
    assert main(["settings", "theme", ""]) == 0
    assert settings_file().read_text().strip() == ""
    for wrong in (["nope"], ["keys", "f4"], ["theme.x", "light"], ["theme", "pink"]):
        assert main(["settings", *wrong]) == EXIT_USAGE
