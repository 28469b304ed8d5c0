"""The commands that put interviews in order, as a person types them."""

import io
import json
from collections.abc import Callable
from typing import Protocol

import pytest

from assistant.cli import main
from assistant.errors import EXIT_FAILURE, EXIT_FILE, EXIT_USAGE
from assistant.interview.store import SqliteSessionStore
from assistant.journey.models import Origin, OriginKind, Persona
from assistant.journey.start import new_map
from assistant.locations import sessions_file

OLGA = Persona(
    name="Olga", age="38", origins=dict.fromkeys(("name", "age"), Origin(kind=OriginKind.IMPORTED, quote="Olga, 38"))
)


class Run(Protocol):
    def __call__(self, *arguments: str, stdin: io.TextIOBase | None = None) -> tuple[int, str, str]: ...


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("JOURNEYMAP_MODEL", "none")
    monkeypatch.setenv("JOURNEYMAP_EMBEDDINGS", "none")

    def run(*arguments: str, stdin: io.TextIOBase | None = None) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", stdin or io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8"))
        code = main(arguments)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return run


@pytest.fixture
def session() -> str:
    with SqliteSessionStore(sessions_file()) as store:
        return store.create(new_map("en", title="Tea box", persona=OLGA))


def test_tags_are_given_taken_and_searched(run: Run, session: str) -> None:
    assert json.loads(run("tag", session, "+shop", "draft", "--json")[1])["tags"] == ["shop", "draft"]
    assert run("tag", session, "-draft", "+2027")[1] == "#shop #2027\n"
    assert run("list", "--tag", "SHOP")[1].endswith("Tea box  #shop  #2027\n")
    assert run("list", "--tag", "draft")[1] == "No interview fits.\n"
    assert [info["tags"] for info in json.loads(run("list", "--search", "olga tea", "--json")[1])] == [["shop", "2027"]]
    assert run("tag", session, "+")[0] == EXIT_USAGE
    assert run("tag", "nope", "+x")[0] == EXIT_FILE


def test_a_session_is_copied_put_away_and_brought_back(run: Run, session: str) -> None:
    code, out, _ = run("duplicate", session, "--json")
    assert (code, json.loads(out)["title"]) == (0, "Tea box (copy)")
    assert "journeymap restore" in run("delete", session)[1]
    assert [info["session"] for info in json.loads(run("list", "--json")[1])] == [json.loads(out)["session"]]
    (gone,) = json.loads(run("list", "--deleted", "--json")[1])
    assert (gone["session"], bool(gone["deleted"])) == (session, True)
    for command in (("show", session), ("interview", "--session", session), ("duplicate", "nope"), ("restore", "nope")):
        assert run(*command)[0] == EXIT_FILE, command
    assert f"journeymap restore {session}" in run("show", session)[2]
    assert run("restore", session)[0] == 0
    assert run("show", session)[0] == 0


def test_deleting_for_ever_is_confirmed(run: Run, session: str) -> None:
    code, _, err = run("delete", "--forever", session)
    assert (code, "must be confirmed" in err) == (EXIT_USAGE, True)
    code, out, _ = run("delete", "--forever", session, stdin=Terminal("n\n"))
    assert (code, "Nothing was deleted." in out) == (EXIT_FAILURE, True)
    assert run("show", session)[0] == 0
    assert run("delete", "--forever", session, stdin=Terminal("y\n"))[0] == 0
    assert run("restore", session)[0] == EXIT_FILE


def test_an_interview_begins_with_a_template_and_a_persona(run: Run, session: str) -> None:
    assert run("personas", "save", session)[0] == 0
    assert run("personas", "save", session)[0] == EXIT_FILE
    assert run("personas")[1].rstrip().endswith("en  38")
    assert "age: 38  (“Olga, 38”)" in run("personas", "show", "olga")[1]
    begin = ("interview", "--jsonl", "--language", "es", "--template", "b2b", "--persona", "OLGA")
    code, out, _ = run(*begin)
    assert code == 0
    begun = json.loads(out.splitlines()[0])["session"]
    shown = json.loads(run("show", begun, "--json")[1])
    assert shown["stages"][2]["name"] == "Decidir entre varios"
    assert shown["persona"]["origins"]["age"] == {"kind": "imported", "quote": "Olga, 38", "turn": None}
    assert run("personas", "remove", "Olga")[0] == 0
    assert run(*begin)[0] == EXIT_FILE
    assert json.loads(run("show", begun, "--json")[1]) == shown


def test_a_wrong_template_begins_nothing(run: Run) -> None:
    assert "web-shop, physical-shop" in run("interview", "--jsonl", "--template", "nope")[2]
    assert run("interview", "--jsonl", "--template", "b2b", "--kind", "support")[0] == EXIT_USAGE
    assert json.loads(run("list", "--json")[1]) == []
    names = [template["name"] for template in json.loads(run("templates", "--json")[1])]
    assert names[:2] == ["web-shop", "physical-shop"]
    assert "Basket and payment → Delivery" in run("templates")[1]


def test_when_the_screen_ends_the_database_is_one_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def leave_at_once(open_store: Callable[[], SqliteSessionStore], *_more: object, **_options: object) -> int:
        open_store().create(new_map("en"))
        assert len(kept()) > 1
        return 0

    def kept() -> list[str]:
        return [file.name for file in sessions_file().parent.glob("sessions.sqlite3*")]

    monkeypatch.setattr("assistant.cli.interviews._has_terminal", lambda: True)
    monkeypatch.setattr("assistant.tui.running.run", leave_at_once)
    assert run("--title", "A map")[0] == 0
    assert kept() == ["sessions.sqlite3"]
