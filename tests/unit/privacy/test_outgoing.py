"""Before which models the redactor stands, and that vectors of a server are made of redacted texts."""

from pathlib import Path

import pytest

from assistant.cli import main
from assistant.interview.opening import chat_model
from assistant.models.lazy import LazyModel
from assistant.models.outgoing import OutgoingModel
from assistant.redaction.redactor import Redactor
from assistant.settings import Settings, load
from knowledge.embedding import open_embedder
from tests.fakes.embeddings_server import embeds
from tests.fakes.openai_server import OpenAIServer


@pytest.mark.parametrize(
    "spec", ["openai:x", "http://127.0.0.1:9/v1#m", "https://models.example.com/v1#m", "anthropic:x"]
)
def test_the_redactor_stands_before_every_server(spec: str) -> None:
    assert isinstance(chat_model(Settings(model=spec)), OutgoingModel)


def test_the_local_model_gets_the_words_unless_it_is_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(chat_model(Settings(model="local")), LazyModel)
    monkeypatch.setenv("JOURNEYMAP_TRACING", "1")
    assert isinstance(chat_model(Settings(model="local")), OutgoingModel)
    assert chat_model(Settings(model="none")) is None


def test_the_setting_is_read_in_every_form(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("redact = true\n")
    assert load({}, {}, file).redact == "on"
    assert load({}, {"JOURNEYMAP_REDACT": "0"}, file).redact == "off"
    assert load({"redact": False}, {"JOURNEYMAP_REDACT": "on"}, file).redact == "off"


def test_show_prints_a_text_as_it_would_go(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Olga Nowak, tel. 601 234 567", "utf-8")
    assert main(["privacy", "show", str(file)]) == 0
    told = capsys.readouterr()
    assert told.out == "[person 1], tel. [phone 1]\n"
    assert "person 1, phone 1" in told.err


def test_privacy_tells_where_words_go(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["privacy", "--model", "https://models.example.com/v1#m"]) == 0
    assert "https://models.example.com" in capsys.readouterr().out
    assert main(["privacy", "--model", "none"]) == 0
    assert "http" not in capsys.readouterr().out


def test_a_server_that_makes_vectors_gets_no_personal_data_either() -> None:
    redactor = Redactor(on=True)
    with OpenAIServer(embeds()) as server:
        embedder = open_embedder(server.spec, {}, redactor)
        assert embedder is not None
        embedder.query("why does Olga Nowak phone?")
        embedder.passages(["Olga Nowak, olga@example.com", "nobody"])
        redactor.on = False
        embedder.query("why does Olga Nowak phone?")
    assert [request.body["input"] for request in server.requests] == [
        ["why does [person 1] phone?"],
        ["[person 1], [e-mail 1]", "nobody"],
        ["why does Olga Nowak phone?"],
    ]
