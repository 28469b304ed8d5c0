"""Earlier interviews: the list of them, the search in all that was said, and putting them in order by keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, OptionList, Static

from assistant.errors import JourneymapError
from assistant.locale import N_, _
from assistant.text import clean_line, fold
from assistant.tui.keys import hint
from assistant.tui.widgets.sessions import SessionList

if TYPE_CHECKING:
    from assistant.interview.shelf import SessionShelf
    from assistant.interview.store import SessionInfo, SessionStore

SEARCH_FROM = 9
"""Interviews in the list from which a search field is worth its line."""

PAUSE = 0.2
"""Seconds of rest after which what was said is searched, too: 20,000 answers take 0.3 s."""


class Earlier(Vertical):
    """The list, those that were put away in its place, and what can be done with the one that is highlighted."""

    BINDING_GROUP_TITLE = N_("Earlier interviews")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "tags", N_("Give it tags, or take them away"), id="list.tags"),
        Binding("f4", "put_away_ones", N_("Show what was put away, or the others again"), id="list.deleted"),
        Binding("f5", "duplicate", N_("Copy the interview"), id="list.copy"),
        Binding("f6", "keep_persona", N_("Keep its persona for other maps"), id="list.persona"),
        Binding("delete", "put_away", N_("Put the interview away; it can be brought back"), id="list.delete"),
    ]

    class PersonaKept(Message):
        """A persona is in the library that was not there before."""

    def __init__(
        self,
        infos: Sequence[SessionInfo],
        open_store: Callable[[], SessionStore],
        open_shelf: Callable[[], SessionShelf] | None,
    ) -> None:
        """Show `infos`; without a shelf, they can only be gone on with."""
        super().__init__(id="earlier")
        self._infos = infos
        self._open_store = open_store
        self._open_shelf = open_shelf
        self._deleted = False

    def compose(self) -> ComposeResult:
        """Compose the list, and the search where it is worth its line."""
        yield Static("", classes="heading", id="earlier-heading", markup=False)
        if len(self._infos) >= SEARCH_FROM:
            told = _("Search: words said in it, a tag, a day")
            yield Input(placeholder=told, id="search", compact=True, select_on_focus=False)
        gone = _("Everything was put away; %(key)s shows it.") % {"key": hint(self, "list.deleted")}
        yield SessionList(self._infos, gone, id="sessions")

    def on_mount(self) -> None:
        """Tell how many there are."""
        self._count(len(self._infos))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no keys for what cannot be done."""
        return self._open_shelf is not None or action not in ("tags", "put_away_ones", "duplicate", "put_away",
                                                             "keep_persona")  # fmt: skip

    @property
    def hints(self) -> list[tuple[str, str]]:
        """The keys of the list and what they do."""
        if self._deleted:
            return [
                (_("Enter"), _("brings it back")),
                (hint(self, "list.delete"), _("deletes it for ever")),
                (hint(self, "list.deleted"), _("the others")),
            ]
        kept = [("list.tags", _("tags")), ("list.copy", _("copy")), ("list.delete", _("put away"))]
        more = [*kept, ("list.deleted", _("put away ones")), ("list.persona", _("keep the persona"))]
        pairs = [(hint(self, action), told) for action, told in more] if self._open_shelf else []
        return [(_("Enter"), _("goes on")), *pairs]

    @property
    def _listed(self) -> SessionList:
        return self.query_one(SessionList)

    def _count(self, shown: int) -> None:
        total = len(self._infos)
        count = f"{shown}/{total}" if shown < total else f"{total}"
        heading = _("Put away") if self._deleted else _("Go on with")
        self.query_one("#earlier-heading", Static).update(f"{heading}  ({count})")

    def on_session_list_shown(self, message: SessionList.Shown) -> None:
        """Tell how many interviews fit."""
        self._count(message.count)

    def on_key(self, event: events.Key) -> None:
        """Search with what is typed while the list has the keys; go from the search down into the list."""
        focused = self.screen.focused.id if self.screen.focused is not None else None
        if focused == "sessions" and event.is_printable and event.character and not event.character.isspace():
            for search in self.query("#search").results(Input):
                event.stop()
                search.focus()
                search.cursor_position = len(search.value)
                search.insert_text_at_cursor(event.character)
        elif focused == "search" and event.key == "down":
            event.stop()
            event.prevent_default()
            self._listed.focus()

    @on(Input.Changed, "#search")
    def _search(self, event: Input.Changed) -> None:
        self._listed.search(event.value)
        self._search_said(event.value)

    @work(group="search", exclusive=True)
    async def _search_said(self, wanted: str) -> None:
        """Add those in which the words were said, a moment later."""
        await asyncio.sleep(PAUSE)
        open_shelf = self._open_shelf
        words = [word for word in fold(wanted).split() if not self._listed.knows(word)]
        if open_shelf is None or not words:
            return

        def found() -> dict[str, set[str]]:
            with open_shelf() as shelf:
                return {word: shelf.found(word) for word in words}

        try:
            self._listed.add_said(await asyncio.to_thread(found))
        except JourneymapError as fault:
            self._tell(str(fault), severity="warning")

    @on(Input.Submitted, "#search")
    def _take_first(self) -> None:
        # By the list itself: what a parent sends goes no further up than to this parent.
        self._listed.call_later(self._listed.action_select)

    @on(OptionList.OptionSelected)
    def _bring_back(self, event: OptionList.OptionSelected) -> None:
        """Bring back what was put away; anything else is the screen's to open."""
        info = self._listed.chosen
        if self._deleted and info is not None:
            event.stop()
            told = _("“%(title)s” is back.") % {"title": clean_line(info.title)}
            self._order(lambda shelf: shelf.restore(info.id), told)

    def action_put_away_ones(self) -> None:
        """Show what was put away, or the others again."""
        self._deleted = not self._deleted
        self._reload()

    def action_duplicate(self) -> None:
        """Copy the interview that is highlighted."""
        info = self._listed.chosen
        if info is not None and not self._deleted:
            title = _("%(title)s (copy)") % {"title": clean_line(info.title)}
            self._order(
                lambda shelf: shelf.duplicate(info.id, title), _("“%(title)s” is there now.") % {"title": title}
            )

    @work(group="order", exclusive=True)
    async def action_tags(self) -> None:
        """Ask for the tags of the interview that is highlighted."""
        from assistant.interview.shelf import tag_of  # neither is needed before
        from assistant.tui.screens.tags import TagsScreen

        info = self._listed.chosen
        if info is None:
            return
        typed = await self.app.push_screen_wait(TagsScreen(clean_line(info.title), info.tags))
        if typed is None:
            return
        wanted = [tag for part in typed.split(",") if (tag := tag_of(part))]
        gone = [tag for tag in info.tags if fold(tag) not in map(fold, wanted)]
        self._order(lambda shelf: shelf.tag(info.id, wanted, gone), "")

    @work(group="order", exclusive=True)
    async def action_put_away(self) -> None:
        """Put the interview away; one that was put away is deleted for ever, if the person is sure."""
        from assistant.tui.screens.confirm import ConfirmScreen  # not needed before

        info = self._listed.chosen
        if info is None:
            return
        name = {"title": clean_line(info.title), "key": hint(self, "list.deleted")}
        if not self._deleted:
            told = _("“%(title)s” is put away. %(key)s shows what was put away, Enter there brings it back.")
            self._order(lambda shelf: shelf.delete(info.id), told % name)
            return
        question = _("Delete “%(title)s” for ever?") % name
        below = _("All that was said in it is gone then. Files it was exported to stay where they are.")
        if await self.app.push_screen_wait(ConfirmScreen(question, below, _("Delete for ever"))):
            self._order(lambda shelf: shelf.erase(info.id), _("“%(title)s” is deleted for ever.") % name)

    @work(group="order", exclusive=True)
    async def action_keep_persona(self) -> None:
        """Keep the persona of the interview that is highlighted for other maps."""
        from assistant.interview.personas import PersonaLibrary  # neither is needed before
        from assistant.tui.screens.confirm import ConfirmScreen

        info, open_shelf = self._listed.chosen, self._open_shelf
        if info is None or self._deleted or open_shelf is None:
            return
        try:
            state = await asyncio.to_thread(self._open_store().load, info.id)
            persona, name = state.map.persona, clean_line(state.map.persona.name or "")
            if not name:
                self._tell(_("This map's persona has no name."), severity="warning")
                return
            with open_shelf() as shelf, PersonaLibrary(shelf.path) as library:
                taken = fold(name) in [fold(kept.name) for kept in library.list()]
                question = _("There is a persona %(name)s already.") % {"name": name}
                below = _("It can make way for the one of this map.")
                if taken and not await self.app.push_screen_wait(ConfirmScreen(question, below, _("Replace it"))):
                    return
                library.save(name, persona, state.map.language, info.id, replace=taken)
        except JourneymapError as fault:
            self._tell(str(fault), severity="warning")
            return
        self._tell(_("%(name)s is kept: new interviews can begin with this persona.") % {"name": name})
        self.post_message(self.PersonaKept())

    @work(group="carry out", exclusive=True)
    async def _order(self, change: Callable[[SessionShelf], object], told: str) -> None:
        """Carry a change out and show the list as it is then."""
        open_shelf = self._open_shelf
        if open_shelf is None:
            return

        def carried_out() -> object:
            with open_shelf() as shelf:
                return change(shelf)

        try:
            made = await asyncio.to_thread(carried_out)
        except JourneymapError as fault:
            self._tell(str(fault), severity="warning")
            return
        if told:
            self._tell(told)
        self._reload(made if isinstance(made, str) else "")

    @work(group="reload", exclusive=True)
    async def _reload(self, highlighted: str = "") -> None:
        """Show the sessions as they are now, the same place or `highlighted` chosen."""
        self._infos = await asyncio.to_thread(lambda: self._open_store().list(deleted=self._deleted))
        empty = _("Nothing was put away.") if self._deleted else _("There is no interview here.")
        self._listed.show(self._infos, empty, highlighted)
        self._listed.focus()
        self.post_message(self.Reloaded())

    class Reloaded(Message):
        """Other interviews are in the list now."""

    def _tell(self, told: str, *, severity: str = "information") -> None:
        self.app.notify(told, severity="warning" if severity == "warning" else "information", timeout=8, markup=False)
