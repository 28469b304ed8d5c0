"""Rules about the map as a whole: its purpose, its limits, what is missing altogether, its age."""

import re
from collections.abc import Iterator

from assistant.journey.checklist import FIELD_NAMES, STEP_NAMES, open_needs
from assistant.journey.models import Step
from assistant.journey.review.facts import Facts, named
from assistant.journey.review.finding import Severity
from assistant.journey.review.rule import OURS, Noticed, Rule
from assistant.journey.subjects import Subject
from assistant.locale import N_
from assistant.text import fold

_STALE, _VERY_STALE = 180, 365
"""Days since the last change. No study gives an interval, so these are ours: half a year, and a year."""

_YEARS = 2
_GAPS = 3
"""Open facts from which a map that names no open question hides them."""


def _purpose(facts: Facts) -> Iterator[Noticed]:
    statement = facts.map.goal.statement
    where = ("goal.statement",)
    if statement is None:
        yield Noticed(where=where, need="goal.statement")
    elif facts.words.only("generic", statement):
        yield Noticed((Subject("goal.statement", statement),), where, Severity.HINT)


def _limits(facts: Facts) -> Iterator[Noticed]:
    open_ = [name for name in ("start", "end") if getattr(facts.map.goal, name) is None]
    if open_:
        subjects = tuple(Subject(f"goal.{name}", FIELD_NAMES[name], translate=True) for name in open_)
        yield Noticed(subjects, need="goal.limits")


def _scope(facts: Facts) -> Iterator[Noticed]:
    if len(facts.map.touchpoints) == 1:
        yield Noticed(named(facts.map.touchpoints))
    long = [s for s in facts.map.stages if s.duration and _lasts_years(s.duration, facts)]
    if long:
        yield Noticed(tuple(Subject(s.id, s.name, detail=(s.duration or "",)) for s in long))


def _lasts_years(duration: str, facts: Facts) -> bool:
    number = re.search(r"\d{1,4}", fold(duration))
    return number is not None and int(number[0]) >= _YEARS and facts.words.among("years", duration)


_PARTS = {
    Step.GOALS: Severity.WARNING,
    Step.TOUCHPOINTS: Severity.ERROR,
    Step.CONSTRAINTS: Severity.WARNING,
    Step.ACTIONS: Severity.WARNING,
    Step.METRICS: Severity.WARNING,
}


def _parts(facts: Facts) -> Iterator[Noticed]:
    for step, severity in _PARTS.items():
        if not facts.map.part(step.value):
            subject = Subject(step.value, STEP_NAMES[step], translate=True)
            yield Noticed((subject,), severity=severity, need=f"{step}.first")


def _gaps(facts: Facts) -> Iterator[Noticed]:
    if facts.map.unknowns or not facts.map.touchpoints:
        return  # in a map that has hardly begun, what is missing speaks for itself
    gaps = [need for need, _ in open_needs(facts.map) if not need.may_be_none]
    if len(gaps) >= _GAPS:
        steps = dict.fromkeys(need.step for need in gaps)
        yield Noticed(tuple(Subject(step.value, STEP_NAMES[step], translate=True) for step in steps), ("unknowns",))


def _age(facts: Facts) -> Iterator[Noticed]:
    changed = facts.map.updated.date()
    days = (facts.on - changed).days
    if days > _STALE:
        severity = Severity.WARNING if days > _VERY_STALE else Severity.HINT
        yield Noticed(where=("map",), severity=severity, values={"date": changed.isoformat()})


RULES = (
    Rule(
        "Q02", Step.GOAL, Severity.ERROR,
        N_("The map's goal names no decision and no outcome"),
        N_("A map that serves no decision is looked at once and then forgotten."),
        "Touchpoint Dashboard, 2016; UXmatters, 2015",
        N_("Say what you want to decide or change with it, and for whom: “find out why half of the first customers never order again”."),
        _purpose,
        N_("What exactly should this map help you decide or change?"),
        limits=N_("Code recognises a missing goal and one made of general words only; whether the goal is the right one is for people to judge."),
    ),
    Rule(
        "Q22", Step.GOAL, Severity.WARNING,
        N_("Too little or too much for one map"),
        N_("One touchpoint shows no way that leads to it, and years blur every single moment."),
        "pm-skills, discover-journey-map",
        N_("Choose a beginning and an end some hours to some months apart, with several touchpoints between them."),
        _scope,
    ),
    Rule(
        "Q23", Step.GOAL, Severity.HINT,
        N_("Gaps that are noted nowhere as open questions"),
        N_("A gap that nobody wrote down looks like knowledge, and nobody goes to find out."),
        "pm-skills, discover-journey-map",
        N_("Note what you do not know as a question for research; `/skip` in the interview does it for you."),
        _gaps,
    ),
    Rule(
        "Q24", Step.GOAL, Severity.WARNING,
        N_("The map was last changed on %(date)s"),
        N_("Customers, channels and prices change; an old map tells of customers you no longer have."),
        "UXmatters, 2015; 7 sposobów na stworzenie mapy podróży klienta eCommerce, 2022; " + OURS,
        N_("Go through it with somebody who speaks with customers, and correct what has changed: `journeymap resume SESSION`."),
        _age,
        limits=N_("A map file has no review date of its own, so the date of the last change counts: a hint after 180 days, a warning after a year."),
    ),
    Rule(
        "Q27", Step.GOAL, Severity.WARNING,
        N_("Nothing is noted yet for"),
        N_("The seven steps lean on each other: what is empty leaves the others without a reason or without a consequence."),
        "7 sposobów na stworzenie mapy podróży klienta eCommerce, 2022",
        N_("Go to that step of the interview (`/goto STEP`) and answer its first question."),
        _parts,
    ),
    Rule(
        "Q28", Step.GOAL, Severity.WARNING,
        N_("The limits of the journey are not noted"),
        N_("Without a beginning and an end nobody can tell whether something is missing."),
        "Smaply, cheat sheet on journey maps; 7 sposobów na stworzenie mapy podróży klienta eCommerce, 2022",
        N_("Name the first moment and the last, as the customer lives them."),
        _limits,
    ),
)  # fmt: skip
