"""What the views of the map have in common: a cursor on the items, and keys that change what it is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from assistant.journey.by_hand import ADDABLE, ByHand, Delete, Merge, Move, Put, Shift
from assistant.journey.models import JourneyMap, Touchpoint
from assistant.locale import N_
from assistant.tui.glyphs import glyphs


class MapView(ScrollView, can_focus=True):
    """Draws an immutable map line by line; only the lines in view cost anything, however large the map is."""

    BINDING_GROUP_TITLE = N_("The map")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "edit", N_("Change what the cursor is on"), id="map.edit"),
        Binding("o", "origin", N_("Show where it comes from"), id="map.origin"),
        Binding("a,insert", "add", N_("Add one like it"), id="map.add"),
        Binding("delete,d", "delete", N_("Take it out"), id="map.delete"),
        Binding("less_than_sign,comma", "restage(-1)", N_("To the stage before"), id="map.earlier"),
        Binding("greater_than_sign,full_stop", "restage(1)", N_("To the stage after"), id="map.later"),
        Binding("left_square_bracket", "shift(-1)", N_("Before its neighbour"), id="map.before"),
        Binding("right_square_bracket", "shift(1)", N_("After its neighbour"), id="map.after"),
        Binding("plus,equals_sign", "feel(1)", N_("A better feeling"), id="map.better"),
        Binding("minus", "feel(-1)", N_("A worse feeling"), id="map.worse"),
        Binding("j", "merge", N_("Join a stage with the one after it"), id="map.join"),
        Binding("u,ctrl+z", "history('undo')", N_("Take the last change back"), id="map.undo"),
        Binding("r,ctrl+y", "history('redo')", N_("Make it again"), id="map.redo"),
        Binding("slash", "search", N_("Search the map"), id="map.search"),
        Binding("n", "search_on", N_("Next that was searched for"), id="map.next"),
    ]

    @dataclass
    class EditWanted(Message):
        """The person wants to change fields of an item, the goal or the persona, first of all this one."""

        ref: str
        field: str

    @dataclass
    class AddWanted(Message):
        """The person wants to add to a part of the map; some values are known already."""

        part: str
        values: dict[str, str] = field(default_factory=dict)
        before: str | None = None

    @dataclass
    class Revised(Message):
        """The person changes the map."""

        change: ByHand

    @dataclass
    class OriginWanted(Message):
        """The person wants to know where something comes from."""

        ref: str

    @dataclass
    class HistoryWanted(Message):
        """The person takes a change back, or makes it again."""

        command: Literal["undo", "redo"]

    @dataclass
    class SearchWanted(Message):
        """The person wants to search this view."""

        view: MapView

    @dataclass
    class Selected(Message):
        """The cursor is on another item or field; ``""``: on a place that holds none."""

        ref: str

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start without a map."""
        super().__init__(id=id)
        self.journey: JourneyMap | None = None
        self._sought = ""
        self._strips: dict[tuple[object, ...], Strip] = {}

    @property
    def selected(self) -> str:
        """The id or field that the cursor is on, or ``""``."""
        raise NotImplementedError

    @property
    def selected_field(self) -> str:
        """The field that the cursor's line shows of its item."""
        return ""

    def select(self, ref: str) -> bool:
        """Put the cursor on an item or field and bring it into view; False: it is not here."""
        raise NotImplementedError

    def wanted(self) -> AddWanted | None:
        """Return what would be added where the cursor is."""
        raise NotImplementedError

    def matches(self, text: str) -> list[str]:
        """Return the refs whose words hold `text`, in the order of the view."""
        raise NotImplementedError

    def drawn(self, content: Content, width: int) -> Strip:
        """Return one line as it goes to the terminal, `width` columns wide."""
        strips = Visual.to_strips(self, content, max(content.cell_length, 1), 1, self.visual_style)
        strip = strips[0] if strips else Strip.blank(0)
        return strip.adjust_cell_length(width, self.rich_style)

    def kept(self, key: tuple[object, ...], content: Callable[[], Content], width: int) -> Strip:
        """Return a line that was drawn before under this key, or draw it: most lines stay when the cursor moves."""
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self.drawn(content(), width)
        return strip

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Move the scroll bar along, also while it is not shown yet: Textual would show it where it was then."""
        super().watch_scroll_x(old_value, new_value)
        self.horizontal_scrollbar.position = new_value

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Do the same upright."""
        super().watch_scroll_y(old_value, new_value)
        self.vertical_scrollbar.position = new_value

    def forget_lines(self) -> None:
        """Draw every line anew: the map, the width or the colours are others."""
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw every line anew in other colours."""
        super().notify_style_update()
        self.forget_lines()

    def action_edit(self) -> None:
        """Change what the cursor is on; on an empty place, add something."""
        if self.selected:
            self.post_message(self.EditWanted(self.selected, self.selected_field))
        else:
            self.action_add()

    def action_origin(self) -> None:
        """Show where it comes from."""
        if self.selected:
            self.post_message(self.OriginWanted(self.selected))

    def action_add(self) -> None:
        """Add something where the cursor is."""
        wanted = self.wanted()
        if wanted is not None:
            self.post_message(wanted)

    def action_delete(self) -> None:
        """Take out what the cursor is on."""
        if self.selected:
            self.post_message(self.Revised(Delete(ref=self.selected)))

    def action_shift(self, by: Literal[-1, 1]) -> None:
        """Move it past its neighbour."""
        if self._item() is not None:
            self.post_message(self.Revised(Shift(ref=self.selected, by=by)))

    def action_restage(self, by: Literal[-1, 1]) -> None:
        """Move an item to the next stage, a stage to the next place."""
        found = self._item()
        if found is None or self.journey is None:
            return
        part, item = found
        if part == "stages":
            self.action_shift(by)
        elif hasattr(item, "stage"):
            stages = [stage.id for stage in self.journey.stages]
            place = stages.index(item.stage) + by if item.stage in stages else 0 if by > 0 else -1
            if stages and -len(stages) <= place < len(stages) and (place >= 0 or item.stage is None):
                self.post_message(self.Revised(Move(ref=self.selected, to=stages[place])))

    def action_feel(self, by: int) -> None:
        """Put the feeling at a touchpoint up or down; one that was not told begins at neutral."""
        found = self._item()
        if found is not None and isinstance(found[1], Touchpoint):
            emotion = found[1].emotion
            value = 0 if emotion is None else emotion + by
            if abs(value) <= 2:
                self.post_message(self.Revised(Put(ref=self.selected, values={"emotion": str(value)})))

    def action_merge(self) -> None:
        """Join the stage that the cursor is on with the one after it."""
        if self.journey is None:
            return
        stages = [stage.id for stage in self.journey.stages]
        if self.selected in stages[:-1]:
            into = self.selected
            self.post_message(self.Revised(Merge(ref=stages[stages.index(into) + 1], into=into)))

    def action_history(self, command: Literal["undo", "redo"]) -> None:
        """Take a change back, or make it again."""
        self.post_message(self.HistoryWanted(command))

    def action_search(self) -> None:
        """Ask for words to search for."""
        self.post_message(self.SearchWanted(self))

    def seek(self, text: str) -> bool:
        """Go to the next item after the cursor whose words hold `text`, round the end; False: there is none."""
        self._sought = text
        found = self.matches(text)
        if not found:
            return False
        place = found.index(self.selected) + 1 if self.selected in found else 0
        return self.select(found[place % len(found)])

    def action_search_on(self) -> None:
        """Go to the next item that was searched for."""
        if self._sought:
            self.seek(self._sought)

    def _item(self) -> tuple[str, object] | None:
        return self.journey.find(self.selected) if self.journey is not None else None


def addable(part: str) -> bool:
    """Return whether a person adds to this part by hand."""
    return part in ADDABLE


def margin(*, cursor: bool, touched: bool) -> Content:
    """Return the sign before a line: the cursor, or that it has just changed."""
    if cursor:
        return Content.styled(glyphs().cursor, "bold $primary")
    return Content.styled(glyphs().changed, "$accent") if touched else Content(" ")
