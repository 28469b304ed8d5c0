"""An interview that yields what it was told to: for tests of the faces."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from assistant.interview.events import Event, MapChanged, Question
from assistant.interview.holding import Hold
from assistant.interview.opening import NewInterview
from assistant.interview.state import Asked, Entry, InterviewState, Record, fold
from assistant.interview.store import Draft, SessionInfo
from assistant.journey.by_hand import ByHand
from assistant.journey.history import History
from assistant.journey.models import JourneyMap, Step
from assistant.journey.start import new_map
from knowledge.port import Reference

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

Told = Event | BaseException | asyncio.Event
"""What a turn does next: yield an event, raise, or wait until something is set."""


def state_of(journey: JourneyMap | None = None, drafts: Sequence[Draft] = (), **changes: Any) -> InterviewState:
    """Return the state after `drafts`, with this map and these changes."""
    journey = journey or empty_map()
    started = Entry(1, MOMENT, Record.STARTED, {"map": journey.model_dump(mode="json")})
    entries = [Entry(number, MOMENT, kind, data) for number, (kind, data) in enumerate(drafts, start=2)]
    state = fold([started, *entries])
    assert state is not None
    return replace(state, **changes)


def empty_map() -> JourneyMap:
    """Return the map an interview begins with, always the same."""
    return new_map("en").model_copy(update={"created": MOMENT, "updated": MOMENT})


class FakeInterview:
    """Plays `turns`, one for `begin` and one for each answer or command; remembers what it was sent."""

    def __init__(
        self,
        *turns: Sequence[Told],
        state: InterviewState | None = None,
        model: str = "none",
        remote: bool = False,
    ) -> None:
        """Play `turns` from `state`; past the last of them it only repeats the question that waits."""
        self.session = "260302-demo"
        self.unsent = ""
        self.model_name = model
        self.remote = remote
        self.model_rests = False
        self.redacts = False
        self.model_pause = 0.0
        self.reference: Reference | None = None
        self.answers: list[str] = []
        self.taken_back: list[str] = []
        self.commands: list[tuple[str, dict[str, str]]] = []
        self.changes: list[ByHand] = []
        self.cancelled = 0
        self.late: Question | None = None
        self.warmed = 0
        self.closed = False
        self._turns = list(turns)
        self._state = state or state_of()

    @property
    def state(self) -> InterviewState:
        """Where it stands."""
        return self._state

    def warm(self) -> None:
        """Count that it was asked to warm up."""
        self.warmed += 1

    async def begin(self) -> AsyncIterator[Event]:
        """Play the first turn."""
        async for event in self._play():
            yield event

    def waiting(self) -> list[Event]:
        """Return nothing: no other window goes on with it."""
        return []

    async def background(self) -> Question | None:
        """Return what was found late, once."""
        late, self.late = self.late, None
        return late

    async def answer(self, text: str) -> AsyncIterator[Event]:
        """Remember the answer and play the next turn."""
        self._answered(text)
        async for event in self._play():
            yield event

    async def replace(self, text: str) -> AsyncIterator[Event]:
        """Remember the answer in the place of the last one and play the next turn."""
        self._withdraw()
        self._answered(text)
        async for event in self._play():
            yield event

    async def command(self, name: str, args: Mapping[str, str] | None = None) -> AsyncIterator[Event]:
        """Remember the command and play the next turn."""
        self.commands.append((name, dict(args or {})))
        if name == "retract":
            self._withdraw()
        async for event in self._play():
            yield event

    async def revise(self, change: ByHand) -> AsyncIterator[Event]:
        """Remember the change and play the next turn."""
        self.changes.append(change)
        async for event in self._play():
            yield event

    def keep_unsent(self, text: str) -> None:
        """Remember the text."""
        self.unsent = text

    async def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True

    def _answered(self, text: str) -> None:
        self.answers.append(text)
        answers = {**self._state.answers, self._state.turn + 1: text}
        self._state = replace(self._state, answers=answers, before=replace(self._state, before=None))

    def _withdraw(self) -> None:
        assert self._state.before is not None
        self.taken_back.append(self._state.answers[self._state.turn])
        self._state = replace(self._state.before, withdrawn=self._state.withdrawn | {self._state.turn})

    async def _play(self) -> AsyncIterator[Event]:
        for told in self._turns.pop(0) if self._turns else ():
            if isinstance(told, BaseException):
                raise told
            if isinstance(told, asyncio.Event):
                await self._wait(told)
                continue
            self._take(told)
            yield told

    async def _wait(self, signal: asyncio.Event) -> None:
        try:
            await signal.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise

    def _take(self, event: Event) -> None:
        match event:
            case MapChanged():
                self._state = replace(self._state, history=History(event.map))
            case Question():
                asked = Asked(event.step, event.need, event.text)
                done = frozenset(list(Step)[: list(Step).index(event.step)])
                self._state = replace(self._state, pending=asked, step=event.step, done=done)


class FakeStore:
    """A list of sessions, without a database."""

    recovered = None

    def __init__(self, *infos: SessionInfo) -> None:
        """Keep `infos`."""
        self.infos = list(infos)

    def create(self, journey: JourneyMap, template: str | None = None) -> str:
        """Never needed: the opener is a fake, too."""
        raise NotImplementedError

    def append(self, session: str, state: InterviewState, drafts: Sequence[Draft]) -> InterviewState:
        """Never needed."""
        raise NotImplementedError

    def load(self, session: str) -> InterviewState:
        """Never needed."""
        raise NotImplementedError

    def entries(self, session: str) -> list[Entry]:
        """Never needed."""
        raise NotImplementedError

    def unsent(self, session: str) -> str:
        """Never needed."""
        raise NotImplementedError

    def keep_unsent(self, session: str, text: str, *, instead_of: str) -> None:
        """Never needed."""
        raise NotImplementedError

    def hold(self, session: str) -> Hold:
        """Never needed."""
        raise NotImplementedError

    def list(self, *, deleted: bool = False) -> list[SessionInfo]:
        """Return what it keeps; nothing was ever deleted."""
        return [] if deleted else self.infos


class FakeOpener:
    """Opens one interview, whatever is asked for; remembers what that was."""

    def __init__(self, conversation: FakeInterview) -> None:
        """Open `conversation`."""
        self.conversation = conversation
        self.asked: list[tuple[str | None, NewInterview | None]] = []

    def __call__(self, *, session: str | None = None, new: NewInterview | None = None) -> FakeInterview:
        """Return the interview."""
        self.asked.append((session, new))
        return self.conversation
