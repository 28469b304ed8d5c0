"""What is pressed: a word that is clicked, or chosen with Enter."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from assistant.locale import N_


class Press(Static, can_focus=True):
    """Carries out an action. Textual's button costs 10 ms of styles before the first frame."""

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = N_("A choice")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", show=False)]

    def __init__(self, text: str, action: str, *, id: str) -> None:  # noqa: A002
        """Show `text`; `action` is what pressing it does."""
        super().__init__(text, id=id, markup=False)
        self._action = action

    async def action_press(self) -> None:
        """Do it."""
        await self.run_action(self._action)

    async def on_click(self) -> None:
        """Do it."""
        await self.action_press()
