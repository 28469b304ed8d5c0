"""Writing the map to a file: a format, told what it cannot carry, and a name."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from assistant.errors import JourneymapError
from assistant.interview.events import Failure, Notice
from assistant.locale import N_, _
from assistant.text import clean_line
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import QUIET
from exports import registry
from exports.write import file_stem

if TYPE_CHECKING:
    from assistant.tui.port import Conversation
    from exports.port import Exporter

USES: dict[str, str] = {
    "cjml": N_("a planned journey for the tools of CJML"),
    "csv": N_("a table for spreadsheets and other programs"),
    "docx": N_("a Word document"),
    "flowchart": N_("a flowchart that Mermaid draws"),
    "html": N_("a web page that needs nothing else"),
    "json": N_("everything, for programs and for going on later"),
    "markdown": N_("everything, to be read and changed as text"),
    "mermaid": N_("a journey that Mermaid draws"),
    "pdf": N_("pages to print and to pass on"),
    "png": N_("a picture for slides"),
    "svg": N_("a picture that stays sharp"),
    "xlsx": N_("an Excel workbook"),
}
"""What a format of ours is for."""


class ExportScreen(ModalScreen[str]):
    """Writes the map by the engine's command; dismissed with what it said, or "" when nothing was written."""

    CSS_PATH = "export.tcss"
    AUTO_FOCUS = "#file"
    BINDING_GROUP_TITLE = N_("Exporting")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Close")),
        Binding("down", "move(1)", N_("Next format"), priority=True, show=False),
        Binding("up", "move(-1)", N_("Format before"), priority=True, show=False),
    ]

    def __init__(self, conversation: Conversation) -> None:
        """Offer to write the map of `conversation`."""
        super().__init__()
        self._conversation = conversation
        self._exporters: list[Exporter] = []
        self._stem = file_stem(conversation.state.map.title)

    def compose(self) -> ComposeResult:
        """Compose the formats, what the chosen one cannot carry, and the name."""
        with Vertical(id="export"):
            yield Static(_("Write the map to a file"), classes="heading")
            yield OptionList(id="formats", markup=False, compact=True)
            yield Static("", id="lost", markup=False)
            yield Input(compact=True, id="file", select_on_focus=False)
            yield Static("", id="export-told", markup=False)

    def on_mount(self) -> None:
        """List the formats, the one that holds everything first chosen."""
        formats = self.query_one("#formats", OptionList)
        formats.can_focus = False
        for name in registry.names():
            try:
                self._exporters.append(registry.by_name(name))
            except JourneymapError as fault:  # one that another package adds
                self._tell(str(fault))
        formats.add_options([Option(_row(exporter)) for exporter in self._exporters])
        names = [exporter.name for exporter in self._exporters]
        formats.highlighted = names.index("markdown") if "markdown" in names else 0
        self.call_after_refresh(formats.scroll_to_highlight)
        if self.app.is_web:
            self._tell(_("Enter gives the file to the browser. Up and down choose the format, Esc closes."))
        else:
            told = _("Enter writes it in %(folder)s. Up and down choose the format, Esc closes.")
            self._tell(told % {"folder": Path.cwd()})

    @property
    def _chosen(self) -> Exporter:
        return self._exporters[self.query_one("#formats", OptionList).highlighted or 0]

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        """Say what the format loses, and end the name in its suffix."""
        exporter, field = self._chosen, self.query_one("#file", Input)
        lost = [f"{glyphs().notice} {_(sentence)}" for sentence in exporter.cannot_carry]
        self.query_one("#lost", Static).update("\n".join(lost or [f"{glyphs().done} {_('It carries everything.')}"]))
        suffixes = sorted((each.suffix for each in self._exporters), key=len, reverse=True)
        stem = next((field.value.removesuffix(s) for s in suffixes if field.value.endswith(s)), field.value)
        field.value = f"{stem or self._stem}{exporter.suffix}"
        field.cursor_position = len(field.value)

    def action_move(self, by: int) -> None:
        """Choose the next format."""
        formats = self.query_one("#formats", OptionList)
        (formats.action_cursor_down if by > 0 else formats.action_cursor_up)()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _submitted(self, event: Input.Submitted | OptionList.OptionSelected) -> None:
        event.stop()
        name = self.query_one("#file", Input).value.strip()
        if name:
            self._write(name)

    @work(exclusive=True)
    async def _write(self, name: str) -> None:
        """Write the file and close; stay when it cannot be written, and say why."""
        exporter = self._chosen
        if self.app.is_web:
            self.app.deliver_binary(
                BytesIO(exporter.export(self._conversation.state.map)), save_filename=Path(name).name
            )
            self.dismiss(_("The browser was given %(name)s.") % {"name": clean_line(Path(name).name)})
            return
        path = Path(name).expanduser()
        args = {"format": exporter.name, "path": str(path if path.is_absolute() else Path.cwd() / path)}
        async for event in self._conversation.command("export", args):
            match event:
                case Notice(text):
                    self.dismiss(text)
                case Failure(text):
                    self._tell(text)

    def action_leave(self) -> None:
        """Write nothing."""
        self.dismiss("")

    def _tell(self, told: str) -> None:
        self.query_one("#export-told", Static).update(clean_line(told))


def _row(exporter: Exporter) -> Content:
    use = USES.get(exporter.name)
    return Content.assemble((f"{exporter.name:<10}", "bold"), (_(use) if use else exporter.suffix, QUIET))
