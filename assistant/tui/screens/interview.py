"""The interview: the conversation on the left, the map that grows from it on the right."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static
from textual.worker import Worker, WorkerCancelled, WorkerFailed

from assistant.errors import JourneymapError, OvertakenError
from assistant.interview.commands import parse
from assistant.interview.events import Event, Failure, MapChanged, Notice, Working
from assistant.interview.state import Record
from assistant.locale import N_, _
from assistant.tui.port import Conversation
from assistant.tui.replay import Answered, TypedIntoMap
from assistant.tui.screens.map_editing import MapEditingScreen
from assistant.tui.screens.talk import TalkScreen
from assistant.tui.widgets.chat import Chat
from assistant.tui.widgets.command_menu import CommandMenu
from assistant.tui.widgets.map_panel import MapPanel
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.status import Activity, Status
from assistant.tui.widgets.steps import Steps
from assistant.tui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from assistant.tui.app import JourneymapApp

LEAVING_SECONDS = 1.5
"""How long leaving waits at most until what was sent is on disk."""


class InterviewScreen(TalkScreen):
    """One interview, from its first question to its end."""

    CSS_PATH = "interview.tcss"
    AUTO_FOCUS = "#prompt"
    BINDING_GROUP_TITLE = N_("Interview")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", N_("Stop the model, or close what is open"), id="stop"),
        Binding("f2", "toggle_map", N_("Show or hide the map"), id="map"),
        Binding("f4", "show_knowledge", N_("Search and read the knowledge base, add documents"), id="knowledge"),
        Binding("f6", "command('undo')", N_("Undo the last change to the map"), id="undo"),
        Binding("f7", "command('redo')", N_("Redo it"), id="redo"),
        Binding("ctrl+r,f11", "show_review", N_("Show where the map is weak, and what is suggested"), id="review"),
        Binding("f12", "show_whole_map", N_("Show the whole map: the grid and the curve"), id="map.screen"),
    ]

    def __init__(self, conversation: Conversation) -> None:
        """Hold `conversation`."""
        super().__init__()
        self._conversation = conversation
        self._turn: Worker[None] | None = None
        self._menu = CommandMenu(id="menu")
        self._waiting = Waiting(id="waiting")
        self._prompt = Prompt(self._menu, self._waiting, id="prompt")
        self._leaving = False
        self._sent = ""
        self._turns_before = 0
        self._typed = 0

    @property
    def begun(self) -> bool:
        """Whether the session was opened."""
        return self._turn is not None

    @property
    def busy(self) -> bool:
        """Whether the engine is at work on a turn."""
        return self._turn is not None and self._turn.is_running

    def compose(self) -> ComposeResult:
        """Compose the regions."""
        self.set_class(self.app.size.width < 100, "-narrow")  # Textual knows only after the first frame
        yield Steps(id="steps")
        with Horizontal(id="body"):
            with Vertical(id="talk"):
                yield Chat(id="chat")
                yield self._menu
                yield self._waiting
                yield Activity(lambda: self._conversation.model_pause, id="activity")
                yield self._prompt
            yield MapPanel(id="map")
        yield Status(id="status")
        yield Static(_("This window is too small. Make it at least 40 by 10."), id="too-small")

    async def on_mount(self) -> None:
        """Show an earlier sitting, open the session, and load the model once that is on the screen."""
        state = self._conversation.state
        await self.query_one(Chat).replay(state)
        self._prompt.remember(list(state.answers.values()))
        self.query_one(MapPanel).show(state.map)
        self._refresh_status()
        self._turns_before = state.turn
        self._typed = len(state.transcript)
        self._prompt.give_back(self._conversation.unsent)
        told = _("What you had not sent when you left stands in the prompt.") if self._conversation.unsent else ""
        self._turn = self._take_turn(self._conversation.begin(), then=told)
        self.call_after_refresh(self._conversation.warm)

    async def on_unmount(self) -> None:
        """End a running turn, keep what was not sent, and give back what the interview holds."""
        await self._cancel()
        self.keep_unsent()
        await self._conversation.close()

    def retranslate(self) -> None:
        """Show what is the interface's, not the conversation's, in the language that was chosen."""
        self.query_one(Prompt).retranslate()
        panel = self.query_one(MapPanel)
        panel.show(self._conversation.state.map, panel.touched)
        for widget in self.query("*"):
            widget.refresh(layout=True)

    @on(Prompt.Submitted)
    async def _submitted(self, message: Prompt.Submitted) -> None:
        """Send an answer or carry out a command; let it wait while the model works."""
        self._prompt.taken(message.text)
        command = parse(message.text.strip())
        if command is not None and command[0] in ("quit", "help"):
            await self.run_action("app.quit" if command[0] == "quit" else "app.show_help")
        elif self.busy or self._leaving:
            self._waiting.put(message.text)
        else:
            await self._send(message.text, replaces=message.replaces)

    async def _send(self, text: str, *, replaces: bool = False) -> None:
        """Begin the turn of a text: a command, an answer, or one in the place of the last."""
        chat, talk = self.query_one(Chat), self._conversation
        self._sent, self._turns_before = text, talk.state.turn
        command = parse(text.strip())
        replaces = replaces and command is None and talk.state.retractable
        if replaces:
            await chat.take_back()
        chat.to_end()
        await chat.show(Answered(text))
        if self._leaving:
            return
        if command is not None:
            self._turn = self._take_turn(talk.command(*command))
        else:
            self._turn = self._take_turn(talk.replace(text) if replaces else talk.answer(text))

    @work(group="turn", exclusive=True)
    async def _take_turn(self, turn: AsyncIterator[Event], then: str = "") -> None:
        """Show what a turn yields, then send what was typed ahead; a fault is told, and the texts come back."""
        chat = self.query_one(Chat)
        try:
            async with aclosing(cast("AsyncGenerator[Event, None]", turn)) as stream:
                async for event in stream:
                    await self._show(event)
        except JourneymapError as fault:
            await chat.show(Failure(str(fault)))
            if isinstance(fault, OvertakenError):
                for event in self._conversation.waiting():
                    await self._show(event)
            self._give_back()
        finally:
            if self.is_attached:
                self.query_one(Activity).end()
                self._refresh_status()
        self._sent = ""
        if then:
            self.query_one(Activity).hint(then)
        await chat.settle()
        self.call_later(self._send_next)
        self._show_background()

    @work(group="background", exclusive=True)
    async def _show_background(self) -> None:
        """Show what the knowledge base says about the question that waits, if it was not there in time."""
        question = await self._conversation.background()
        if question is not None and not self.busy:
            await self.query_one(Chat).complete(question)

    async def _send_next(self) -> None:
        """Send what was typed ahead, now that the question is there."""
        if self._waiting and not self.busy and not self._leaving:
            await self._send(self._waiting.next())

    async def _show(self, event: Event) -> None:
        match event:
            case Working():
                self.query_one(Activity).begin(event.on)
            case MapChanged():
                self._show_map(event)
            case _:
                await self.query_one(Chat).show(event)

    async def action_stop(self) -> None:
        """Close the menu of commands, else leave the last answer alone, else stop the running turn."""
        prompt = self.query_one(Prompt)
        if self.query_one(MapPanel).has_focus:
            prompt.focus()
            if not self.busy:
                self.query_one(Activity).end()
            return
        if prompt.close_menu() or prompt.keep_both() or not self.busy:
            return
        await self._cancel()
        chat, talk = self.query_one(Chat), self._conversation
        await chat.settle()
        if talk.state.turn > self._turns_before and talk.state.retractable:
            async for event in talk.command("retract"):
                if isinstance(event, MapChanged | Failure):  # the question still stands above what is taken back
                    await self._show(event)
            await chat.take_back()
        elif talk.state.unread is not None:
            await chat.show(Notice(_("Stopped. Your earlier answer is kept and will be read with the next one.")))
        self._give_back()
        self._refresh_status()
        self.query_one(Activity).hint(_("Stopped. What you sent is back: change it, or send it again."))

    @on(Prompt.Recalled)
    def _tell_recalled(self, message: Prompt.Recalled) -> None:
        """Say what sending will do."""
        told = _("Enter replaces your last answer. Esc: it is sent as one more.")
        self.query_one(Activity).hint(told if message.replaces else "")

    def _show_map(self, event: MapChanged) -> None:
        self.query_one(MapPanel).show(event.map, event.touched)
        self._refresh_status()
        above = self.app.screen
        if above is not self and isinstance(above, MapEditingScreen):
            above.show_changed(event)

    async def map_changed(self, event: MapChanged) -> None:
        """Show a change that was made by hand, and in the conversation what was typed."""
        self.query_one(MapPanel).show(event.map, event.touched)
        self._refresh_status()
        typed = next((e for e in reversed(self._conversation.state.transcript) if e.kind is Record.TYPED), None)
        if typed is not None and typed.seq > self._typed:
            self._typed = typed.seq
            await self.query_one(Chat).show(TypedIntoMap(typed.data["text"]))

    def action_command(self, name: str) -> None:
        """Carry out a command of the interview that needs no argument."""
        self.post_message(Prompt.Submitted(f"/{name}"))

    def on_click(self, event: events.Click) -> None:
        """Leave the keys with the prompt."""
        self.query_one(Prompt).focus()

    async def leave(self) -> None:
        """End the turn as soon as what was sent is on disk, or its time is over; nothing more is sent then."""
        self._leaving = True
        until = time.monotonic() + LEAVING_SECONDS
        while self.busy and not self._kept and time.monotonic() < until:
            await asyncio.sleep(0.01)
        await self._cancel()

    def keep_unsent(self) -> None:
        """Keep for the next time what is on no disk: what was sent last, what waits, what stands in the prompt."""
        sent = "" if self._kept else self._sent
        texts = (sent, *self._waiting.texts, self._prompt.unsent)
        unsent = "\n\n".join(text for text in texts if text.strip())
        try:
            self._conversation.keep_unsent(unsent)
        except JourneymapError as fault:
            cast("JourneymapApp", self.app).drop(unsent, fault)

    @property
    def _kept(self) -> bool:
        """Whether the answer that was sent is stored; a command stores nothing before it is carried out."""
        is_command = parse(self._sent.strip()) is not None
        return not is_command and self._conversation.state.turn > self._turns_before

    def _give_back(self) -> None:
        """Put what was sent last, and what waits, into the prompt again."""
        sent, self._sent = self._sent, ""
        self._prompt.give_back(sent, *self._waiting.take_all())

    async def _cancel(self) -> None:
        if self._turn is None or not self._turn.is_running:
            return
        self._turn.cancel()
        with suppress(WorkerCancelled, WorkerFailed):
            await self._turn.wait()

    def _refresh_status(self) -> None:
        state = self._conversation.state
        self.query_one(Prompt).let_replace(state.newest_answer if state.retractable else "")
        self.query_one(Steps).show(None if state.finished else state.step, state.done)
        status = self.query_one(Status)
        status.model = self._conversation.model_name
        status.remote = self._conversation.remote
        status.rests = self._conversation.model_rests
        status.redacts = self._conversation.redacts
        status.session = self._conversation.session
