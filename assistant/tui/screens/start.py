"""The start: go on with an earlier interview, or begin a new one; one Enter is enough for either."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from assistant.errors import JourneymapError
from assistant.locale import LANGUAGES, N_, NAMES, _, current
from assistant.tui.keys import hint
from assistant.tui.port import Conversation, Opener
from assistant.tui.widgets.choice import TITLE_WIDTH, Choice
from assistant.tui.widgets.hints import Hints
from assistant.tui.widgets.press import Press
from assistant.tui.widgets.wrapped import cut

if TYPE_CHECKING:
    from textual.widgets import OptionList

    from assistant.interview.opening import NewInterview
    from assistant.interview.store import SessionInfo, SessionStore
    from assistant.settings import Settings
    from assistant.tui.app import JourneymapApp
    from assistant.tui.widgets.sessions import SessionList

SEARCH_FROM = 9
"""Interviews in the list from which a search field is worth its line."""

BESIDE = 116
"""Columns from which the list and the form stand beside each other."""

JOURNEY = "journey"


def _whole() -> tuple[str, str]:
    return JOURNEY, _("the whole customer journey")


def _experiences() -> list[tuple[str, str]]:
    """Return what a map can be of: the whole journey, or one of the five experiences."""
    from assistant.journey.start import EXPERIENCES  # not needed for the first frame

    return [_whole(), *((one.value, _(name)) for one, name in EXPERIENCES.items())]


def _no_template() -> tuple[str, str]:
    return "", _("none, the usual stages")


def _templates(kind: str | None = None) -> list[tuple[str, str]]:
    """Return the templates that maps of this kind can begin with; None: of any kind."""
    from assistant.journey.templates import all_templates, fitting, told  # not needed for the first frame

    fits = fitting(None if kind == JOURNEY else kind) if kind else all_templates()
    return [_no_template(), *((template.name, told(template.title, current())) for template in fits)]


LATER: Mapping[str, Callable[[], list[tuple[str, str]]]] = {"kind": _experiences}
"""The choices whose values are known only after the first frame, and what returns them."""


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
    ) -> None:
        """Offer what `open_store` keeps; `new` or `session` is opened without asking."""
        super().__init__()
        self._open_store = open_store
        self._settings = settings
        self._opener = opener
        self._new = new
        self._session = session
        self._infos: Sequence[SessionInfo] | None = None
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
            elif self._infos:
                with Vertical(id="parts"):
                    with Vertical(id="earlier"):
                        yield from self._list(self._infos)
                    with Vertical(id="new"):
                        yield from self._form()
            else:  # without the two boxes, which would cost the first frame 15 ms
                yield from self._form()
        yield Hints(id="keys")
        yield Static(_("This window is too small. Make it at least 40 by 10."), id="too-small")

    def _form(self) -> ComposeResult:
        yield Static(_("New interview"), classes="heading")
        languages = [(code, NAMES[code]) for code in LANGUAGES]
        yield Choice(_("Language"), languages, value=self._settings.language, id="language")
        yield Choice(_("Map of"), [_whole()] if self._infos is None else LATER["kind"](), id="kind")
        yield Choice(_("Template"), [_no_template()] if self._infos is None else _templates(), id="template")
        states = [("as_is", _("how it is today")), ("to_be", _("how it should become"))]
        yield Choice(_("Shows"), states, id="state")
        with Horizontal(id="title-row"):
            yield Static(cut(_("Title"), TITLE_WIDTH), id="title-label")
            yield Input(placeholder=_("may stay empty"), id="title", compact=True)
        with Horizontal(id="begin-row"):
            yield Press(_("Begin"), "screen.begin", id="begin")

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
        infos = await asyncio.to_thread(self._prepared)
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
        if self._infos:
            await self._compose_anew()
            self._count(len(self._infos))
        for name, offers in LATER.items():
            self.query_one(f"#{name}", Choice).offer(offers())
        self.query_one("#template", Choice).offer(_templates(self.query_one("#kind", Choice).value))
        self._show_model()
        # The rows of the list are made when its width is known.
        self.call_after_refresh(self.query_one("#sessions" if self._infos else "#begin").focus)

    async def _compose_anew(self) -> None:
        """Compose everything again; what was chosen and typed stays."""
        chosen = {choice.id: choice.value for choice in self.query(Choice)}
        title = self.query_one("#title", Input).value
        with self.app.batch_update():
            await self.recompose()
            self.set_class(bool(self._infos), "-listed")
            self._hint()
            for name, value in chosen.items():
                self.query_one(f"#{name}", Choice).choose(value)
            self.query_one("#title", Input).value = title

    def _list(self, infos: Sequence[SessionInfo]) -> ComposeResult:
        from assistant.tui.widgets.sessions import SessionList  # not needed for the first frame

        yield Static("", classes="heading", id="earlier-heading", markup=False)
        if len(infos) >= SEARCH_FROM:
            told = _("Search: a word, a day, a language")
            yield Input(placeholder=told, id="search", compact=True, select_on_focus=False)
        yield SessionList(infos, id="sessions")

    def _count(self, shown: int) -> None:
        total = len(self._infos or ())
        count = f"{shown}/{total}" if shown < total else f"{total}"
        self.query_one("#earlier-heading", Static).update(f"{_('Go on with')}  ({count})")

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
        self.query_one(Hints).show((_("Enter"), _("begins")), *named[:3], ("Tab", _("next field")), *named[3:])

    def retranslate(self) -> None:
        """Show every text in the language of the interface, which new interviews then have, too."""
        self._settings = cast("JourneymapApp", self.app).settings
        if self._infos is not None:
            self.query_one("#language", Choice).choose(self._settings.language)
            self._translate()

    @work(group="look", exclusive=True)
    async def _translate(self) -> None:
        if not self._infos:
            await self._compose_anew()
        await self._show_loaded()

    def _prepared(self) -> list[SessionInfo]:
        import assistant.tui.screens.interview  # noqa: F401 - not needed for the first frame

        return self._open_store().list()

    @on(Choice.Changed, "#kind")
    def _offer_templates(self, event: Choice.Changed) -> None:
        """Offer the templates of the kind that was chosen."""
        if self._infos is not None:
            self.query_one("#template", Choice).offer(_templates(event.choice.value))

    @on(Input.Changed, "#search")
    def _search(self, event: Input.Changed) -> None:
        cast("SessionList", self.query_one("#sessions")).search(event.value)

    @on(Input.Submitted, "#search")
    def _take_first(self) -> None:
        cast("SessionList", self.query_one("#sessions")).action_select()

    def on_session_list_shown(self, message: SessionList.Shown) -> None:
        """Tell how many interviews fit."""
        self._count(message.count)

    def on_key(self, event: events.Key) -> None:
        """Search with what is typed while the list has the keys; go from the search down into the list."""
        focused = self.focused.id if self.focused is not None else None
        if focused == "sessions" and event.is_printable and event.character and not event.character.isspace():
            for search in self.query("#search").results(Input):
                event.stop()
                search.focus()
                search.cursor_position = len(search.value)
                search.insert_text_at_cursor(event.character)
        elif focused == "search" and event.key == "down":
            event.stop()
            event.prevent_default()
            self.query_one("#sessions").focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the interview that was chosen."""
        self._open(None, event.option_id)

    @on(Input.Submitted, "#title")
    def action_begin(self) -> None:
        """Begin a new interview as the form says."""
        if self._infos is None:  # the person was quicker than the database
            self._hurried = True
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
            template=self.query_one("#template", Choice).value or None,
        )
        self._open(new, None)

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
        try:
            opened = await asyncio.to_thread(self._opener, session=session, new=new)
        except JourneymapError as fault:
            if self.chosen:
                raise
            await self.query("#fault").remove()
            await self.query_one("#column").mount(Static(str(fault), id="fault", markup=False), after="#promise")
            return
        self.post_message(self.Opened(opened))
