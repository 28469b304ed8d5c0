"""The start: go on with an earlier interview, or begin a new one; one Enter is enough for either."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from assistant.errors import JourneymapError
from assistant.locale import N_, _
from assistant.tui.keys import hint
from assistant.tui.port import Conversation, Opener
from assistant.tui.widgets.choice import Choice
from assistant.tui.widgets.hints import Hints
from assistant.tui.widgets.new_interview import LATER, chosen, form, templates

if TYPE_CHECKING:
    from textual.widgets import OptionList

    from assistant.interview.opening import NewInterview
    from assistant.interview.personas import KeptPersona
    from assistant.interview.shelf import SessionShelf
    from assistant.interview.store import SessionInfo, SessionStore
    from assistant.settings import Settings
    from assistant.tui.app import JourneymapApp

BESIDE = 116
"""Columns from which the list and the form stand beside each other."""


class StartScreen(Screen[None]):
    """Earlier interviews above, a new one below."""

    AUTO_FOCUS = ""
    BINDING_GROUP_TITLE = N_("Start")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", N_("Begin"), id="start.begin"),
        Binding("f3", "focus_search", N_("Search earlier interviews"), id="start.search"),
        Binding("escape", "leave_search", N_("Back to the list"), id="start.list"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    @dataclass
    class Opened(Message):
        """An interview was chosen and opened."""

        conversation: Conversation

    def __init__(
        self,
        open_store: Callable[[], SessionStore],
        settings: Settings,
        opener: Opener,
        *,
        new: NewInterview | None = None,
        session: str | None = None,
        open_shelf: Callable[[], SessionShelf] | None = None,
    ) -> None:
        """Offer what `open_store` keeps; `new` or `session` is opened without asking.

        With `open_shelf`, earlier interviews can be put in order, and all that was said in them is searched.
        """
        super().__init__()
        self._open_store = open_store
        self._settings = settings
        self._opener = opener
        self._new = new
        self._session = session
        self._open_shelf = open_shelf
        self._infos: Sequence[SessionInfo] | None = None
        self._personas: Sequence[KeptPersona] = ()
        self._listed = False
        self._hurried = False

    @property
    def chosen(self) -> bool:
        """Whether the interview was chosen on the command line."""
        return self._new is not None or self._session is not None

    def compose(self) -> ComposeResult:
        """Compose what needs no session: the first frame does not wait for the database."""
        with VerticalScroll(id="column"):
            yield Static("journeymap", id="name")
            yield Static(_("You answer, the map grows. Nothing is invented, nothing is lost."), id="promise")
            if self.chosen:
                yield Static(_("Opening the interview…"), classes="heading")
            elif self._listed and self._infos is not None:
                from assistant.tui.widgets.earlier import Earlier  # not needed for the first frame

                with Vertical(id="parts"):
                    yield Earlier(self._infos, self._open_store, self._open_shelf)
                    with Vertical(id="new"):
                        yield from self._form()
            else:  # without the two boxes, which would cost the first frame 15 ms
                yield from self._form()
        yield Hints(id="keys")
        yield Static(_("This window is too small. Make it at least 40 by 10."), id="too-small")

    def _form(self) -> ComposeResult:
        return form(self._settings.language, self._personas, loaded=self._infos is not None)

    def on_mount(self) -> None:
        """Look for sessions once the first frame is out."""
        self._hint()
        self.call_after_refresh(self._look)

    def on_resize(self, event: events.Resize) -> None:
        """Put the list beside the form where there is room."""
        self.set_class(event.size.width >= BESIDE, "-beside")

    @work(group="look", exclusive=True)
    async def _look(self) -> None:
        """Load what builds maps, off the event loop, and then show what there is."""
        infos = await asyncio.to_thread(self._prepare)
        if self.chosen:
            self._open(self._new, self._session)
            return
        self._infos = infos
        await self._show_loaded()
        if (recovered := self._open_store().recovered) is not None:
            await self.query_one("#column").mount(Static(recovered.told(), id="fault", markup=False), after="#promise")
        cast("JourneymapApp", self.app).check_keys()
        if self._hurried and not infos:
            self.action_begin()

    async def _show_loaded(self) -> None:
        """Show what the first frame did not wait for, and give the keys to what is wanted most."""
        if self._listed or self._personas:
            await self._compose_anew()
        for name, offers in LATER.items():
            self.query_one(f"#{name}", Choice).offer(offers())
        self.query_one("#template", Choice).offer(templates(self.query_one("#kind", Choice).value))
        self._show_model()
        # The rows of the list are made when its width is known.
        self.call_after_refresh(self.query_one("#sessions" if self._infos else "#begin").focus)
        self.call_after_refresh(self._hint)

    async def _compose_anew(self) -> None:
        """Compose everything again; what was chosen and typed stays."""
        chosen = {choice.id: choice.value for choice in self.query(Choice)}
        title = self.query_one("#title", Input).value
        with self.app.batch_update():
            await self.recompose()
            self.set_class(self._listed, "-listed")
            self._hint()
            for name, value in chosen.items():
                self.query_one(f"#{name}", Choice).choose(value)
            self.query_one("#title", Input).value = title

    def _show_model(self) -> None:
        """Say which model a new interview will use and whether words then leave this machine."""
        from assistant.models.spec import Kind, parse, resolve  # none of these is needed for the first frame
        from assistant.tui.widgets.status import place_of

        try:
            spec = resolve(parse(self._settings.model))
        except JourneymapError:  # told in full when the interview is opened
            return
        none = spec.kind is Kind.NONE
        told = place_of(str(spec), remote=spec.remote, none=none)
        self.query_one("#begin-row").mount(Static(told, id="model", markup=False))

    def _hint(self) -> None:
        keys = (("help", _("help")), ("settings", _("settings")), ("quit", _("quits")), ("palette", _("all commands")))
        named = [(hint(self, action), told) for action, told in keys]
        focused = self.focused
        if self._listed and focused is not None and focused.id in ("sessions", "search"):
            from assistant.tui.widgets.earlier import Earlier  # loaded with the list

            self.query_one(Hints).show(*self.query_one(Earlier).hints, *named[:3])
        else:
            self.query_one(Hints).show((_("Enter"), _("begins")), *named[:3], ("Tab", _("next field")), *named[3:])

    def retranslate(self) -> None:
        """Show every text in the language of the interface, which new interviews then have, too."""
        self._settings = cast("JourneymapApp", self.app).settings
        if self._infos is not None:
            self.query_one("#language", Choice).choose(self._settings.language)
            self._translate()

    @work(group="look", exclusive=True)
    async def _translate(self) -> None:
        if not (self._listed or self._personas):
            await self._compose_anew()
        await self._show_loaded()

    def _prepare(self) -> list[SessionInfo]:
        """Load what the first frame did not need; return the earlier interviews."""
        import assistant.tui.screens.interview  # noqa: F401 - not needed for the first frame

        store = self._open_store()
        infos = store.list()
        if not self.chosen:
            self._listed = bool(infos) or (self._open_shelf is not None and bool(store.list(deleted=True)))
            self._personas = self._kept_personas()
        return infos

    def _kept_personas(self) -> Sequence[KeptPersona]:
        if self._open_shelf is None:
            return ()
        from assistant.interview.personas import PersonaLibrary  # not needed for the first frame

        with self._open_shelf() as shelf, PersonaLibrary(shelf.path) as library:
            return library.list()

    async def on_earlier_persona_kept(self) -> None:
        """Offer the persona to new interviews."""
        self._personas = self._kept_personas()
        await self._show_loaded()

    def on_earlier_reloaded(self) -> None:
        """Show the keys of what is in the list now."""
        self._hint()

    def on_descendant_focus(self) -> None:
        """Show the keys of what has them now."""
        self._hint()

    @on(Choice.Changed, "#kind")
    def _offertemplates(self, event: Choice.Changed) -> None:
        """Offer the templates of the kind that was chosen."""
        if self._infos is not None:
            self.query_one("#template", Choice).offer(templates(event.choice.value))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the interview that was chosen."""
        self._open(None, event.option_id)

    @on(Input.Submitted, "#title")
    def action_begin(self) -> None:
        """Begin a new interview as the form says."""
        if self._infos is None:  # the person was quicker than the database
            self._hurried = True
            return
        self._open(chosen(self, self._personas), None)

    def action_focus_search(self) -> None:
        """Go to the search field, or to the list if that is short."""
        for field in self.query("#search").nodes or self.query("#sessions").nodes:
            field.focus()

    def action_leave_search(self) -> None:
        """Show every interview again, and go to the list of them."""
        for search in self.query("#search").results(Input):
            search.value = ""
        for sessions in self.query("#sessions"):
            sessions.focus()

    @work(group="open", exclusive=True)
    async def _open(self, new: NewInterview | None, session: str | None) -> None:
        app = cast("JourneymapApp", self.app)
        app.opening = True
        try:
            opened = await asyncio.to_thread(self._opener, session=session, new=new)
        except JourneymapError as fault:
            app.opening = False
            if self.chosen:
                raise
            await self.query("#fault").remove()
            await self.query_one("#column").mount(Static(str(fault), id="fault", markup=False), after="#promise")
            return
        self.post_message(self.Opened(opened))
