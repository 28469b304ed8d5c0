"""What the terminal interface needs of the interview, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from assistant.interview.events import Event, Question
    from assistant.interview.opening import NewInterview
    from assistant.interview.state import InterviewState
    from assistant.journey.by_hand import ByHand
    from knowledge.port import Reference


class Conversation(Protocol):
    """An interview as a face sees it; `assistant.interview.engine.Interview` is the real one."""

    session: str
    unsent: str
    """What the person had typed and not sent when they left, or ""."""
    reference: Reference | None
    """The knowledge base, to be read and added to, where there is one."""

    @property
    def state(self) -> InterviewState:
        """Where the interview stands; immutable."""
        ...

    @property
    def model_name(self) -> str:
        """The spec of the model in use, or ``none``."""
        ...

    @property
    def remote(self) -> bool:
        """Whether what the person types leaves this machine."""
        ...

    @property
    def redacts(self) -> bool:
        """Whether personal data is hidden from models on servers."""
        ...

    @property
    def model_rests(self) -> bool:
        """Whether the model failed and is left alone for now."""
        ...

    @property
    def model_pause(self) -> float:
        """Seconds until a busy model is asked once more, in the turn that runs; 0: it is at work."""
        ...

    def warm(self) -> None:
        """Begin to load what will be needed."""
        ...

    def begin(self) -> AsyncIterator[Event]:
        """Open the session and yield up to the first question."""
        ...

    def waiting(self) -> list[Event]:
        """Return what puts the question that waits again."""
        ...

    async def background(self) -> Question | None:
        """Return the question that waits with guidance that came too late for it, or None."""
        ...

    def answer(self, text: str) -> AsyncIterator[Event]:
        """Take in an answer and yield up to the next question."""
        ...

    def replace(self, text: str) -> AsyncIterator[Event]:
        """Take the newest answer back and `text` in its place; possible while ``state.retractable``."""
        ...

    def command(self, name: str, args: Mapping[str, str] | None = None) -> AsyncIterator[Event]:
        """Carry out a command and yield what came of it."""
        ...

    def revise(self, change: ByHand) -> AsyncIterator[Event]:
        """Change the map by hand and yield what came of it; the question that waits goes on waiting."""
        ...

    def keep_unsent(self, text: str) -> None:
        """Keep what the person has typed and not sent, for when the session is opened again.

        Raises:
            JourneymapError: it could not be saved.
        """
        ...

    async def close(self) -> None:
        """Give back what the interview holds."""
        ...


class Opener(Protocol):
    """Opens an earlier interview, or a new one."""

    def __call__(self, *, session: str | None = None, new: NewInterview | None = None) -> Conversation:
        """Return the interview; called off the event loop.

        Raises:
            JourneymapError: there is no such session, or the model's spec is none.
        """
        ...
