"""Opening models: what is missing is told with the way to get it."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from assistant.errors import ModelError
from assistant.models import factory, weights
from assistant.models.factory import open_model
from assistant.models.langchain_model import LangChainModel
from assistant.models.openai_models import temperature
from assistant.models.port import Message
from assistant.models.spec import parse
from tests.fakes.openai_server import OpenAIServer, says


class Reading(BaseModel):
    quote: str


async def opened(text: str, environ: dict[str, str]) -> LangChainModel:
    model = await open_model(parse(text), environ)
    assert isinstance(model, LangChainModel)
    return model


async def test_none_is_no_model() -> None:
    assert await open_model(parse("none")) is None


async def test_openai_without_a_key_names_the_variable() -> None:
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        await open_model(parse("openai"), {})


async def test_a_provider_without_its_package_names_the_package() -> None:
    with pytest.raises(ModelError, match="pip install langchain-anthropic"):
        await open_model(parse("anthropic:claude-x"), {})


async def test_an_unknown_provider_is_told() -> None:
    with pytest.raises(ModelError, match="antropic"):
        await open_model(parse("antropic:claude-x"), {})


async def test_local_without_weights_names_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JOURNEYMAP_WEIGHTS", str(tmp_path))
    monkeypatch.setattr(factory, "runtime_installed", lambda: True)
    with pytest.raises(ModelError, match="journeymap models install"):
        await open_model(parse("local"), {})


async def test_local_without_its_package_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factory, "runtime_installed", lambda: False)
    monkeypatch.setattr(weights, "installed", lambda: None)
    with pytest.raises(ModelError, match=r"journeymap\[local\]"):
        await open_model(parse("local"), {})


async def test_a_missing_file_of_weights_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factory, "runtime_installed", lambda: True)
    with pytest.raises(ModelError, match="no-such"):
        await open_model(parse("local:no-such.gguf"), {})


async def test_openai_gets_strict_schemas_and_its_own_limit() -> None:
    with OpenAIServer(says({"quote": "x"})) as server:
        model = await opened("openai:gpt-4.1-mini", {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": server.url})
        assert (model.name, model.remote) == ("openai:gpt-4.1-mini", True)
        await model.read(Reading, [Message("user", "hello")])
        await model.close()
    body = server.requests[0].body
    assert body["response_format"]["json_schema"]["strict"] is True
    assert body["max_completion_tokens"] > 0
    assert "max_tokens" not in body
    assert (body["temperature"], "reasoning_effort" in body) == (0, False)


@pytest.mark.parametrize(
    ("name", "effort", "temperature"),
    [("gpt-5.4-mini", "none", 0), ("gpt-5-mini", "minimal", None), ("gpt-99-unheard-of", None, None)],
)
async def test_openai_models_think_as_little_as_possible(
    name: str, effort: str | None, temperature: int | None
) -> None:
    with OpenAIServer(says("hello")) as server:
        model = await opened(f"openai:{name}", {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": server.url})
        assert [piece async for piece in model.stream([Message("user", "hello")])]
        await model.close()
    body = server.requests[0].body
    assert (body.get("reasoning_effort"), body.get("temperature")) == (effort, temperature)


@pytest.mark.parametrize(
    ("told", "meant"), [({}, 0.0), ({"JOURNEYMAP_TEMPERATURE": "0.7"}, 0.7), ({"JOURNEYMAP_TEMPERATURE": "hot"}, 0.0)]
)
def test_the_temperature_is_zero_unless_the_environment_sets_another(told: dict[str, str], meant: float) -> None:
    assert temperature(told) == meant
