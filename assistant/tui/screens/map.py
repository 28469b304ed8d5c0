"""The whole map on a screen of its own: the journey as a grid with its curve, and everything as a list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from assistant.interview.events import MapChanged
from assistant.locale import N_, _
from assistant.text import clean_line, shorten
from assistant.tui.glyphs import glyphs
from assistant.tui.screens.map_editing import MapEditingScreen
from assistant.tui.themes import FAINT, QUIET
from assistant.tui.widgets.hints import Hints
from assistant.tui.widgets.item_fields import PART_NAMES, name_of, origin_of, section_of, told
from assistant.tui.widgets.journey_grid import JourneyGrid
from assistant.tui.widgets.map_panel import MapPanel
from assistant.tui.widgets.map_view import MapView
from assistant.tui.widgets.steps import Steps

if TYPE_CHECKING:
    from assistant.journey.models import JourneyMap
    from assistant.tui.port import Conversation

LONGEST_QUOTE = 100


class MapScreen(MapEditingScreen):
    """Grid and list side by side where there is room, else one in the place of the other."""

    CSS_PATH = "map.tcss"
    AUTO_FOCUS = "#grid"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (100, "-wide"), (150, "-huge")]  # noqa: RUF012
    BINDING_GROUP_TITLE = N_("The whole map")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f4,q", "leave", N_("Back to the conversation"), id="map.leave"),
        Binding("tab,shift+tab", "other_view", N_("The grid, or everything as a list"), id="map.view", priority=True),
    ]

    def __init__(
        self,
        conversation: Conversation,
        on_change: Callable[[MapChanged], Awaitable[None]],
        on_answer: Callable[[int], Awaitable[None]],
        touched: Collection[str] = (),
        seek: Collection[str] = (),
    ) -> None:
        """Show the map of `conversation`.

        Args:
            conversation: whose map it is, and who changes it.
            on_change: called with each change that is made here.
            on_answer: called with the number of an answer that the person wants to see, after this screen is left.
            touched: what has just changed.
            seek: ids, fields or parts; the cursor begins at the first of them that is there.
        """
        super().__init__()
        self._conversation = conversation
        self._on_change = on_change
        self._on_answer = on_answer
        self._touched = touched
        self._seek = seek

    def compose(self) -> ComposeResult:
        """Compose the two views between the steps and what the cursor is on."""
        yield Static("", id="map-title", markup=False)
        yield Steps(id="steps")
        with Horizontal(id="views"):
            yield MapPanel(id="list")
            yield JourneyGrid(id="grid")
        yield Static("", id="selected", markup=False)
        yield Hints(id="map-hints")
        yield Static(_("This window is too small. Make it at least 40 by 10."), id="too-small")

    def on_mount(self) -> None:
        """Show the map."""
        self.show(self._conversation.state.map, self._touched)
        self.query_one(Hints).show(
            (_("Enter"), _("change")),
            ("o", _("origin")),
            ("a", _("add")),
            (_("Del"), _("take out")),
            ("<  >", _("stage")),
            ("+  -", _("feeling")),
            ("u  r", _("undo, redo")),
            (_("Tab"), _("list or grid")),
            ("[  ]", _("order")),
            ("/", _("find")),
            (_("Esc"), _("back")),
        )

        if self._seek:
            self.call_after_refresh(self._go_to, self._seek)

    def _go_to(self, refs: Collection[str]) -> None:
        """Put the cursor on the first of `refs` that a view shows; of a part, on its first item or field."""
        journey, grid, panel = self._conversation.state.map, self.query_one(JourneyGrid), self.query_one(MapPanel)
        items = [item.id for ref in refs for part, item in journey.items() if part == ref]
        beside = [line for ref in refs for line in panel.matches("") if line.startswith(f"{ref.partition('.')[0]}.")]
        for ref in (*refs, *items, *beside):
            for view in (grid, panel):
                if view.select(ref):
                    self.set_class(view is panel, "-list")
                    view.focus()
                    self.call_after_refresh(view.select, ref)  # its size is known only now
                    return

    def show(self, journey: JourneyMap, touched: Collection[str] = ()) -> None:
        """Show `journey`, with what changed marked."""
        state = self._conversation.state
        self.query_one("#map-title", Static).update(Content.styled(clean_line(journey.title), "bold"))
        self.query_one(Steps).show(None if state.finished else state.step, state.done)
        for view in (self.query_one(MapPanel), self.query_one(JourneyGrid)):
            view.show(journey, touched)
        self._tell_selected()

    async def map_changed(self, event: MapChanged) -> None:
        """Show a change here and where this screen was opened from."""
        self.show(event.map, event.touched)
        await self._on_change(event)

    def show_changed(self, event: MapChanged) -> None:
        """Show what a turn brought that goes on in the conversation."""
        self.show(event.map, event.touched)

    async def go_to_answer(self, turn: int) -> None:
        """Go back to the conversation, to this answer."""
        self.dismiss()
        await self._on_answer(turn)

    def action_leave(self) -> None:
        """Go back to the conversation."""
        self.dismiss()

    def action_other_view(self) -> None:
        """Go to the other view; where there is room for one only, it takes the place of this one."""
        panel, grid = self.query_one(MapPanel), self.query_one(JourneyGrid)
        here: MapView = panel if panel.has_focus else grid
        there: MapView = grid if here is panel else panel
        ref = here.selected
        self.set_class(there is panel, "-list")
        there.focus()
        self.call_after_refresh(there.select, ref)

    @on(MapView.Selected)
    def _selected(self, message: MapView.Selected) -> None:
        message.stop()
        self._tell_selected()

    def _tell_selected(self) -> None:
        """Say what the cursor is on and where that comes from: sign, kind, answer and quote."""
        panel = self.query_one(MapPanel)
        view: MapView = panel if panel.has_focus else self.query_one(JourneyGrid)
        journey, ref = self._conversation.state.map, view.selected
        self.query_one("#selected", Static).update(_described(journey, ref), layout=False)


def _described(journey: JourneyMap, ref: str) -> Content:
    origin = origin_of(journey, ref)
    if origin is None:
        return Content.styled(_("Nothing here yet. Enter adds something."), FAINT)
    found = journey.find(ref)
    part = _(PART_NAMES[found[0] if found else section_of(ref)[0]])
    quote = f" “{shorten(origin.quote, LONGEST_QUOTE)}”" if origin.quote else ""
    return Content.assemble(
        (f"{part} {ref if found else ''}".strip(), QUIET),
        f" {name_of(journey, ref)}",
        (f" {glyphs().dot} {told(origin)}{quote}", QUIET),
    )
