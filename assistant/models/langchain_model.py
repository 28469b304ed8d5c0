"""Chat models through LangChain: OpenAI, every OpenAI-compatible server, and the providers it knows."""

import asyncio
import json
import logging
import os
import time
import warnings
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import BaseModel

from assistant.errors import ModelError
from assistant.models import faults
from assistant.models.port import Answer, Message
from assistant.models.structured import (
    MisfitError,
    prompt_for,
    read_reply,
    repair_prompt,
    wire_schema,
)
from assistant.text import clean

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage, BaseMessageChunk

Method = Literal["json_schema", "json_mode", "provider", "prompt"]
"""How the form of an answer is asked for: as a schema that constrains the text, as any JSON, in the provider's own
way (often a tool call), or in the prompt alone."""

OPENAI_METHODS: tuple[Method, ...] = ("json_schema", "json_mode", "prompt")
PROVIDER_METHODS: tuple[Method, ...] = ("provider", "prompt")

_SILENCE = 30.0
"""Seconds between two pieces of a stream after which it is taken for dead."""

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


@dataclass(eq=False)
class LangChainModel:
    """A LangChain chat model as a `ChatModel`.

    Attributes:
        chat: the LangChain model; it must neither retry nor time out by itself.
        name: its spec.
        remote: whether text leaves this machine.
        timeout: seconds that a read may take with its repair, and a stream until its first piece.
        methods: the ways to ask for a form, the best first; those that the server refuses are dropped once another
            one worked.
        key: the environment variable of the API key, for the hint of a refusal.
        fluent: whether wording questions with it is worth the wait.
        strict: whether schemas are sent in OpenAI's strict form.
        says_when_finished: whether a stream without a reason to finish was cut, as in OpenAI's protocol.
        release: what `close` awaits.
        pause_ends: until when a busy server is given time before one more try, on the monotonic clock.
    """

    chat: "BaseChatModel"
    name: str
    remote: bool
    timeout: float
    methods: tuple[Method, ...] = OPENAI_METHODS
    key: str = "OPENAI_API_KEY"
    fluent: bool = True
    strict: bool = False
    says_when_finished: bool = True
    release: Callable[[], Awaitable[None]] | None = field(default=None, repr=False)
    pause_ends: float = field(default=0.0, init=False)

    async def read(self, schema: type[Answer], messages: Sequence[Message]) -> Answer:
        """Return an object of `schema`; see `ChatModel.read`."""
        prompt = prompt_for(schema, messages)
        try:
            async with asyncio.timeout(self.timeout):
                reply = await self._ask(schema, prompt)
                try:
                    return read_reply(schema, reply)
                except MisfitError as misfit:
                    reply = await self._ask(schema, repair_prompt(prompt, reply, str(misfit)))
                return read_reply(schema, reply)
        except MisfitError:
            raise faults.unfit(self.name) from None  # the misfit holds what people said
        except Exception as fault:
            raise self._told(fault) from None

    async def prime(self, schema: type[BaseModel], messages: Sequence[Message]) -> None:
        """Let a server on this machine read `messages`, with which coming prompts begin; see `ChatModel.prime`."""
        if self.remote:
            return
        beginning = prompt_for(schema, messages)
        chat = self.chat.bind(extra_body={"max_tokens": 1})
        with suppress(Exception):
            async with asyncio.timeout(self.timeout):
                await chat.ainvoke(_converted([*beginning, Message("user", "-")]))

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """Yield the pieces of a reply; see `ChatModel.stream`."""
        anything = finished = False
        try:
            async with asyncio.timeout(self.timeout):
                chunks, chunk = await self._with_retry(lambda: self._begin(messages))
            async with aclosing(chunks):
                while chunk is not None:
                    finished = finished or "finish_reason" in chunk.response_metadata
                    if piece := clean(chunk.text):
                        anything = anything or not piece.isspace()
                        yield piece
                    async with asyncio.timeout(min(_SILENCE, self.timeout)):
                        chunk = await anext(chunks, None)
        except Exception as fault:
            raise self._told(fault) from None
        if self.says_when_finished and not finished:
            raise faults.broke_off(self.name)
        if not anything:
            raise faults.unreadable(self.name)

    async def close(self) -> None:
        """Close the connections."""
        if self.release:
            await self.release()

    async def _begin(self, messages: Sequence[Message]) -> "tuple[Any, BaseMessageChunk | None]":
        chunks = self.chat.astream(_converted(messages))
        return chunks, await anext(chunks, None)

    async def _ask(self, schema: type[BaseModel], prompt: Sequence[Message]) -> str:
        """Return the text of a reply to `prompt`, in the best way that the server understands."""
        for number, method in enumerate(self.methods):
            try:
                reply = await self._with_retry(partial(self._ask_by, method, schema, prompt))
            except Exception as fault:
                if method == self.methods[-1] or not faults.refuses_request(fault):
                    raise
            else:
                self.methods = self.methods[number:]
                return reply
        raise AssertionError("no way to ask")

    async def _ask_by(self, method: Method, schema: type[BaseModel], prompt: Sequence[Message]) -> str:
        if method == "prompt":
            return _text(await self.chat.ainvoke(_converted(prompt)))
        form = wire_schema(schema, strict=self.strict)
        if method == "provider":
            chat: Any = self.chat.with_structured_output(form, include_raw=True)
        else:
            # Not with_structured_output: its parser takes a minute over 80 kB that are no JSON, in a thread that
            # outlives the deadline. The text is all that is wanted here; `read_reply` finds the object in it.
            chat = self.chat.bind(response_format=_response_format(method, form, strict=self.strict))
        try:
            answer = await chat.ainvoke(_converted(prompt))
        except Exception as fault:
            # openai's LengthFinishReasonError: the text ran into its limit, which is a misfit like another.
            if (completion := getattr(fault, "completion", None)) is None:
                raise
            return completion.choices[0].message.content or ""
        return _text(answer["raw"] if isinstance(answer, dict) else answer)

    async def _with_retry(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """Return what `call` returns, after one more try if the server is busy and asks for a short pause."""
        try:
            return await call()
        except Exception as fault:
            pause = faults.pause_before_retry(fault)
            if pause is None:
                raise
        self.pause_ends = time.monotonic() + pause
        await asyncio.sleep(pause)
        return await call()

    def _told(self, fault: Exception) -> ModelError:
        _log.debug("%s: %r", self.name, fault)
        return faults.told(fault, self.name, self.key)


def forbid_tracing(environ: Mapping[str, str] = os.environ) -> None:
    """Keep LangChain from uploading conversations, unless JOURNEYMAP_TRACING=1 asks for it.

    Variables that another program left behind (LANGSMITH_TRACING, LANGSMITH_GATEWAY) would turn it on unseen, and
    OPENAI_LOG would write what people say across the screen.
    """
    os.environ.pop("OPENAI_LOG", None)
    if environ.get("JOURNEYMAP_TRACING") == "1":
        return
    for name in ("TRACING", "TRACING_V2", "GATEWAY"):
        os.environ.pop(f"LANGSMITH_{name}", None)
        os.environ.pop(f"LANGCHAIN_{name}", None)
    import langsmith

    langsmith.configure(enabled=False)
    # Its warnings tell programmers of what is handled here, and would land in the middle of an interview.
    warnings.filterwarnings("ignore", module="langchain_openai")
    warnings.filterwarnings("ignore", message="Pydantic serializer warnings")  # a reply with values of wrong types


def _response_format(method: Method, form: dict[str, Any], *, strict: bool) -> dict[str, Any]:
    """Return what OpenAI's protocol calls the response format."""
    if method == "json_mode":
        return {"type": "json_object"}
    return {"type": "json_schema", "json_schema": {"name": form["title"], "schema": form, "strict": strict}}


def _converted(messages: Sequence[Message]) -> "list[BaseMessage]":
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    types = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
    return [types[message.role](message.text) for message in messages]


def _text(reply: Any) -> str:  # noqa: ANN401 - an AIMessage, whose type is imported late
    """Return what `reply` says: the arguments of its tool call, for providers that answer so, or its text."""
    if reply.tool_calls:
        return json.dumps(reply.tool_calls[0]["args"])
    return str(reply.text)
