"""Specs: what is accepted, what `auto` stands for, and what counts as leaving the machine."""

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import EXIT_USAGE, UsageError
from assistant.models import spec as spec_module
from assistant.models import weights
from assistant.models.spec import DEFAULT_OPENAI_MODEL, Kind, Spec, parse, resolve


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("auto", Spec(Kind.AUTO)),
        ("  None ", Spec(Kind.NONE)),
        ("local", Spec(Kind.LOCAL)),
        ("local:models/My Model.gguf", Spec(Kind.LOCAL, file=Path("models/My Model.gguf"))),
        ("local:C:\\models\\m.gguf", Spec(Kind.LOCAL, file=Path("C:\\models\\m.gguf"))),
        ("openai", Spec(Kind.OPENAI, DEFAULT_OPENAI_MODEL)),
        ("openai:gpt-x", Spec(Kind.OPENAI, "gpt-x")),
        ("anthropic:claude-x", Spec(Kind.PROVIDER, "claude-x", provider="anthropic")),
        ("ollama:llama3.2:1b", Spec(Kind.PROVIDER, "llama3.2:1b", provider="ollama")),
        ("http://localhost:11434/v1#qwen3:4b", Spec(Kind.SERVER, "qwen3:4b", url="http://localhost:11434/v1")),
        ("http://localhost:1234#m", Spec(Kind.SERVER, "m", url="http://localhost:1234/v1")),
        ("https://llm.example/api/#org/m", Spec(Kind.SERVER, "org/m", url="https://llm.example/api")),
    ],
)
def test_a_spec_is_read_and_written_back(text: str, expected: Spec) -> None:
    assert parse(text) == expected
    assert parse(str(expected)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "gpt-5", "openai:", "local:", "auto:x", "none:x", "server:x", "anthropic:two words", "http://localhost:1234/v1",
        "http://#m", "http://host:notaport/v1#m", "http://[::1/v1#m", "ftp://host/v1#m", "http://host/v1?key=1#m",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text)
    assert caught.value.exit_code == EXIT_USAGE
    assert "openai:NAME" in caught.value.hint


def test_a_key_in_the_url_is_refused_and_not_shown() -> None:
    with pytest.raises(UsageError) as caught:
        parse("https://me:sk-secret@host/v1#m")
    assert "sk-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "remote"),
    [
        ("openai:x", True),
        ("anthropic:x", True),
        ("https://llm.example/v1#m", True),
        ("http://192.168.1.20:8000/v1#m", True),
        ("http://localhost.example.com/v1#m", True),
        ("http://127.0.0.1.example.com/v1#m", True),
        ("http://localhost:1/v1#m", False),
        ("http://127.0.0.1:1/v1#m", False),
        ("http://127.8.9.1:1/v1#m", False),
        ("http://[::1]:1/v1#m", False),
        ("local", False),
        ("none", False),
    ],
)
def test_text_stays_here_only_with_loopback_servers_and_local_weights(text: str, remote: bool) -> None:
    assert parse(text).remote is remote


@pytest.mark.parametrize(
    ("environ", "runtime", "installed", "expected"),
    [
        ({"OPENAI_API_KEY": "k"}, True, True, f"openai:{DEFAULT_OPENAI_MODEL}"),
        ({"OPENAI_API_KEY": ""}, True, True, "local"),
        ({}, True, False, "none"),
        ({}, False, True, "none"),
    ],
)
def test_auto_is_openai_then_local_then_none(
    environ: dict[str, str], runtime: bool, installed: bool, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spec_module, "find_spec", lambda _name: object() if runtime else None)
    monkeypatch.setattr(weights, "installed", lambda: Path("w.gguf") if installed else None)
    assert str(resolve(parse("auto"), environ)) == expected


def test_a_named_model_is_what_it_is() -> None:
    assert resolve(parse("none"), {"OPENAI_API_KEY": "k"}) == Spec(Kind.NONE)


def test_naming_models_imports_nothing_heavy() -> None:
    heavy = (
        "{'langchain', 'langchain_core', 'langchain_openai', 'langsmith', 'openai', 'httpx', 'xllamacpp', 'textual'}"
    )
    code = (
        "import assistant.models.factory, assistant.models.check, assistant.models.spec, sys; "
        "assistant.models.check.catalogue({}); "
        f"print(*({heavy} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ""
