"""What stands in the conversation: the person's words, questions and replies, recaps, notices.

Texts of people, models and documents are shown as they are: never read as Textual markup, and cleaned once more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Markdown, Static

from assistant.interview.events import Recap, Source, Suggestion
from assistant.journey.checklist import STEP_NAMES
from assistant.locale import _
from assistant.text import clean, clean_line, shorten
from assistant.tui.glyphs import glyphs
from assistant.tui.keys import hint
from assistant.tui.themes import FAINT, QUIET
from assistant.tui.widgets.wrapped import Wrapped, hanging, path_rows

MAX_SHOWN = 5_000
"""Characters of one answer that are shown; the whole is kept in the session."""

MAX_TAKEN_BACK = 200
"""Characters of an answer that was taken back."""


class Said(Static):
    """What the person typed."""

    def __init__(self, text: str, *, taken_back: bool = False) -> None:
        """Show `text`, up to `MAX_SHOWN` characters; one that was taken back is struck through, on one line."""
        if taken_back:
            told = shorten(text[:MAX_SHOWN], MAX_TAKEN_BACK)
            words = Content.assemble((f"{_('taken back')}: ", "italic"), (told, "strike"))
            super().__init__(words, markup=False, classes="taken-back")
            return
        shown = clean(text)
        if len(shown) > MAX_SHOWN:
            left = _("(%(count)d more characters are kept)") % {"count": len(shown) - MAX_SHOWN}
            shown = f"{shown[:MAX_SHOWN]}\n{glyphs().ellipsis} {left}"
        super().__init__(shown, markup=False)


class TypedNote(Static):
    """What the person typed into the map, told briefly: the map shows it."""

    def __init__(self, text: str) -> None:
        """Show `text` on one line."""
        words = Content.assemble((f"{_('on the map')}: ", "italic"), shorten(text[:MAX_SHOWN], MAX_TAKEN_BACK))
        super().__init__(words, markup=False)


class Prose(Vertical):
    """A question or a reply, whole or still being written, with what it rests on folded under it."""

    # Textual lays everything out once more when this changes, for scroll bars, which there are none of here.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    def __init__(
        self, of: str, text: str = "", guidance: str = "", sources: Sequence[Source] = (), *, growing: bool = False
    ) -> None:
        """Show `text` as Markdown; `of` is ``question`` or ``reply``; `growing`: it is still being written."""
        super().__init__(classes=of)
        self.markdown = Markdown(clean(text), open_links=False)
        self._draft = Draft() if growing else None
        self.markdown.display = not growing
        self._background = Background(guidance, sources) if guidance or sources else None

    def compose(self) -> ComposeResult:
        """Compose the text, and its background if there is any."""
        if self._draft is not None:
            yield self._draft
        yield self.markdown
        if self._background is not None:
            yield self._background

    def grow(self, piece: str) -> None:
        """Add a piece to a text that is still being written."""
        if self._draft is not None:
            self._draft.grow(piece)

    async def finish(self, text: str, guidance: str, sources: Sequence[Source]) -> None:
        """Put the whole text in the place of the pieces, with its background."""
        await self.markdown.update(clean(text))
        with self.app.batch_update():
            self.markdown.display = True
            if self._draft is not None:
                await self._draft.remove()
            await self.rest_on(guidance, sources)

    async def rest_on(self, guidance: str, sources: Sequence[Source]) -> None:
        """Put what the text rests on under it, unless something is there."""
        if self._background is None and (guidance or sources):
            self._background = Background(guidance, sources)
            await self.mount(self._background)

    @property
    def has_background(self) -> bool:
        """Whether there is anything to unfold."""
        return self._background is not None and self._background.unfolds

    def toggle(self) -> bool:
        """Fold or unfold the background; False: there is nothing to unfold."""
        return self._background is not None and self._background.toggle()


ROWS_AT_ONCE = 3
"""Rows that a text that is being written takes at once: for each, the whole conversation is laid out and drawn anew."""


class Draft(Static):
    """A text that is still being written, in one widget.

    A `Markdown` that grows mounts the items of its last list anew with each piece: a list of 300 words at 25 tokens a
    second took four times as much of a core, and keys were echoed four times as late (p50).
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)  # as in `Prose`

    def __init__(self) -> None:
        """Start empty."""
        super().__init__("", markup=False)
        self._text = ""
        self._rows = 0

    def grow(self, piece: str) -> None:
        """Add a piece; everything else moves only when the rows are used up."""
        self._text += clean(piece)
        words = _drafted(self._text)
        rows = _taken(len(words.wrap(max(self.content_size.width, 1))))
        self.update(words, layout=rows != self._rows)
        self._rows = rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows that the text takes, some of them still empty."""
        return _taken(super().get_content_height(container, viewport, width))


def _taken(rows: int) -> int:
    return -(-rows // ROWS_AT_ONCE) * ROWS_AT_ONCE


def _drafted(text: str) -> Content:
    """Return Markdown as far as it matters for a moment: emphasis and the points of a list."""
    lines = re.sub(r"(?m)^( *)[-*] ", rf"\1{glyphs().said} ", re.sub(r"(?m)^#+ ", "", text.strip()))
    parts = lines.split("**")
    return Content.assemble(*((part, "bold") if place % 2 else part for place, part in enumerate(parts)))


class Background(Vertical):
    """The sources of a text, and a short passage from them that unfolds at a click or a key."""

    def __init__(self, guidance: str, sources: Sequence[Source]) -> None:
        """Show the titles of `sources`; `guidance` stays folded."""
        super().__init__()
        self._guidance = clean(guidance).strip()
        self._titles = f" {glyphs().dot} ".join(clean_line(source.title) for source in sources)

    def compose(self) -> ComposeResult:
        """Compose the one line that is always there."""
        yield Static(self._line(unfolded=False), markup=False)

    def _line(self, *, unfolded: bool) -> Content:
        signs = glyphs()
        if not self._guidance:
            return Content.assemble((_("Source: %(titles)s") % {"titles": self._titles}, QUIET))
        sign = signs.open if unfolded else signs.closed
        titles = f" {signs.dot} {self._titles}" if self._titles else ""
        return Content.assemble(
            (f"{sign} {_('Background')}{titles}", QUIET), (f"  {hint(self.screen, 'background')}", FAINT)
        )

    @property
    def unfolds(self) -> bool:
        """Whether there is a passage under the line."""
        return bool(self._guidance)

    def toggle(self) -> bool:
        """Fold or unfold; False: there is nothing to unfold."""
        if not self._guidance:
            return False
        texts = self.query(Markdown)
        unfolded = not (texts and texts.first().display)
        if texts:
            texts.first().display = unfolded
        else:
            self.mount(Markdown(self._guidance, open_links=False))
        self.query_one(Static).update(self._line(unfolded=unfolded))
        return True

    def on_click(self, event: events.Click) -> None:
        """Fold or unfold."""
        event.stop()
        self.toggle()


class RecapList(Wrapped):
    """What was understood in a step, numbered."""

    def __init__(self, recap: Recap) -> None:
        """Show `recap`."""
        super().__init__()
        self._title = _("%(step)s: what I understood") % {"step": _(STEP_NAMES[recap.step])}
        self._items = [(str(item.number), clean_line(item.text)) for item in recap.items]

    def rows(self, width: int) -> list[Content]:
        """Return the title and the numbered lines."""
        wide = max(len(number) for number, _text in self._items)
        rows = [Content.styled(self._title, "bold")]
        for number, text in self._items:
            head = Content.assemble((number.rjust(wide + 1), "$primary"), "  ")
            rows += hanging(head, Content(text), width)
        return rows


class Note(Wrapped):
    """A line of ours: a notice or a failure; its sign says which without colour."""

    def __init__(self, text: str, kind: str) -> None:
        """Show `text`; `kind` is ``notice`` or ``failure``."""
        super().__init__(classes=kind)
        signs = glyphs()
        sign, style = {"notice": (signs.notice, "$secondary"), "failure": (signs.failure, "bold $error")}[kind]
        self._head = Content.styled(f"{sign} ", style)
        self._text = clean(text)

    def rows(self, width: int) -> list[Content]:
        """Return the sign and the text beside it."""
        return hanging(self._head, Content(self._text), width)


class Ending(Wrapped):
    """The end: that it is reached, where the map is, and what can be done now."""

    def __init__(self, path: str) -> None:
        """Tell that the map was written to `path`, if it was."""
        super().__init__(classes="finished")
        home = str(Path.home())
        self._path = clean_line(path)
        if self._path.startswith(f"{home}/"):
            self._path = f"~{self._path[len(home) :]}"

    def rows(self, width: int) -> list[Content]:
        """Return a paragraph for each of these, the path on rows of its own."""
        head = Content.styled(f"{glyphs().done} ", "bold $success")
        below = Content(" " * head.cell_length)
        rows = hanging(head, Content(_("All seven steps are done.")), width)
        if self._path:
            rows += hanging(below, Content(_("The map is in this file:")), width)
            for row in path_rows(self._path, width - 2 * below.cell_length):
                rows += hanging(Content(" " * 2 * below.cell_length), Content.styled(row, "bold"), width)
        now = [_("/review shows what is still open; /goto STEP opens a step again.")]
        key = hint(self.screen, "export") if self.is_attached else ""
        if key:
            now.insert(0, _("%(key)s writes it in other formats.") % {"key": key})
        for sentence in now:
            rows += hanging(below, Content(sentence), width)
        return rows


class Proposal(Wrapped):
    """A suggestion: something that is not in the map unless the person takes it."""

    def __init__(self, suggestion: Suggestion) -> None:
        """Show `suggestion`."""
        super().__init__()
        self._number = f"{glyphs().suggested} {suggestion.number}  "
        self._text = clean(suggestion.text)
        titles = ", ".join(clean_line(source.title) for source in suggestion.sources)
        source = _("Source: %(titles)s") % {"titles": titles} if titles else ""
        self._below = [line for line in (clean_line(suggestion.detail), source) if line]

    def rows(self, width: int) -> list[Content]:
        """Return the suggestion with what it answers and rests on under its words."""
        head = Content.styled(self._number, "$accent")
        rows = hanging(head, Content(self._text), width)
        for line in self._below:
            rows += hanging(Content(" " * head.cell_length), Content.styled(line, QUIET), width)
        return rows
