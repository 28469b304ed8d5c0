"""Rules about what gets in the customer's way."""

from collections.abc import Iterator

from assistant.journey.models import Step
from assistant.journey.review.facts import Facts, named
from assistant.journey.review.finding import Severity
from assistant.journey.review.rule import OURS, Noticed, Rule
from assistant.locale import N_

_TO_RANK = 3
"""Constraints from which on it has to be said which comes first."""


def _nowhere(facts: Facts) -> Iterator[Noticed]:
    nowhere = [c for c in facts.map.constraints if c.stage is None and not c.touchpoints]
    if nowhere:
        yield Noticed(named(nowhere))


def _unanswered(facts: Facts) -> Iterator[Noticed]:
    if not facts.map.actions:
        return  # Q27 has said so
    open_ = [c for c in facts.map.constraints if c.id not in facts.addressed]
    if open_:
        yield Noticed(named(open_), need="actions.open")


def _solutions(facts: Facts) -> Iterator[Noticed]:
    wishes = [c for c in facts.map.constraints if facts.words.begins("solution", c.text)]
    if wishes:
        yield Noticed(named(wishes))


def _unweighed(facts: Facts) -> Iterator[Noticed]:
    without = [c for c in facts.map.constraints if c.severity is None]
    if len(facts.map.constraints) >= _TO_RANK and without:
        yield Noticed(named(without))


RULES = (
    Rule(
        "Q12", Step.CONSTRAINTS, Severity.WARNING,
        N_("Constraints without a place in the journey"),
        N_("Without a place nobody knows which moment to change, or who could."),
        "pm-skills, discover-journey-map",
        N_("Say at which stage or touchpoint it happens."),
        _nowhere,
    ),
    Rule(
        "Q13", Step.ACTIONS, Severity.WARNING,
        N_("Constraints without an action"),
        N_("A problem that everybody sees and nobody works on is what makes people tired of maps."),
        "TheyDo; 7 sposobów na stworzenie mapy podróży klienta eCommerce, 2022",
        N_("Ask what could be done about it, or note that for now nothing will be."),
        _unanswered,
    ),
    Rule(
        "Q14", Step.CONSTRAINTS, Severity.HINT,
        N_("This sounds like a solution, not like what gets in the customer's way"),
        N_("A remedy in place of the problem shuts out every better remedy."),
        "TheyDo, journey management playbook",
        N_("Ask what happens to customers today because it is missing, and note that; the remedy is an action."),
        _solutions,
        N_("What happens to your customers today because this is missing: %(subjects)s?"),
        limits=N_("Recognised where it begins with words such as “we need”; a solution told as a fact is not."),
    ),
    Rule(
        "Q39", Step.CONSTRAINTS, Severity.HINT,
        N_("Nothing says how much each of these weighs"),
        N_("When everything is equally bad, the loudest complaint is mended first instead of the worst."),
        "pm-skills, discover-journey-map (1 to 5); " + OURS,
        N_("Rate each from 1 to 5: how many customers meet it, and how many of them leave because of it."),
        _unweighed,
    ),
)  # fmt: skip
