"""Running the interface until the person leaves, and telling how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from assistant.errors import JourneymapError
from assistant.locale import _
from assistant.tui.app import JourneymapApp

if TYPE_CHECKING:
    from assistant.interview.opening import NewInterview
    from assistant.interview.shelf import SessionShelf
    from assistant.interview.store import SessionStore
    from assistant.settings import Settings
    from assistant.tui.port import Conversation


class SettledOpener(Protocol):
    """Opens an interview under the settings as they are when it is opened."""

    def __call__(
        self, settings: Settings, *, session: str | None = None, new: NewInterview | None = None
    ) -> Conversation:
        """Return the interview, as `Opener` does."""
        ...


def run(
    open_store: Callable[[], SessionStore],
    settings: Settings,
    opener: SettledOpener,
    *,
    new: NewInterview | None = None,
    session: str | None = None,
    open_shelf: Callable[[], SessionShelf] | None = None,
) -> int:
    """Show the interface until the person leaves and return the exit code.

    Raises:
        JourneymapError: the interface failed; its cause is the fault itself.
    """

    def opened(*, session: str | None = None, new: NewInterview | None = None) -> Conversation:
        return opener(app.settings, session=session, new=new)

    app = JourneymapApp(open_store, settings, opened, new=new, session=session, open_shelf=open_shelf)
    app.run()
    return told(app)


def told(app: JourneymapApp) -> int:
    """Tell how the interface ended, and what was kept, and return the exit code.

    Raises:
        JourneymapError: it failed; its cause is the fault itself.
    """
    if app.dropped:
        print(_("This could not be saved. Here it is, to be copied:"), app.dropped, sep="\n\n", end="\n\n")
    if isinstance(app.fault, JourneymapError):
        raise app.fault
    if app.fault is not None:
        raise JourneymapError(
            _("The interface stopped because of a fault of its own. Every answer is saved."),
            _("Start journeymap again to go on; with --debug it writes down what happened."),
        ) from app.fault
    if app.conversation is not None and not app.is_web:
        print(_("Saved as %(session)s. Start journeymap again to go on.") % {"session": app.conversation.session})
        if app.conversation.unsent:
            print(_("What you had not sent is kept, too: it stands in the prompt then."))
    return app.return_code or 0
