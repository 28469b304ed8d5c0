"""Rules about what will be done."""

from collections.abc import Iterator

from assistant.journey.models import Step
from assistant.journey.review.facts import Facts, named
from assistant.journey.review.finding import Severity
from assistant.journey.review.rule import OURS, Noticed, Rule
from assistant.locale import N_

_TO_RANK = 3
"""Actions from which on it has to be said which comes first."""


def _nobody(facts: Facts) -> Iterator[Noticed]:
    without = [a for a in facts.map.actions if not a.owner]
    if without:
        yield Noticed(named(without))


def _unmeasured(facts: Facts) -> Iterator[Noticed]:
    if not facts.map.metrics:
        return  # Q27 has said so
    measured = {item for metric in facts.map.metrics for item in metric.measures}
    without = [a for a in facts.map.actions if a.id not in measured]
    if without:
        yield Noticed(named(without))


def _unranked(facts: Facts) -> Iterator[Noticed]:
    actions = facts.map.actions
    if any(c.severity is None for c in facts.map.constraints):
        return  # what weighs most comes first, and Q39 asks for that
    if len(actions) >= _TO_RANK and not any(a.effort or a.impact for a in actions):
        yield Noticed(where=("actions",))


def _aimless(facts: Facts) -> Iterator[Noticed]:
    if not facts.map.constraints:
        return  # there is nothing to answer; Q27 has said so
    aimless = [a for a in facts.map.actions if not a.addresses]
    if aimless:
        yield Noticed(named(aimless))


RULES = (
    Rule(
        "Q15", Step.ACTIONS, Severity.WARNING,
        N_("Actions that nobody takes care of"),
        N_("What belongs to everybody is done by nobody."),
        "Nielsen Norman Group; pm-skills, discover-journey-map",
        N_("Name one person for each action."),
        _nobody,
        N_("Who takes care of this: %(subjects)s?"),
    ),
    Rule(
        "Q25", Step.METRICS, Severity.WARNING,
        N_("Actions whose effect no metric will show"),
        N_("Without a figure for it nobody can tell whether the action helped or only cost money."),
        "Nielsen Norman Group; Domine el viaje de comercio electrónico del cliente, 2024",
        N_("Ask which figure should move when the action works; one metric may do for several actions."),
        _unmeasured,
        N_("By which figure will you see that this works: %(subjects)s?"),
    ),
    Rule(
        "Q26", Step.ACTIONS, Severity.HINT,
        N_("Nothing says which action comes first"),
        N_("Time is short: what helps much and costs little should be done first."),
        "pm-skills, discover-journey-map; " + OURS,
        N_("Say of each action how much work it is and how much it would help."),
        _unranked,
    ),
    Rule(
        "Q38", Step.ACTIONS, Severity.HINT,
        N_("Actions that answer none of the constraints"),
        N_("An action without a problem behind it is an idea; it may be a good one, but the map does not call for it."),
        "TheyDo",
        N_("Link it to what it should remedy, or note the problem it was meant for."),
        _aimless,
    ),
)  # fmt: skip
