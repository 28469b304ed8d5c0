import pytest

from assistant.interview.reading import rules
from assistant.journey.models import Persona, Step
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
