"""Thousands of values that mean something to a format or a program: markup, formulas, escape sequences, odd scripts."""

import random

from assistant.journey.models import Channel, JourneyMap
from tests.fakes.maps import HOSTILE, example, stored

PIECES = (
    *HOSTILE,
    '=HYPERLINK("http://127.0.0.1/x","click")', "=1+1", "+1+1", "-1+1", "@SUM(1,1)", "＝1+1", "=cmd|' /C calc'!A0",
    "x;=1+1", "x\t=1+1", "\t=1+1", "=WEBSERVICE(\"http://127.0.0.1\")", "'=1", "''", "_x0041_", "_x000D_",
    "<img src=x onerror=window.struck=1>", "<svg onload=window.struck=1>", "javascript:window.struck=1",
    "<script>window.struck=1</script>", '"><script>window.struck=1</script>', "]]>", "<![CDATA[", "<?xml?>",
    "&lt;b&gt;", "&#0;", "&#x202e;", "\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "\u202egnp.exe", "\u2066x",
    "مرحبا بالعالم",
    "שלום", "العربية (english) 12", "W" * 300, "ü" * 120, "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "\ufffe", "\uffff",
    "𝕏", "ﬀ", "ß", "İ",
    "```mermaid", "end", "subgraph", "graph TD", "click x call y()", "style x fill:#fff", "classDef",
    "classDef a fill:#f00;",
    "direction LR", "%%{init: {'securityLevel': 'loose'}}%%", "x --> y", "A[b]", "{{x}}", "((x))",
    "::: x", "@{ shape: x }",
    "1. one", "- two", "+ three", "## four", "\\", "\\\\", "\\|", "$$x$$", "`code`", "\"`md`\"", "…", "a,b", "a: 5: b",
)  # fmt: skip


def hostile_values(count: int = 2000) -> list[str]:
    """Return `count` different texts as a map holds them; the same ones each time."""
    dice = random.Random(20260302)
    found = dict.fromkeys(filter(None, map(stored, PIECES)))
    while len(found) < count:
        text = dice.choice(("", " ", "\n")).join(dice.choices(PIECES, k=dice.randint(1, 4)))
        if value := stored(text):
            found[value] = None
    return list(found)[:count]


def hostile_map(values: list[str]) -> JourneyMap:
    """Return the example's map with `values` in every place that holds text, as touchpoints and around them."""
    journey = example()
    origin = journey.touchpoints[0].origin
    stage = journey.stages[0].model_copy(update={"name": values[0]})
    points = tuple(
        journey.touchpoints[0].model_copy(
            update={
                "id": f"t{number}",
                "name": value,
                "stage": stage.id if number % 2 else None,
                "channel": list(Channel)[number % len(Channel)],
                "device": value,
                "customer_action": value,
                "thought": value,
                "emotion": number % 5 - 2,
                "origin": origin.model_copy(update={"quote": value}),
            }
        )
        for number, value in enumerate(values, start=1)
    )
    constraint = journey.constraints[0].model_copy(update={"stage": "s1", "text": values[-1], "touchpoints": ("t1",)})
    name = values[len(values) // 2]
    persona = journey.persona.model_copy(update={"name": name, "quote": values[0], "interests": (values[-1], name)})
    return JourneyMap.model_validate(
        {
            **dict(journey),
            "title": values[-1],
            "persona": persona,
            "stages": (stage,),
            "goals": (),
            "touchpoints": points,
            "constraints": (constraint,),
            "actions": tuple(
                a.model_copy(update={"addresses": ("c1",), "text": values[0]}) for a in journey.actions[:1]
            ),
            "metrics": (),
            "evidence": (),
        }
    )
