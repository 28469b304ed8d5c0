"""Rules about the stages and the touchpoints in them."""

from collections.abc import Iterator

from assistant.journey.models import Channel, Stage, Step, Touchpoint
from assistant.journey.review.facts import Facts, named
from assistant.journey.review.finding import Severity
from assistant.journey.review.rule import OURS, Noticed, Rule
from assistant.journey.subjects import Subject
from assistant.locale import N_

_FEWEST, _MOST = 3, 7
_FEWEST_OF_ONE_INTERACTION = 2
_CROWDED = 10
"""Touchpoints of one stage from which on nobody can attend to each. Nobody publishes a bound; this one is ours."""

_TOLD = 3
"""Touchpoints whose channels are told, from which it says something that a side is missing."""

ONLINE = {
    Channel.WEBSITE, Channel.WEB_SHOP, Channel.APP, Channel.SEARCH, Channel.SOCIAL, Channel.ADS, Channel.EMAIL,
    Channel.CHAT,
}  # fmt: skip
OFFLINE = {Channel.STORE, Channel.EVENT}
_SCREENS = {Channel.WEBSITE, Channel.WEB_SHOP, Channel.APP}


def _number_of_stages(facts: Facts) -> Iterator[Noticed]:
    count = len(facts.map.stages)
    fewest = _FEWEST if facts.whole_journey else _FEWEST_OF_ONE_INTERACTION
    if not fewest <= count <= _MOST:
        yield Noticed(where=("stages",), values={"count": count, "fewest": fewest, "most": _MOST})


def _departments(facts: Facts) -> Iterator[Noticed]:
    named_so = [stage for stage in facts.map.stages if facts.words.is_one("departments", stage.name)]
    if named_so:
        yield Noticed(named(named_so))


def _outer(facts: Facts) -> list[tuple[str, list[Stage]]]:
    """Return the sides of the purchase that hold nothing, and their stages: only a whole journey has such sides."""
    if not facts.whole_journey or not facts.map.touchpoints:
        return []
    sides = []
    if facts.before_purchase and facts.is_empty(facts.before_purchase):
        sides.append((N_("before the purchase"), facts.before_purchase))
    if facts.is_empty(facts.after_purchase) and not any(_is_after(t, facts) for t in facts.map.touchpoints):
        sides.append((N_("after the purchase"), facts.after_purchase))
    return sides


def _is_after(touchpoint: Touchpoint, facts: Facts) -> bool:
    return touchpoint.channel is Channel.DELIVERY or facts.words.among(
        "after_purchase", touchpoint.name, touchpoint.customer_action
    )


def _before_and_after(facts: Facts) -> Iterator[Noticed]:
    for side, stages in _outer(facts):
        where = tuple(stage.id for stage in stages) or ("touchpoints",)
        yield Noticed((Subject(where[0], side, translate=True),), where, need="touchpoints.stages" if stages else "")


def _empty_stages(facts: Facts) -> Iterator[Noticed]:
    if not facts.map.touchpoints:
        return
    told = {stage.id for _, stages in _outer(facts) for stage in stages}
    empty = [s for s in facts.map.stages if facts.is_empty([s]) and s.id not in told]
    if empty:
        yield Noticed(named(empty), need="touchpoints.stages")


def _crowded(facts: Facts) -> Iterator[Noticed]:
    for stage in facts.map.stages:
        count = len(facts.touchpoints_in.get(stage.id, ()))
        if count > _CROWDED:
            yield Noticed((Subject(stage.id, stage.name, detail=(str(count),)),))


def _sides(facts: Facts) -> Iterator[Noticed]:
    channels = [t.channel for t in facts.map.touchpoints if t.channel]
    if len(channels) < _TOLD:
        return
    spoken = list(_texts(facts))
    names = [f"{t.name} {t.customer_action or ''}" for t in facts.map.touchpoints]
    for side, list_, name in ((ONLINE, "online", N_("online")), (OFFLINE, "offline", N_("in person"))):
        shown = side.intersection(channels) or facts.words.among(list_, *names)
        if not shown and facts.words.among(list_, *spoken):
            yield Noticed((Subject("touchpoints", name, translate=True),), ("touchpoints",))


def _texts(facts: Facts) -> Iterator[str | None]:
    journey = facts.map
    yield from (journey.title, journey.goal.statement, journey.goal.start, journey.goal.end, journey.goal.scope)
    yield from (*journey.persona.challenges, *journey.persona.pain_points)
    yield from (goal.text for goal in journey.goals)
    yield from (c.text for c in journey.constraints)
    yield from (a.text for a in journey.actions)


def _without_channel(facts: Facts) -> Iterator[Noticed]:
    without = [t for t in facts.map.touchpoints if t.channel is None]
    if without:
        yield Noticed(named(without))


def _without_stage(facts: Facts) -> Iterator[Noticed]:
    if facts.touchpoints_in.get(None):
        yield Noticed(named(facts.touchpoints_in[None]))


