"""A small model fills what the rules left open, with words of the answer; it changes and adds nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from assistant.errors import ModelError
from assistant.interview.reading import completing, rules
from assistant.interview.reading.reader import Reader
from assistant.interview.reading.turn import RULES, Situation, TurnKind
from assistant.journey.models import JourneyMap, Step
from tests.fakes.models import FakeModel
from tests.unit.reading.situations import after, situation

NOBODY: dict[str, Any] = {
    "name": None,
    "age": None,
    "occupation": None,
    "location": None,
    "interests": [],
    "challenges": [],
    "personality": None,
}


async def read(asked: Situation, filled: Mapping[str, Any]) -> JourneyMap:
    """Return the map after an answer that rules and a small model have read."""
    model = FakeModel([dict(filled)], fluent=False)
    return after(await completing.complete(model, asked, rules.read(asked)), asked)


async def test_fields_that_no_rule_finds_are_filled_with_words_of_the_answer() -> None:
    asked = situation("Ursula, 58. she throws pots for a living, a bit of a hermit", Step.PERSONA)
    filled = NOBODY | {"name": "Ursula", "occupation": "throws pots for a living", "personality": "a bit of a hermit"}
    persona = (await read(asked, filled)).persona
    assert persona.occupation == "throws pots for a living"
    assert persona.personality == "a bit of a hermit"


async def test_an_answer_that_only_the_model_understands_is_an_answer() -> None:
    asked = situation("hm well she throws pots", Step.PERSONA)
    model = FakeModel([NOBODY | {"occupation": "throws pots"}], fluent=False)
    vague = replace(rules.read(asked), kind=TurnKind.VAGUE, edits=())
    reading = await completing.complete(model, asked, vague)
    assert (reading.kind, reading.by, len(reading.edits)) == (TurnKind.ANSWER, "fake", 1)


async def test_what_is_not_in_the_answer_stays_out() -> None:
    asked = situation("Ursula, 58, well you know how it goes with people who never sit still", Step.PERSONA)
    persona = (await read(asked, NOBODY | {"occupation": "retired", "interests": ["gardening"]})).persona
    assert (persona.occupation, persona.interests) == (None, ())


async def test_the_rules_keep_what_they_found() -> None:
    asked = situation("Ursula, 58, well you know how it goes with people who never sit still", Step.PERSONA)
    assert (await read(asked, NOBODY | {"age": "Ursula", "name": "58"})).persona.age == "58"


@pytest.mark.parametrize(
    ("step", "answer"), [(Step.PERSONA, "Ursula, 58"), (Step.METRICS, "no-shows: 9 a week now, we want 2")]
)
async def test_no_model_is_asked_where_the_rules_left_nothing_open(step: Step, answer: str) -> None:
    asked = situation(answer, step)
    model = FakeModel(fluent=False)
    assert (await completing.complete(model, asked, rules.read(asked))).by == RULES
    assert model.reads == []


async def test_a_measure_takes_the_figure_that_is_missing() -> None:
    asked = situation("no-shows: 9 a week right now, the dream would be 2", Step.METRICS)
    measure = {"name": "no-shows", "now": "9 a week", "goal": "2"}
    metrics = (await read(asked, {"measures": [measure]})).metrics
    assert [metric.target for metric in metrics] == ["2"]


async def test_a_measure_takes_no_words_for_a_figure() -> None:
    asked = situation("no-shows: 9 a week, I am sick of it, for 2 years", Step.METRICS)
    measure = {"name": "no-shows", "now": "9 a week", "goal": "sick of it"}
    model = FakeModel([{"measures": [measure]}], fluent=False)
    metrics = after(await completing.complete(model, asked, rules.read(asked)), asked).metrics
    assert model.reads
    assert metrics[0].target is None


@pytest.mark.parametrize("step", [Step.GOAL, Step.GOALS, Step.TOUCHPOINTS, Step.CONSTRAINTS, Step.ACTIONS])
async def test_no_model_is_asked_where_rules_do_as_well(step: Step) -> None:
    asked = situation("nobody answers the phone on saturdays", step)
    model = FakeModel(fluent=False)
    assert (await completing.complete(model, asked, rules.read(asked))).by == RULES
    assert model.reads == []


async def test_a_long_answer_is_left_to_the_rules() -> None:
    asked = situation("she is a teacher. " * 200, Step.PERSONA)
    model = FakeModel(fluent=False)
    await completing.complete(model, asked, rules.read(asked))
    assert model.reads == []


async def test_a_model_that_fails_costs_nothing_of_the_reading() -> None:
    asked = situation("Ursula, 58, well you know how it goes with people who never sit still", Step.PERSONA)
    reader = Reader(FakeModel([ModelError("It is gone.")], fluent=False))
    reading, told = await reader.read(asked)
    assert reading == rules.read(asked)
    assert "It is gone." in told[0]
    await reader.close()
