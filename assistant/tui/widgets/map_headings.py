"""What stands above and below the sections of the map: its title, their names with the progress, the legend."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from assistant.journey.checklist import STEP_NAMES, needs_of
from assistant.journey.models import JourneyMap, Step
from assistant.locale import _
from assistant.text import clean_line
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import FAINT, QUIET
from assistant.tui.widgets.map_lines import section
from assistant.tui.widgets.wrapped import cut


def head(journey: JourneyMap, width: int) -> list[Content]:
    """Return the title of the map, what it shows, and an empty row."""
    kind = _("journey") if journey.kind == "journey" else _("experience")
    state = _("as it is") if journey.state == "as_is" else _("as it should be")
    title = Content.styled(clean_line(journey.title), "bold").wrap(width)
    return [*title, Content.styled(f"{kind}, {state}", QUIET), Content()]


def heading(journey: JourneyMap, step: Step) -> Content:
    """Return the name of a section with what the checklist has of it: one stroke a need, full if it is met.

    Where there is nothing yet, no need is met: a map without metrics has none without figures either.
    """
    signs = glyphs()
    lines = section(journey, step)
    needs = [any(line.origin for line in lines) and not need.missing(journey) for need in needs_of(step)]
    done = all(needs)
    strokes = "".join(signs.full if met else signs.empty for met in sorted(needs, reverse=True))
    style = "bold $primary" if lines else f"bold {FAINT}"
    return Content.assemble(
        (f"{signs.done if done else signs.todo} {_(STEP_NAMES[step])}", style),
        (f"  {strokes} {sum(needs)}/{len(needs)}", FAINT),
    )


def legend(width: int) -> list[Content]:
    """Return what the signs mean, in columns as far as one line does not hold them."""
    signs = glyphs()
    meanings = [
        f"{signs.said} {_('said')}",
        f"{signs.suggested} {_('suggested')}",
        f"{signs.evidence} {_('evidence')}",
        f"{signs.imported} {_('imported')}",
        f"{signs.changed} {_('new')}",
    ]
    line = "  ".join(meanings)
    if cell_len(line) <= width:
        return [Content.styled(line, FAINT)]
    wide = max(map(cell_len, meanings)) + 2
    each = max(width // wide, 1)
    rows = [meanings[at : at + each] for at in range(0, len(meanings), each)]
    return [Content.styled("".join(cut(one, wide) for one in row).rstrip(), FAINT) for row in rows]
