"""A chat model that is left alone while it fails, so that a person does not wait for it at every answer.

A circuit breaker (Nygard, Release It!, 2018, chapter 5), one circuit for reading and one for writing, for a server may
do one and not the other. Closed: calls go through. Open, after `FAILURES` faults in a row or one that cost `PATIENCE`:
calls fail at once. When the rest is over, a small request asks in the background whether the model works, which costs
nobody a wait; if it does, the circuit is half open: the next call goes through, and its outcome decides.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager, suppress
from dataclasses import dataclass

from pydantic import BaseModel

from assistant.errors import ModelError
from assistant.locale import _
from assistant.models import faults
from assistant.models.port import Answer, ChatModel, Message

FAILURES = 2
"""Faults in a row after which the model is left alone."""

PATIENCE = 10.0
"""Seconds after which one fault is enough, and after which a call that was given up counts as one."""

REST = 30.0
"""Seconds of the first rest; each further one is twice as long."""

LONGEST_REST = 600.0

TRIAL = 30.0
"""Seconds that the first read after a rest may take: a model that hangs again must not cost a whole deadline again."""

_log = logging.getLogger(__name__)


class RestsError(ModelError):
    """The model is left alone for now: it was not asked."""


class Ready(BaseModel):
    """What the model is asked for in the background."""

    ready: bool


_ARE_YOU_THERE = (Message("system", "Say whether you are ready: true."), Message("user", "Are you ready?"))


@dataclass(frozen=True, slots=True)
class News:
    """What the person should know once: the model is left alone because of `fault`, or (None) it answers again."""

    fault: ModelError | None


@dataclass(slots=True)
class _Circuit:
    """One circuit: `open` until a call worked, `trusted` with one call when the model seemed to work in between."""

    failures: int = 0
    open: bool = False
    trusted: bool = False
    until: float = 0.0
    rest: float = 0.0


class Breaker:
    """A `ChatModel` around another one; whatever that raises comes out of here as a `ModelError`."""

    def __init__(self, model: ChatModel, clock: Callable[[], float] = time.monotonic) -> None:
        """Guard `model`; `clock` tells the time in seconds."""
        self._model = model
        self._clock = clock
        self._reading = _Circuit()
        self._writing = _Circuit()
        self._in_a_row = 0
        self._asking: asyncio.Task[None] | None = None
        self._told: ModelError | None = None
        self._news: News | None = None

    @property
    def name(self) -> str:
        """The spec that people know the model by."""
        return self._model.name

    @property
    def remote(self) -> bool:
        """Whether what it reads leaves this machine."""
        return self._model.remote

    @property
    def fluent(self) -> bool:
        """See `ChatModel.fluent`."""
        return self._model.fluent

    @property
    def rests(self) -> bool:
        """Whether the model is left alone, for reading or for writing."""
        return any(each.open and not each.trusted for each in (self._reading, self._writing))

    @property
    def pause(self) -> float:
        """Seconds that a busy server is still given before one more try, within a call."""
        return max(getattr(self._model, "pause_ends", 0.0) - time.monotonic(), 0.0)

    def news(self) -> News | None:
        """Return what the person should know and was not told yet, once."""
        news, self._news = self._news, None
        return news

    async def read(self, schema: type[Answer], messages: Sequence[Message]) -> Answer:
        """Return an object of `schema`; see `ChatModel.read`.

        Raises:
            RestsError: the model is left alone for now.
        """
        with self._watched(self._reading):
            try:
                async with asyncio.timeout(TRIAL if self._reading.trusted else None):
                    return await self._model.read(schema, messages)
            except TimeoutError:
                raise faults.took_too_long(self.name) from None

    async def prime(self, schema: type[BaseModel], messages: Sequence[Message]) -> None:
        """Let the model read the beginning of coming prompts, unless it is left alone."""
        if not self._reading.open:
            with suppress(Exception):
                await self._model.prime(schema, messages)

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """Yield the pieces of a reply; see `ChatModel.stream`.

        Raises:
            RestsError: the model is left alone for now.
        """
        with self._watched(self._writing):
            async with aclosing(self._model.stream(messages)) as pieces:
                async for piece in pieces:
                    yield piece

    def recover(self) -> None:
        """Ask in the background whether the model works again, if its rest is over."""
        due = [each for each in (self._reading, self._writing) if self._is_due(each)]
        if due and (self._asking is None or self._asking.done()):
            self._asking = asyncio.create_task(self._ask(due))

    async def close(self) -> None:
        """Give back what the model holds."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)
        await self._model.close()

    def _is_due(self, circuit: _Circuit) -> bool:
        return circuit.open and not circuit.trusted and self._clock() >= circuit.until

    async def _ask(self, due: Sequence[_Circuit]) -> None:
        for circuit in due:
            try:
                if circuit is self._reading:
                    await self._model.read(Ready, _ARE_YOU_THERE)
                else:
                    async with aclosing(self._model.stream(_ARE_YOU_THERE)) as pieces:
                        await anext(pieces, None)
            except Exception as fault:
                _log.debug("%s still fails: %r", self.name, fault)
                self._rest(circuit, getattr(fault, "retry_after", None))
            else:
                circuit.trusted = True

    @contextmanager
    def _watched(self, circuit: _Circuit) -> Iterator[None]:
        if circuit.open and not circuit.trusted:
            raise RestsError(_("The model %(model)s is left alone for a while.") % {"model": self.name})
        begun = self._clock()
        try:
            yield
        except ModelError as fault:
            self._failed(circuit, fault, begun)
            raise
        except (asyncio.CancelledError, GeneratorExit):
            if self._clock() - begun >= PATIENCE:
                self._failed(circuit, faults.took_too_long(self.name), begun)
            raise
        except Exception as fault:  # what no library of a model should raise
            _log.exception("%s", self.name)
            unforeseen = ModelError(_("The language model failed in an unforeseen way."))
            self._failed(circuit, unforeseen, begun)
            raise unforeseen from fault
        else:
            self._worked(circuit)

    def _worked(self, circuit: _Circuit) -> None:
        self._in_a_row = 0
        circuit.failures, circuit.open, circuit.trusted, circuit.rest = 0, False, False, 0.0
        if self._told is not None and not self.rests:
            self._told = None
            # Whoever was not told that it failed need not know that it works.
            self._news = None if self._news is not None and self._news.fault else News(None)

    def _failed(self, circuit: _Circuit, fault: ModelError, begun: float) -> None:
        pause = getattr(fault, "retry_after", None)
        dear = pause is not None or self._clock() - begun >= PATIENCE
        # An answer in a wrong form says nothing of the other circuit; a server that fails concerns both.
        of_the_server = not isinstance(fault, faults.UnfitError)
        circuit.failures += 1
        self._in_a_row += of_the_server
        if circuit.open or dear or circuit.failures >= FAILURES:
            self._rest(circuit, pause)
        if of_the_server and (dear or self._in_a_row >= FAILURES):
            for other in (self._reading, self._writing):
                if not other.open:
                    self._rest(other, pause)
        if self.rests and self._told is None:
            self._told = fault
            self._news = News(fault)

    def _rest(self, circuit: _Circuit, pause: float | None) -> None:
        circuit.open, circuit.trusted = True, False
        circuit.rest = min(2 * circuit.rest or REST, LONGEST_REST)
        circuit.until = self._clock() + (circuit.rest if pause is None else min(pause, LONGEST_REST))
