"""Maps to test with: one that a real interview could give, and a Hypothesis strategy for all that can be."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from typing import Any

from hypothesis import strategies as st

from assistant.journey.models import (
    ITEM_TYPES,
    PARTS,
    PREFIXES,
    Action,
    Channel,
    Constraint,
    CustomerGoal,
    Evidence,
    EvidenceKind,
    Goal,
    JourneyMap,
    MapKind,
    MapState,
    Metric,
    Origin,
    OriginKind,
    Persona,
    Stage,
    StageKind,
    Step,
    Touchpoint,
    Unknown,
    origin_key,
)
from assistant.text import clean

HOSTILE = (
    "|", "||", "\\", "\\|", "`", "```", "~~~", "~~gone~~", "*", "**bold**", "_", "__init__", "# heading", "###### #",
    "- item", "1. item", "2) item", "> quote", "---", "===", "+", "!", "[link](https://a.b)", "![image](x.png)",
    "[^t1]", "[^t1]: note", "[x]", "<b>", "<br>", "</td></tr></table>", "<script>alert(1)</script>", "<!--", "-->",
    "&amp;", "&#35;", "&copy", "https://example.com/a_b?c=*d*", "www.example.com/a_b", "someone@example.com",
    "$x^2$ and $y$", "5$", ":smile:", ":stuck_out_tongue:", "10:30:45", "#", ";", ":", ",", "%", "%%", "%% comment",
    "5% off", "%%{init: {}}%%", "#35;", "#lt;", "section", "Section one", "journey", "title x", "accTitle",
    "accDescr {", "}", "\ufeff", "\u200b", "\u00a0", "\u2028", "żółć", "¿Qué?", "日本", "🙂", "e\u0301", "a\nb", "\n\n",
    "\t", " ", "a  b", "\x1b[31m", "constructor", "__proto__", '"', "'",
)  # fmt: skip
"""Texts that mean something to Markdown, HTML, Mermaid, JSON or a terminal."""


def stored(text: str) -> str:
    """Return `text` as a map holds it."""
    return clean(text).strip()


def words() -> st.SearchStrategy[str]:
    """Give any text that a map may hold, hostile ones among them."""
    pieces = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12))
    return st.lists(pieces, min_size=1, max_size=4).map("".join).map(stored).filter(bool)


def origins(quote: st.SearchStrategy[str]) -> st.SearchStrategy[Origin]:
    """Give origins of every kind; a `said` one always has its quote and turn."""
    turn = st.integers(1, 500)
    said = st.builds(Origin, kind=st.just(OriginKind.SAID), quote=quote, turn=turn)
    others = st.sampled_from([kind for kind in OriginKind if kind is not OriginKind.SAID])
    return said | st.builds(Origin, kind=others, quote=st.none() | quote, turn=st.none() | turn)


@st.composite
def maps(draw: st.DrawFn, *, distinct: bool = False) -> JourneyMap:
    """Give valid maps with all parts, links between them and hostile texts.

    With `distinct` every text ends in a number of its own, like ``…⟦17⟧``, so that each can be told from the others.
    """
    numbers = count(1)
    text = words().map(lambda value: f"{value}⟦{next(numbers)}⟧") if distinct else words()
    origin = origins(text)
    ids = {part: draw(_ids(part)) for part in PARTS}
    everything = [item_id for part in PARTS for item_id in ids[part]]
    fields = _item_fields(text, ids, everything)
    parts: dict[str, Any] = {
        part: tuple(
            ITEM_TYPES[part](id=item_id, origin=draw(origin), **draw(st.fixed_dictionaries(fields[part])))
            for item_id in ids[part]
        )
        for part in PARTS
    }
    created = draw(_moments())
    return JourneyMap(
        title=draw(text),
        language=draw(st.sampled_from(["en", "es", "pl", "de"])),
        kind=draw(st.sampled_from(MapKind)),
        state=draw(st.sampled_from(MapState)),
        created=created,
        updated=draw(_moments()),
        revision=draw(st.integers(0, 10_000)),
        goal=_grounded(draw, Goal, text, origin),
        persona=_grounded(draw, Persona, text, origin),
        **parts,
    )


def _ids(part: str) -> st.SearchStrategy[list[str]]:
    # The part's own letter keeps the ids of the parts apart; the rest is any shape that the format allows.
    rest = st.integers(1, 99).map(str) | st.from_regex(r"[a-z0-9_-]{0,12}", fullmatch=True)
    return st.lists(rest.map(lambda tail: PREFIXES[part] + tail), max_size=3, unique=True)


def _moments() -> st.SearchStrategy[datetime]:
    zones = st.none() | st.just(UTC) | st.integers(-720, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    return st.datetimes(timezones=zones)


def _item_fields(
    text: st.SearchStrategy[str], ids: dict[str, list[str]], everything: list[str]
) -> dict[str, dict[str, st.SearchStrategy[Any]]]:
    maybe = st.none() | text
    stage = st.sampled_from([None, *ids["stages"]])
    return {
        "stages": {"name": text, "kind": st.sampled_from(StageKind), "duration": maybe},
        "goals": {"text": text, "stage": stage},
        "touchpoints": {
            "name": text,
            "stage": stage,
            "channel": st.none() | st.sampled_from(Channel),
            "device": maybe,
            "owned": st.none() | st.booleans(),
            "customer_action": maybe,
            "thought": maybe,
            "emotion": st.none() | st.integers(-2, 2),
            "moment_of_truth": st.none() | st.booleans(),
        },
        "constraints": {
            "text": text,
            "stage": stage,
            "touchpoints": _some_of(ids["touchpoints"]),
            "cause": maybe,
            "severity": st.none() | st.integers(1, 5),
        },
        "actions": {
            "text": text,
            "addresses": _some_of(ids["constraints"]),
            "owner": maybe,
            "effort": maybe,
            "impact": maybe,
            "due": maybe,
        },
        "metrics": {
            "name": text,
            "baseline": maybe,
            "target": maybe,
            "unit": maybe,
            "source": maybe,
            "cadence": maybe,
            "measures": _some_of(ids["actions"]),
        },
        "evidence": {
            "kind": st.sampled_from(EvidenceKind),
            "source": text,
            "quote": maybe,
            "value": maybe,
            "date": maybe,
            "supports": _some_of(everything),
        },
        "unknowns": {"step": st.sampled_from(Step), "question": text, "why": maybe},
    }


def _some_of(ids: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(ids), unique=True, max_size=4).map(tuple) if ids else st.just(())


def _grounded(
    draw: st.DrawFn,
    kind: Callable[..., Any],
    text: st.SearchStrategy[str],
    origin: st.SearchStrategy[Origin],
) -> Any:
    fields = Goal.model_fields if kind is Goal else Persona.model_fields
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name != "origins":
            values[name] = draw(st.lists(text, max_size=3).map(tuple) if field.default == () else st.none() | text)
    keys = [
        origin_key(name, index)
        for name, value in values.items()
        for index in range(len(value) if isinstance(value, tuple) else value is not None)
    ]
    return kind(**values, origins={key: draw(origin) for key in draw(st.permutations(keys))})


def said(quote: str, turn: int) -> Origin:
    """Return the origin of words said in an answer."""
    return Origin(kind=OriginKind.SAID, quote=quote, turn=turn)


def example() -> JourneyMap:
    """Return the map of a small coffee roaster, as an interview could leave it."""
    suggested = Origin(kind=OriginKind.SUGGESTED)
    beans = said("people who want good coffee at home without becoming experts", 1)
    return JourneyMap(
        title="Coffee subscription: from the first bag to a habit",
        language="en",
        created=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        updated=datetime(2026, 3, 4, 16, 5, tzinfo=UTC),
        revision=48,
        goal=Goal(
            statement="Find out why one in three subscribers stops after the second bag",
            start="They hear of us for the first time",
            end="They order the sixth bag",
            origins={
                "statement": said("one in three stops after the second bag and I want to know why", 1),
                "start": said("from the first time they hear of us", 2),
                "end": said("until the sixth bag, then they stay", 2),
            },
        ),
        persona=Persona(
            name="Nadia",
            age="38",
            occupation="Architect",
            location="Lyon",
            interests=("cooking", "cycling"),
            challenges=("no time to compare 40 kinds of beans",),
            pain_points=("bitter coffee", "bags that pile up while she travels"),
            quote="I just want it to taste like in the shop.",
            origins={
                "name": said("let's call her Nadia", 3),
                "age": said("she's 38", 3),
                "occupation": said("an architect", 3),
                "location": said("here in Lyon", 3),
                "interests": said("likes cooking and cycling", 4),
                "interests[1]": said("likes cooking and cycling", 4),
                "challenges": beans,
                "pain_points": said("mostly they complain it is bitter", 5),
                "pain_points[1]": said("the bags pile up when she travels", 5),
                "quote": said("they all say I just want it to taste like in the shop", 5),
            },
        ),
        stages=tuple(
            Stage(id=f"s{number}", name=name, kind=kind, duration=duration, origin=suggested)
            for number, (name, kind, duration) in enumerate(
                [
                    ("Awareness", StageKind.AWARENESS, None),
                    ("Consideration", StageKind.CONSIDERATION, "about a week"),
                    ("First bag", StageKind.PURCHASE, "3 days"),
                    ("Habit", StageKind.RETENTION, "2 months"),
                    ("Advocacy", StageKind.ADVOCACY, None),
                ],
                start=1,
            )
        ),
        goals=(
            CustomerGoal(
                id="g1", text="Drink good coffee at home without becoming an expert", stage="s2", origin=beans
            ),
            CustomerGoal(
                id="g2",
                text="Never run out, never drown in bags",
                stage="s4",
                origin=said("not too many, not too few", 6),
            ),
        ),
        touchpoints=(
            Touchpoint(
                id="t1",
                name="A cup in a partner café",
                stage="s1",
                channel=Channel.WORD_OF_MOUTH,
                owned=False,
                customer_action="Asks the barista where the beans are from",
                thought="I want this at home",
                emotion=2,
                origin=said("they drink it in one of the cafés we deliver to and ask whose beans", 7),
            ),
            Touchpoint(
                id="t2",
                name="Instagram posts",
                stage="s1",
                channel=Channel.SOCIAL,
                device="phone",
                owned=True,
                origin=said("we post on Instagram, no idea if anybody cares", 7),
            ),
            Touchpoint(
                id="t3",
                name="Quiz: which coffee are you?",
                stage="s2",
                channel=Channel.WEBSITE,
                device="phone",
                owned=True,
                customer_action="Answers six questions",
                thought="What is a cupping score?",
                emotion=-1,
                origin=said("the quiz on the site, six questions, some give up at the cupping score", 8),
            ),
            Touchpoint(
                id="t4",
                name="Checkout",
                stage="s3",
                channel=Channel.WEB_SHOP,
                owned=True,
                emotion=0,
                origin=said("checkout is checkout", 9),
            ),
            Touchpoint(
                id="t5",
                name="Opening the first bag",
                stage="s3",
                channel=Channel.DELIVERY,
                owned=True,
                customer_action="Smells it, brews it like supermarket coffee",
                thought="It is bitter. Did I do it wrong?",
                emotion=-2,
                moment_of_truth=True,
                origin=said("the first cup decides, and it is bitter because they use boiling water", 10),
            ),
            Touchpoint(
                id="t6",
                name="E-mail: your next bag is on its way",
                stage="s4",
                channel=Channel.EMAIL,
                owned=True,
                thought="Not another one!",
                emotion=-1,
                origin=said("the mail that the next bag is coming, that is when they cancel", 11),
            ),
        ),
        constraints=(
            Constraint(
                id="c1",
                text="The first cup at home is bitter",
                stage="s3",
                touchpoints=("t5",),
                cause="Nobody tells them to let the water cool to 93 °C",
                severity=5,
                origin=said("it is bitter because they use boiling water", 10),
            ),
            Constraint(
                id="c2",
                text="A bag comes every two weeks, needed or not",
                stage="s4",
                touchpoints=("t6",),
                severity=4,
                origin=said("every two weeks, no way to change it", 11),
            ),
        ),
        actions=(
            Action(
                id="a1",
                text="Print a brewing card | water at 93 °C | inside the lid",
                addresses=("c1",),
                owner="Basile",
                effort="one day",
                impact="high",
                due="before Easter",
                origin=said("Basile could print a card in a day, before Easter", 13),
            ),
            Action(
                id="a2",
                text="Let people pause or skip a bag with one click",
                addresses=("c2",),
                origin=Origin(kind=OriginKind.SUGGESTED, quote="yes, take that one", turn=14),
            ),
        ),
        metrics=(
            Metric(
                id="m1",
                name="Subscribers who take a third bag",
                baseline="66",
                target="80",
                unit="%",
                source="Shop statistics",
                cadence="monthly",
                measures=("a1", "a2"),
                origin=said("66 percent take a third one, I'd like 80", 15),
            ),
        ),
        evidence=(
            Evidence(
                id="e1",
                kind=EvidenceKind.SUPPORT,
                source="Support inbox, January",
                quote="Is it supposed to taste burnt?",
                value="14 of 41 messages",
                date="2026-01",
                supports=("c1", "t5"),
                origin=Origin(kind=OriginKind.EVIDENCE),
            ),
        ),
        unknowns=(
            Unknown(
                id="u1",
                step=Step.TOUCHPOINTS,
                question="How do customers feel when they see the Instagram posts?",
                why="Half of the marketing time goes there",
                origin=said("no idea if anybody cares", 7),
            ),
            Unknown(
                id="u2", step=Step.PERSONA, question="How many cups a day do they brew?", origin=said("I don't know", 4)
            ),
        ),
    )
