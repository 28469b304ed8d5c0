"""The map as a picture or a printed document: Typst lays out, draws the curve and embeds the fonts."""

import json
from importlib import resources
from types import SimpleNamespace
from typing import Any, Literal

from assistant.errors import FileError
from assistant.journey.columns import Column, columns
from assistant.journey.models import Constraint, JourneyMap, Touchpoint
from assistant.locale import N_, _, translator
from exports.content import Cell, facts, persona_fields, tables, texts
from exports.curve import Point, points, segments

SHARP, COARSE = 144, 72
"""Pixels an inch. A map of many touchpoints is drawn coarser, or its picture would have over 100 million pixels."""

MANY = 150
"""Touchpoints from which on a map is drawn coarser."""


class PictureExporter:
    """One picture of persona, journey grid and emotion curve, as wide as the stages need; its fonts come along."""

    cannot_carry = (
        N_("A picture cannot be read back into a map: keep a JSON file for that."),
        N_("A picture shows goal, persona and journey; metrics, evidence, origins and open questions stay out."),
    )

    def __init__(self, name: Literal["svg", "png"]) -> None:
        """Draw pictures of this kind."""
        self.name: Literal["svg", "png"] = name
        self.suffix = f".{name}"

    def export(self, journey: JourneyMap) -> bytes:
        """Return the picture.

        Raises:
            FileError: the libraries for pictures are not installed.
        """
        return typeset(journey, self.name)


def typeset(journey: JourneyMap, kind: Literal["pdf", "svg", "png"]) -> bytes:
    """Return the map as a file of this kind, in the map's language.

    Args:
        journey: the map.
        kind: ``pdf`` has A3 pages and all parts of the map; ``svg`` and ``png`` hold the grid with the curve.

    Raises:
        FileError: the libraries for pictures are not installed.
    """
    try:
        import font_source_sans_pro  # 80 MB of libraries, which only pictures need
        import typst
    except ImportError:
        raise FileError(
            _("Pictures and PDF files need libraries that are not installed."),
            _("`pip install 'journeymap[pictures]'` installs them; html and markdown work without."),
        ) from None
    template = resources.files("exports").joinpath("pages", "map.typ")
    fonts = str(resources.files(font_source_sans_pro).joinpath("files"))
    with resources.as_file(template) as file:
        result: bytes = typst.compile(
            str(file),
            format=kind,
            ppi=SHARP if len(journey.touchpoints) <= MANY else COARSE,
            font_paths=[fonts],
            sys_inputs={"map": json.dumps(_data(journey, paged=kind == "pdf"))},
        )
    return result


def _data(journey: JourneyMap, *, paged: bool) -> dict[str, Any]:
    """Return what the template draws, as JSON knows it."""
    _ = translator(journey.language).gettext
    shown = columns(journey)
    along = points(shown)
    words = texts(journey, along, _)
    plain = {name: text for name, text in vars(words).items() if isinstance(text, str)}
    return {
        "paged": paged,
        "language": journey.language,
        "title": journey.title,
        "texts": plain,
        "statement": journey.goal.statement,
        "facts": [(name, value) for name, value, _origin in facts(journey.goal, _)],
        "name": journey.persona.name or words.nameless,
        "persona": [
            (name, [value for value, _origin in values]) for name, values in persona_fields(journey.persona, _)
        ],
        "columns": [_column(column, words) for column in shown],
        "points": [_point(point) for point in along],
        "segments": [
            {"start": _point(one.start), "end": _point(one.end), "known": one.known} for one in segments(along)
        ],
        "parts": [
            {
                "heading": table.heading,
                "headings": table.headings,
                "widths": [
                    1 if not place else 6 if place == table.widest else 2 for place in range(len(table.headings))
                ],
                "rows": [[item.id, *map(_cell, cells)] for item, cells in table.rows],
            }
            for table in tables(journey, _)
            if paged and table.rows
        ],
    }


def _column(column: Column, words: SimpleNamespace) -> dict[str, Any]:
    return {
        "name": column.stage.name if column.stage else words.no_stage,
        "duration": column.stage.duration if column.stage else None,
        "goals": [goal.text for goal in column.goals],
        "touchpoints": [_touchpoint(touchpoint, words) for touchpoint in column.touchpoints],
        "constraints": [{"text": one.text, "more": _of_constraint(one, words)} for one in column.constraints],
        "actions": [action.text for action in column.actions],
    }


def _touchpoint(touchpoint: Touchpoint, words: SimpleNamespace) -> dict[str, Any]:
    channel = words.channels[touchpoint.channel] if touchpoint.channel else None
    owner = {None: None, True: words.ours, False: words.theirs}[touchpoint.owned]
    more = ((words.does, touchpoint.customer_action), (words.thinks, touchpoint.thought))
    return {
        "name": touchpoint.name,
        "moment": bool(touchpoint.moment_of_truth),
        "tags": [tag for tag in (channel, touchpoint.device, owner) if tag],
        "level": touchpoint.emotion,
        "feeling": words.emotions.get(touchpoint.emotion, ""),
        "more": [f"{name} {value}" for name, value in more if value],
    }


def _of_constraint(constraint: Constraint, words: SimpleNamespace) -> list[str]:
    severity = words.severity(constraint.severity) if constraint.severity else ""
    cause = f"{words.cause} {constraint.cause}" if constraint.cause else ""
    return [more for more in (severity, cause) if more]


def _point(point: Point) -> dict[str, Any]:
    return {"x": point.x, "level": point.level}


def _cell(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ", ".join(cell)
