"""What the interview needs of a language model, and nothing more."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel

Answer = TypeVar("Answer", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a chat model."""

    role: Literal["system", "user", "assistant"]
    text: str


class ChatModel(Protocol):
    """A chat model that fills a schema or writes text.

    Every call has a deadline; cancelling the task that awaits one drops the connection. Faults are
    `assistant.errors.ModelError`s that say in one sentence what happened.
    """

    @property
    def name(self) -> str:
        """The spec that people know it by: ``openai:gpt-5-mini``, ``local``."""
        ...

    @property
    def remote(self) -> bool:
        """Whether what it reads leaves this machine."""
        ...

    @property
    def fluent(self) -> bool:
        """Whether it is capable and quick enough to lead: to word each question, and to be read before the rules.

        Not so for small local weights, which only complete what the rules read.
        """
        ...

    async def read(self, schema: type[Answer], messages: Sequence[Message]) -> Answer:
        """Return an object of `schema`; one repair attempt is made when the output does not fit.

        Raises:
            ModelError: the model is out of reach, too slow, or its output fits the schema neither time.
        """
        ...

    async def prime(self, schema: type[BaseModel], messages: Sequence[Message]) -> None:
        """Let the model read the beginning that coming `read`s of `schema` will share, while it has nothing to do.

        Saves the first answer that wait where the server is on this machine and keeps what it has read; elsewhere it
        does nothing. Faults are left for `read` to tell.
        """
        ...

    def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """Yield the pieces of a reply as they are written; closing the generator drops the connection.

        Raises:
            ModelError: the model is out of reach, too slow, or the stream is cut.
        """
        ...

    async def close(self) -> None:
        """Give back what the model holds: connections, threads, memory."""
        ...
