"""The Textual application: which screen is shown, how it ends, and what happens when it fails."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.worker import WorkerFailed

from assistant import locale, locations
from assistant.errors import JourneymapError
from assistant.locale import N_, _
from assistant.settings import save
from assistant.tui import garbage, hang_up, keys
from assistant.tui.glyphs import glyphs
from assistant.tui.port import Conversation, Opener
from assistant.tui.screens.start import StartScreen
from assistant.tui.taken_down import is_too_late
from assistant.tui.themes import DARK, THEMES
from assistant.tui.type_ahead import PatientApp

if TYPE_CHECKING:
    from assistant.interview.opening import NewInterview
    from assistant.interview.shelf import SessionShelf
    from assistant.interview.store import SessionStore
    from assistant.settings import Settings
    from assistant.tui.screens.interview import InterviewScreen

LEAVING_SECONDS = 3.0
"""When the program ends, whatever became of the request to leave."""

QUIT_SECONDS = 2.0
"""How soon the second Ctrl+C must follow the first one to leave."""

REST_SECONDS = 2.0
"""Without a key or the mouse for so long, nobody types."""

SWEEP_SECONDS = 5.0
"""How often garbage is looked for."""


@dataclass
class Leaving(Message):
    """The person leaves: it follows their last keys, then what came of them, through the widgets up to the app."""

    done: bool = False


@runtime_checkable
class Translated(Protocol):
    """A screen that can go on in another language."""

    def retranslate(self) -> None:
        """Show every text in the language of the interface."""
        ...


class JourneymapApp(PatientApp):
    """The terminal interface of journeymap."""

    TITLE = "journeymap"
    CSS_PATH = ["app.tcss", "screens/start.tcss"]  # noqa: RUF012 - the sheet of a default screen is not loaded by itself
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (40, "-narrow"), (100, "-wide")]  # noqa: RUF012 - declared by Textual
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (10, "-short"), (20, "-tall"), (32, "-high")]  # noqa: RUF012
    BINDING_GROUP_TITLE = keys.EVERYWHERE
    # Function keys come first: tmux and zellij keep Ctrl+B, G, H, N, O, P, Q, S and T for themselves by default.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "show_help", N_("Help"), id="help"),
        Binding("f8", "show_settings", N_("Settings"), id="settings"),
        Binding("f9,ctrl+p", "command_palette", N_("All that can be done, by name"), id="palette", priority=True),
        Binding("f10,ctrl+q", "quit", N_("Quit; everything is saved"), id="quit", priority=True),
        Binding("ctrl+c", "interrupt", N_("Copy what is selected; pressed twice: quit"), id="interrupt", system=True),
    ]

    def __init__(
        self,
        open_store: Callable[[], SessionStore],
        settings: Settings,
        opener: Opener,
        new: NewInterview | None = None,
        session: str | None = None,
        open_shelf: Callable[[], SessionShelf] | None = None,
    ) -> None:
        """Show the interviews that `open_store` keeps; `session` or `new` goes straight to that interview.

        With `open_shelf`, they can be put in order, too.
        """
        super().__init__()
        locale.use(settings.language)
        self.open_store = open_store
        self.open_shelf = open_shelf
        self.settings = settings
        self.opener = opener
        self.new = new
        self.resume = session
        self.conversation: Conversation | None = None
        self.fault: BaseException | None = None
        self.dropped = ""
        self._interrupted = 0.0
        self._input = 0.0
        self.set_class(glyphs().ascii, "-ascii")
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = THEMES[settings.theme].name
        self.set_keymap(dict(settings.keys))

    def on_ready(self) -> None:
        """Begin to collect garbage, now that the first frame is out."""
        garbage.begin()
        self._heed_signals()
        self.set_interval(SWEEP_SECONDS, self._sweep)

    async def on_event(self, event: events.Event) -> None:
        """Note when the person did something."""
        if isinstance(event, events.InputEvent):
            self._input = time.monotonic()
        await super().on_event(event)

    @property
    def rested(self) -> float:
        """For how many seconds there was no key and no mouse."""
        return time.monotonic() - self._input

    def _sweep(self) -> None:
        if self.rested > REST_SECONDS:
            garbage.collect()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the colours that Textual's own themes lack."""
        return {name: DARK.variables[name] for name in ("quiet", "faint")}

    def get_default_screen(self) -> Screen[None]:
        """Return the start screen, which goes on by itself if the interview is chosen already."""
        return StartScreen(
            self.open_store,
            self.settings,
            self.opener,
            new=self.new,
            session=self.resume,
            open_shelf=self.open_shelf,
        )

    def on_start_screen_opened(self, message: StartScreen.Opened) -> None:
        """Show the interview that was chosen."""
        from assistant.tui.screens.interview import InterviewScreen  # not needed for the first frame

        self.conversation = message.conversation
        self.push_screen(InterviewScreen(message.conversation))
        self.opening = False

    def check_keys(self) -> None:
        """Tell which of the keys in the settings cannot be used, and use the others; not before the first frame."""
        if self.settings.keys:
            good, faults = keys.usable(self.settings.keys)
            self.set_keymap(good)
            for fault in faults:
                self.notify(fault, title=_("Keys in the settings file"), severity="warning", timeout=20, markup=False)

    def change(self, **changes: Any) -> None:  # noqa: ANN401 - `save` checks them
        """Put settings in force and then in the settings file.

        Raises:
            JourneymapError: the file could not be written; what was chosen holds until the person leaves.
        """
        self.settings = replace(self.settings, **changes)
        if "theme" in changes:
            self.theme = THEMES[self.settings.theme].name
        if "keys" in changes:
            self.set_keymap(dict(self.settings.keys))
        if "language" in changes:
            locale.use(self.settings.language)
        if "keys" in changes or "language" in changes:
            for screen in self.screen_stack:
                if isinstance(screen, Translated) and ("language" in changes or screen is not self.screen):
                    screen.retranslate()
        save(changes)

    def command(self, line: str) -> None:
        """Give the interview that is open, if one is, a command."""
        from assistant.tui.widgets.prompt import Prompt  # not needed for the first frame

        for interview in self._interviews():
            interview.post_message(Prompt.Submitted(line))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield what the command palette offers: what the keys do here, the commands, the themes and languages."""
        from assistant.tui.palette import commands  # not needed for the first frame

        return commands(self, screen)

    def action_show_help(self) -> None:
        """Show the keys and commands, or put them away."""
        from assistant.tui.screens.help import HelpScreen  # not needed for the first frame

        if isinstance(self.screen, HelpScreen):
            self.pop_screen()
        else:
            here = {node.BINDING_GROUP_TITLE or "" for node in (self.screen, *self.screen.query("*"))}
            self.push_screen(HelpScreen(self.settings.keys, here))

    def action_show_settings(self) -> None:
        """Show the settings, or put them away."""
        from assistant.tui.screens.settings import SettingsScreen  # not needed for the first frame

        if isinstance(self.screen, SettingsScreen):
            self.pop_screen()
        else:
            self.push_screen(SettingsScreen(self.settings))

    def copy_to_clipboard(self, text: str) -> None:
        """Copy in every way that there is, and tell which of them is known to have worked."""
        from assistant.tui import clipboard  # not needed for the first frame

        sequence = len(text.encode()) <= clipboard.LONGEST_SEQUENCE
        if sequence:
            super().copy_to_clipboard(text)
        else:
            self._clipboard = text
        if self.is_web:  # this machine's clipboard and files are the server's, not the reader's
            self.notify(clipboard.told_in_browser(sequence=sequence), timeout=8, markup=False)
            return
        self.run_worker(self._copy(text, sequence=sequence), group="copy", exclusive=True)

    async def _copy(self, text: str, *, sequence: bool) -> None:
        from assistant.tui import clipboard

        spare = locations.data_folder() / "copied.txt"
        copied = await asyncio.to_thread(clipboard.copy, text, clipboard.ways(), spare)
        self.notify(clipboard.told(copied, sequence=sequence), timeout=8, markup=False)

    async def action_interrupt(self) -> None:
        """Leave at the second press; the first one says so (a selection is copied before it comes here)."""
        moment = time.monotonic()
        if moment - self._interrupted < QUIT_SECONDS:
            await self.action_quit()
            return
        self._interrupted = moment
        self.notify(_("Press Ctrl+C again to quit. Everything is saved."), timeout=QUIT_SECONDS, markup=False)

    async def action_quit(self) -> None:
        """Leave once the keys that were pressed before have done their work.

        The keys of the app come before those of its widgets: an Enter may still be on its way to the prompt.
        """
        self._follow_keys(Leaving())
        self.set_timer(LEAVING_SECONDS, self.exit)

    def _heed_signals(self) -> None:
        """Keep what was typed also when the machine shuts down, or the terminal is closed."""
        if sys.platform != "win32":
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGTERM, self.call_later, self.action_quit)
            loop.add_signal_handler(signal.SIGHUP, self.call_later, self._hang_up)
            hang_up.watch()

    async def _hang_up(self) -> None:
        """End as a program does whose terminal is gone: nothing is there to be restored, and writing could hang."""
        for interview in self._interviews():
            await interview.leave()
            interview.keep_unsent()
        asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)
        signal.raise_signal(signal.SIGHUP)

    def _interviews(self) -> list[InterviewScreen]:
        from assistant.tui.screens.interview import InterviewScreen  # not needed for the first frame

        return [screen for screen in self.screen_stack if isinstance(screen, InterviewScreen)]

    def _follow_keys(self, message: Message) -> None:
        (self.focused or self.screen).post_message(message)

    async def on_leaving(self, message: Leaving) -> None:
        """Leave when what was sent is stored."""
        if not message.done:  # the keys are done; the messages that they led to stand behind this one
            self._follow_keys(Leaving(done=True))
            return
        for interview in self._interviews():
            await interview.leave()
        self.exit()

    def drop(self, text: str, fault: JourneymapError) -> None:
        """Give a text that cannot be saved back at the end, with the reason."""
        self.dropped, self.fault = text, self.fault or fault

    def _handle_exception(self, error: Exception) -> None:
        """Keep the fault for `run`, which tells it as one sentence, where Textual would print a traceback."""
        if is_too_late(error, self):
            return
        self.fault = self.fault or (error.error if isinstance(error, WorkerFailed) else error)
        if self.is_headless:
            super()._handle_exception(error)
        else:
            self._return_code = 1
            self._close_messages_no_wait()
