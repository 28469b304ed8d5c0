"""The seven steps, on one line: which are done, which is current."""

from collections.abc import Collection

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from assistant.journey.checklist import STEP_NAMES
from assistant.journey.models import Step
from assistant.locale import _
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import FAINT, QUIET


class Steps(Widget):
    """Shows names where they fit, else only signs and the name of the current step."""

    DEFAULT_CSS = """
    Steps { height: 1; width: 1fr; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start at the first step."""
        super().__init__(id=id)
        self._current: Step | None = Step.GOAL
        self._done: Collection[Step] = frozenset()

    def show(self, current: Step | None, done: Collection[Step]) -> None:
        """Mark `current` and tick `done`; None: all is done."""
        if (current, done) != (self._current, self._done):
            self._current, self._done = current, done
            self.refresh()

    def render(self) -> Content:
        """Return the line for the width there is."""
        parts = [self._part(step, named=True) for step in Step]
        whole = Content("  ").join(parts)
        if cell_len(whole.plain) <= self.size.width:
            return whole
        return Content(" ").join(self._part(step, named=step is self._current) for step in Step)

    def _part(self, step: Step, *, named: bool) -> Content:
        signs = glyphs()
        name = f" {_(STEP_NAMES[step])}" if named else ""
        if step is self._current:
            return Content.assemble((f"{signs.current}{name}", "bold $primary"))
        if step in self._done:
            return Content.assemble((signs.done, "$success"), (name, QUIET))
        return Content.assemble((f"{signs.todo}{name}", FAINT))
