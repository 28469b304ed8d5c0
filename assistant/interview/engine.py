"""The interview: one engine that every face drives.

Whatever happens is an event in the session before it is told; what the engine must know is a fold of those events.
So a process can be killed anywhere, and the next one goes on from the last event.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence

from assistant.errors import JourneymapError, OvertakenError
from assistant.interview import guidance, hearing, revising
from assistant.interview.commands import run
from assistant.interview.course import proceed
from assistant.interview.equipment import Equipment, Equipped, Exports
from assistant.interview.events import (
    Event,
    Failure,
    Finished,
    MapChanged,
    Notice,
    Question,
    Ready,
    Recap,
    RecapItem,
    Source,
)
from assistant.interview.state import RECAP, InterviewState, Record, carry_out
from assistant.interview.store import Draft, SessionStore
from assistant.interview.withdrawal import withdraw
from assistant.journey.by_hand import ByHand
from assistant.journey.differences import differences
from assistant.journey.edits import Applied, Edit, Refused
from assistant.journey.models import JourneyMap
from assistant.locale import N_, translator
from assistant.redaction.redactor import Redactor
from assistant.text import MAX_ANSWER, clean
from knowledge.port import Knowledge, Reference

_OPEN_TWICE = N_(
    "This interview is open in another window, too. You can read here, or go on here: the other window is told so at "
    "its next answer. Nothing is overwritten."
)


class Interview(Equipped):
    """One interview: a session, and what it needs to go on.

    Each method yields events as things happen and ends when it is the person's turn. Closing one early (a cancelled
    turn) loses nothing: an answer that was not read yet is read when the interview goes on.
    """

    def __init__(
        self,
        session: str,
        store: SessionStore,
        equipment: Equipment,
        exports: Exports,
        equip: Callable[[str], Equipment],
        knowledge: Knowledge | None = None,
        reference: Reference | None = None,
        redactor: Redactor | None = None,
    ) -> None:
        """Take up the session `session` of `store`.

        Args:
            session: its id.
            store: where it is kept.
            equipment: what it begins with.
            exports: where finished maps go.
            equip: makes the equipment for another model's spec.
            knowledge: the knowledge base behind the equipment, to warm and close; None: nobody needs to.
            reference: the same for people to read and add to; None: there is none.
            redactor: what hides personal data from models on servers, to turn it on and off.
        """
        super().__init__(equipment, equip, knowledge, redactor or Redactor(on=False))
        self.session = session
        self.store = store
        self.exports = exports
        self.reference = reference
        self.told_late: set[str] = set()
        self._hold = store.hold(session)
        try:
            self._state = store.load(session)
            self.unsent = store.unsent(session)
        except BaseException:
            self._hold.release()
            raise

    @property
    def state(self) -> InterviewState:
        """Where the interview stands; immutable."""
        return self._state

    @property
    def map(self) -> JourneyMap:
        """The map now; immutable."""
        return self._state.map

    async def begin(self) -> AsyncIterator[Event]:
        """Open the session: take in what was answered and not read, then ask, or ask again what waits."""
        state = self._state
        resumed = len(state.transcript) > 1
        yield Ready(self.session, self.model_name, state.map.language, resumed)
        for notice in self._notices():
            yield Notice(notice)
        if resumed:
            yield MapChanged(state.map)
        async for event in self._guarded(self._go_on()):
            yield event

    def _notices(self) -> Iterator[str]:
        """Yield what the person should know before anything else."""
        if self.store.recovered is not None:
            yield self.store.recovered.told()
        if self._hold.others:
            yield self.say(_OPEN_TWICE)
        if self.advice:
            yield self.say(self.advice)

    async def background(self) -> Question | None:
        """Return the question that waits with its guidance, if that was not found before it was put; else None."""
        return await guidance.late(self)

    async def answer(self, text: str) -> AsyncIterator[Event]:
        """Take in what the person typed; it is on disk before anything is done with it.

        Raises:
            FileError: it could not be saved, so the person must have it back.
        """
        text = clean(text).strip()
        if not text:
            yield Failure(self.say(N_("There was no text in that. Type an answer, or /skip to leave this out.")))
            for event in self.waiting():
                yield event
            return
        # A turn before that was cancelled while it was read: this answer is on no disk yet, so nothing is waited for.
        made_up = await hearing.read_quickly(self) if self._state.unread is not None else []
        turn = self._state.turn + 1
        try:
            self.record((Record.ANSWERED, {"turn": turn, "text": text}))
        except OvertakenError:
            yield MapChanged(self.map)
            raise
        for event in made_up:
            yield event
        if len(text) > MAX_ANSWER:
            told = N_("Your answer is kept whole. Only its first %(count)d characters are read into the map.")
            yield Notice(self.say(told) % {"count": MAX_ANSWER})
        async for event in self._guarded(self._go_on()):
            yield event

    async def replace(self, text: str) -> AsyncIterator[Event]:
        """Take the newest answer back and `text` in its place; yields what that changes.

        Raises:
            JourneymapError: no answer can be taken back now.
            FileError: it could not be saved, so the person must have it back.
        """
        if clean(text).strip():
            for event in withdraw(self):
                if not isinstance(event, Notice):
                    yield event
        async for event in self.answer(text):
            yield event

    async def command(self, name: str, args: Mapping[str, str] | None = None) -> AsyncIterator[Event]:
        """Carry out one of `assistant.interview.commands.COMMANDS`; yields what came of it."""
        async for event in run(self, name, args or {}):
            yield event

    async def revise(self, change: ByHand) -> AsyncIterator[Event]:
        """Change the map by hand; what was typed is on disk before anything is done with it, and undo takes it back.

        Raises:
            FileError: it could not be saved, so the person must have it back.
        """
        for event in revising.revise(self, change):
            yield event
            if isinstance(event, MapChanged) and self._state.finished:
                for ending in self.write_finished():
                    yield ending

    async def _guarded(self, events: AsyncIterator[Event]) -> AsyncIterator[Event]:
        """Yield events; tell a fault and ask again instead of raising it."""
        try:
            async for event in events:
                yield event
        except JourneymapError as fault:
            kept = self.say(N_("Your answer is kept and will be read with the next one."))
            yield Failure(f"{fault.message} {kept}" if self._state.unread else str(fault))
            if isinstance(fault, OvertakenError):
                yield MapChanged(self.map)
            for event in self.waiting():
                yield event

    async def _go_on(self) -> AsyncIterator[Event]:
        """Do what the newest events of the session call for."""
        for event in revising.take_up(self):
            yield event
        state = self._state
        if state.unread is not None:
            async for event in hearing.read(self):
                yield event
            async for event in self._go_on():
                yield event
        elif state.pending is not None:
            for event in self.waiting(with_recap=not state.strays):
                yield event
        elif state.finished:
            for event in self.write_finished():
                yield event
        else:
            async for event in proceed(self):
                yield event

    def noticed(self, text: str) -> Notice:
        """Record a notice, so that a resumed session shows it again, and return it."""
        self.record((Record.NOTICED, {"text": text}))
        return Notice(text)

    def waiting(self, with_recap: bool = True) -> list[Event]:
        """Return the events that put the pending question to the person again: nothing is recorded."""
        state = self._state
        asked = state.pending
        if asked is None:
            return []
        events: list[Event] = []
        if asked.need == RECAP and with_recap:
            lines = state.recap_shown.get(asked.step, {})
            items = tuple(RecapItem(n, ref, lines.get(ref, "")) for n, ref in state.recap.items())
            events.append(Recap(asked.step, items))
        self.reader.prepare(asked.step, state.map.language)
        if self.breaker is not None:
            self.breaker.recover()
        sources = tuple(Source(title, article) for title, article in asked.sources)
        events.append(Question(asked.step, asked.need, asked.text, sources, asked.guidance))
        return events

    def write_finished(self) -> list[Event]:
        """Write the finished map where finished maps go, note where that is, and return what to tell."""
        told: list[Event] = []
        path = None
        try:
            path = self.exports.finished(self.map, self.session)
        except JourneymapError as fault:
            told.append(Failure(str(fault)))
        self.record((Record.FINISHED, {"path": path}))
        return [*told, Finished(path)]

    def differences(self, before: JourneyMap) -> tuple[str, ...]:
        """Return the ids and fields in which the map now differs from `before`."""
        return differences(self.map, before)

    def say(self, message: str) -> str:
        """Return a message of ours in the interview's language."""
        return translator(self._state.map.language).gettext(message)

    def record(self, *drafts: Draft) -> None:
        """Append events to the session, durably and together, and take up the state after them.

        Raises:
            FileError: the disk refused them; the state is as before.
            OvertakenError: another window went on with the session; the state is as it is there.
        """
        try:
            self._state = self.store.append(self.session, self._state, drafts)
        except OvertakenError:
            self._state = self.store.load(self.session)  # what the other window made of it is where we are now
            raise

    def edit(self, edits: Sequence[Edit]) -> tuple[list[Applied], list[Refused]]:
        """Carry out edits made by hand or by a command, as one change that undo takes back."""
        _, applied, refused = carry_out(self._state, edits)
        if applied:
            self.record((Record.EDITED, {"edits": [a.edit.model_dump(mode="json") for a in applied]}))
        return applied, refused

    def keep_unsent(self, text: str) -> None:
        """Keep what the person has typed and not sent, for when the session is opened again; no event of it.

        Raises:
            FileError: it could not be saved, so the person must have it back.
        """
        text = clean(text).strip()
        if text != self.unsent:
            self.store.keep_unsent(self.session, text, instead_of=self.unsent)
            self.unsent = text

    async def close(self) -> None:
        """Give back what the interview holds; the session is saved already."""
        self._hold.release()
        await self.put_away()
