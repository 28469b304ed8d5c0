"""The map as a Mermaid flowchart: for boards that draw flowcharts and no journeys, such as Miro."""

import re

from assistant.journey.models import JourneyMap, Touchpoint
from assistant.locale import N_, translator
from assistant.text import shorten
from exports import labels
from exports.columns import Say

_LONGEST_NAME = 60
# Everything that means something to the grammar, to Markdown or to HTML; Mermaid shows an entity as the sign it is.
# Its lexer takes `direction LR` for a statement wherever it stands in a line.
_MEANINGFUL = re.compile(r"[^\w\s,!?’“”„…–()/]|\A\d|_|d(?=irection\s)", re.IGNORECASE)
_FILLS = {-2: "#f4a7a0", -1: "#f9d5c4", 0: "#eeeeee", 1: "#d3ecd0", 2: "#a3d9a5"}


class FlowchartExporter:
    """A box a touchpoint in the colour of its feeling, in a frame a stage, in the order of the journey."""

    name = "flowchart"
    suffix = ".flowchart.mmd"
    cannot_carry = (
        N_("A Mermaid flowchart shows names, shortened, channels and feelings; nothing else."),
        N_("Mermaid draws no more than 500 arrows and 50,000 characters, so a longer journey stays text."),
    )

    def export(self, journey: JourneyMap) -> bytes:
        """Return the diagram in UTF-8."""
        say = translator(journey.language).gettext
        lines = ["flowchart LR"]
        order: list[str] = []
        frames = [(stage.id, stage.name) for stage in journey.stages]
        for number, (stage_id, title) in enumerate([*frames, (None, say(labels.NO_STAGE))]):
            here = [(i, point) for i, point in enumerate(journey.touchpoints) if point.stage == stage_id]
            if not here:
                continue
            # Nodes have names of our own: an id may be a word of the grammar, such as `end`.
            lines.append(f'    subgraph stage{number}["{_shown(title, stage_id or "")}"]')
            lines += [f"        point{i}{_box(point, say)}" for i, point in here]
            lines.append("    end")
            order += [f"point{i}" for i, _point in here]
        if len(order) > 1:
            lines.append(f"    {' --> '.join(order)}")
        for feeling, fill in _FILLS.items():
            felt = [f"point{i}" for i, point in enumerate(journey.touchpoints) if point.emotion == feeling]
            if felt:
                lines.append(f"    classDef feeling{feeling + 3} fill:{fill},stroke:#666666,color:#111111")
                lines.append(f"    class {','.join(felt)} feeling{feeling + 3}")
        return ("\n".join(lines) + "\n").encode()


EXPORTER = FlowchartExporter()


def _box(point: Touchpoint, say: Say) -> str:
    name = _shown(point.name, point.id)
    channel = f"<br>({_shown(say(labels.CHANNELS[point.channel]), '')})" if point.channel else ""
    return f'["{name}{channel}"]'


def _shown(text: str, otherwise: str) -> str:
    visible = shorten(text.replace("\ufeff", " "), _LONGEST_NAME) or otherwise
    # Between two pairs of dollars it sets a formula, entities or not.
    return _MEANINGFUL.sub(lambda match: f"#{ord(match[0])};", visible.replace("$$", "$\u200b$"))
