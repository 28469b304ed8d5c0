"""The start: go on with an earlier interview, or begin a new one; one Enter is enough for either."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from assistant.errors import JourneymapError
from assistant.locale import LANGUAGES, N_, NAMES, _
from assistant.tui.port import Conversation, Opener
from assistant.tui.widgets.choice import Choice

if TYPE_CHECKING:
    from textual.widgets import OptionList

    from assistant.interview.opening import NewInterview
    from assistant.interview.store import SessionInfo, SessionStore
    from assistant.settings import Settings
    from assistant.tui.widgets.sessions import SessionList

SEARCH_FROM = 9
"""Interviews in the list from which a search field is worth its line."""

JOURNEY = "journey"


class Begin(Static, can_focus=True):
    """What is clicked to begin; Enter does it from everywhere in the form. Textual's button costs 10 ms of styles."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Show the word."""
        super().__init__(_("Begin"), id=id, markup=False)

    async def on_click(self) -> None:
        """Begin."""
        await self.run_action("screen.begin")


class StartScreen(Screen[None]):
    """Earlier interviews above, a new one below."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", N_("Begin")),
        Binding("f3", "focus_search", N_("Search earlier interviews")),
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
    ) -> None:
        """Offer what `open_store` keeps; `new` or `session` is opened without asking."""
        super().__init__()
        self._open_store = open_store
        self._settings = settings
        self._opener = opener
        self._new = new
        self._session = session
        self._ready = False

    @property
    def chosen(self) -> bool:
        """Whether the interview was chosen on the command line."""
        return self._new is not None or self._session is not None

    def compose(self) -> ComposeResult:
        """Compose what needs no session: the first frame does not wait for the database."""
        with VerticalScroll(id="column"):
            yield Static("journeymap", id="name")
            yield Static(_("You answer, the map grows. Nothing is invented, nothing is lost."))
            if self.chosen:
                yield Static(_("Opening the interview…"), classes="heading")
            else:
                yield from self._form()
            yield Static("", id="fault", markup=False)
        yield Static(_("F1 help · Tab next field · Enter begins · Ctrl+Q quits"), id="keys")
        yield Static(_("This window is too small. Make it at least 40 by 10."), id="too-small")

    def _form(self) -> ComposeResult:
        yield Static(_("New interview"), classes="heading", id="new")
        languages = [(code, NAMES[code]) for code in LANGUAGES]
        yield Choice(_("Language"), languages, value=self._settings.language, id="language")
        yield Choice(_("Map of"), [(JOURNEY, _("the whole customer journey"))], id="kind")
        states = [("as_is", _("how it is today")), ("to_be", _("how it should become"))]
        yield Choice(_("Shows"), states, id="state")
        with Horizontal(id="title-row"):
            yield Static(_("Title"), id="title-label")
            yield Input(placeholder=_("may stay empty"), id="title", compact=True)
        yield Begin(id="begin")

    def on_mount(self) -> None:
        """Look for sessions once the first frame is out."""
        self.call_after_refresh(self._look)

    @work(group="look", exclusive=True)
    async def _look(self) -> None:
        """Load what builds maps, off the event loop, and then show what there is."""
        infos = await asyncio.to_thread(self._prepared)
        if self.chosen:
            self._open(self._new, self._session)
            return
        self._offer_experiences()
        if infos:
            await self._show_earlier(infos)
        else:
            self.query_one(Begin).focus()

    async def _show_earlier(self, infos: Sequence[SessionInfo]) -> None:
        from assistant.tui.widgets.sessions import SessionList  # not needed for the first frame

        sessions = SessionList(infos, id="sessions")
        search = [Input(placeholder=_("Search"), id="search", compact=True)] if len(infos) >= SEARCH_FROM else []
        heading = Static(_("Go on with"), classes="heading")
        await self.query_one("#column").mount(heading, *search, sessions, before="#new")
        sessions.focus()

    def _prepared(self) -> list[SessionInfo]:
        import assistant.tui.screens.interview  # noqa: F401 - not needed for the first frame

        infos = self._open_store().list()
        self._ready = True
        return infos

    def _offer_experiences(self) -> None:
        from assistant.journey.start import EXPERIENCES  # not needed for the first frame

        whole = (JOURNEY, _("the whole customer journey"))
        self.query_one("#kind", Choice).offer([whole, *((one.value, _(name)) for one, name in EXPERIENCES.items())])

    @on(Input.Changed, "#search")
    def _search(self, event: Input.Changed) -> None:
        cast("SessionList", self.query_one("#sessions")).search(event.value)

    @on(Input.Submitted, "#search")
    def _take_first(self) -> None:
        cast("SessionList", self.query_one("#sessions")).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the interview that was chosen."""
        self._open(None, event.option_id)

    @on(Input.Submitted, "#title")
    def action_begin(self) -> None:
        """Begin a new interview as the form says."""
        if not self._ready:  # the person was quicker than the database
            return
        from assistant.interview.opening import NewInterview  # none of these is needed for the first frame
        from assistant.journey.models import MapKind, MapState
        from assistant.journey.start import Experience

        kind = self.query_one("#kind", Choice).value
        new = NewInterview(
            language=self.query_one("#language", Choice).value,
            kind=MapKind.JOURNEY if kind == JOURNEY else MapKind.EXPERIENCE,
            state=MapState(self.query_one("#state", Choice).value),
            experience=None if kind == JOURNEY else Experience(kind),
            title=self.query_one("#title", Input).value.strip() or None,
        )
        self._open(new, None)

    def action_focus_search(self) -> None:
        """Go to the search field, if there is one."""
        for search in self.query("#search"):
            search.focus()

    @work(group="open", exclusive=True)
    async def _open(self, new: NewInterview | None, session: str | None) -> None:
        try:
            opened = await asyncio.to_thread(self._opener, session=session, new=new)
        except JourneymapError as fault:
            if self.chosen:
                raise
            self.query_one("#fault", Static).update(str(fault))
            return
        self.post_message(self.Opened(opened))
