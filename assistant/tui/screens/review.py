"""The review of the map, and what can be done about it: findings on one side, suggestions on the other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from assistant.errors import JourneymapError
from assistant.interview.events import Failure, MapChanged, Notice, Reply, Suggestion, Working
from assistant.journey.models import OriginKind
from assistant.locale import N_, _
from assistant.text import clean_line
from assistant.tui.glyphs import glyphs
from assistant.tui.keys import hint
from assistant.tui.screens.map_editing import MapEditingScreen
from assistant.tui.themes import FAINT, QUIET
from assistant.tui.widgets.hints import Hints
from assistant.tui.widgets.own_words import OwnWords
from assistant.tui.widgets.press import Press
from assistant.tui.widgets.weaknesses import FindingList, SuggestionList, finding_told, offered, suggestion_told

if TYPE_CHECKING:
    from assistant.tui.port import Conversation


def today() -> date:
    """Return the day of the review."""
    return datetime.now(UTC).date()


class ReviewScreen(MapEditingScreen):
    """A list, and the whole of what is chosen in it; the engine alone changes the map."""

    CSS_PATH = "review.tcss"
    AUTO_FOCUS = "#findings"
    BINDING_GROUP_TITLE = N_("The review")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", N_("Back to the conversation"), id="review.leave"),
        Binding("tab,shift+tab", "other_list", N_("The findings, or the suggestions"), id="review.list", priority=True),
        Binding("a", "accept", N_("Put the suggestion into the map"), id="review.accept"),
        Binding("e", "own_words", N_("Put it into the map in your own words"), id="review.own"),
        Binding("x", "refuse", N_("Set the suggestion aside for good"), id="review.refuse"),
        Binding("n", "suggest", N_("Look for suggestions anew"), id="review.anew"),
        Binding("u,ctrl+z", "change('undo')", N_("Take the last change back"), id="review.undo"),
        Binding("r,ctrl+y", "change('redo')", N_("Make it again"), id="review.redo"),
        Binding("pageup", "page(-1)", N_("Scroll the text up"), id="review.up", priority=True),
        Binding("pagedown", "page(1)", N_("Scroll the text down"), id="review.down", priority=True),
    ]

    def __init__(
        self,
        conversation: Conversation,
        on_change: Callable[[MapChanged], Awaitable[None]],
        on_answer: Callable[[int], Awaitable[None]],
        busy: Callable[[], bool],
    ) -> None:
        """Review the map of `conversation`, unless it is `busy` with a turn.

        `on_change` is called with each change made here, `on_answer` with the number of an answer that is to be seen.
        """
        super().__init__()
        self._conversation = conversation
        self._on_change = on_change
        self._on_answer = on_answer
        self._busy = busy
        self._suggestions = offered(conversation.state.offered)
        self._asked = bool(self._suggestions)
        self._taken: dict[int, str] = {}

    @property
    def at_suggestions(self) -> bool:
        """Whether the suggestions are shown."""
        return self.has_class("-suggestions")

    def compose(self) -> ComposeResult:
        """Compose the two lists, the text beside them, and the line for own words."""
        with Horizontal(id="review-tabs"):
            yield Press("", "screen.turn_to(False)", id="to-findings")
            yield Press("", "screen.turn_to(True)", id="to-suggestions")
        with Horizontal(id="review-body"):
            yield FindingList(id="findings")
            yield SuggestionList(id="suggestions")
            with VerticalScroll(id="review-detail", can_focus=False):
                yield Static("", id="review-text", markup=False)
        yield OwnWords(id="own-words")
        yield Static("", id="review-told", markup=False)
        yield Hints(id="review-hints")
        yield Static(_("This window is too small. Make it at least 40 by 10."), id="too-small")

    def on_mount(self) -> None:
        """Review the map."""
        for tab in self.query(Press):
            tab.can_focus = False
        self._show()

    def on_screen_resume(self) -> None:
        """Review the map anew: it may have been changed on the screen above."""
        self._show()

    def _show(self) -> None:
        """Show what is found and suggested for the map as it is now."""
        state = self._conversation.state
        findings, suggestions = self.query_one(FindingList), self.query_one(SuggestionList)
        findings.show(state.map, today())
        refused = {each.number for each in self._suggestions if each.key in state.refused}
        suggestions.show(self._suggestions, self._accepted(), refused)
        told = [(_("Findings"), findings.count, True), (_("Suggestions"), suggestions.count, self._asked)]
        for tab, (name, many, known) in zip(self.query(Press), told, strict=True):
            here = (tab.id == "to-suggestions") == self.at_suggestions
            count = f" ({many})" if known else ""
            sign = f"{glyphs().cursor} " if here else "  "
            tab.update(Content.styled(f"{sign}{name}{count}", "bold $primary" if here else QUIET))
        self._show_chosen()
        self._hint()

    def _accepted(self) -> set[int]:
        """Return the numbers of the suggestions that are in the map now."""
        journey = self._conversation.state.map
        texts = {action.text for action in journey.actions if action.origin.kind is OriginKind.SUGGESTED}
        here = {number for number, ref in self._taken.items() if journey.find(ref)}
        return here | {each.number for each in self._suggestions if each.text in texts}

    def _hint(self) -> None:
        names = ("accept", "own", "refuse", "anew", "list", "leave")
        accept, own, refuse, anew, other, leave = (hint(self, f"review.{name}") for name in names)
        if self.at_suggestions:
            pairs = [(accept, _("accept")), (own, _("in your own words")), (refuse, _("refuse")), (anew, _("anew"))]
        else:
            pairs = [(_("Enter"), _("show on the map"))]
        more = [(other, _("findings") if self.at_suggestions else _("suggestions")), (leave, _("back"))]
        self.query_one(Hints).show(*pairs, *more, (hint(self, "review.undo"), _("undo")))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Show the whole of what is chosen."""
        finding, suggestion = self.query_one(FindingList).chosen, self.query_one(SuggestionList).chosen
        if self.at_suggestions:
            nothing = _("There is no suggestion yet.") if self._asked else ""
            told = suggestion_told(suggestion) if suggestion else Content.styled(nothing, FAINT)
        else:
            nothing = _("The review found nothing to improve.")
            told = finding_told(finding) if finding else Content.styled(nothing, FAINT)
        self.query_one("#review-text", Static).update(told)
        self.query_one("#review-detail").scroll_home(animate=False)

    @on(OptionList.OptionSelected, "#findings")
    def _to_map(self) -> None:
        """Show on the map what a finding is about."""
        from assistant.tui.screens.map import MapScreen  # not needed before

        finding = self.query_one(FindingList).chosen
        if finding is not None:
            self.app.push_screen(
                MapScreen(self._conversation, self.map_changed, self.go_to_answer, finding.where, seek=finding.where)
            )

    def action_other_list(self) -> None:
        """Show the other list."""
        self.action_turn_to(not self.at_suggestions)

    def action_turn_to(self, suggestions: bool) -> None:
        """Show the findings, or the suggestions, and look for some if that was not done yet."""
        self._close_own_words()
        self.set_class(suggestions, "-suggestions")
        self._tell("")
        self.query_one("#suggestions" if suggestions else "#findings").focus()
        self._show()
        if suggestions and not self._asked:
            self.action_suggest()

    def action_suggest(self) -> None:
        """Look for suggestions, unless the model is at work on an answer."""
        if not self.at_suggestions:
            return
        if self._busy():
            self._tell(_("The model is still at work on your answer. Try again when it has asked its next question."))
        else:
            self._suggest()

    @work(group="suggest", exclusive=True)
    async def _suggest(self) -> None:
        """Show suggestions as they are found."""
        self._suggestions, self._taken, said = [], {}, ""
        self._tell(_("Looking for suggestions") + glyphs().ellipsis)
        try:
            async for event in self._conversation.command("suggest"):
                match event:
                    case Suggestion():
                        self._suggestions.append(event)
                        self._show()
                    case Reply(text) | Failure(text):
                        said = text
                    case Working():
                        self._tell(_("The model words suggestions") + glyphs().ellipsis)
        except JourneymapError as fault:
            said = str(fault)
        self._asked = True
        self._show()
        self._tell("" if self._suggestions else said)

    def action_accept(self) -> None:
        """Put the suggestion into the map."""
        self._take("")

    @on(OptionList.OptionSelected, "#suggestions")
    def action_own_words(self) -> None:
        """Let the person put a suggestion into their own words."""
        suggestion = self.query_one(SuggestionList).chosen
        if not self.at_suggestions or suggestion is None:
            return
        self.query_one(OwnWords).open(suggestion)
        self._tell(_("Enter puts it into the map, Esc leaves it as it is."))

    @on(Input.Submitted, "#own-words")
    def _said(self, event: Input.Submitted) -> None:
        """Accept in the person's words; unchanged, as it is."""
        suggestion, text = self.query_one(SuggestionList).chosen, event.value.strip()
        self._close_own_words()
        if suggestion is not None and text:
            self._take("" if text == suggestion.text.strip() else text)

    def _take(self, text: str) -> None:
        suggestion = self.query_one(SuggestionList).chosen
        if self.at_suggestions and suggestion is not None:
            self._carry_out("accept", {"number": str(suggestion.number), **({"text": text} if text else {})})

    def action_refuse(self) -> None:
        """Set the suggestion aside."""
        suggestion = self.query_one(SuggestionList).chosen
        if self.at_suggestions and suggestion is not None:
            self._carry_out("refuse", {"number": str(suggestion.number)})

    def action_change(self, command: str) -> None:
        """Take the last change to the map back, or make it again."""
        self._carry_out(command, {})

    @work(group="carry out")
    async def _carry_out(self, name: str, args: dict[str, str]) -> None:
        """Let the engine carry out a command, and say what came of it."""
        before = {action.id for action in self._conversation.state.map.actions}
        told = ""
        try:
            async for event in self._conversation.command(name, args):
                match event:
                    case MapChanged():
                        new = [action.id for action in event.map.actions if action.id not in before]
                        if name == "accept" and new:
                            self._taken[int(args["number"])] = new[0]
                        await self.map_changed(event)
                    case Notice(text) | Failure(text):
                        told = text
        except JourneymapError as fault:
            told = str(fault)
        self._show()
        self._tell(told)

    async def map_changed(self, event: MapChanged) -> None:
        """Review the new map, and show it where this screen was opened from."""
        if self.is_current:
            self._show()
        await self._on_change(event)

    def show_changed(self, event: MapChanged) -> None:
        """Review what a turn brought that goes on in the conversation."""
        self._show()

    async def go_to_answer(self, turn: int) -> None:
        """Go back to the conversation, to this answer."""
        self.dismiss()
        await self._on_answer(turn)

    def action_leave(self) -> None:
        """Leave the own words, else go back to the conversation."""
        if not self._close_own_words():
            self.dismiss()

    def action_page(self, direction: int) -> None:
        """Scroll the text of what is chosen."""
        detail = self.query_one("#review-detail", VerticalScroll)
        (detail.scroll_page_down if direction > 0 else detail.scroll_page_up)(animate=False)

    def _close_own_words(self) -> bool:
        """Put the line for own words away; False: it was not open."""
        if not self.query_one(OwnWords).close():
            return False
        self.query_one("#suggestions").focus()
        self._tell("")
        return True

    def _tell(self, told: str) -> None:
        self.query_one("#review-told", Static).update(clean_line(told))
