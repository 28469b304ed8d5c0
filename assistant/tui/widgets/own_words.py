"""A line in which a person puts a suggestion into words of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from assistant.locale import _

if TYPE_CHECKING:
    from assistant.interview.events import Suggestion


class OwnWords(Input):
    """Shown while its screen has the class ``-own-words``."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start put away."""
        super().__init__(id=id, compact=True)

    def open(self, suggestion: Suggestion) -> None:
        """Offer the words of a suggestion to be changed."""
        self.value = suggestion.text
        self.border_title = _("Suggestion %(number)d in your own words") % {"number": suggestion.number}
        self.screen.add_class("-own-words")
        self.focus()

    def close(self) -> bool:
        """Put the line away; False: it was not open."""
        was_open = self.screen.has_class("-own-words")
        self.screen.remove_class("-own-words")
        return was_open
