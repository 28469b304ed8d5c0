"""A chat model of somebody else's server, and what goes out to it: personal data hidden, if the person wants that."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace

from pydantic import BaseModel

from assistant.models.lazy import LazyModel
from assistant.models.port import Answer, Message
from assistant.redaction.redactor import Redactor


class OutgoingModel:
    """A `LazyModel` that is given placeholders for personal data while `redactor` is on.

    What it returns has the words themselves again, so quotes are checked against what was said. System messages are
    the program's own instructions, the same for every answer, and go out as they are.
    """

    def __init__(self, model: LazyModel, redactor: Redactor) -> None:
        """Stand before `model`."""
        self._model = model
        self._redactor = redactor

    @property
    def name(self) -> str:
        """The spec as people write it."""
        return self._model.name

    @property
    def remote(self) -> bool:
        """Whether what it reads leaves this machine."""
        return self._model.remote

    @property
    def fluent(self) -> bool:
        """Whether wording each question with it is worth the wait."""
        return self._model.fluent

    def warm(self) -> None:
        """Begin to open the model."""
        self._model.warm()

    async def read(self, schema: type[Answer], messages: Sequence[Message]) -> Answer:
        """Return an object of `schema`; see `ChatModel.read`."""
        return self._redactor.restored(await self._model.read(schema, await self._outgoing(messages)))

    async def prime(self, schema: type[BaseModel], messages: Sequence[Message]) -> None:
        """Let the model read the beginning of coming prompts; see `ChatModel.prime`."""
        await self._model.prime(schema, messages)  # the program's own words: no answer is in them

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """Yield the pieces of a reply; see `ChatModel.stream`."""
        async with aclosing(self._model.stream(await self._outgoing(messages))) as pieces:
            async for piece in self._redactor.restored_stream(pieces):
                yield piece

    async def close(self) -> None:
        """Close the model if it was opened."""
        await self._model.close()

    async def _outgoing(self, messages: Sequence[Message]) -> list[Message]:
        return await asyncio.to_thread(self._hidden, messages) if self._redactor.on else self._hidden(messages)

    def _hidden(self, messages: Sequence[Message]) -> list[Message]:
        hidden = self._redactor.hidden
        out = [one if one.role == "system" else replace(one, text=hidden(one.text)) for one in messages]
        self._redactor.sent.append("\n".join(message.text for message in out if message.role != "system"))
        return out
