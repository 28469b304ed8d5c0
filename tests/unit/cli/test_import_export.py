import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import EXIT_FILE, EXIT_USAGE
from exports.json_file import JsonExporter, read_map
from exports.markdown import MarkdownExporter
from tests.fakes.maps import example
from tests.unit.cli.test_commands import Terminal

TABLE = """Stage,Touchpoint,Channel,Feeling,Pain point,Note
Before,Sees an ad,ads,bad,Too many,x
After,Gets it,delivery,,,
"""


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("JOURNEYMAP_MODEL", "none")
    monkeypatch.setenv("JOURNEYMAP_EMBEDDINGS", "none")
    return Terminal(capsys, monkeypatch)


@pytest.fixture
def map_file(tmp_path: Path) -> Path:
    path = tmp_path / "map.json"
    path.write_bytes(JsonExporter().export(example()))
    return path


def test_several_formats_go_to_a_folder_that_is_made(terminal: Terminal, map_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    code, out, _ = terminal.run("export", str(map_file), "--to", "json,md, xlsx", "-o", str(folder), "--json")
    assert code == 0
    assert [entry["format"] for entry in json.loads(out)] == ["json", "markdown", "xlsx"]
    assert sorted(path.name for path in folder.iterdir()) == ["map.json", "map.md", "map.xlsx"]
    assert read_map(folder / "map.json") == example()
    assert terminal.run("export", str(map_file), "--to", "json,md", "-o", str(folder))[0] == EXIT_FILE
    assert terminal.run("export", str(map_file), "--to", "json,md", "-o", str(folder), "--force")[0] == 0


def test_the_suffix_names_the_format_and_what_is_lost_is_told(
    terminal: Terminal, map_file: Path, tmp_path: Path
) -> None:
    code, out, _ = terminal.run("export", str(map_file), "-o", str(tmp_path / "a.flowchart.mmd"))
    assert (code, (tmp_path / "a.flowchart.mmd").read_text()[:12]) == (0, "flowchart LR")
    assert "A Mermaid flowchart shows names" in out
    assert terminal.run("export", str(map_file), "-o", f"{tmp_path}/")[0] == EXIT_FILE  # map.json is there already
    assert terminal.run("export", str(map_file), "--to", "mermaid", "-o", "-")[1].startswith("journey\n")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--to", "json,md", "-o", "-"), EXIT_USAGE, "one format at a time"),
        (("--to", "json,stone", "-o", "out"), EXIT_USAGE, "no export format 'stone'"),
        (("--to", "json,md", "-o", "no/such/folder"), EXIT_FILE, "cannot be made"),
    ],
)
def test_what_cannot_be_exported_is_said(
    terminal: Terminal, map_file: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    ended, _, err = terminal.run("export", str(map_file), *arguments)
    assert ended == code
    assert told in err


def test_a_markdown_map_is_read_by_every_command_and_remarks_go_to_standard_error(
    terminal: Terminal, tmp_path: Path
) -> None:
    path = tmp_path / "map.md"
    path.write_bytes(MarkdownExporter().export(example()).replace(b"word of mouth", b"owl post"))
    code, out, err = terminal.run("export", str(path), "-o", "-")
    assert code == 0
    assert json.loads(out)["touchpoints"][0]["channel"] is None
    assert "Line " in err
    assert "“owl post” cannot be understood as “Channel”" in err
    assert "so imported now: t1." in err


def test_an_interview_begins_with_what_a_table_holds_and_asks_for_the_rest(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text(TABLE)
    code, out, _ = terminal.run("import", str(path), "--title", "Ads", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["items"] == {"stages": 2, "touchpoints": 2, "constraints": 1}
    assert [remark["line"] for remark in told["remarks"]] == [1]
    assert "touchpoints.first" not in told["missing"]
    assert "goal.statement" in told["missing"]
    session = told["session"]
    journey = json.loads(terminal.run("export", session, "-o", "-")[1])
    assert {point["origin"]["kind"] for point in journey["touchpoints"]} == {"imported"}
    assert journey["title"] == "Ads"
    code, lines, _ = terminal.run("resume", session, typed="we want fewer people to leave\n/goto touchpoints\n/quit\n")
    assert code == 0
    assert "What would you like to find out or improve" in lines
    assert "How do customers feel at these points: Gets it?" in lines


def test_a_map_of_ours_begins_an_interview_in_which_nothing_is_said(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(JsonExporter().export(example()))
    _, out, _ = terminal.run("import", str(path), "--json")
    journey = json.loads(terminal.run("export", json.loads(out)["session"], "-o", "-")[1])
    origins = [item["origin"] for part in ("stages", "touchpoints", "actions") for item in journey[part]]
    origins += [*journey["goal"]["origins"].values(), *journey["persona"]["origins"].values()]
    assert {origin["kind"] for origin in origins} == {"imported"}
    assert {origin["turn"] for origin in origins} == {None}
    assert journey["persona"]["origins"]["age"]["quote"] == "she's 38"


def test_check_begins_no_interview(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text(TABLE)
    code, out, err = terminal.run("import", str(path), "--check", "--column", "Note=thought")
    assert (code, err) == (0, "")
    assert "“points”: 5 items were read." in out
    assert json.loads(terminal.run("list", "--json")[1]) == []


@pytest.mark.parametrize(
    ("name", "text", "arguments", "code", "told"),
    [
        ("a.csv", "A\n1\n", (), EXIT_USAGE, "No column is known to hold the touchpoints: “A”."),
        ("a.csv", TABLE, ("--column", "Note"), EXIT_USAGE, "--column Note names no field."),
        ("a.pdf", "x", (), EXIT_USAGE, "cannot be imported"),
        ("a.md", "# Nothing", (), EXIT_FILE, "holds nothing that a map could begin with"),
        ("a.mmd", "flowchart LR", (), EXIT_FILE, "holds nothing that a map could begin with"),
        ("a.json", "{}", (), EXIT_FILE, "does not fit the map format"),
        ("a.xlsx", "x", (), EXIT_FILE, "not an Excel workbook"),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_named(
    terminal: Terminal, tmp_path: Path, name: str, text: str, arguments: tuple[str, ...], code: int, told: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    ended, _, err = terminal.run("import", str(path), *arguments)
    assert ended == code
    assert told in err


def test_a_person_at_a_terminal_is_asked_about_an_unclear_column(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("Touchpoint,Actions\nCart,fills it\n")
    ours, theirs = pty.openpty()
    os.write(ours, b"1\n")
    command = [sys.executable, "-m", "assistant.cli", "import", str(path), "--check"]
    environment = {**os.environ, "JOURNEYMAP_MODEL": "none", "LANG": "C.UTF-8"}
    subprocess.run(command, stdin=theirs, stdout=theirs, stderr=theirs, timeout=50, check=True, env=environment)
    shown = os.read(ours, 10_000).decode()
    assert "What is the column “Actions” (fills it)?" in shown
    assert "1 What the customer does" in shown
    assert "1 item was read" in shown


def test_either_all_files_are_written_or_none(terminal: Terminal, map_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / f"{map_file.stem}.md").write_text("mine")
    code, _, err = terminal.run("export", str(map_file), "--to", "json,md,csv", "-o", str(folder))
    assert (code, "There is already a file" in err) == (EXIT_FILE, True)
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [(f"{map_file.stem}.md", "mine")]


def test_a_format_named_twice_is_written_once(terminal: Terminal, map_file: Path, tmp_path: Path) -> None:
    code, out, _ = terminal.run("export", str(map_file), "--to", "csv,csv", "-o", f"{tmp_path}/out/")
    assert (code, out.count("The map is in")) == (0, 1)


def test_several_formats_do_not_make_a_folder_of_the_name_of_one_file(
    terminal: Terminal, map_file: Path, tmp_path: Path
) -> None:
    target = tmp_path / "both.md"
    code, _, err = terminal.run("export", str(map_file), "--to", "md,html", "-o", str(target))
    assert (code, target.exists()) == (EXIT_USAGE, False)
    assert "is the name of one file, and there are 2 formats. Name a folder" in err


def test_a_table_is_no_map_to_export_and_the_way_to_one_is_told(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text(TABLE)
    code, _, err = terminal.run("export", str(path), "-o", "-")
    assert code == EXIT_FILE
    assert f"`journeymap import {path}` begins an interview with it" in err


def test_a_column_that_is_left_out_is_told_without_advice(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text(TABLE)
    code, _, err = terminal.run("import", str(path), "--check", "--column", "Note=")
    assert (code, err) == (0, "Line 1: The column “Note” was left out, as you said.\n")


@pytest.mark.parametrize("header", ["Punto de contacto,Ánimo", "Punkt styku,Samopoczucie", "Step,Mood"])
def test_the_mood_is_a_feeling_in_three_languages(terminal: Terminal, tmp_path: Path, header: str) -> None:
    path = tmp_path / "points.csv"
    path.write_text(f"{header}\nX,-2\n")
    told = json.loads(terminal.run("import", str(path), "--json")[1])
    assert told["remarks"] == []
    assert json.loads(terminal.run("export", told["session"], "-o", "-")[1])["touchpoints"][0]["emotion"] == -2
