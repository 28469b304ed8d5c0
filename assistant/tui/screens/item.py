"""The form over the map: all that can be said of one item, changed in place or added."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from assistant.journey.by_hand import ByHand, New, Put
from assistant.locale import N_, _
from assistant.text import clean_line
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import FAINT, QUIET
from assistant.tui.widgets.choice import TITLE_WIDTH, Choice
from assistant.tui.widgets.item_fields import FieldSpec
from assistant.tui.widgets.wrapped import cut

LONG_TITLES = 20
"""Columns of the titles of a form without choices."""

Save = Callable[[ByHand], Awaitable[str]]
"""Carries a change out and returns "", or why it was refused."""


class ItemScreen(ModalScreen[bool]):
    """Fields under each other; Enter saves those that were changed, Esc leaves all as it is."""

    CSS_PATH = "item.tcss"
    BINDING_GROUP_TITLE = N_("The form of an item")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", N_("Save what was changed"), id="item.save"),
        Binding("escape", "leave", N_("Leave it as it was"), id="item.leave"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, title: str, specs: list[FieldSpec], save: Save, *, ref: str, first: str = "") -> None:
        """Show the fields of `ref` and put the cursor into the one called `first`."""
        super().__init__()
        self._title = title
        self._specs = specs
        self._save = save
        self._ref = ref
        self._first = first
        self._fields = {spec.key: _widget(spec, place) for place, spec in enumerate(specs)}
        self._saving = False

    def compose(self) -> ComposeResult:
        """Compose the fields; where there are no choices, whose titles have their place, long titles have more."""
        wide = TITLE_WIDTH if any(spec.options is not None for spec in self._specs) else LONG_TITLES
        with Vertical(id="item"):
            yield Static(clean_line(self._title), id="item-title", markup=False)
            with VerticalScroll(id="item-fields", can_focus=False):
                for spec in self._specs:
                    field = self._fields[spec.key]
                    if isinstance(field, Choice):
                        yield field
                    else:
                        with Horizontal(classes="field"):
                            title = Static(cut(spec.title, wide - 1), classes="field-title", markup=False)
                            title.styles.width = wide
                            yield title
                            yield field
            yield Static("", id="item-hint", markup=False)
            yield Static("", id="item-fault", markup=False)
            yield Static(_("Enter saves. Esc leaves it as it was. Up and down: the other fields"), id="item-foot")

    def on_mount(self) -> None:
        """Put the cursor where it is wanted."""
        self.query_one("#item-fault").display = False
        field = self._fields.get(self._first) or next(iter(self._fields.values()), None)
        if field is not None:
            field.focus()

    def on_resize(self) -> None:
        """Leave room for what is told above and below the fields."""
        around = 4 if self.has_class("-short") else 11
        self.query_one("#item-fields").styles.max_height = max(self.size.height - around, 3)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show what can be typed into the field, if it names other items."""
        hint = self.query_one("#item-hint", Static)
        spec = next((spec for spec in self._specs if self._fields[spec.key] is event.widget), None)
        links = spec.links if spec is not None else None
        if links:
            shown = [Content.assemble((ref, "bold"), (f" {name}", QUIET)) for ref, name in links]
            hint.update(Content.styled(f" {glyphs().dot} ", FAINT).join(shown))
        elif links is not None:
            hint.update(_("The map has nothing yet that could be named here."))
        hint.display = links is not None

    @on(Input.Submitted)
    async def _submitted(self) -> None:
        """Save; Enter comes by way of the field, after what was typed: as a priority key it overtook that."""
        await self.action_save()

    async def action_save(self) -> None:
        """Save what was changed; what is refused stays in its field, with the reason."""
        changed = {
            spec.key: value
            for spec in self._specs
            if (value := _value(self._fields[spec.key])) != spec.value or (value and self._is_new)
        }
        if not changed:
            self.dismiss(False)
            return
        if self._saving:
            return
        self._saving = True
        try:
            fault = await self._save(self._change(changed))
        finally:
            self._saving = False
        if not fault:
            self.dismiss(True)
            return
        told = self.query_one("#item-fault", Static)
        told.update(f"{glyphs().failure} {fault}")
        told.display = True

    def action_leave(self) -> None:
        """Leave everything as it was."""
        self.dismiss(False)

    @property
    def _is_new(self) -> bool:
        return False

    def _change(self, changed: dict[str, str]) -> ByHand:
        return Put(ref=self._ref, values=changed)


class NewItemScreen(ItemScreen):
    """The form of something that is not in the map yet; `ref` is the part it is added to."""

    def __init__(
        self, title: str, specs: list[FieldSpec], save: Save, *, ref: str, first: str = "", before: str | None = None
    ) -> None:
        """Show empty fields; it is added before the item `before`, or at the end."""
        super().__init__(title, specs, save, ref=ref, first=first)
        self._before = before

    @property
    def _is_new(self) -> bool:
        return True

    def _change(self, changed: dict[str, str]) -> ByHand:
        return New(part=self._ref, values=changed, before=self._before)


def _widget(spec: FieldSpec, place: int) -> Widget:
    name = f"field-{place}"
    if spec.options is not None:
        return Choice(spec.title, spec.options, value=spec.value, id=name)
    return Input(spec.value, id=name, compact=True, select_on_focus=False)


def _value(field: Widget) -> str:
    if isinstance(field, Choice):
        return field.value
    return field.value.strip() if isinstance(field, Input) else ""
