"""Maps for the review: one in which no rule finds anything, and one for each rule in which it does."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from assistant.journey.models import (
    Channel,
    Evidence,
    EvidenceKind,
    Goal,
    JourneyMap,
    MapKind,
    Origin,
    OriginKind,
    Persona,
    Stage,
    StageKind,
    Touchpoint,
)
from tests.fakes.maps import example

TODAY = date(2026, 4, 1)
IMPORTED = Origin(kind=OriginKind.IMPORTED)
SUGGESTED = Origin(kind=OriginKind.SUGGESTED)


def sound() -> JourneyMap:
    """Return the coffee roaster's map with all its gaps closed."""
    journey = example()
    extra = Touchpoint(
        id="t7", name="They bring a friend", stage="s5", channel=Channel.WORD_OF_MOUTH, emotion=1, origin=IMPORTED
    )
    first, second = journey.constraints
    third = first.model_copy(
        update={
            "id": "c3",
            "text": "A quiz in words nobody knows",
            "stage": "s2",
            "touchpoints": ("t3",),
            "severity": 2,
        }
    )
    second = second.model_copy(update={"cause": "The shop system knows one rhythm only"})
    evidence = tuple(
        Evidence(id=f"e{n}", kind=kind, source="Spring", supports=("c1", "c2", "t1", "t5"), origin=IMPORTED)
        for n, kind in enumerate((EvidenceKind.SUPPORT, EvidenceKind.SURVEY), start=2)
    )
    journey = journey.model_copy(
        update={
            "persona": journey.persona.model_copy(
                update={"personality": "calm", "origins": {**journey.persona.origins, "personality": IMPORTED}}
            ),
            "touchpoints": (*journey.touchpoints, extra),
            "constraints": (first, second, third),
            "evidence": (*journey.evidence, *evidence),
        }
    )
    journey = item(journey, "t2", emotion=0)
    journey = item(journey, "a2", owner="Nina")
    return JourneyMap.model_validate(item(journey, "a1", addresses=("c1", "c3")).model_dump())


def item(journey: JourneyMap, item_id: str, **values: Any) -> JourneyMap:
    """Return the map with fields of one item changed."""
    found = journey.find(item_id)
    assert found
    part = found[0]
    items = (i.model_copy(update=values) if i.id == item_id else i for i in journey.part(part))
    return journey.model_copy(update={part: tuple(items)})


def replaced(model: Any, **values: Any) -> Any:
    """Return an item, or the persona, with other values."""
    return model.model_copy(update=values)


def every(journey: JourneyMap, part: str, **values: Any) -> JourneyMap:
    """Return the map with fields of all items of a part changed."""
    return journey.model_copy(update={part: tuple(i.model_copy(update=values) for i in journey.part(part))})


def whole(journey: JourneyMap, **values: Any) -> JourneyMap:
    """Return the map with fields of its own changed."""
    return journey.model_copy(update=values)


def goal(statement: str | None) -> Goal:
    """Return a goal with the example's limits and another statement."""
    old = example().goal
    origins = {name: origin for name, origin in old.origins.items() if name != "statement"}
    if statement:
        origins["statement"] = IMPORTED
    return Goal(statement=statement, start=old.start, end=old.end, origins=origins)


def persona(**values: Any) -> Persona:
    """Return a persona of these values."""
    return Persona(**values, origins=dict.fromkeys(values, IMPORTED))


def stages(count: int) -> tuple[Stage, ...]:
    """Return stages that say how long they take, after those of the example."""
    more = (
        Stage(id=f"s{n}", name=f"Phase {n}", kind=StageKind.CUSTOM, duration="1 day", origin=SUGGESTED)
        for n in range(6, count + 1)
    )
    return (*example().stages, *more)


def touchpoints(count: int) -> tuple[Touchpoint, ...]:
    """Return touchpoints of one stage, each with a feeling and a channel."""
    return tuple(
        Touchpoint(id=f"t{n}", name=f"Visit {n}", stage="s2", channel=Channel.STORE, emotion=n % 2, origin=IMPORTED)
        for n in range(100, 100 + count)
    )


