"""Going through a conversation: scrolling it, copying from it, unfolding what a question rests on."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Markdown

from assistant.locale import N_, _
from assistant.tui.screens.map_editing import MapEditingScreen
from assistant.tui.widgets.chat import Chat
from assistant.tui.widgets.map_panel import MapPanel
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.status import Activity


class TalkScreen(MapEditingScreen):
    """A screen with a conversation on it, a prompt, and the map beside it."""

    BINDING_GROUP_TITLE = N_("Interview")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "toggle_background", N_("Show or hide the background of a question"), id="background"),
        Binding("f5", "copy", N_("Copy what is selected, or the newest question or reply"), id="copy"),
        Binding("pageup", "page(-1)", N_("Scroll up"), id="up", priority=True),
        Binding("pagedown", "page(1)", N_("Scroll down"), id="down", priority=True),
        Binding("ctrl+up", "line(-1)", N_("Scroll a little up"), id="line-up", priority=True),
        Binding("ctrl+down", "line(1)", N_("Scroll a little down"), id="line-down", priority=True),
        Binding("ctrl+home", "to_start", N_("Go to the oldest message in view"), id="start", priority=True),
        Binding("ctrl+end", "to_end", N_("Go to the newest message"), id="end", priority=True),
    ]

    def action_toggle_background(self) -> None:
        """Fold or unfold the background of the newest question that has one."""
        if not self.query_one(Chat).toggle_background():
            self.query_one(Activity).hint(_("This question has no background."))

    async def action_page(self, direction: int) -> None:
        """Scroll the conversation, or the map where it stands in its place."""
        panel, chat = self.query_one(MapPanel), self.query_one(Chat)
        if not chat.display or panel.has_focus:
            panel.page(direction)
        elif direction < 0:
            await chat.page_up()
        else:
            chat.page_down()

    def action_line(self, direction: int) -> None:
        """Scroll the conversation by a few lines."""
        self.query_one(Chat).few_lines(direction)

    async def action_to_start(self) -> None:
        """Go to the oldest message that is mounted; there already, mount what came before."""
        await self.query_one(Chat).to_start()

    def action_copy(self) -> None:
        """Copy what is selected, or the newest question or reply."""
        text = self.get_selected_text() or self.query_one(Prompt).selected_text or self.query_one(Chat).newest
        if text:
            self.app.copy_to_clipboard(text)

    def action_to_end(self) -> None:
        """Go to the newest message."""
        self.query_one(Chat).to_end()

    @on(Markdown.LinkClicked)
    def _ask_link(self, event: Markdown.LinkClicked) -> None:
        """Show where a link leads that a model or a document has written, and ask."""
        from assistant.tui.screens.link import LinkScreen

        event.stop()
        self.app.push_screen(LinkScreen(event.href))
