"""Writing the map to files: which formats, what each will hold and cannot carry, and a name."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from assistant.errors import JourneymapError
from assistant.interview.events import Failure, Notice
from assistant.locale import N_, _, ngettext
from assistant.locations import expanded
from assistant.text import clean_line
from assistant.tui.glyphs import glyphs
from assistant.tui.keys import hint
from assistant.tui.widgets.formats import FormatList, Sheet
from assistant.tui.widgets.hints import Hints
from assistant.tui.widgets.wrapped import Hung
from exports.preview import preview
from exports.write import file_stem

if TYPE_CHECKING:
    from assistant.tui.port import Conversation
    from exports.port import Exporter

PAUSE = 0.15
"""Seconds that somebody must rest on a format before it is made for the preview: a picture takes 0.1 to 3."""


class ExportScreen(ModalScreen[str]):
    """Writes the map by the engine's command; dismissed with what it said, or "" when nothing was written."""

    CSS_PATH = "export.tcss"
    AUTO_FOCUS = "#formats"
    BINDING_GROUP_TITLE = N_("Exporting")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Close"), id="export.leave"),
        Binding("space", "tick", N_("Take this format, too, or leave it out"), id="export.tick"),
        Binding("down", "move(1)", N_("Next format"), priority=True, show=False),
        Binding("up", "move(-1)", N_("Format before"), priority=True, show=False),
        Binding("pageup", "page(-1)", N_("Scroll the preview up"), id="export.up", priority=True),
        Binding("pagedown", "page(1)", N_("Scroll the preview down"), id="export.down", priority=True),
    ]

    def __init__(self, conversation: Conversation) -> None:
        """Offer to write the map of `conversation`."""
        super().__init__()
        self._conversation = conversation
        self._stem = file_stem(conversation.state.map.title)

    def compose(self) -> ComposeResult:
        """Compose the formats, what the chosen one will hold and cannot carry, and the name."""
        with Vertical(id="export"):
            yield Static(_("Write the map to a file"), classes="heading")
            with Vertical(id="export-body"):
                yield FormatList(id="formats")
                with Vertical(id="export-seen"):
                    yield Hung(id="lost")
                    with VerticalScroll(id="preview", can_focus=False):
                        yield Sheet(id="sheet")
            yield Input(compact=True, id="file", select_on_focus=False)
            yield Static("", id="export-told", markup=False)
            yield Hints(id="export-hints")

    def on_mount(self) -> None:
        """List the formats, the one that holds everything first chosen."""
        formats = self.query_one(FormatList)
        faults = formats.fill()
        self.query_one("#preview").border_title = _("Preview")
        self._tell(" ".join(faults) if faults else self._where())
        self._hint()
        self.call_after_refresh(formats.scroll_to_highlight)

    def _where(self) -> str:
        """Say where the files go."""
        if self.app.is_web:
            if len(self._wanted) > 1:
                return _("The browser is given one ZIP archive with these files.")
            return _("The browser is given the file.")
        return _("Folder: %(folder)s") % {"folder": Path.cwd()}

    @property
    def _wanted(self) -> list[Exporter]:
        """The formats that are ticked; none is: the one that is highlighted."""
        formats = self.query_one(FormatList)
        return formats.ticked or [formats.chosen]

    def _hint(self) -> None:
        many = len(self._wanted)
        writes = ngettext("writes %(count)d file", "writes %(count)d files", many) % {"count": many}
        pairs = [(hint(self, "export.tick"), _("one more format")), ("Tab", _("file name"))]
        more = [(hint(self, "export.leave"), _("closes")), (hint(self, "export.down"), _("preview"))]
        self.query_one(Hints).show((_("Enter"), writes), *pairs, *more)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        """Say what the format loses, name the file, and show what will be in it."""
        exporter = self.query_one(FormatList).chosen
        lost = [(f"{glyphs().notice} ", _(sentence)) for sentence in exporter.cannot_carry]
        self.query_one(Hung).show(lost or [(f"{glyphs().done} ", _("It carries everything."))])
        self._name_file()
        self._preview(exporter)

    def _name_file(self) -> None:
        """End the name in the suffix of the one format; of several, each adds its own."""
        field, wanted = self.query_one("#file", Input), self._wanted
        suffixes = sorted((each.suffix for each in self.query_one(FormatList).exporters), key=len, reverse=True)
        stem = next((field.value.removesuffix(s) for s in suffixes if field.value.endswith(s)), field.value)
        field.value = f"{stem or self._stem}{wanted[0].suffix if len(wanted) == 1 else ''}"
        field.cursor_position = len(field.value)

    @work(group="preview", exclusive=True)
    async def _preview(self, exporter: Exporter) -> None:
        """Make the file and show what is in it."""
        sheet, scroll = self.query_one(Sheet), self.query_one("#preview")
        scroll.border_subtitle = ""
        await asyncio.sleep(PAUSE)
        sheet.wait()
        try:
            made = await asyncio.to_thread(preview, exporter, self._conversation.state.map)
        except JourneymapError as fault:
            sheet.tell(str(fault))
            return
        sheet.show(made)
        size = _("%(size)s kB") % {"size": f"{max(len(made.data) / 1000, 0.1):.1f}"}
        scroll.border_subtitle = Content(f" {glyphs().dot} ".join(filter(None, (made.extent, size)))).markup
        scroll.scroll_home(animate=False)

    def action_move(self, by: int) -> None:
        """Choose the next format."""
        formats = self.query_one(FormatList)
        (formats.action_cursor_down if by > 0 else formats.action_cursor_up)()

    def action_tick(self) -> None:
        """Take the format that is highlighted, too, or leave it out."""
        self.query_one(FormatList).tick()
        self._name_file()
        self._hint()
        self._tell(self._where())

    def action_page(self, direction: int) -> None:
        """Scroll the preview."""
        scroll = self.query_one("#preview", VerticalScroll)
        (scroll.scroll_page_down if direction > 0 else scroll.scroll_page_up)(animate=False)

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _submitted(self, event: Input.Submitted | OptionList.OptionSelected) -> None:
        event.stop()
        name = self.query_one("#file", Input).value.strip()
        if name:
            self._write(name)

    @work(group="write", exclusive=True)
    async def _write(self, name: str) -> None:
        """Write the files and close; stay when one cannot be written, and say why."""
        wanted = self._wanted
        if self.app.is_web:
            await self._deliver(wanted, clean_line(Path(name).name))
            return
        path = Path.cwd() / expanded(name)
        files = [path if len(wanted) == 1 else path.with_name(f"{path.name}{each.suffix}") for each in wanted]
        taken = next((file for file in files if file.exists()), None)
        if taken is not None:
            told = _("There is already a file %(file)s; it was left as it is. Give another name.")
            self._tell(told % {"file": taken})
            self.query_one("#file").focus()
            return
        said: list[str] = []
        for exporter, file in zip(wanted, files, strict=True):
            async for event in self._conversation.command("export", {"format": exporter.name, "path": str(file)}):
                match event:
                    case Notice(text):
                        said.append(text)
                    case Failure(text):
                        self._tell(" ".join([*said, text]))
                        return
        self.dismiss("\n".join(said))

    async def _deliver(self, wanted: list[Exporter], name: str) -> None:
        """Give the browser the file; of several, an archive, for browsers let a page start one download alone."""
        from exports.archive import archive  # neither is needed in a terminal

        journey = self._conversation.state.map
        try:
            if len(wanted) == 1:
                data = await asyncio.to_thread(wanted[0].export, journey)
            else:
                data, name = await asyncio.to_thread(archive, journey, wanted, name), f"{name}.zip"
        except JourneymapError as fault:
            self._tell(str(fault))
            return
        self._hand_over(data, name)
        self.dismiss(_("The browser was given %(name)s.") % {"name": name})

    def _hand_over(self, data: bytes, name: str) -> None:
        from io import BytesIO

        self.app.deliver_binary(BytesIO(data), save_filename=name)

    def action_leave(self) -> None:
        """Write nothing."""
        self.dismiss("")

    def _tell(self, told: str) -> None:
        self.query_one("#export-told", Static).update(clean_line(told))