def _without_duration(facts: Facts) -> Iterator[Noticed]:
    if facts.map.stages and facts.map.touchpoints and not any(stage.duration for stage in facts.map.stages):
        yield Noticed(where=("stages",))


def _without_device(facts: Facts) -> Iterator[Noticed]:
    online = [t for t in facts.map.touchpoints if t.channel in _SCREENS]
    if len(online) > 1 and not any(t.device for t in facts.map.touchpoints):
        yield Noticed(named(online))


RULES = (
    Rule(
        "Q04", Step.TOUCHPOINTS, Severity.WARNING,
        N_("The map has %(count)d stages; %(fewest)d to %(most)d can be taken in at a glance"),
        N_("Fewer stages hide where it goes wrong, more of them nobody keeps in mind."),
        "pm-skills, discover-journey-map (3 to 7); Milkymap (5 to 7)",
        N_("Merge stages that mean the same to the customer, or split one in which too much happens."),
        _number_of_stages,
    ),
    Rule(
        "Q05", Step.TOUCHPOINTS, Severity.WARNING,
        N_("Stages that carry the name of a department"),
        N_("Customers do not go through departments; such a map shows the company, not the journey."),
        "Milkymap; pm-skills, discover-journey-map",
        N_("Call the stage what the customer does there: “compares”, “waits for the parcel”."),
        _departments,
    ),
    Rule(
        "Q07", Step.TOUCHPOINTS, Severity.WARNING,
        N_("No touchpoint is noted for the time"),
        N_("The journey begins before customers come to you and goes on when they have paid; loyalty is decided there."),
        "Service Design Tools, journey map; Shopify, customer journey map; Guía de mapeo del recorrido del cliente, 2019",
        N_("Ask how customers hear of you, and what they get from you after buying: delivery, returns, help, a reason to come back."),
        _before_and_after,
        N_("What happens between you and the customer in the time %(subjects)s?"),
    ),
    Rule(
        "Q08", Step.TOUCHPOINTS, Severity.WARNING,
        N_("Stages without a touchpoint"),
        N_("A stage without a touchpoint is either a gap for the customer or a gap in what you know."),
        "pm-skills, discover-journey-map; CJML",
        N_("Ask what the customer does there and where they meet you; take the stage out if nothing happens in it."),
        _empty_stages,
    ),
    Rule(
        "Q31", Step.TOUCHPOINTS, Severity.HINT,
        N_("Many touchpoints for one stage"),
        N_("Every contact costs the customer time, and a map of hundreds of touchpoints is too much to act on."),
        "7 sposobów na stworzenie mapy podróży klienta eCommerce, 2022; Touchpoint Dashboard, 2016; " + OURS,
        N_("Look for contacts that customers could be spared, or split the stage; more than 10 are counted as many."),
        _crowded,
    ),
    Rule(
        "Q33", Step.TOUCHPOINTS, Severity.HINT,
        N_("The map mentions this side of the business, but no touchpoint of it"),
        N_("Customers change between the screen and the shop; a map of one side does not see where they get lost."),
        "Guía de mapeo del recorrido del cliente para las mejores ventas omnicanal, 2019",
        N_("Ask where the same customer meets you on the other side, and whether both know of each other."),
        _sides,
        N_("Where do customers meet you %(subjects)s?"),
        limits=N_("That a business has both sides is seen only from the words of the map."),
    ),
    Rule(
        "Q36", Step.TOUCHPOINTS, Severity.HINT,
        N_("Touchpoints without a channel"),
        N_("The channel says who can change something there, and where the figures of it are."),
        "pm-skills, discover-journey-map; CJML",
        N_("Say where it takes place: on the website, in the shop, by telephone."),
        _without_channel,
    ),
    Rule(
        "Q37", Step.TOUCHPOINTS, Severity.WARNING,
        N_("Touchpoints that belong to no stage"),
        N_("Outside the stages a touchpoint has no before and no after, so it shows no cause."),
        "CJML",
        N_("Say when in the journey it happens."),
        _without_stage,
    ),
    Rule(
        "Q40", Step.TOUCHPOINTS, Severity.HINT,
        N_("No stage says how long it takes"),
        N_("Waiting is part of the experience: a good answer after a week is a bad one."),
        "Guía de mapeo del recorrido del cliente para las mejores ventas omnicanal, 2019; pm-skills, discover-journey-map",
        N_("Ask how many minutes, days or weeks pass in each stage."),
        _without_duration,
    ),
    Rule(
        "Q41", Step.TOUCHPOINTS, Severity.HINT,
        N_("Nothing says which device customers use"),
        N_("What is easy on a computer can be hard on a telephone."),
        "Guía de mapeo del recorrido del cliente para las mejores ventas omnicanal, 2019; Adaptive Path",
        N_("Look up the share of telephones in your web statistics."),
        _without_device,
    ),
)  # fmt: skip
