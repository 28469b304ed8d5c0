"""What was typed ahead: it stands above the prompt until the question is there, or is taken back."""

from __future__ import annotations

from textual.content import Content

from assistant.locale import _, ngettext
from assistant.text import shorten
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import FAINT, QUIET
from assistant.tui.widgets.wrapped import Wrapped, cut

MOST = 3
"""Texts in view at once."""


class Waiting(Wrapped):
    """A queue of texts, one line each, the next to be sent first."""

    DEFAULT_CSS = """
    Waiting { display: none; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start empty and out of sight."""
        super().__init__(id=id)
        self._texts: list[str] = []

    def __bool__(self) -> bool:
        """Tell whether anything waits."""
        return bool(self._texts)

    @property
    def texts(self) -> list[str]:
        """All that waits, the next to be sent first."""
        return list(self._texts)

    def put(self, text: str) -> None:
        """Let `text` wait behind what waits already."""
        self._texts.append(text)
        self._draw()

    def next(self) -> str:
        """Return the text that waits longest; it waits no more."""
        text = self._texts.pop(0)
        self._draw()
        return text

    def take_back(self) -> str:
        """Return the text that was typed last, or ""; it waits no more."""
        text = self._texts.pop() if self._texts else ""
        self._draw()
        return text

    def take_all(self) -> list[str]:
        """Return everything that waits; nothing does then."""
        texts, self._texts = self._texts, []
        self._draw()
        return texts

    def rows(self, width: int) -> list[Content]:
        """Return the first texts, how many more there are, and how to take one back."""
        signs = glyphs()
        rows = [
            Content.assemble((f"{signs.arrow} ", "$accent"), (shorten(text[: 4 * width], width - 4), QUIET))
            for text in self._texts[:MOST]
        ]
        more = len(self._texts) - MOST
        told = [ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}] if more > 0 else []
        told.append(_("sent when the question is there; Up takes it back"))
        return [*rows, Content.styled(cut(f"  {f' {signs.dot} '.join(told)}", width), FAINT)]

    def _draw(self) -> None:
        self.display = bool(self._texts)
        self.refresh(layout=True)
