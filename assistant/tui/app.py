"""The Textual application: which screen is shown, how it ends, and what happens when it fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import WorkerFailed

from assistant import locale
from assistant.errors import JourneymapError
from assistant.locale import _
from assistant.tui.glyphs import glyphs
from assistant.tui.port import Conversation, Opener
from assistant.tui.screens.start import StartScreen
from assistant.tui.themes import DARK, LIGHT

if TYPE_CHECKING:
    from assistant.interview.opening import NewInterview
    from assistant.interview.store import SessionStore
    from assistant.settings import Settings

QUIT_SECONDS = 2.0
"""How soon the second Ctrl+C must follow the first one to leave."""


class JourneymapApp(App[None]):
    """The terminal interface of journeymap."""

    TITLE = "journeymap"
    CSS_PATH = ["app.tcss", "screens/start.tcss"]  # noqa: RUF012 - the sheet of a default screen is not loaded by itself
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (100, "-wide")]  # noqa: RUF012 - declared by Textual
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (10, "-short"), (20, "-tall"), (32, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "show_help", "Help", id="help"),
        Binding("ctrl+q", "quit", "Quit", id="quit", show=False, priority=True),
        Binding("ctrl+c", "interrupt", "Copy, or quit when pressed twice", show=False, system=True),
    ]

    def __init__(
        self,
        open_store: Callable[[], SessionStore],
        settings: Settings,
        opener: Opener,
        new: NewInterview | None = None,
        session: str | None = None,
    ) -> None:
        """Show the interviews that `open_store` keeps; `session` or `new` goes straight to that interview."""
        super().__init__()
        locale.use(settings.language)
        self.open_store = open_store
        self.settings = settings
        self.opener = opener
        self.new = new
        self.resume = session
        self.conversation: Conversation | None = None
        self.fault: BaseException | None = None
        self._interrupted = 0.0
        self.set_class(glyphs().ascii, "-ascii")
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = DARK.name

    def get_default_screen(self) -> Screen[None]:
        """Return the start screen, which goes on by itself if the interview is chosen already."""
        return StartScreen(self.open_store, self.settings, self.opener, new=self.new, session=self.resume)

    def on_start_screen_opened(self, message: StartScreen.Opened) -> None:
        """Show the interview that was chosen."""
        from assistant.tui.screens.interview import InterviewScreen  # not needed for the first frame

        self.conversation = message.conversation
        self.push_screen(InterviewScreen(message.conversation))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield what the command palette offers."""
        yield SystemCommand(_("Help"), _("Keys and commands"), self.action_show_help)
        yield SystemCommand(_("Colours"), _("Choose another theme"), self.action_change_theme)
        yield SystemCommand(_("Quit"), _("Everything is saved"), self.action_quit)

    def action_show_help(self) -> None:
        """Show the keys and commands, or put them away."""
        from assistant.tui.screens.help import HelpScreen  # not needed for the first frame

        if isinstance(self.screen, HelpScreen):
            self.pop_screen()
        else:
            self.push_screen(HelpScreen())

    def action_interrupt(self) -> None:
        """Leave at the second press; the first one says so (a selection is copied before it comes here)."""
        moment = time.monotonic()
        if moment - self._interrupted < QUIT_SECONDS:
            self.exit()
            return
        self._interrupted = moment
        self.notify(_("Press Ctrl+C again to quit. Everything is saved."), timeout=QUIT_SECONDS, markup=False)

    def _handle_exception(self, error: Exception) -> None:
        """Keep the fault for `run`, which tells it as one sentence, where Textual would print a traceback."""
        self.fault = self.fault or (error.error if isinstance(error, WorkerFailed) else error)
        if self.is_headless:
            super()._handle_exception(error)
        else:
            self._return_code = 1
            self._close_messages_no_wait()


def run(
    open_store: Callable[[], SessionStore],
    settings: Settings,
    opener: Opener,
    *,
    new: NewInterview | None = None,
    session: str | None = None,
) -> int:
    """Show the interface until the person leaves and return the exit code.

    Raises:
        JourneymapError: the interface failed; its cause is the fault itself.
    """
    app = JourneymapApp(open_store, settings, opener, new=new, session=session)
    app.run()
    if isinstance(app.fault, JourneymapError):
        raise app.fault
    if app.fault is not None:
        raise JourneymapError(
            _("The interface stopped because of a fault of its own. Every answer is saved."),
            _("Start journeymap again to go on; with --debug it writes down what happened."),
        ) from app.fault
    if app.conversation is not None:
        print(_("Saved as %(session)s. Start journeymap again to go on.") % {"session": app.conversation.session})
    return app.return_code or 0
