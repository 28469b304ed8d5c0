"""Goals, constraints and actions: one item for each statement, and what each action answers."""

from dataclasses import replace

import pytest

from assistant.interview.reading.denials import denies
from assistant.interview.reading.rules import read
from assistant.interview.reading.turn import TurnKind
from assistant.interview.reading.words import words
from assistant.journey.edits import Add
from assistant.journey.models import Step
from knowledge.port import Labels
from tests.unit.reading.situations import bakery, situation


def _texts(answer: str, step: Step, language: str, part: str) -> list[str]:
    reading = read(situation(answer, step, language))
    return [str(e.values["text"]) for e in reading.edits if isinstance(e, Add) and e.part == part]


@pytest.mark.parametrize(
    ("language", "said", "items"),
    [
        ("en", "a) no lift to the studio\nb) the kiln breaks down", ["no lift to the studio", "the kiln breaks down"]),
        ("es", "1 no hay ascensor\n2 el horno se rompe cada mes", ["no hay ascensor", "el horno se rompe cada mes"]),
        ("pl", "1 nie ma windy. 2 piec psuje się co miesiąc", ["nie ma windy", "piec psuje się co miesiąc"]),
    ],
)
def test_numbers_of_entries_are_no_words_of_them(language: str, said: str, items: list[str]) -> None:
    assert _texts(said, Step.CONSTRAINTS, language, "constraints") == items


def test_an_entry_is_one_item_with_its_sentences() -> None:
    said = "a) The kiln breaks down. It is from 1990.\nb) The door sticks, always in winter"
    assert len(_texts(said, Step.CONSTRAINTS, "en", "constraints")) == 2


@pytest.mark.parametrize(
    ("language", "said", "kept"),
    [
        ("en", "The tuition is not a problem. The studio is too cold.", "The studio is too cold"),
        ("es", "De la luz no se queja nadie. El taller está muy frío.", "El taller está muy frío"),
        ("pl", "Na światło nikt nie narzeka. W pracowni jest za zimno.", "W pracowni jest za zimno"),
    ],
)
def test_denied_problems_are_none(language: str, said: str, kept: str) -> None:
    assert _texts(said, Step.CONSTRAINTS, language, "constraints") == [kept]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "nobody answers when they complain"),
        ("en", "no lamps, which is a problem"),
        ("es", "se quejan de que nadie contesta"),
        ("pl", "nie wiedzą, że jest problem"),
    ],
)
def test_complaints_are_no_denials(language: str, said: str) -> None:
    assert not denies(words(said), language)


@pytest.mark.parametrize(
    ("language", "said", "kept"),
    [
        ("en", "hang on, the glazier. wants his ladder. right. The studio is too cold", "The studio is too cold"),
        ("es", "espera, llegó el vidriero. ya. El taller está muy frío", "El taller está muy frío"),
        ("pl", "chwila, szklarz wszedł. już. W pracowni jest za zimno", "W pracowni jest za zimno"),
    ],
)
def test_interruptions_are_no_problems(language: str, said: str, kept: str) -> None:
    assert _texts(said, Step.CONSTRAINTS, language, "constraints") == [kept]


@pytest.mark.parametrize(
    ("language", "said", "part"),
    [
        ("en", "a second kiln for the evening classes. Do you mean something else?", "kiln"),
        ("es", "un segundo horno para las clases de tarde. ¿Eso cuenta como acción?", "horno"),
        ("pl", "drugi piec na zajęcia wieczorne. Czy to się liczy?", "piec"),
    ],
)
def test_a_fact_beside_a_question_is_read_and_the_question_too(language: str, said: str, part: str) -> None:
    reading = read(situation(said, Step.ACTIONS, language))
    assert reading.kind is TurnKind.QUESTION
    assert reading.question.endswith("?")
    assert [part in str(edit.values["text"]) for edit in reading.edits if isinstance(edit, Add)] == [True]


def test_what_customers_do_not_understand_is_a_problem() -> None:
    assert _texts("no se entiende el horario", Step.CONSTRAINTS, "es", "constraints") == ["no se entiende el horario"]
    assert read(situation("no sé", Step.CONSTRAINTS, "es")).kind is TurnKind.DONT_KNOW
    said = "they've no idea what glazing costs"
    assert _texts(said, Step.CONSTRAINTS, "en", "constraints") == [said]


def test_an_action_of_the_map_that_is_named_again_is_not_added() -> None:
    journey = bakery()
    again = situation("the parking spaces, like I said", Step.ACTIONS, map=journey)
    assert not read(again).edits


def test_each_action_answers_the_constraint_it_fits_best() -> None:
    reading = read(
        situation("put the order form on the front page. ask the council for parking", Step.ACTIONS, map=bakery())
    )
    assert [edit.values["addresses"] for edit in reading.edits if isinstance(edit, Add)] == [["c1"], ["c2"]]


class _Plans:
    """Takes sentences about the future for plans, and knows nothing else."""

    def labels(self, text: str, language: str) -> Labels:
        plan = 0.9 if "will" in text or "require" in text else 0.1
        role = dict.fromkeys(("want", "contact", "problem", "measure", "fine", "talk", "question", "unknown"), 0.0)
        role |= {"correction": 0.0, "feeling": 0.0, "plan": plan, "problem": 0.15 if plan > 0.5 else 0.8}
        return Labels(role=role, channel={"none": 1.0}, stage={"interest": 1.0}, emotion={"none": 1.0})

    def likeness(self, one: str, other: str, language: str) -> float:
        return 0.0


def test_a_plan_among_problems_is_an_action_with_all_its_sentence_and_answers_the_problem_before() -> None:
    said = "The lane is muddy. The sign is tiny. For this we will paint a new one, with a lamp"
    asked = replace(situation(said, Step.CONSTRAINTS), labeller=_Plans())
    added = [edit for edit in read(asked).edits if isinstance(edit, Add)]
    assert [edit.part for edit in added] == ["constraints", "constraints", "actions"]
    assert added[2].values["text"] == "For this we will paint a new one, with a lamp"
    assert added[2].values["addresses"] == ["new:1"]


def test_what_the_business_asks_of_its_customers_is_no_plan() -> None:
    asked = replace(situation("We require two forms", Step.CONSTRAINTS), labeller=_Plans())
    assert [edit.part for edit in read(asked).edits if isinstance(edit, Add)] == ["constraints"]
