import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.errors import EXIT_FILE, EXIT_USAGE
from assistant.journey.start import new_map
from exports.json_file import JsonExporter
from tests.fakes.person import BAKERY, DONE
from tests.fakes.reviewed import IMPORTED, item, sound


class Terminal:
    """Runs commands and keeps what they wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def run(self, *arguments: str, typed: str = "") -> tuple[int, str, str]:
        self._monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
        code = main(arguments)
        out, err = self._capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("JOURNEYMAP_MODEL", "none")
    monkeypatch.setenv("JOURNEYMAP_EMBEDDINGS", "none")
    return Terminal(capsys, monkeypatch)


def answers() -> str:
    """Return what a person would type, a line each; more "that's all" than any interview needs."""
    lines = [line for texts in BAKERY.values() for line in (*texts, DONE, DONE)]
    return "\n".join([*lines, *[DONE] * 30]) + "\n"


def test_a_pipe_gets_plain_lines_and_a_finished_map(terminal: Terminal) -> None:
    code, out, err = terminal.run(typed=answers())
    assert (code, err) == (0, "")
    assert "[7/7 Metrics]" in out
    path = Path(re.findall(r"The map is in\s+(\S+)\.\n", out)[-1])
    assert path.read_text().startswith("---\njourneymap: ")
    code, listed, _ = terminal.run("list", "--json")
    assert code == 0
    (session,) = json.loads(listed)
    assert session["finished"]
    assert terminal.run("show", session["session"])[1] == path.read_text()


def test_an_unfinished_interview_is_resumed_where_it_was(terminal: Terminal) -> None:
    terminal.run(typed="I want to know why people leave\n")
    (session,) = json.loads(terminal.run("list", "--json")[1])
    code, out, _ = terminal.run("resume", session["session"], typed="/quit\n")
    assert code == 0
    assert "[1/7 Goal] From which moment" in out


def test_jsonl_writes_the_map_also_when_the_input_ends_early(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "map.json"
    typed = json.dumps({"type": "answer", "text": "chcę wiedzieć, dlaczego ludzie odchodzą"}) + "\n"
    code, lines, err = terminal.run("interview", "--jsonl", "--out", str(out), "--language", "pl", typed=typed)
    assert (code, err) == (0, "")
    assert json.loads(lines.splitlines()[0])["language"] == "pl"
    assert json.loads(out.read_text())["goal"]["statement"] == "chcę wiedzieć, dlaczego ludzie odchodzą"


def test_kind_state_and_title_are_options(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "map.json"
    given = ("--kind", "support", "--state", "to_be", "--title", "Calls")
    terminal.run("interview", "--jsonl", "--out", str(out), *given)
    journey = json.loads(out.read_text())
    assert (journey["kind"], journey["state"], journey["title"]) == ("experience", "to_be", "Calls")
    assert journey["goal"]["scope"] == "talking to support"


def test_a_map_is_exported_from_a_session_or_a_file_and_never_over_another(terminal: Terminal, tmp_path: Path) -> None:
    terminal.run(typed="I want to know why people leave\n")
    session = json.loads(terminal.run("list", "--json")[1])[0]["session"]
    first, second = tmp_path / "a.json", tmp_path / "b.md"
    assert terminal.run("export", session, "-o", str(first))[0] == 0
    assert terminal.run("export", str(first), "--to", "markdown", "-o", str(second))[0] == 0
    assert "I want to know why people leave" in second.read_text()
    assert terminal.run("export", str(first), "-o", "-")[1] == first.read_text()
    code, _, err = terminal.run("export", session, "-o", str(first))
    assert code == EXIT_FILE
    assert "--force" in err
    assert terminal.run("export", session, "-o", str(first), "--force")[0] == 0


def test_the_schema_is_printed(terminal: Terminal) -> None:
    code, out, _ = terminal.run("schema")
    assert code == 0
    assert json.loads(out)["$id"] == "urn:journeymap:map:1.0"


def test_review_tells_what_is_missing_and_its_exit_code_says_so(terminal: Terminal) -> None:
    terminal.run(typed="I want to know why people leave\n")
    session = json.loads(terminal.run("list", "--json")[1])[0]["session"]
    code, out, _ = terminal.run("review", session, "--json")
    assert code == 1
    assert "goal.limits" in {finding["need"] for finding in json.loads(out)}


def map_file(folder: Path, name: str = "map.json") -> str:
    """Write a map that has one warning, Q15, and return its path."""
    file = folder / name
    file.write_bytes(JsonExporter().export(item(sound(), "a1", owner=None, origin=IMPORTED)))
    return str(file)


def test_the_exit_code_of_a_review_is_1_from_the_severity_asked_for(terminal: Terminal, tmp_path: Path) -> None:
    file, other = map_file(tmp_path), ("--ignore", "Q24")  # the example map is of a fixed date
    code, out, _ = terminal.run("review", file, *other)
    assert code == 1
    assert "Q15 warning: Actions that nobody takes care of: Print a brewing card" in out
    assert terminal.run("review", file, *other, "--fail-on", "error")[0] == 0
    assert terminal.run("review", file, "--select", "Q3,Q2", "--ignore", "Q24")[0] == 0
    assert terminal.run("review", file, "--ignore", "Q15", "--ignore", "Q24")[1] == (
        "The review found nothing to improve.\n"
    )


def test_a_review_that_could_not_be_held_ends_with_2(terminal: Terminal, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{}")
    for arguments in ((str(tmp_path / "none.json"),), (str(broken),), (map_file(tmp_path), "--select", "X9")):
        code, out, err = terminal.run("review", *arguments)
        assert (code, out) == (EXIT_USAGE, "")
        assert err.startswith("journeymap: ")


def test_a_review_as_sarif_points_into_the_file(terminal: Terminal, tmp_path: Path) -> None:
    file = map_file(tmp_path, "my map.json")
    code, out, _ = terminal.run("review", file, "--sarif", "--select", "Q15")
    assert code == 1
    (result,) = json.loads(out)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("my%20map.json")
    line = Path(file).read_text().splitlines()[place["region"]["startLine"]]
    assert '"id": "a1"' in line


def test_a_polish_map_is_reviewed_in_polish(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    file.write_bytes(JsonExporter().export(new_map("pl")))
    assert "Mapa nie jest o jednej osobie" in terminal.run("review", str(file))[1]


def test_the_knowledge_base_is_listed_and_searched(terminal: Terminal) -> None:
    assert "touchpoint" in terminal.run("knowledge", "list")[1]
    code, out, _ = terminal.run("knowledge", "search", "punkt styku", "--language", "pl", "--k", "2", "--json")
    assert code == 0
    found = json.loads(out)
    assert len(found) == 2
    assert set(found[0]) == {"text", "title", "article", "language", "score", "confidence"}
    assert found[0]["article"] == "touchpoint"


def test_models_are_listed_and_checked(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    code, out, _ = terminal.run("models", "list", "--json")
    assert code == 0
    assert json.loads(out)["keys"]["OPENAI_API_KEY"] is True
    assert "sk-canary" not in out
    assert terminal.run("models", "check", "none")[0] == 0
    code, out, _ = terminal.run("models", "check", "http://127.0.0.1:9/v1#x")
    assert code == 3
    assert out.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("dance",), EXIT_USAGE, "--help"),
        (("--language", "de"), EXIT_USAGE, "--help"),
        (("--model", "what is this"), EXIT_USAGE, "does not name a chat model"),
        (("--session", "nope"), EXIT_FILE, "journeymap list"),
        (("resume", "nope"), EXIT_FILE, "journeymap list"),
        (("show", "nope.json"), EXIT_FILE, "neither a file nor a session"),
        (("export", "nope"), EXIT_FILE, "neither a file nor a session"),
        (("interview", "--jsonl", "--out", "/nonexistent/map.json"), EXIT_FILE, "does not exist"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence_with_the_next_step(
    terminal: Terminal, arguments: tuple[str, ...], code: int, said: str
) -> None:
    terminal.run(typed="hello\n")
    done, _out, err = terminal.run(*arguments)
    assert done == code
    assert said in err
    assert err.count("\n") <= 1


def test_broken_and_newer_maps_are_explained(terminal: Terminal, tmp_path: Path) -> None:
    broken = tmp_path / "map.json"
    for content, said in ((b"{", "JSON"), (b"\xff\xfe", "UTF-8"), (b'{"schema_version": "9.0"}', "9.0"), (b"{}", "")):
        broken.write_bytes(content)
        code, _, err = terminal.run("show", str(broken))
        assert code == EXIT_FILE
        assert said in err


def test_a_bad_settings_file_is_named(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "home" / "config" / "config.toml"
    file.parent.mkdir(parents=True)
    for content, said in (("model = ", "config.toml"), ("colour = 'red'", "colour"), ("timeout = -1", "timeout")):
        file.write_text(content)
        code, _, err = terminal.run("interview", "--jsonl")
        assert code == EXIT_USAGE
        assert said in err


def test_a_file_that_is_in_the_way_of_the_map_is_kept(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "map.json"
    out.write_text("mine")
    (tmp_path / "map.1.json").write_text("older")
    assert terminal.run("interview", "--jsonl", "--out", str(out))[0] == 0
    assert json.loads(out.read_text())["schema_version"] == "1.0"
    assert [(tmp_path / f"map.{n}.json").read_text() for n in (1, 2)] == ["older", "mine"]
    assert terminal.run("interview", "--jsonl", "--out", str(out), "--force")[0] == 0
    assert len(list(tmp_path.glob("map*.json"))) == 3


def test_a_fault_of_our_own_is_a_sentence_and_with_debug_a_file(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr("assistant.journey.models.json_schema", fail)
    code, _, err = terminal.run("schema")
    assert code == 1
    assert "ZeroDivisionError" in err
    assert "--debug" in err
    _, _, err = terminal.run("schema", "--debug")
    (file,) = (tmp_path / "home" / "state").glob("traceback-*.txt")
    assert str(file) in err
    assert "ZeroDivisionError" in file.read_text()


@pytest.mark.parametrize("language", ["en", "es", "pl"])
def test_each_command_has_help_with_an_example(
    terminal: Terminal, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    for command in ((), ("interview",), ("list",), ("show",), ("export",), ("review",), ("suggest",), ("schema",),
                    ("resume",), ("import",), ("models", "install"), ("models", "check"),
                    ("knowledge", "search")):  # fmt: skip
        with pytest.raises(SystemExit) as ended:
            main([*command, f"--language={language}", "--help"] if not command else [*command, "--help"])
        assert ended.value.code == 0
        assert "journeymap" in capsys.readouterr().out


def test_options_before_the_command_count(terminal: Terminal) -> None:
    lines = terminal.run("--language", "es", "--model", "none", "interview", "--jsonl")[1].splitlines()
    assert (json.loads(lines[0])["language"], json.loads(lines[0])["model"]) == ("es", "none")
    assert (
        terminal.run("--language", "es", "interview", "--jsonl", "--language", "pl")[1].count('"language": "pl"') == 1
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--title", " "), EXIT_USAGE),
        (("interview", "--jsonl", "--plain"), EXIT_USAGE),
        (("interview", "--jsonl", "--out", "/tmp"), EXIT_FILE),
        (("interview", "--jsonl", "--out", "map.weird"), EXIT_USAGE),
        (("--session", "\udcff"), EXIT_FILE),
        (("show", "x" * 300), EXIT_FILE),
        (("show", ""), EXIT_FILE),
    ],
)
def test_odd_arguments_are_told(terminal: Terminal, arguments: tuple[str, ...], code: int) -> None:
    done, _, err = terminal.run(*arguments)
    assert done == code
    assert "should not have" not in err


def test_escape_sequences_in_answers_do_not_come_back(terminal: Terminal) -> None:
    out = terminal.run(typed="why \x1b[31mpeople\x00 leave\n/quit\n")[1]
    assert "\x1b" not in out
    assert "\x00" not in out


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
def test_ctrl_c_ends_plain_lines_at_once(tmp_path: Path) -> None:
    parent, child = pty.openpty()
    environment = {**os.environ, "JOURNEYMAP_HOME": str(tmp_path), "JOURNEYMAP_MODEL": "none"}
    command = [sys.executable, "-m", "assistant.cli", "--plain", "--kind", "journey"]
    process = subprocess.Popen(command, stdin=child, stdout=child, stderr=child, env=environment)
    shown = b""
    while b"1/7" not in shown:
        shown += os.read(parent, 4096)
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 130
    os.close(parent)
    os.close(child)