BROKEN: Mapping[str, tuple[Callable[[JourneyMap], JourneyMap], ...]] = {
    "Q01": (
        lambda m: whole(m, persona=persona(challenges=("no time",))),
        lambda m: whole(m, persona=persona(name="Everybody", age="all ages", challenges=("no time",))),
    ),
    "Q02": (
        lambda m: whole(m, goal=goal(None)),
        lambda m: whole(m, goal=goal("Improve the customer experience")),
        lambda m: whole(m, language="es", goal=goal("mejorar la experiencia del cliente")),
        lambda m: whole(m, language="pl", goal=goal("Poprawić doświadczenia klientów")),
    ),
    "Q04": (lambda m: whole(m, stages=stages(8)), lambda m: whole(m, stages=m.stages[:2])),
    "Q05": (
        lambda m: item(m, "s2", name="Marketing"),
        lambda m: item(whole(m, language="es"), "s2", name="Atención al cliente"),
        lambda m: item(whole(m, language="pl"), "s2", name="Księgowość"),
    ),
    "Q06": (lambda m: whole(m, goals=tuple(replaced(m.goals[0], id=f"g{n}", stage=f"s{n}") for n in (1, 2, 3))),),
    "Q07": (
        lambda m: whole(m, touchpoints=tuple(t for t in m.touchpoints if t.stage in ("s1", "s2"))),
        lambda m: whole(m, touchpoints=tuple(t for t in m.touchpoints if t.stage not in ("s1", "s2"))),
    ),
    "Q08": (lambda m: whole(m, touchpoints=tuple(t for t in m.touchpoints if t.stage != "s2")),),
    "Q09": (lambda m: item(m, "t1", emotion=None),),
    "Q10": (lambda m: item(m, "t4", emotion=2),),
    "Q11": (lambda m: every(m, "touchpoints", emotion=1),),
    "Q12": (lambda m: item(m, "c1", stage=None, touchpoints=()),),
    "Q13": (lambda m: item(m, "a2", addresses=("c1",)),),
    "Q14": (
        lambda m: item(m, "c1", text="We need an app"),
        lambda m: item(whole(m, language="es"), "c1", text="Hay que poner un chat"),
        lambda m: item(whole(m, language="pl"), "c1", text="Trzeba dodać czat"),
    ),
    "Q15": (lambda m: item(m, "a1", owner=None),),
    "Q16": (lambda m: item(m, "m1", target=None), lambda m: item(m, "m1", name="Waiting time", unit=None)),
    "Q17": (
        lambda m: every(m, "touchpoints", moment_of_truth=None),
        lambda m: every(m, "touchpoints", moment_of_truth=True),
    ),
    "Q18": (lambda m: item(m, "t4", moment_of_truth=True),),
    "Q19": (
        lambda m: item(m, "c1", text="The parcel arrives late"),
        lambda m: item(whole(m, language="es"), "c1", text="El paquete llega tarde"),
        lambda m: item(whole(m, language="pl"), "c1", text="Paczka przychodzi uszkodzona"),
    ),
    "Q20": (lambda m: whole(m, evidence=m.evidence[:2]),),
    "Q21": (
        lambda m: item(m, "m1", baseline="66", origin=SUGGESTED),
        lambda m: whole(m, persona=replaced(m.persona, origins={**m.persona.origins, "age": SUGGESTED})),
    ),
    "Q22": (
        lambda m: whole(m, touchpoints=m.touchpoints[:1]),
        lambda m: item(m, "s4", duration="about 3 years"),
        lambda m: item(whole(m, language="pl"), "s4", duration="5 lat"),
    ),
    "Q23": (lambda m: whole(m, unknowns=(), goal=Goal(), goals=(), metrics=()),),
    "Q24": (
        lambda m: whole(m, updated=datetime(2025, 3, 1, tzinfo=UTC)),
        lambda m: whole(m, updated=datetime(2025, 9, 1)),
    ),
    "Q25": (lambda m: item(m, "m1", measures=("a1",)),),
    "Q26": (lambda m: whole(m, actions=tuple(replaced(m.actions[1], id=f"a{n}") for n in (1, 2, 3))),),
    "Q27": (lambda m: whole(m, metrics=()), lambda m: whole(m, touchpoints=())),
    "Q28": (lambda m: whole(m, goal=Goal(statement="Why do they leave", origins={"statement": IMPORTED})),),
    "Q29": (lambda m: whole(m, persona=persona(name="Ada", challenges=("queues",))),),
    "Q30": (lambda m: whole(m, persona=persona(name="Ada")),),
    "Q31": (lambda m: whole(m, touchpoints=(*m.touchpoints, *touchpoints(11))),),
    "Q32": (
        lambda m: item(m, "t4", customer_action="Many abandon the basket"),
        lambda m: item(m, "c2", text="They cancel the subscription", cause=None),
        lambda m: item(whole(m, language="es"), "t4", customer_action="muchos abandonan el carrito"),
        lambda m: item(whole(m, language="pl"), "t4", customer_action="dużo osób porzuca koszyk"),
    ),
    "Q33": (
        lambda m: item(m, "c3", text="What they saw in the physical shop is not there"),
        lambda m: item(whole(m, language="es"), "c3", text="lo que vieron en la tienda física no está"),
        lambda m: item(whole(m, language="pl"), "c3", text="czego szukali w sklepie stacjonarnym, tego nie ma"),
    ),
    "Q34": (lambda m: item(m, "t4", emotion=-1),),
    "Q35": (lambda m: whole(m, evidence=()),),
    "Q36": (lambda m: item(m, "t4", channel=None),),
    "Q37": (lambda m: item(m, "t4", stage=None),),
    "Q38": (lambda m: item(m, "a1", addresses=()),),
    "Q39": (lambda m: item(m, "c3", severity=None),),
    "Q40": (lambda m: every(m, "stages", duration=None),),
    "Q41": (lambda m: every(m, "touchpoints", device=None),),
}  # fmt: skip
"""For each rule, what makes it find something in a sound map."""

