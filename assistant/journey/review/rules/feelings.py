"""Rules about how customers feel, where it is decided, and where they stop."""

from collections.abc import Iterator

from assistant.journey.models import Constraint, Step, Touchpoint
from assistant.journey.review.facts import Facts, named
from assistant.journey.review.finding import Severity
from assistant.journey.review.rule import OURS, Noticed, Rule
from assistant.locale import N_

_CURVE = 4
"""Feelings from which on all of them being the same says something."""

_FEW_MOMENTS, _MANY_MOMENTS = 5, 5
"""Touchpoints from which on one should be marked as a moment of truth, and the most that are marked (3 to 5)."""

_STRONGEST = 2
"""Feelings at the ends of the scale: they are what a peak or a valley is made of."""


def _unfelt(facts: Facts) -> Iterator[Noticed]:
    without = [t for t in facts.map.touchpoints if t.emotion is None]
    if without:
        most = 2 * len(without) > len(facts.map.touchpoints)
        yield Noticed(named(without), severity=Severity.WARNING if most else None, need="touchpoints.feelings")


def _flat(facts: Facts) -> Iterator[Noticed]:
    # A wished-for journey may well be good all the way.
    if facts.as_is and len(facts.feelings) >= _CURVE and len(set(facts.feelings.values())) == 1:
        yield Noticed(where=tuple(facts.feelings))


def _moments(facts: Facts) -> Iterator[Noticed]:
    marked = [t for t in facts.map.touchpoints if t.moment_of_truth]
    if len(marked) > _MANY_MOMENTS:
        yield Noticed(named(marked))
    elif not marked and len(facts.map.touchpoints) >= _FEW_MOMENTS:
        extremes = [t for t in facts.map.touchpoints if t.emotion is not None and abs(t.emotion) >= _STRONGEST]
        yield Noticed(named(extremes), where=("touchpoints",))


def _valleys(facts: Facts) -> Iterator[Noticed]:
    if not facts.map.constraints:
        return
    low = [t for t in facts.map.touchpoints if (t.emotion or 0) < 0 and not facts.is_explained(t)]
    if low:
        yield Noticed(named(low))


def _stops(facts: Facts) -> Iterator[Noticed]:
    here: list[Touchpoint | Constraint] = [t for t in facts.map.touchpoints if _stops_at(t, facts)]
    here += [c for c in facts.map.constraints if not c.cause and _unexplained(facts, c.text)]
    if here:
        yield Noticed(named(here))


def _stops_at(touchpoint: Touchpoint, facts: Facts) -> bool:
    told = " ".join(filter(None, (touchpoint.name, touchpoint.customer_action, touchpoint.thought)))
    return _unexplained(facts, told) and not facts.is_explained(touchpoint)


def _unexplained(facts: Facts, told: str) -> bool:
    return facts.words.among("stop", told) and not facts.words.among("because", told)


def _failures(facts: Facts) -> Iterator[Noticed]:
    failing = [c for c in facts.map.constraints if facts.words.among("failure", c.text, c.cause)]
    if not failing:
        return
    ways_out = [text for t in facts.map.touchpoints for text in (t.name, t.customer_action)]
    ways_out += [action.text for action in facts.map.actions]
    if not facts.words.among("recovery", *ways_out):
        yield Noticed(named(failing))


RULES = (
    Rule(
        "Q09", Step.TOUCHPOINTS, Severity.HINT,
        N_("Touchpoints without a feeling"),
        N_("Feelings show where the journey has its peaks and valleys, and so where a change matters most."),
        "pm-skills, discover-journey-map; Nielsen Norman Group",
        N_("Ask what a customer last said or did there; note it as unknown if nobody knows."),
        _unfelt,
        limits=N_("A map file has no field for how sure a feeling is; its origin and the evidence behind it stand for that."),
    ),
    Rule(
        "Q11", Step.TOUCHPOINTS, Severity.WARNING,
        N_("Customers feel the same everywhere"),
        N_("A flat line is rarely true: it hides the moment at which customers are won or lost."),
        OURS,
        N_("Ask at which point customers are most pleased, and at which they would rather leave."),
        _flat,
        N_("Where are customers most pleased with you, and where would they rather leave?"),
    ),
    Rule(
        "Q17", Step.TOUCHPOINTS, Severity.HINT,
        N_("Three to five moments of truth are worth marking"),
        N_("A few moments decide whether customers stay; the peaks and valleys of feeling point to them."),
        "pm-skills, discover-journey-map (3 to 5 in a map)",
        N_("Mark the touchpoints after which customers stay or leave; begin with the ones named here, if any are."),
        _moments,
        N_("At which of all these points is it decided whether customers stay with you?"),
        limits=N_("That a peak is put to use cannot be seen: actions answer constraints, so only valleys can be linked to what is done (Q34)."),
    ),
    Rule(
        "Q19", Step.ACTIONS, Severity.HINT,
        N_("Things go wrong, and no way out is in the map"),
        N_("Customers forgive a fault that is put right quickly, and tell others about one that is not."),
        "customer-journey-map-skill, review mode",
        N_("Ask what customers can do then, whom they reach, and what they get: a refund, a replacement, an apology."),
        _failures,
        N_("When this happens, what do you do for the customer: %(subjects)s?"),
        limits=N_("Faults and ways out are recognised by their words, in the language of the map."),
    ),
    Rule(
        "Q32", Step.CONSTRAINTS, Severity.WARNING,
        N_("Customers stop here, and the map does not say why"),
        N_("Where many stop, something holds them back; without the reason any remedy is a guess."),
        "7 sposobów na stworzenie mapy podróży klienta eCommerce, 2022; Domine el viaje de comercio electrónico del cliente, 2024",
        N_("Ask the last customers who stopped there what held them back, or watch somebody try."),
        _stops,
        N_("Why do customers stop here: %(subjects)s?"),
        limits=N_("Places where customers stop are recognised by their words; figures of a web shop say it better."),
    ),
    Rule(
        "Q34", Step.CONSTRAINTS, Severity.WARNING,
        N_("Customers feel bad here, and nothing says what gets in their way"),
        N_("A valley without a cause cannot be filled in: no action will ever answer it."),
        "¿Cómo crear un mapa de experiencia del cliente?; Nielsen Norman Group",
        N_("Ask what goes wrong there, and note it as a constraint."),
        _valleys,
        N_("What goes wrong for customers here: %(subjects)s?"),
    ),
)  # fmt: skip
