"""What the screens with a map on them have in common: the changes that a person makes to it by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.screen import Screen

from assistant.errors import JourneymapError
from assistant.interview.events import Event, Failure, MapChanged
from assistant.journey.by_hand import ByHand, Delete, Merge
from assistant.locale import N_, _
from assistant.text import shorten
from assistant.tui.widgets.item_fields import (
    PART_NAMES,
    TITLES,
    fields,
    name_of,
    new_fields,
    origin_of,
    section_of,
)
from assistant.tui.widgets.map_view import MapView

if TYPE_CHECKING:
    from assistant.tui.port import Conversation

LONGEST_NAME = 60


class MapEditingScreen(Screen[None]):
    """Carries out what the views of the map ask for; the engine decides whether it can be done."""

    BINDING_GROUP_TITLE = N_("Conversation, map and review")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("alt+e", "export", N_("Export…"), id="export"),
    ]

    _conversation: Conversation

    async def map_changed(self, event: MapChanged) -> None:
        """Show the new map, and what was typed into it."""
        raise NotImplementedError

    def show_changed(self, event: MapChanged) -> None:
        """Show the new map that a turn brought which goes on beneath this screen."""

    async def go_to_answer(self, turn: int) -> None:
        """Show the answer with this number in the conversation."""
        raise NotImplementedError

    async def revise(self, change: ByHand) -> str:
        """Carry out a change and return "", or why it was refused."""
        return await self._follow(self._conversation.revise(change))

    @work(group="export", exclusive=True)
    async def action_export(self) -> None:
        """Write the map to a file, and say where that is."""
        from assistant.tui.screens.export import ExportScreen  # not needed before

        told = await self.app.push_screen_wait(ExportScreen(self._conversation))
        if told:
            self.notify(told, timeout=12, markup=False)

    @on(MapView.Revised)
    async def _revised(self, message: MapView.Revised) -> None:
        """Carry out a change, tell why it was refused, or how something comes back that is gone."""
        message.stop()
        change = message.change
        gone = name_of(self._conversation.state.map, change.ref) if isinstance(change, Delete | Merge) else ""
        fault = await self.revise(change)
        if fault:
            self.notify(fault, severity="warning", markup=False)
        elif gone:
            told = _("Taken out: %(name)s. The key u brings it back.")
            self.notify(told % {"name": shorten(gone, LONGEST_NAME)}, markup=False)

    @on(MapView.HistoryWanted)
    async def _history_wanted(self, message: MapView.HistoryWanted) -> None:
        """Take a change back, or make it again."""
        message.stop()
        fault = await self._follow(self._conversation.command(message.command))
        if fault:
            self.notify(fault, severity="warning", markup=False)

    @on(MapView.EditWanted)
    def _edit_wanted(self, message: MapView.EditWanted) -> None:
        """Open the form of an item."""
        from assistant.tui.screens.item import ItemScreen  # not needed before

        message.stop()
        journey = self._conversation.state.map
        ref, key = section_of(message.ref)
        specs = fields(journey, ref)
        if not specs:
            return
        found = journey.find(ref)
        part = _(PART_NAMES[found[0] if found else ref])
        title = f"{part} {ref}: {name_of(journey, ref)}" if found else part
        self.app.push_screen(ItemScreen(title, specs, self.revise, ref=ref, first=key or message.field))

    @on(MapView.AddWanted)
    def _add_wanted(self, message: MapView.AddWanted) -> None:
        """Open the form of something new."""
        from assistant.tui.screens.item import NewItemScreen  # not needed before

        message.stop()
        section, _dot, name = message.part.partition(".")
        title = _("New: %(name)s") % {"name": _(TITLES[name]) if name else _(PART_NAMES[section])}
        specs = new_fields(self._conversation.state.map, message.part, message.values)
        view, before = self.focused, {item.id for _, item in self._conversation.state.map.items()}

        def select_new(saved: bool | None) -> None:
            new = [item.id for _, item in self._conversation.state.map.items() if item.id not in before]
            if saved and new and isinstance(view, MapView):
                view.select(new[0])

        form = NewItemScreen(title, specs, self.revise, ref=message.part, before=message.before)
        self.app.push_screen(form, select_new)

    @on(MapView.OriginWanted)
    @work(group="origin", exclusive=True)
    async def _origin_wanted(self, message: MapView.OriginWanted) -> None:
        """Show where something comes from, and go to the answer if that is wanted."""
        from assistant.tui.screens.origin import OriginScreen  # not needed before

        message.stop()
        state = self._conversation.state
        origin = origin_of(state.map, message.ref)
        if origin is None:
            return
        wanted = await self.app.push_screen_wait(OriginScreen(name_of(state.map, message.ref), origin, state))
        if wanted and origin.turn:
            await self.go_to_answer(origin.turn)

    @on(MapView.SearchWanted)
    @work(group="search", exclusive=True)
    async def _search_wanted(self, message: MapView.SearchWanted) -> None:
        """Ask for words and go to the first item that holds them."""
        from assistant.tui.screens.search import SearchScreen  # not needed before

        message.stop()
        text = await self.app.push_screen_wait(SearchScreen())
        if text and not message.view.seek(text):
            told = _("Nothing in the map holds “%(text)s”.")
            self.notify(told % {"text": shorten(text, LONGEST_NAME)}, severity="warning", markup=False)

    async def _follow(self, events: AsyncIterator[Event]) -> str:
        """Show what a change brought and return "", or why it was refused."""
        fault = ""
        try:
            async for event in events:
                if isinstance(event, MapChanged):
                    await self.map_changed(event)
                elif isinstance(event, Failure):
                    fault = event.text
        except JourneymapError as error:
            fault = str(error)
        return fault
