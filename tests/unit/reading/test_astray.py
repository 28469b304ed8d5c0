"""What an answer tells of another step than the one asked about."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from assistant.interview.reading import rules
from assistant.journey.models import Channel, JourneyMap, StageKind, Step
from knowledge.port import Labels
from tests.unit.reading.situations import after, bakery, situation

ROLES = (
    "problem", "plan", "measure", "want", "contact", "feeling", "person", "aim", "fine", "correction", "talk",
    "question", "unknown",
)  # fmt: skip
CHANNELS = {"none": 1.0} | {str(channel): 0.0 for channel in Channel}
FEELINGS = {"none": 1.0, "-1": 0.0, "0": 0.0, "1": 0.0}
STAGES = {str(kind): 0.1 for kind in StageKind}


class Sure:
    """A labeller that is sure of one role of every text."""

    def __init__(self, **role: float) -> None:
        self.role: Mapping[str, float] = dict.fromkeys(ROLES, 0.0) | role

    def labels(self, text: str, language: str) -> Labels:
        return Labels(role=self.role, channel=CHANNELS, stage=STAGES, emotion=FEELINGS)

    def likeness(self, one: str, other: str, language: str) -> float:
        return 0.0


def read(text: str, step: Step, labeller: Sure, *, need: str = "", language: str = "en") -> JourneyMap:
    asked = replace(situation(text, step, language, need=need, map=bakery(language)), labeller=labeller)
    return after(rules.read(asked), asked)


def test_a_person_told_at_the_recap_of_the_goal_becomes_the_persona() -> None:
    persona = read("Nadia, a welder, lives in Ghent", Step.GOAL, Sure(person=0.9), need="recap").persona
    assert (persona.name, persona.location) == ("Nadia", "Ghent")


def test_a_contact_told_at_the_recap_of_the_customers_goals_becomes_a_touchpoint() -> None:
    read_map = read("they send us an email about the cake", Step.GOALS, Sure(contact=0.6), need="recap")
    assert len(read_map.touchpoints) == 3
    assert len(read_map.goals) == 1


def test_a_metric_told_among_the_goals_becomes_one() -> None:
    metrics = read("calls nobody takes: 14 a week, we want 3", Step.GOALS, Sure(measure=0.9)).metrics
    assert [(m.baseline, m.target) for m in metrics][-1] == ("14", "3")


def test_a_goal_that_sounds_like_a_plan_stays_a_goal() -> None:
    read_map = read("to finish the course before June", Step.GOALS, Sure(plan=0.95), need="recap")
    assert len(read_map.goals) == 2
    assert len(read_map.actions) == 1


@pytest.mark.parametrize("role", [{"contact": 0.4}, {"contact": 0.9, "want": 0.2}])
def test_what_is_not_surely_of_another_step_is_read_where_it_was_asked(role: Mapping[str, float]) -> None:
    assert len(read("an email about the cake", Step.GOALS, Sure(**role), need="recap").goals) == 2


@pytest.mark.parametrize(
    ("text", "found"), [("they wander in with muddy boots at noon", 1), ("well you know how it is with boots", 0)]
)
def test_an_answer_about_touchpoints_is_not_lost_when_no_word_names_one(text: str, found: int) -> None:
    labeller = Sure(plan=0.5, contact=0.3) if found else Sure(talk=0.6, plan=0.2)
    assert len(read(text, Step.TOUCHPOINTS, labeller).touchpoints) == 2 + found
