"""The map as a web page: one file that needs nothing else, for reading, sharing and printing."""

from collections import defaultdict
from importlib import resources

from assistant.journey.columns import columns
from assistant.journey.models import JourneyMap, label
from assistant.locale import N_, translator
from exports.content import SIGNS, facts, persona_fields, tables, texts
from exports.curve import points, segments

_WIDTH = 1000
"""Units of the curve's drawing across one column."""


class HtmlExporter:
    """One page: persona, journey grid with the emotion curve, actions and metrics with their links, origins on demand.

    It holds no script and loads nothing, and its content security policy forbids both.
    """

    name = "html"
    suffix = ".html"
    cannot_carry = (N_("A web page cannot be read back into a map: keep a JSON file for that."),)

    def export(self, journey: JourneyMap) -> bytes:
        """Return the page in UTF-8."""
        return page(journey).encode()


def page(journey: JourneyMap) -> str:
    """Return the page, in the language of the map; every text of the map is escaped."""
    from jinja2 import DictLoader, Environment, StrictUndefined  # 60 ms, which only a page needs
    from markupsafe import Markup

    _ = translator(journey.language).gettext
    folder = resources.files("exports").joinpath("pages")
    template = folder.joinpath("map.html").read_text("utf-8")
    environment = Environment(loader=DictLoader({"map": template}), autoescape=True, undefined=StrictUndefined)
    shown = columns(journey)
    along = points(shown)
    answered: dict[str, list[str]] = defaultdict(list)
    for action in journey.actions:
        for ref in action.addresses:
            answered[ref].append(action.id)
    return environment.get_template("map").render(
        map=journey,
        style=Markup(folder.joinpath("map.css").read_text("utf-8")),  # noqa: S704 - a file of ours
        t=texts(journey, along, _),
        signs=SIGNS,
        facts=list(facts(journey.goal, _)),
        persona=list(persona_fields(journey.persona, _)),
        initial=(journey.persona.name or "?")[0].upper(),
        columns=shown,
        points=along,
        segments=list(segments(along)),
        x=lambda point: round(point.x * _WIDTH),
        y=lambda level: 100 - 40 * level,
        middle=lambda one: round((one.start.x + one.end.x) / 2 * _WIDTH),
        names={item.id: label(part, item) for part, item in journey.items()},
        answered=answered,
        tables=[table for table in tables(journey, _) if table.rows],
    )


EXPORTER = HtmlExporter()
