"""A chat model that says what it was told to say."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from typing import Any

from pydantic import BaseModel

from assistant.models.port import Answer, Message

Said = BaseModel | dict[str, Any] | str | BaseException
"""What a call yields: an object, its fields, a text, or the fault that it raises."""

Say = Callable[[type[BaseModel] | None, Sequence[Message]], Said]
"""Decides what is said from the schema (None: a text is wanted) and the messages."""


class FakeModel:
    """Answers each `read` and `stream` with the next of `said`, or with what a function says.

    With nothing left to say it fails the test: a model was asked that should not have been.
    """

    def __init__(
        self,
        said: Iterable[Said] | Say = (),
        *,
        name: str = "fake",
        remote: bool = False,
        fluent: bool = True,
        delay: float = 0,
    ) -> None:
        """Say `said`; each answer, and each word of a text, takes `delay` seconds."""
        self.name = name
        self.remote = remote
        self.fluent = fluent
        self.delay = delay
        self.reads: list[tuple[type[BaseModel], list[Message]]] = []
        self.streams: list[list[Message]] = []
        self.primed: list[type[BaseModel]] = []
        self.cancelled = 0
        self.closed = False
        self._say = said if callable(said) else _in_turn(said)

    async def read(self, schema: type[Answer], messages: Sequence[Message]) -> Answer:
        """Return the next thing said as an object of `schema`."""
        self.reads.append((schema, list(messages)))
        await self._pause()
        said = self._next(schema, messages)
        return schema.model_validate(said.model_dump() if isinstance(said, BaseModel) else said)

    async def prime(self, schema: type[BaseModel], messages: Sequence[Message]) -> None:
        """Remember that it was asked to read ahead."""
        self.primed.append(schema)

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """Yield the next thing said, word by word."""
        self.streams.append(list(messages))
        for word in str(self._next(None, messages)).split(" "):
            await self._pause()
            yield f"{word} "

    async def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True

    def _next(self, schema: type[BaseModel] | None, messages: Sequence[Message]) -> Said:
        said = self._say(schema, messages)
        if isinstance(said, BaseException):
            raise said
        return said

    async def _pause(self) -> None:
        try:
            await asyncio.sleep(self.delay)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise


def _in_turn(said: Iterable[Said]) -> Say:
    waiting = iter(said)

    def say(schema: type[BaseModel] | None, messages: Sequence[Message]) -> Said:
        try:
            return next(waiting)
        except StopIteration:
            raise AssertionError(f"the model was asked once too often: {messages[-1].text[:200]}") from None

    return say
