"""The map as a Mermaid `journey` picture: a view of stages, touchpoints and feelings, never the store."""

import re

from assistant.journey.models import JourneyMap, Touchpoint
from assistant.locale import N_, translator
from assistant.text import shorten

# A box of the picture holds two lines of about 20 letters; the tables have the whole text.
_LONGEST_NAME = 40
_LONGEST_TITLE = 90

# The first letter of a name that starts like a keyword; what ends a name, starts a comment or is rewritten as HTML.
# One ``%`` is enough for a comment: Mermaid 11 drops a line that starts with ``5% off``.
_MEANINGFUL = re.compile(r"\A(?=journey|section|title|acctitle|accdescr).|[#;:,%<>]", re.IGNORECASE)


class MermaidExporter:
    """A picture for GitHub, GitLab, Notion, Obsidian and everything else that draws Mermaid."""

    name = "mermaid"
    suffix = ".mmd"
    cannot_carry = (
        N_("A Mermaid journey shows the names of stages and touchpoints, shortened, and the feelings; nothing else."),
        N_("A touchpoint without a feeling is drawn as neutral."),
        N_("Mermaid draws no more than 50,000 characters, so a journey of many hundred touchpoints stays text."),
    )

    def export(self, journey: JourneyMap) -> bytes:
        """Return the diagram in UTF-8, with the map's title."""
        head, _newline, rest = diagram(journey).partition("\n")
        lines = [head, f"    title {name(journey.title, '', _LONGEST_TITLE)}", *filter(None, [rest])]
        return ("\n".join(lines) + "\n").encode()


EXPORTER = MermaidExporter()


def diagram(journey: JourneyMap) -> str:
    """Return the lines of a Mermaid `journey` diagram: a section a stage, a task a touchpoint.

    The score is the feeling plus 3, so from 1 to 5; it is 3, a neutral face, where no feeling is known.
    """
    _ = translator(journey.language).gettext
    actor = name(journey.persona.name or "", _("Customer"))
    lines = ["journey"]
    for stage in journey.stages:
        lines.append(f"    section {name(stage.name, stage.id)}")
        lines += [_task(touchpoint, actor) for touchpoint in journey.touchpoints if touchpoint.stage == stage.id]
    if homeless := [touchpoint for touchpoint in journey.touchpoints if touchpoint.stage is None]:
        lines.append(f"    section {name(_('No stage yet'), '')}")
        lines += [_task(touchpoint, actor) for touchpoint in homeless]
    return "\n".join(lines)


def _task(touchpoint: Touchpoint, actor: str) -> str:
    return f"      {name(touchpoint.name, touchpoint.id)}: {(touchpoint.emotion or 0) + 3}: {actor}"


def name(text: str, otherwise: str, longest: int = _LONGEST_NAME) -> str:
    """Return `text` as the name of a section, task or actor; `otherwise` when nothing visible is in it.

    Letters and signs that mean something to Mermaid become its entities (``#58;``), which it shows as they were.
    """
    # A byte order mark is white space to Mermaid and a letter to Python.
    visible = shorten(text.replace("\ufeff", " "), longest) or otherwise
    return _MEANINGFUL.sub(lambda match: f"#{ord(match[0])};", visible)
