"""Rules about research: only how things are can be known, so maps of how they should be are left alone."""

from collections.abc import Iterator

from assistant.journey.models import Step
from assistant.journey.review.facts import Facts, named
from assistant.journey.review.finding import Severity
from assistant.journey.review.rule import Noticed, Rule
from assistant.locale import N_

_STRONG_FEELING = 2
_DIVERSE = 2
"""Kinds of research behind a finding that make it reliable (TheyDo, AI Insight Score)."""


def _feelings(facts: Facts) -> Iterator[Noticed]:
    if not (facts.as_is and facts.map.evidence):
        return  # without any evidence Q35 says so once
    strong = [t for t in facts.map.touchpoints if t.emotion is not None and abs(t.emotion) >= _STRONG_FEELING]
    bare = [t for t in strong if t.id not in facts.kinds_of_evidence and not t.moment_of_truth]
    if bare:
        yield Noticed(named(bare))


def _moments(facts: Facts) -> Iterator[Noticed]:
    if not (facts.as_is and facts.map.evidence):
        return
    bare = [t for t in facts.map.touchpoints if t.moment_of_truth and t.id not in facts.kinds_of_evidence]
    if bare:
        yield Noticed(named(bare))


def _pains(facts: Facts) -> Iterator[Noticed]:
    bare = [c for c in facts.strongest if not facts.evidence_for(c)] if facts.as_is else []
    if bare:
        yield Noticed(named(bare))


def _diversity(facts: Facts) -> Iterator[Noticed]:
    thin = [c for c in facts.strongest if 0 < len(facts.evidence_for(c)) < _DIVERSE] if facts.as_is else []
    if thin:
        yield Noticed(named(thin))


RULES = (
    Rule(
        "Q10", Step.TOUCHPOINTS, Severity.HINT,
        N_("Strong feelings that no research supports"),
        N_("What the business believes customers feel is a hypothesis until customers say it themselves."),
        "pm-skills, discover-journey-map; CJML",
        N_("Ask five customers about exactly this moment, or read your reviews and messages for it."),
        _feelings,
        limits=N_("Whether a feeling is labelled as a hypothesis follows from its evidence: a map file has no other label."),
    ),
    Rule(
        "Q18", Step.TOUCHPOINTS, Severity.WARNING,
        N_("Moments of truth that no research supports"),
        N_("Where everything is decided, a guess costs most."),
        "customer-journey-map-skill, review mode",
        N_("Ask customers about this moment before you change it."),
        _moments,
    ),
    Rule(
        "Q20", Step.CONSTRAINTS, Severity.HINT,
        N_("The strongest pains rest on one kind of research"),
        N_("An interview and a figure that agree are worth more than ten interviews."),
        "TheyDo, AI Insight Score",
        N_("Look for it in a second place: support messages, reviews, a survey, statistics."),
        _diversity,
    ),
    Rule(
        "Q35", Step.CONSTRAINTS, Severity.WARNING,
        N_("No evidence from customers behind the strongest pains"),
        N_("Decisions on assumptions alone are the commonest way to improve what bothers nobody."),
        "Smaply, journey map evaluation; Siete formas de crear un mapa del recorrido del cliente de comercio electrónico",
        N_("Look through reviews, messages and figures for it, or ask the next five customers."),
        _pains,
    ),
)  # fmt: skip
