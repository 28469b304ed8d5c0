"""The commands that fit what is typed, above the prompt."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from assistant.interview.commands import COMMANDS, Command
from assistant.locale import _
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import QUIET
from assistant.tui.widgets.wrapped import Wrapped, cut

MOST = 7
"""Commands in view at once."""


class CommandMenu(Wrapped):
    """A list that opens while the name of a command is typed."""

    DEFAULT_CSS = """
    CommandMenu { display: none; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start out of sight."""
        super().__init__(id=id)
        self._fitting: list[Command] = []
        self._place = 0

    @property
    def chosen(self) -> Command | None:
        """The command that is highlighted, or None if the menu is not open."""
        return self._fitting[self._place] if self._fitting else None

    def offer(self, typed: str) -> None:
        """Show the commands that begin with what is typed; none once an argument or a second line follows."""
        name = typed[1:] if typed.startswith("/") and not any(char.isspace() for char in typed) else None
        fitting = [] if name is None else [c for c in COMMANDS if c.name.startswith(name.lower())]
        if fitting != self._fitting:
            self._fitting, self._place = fitting, 0
            self._draw()

    def move(self, by: int) -> None:
        """Highlight the next command, round the end."""
        self._place = (self._place + by) % len(self._fitting)
        self._draw()

    def close(self) -> bool:
        """Put the menu away; False: it was not open."""
        was_open = bool(self._fitting)
        self._fitting = []
        self._draw()
        return was_open

    def rows(self, width: int) -> list[Content]:
        """Return the commands around the highlighted one."""
        wide = max(cell_len(command.usage) for command in COMMANDS)
        start = max(min(self._place - MOST // 2, len(self._fitting) - MOST), 0)
        shown = list(enumerate(self._fitting))[start : start + MOST]
        return [
            Content.assemble(
                (f"{glyphs().right if place == self._place else ' '} ", "$primary"),
                (command.usage.ljust(wide), "bold $primary" if place == self._place else "$foreground"),
                (f"  {cut(_(command.help), max(width - wide - 4, 1))}", QUIET),
            )
            for place, command in shown
        ]

    def _draw(self) -> None:
        self.display = bool(self._fitting)
        self.refresh(layout=True)
