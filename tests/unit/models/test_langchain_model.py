"""The LangChain adapter against a real server: its answers, its faults, deadlines and cancellation."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Literal, cast

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, ToolCall
from pydantic import BaseModel

from assistant.errors import EXIT_MODEL, ModelError
from assistant.models import bounded, faults
from assistant.models.factory import open_model
from assistant.models.langchain_model import PROVIDER_METHODS, LangChainModel
from assistant.models.port import ChatModel, Message
from assistant.models.spec import parse
from tests.fakes.model_faults import faults as all_faults
from tests.fakes.model_faults import serving
from tests.fakes.openai_server import (
    OpenAIServer,
    Reply,
    Request,
    cut,
    hangs,
    raw,
    refuses,
    resets,
    says,
    stalls,
    status,
)

KEY = "sk-not-to-be-shown"
WORDS = "our customers are mostly retired teachers"
PROMPT = [Message("system", "Read the answer."), Message("user", WORDS)]


class Reading(BaseModel):
    kind: Literal["answer", "question"]
    quote: str


GOOD = {"kind": "answer", "quote": "retired teachers"}
READ = Reading(kind="answer", quote="retired teachers")

Call = Callable[[ChatModel], Coroutine[None, None, None]]


@asynccontextmanager
async def model_of(server: OpenAIServer, timeout: float = 5) -> AsyncIterator[ChatModel]:
    model = await open_model(parse(server.spec), {"JOURNEYMAP_API_KEY": KEY}, timeout=timeout)
    assert model is not None
    yield model
    await model.close()


async def read_from(*replies: Reply, timeout: float = 5) -> tuple[Reading, OpenAIServer]:
    with OpenAIServer(*replies) as server:
        async with model_of(server, timeout) as model:
            return await model.read(Reading, PROMPT), server


async def fault_of(*replies: Reply, timeout: float = 5, stream: bool = False) -> tuple[ModelError, OpenAIServer]:
    with OpenAIServer(*replies) as server:
        async with model_of(server, timeout) as model:
            with pytest.raises(ModelError) as caught:
                await (written_by(model) if stream else model.read(Reading, PROMPT))
    return caught.value, server


async def written_by(model: ChatModel) -> list[str]:
    return [piece async for piece in model.stream(PROMPT)]


async def test_a_read_asks_for_the_schema_and_describes_it() -> None:
    reading, server = await read_from(says(GOOD))
    assert reading == READ
    [request] = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.form == "json_schema"
    assert request.body["temperature"] == 0
    assert request.body["max_tokens"] > 0
    assert request.body["messages"][0]["content"].endswith('{"kind": "answer" | "question", "quote": string}')


async def test_a_model_has_a_name_and_knows_that_nothing_leaves_the_machine() -> None:
    with OpenAIServer() as server:
        async with model_of(server) as model:
            assert (model.name, model.remote, model.fluent) == (server.spec, False, True)


async def test_a_server_without_schemas_is_asked_for_json_and_remembered() -> None:
    with OpenAIServer(refuses("json_schema", then=says(GOOD))) as server:
        async with model_of(server) as model:
            assert await model.read(Reading, PROMPT) == READ
            assert await model.read(Reading, PROMPT) == READ
    assert [request.form for request in server.requests] == ["json_schema", "json_object", "json_object"]


async def test_a_server_without_any_form_is_asked_in_the_prompt_alone() -> None:
    with OpenAIServer(refuses("json_schema", "json_object", then=says(f"Here: {GOOD}".replace("'", '"')))) as server:
        async with model_of(server) as model:
            assert await model.read(Reading, PROMPT) == READ
            await model.read(Reading, PROMPT)
    assert [request.form for request in server.requests] == ["json_schema", "json_object", None, None]


async def test_a_request_that_is_refused_in_every_form_teaches_nothing() -> None:
    with OpenAIServer(status(400), status(400), status(400), says(GOOD)) as server:
        async with model_of(server) as model:
            with pytest.raises(ModelError):
                await model.read(Reading, PROMPT)
            assert await model.read(Reading, PROMPT) == READ
    assert server.requests[-1].form == "json_schema"


async def test_a_misfit_is_repaired_once_with_the_fault_told() -> None:
    reading, server = await read_from(says({"kind": "maybe", "quote": "x"}), says(GOOD))
    assert reading == READ
    assert len(server.requests) == 2
    assert "kind: Input should be" in server.requests[1].text


async def test_two_misfits_are_a_fault() -> None:
    fault, server = await fault_of(says("I would rather talk about tea."))
    assert "twice" in fault.message
    assert len(server.requests) == 2


async def test_a_reply_that_was_cut_at_its_limit_is_a_misfit() -> None:
    reading, server = await read_from(says('{"kind": "answer", "quote": "tea tea tea', finish="length"), says(GOOD))
    assert reading == READ
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("replies", "expected", "requests"),
    [
        ([status(401)], "key was refused", 1),
        ([status(403)], "key was refused", 1),
        ([status(404)], "does not know this model", 1),
        ([status(429, error_code="insufficient_quota")], "no credit", 1),
        ([status(429, retry_after=60)], "too busy", 1),
        ([status(429, retry_after=0.01)], "too busy", 2),
        ([status(503, retry_after=0.01)], "too busy", 2),
        ([status(500)], "server failed", 1),
        ([status(400, "request (9000 tokens) exceeds the available context size")], "too long", 1),
        ([status(400, "This model's maximum context length is 8192 tokens")], "too long", 1),
        ([resets], "broke off", 1),
        ([raw(b"")], "nothing that can be read", 1),
        ([raw(b"<html>Welcome to the hotel</html>", "text/html")], "nothing that can be read", 1),
        ([raw(b"{not json")], "nothing that can be read", 1),
        ([raw(b'{"choices": []}')], "nothing that can be read", 1),
        ([raw(b'{"error": {"message": "out of memory"}}')], "nothing that can be read", 1),
    ],
)
async def test_every_fault_of_a_read_is_told(replies: list[Reply], expected: str, requests: int) -> None:
    fault, server = await fault_of(*replies)
    assert expected in fault.message
    assert fault.hint
    assert fault.exit_code == EXIT_MODEL
    assert len(server.requests) == requests
    assert KEY not in str(fault)
    assert WORDS not in str(fault)
    assert fault.__cause__ is None


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([status(401)], "key was refused"),
        ([status(500)], "server failed"),
        ([cut("One ", "two ")], "broke off"),
        ([cut("One ", "two ", politely=True)], "broke off"),
        ([resets], "broke off"),
        ([raw(b"", "text/event-stream")], "nothing that can be read"),
        ([says("")], "nothing that can be read"),
        ([raw(b"data: {not json\n\n", "text/event-stream")], "nothing that can be read"),
    ],
)
async def test_every_fault_of_a_stream_is_told(replies: list[Reply], expected: str) -> None:
    fault, _server = await fault_of(*replies, stream=True)
    assert expected in fault.message
    assert KEY not in str(fault)


async def test_a_server_that_is_not_there() -> None:
    with OpenAIServer() as server:
        spec = server.spec
    model = await open_model(parse(spec), {}, timeout=5)
    assert model is not None
    begin = time.monotonic()
    with pytest.raises(ModelError, match="cannot be reached"):
        await model.read(Reading, PROMPT)
    with pytest.raises(ModelError, match="cannot be reached"):
        await written_by(model)
    assert time.monotonic() - begin < 3


@pytest.mark.parametrize("reply", [status(429, retry_after=0.01), status(503)])
async def test_a_busy_server_gets_one_more_try(reply: Reply, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "_USUAL_PAUSE", 0.01)
    reading, server = await read_from(reply, says(GOOD))
    assert reading == READ
    assert len(server.requests) == 2
    with OpenAIServer(reply, says("Good morning")) as other:
        async with model_of(other) as model:
            assert "".join(await written_by(model)).split() == ["Good", "morning"]


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("4", 4), (" 0.5 ", 0.5), ("-3", 0), ("nan", None), ("inf", None), ("soon", None), ("", None), (None, None),
     ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("Wed, 99 Oct 2015", None)],
)  # fmt: skip
def test_a_time_to_come_back_is_read_as_seconds_or_a_date(asked: str | None, seconds: float | None) -> None:
    class Refused(Exception):
        response = SimpleNamespace(headers={"retry-after": asked})

    assert faults.retry_after(Refused()) == seconds


def test_a_date_to_come_back_is_counted_from_now() -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)

    class Refused(Exception):
        response = SimpleNamespace(headers={"retry-after": moment})

    assert faults.retry_after(Refused()) == pytest.approx(90, abs=5)


async def test_a_server_that_says_when_to_come_back_is_not_waited_for_long() -> None:
    begin = time.monotonic()
    fault, server = await fault_of(status(429, retry_after=90))
    assert isinstance(fault, faults.BusyError)
    assert fault.retry_after == 90
    assert len(server.requests) == 1
    assert time.monotonic() - begin < 4


async def test_waiting_for_a_busy_server_can_be_cancelled() -> None:
    with OpenAIServer(status(429, retry_after=4)) as server:
        async with model_of(server) as model:
            call = asyncio.create_task(model.read(Reading, PROMPT))
            while not server.requests:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.1)
            assert 3 < cast(LangChainModel, model).pause_ends - time.monotonic() < 4
            begin = time.monotonic()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert time.monotonic() - begin < 0.5


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
async def test_words_and_key_do_not_follow_a_redirect(code: int) -> None:
    with OpenAIServer(says(GOOD)) as elsewhere:

        def sends_on(request: Request) -> None:
            request.send(b"", code=code, Location=f"{elsewhere.url}/chat/completions")

        fault, server = await fault_of(sends_on)
        assert "another address" in fault.message
        assert len(server.requests) == 1
        assert elsewhere.requests == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [("certificate not trusted", "certificate"), ("TLS on a plain port", "No secure connection")],
)
async def test_what_is_wrong_with_a_secure_connection_is_told(name: str, expected: str) -> None:
    with serving(all_faults()[name]) as (server, spec):
        model = await open_model(parse(spec), {"JOURNEYMAP_API_KEY": KEY}, timeout=5)
        assert model is not None
        with pytest.raises(ModelError, match=expected):
            await model.read(Reading, PROMPT)
        await model.close()
        assert server.requests == []


@pytest.mark.parametrize("name", ["never-ending thoughts", "packed bomb"])
async def test_an_answer_that_never_ends_is_cut_off(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "MOST_BYTES", 100_000)
    begin = time.monotonic()
    for stream in (False, True):
        fault, _server = await fault_of(all_faults()[name].reply(), timeout=20, stream=stream)
        assert "far more than an answer" in fault.message
    assert time.monotonic() - begin < 10


async def test_a_read_has_a_deadline_and_then_lets_go() -> None:
    begin = time.monotonic()
    fault, server = await fault_of(hangs, timeout=1)
    assert "too long" in fault.message
    assert time.monotonic() - begin < 3
    assert server.requests[0].dropped.wait(2)


@pytest.mark.parametrize("reply", [hangs, stalls("One ")])
async def test_a_stream_has_a_deadline_for_its_first_piece_and_for_the_next(reply: Reply) -> None:
    fault, server = await fault_of(reply, timeout=1, stream=True)
    assert "took too long" in fault.message
    assert server.requests[0].dropped.wait(2)


async def test_a_slow_stream_that_keeps_coming_is_not_cut() -> None:
    with OpenAIServer(says("one two three four five six", pause=0.2)) as server:
        async with model_of(server, timeout=0.9) as model:
            assert len(await written_by(model)) == 6


async def reading(model: ChatModel) -> None:
    await model.read(Reading, PROMPT)


async def writing(model: ChatModel) -> None:
    await written_by(model)


@pytest.mark.parametrize(("call", "reply"), [(reading, hangs), (writing, says("word " * 1000, pause=0.05))])
async def test_cancelling_drops_the_connection(call: Call, reply: Reply) -> None:
    with OpenAIServer(reply) as server:
        async with model_of(server) as model:
            task = asyncio.create_task(call(model))
            while not server.requests:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(server.requests[0].dropped.wait, 2)
            server.then(says(GOOD))
            assert await model.read(Reading, PROMPT) == READ


async def test_leaving_a_stream_drops_the_connection() -> None:
    with OpenAIServer(says("word " * 1000, pause=0.02)) as server:
        async with model_of(server) as model:
            async with aclosing(model.stream(PROMPT)) as pieces:
                async for _piece in pieces:
                    break
            assert await asyncio.to_thread(server.requests[0].dropped.wait, 2)


async def test_a_stream_yields_clean_pieces_as_they_come() -> None:
    with OpenAIServer(says("Hello \x1b]52;c;eA==\x07 there")) as server:
        async with model_of(server) as model:
            pieces = await written_by(model)
    assert len(pieces) == 3
    assert "".join(pieces).split() == ["Hello", "␛]52;c;eA==", "there"]


async def test_reading_ahead_sends_the_fixed_beginning_and_wants_nothing_back() -> None:
    with OpenAIServer(says("x")) as server:
        async with model_of(server) as model:
            await model.prime(Reading, PROMPT[:1])
    [request] = server.requests
    assert request.body["max_tokens"] == 1
    assert "quote" in request.body["messages"][0]["content"]
    assert WORDS not in request.text


async def test_reading_ahead_keeps_its_faults_to_itself() -> None:
    with OpenAIServer(status(500)) as server:
        async with model_of(server) as model:
            await model.prime(Reading, PROMPT)


async def test_a_loopback_server_is_not_reached_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_PROXY", "http://127.0.0.1:9")
    reading, _server = await read_from(says(GOOD))
    assert reading == READ


async def test_tracing_left_on_by_the_environment_is_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
    monkeypatch.setenv("LANGSMITH_GATEWAY", "true")
    with OpenAIServer() as server:
        async with model_of(server):
            from langsmith.utils import tracing_is_enabled

            assert not tracing_is_enabled()
    assert not {"LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_GATEWAY"} & set(os.environ)


def provider_that_says(*messages: AIMessage) -> LangChainModel:
    chat = GenericFakeChatModel(messages=iter(messages))
    return LangChainModel(
        chat,
        "some:model",
        remote=True,
        timeout=5,
        methods=PROVIDER_METHODS,
        key="SOME_API_KEY",
        says_when_finished=False,
    )


async def test_a_provider_without_structured_output_is_asked_in_the_prompt() -> None:
    model = provider_that_says(AIMessage(f"Here you are: {READ.model_dump_json()}"), AIMessage(READ.model_dump_json()))
    assert await model.read(Reading, PROMPT) == READ
    assert model.methods == ("prompt",)
    assert await model.read(Reading, PROMPT) == READ


async def test_an_answer_that_comes_as_a_tool_call_is_read() -> None:
    call = ToolCall(name="Reading", args=GOOD, id="1")
    assert await provider_that_says(AIMessage("I will call it.", tool_calls=[call])).read(Reading, PROMPT) == READ


async def test_reading_ahead_costs_nothing_with_a_remote_model() -> None:
    model = provider_that_says()
    await model.prime(Reading, PROMPT)
    with pytest.raises(ModelError):
        await model.read(Reading, PROMPT)


async def test_a_provider_s_stream_needs_no_reason_to_finish() -> None:
    assert "".join(await written_by(provider_that_says(AIMessage("Good morning to you")))) == "Good morning to you"
