"""Checking a model and listing what there is."""

from dataclasses import asdict
from pathlib import Path

import pytest

from assistant.models import check as check_module
from assistant.models import weights
from assistant.models.check import Catalogue, catalogue, check
from assistant.models.spec import parse
from tests.fakes.openai_server import OpenAIServer, Request, says, status


def answers(request: Request) -> None:
    reply = says("Three short sentences.", pause=0.01) if request.streams else says({"channel": "store", "quote": "x"})
    reply(request)


async def test_a_model_that_works_is_measured() -> None:
    with OpenAIServer(answers) as server:
        result = await check(parse(server.spec), {})
    assert result.ok
    assert result.line.startswith(f"{server.spec} works")
    assert result.first_seconds is not None
    assert result.pieces_per_second is not None
    assert result.first_seconds >= 0.01
    assert result.pieces_per_second > 0


async def test_a_model_that_fails_is_told_with_the_next_step() -> None:
    with OpenAIServer(status(401)) as server:
        result = await check(parse(server.spec), {})
    assert (result.ok, "refused" in result.line, "JOURNEYMAP_API_KEY" in result.hint) == (False, True, True)


async def test_no_model_always_works() -> None:
    assert (await check(parse("none"), {})).ok


def usable(listed: Catalogue) -> dict[str, bool]:
    return {choice.spec: choice.usable for choice in listed.choices}


def test_nothing_set_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JOURNEYMAP_WEIGHTS", str(tmp_path))
    listed = catalogue({})
    assert listed.auto == "none"
    assert not usable(listed)["openai:NAME"]
    assert not usable(listed)["local"]
    assert usable(listed)["none"]
    assert listed.file is None
    assert listed.weights.size == 1_117_320_768


def test_everything_set_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(weights, "installed", lambda: tmp_path / "w.gguf")
    monkeypatch.setattr(check_module, "runtime_installed", lambda: True)
    listed = catalogue({"OPENAI_API_KEY": "sk-secret"})
    assert all(usable(listed).values())
    assert listed.auto.startswith("openai:")
    assert listed.keys == {"OPENAI_API_KEY": True, "JOURNEYMAP_API_KEY": False}
    assert "sk-secret" not in str(asdict(listed))