HARMLESS: Mapping[str, tuple[Callable[[JourneyMap], JourneyMap], ...]] = {
    "Q02": (lambda m: whole(m, goal=goal("Fewer returns of shoes")),),
    "Q04": (lambda m: whole(m, stages=stages(7)), lambda m: whole(m, kind=MapKind.EXPERIENCE, stages=m.stages[:3])),
    "Q05": (lambda m: item(m, "s2", name="Gets help"), lambda m: item(whole(m, language="es"), "s3", name="Compra")),
    "Q07": (
        lambda m: whole(m, kind=MapKind.EXPERIENCE, touchpoints=m.touchpoints[:2]),
        lambda m: whole(m, touchpoints=()),
        lambda m: every(m, "stages", kind=StageKind.CUSTOM),
    ),
    "Q08": (lambda m: whole(m, touchpoints=()),),
    "Q11": (lambda m: every(whole(m, state="to_be"), "touchpoints", emotion=1),),
    "Q13": (lambda m: whole(m, actions=(), metrics=()),),
    "Q14": (lambda m: item(whole(m, language="pl"), "c1", text="konto trzeba zakładać, żeby kupić"),),
    "Q16": (
        lambda m: item(m, "m1", name="Number of reviews", unit=None),
        lambda m: item(whole(m, language="pl"), "m1", name="liczba opinii", unit=None),
    ),
    "Q19": (lambda m: item(item(m, "c1", text="The parcel arrives late"), "a1", text="Refund the delivery"),),
    "Q21": (lambda m: item(m, "a1", text="A discount of 10 %", origin=SUGGESTED),),
    "Q24": (lambda m: whole(m, updated=datetime(2027, 1, 1)),),
    "Q25": (lambda m: whole(m, metrics=()),),
    "Q26": (
        lambda m: every(
            whole(m, actions=tuple(replaced(m.actions[1], id=f"a{n}") for n in (1, 2, 3))), "constraints", severity=None
        ),
    ),
    "Q32": (
        lambda m: item(m, "c2", text="I had to cancel a patient", cause=None),
        lambda m: item(m, "t4", customer_action="They leave us a review"),
        lambda m: item(m, "c2", text="They cancel because a bag comes too often", cause=None),
    ),
    "Q35": (lambda m: whole(m, state="to_be", evidence=()),),
}
"""For each rule that could nag, maps in which it must find nothing."""
