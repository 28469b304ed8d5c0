"""The map as a web page: one file that needs nothing else, for reading, sharing and printing."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from types import SimpleNamespace


from assistant.journey.columns import columns
from assistant.journey.models import Goal, Item, JourneyMap, Origin, Persona, label, origin_key
from assistant.locale import N_, translator
from exports import labels
from exports.curve import Point, points, segments

SIGNS = {-2: "▼▼", -1: "▼", 0: "–", 1: "▲", 2: "▲▲"}
"""A sign for each feeling, so that no meaning is told by colour alone."""

_WIDTH = 1000
"""Units of the curve's drawing across one column."""

Cell = str | tuple[str, ...]
"""What stands in a cell: words, or the ids of items."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table below the grid."""

    id: str
    heading: str
    headings: Sequence[str]
    rows: Sequence[tuple[Item, Sequence[Cell]]]


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
        t=_texts(journey, along, _),
        signs=SIGNS,
        facts=list(_facts(journey.goal, _)),
        persona=list(_persona(journey.persona, _)),
        initial=(journey.persona.name or "?")[0].upper(),
        columns=shown,
        points=along,
        segments=list(segments(along)),
        x=lambda point: round(point.x * _WIDTH),
        y=lambda level: 100 - 40 * level,
        middle=lambda one: round((one.start.x + one.end.x) / 2 * _WIDTH),
        names={item.id: label(part, item) for part, item in journey.items()},
        answered=answered,
        parts=_parts(journey, _),
    )


def _texts(journey: JourneyMap, along: Sequence[Point], _: Callable[[str], str]) -> SimpleNamespace:
    """Return the page's own words."""
    emotions = {level: _(name) for level, name in labels.EMOTIONS.items()}
    told = [f"{point.touchpoint.name}: {emotions[point.level]}" for point in along if point.level is not None]
    return SimpleNamespace(
        kind=_(labels.KINDS[journey.kind]),
        state=_(labels.STATES[journey.state]),
        origins={kind.value: _(name) for kind, name in labels.ORIGINS.items()},
        channels={channel.value: _(name) for channel, name in labels.CHANNELS.items()},
        emotions=emotions,
        answer=lambda number: _("answer %(number)d") % {"number": number},
        severity=lambda number: _("severity %(number)d of 5") % {"number": number},
        unknown=_("feeling not known"),
        persona=_("Persona"),
        nameless=_("The typical customer"),
        nothing=_("Nothing yet."),
        journey=_("The journey"),
        lane=_("Lane"),
        no_stage=_("No stage yet"),
        goals=_("Wants"),
        touchpoints=_("Touchpoints"),
        feelings=_("Feelings"),
        constraints=_("Constraints"),
        actions=_("Actions"),
        moment=_("Moment of truth"),
        ours=_("ours"),
        theirs=_("a third party’s"),
        does=_("Does:"),
        thinks=_("Thinks:"),
        cause=_("Cause:"),
        at=_("At:"),
        curve=_("Emotion curve. %(feelings)s") % {"feelings": "; ".join(told)},
        footer=_("Made with journeymap. Every value tells where it comes from; revision %(revision)d of %(date)s.")
        % {"revision": journey.revision, "date": f"{journey.updated:%Y-%m-%d}"},
    )


def _facts(goal: Goal, _: Callable[[str], str]) -> Iterator[tuple[str, str, Origin]]:
    for field, name in labels.GOAL_FIELDS.items():
        if field != "statement" and (value := getattr(goal, field)):
            yield _(name), value, goal.origins[field]


def _persona(persona: Persona, _: Callable[[str], str]) -> Iterator[tuple[str, list[tuple[str, Origin]]]]:
    for field, name in labels.PERSONA_FIELDS.items():
        value = getattr(persona, field)
        values = value if isinstance(value, tuple) else [value] if value and field != "name" else []
        if values:
            yield _(name), [(one, persona.origins[origin_key(field, index)]) for index, one in enumerate(values)]


def _parts(journey: JourneyMap, _: Callable[[str], str]) -> list[Part]:
    source = _("Origin")
    return [
        Part(
            "actions",
            _("Actions"),
            ["", _("Action"), _("Addresses"), _("Owner"), _("Effort"), _("Impact"), _("Due"), source],
            [
                (a, (a.text, a.addresses, a.owner or "", a.effort or "", a.impact or "", a.due or ""))
                for a in journey.actions
            ],
        ),
        Part(
            "metrics",
            _("Metrics"),
            ["", _("Metric"), _("Baseline"), _("Target"), _("Unit"), _("Source"), _("Cadence"), _("Measures"), source],
            [
                (m, (m.name, *(text or "" for text in (m.baseline, m.target, m.unit, m.source, m.cadence)), m.measures))
                for m in journey.metrics
            ],
        ),
        Part(
            "evidence",
            _("Evidence"),
            ["", _("Kind"), _("Source"), _("Finding"), _("Date"), _("Supports"), source],
            [
                (e, (_(labels.EVIDENCE_KINDS[e.kind]), e.source, e.quote or e.value or "", e.date or "", e.supports))
                for e in journey.evidence
            ],
        ),
        Part(
            "unknowns",
            _("Not known yet"),
            ["", _("Question"), _("Why it matters"), source],
            [(u, (u.question, u.why or "")) for u in journey.unknowns],
        ),
    ]


EXPORTER = HtmlExporter()
