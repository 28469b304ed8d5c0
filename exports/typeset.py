"""The map as a picture or a printed document: Typst lays out, draws the curve and embeds the fonts."""

import json
from collections.abc import Callable
from importlib import resources
from typing import Any, Literal

from assistant.errors import FileError
from assistant.journey.columns import Column, columns
from assistant.journey.models import Constraint, JourneyMap, Touchpoint
from assistant.locale import _, translator
from exports import labels
from exports.curve import points, segments
from exports.html import SIGNS, texts
from exports.tables import Table, tables

SHARP, COARSE = 144, 72
"""Pixels an inch. A map of many touchpoints is drawn coarser, or its picture would have more than 100 million pixels."""

MANY = 150
"""Touchpoints from which on a map is drawn coarser."""

_WIDE = {0: 1, 1: 6}
"""The shares of the width that the first two columns of a table have: an id and a sentence; the others have 2."""


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
