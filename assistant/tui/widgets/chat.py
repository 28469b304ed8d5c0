"""The conversation: shows events as they come, follows them unless the person has scrolled up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from assistant.interview.events import (
    Failure,
    Finished,
    Notice,
    Piece,
    Question,
    Recap,
    Reply,
    Suggestion,
)
from assistant.interview.state import InterviewState
from assistant.locale import ngettext
from assistant.text import MAX_ANSWER, clean
from assistant.tui.replay import Answered, Told, TypedIntoMap, earlier, without_last_answer
from assistant.tui.widgets.messages import Ending, Note, Proposal, Prose, RecapList, Said, TypedNote

if TYPE_CHECKING:
    from assistant.tui.app import JourneymapApp

RECENT = 20
"""Messages that are mounted when a session is resumed, and added when the person pages back past the first."""

MOST = 80
"""Messages mounted at once: a key press costs 62 ms with none, 88 ms with 200 (the test driver included)."""

FEW = 3
"""Lines that a small scroll moves."""

FLUSH_SECONDS = 0.1
"""How often pieces of a streamed text reach the screen: drawing at every token would eat a core."""

FLUSH_TYPING_SECONDS = 0.4
"""How often while the person types: a key that comes while the text is drawn waits for it (15 ms)."""

TYPING_SECONDS = 1.0
"""For so long after a key the person types."""

PAUSE = (0.015, 0.05)
"""Between these two ages of the last key, in seconds, its echo is out and the next one of a quick typist is not due."""

PATIENCE_SECONDS = 1.0
"""The longest wait for such a pause."""


class Chat(VerticalScroll, can_focus=False):
    """The messages of an interview, the newest last; only the newest are mounted."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start empty."""
        super().__init__(id=id)
        self._told: list[Told] = []
        self._first = 0
        self._writing: Prose | None = None
        self._pieces: list[str] = []
        self._flushed = 0.0
        self._flushing: Timer | None = None

    def on_mount(self) -> None:
        """Keep to the end until the person scrolls up."""
        self.anchor()

    async def replay(self, state: InterviewState) -> None:
        """Show the newest messages of an earlier sitting; the question that waits is told by the engine."""
        self._told = [event for event in earlier(state) if _is_shown(event)]
        self._first = len(self._told)
        await self._mount_earlier()

    async def show(self, event: Told) -> None:
        """Add what `event` tells, if it is for the conversation."""
        match event:
            case Piece():
                await self._write(event)
            case Question() | Reply() if self._writing is not None:
                await self._finish(self._writing, event)
            case _:
                widget = _widget(event)
                if widget is not None:
                    await self.settle()
                    await self.mount(widget)
                    await self._keep(event)

    async def complete(self, question: Question) -> None:
        """Put what was found for the newest message, if it is this question, under it."""
        newest = self._told[-1] if self._told else None
        widget = self.children[-1] if self.children else None
        if isinstance(newest, Question) and newest.text == question.text and isinstance(widget, Prose):
            self._told[-1] = question
            await widget.rest_on(question.guidance, question.sources)

    async def settle(self) -> None:
        """Take away a text that was being written and will not be finished."""
        writing = self._writing
        self._stop_writing()
        if writing is not None and writing.is_attached:
            await writing.remove()

    async def take_back(self) -> None:
        """Mark the last answer as taken back, and take away what came of it."""
        await self.settle()
        told = without_last_answer(self._told)
        if len(told) == 0 or told == self._told:
            return
        answer = told.pop()
        gone = [child for child in self.children if child.id != "above"][max(len(told) - self._first, 0) :]
        self._told, self._first = told, min(self._first, len(told))
        with self.app.batch_update():
            await self.remove_children(gone)
            await self.show(answer)

    @property
    def newest(self) -> str:
        """The words of the newest question or reply, or ""."""
        texts = (event.text for event in reversed(self._told) if isinstance(event, Question | Reply))
        return clean(next(texts, ""))

    def toggle_background(self) -> bool:
        """Fold or unfold the background of the newest text in view that has one, else of the newest; False: none."""
        texts = [prose for prose in reversed(self.query(Prose)) if prose.has_background]
        shown = (prose for prose in texts if prose.region.overlaps(self.region))
        chosen = next(shown, texts[0] if texts else None)
        return chosen is not None and chosen.toggle()

    async def page_up(self) -> None:
        """Scroll a page up; at the top, add what came before."""
        if not self._first and not self.max_scroll_y:
            return
        self.release_anchor()
        if self.scroll_offset.y > 0 or not self._first:
            self.scroll_page_up(animate=False)
            return
        height = self.virtual_size.height
        await self._mount_earlier()
        self.call_after_refresh(lambda: self.scroll_to(y=self.virtual_size.height - height, animate=False))

    def few_lines(self, direction: int) -> None:
        """Scroll `FEW` lines; at the end, follow the conversation again."""
        self.release_anchor()
        self.scroll_relative(y=FEW * direction, animate=False)
        self._follow_at_end()

    def page_down(self) -> None:
        """Scroll a page down; at the end, follow the conversation again."""
        self.scroll_page_down(animate=False)
        self._follow_at_end()

    def _follow_at_end(self) -> None:
        if self.scroll_target_y >= self.max_scroll_y:
            self.anchor()

    async def to_start(self) -> None:
        """Go to the first message of what is mounted; at the top, add what came before."""
        if self.max_scroll_y and self.scroll_offset.y > 0:
            self.release_anchor()
            self.scroll_home(animate=False)
        else:
            await self.page_up()

    async def go_to(self, answer: str) -> bool:
        """Go to an answer, or to what was typed into the map, and mark it; False: it is not in the conversation."""
        wanted = clean(answer).strip()
        places = (n for n in reversed(range(len(self._told))) if _typed(self._told[n]) == wanted)
        place = next(places, None)
        if place is None:
            return False
        while place < self._first:
            await self._mount_earlier()
        self.release_anchor()
        self.query(".sought").remove_class("sought")
        found = [child for child in self.children if child.id != "above"][place - self._first]
        found.add_class("sought")
        self.call_after_refresh(self.scroll_to_widget, found, animate=False, top=True)
        return True

    def to_end(self) -> None:
        """Go to the newest message and follow the conversation."""
        self.anchor()

    async def _mount_earlier(self) -> None:
        """Mount the `RECENT` messages before those that are there."""
        start = max(self._first - RECENT, 0)
        widgets = [widget for event in self._told[start : self._first] if (widget := _widget(event)) is not None]
        self._first = start
        with self.app.batch_update():
            await self.query("#above").remove()
            await self.mount(*self._above(), *widgets, before=0 if self.children else None)

    def _above(self) -> list[Widget]:
        """Return the line that says how many messages are not mounted, if any."""
        if not self._first:
            return []
        told = ngettext("%(count)d earlier message: PageUp", "%(count)d earlier messages: PageUp", self._first)
        return [Static(told % {"count": self._first}, id="above", markup=False)]

    async def _keep(self, event: Told) -> None:
        """Remember what a mounted message tells, and unmount the oldest ones beyond `MOST`."""
        self._told.append(event)
        surplus = len(self._told) - self._first - MOST
        if surplus < RECENT or self.scroll_offset.y < self.max_scroll_y:  # nothing moves under a reader's eyes
            return
        self._first += surplus
        messages = [child for child in self.children if child.id != "above"]
        with self.app.batch_update():
            await self.query("#above").remove()
            await self.remove_children(messages[:surplus])
            await self.mount(*self._above(), before=0)

    async def _write(self, piece: Piece) -> None:
        if self._writing is None or not self._writing.has_class(piece.of):
            await self.settle()
            self._writing = Prose(piece.of, growing=True)
            await self.mount(self._writing)
        self._pieces.append(piece.text)
        if self._flushing is None:
            self._flush()

    def _flush(self) -> None:
        """Draw the pieces that have come, if it is time; between two keys where the person types."""
        self._flushing = None
        if self._writing is None or not self._pieces:
            return
        rested, waited = cast("JourneymapApp", self.app).rested, time.monotonic() - self._flushed
        if rested > TYPING_SECONDS:
            ready = waited >= FLUSH_SECONDS
        else:
            pause = PAUSE[0] <= rested <= PAUSE[1]
            ready = waited >= (FLUSH_TYPING_SECONDS if pause else PATIENCE_SECONDS)
            if not ready and waited >= FLUSH_TYPING_SECONDS:
                self._flushing = self.set_timer(PAUSE[0], self._flush)
        if ready:
            self._flushed = time.monotonic()
            self._writing.grow("".join(self._pieces))
            self._pieces.clear()

    async def _finish(self, writing: Prose, event: Question | Reply) -> None:
        self._stop_writing()
        await writing.finish(event.text, event.guidance if isinstance(event, Question) else "", event.sources)
        await self._keep(event)

    def _stop_writing(self) -> None:
        self._writing = None
        self._pieces.clear()  # what they hold comes whole, or not at all


_SHOWN = (Answered, TypedIntoMap, Question, Reply, Suggestion, Notice, Failure, Finished)


def _typed(event: Told) -> str | None:
    return clean(event.text).strip()[:MAX_ANSWER] if isinstance(event, Answered | TypedIntoMap) else None


def _is_shown(event: Told) -> bool:
    """Return whether `_widget` has one for `event`; making one for each of 500 messages took 0.1 s."""
    return bool(event.items) if isinstance(event, Recap) else isinstance(event, _SHOWN)


def _widget(event: Told) -> Widget | None:
    """Return the widget that tells `event`, or None if it is not for the conversation."""
    match event:
        case Answered():
            return Said(event.text, taken_back=event.taken_back)
        case TypedIntoMap():
            return TypedNote(event.text)
        case Question():
            return Prose("question", event.text, event.guidance, event.sources)
        case Reply():
            return Prose("reply", event.text, "", event.sources)
        case Recap():
            return RecapList(event) if event.items else None
        case Suggestion():
            return Proposal(event)
        case Notice():
            return Note(event.text, "notice")
        case Failure():
            return Note(event.text, "failure")
        case Finished():
            return Ending(event.path or "")
        case _:
            return None
