"""The question before a link is opened: the whole address, and no unless the person says yes."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from assistant.locale import N_, _
from assistant.text import clean_line
from assistant.tui.links import has_browser, host, may_be_opened


class LinkScreen(ModalScreen[None]):
    """Shows where a link leads that a model, a document or an article holds."""

    CSS_PATH = "link.tcss"
    BINDING_GROUP_TITLE = N_("A link")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "dismiss", N_("Do not open it")),
        Binding("c", "copy", N_("Copy the address")),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]
    AUTO_FOCUS = "#no"

    def __init__(self, address: str) -> None:
        """Ask about `address`."""
        super().__init__()
        self._address = clean_line(address)
        self._opens = may_be_opened(self._address)
        self._browser = has_browser()

    def compose(self) -> ComposeResult:
        """Compose the address, what is known of it, and the answers."""
        with Vertical(id="link"):
            yield Static(_("Open this link?") if self._opens else _("This link is not opened"), classes="heading")
            with VerticalScroll(id="address", can_focus=False):
                yield Static(self._address, markup=False)
            yield Static(self._told(), classes="told", markup=False)
            with Horizontal(id="answers"):
                yield Button(_("No") if self._opens else _("Close"), id="no", compact=True)
                if self._opens and self._browser:
                    yield Button(_("Open"), id="yes", compact=True)
                yield Button(_("Copy the address"), id="copy", compact=True)

    def _told(self) -> str:
        if not self._opens:
            return _("Only https, http and mailto addresses are opened.")
        told = _("It leads to %(host)s. It stands in a text that is not ours.") % {"host": host(self._address)}
        return (
            told if has_browser() else f"{told} {_('No browser can be started from this terminal; copy it instead.')}"
        )

    @on(Button.Pressed, "#no")
    def _no(self) -> None:
        self.dismiss()

    @on(Button.Pressed, "#yes")
    def _yes(self) -> None:
        self.app.open_url(self._address)
        self.dismiss()

    @on(Button.Pressed, "#copy")
    def action_copy(self) -> None:
        """Copy the address."""
        self.app.copy_to_clipboard(self._address)
