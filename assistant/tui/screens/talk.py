"""Going through a conversation: scrolling it, copying from it, unfolding a question's background, looking beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Markdown

from assistant.locale import N_, _
from assistant.tui.keys import hint
from assistant.tui.screens.map_editing import MapEditingScreen
from assistant.tui.widgets.chat import Chat
from assistant.tui.widgets.item_fields import origin_of, told
from assistant.tui.widgets.map_panel import MapPanel
from assistant.tui.widgets.map_view import MapView
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.status import Activity

if TYPE_CHECKING:
    from textual.screen import Screen


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

    _knowledge: Screen[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether the engine is at work on a turn."""
        raise NotImplementedError

    async def on_unmount(self) -> None:
        """Let the knowledge base go."""
        if self._knowledge is not None and self._knowledge not in self.app.screen_stack:
            self.app.uninstall_screen(self._knowledge)  # in the stack, the program ends and Textual does it

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

    def action_toggle_map(self) -> None:
        """Show or hide the map: beside the conversation if there is room, else in its place."""
        self.toggle_class("-map-shown" if self.has_class("-narrow") else "-map-hidden")

    @on(MapView.Selected)
    def _tell_selected(self, message: MapView.Selected) -> None:
        """Say where what the cursor is on comes from, and what can be done with it."""
        message.stop()
        origin = origin_of(self._conversation.state.map, message.ref)
        if origin is not None and self.query_one(MapPanel).has_focus and not self.busy:
            keys = _("Enter: change, o: origin, %(key)s: whole map") % {"key": hint(self, "map.screen")}
            self.query_one(Activity).hint(f"{told(origin)}. {keys}")

    def action_show_whole_map(self) -> None:
        """Show the map on a screen of its own."""
        from assistant.tui.screens.map import MapScreen  # not needed before

        shown = MapScreen(self._conversation, self.map_changed, self.go_to_answer, self.query_one(MapPanel).touched)
        self.app.push_screen(shown)

    def action_show_review(self) -> None:
        """Show where the map is weak, and what the knowledge base suggests."""
        from assistant.tui.screens.review import ReviewScreen  # not needed before

        self.app.push_screen(ReviewScreen(self._conversation, self.map_changed, self.go_to_answer, lambda: self.busy))

    async def go_to_answer(self, turn: int) -> None:
        """Show an answer in the conversation, in the place of the map where there is no room for both."""
        self.remove_class("-map-shown")
        if not await self.query_one(Chat).go_to(self._conversation.state.answers.get(turn, "")):
            self.query_one(Activity).hint(_("This answer is no longer in the conversation."))
        self.query_one(Prompt).focus()

    def action_show_knowledge(self) -> None:
        """Show the knowledge base; it stays as it was left, and what it takes in goes on."""
        from assistant.tui.screens.knowledge import KnowledgeScreen

        reference = self._conversation.reference
        if reference is None:
            self.query_one(Activity).hint(_("There is no knowledge base here."))
            return
        if self._knowledge is None:
            self._knowledge = KnowledgeScreen(reference, self._conversation.state.map.language)
            self.app.install_screen(self._knowledge, f"knowledge of {self._conversation.session}")
        self.app.push_screen(self._knowledge)

    @on(Markdown.LinkClicked)
    def _ask_link(self, event: Markdown.LinkClicked) -> None:
        """Show where a link leads that a model or a document has written, and ask."""
        from assistant.tui.screens.link import LinkScreen

        event.stop()
        self.app.push_screen(LinkScreen(event.href))
