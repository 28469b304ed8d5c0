"""What a page or a picture of a map says: its own words, the facts about goal and persona, and the tables."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from assistant.journey.models import Goal, Item, JourneyMap, Origin, Persona, origin_key
from exports import labels
from exports.curve import Point

SIGNS = {-2: "▼▼", -1: "▼", 0: "–", 1: "▲", 2: "▲▲"}
"""A sign for each feeling, so that no meaning is told by colour alone."""

Cell = str | tuple[str, ...]
"""What stands in a cell: words, or the ids of items."""


@dataclass(frozen=True, slots=True)
class Table:
    """A part of the map as a table.

    Attributes:
        id: the part's name.
        heading: what stands over it.
        headings: of each column; the first holds the ids and has none.
        rows: the items, and what stands in their cells after the id.
        widest: the column that holds sentences.
    """

    id: str
    heading: str
    headings: Sequence[str]
    rows: Sequence[tuple[Item, Sequence[Cell]]]
    widest: int = 1


def texts(journey: JourneyMap, along: Sequence[Point], _: Callable[[str], str]) -> SimpleNamespace:
    """Return the words that are not the map's, in its language."""
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
        id=_("Id"),
        origin=_("Origin"),
        best=emotions[2],
        neutral=emotions[0],
        worst=emotions[-2],
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


def facts(goal: Goal, _: Callable[[str], str]) -> Iterator[tuple[str, str, Origin]]:
    """Yield name, value and origin of what is known of the goal, its statement left out."""
    for field, name in labels.GOAL_FIELDS.items():
        if field != "statement" and (value := getattr(goal, field)):
            yield _(name), value, goal.origins[field]


def persona_fields(persona: Persona, _: Callable[[str], str]) -> Iterator[tuple[str, list[tuple[str, Origin]]]]:
    """Yield the name of each field that is known of the persona, and its values with their origins; not the name."""
    for field, name in labels.PERSONA_FIELDS.items():
        value = getattr(persona, field)
        values = value if isinstance(value, tuple) else [value] if value and field != "name" else []
        if values:
            yield _(name), [(one, persona.origins[origin_key(field, index)]) for index, one in enumerate(values)]


def tables(journey: JourneyMap, _: Callable[[str], str]) -> list[Table]:
    """Return the parts of the map that are no lanes of the journey, and the actions with all that is known of them."""
    return [
        Table(
            "actions",
            _("Actions"),
            ["", _("Action"), _("Addresses"), _("Owner"), _("Effort"), _("Impact"), _("Due")],
            [
                (a, (a.text, a.addresses, a.owner or "", a.effort or "", a.impact or "", a.due or ""))
                for a in journey.actions
            ],
        ),
        Table(
            "metrics",
            _("Metrics"),
            ["", _("Metric"), _("Baseline"), _("Target"), _("Unit"), _("Source"), _("Cadence"), _("Measures")],
            [
                (m, (m.name, *(text or "" for text in (m.baseline, m.target, m.unit, m.source, m.cadence)), m.measures))
                for m in journey.metrics
            ],
        ),
        Table(
            "evidence",
            _("Evidence"),
            ["", _("Kind"), _("Source"), _("Finding"), _("Date"), _("Supports")],
            [
                (
                    e,
                    (
                        _(labels.EVIDENCE_KINDS[e.kind]),
                        e.source,
                        "; ".join(filter(None, (e.quote, e.value))),
                        e.date or "",
                        e.supports,
                    ),
                )
                for e in journey.evidence
            ],
            widest=3,
        ),
        Table(
            "unknowns",
            _("Not known yet"),
            ["", _("Question"), _("Why it matters"), _("Step")],
            [(u, (u.question, u.why or "", _(labels.STEPS[u.step]))) for u in journey.unknowns],
        ),
    ]
