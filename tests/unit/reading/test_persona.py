from dataclasses import replace

import pytest

from assistant.interview.reading import rules
from assistant.journey.models import Persona, Step
from knowledge.port import Labels
from tests.unit.reading.situations import after, situation


def read(text: str, language: str = "en", need: str = "persona.who") -> Persona:
    asked = situation(text, Step.PERSONA, language, need=need)
    return after(rules.read(asked), asked).persona


@pytest.mark.parametrize(
    ("language", "text", "name", "age", "job", "home"),
    [
        ("en", "Quentin. 52. glazier. Whitby", "Quentin", "52", "glazier", "Whitby"),
        ("en", "1. Ngozi, auditor\n2. 37 yrs\n3. Enugu", "Ngozi", "37 yrs", "auditor", "Enugu"),
        ("en", "Ruairi I think, 51, hes driving a bus and living out in Sligo", "Ruairi", "51", "driving", "Sligo"),
        (
            "es",
            "pon a Itziar tiene sesenta y dos trabaja de sastre vive en Irun",
            "Itziar",
            "sesenta y dos",
            "sastre",
            "Irun",
        ),
        ("es", "Les presento a Anselmo: 63 años, notario, de Loja", "Anselmo", "63 años", "notario", "Loja"),
        (
            "pl",
            "Niech to będzie Bogna, osiemdziesiąt lat, mieszka w Płocku",
            "Bogna",
            "osiemdziesiąt lat",
            "",
            "Płocku",
        ),
        ("pl", "Gniewko. lat 26. kurier. z radomia", "Gniewko", "26", "kurier", "radomia"),
    ],
)
def test_running_talk_telegrams_and_lists(language: str, text: str, name: str, age: str, job: str, home: str) -> None:
    persona = read(text, language)
    assert (persona.name, persona.age) == (name, age)
    assert job in (persona.occupation or "")
    assert home in (persona.location or "")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We get all sorts, from 19 to 80 years"),
        ("en", "My brother is 44 and works as a welder"),
        ("pl", "52 ma jej siostra"),
        ("es", "su hermano tiene 61 años"),
    ],
)
def test_what_is_not_the_customers_age(language: str, text: str) -> None:
    assert read(text, language).age is None


def test_a_heading_names_the_field() -> None:
    persona = read("Hobbies: old maps. Nature: sunny", need="persona.character")
    assert persona.interests == ("old maps",)
    assert persona.personality == "sunny"


def test_a_preposition_inside_a_sentence_is_no_home() -> None:
    assert read("she cannot tell silk from a rag", need="persona.character").location is None


@pytest.mark.parametrize(
    ("language", "text", "nature"),
    [
        ("en", "She's rather bashful, a tad dizzy", "rather bashful"),
        ("en", "mirthful", "mirthful"),
        ("es", "es algo bruja", "algo bruja"),
        ("pl", "dość harda", "dość harda"),
    ],
)
def test_a_degree_or_an_adjective_tells_the_nature(language: str, text: str, nature: str) -> None:
    assert nature in (read(text, language, "persona.character").personality or "")


def test_a_trait_beside_a_noun_is_a_trouble_where_troubles_were_asked_for() -> None:
    persona = read("fussy suppliers", need="persona.challenges")
    assert persona.challenges == ("fussy suppliers",)
    assert persona.personality is None


def test_what_a_relative_does_may_be_a_trouble() -> None:
    assert read("Her nephew wrecks the van", need="persona.challenges").challenges


@pytest.mark.parametrize(
    ("language", "text", "job"),
    [
        ("en", "Ottoline. She is a luthier", "luthier"),
        ("en", "Ottoline has a kiosk by the quay", "kiosk"),
        ("es", "Ottilia tiene un quiosco", "quiosco"),
        ("pl", "Odeta ma kiosk na rynku", "kiosk"),
    ],
)
def test_a_job_by_being_or_owning(language: str, text: str, job: str) -> None:
    assert job in (read(text, language).occupation or "")


def test_where_someone_lives_goes_before_where_they_came_from() -> None:
    assert "Ludlow" in (read("She is from Minsk. She lives with her aunt in Ludlow").location or "")


def test_a_telegram_in_small_letters_ends_with_the_home() -> None:
    assert read("Ottoline, 58, plasterer, ludlow").location == "ludlow"


class _Meant:
    """A labeller to whom every clause tells the same fact of a person."""

    def __init__(self, fact: str) -> None:
        self.fact = fact

    def labels(self, text: str, language: str) -> Labels:
        roles = dict.fromkeys(("problem", "talk", "person", "question", "unknown", "fine", "correction"), 0.0)
        return Labels(role=roles, channel={"none": 1.0}, stage={}, emotion={"none": 1.0}, fact={self.fact: 0.9})

    def likeness(self, one: str, other: str, language: str) -> float:
        return 0.0


@pytest.mark.parametrize(
    ("fact", "field", "text"),
    [("personality", "personality", "plans each hour twice"), ("occupation", "occupation", "up ladders with a bucket")],
)
def test_the_meaning_of_a_clause_tells_a_fact_that_no_word_does(fact: str, field: str, text: str) -> None:
    asked = replace(situation(text, Step.PERSONA), labeller=_Meant(fact))
    assert getattr(after(rules.read(asked), asked).persona, field) == text


def test_a_relative_of_the_tellers_may_be_the_customer() -> None:
    assert read("Someone like my cousin Mo: taxi driver, lives in Luton").name == "Mo"


@pytest.mark.parametrize(
    ("language", "text", "job"),
    [("en", "Ann, 50, a nurse in Leeds", "nurse"), ("en", "Bo, a plumber from Hull who lives alone", "plumber")],
)
def test_the_town_is_no_part_of_the_job(language: str, text: str, job: str) -> None:
    assert read(text, language).occupation == job


@pytest.mark.parametrize(
    ("language", "said", "trait"),
    [
        ("en", "Ann, 58, careful and she loves gardening", "careful"),
        ("es", "Ana, 58 años, detallista y le encanta leer", "detallista"),
    ],
)
def test_a_trait_is_told_without_the_word_that_joins_the_next_fact(language: str, said: str, trait: str) -> None:
    asked = situation(said, Step.PERSONA, language)
    assert after(rules.read(asked), asked).persona.personality == trait
