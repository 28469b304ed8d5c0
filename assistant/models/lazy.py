"""A chat model that is opened when it is first needed, or warmed up while the person still reads the first question."""

import asyncio
import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from pydantic import BaseModel

from assistant.errors import ModelError
from assistant.locale import _
from assistant.models.factory import open_model
from assistant.models.port import Answer, ChatModel, Message
from assistant.models.spec import Kind, Spec


class LazyModel:
    """Stands for the model of a spec; imports and loading happen off the event loop, once."""

    def __init__(self, spec: Spec, timeout: float) -> None:
        """Stand for `spec`; each call to it may take `timeout` seconds."""
        self._spec = spec
        self._timeout = timeout
        self._opening: asyncio.Task[ChatModel | None] | None = None

    @property
    def name(self) -> str:
        """The spec as people write it."""
        return str(self._spec)

    @property
    def remote(self) -> bool:
        """Whether what it reads leaves this machine: to the model, or to LangSmith if the person turned that on."""
        return self._spec.remote or os.environ.get("JOURNEYMAP_TRACING") == "1"

    @property
    def fluent(self) -> bool:
        """Whether wording each question with it is worth the wait."""
        return self._spec.kind is not Kind.LOCAL

    @property
    def pause_ends(self) -> float:
        """Until when a busy server is given time, on the monotonic clock; 0 where none is."""
        opened = self._opening
        if opened is None or not opened.done() or opened.cancelled() or opened.exception():
            return 0.0
        return getattr(opened.result(), "pause_ends", 0.0)

    def warm(self) -> None:
        """Begin to open the model; a fault is told by the first call that needs it."""
        if self._opening is None:
            self._opening = asyncio.ensure_future(open_model(self._spec, timeout=self._timeout))
            self._opening.add_done_callback(_look_at)

    async def read(self, schema: type[Answer], messages: Sequence[Message]) -> Answer:
        """Return an object of `schema`; see `ChatModel.read`."""
        return await (await self._opened()).read(schema, messages)

    async def prime(self, schema: type[BaseModel], messages: Sequence[Message]) -> None:
        """Let the model read the beginning of coming prompts; see `ChatModel.prime`."""
        try:
            model = await self._opened()
        except ModelError:
            return  # the first call that needs the model tells
        await model.prime(schema, messages)

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """Yield the pieces of a reply; see `ChatModel.stream`."""
        model = await self._opened()
        async with aclosing(model.stream(messages)) as pieces:
            async for piece in pieces:
                yield piece

    async def close(self) -> None:
        """Close the model if it was opened."""
        if self._opening is None:
            return
        opening, self._opening = self._opening, None
        if not opening.done():
            opening.cancel()
        try:
            model = await opening
        except (ModelError, asyncio.CancelledError):
            return
        if model is not None:
            await model.close()

    async def _opened(self) -> ChatModel:
        self.warm()
        opening = self._opening
        assert opening is not None  # noqa: S101 - warm() has set it
        try:
            # Shielded: a turn that is cancelled must not cancel the loading that the next turn needs.
            model = await asyncio.shield(opening)
        except ModelError:
            self._opening = None  # the next turn tries again
            raise
        if model is None:
            raise ModelError(_("There is no model to open for `none`."))
        return model


def _look_at(opening: asyncio.Task[ChatModel | None]) -> None:
    """Take note of a fault nobody waits for yet; else asyncio writes it across the screen."""
    if not opening.cancelled():
        opening.exception()
