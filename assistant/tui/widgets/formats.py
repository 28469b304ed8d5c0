"""The formats that a map can be written in, and what a file of one will hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from assistant.errors import JourneymapError
from assistant.locale import N_, _, ngettext
from assistant.text import clean
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import FAINT, QUIET
from assistant.tui.widgets.wrapped import Wrapped, cut, hanging
from exports import registry

if TYPE_CHECKING:
    from exports.port import Exporter
    from exports.preview import Preview

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


class FormatList(OptionList):
    """The formats; one is highlighted, any number of them are ticked."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start empty."""
        super().__init__(id=id, markup=False, compact=True)
        self.exporters: list[Exporter] = []
        self._ticked: list[str] = []

    def fill(self) -> list[str]:
        """List the formats there are, Markdown highlighted; return what is wrong with those of other packages."""
        faults = []
        for name in registry.names():
            try:
                self.exporters.append(registry.by_name(name))
            except JourneymapError as fault:
                faults.append(str(fault))
        self.add_options([Option(self._row(exporter)) for exporter in self.exporters])
        names = [exporter.name for exporter in self.exporters]
        self.highlighted = names.index("markdown") if "markdown" in names else 0
        return faults

    @property
    def chosen(self) -> Exporter:
        """The format that is highlighted."""
        return self.exporters[self.highlighted or 0]

    @property
    def ticked(self) -> list[Exporter]:
        """The formats that are ticked, as they were."""
        by_name = {exporter.name: exporter for exporter in self.exporters}
        return [by_name[name] for name in self._ticked]

    def tick(self) -> None:
        """Tick the highlighted format, or take its tick away."""
        name = self.chosen.name
        if name in self._ticked:
            self._ticked.remove(name)
        else:
            self._ticked.append(name)
        self.replace_option_prompt_at_index(self.highlighted or 0, self._row(self.chosen))

    def _row(self, exporter: Exporter) -> Content:
        sign = glyphs().done if exporter.name in self._ticked else " "
        use = USES.get(exporter.name)
        name = cut(clean(exporter.name), 10)
        return Content.assemble((f"{sign} ", "bold $success"), (f"{name} ", "bold"), (_(use) if use else "", QUIET))


class Sheet(Wrapped):
    """The first lines of a file, or what of the map stands in it."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start empty."""
        super().__init__(id=id)
        self._lines: list[Content] = []

    def wait(self) -> None:
        """Say that the file is being made."""
        self._put([Content.styled(_("Making the preview") + glyphs().ellipsis, FAINT)])

    def tell(self, told: str) -> None:
        """Show a sentence of ours in the place of a file."""
        self._put([Content.styled(clean(told), QUIET)])

    def show(self, made: Preview) -> None:
        """Show a file."""
        lines = [Content(line) for line in made.lines]
        if not made.quoted and lines:
            lines.insert(0, Content.styled(_("What will stand in it:"), QUIET))
        if not lines:
            lines = [Content.styled(_("No preview is possible of this format."), QUIET)]
        if made.left:
            told = ngettext("and %(count)d more line", "and %(count)d more lines", made.left) % {"count": made.left}
            lines.append(Content.styled(f"{glyphs().ellipsis} {told}", FAINT))
        self._put(lines)

    def _put(self, lines: list[Content]) -> None:
        self._lines = lines
        self.refresh(layout=True)

    def rows(self, width: int) -> list[Content]:
        """Return the lines; what goes on in the next row is set in."""
        return [row for line in self._lines for row in _folded(line, width)]


def _folded(line: Content, width: int) -> list[Content]:
    if line.cell_length <= width:
        return [line]
    indent = len(line.plain) - len(line.plain.lstrip())
    return hanging(Content(line.plain[:indent]), line[indent:], width, Content(" " * min(indent + 2, width // 3)))
