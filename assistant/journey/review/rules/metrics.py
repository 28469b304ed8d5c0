"""Rules about figures."""

import re
from collections.abc import Iterator

from assistant.journey.checklist import FIELD_NAMES
from assistant.journey.models import Item, Metric, Origin, OriginKind, Step, label
from assistant.journey.review.facts import Facts
from assistant.journey.review.finding import Severity
from assistant.journey.review.rule import Noticed, Rule
from assistant.journey.subjects import Subject
from assistant.locale import N_

_FIGURE = re.compile(r"\d")
_BARE = re.compile(r"[\d\s.,]+")
_UNIT = N_("unit")

# Actions and targets are wishes, stages and unknowns our own words, and evidence has its source in itself.
_STATED = {
    "goals": ("text",),
    "touchpoints": ("name", "customer_action", "thought"),
    "constraints": ("text", "cause"),
    "metrics": ("baseline",),
}


def _incomplete(facts: Facts) -> Iterator[Noticed]:
    lacking = [(metric, _lacks(metric, facts)) for metric in facts.map.metrics]
    subjects = tuple(Subject(metric.id, metric.name, detail=lacks) for metric, lacks in lacking if lacks)
    if subjects:
        asked = any(lacks != (_UNIT,) for _, lacks in lacking if lacks)
        yield Noticed(subjects, need="metrics.values" if asked else "")


def _lacks(metric: Metric, facts: Facts) -> tuple[str, ...]:
    lacks = [FIELD_NAMES[name] for name in ("baseline", "target", "source") if not getattr(metric, name)]
    bare = any(value and _BARE.fullmatch(value) for value in (metric.baseline, metric.target))
    if bare and not metric.unit and not facts.words.among("counted", metric.name):
        lacks.append(_UNIT)
    return tuple(lacks)


def _unfounded(facts: Facts) -> Iterator[Noticed]:
    found = [Subject(item.id, label(part, item)) for part, item in facts.map.items() if _made_up(part, item, facts)]
    for part in ("goal", "persona"):
        whole = getattr(facts.map, part)
        for key, origin in whole.origins.items():
            value = getattr(whole, key.partition("[")[0])
            entry = value[int(key[:-1].partition("[")[2] or 0)] if isinstance(value, tuple) else value
            if _is_ours(origin) and _FIGURE.search(entry):
                found.append(Subject(f"{part}.{key}", entry))
    if found:
        yield Noticed(tuple(found))


def _made_up(part: str, item: Item, facts: Facts) -> bool:
    told = " ".join(getattr(item, name) or "" for name in _STATED.get(part, ()))
    return _is_ours(item.origin) and item.id not in facts.kinds_of_evidence and bool(_FIGURE.search(told))


def _is_ours(origin: Origin) -> bool:
    return origin.kind is OriginKind.SUGGESTED


RULES = (
    Rule(
        "Q16", Step.METRICS, Severity.WARNING,
        N_("Metrics that cannot be checked yet"),
        N_("Only a value today, a target and the place where the figure is read let anybody say later that it worked."),
        "Nielsen Norman Group; 7 sposobów na stworzenie mapy podróży klienta eCommerce, 2022",
        N_("Look the figure up and write down where you did; an honest “not measured so far” is a start."),
        _incomplete,
        limits=N_("A date to reach the target by has no field in a map file; the metric's rhythm (weekly, monthly) has one."),
    ),
    Rule(
        "Q21", Step.METRICS, Severity.WARNING,
        N_("Figures that nobody said and no research supports"),
        N_("A made-up number is believed longest, for it looks like knowledge."),
        "customer-journey-map-skill",
        N_("Confirm the figure with its source, or take it out."),
        _unfounded,
        limits=N_("What was said is quoted by the format itself; this rule looks at figures that were suggested, not at actions and targets, which are wishes."),
    ),
)  # fmt: skip
