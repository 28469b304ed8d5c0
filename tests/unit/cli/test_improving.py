import json
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.errors import EXIT_FAILURE, EXIT_FILE
from exports.json_file import read_map
from tests.unit.suggesting.shop import shop


@pytest.fixture
def map_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("JOURNEYMAP_EMBEDDINGS", "none")
    monkeypatch.setenv("JOURNEYMAP_MODEL", "none")
    file = tmp_path / "map.json"
    file.write_text(shop(actions=("Say how long it takes",), metrics=("conversion rate",)).model_dump_json())
    return str(file)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out + err


def test_suggest(map_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "suggest", map_file, "--json")
    found = json.loads(out)
    assert code == 0
    assert len(found) >= 5
    assert {"number", "text", "addresses", "sources", "metric", "effort", "impact", "stage"} <= found[0].keys()
    code, out = run(capsys, "suggest", map_file)
    assert (code, found[0]["text"] in out) == (0, True)


def test_suggest_without_anything_in_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.json").write_text(shop().model_copy(update={"constraints": ()}).model_dump_json())
    code, out = run(capsys, "suggest", str(tmp_path / "empty.json"))
    assert code == EXIT_FAILURE
    assert "/goto constraints" in out


def test_research_and_benchmark(map_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "research", map_file, "--json")
    told = json.loads(out)
    assert code == 0
    assert len(told["first_questions"]["questions"]) == 5
    assert {each["method"] for each in told["questions"]} <= {"interview", "survey", "analytics"}
    assert run(capsys, "research", map_file)[0] == 0
    code, out = run(capsys, "benchmark", map_file, "--json")
    assert code == 0
    assert all(figure["year"] and figure["source"] for figure in json.loads(out)[0]["figures"])
    assert "Littledata" in run(capsys, "benchmark", map_file)[1]


def test_to_be_and_diff(map_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = str(tmp_path / "to-be.json")
    assert run(capsys, "to-be", map_file, "-o", made)[0] == 0
    assert read_map(Path(made)).state == "to_be"
    assert run(capsys, "to-be", map_file, "-o", made)[0] == EXIT_FILE
    assert run(capsys, "diff", map_file, map_file)[0] == 0
    code, out = run(capsys, "diff", map_file, made)
    assert code == EXIT_FAILURE
    assert "c1 gone" in out
    code, out = run(capsys, "diff", map_file, made, "--json")
    assert {"kind", "part", "id", "name", "field", "before", "after"} == json.loads(out)[0].keys()


def test_diff_of_two_revisions_of_a_session(map_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    from assistant.interview.state import Record
    from assistant.interview.store import SqliteSessionStore
    from assistant.journey.edits import Remove
    from assistant.locations import data_folder, make_private, sessions_file

    make_private(data_folder())
    store = SqliteSessionStore(sessions_file())
    session = store.create(read_map(Path(map_file)))
    gone = Remove(part="constraints", id="c3").model_dump(mode="json")
    store.append(session, store.load(session), [(Record.EDITED, {"edits": [gone]})])
    store.close()
    code, out = run(capsys, "diff", f"{session}@0", session)
    assert (code, "c3 gone" in out) == (EXIT_FAILURE, True)
    code, out = run(capsys, "diff", f"{session}@0", f"{session}@9")
    assert (code, "no revision 9" in out) == (EXIT_FILE, True)
