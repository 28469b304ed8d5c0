"""Values and words that are put right while they are told, or forgotten, denied and dropped later."""

import pytest

from assistant.interview.reading import rules
from assistant.interview.reading.corrections import without_replaced
from assistant.interview.reading.turn import Reading, TurnKind
from assistant.journey.edits import Add, Edit, SetField
from assistant.journey.models import JourneyMap, Origin, OriginKind, Step
from assistant.journey.start import new_map
from tests.unit.reading.situations import after, situation


@pytest.mark.parametrize(
    ("language", "said", "left"),
    [
        ("en", "it comes by post, sorry, by courier, and late", "it comes by courier, and late"),
        ("en", "sundays at ten, er, at eleven", "sundays at eleven"),
        ("es", "el pedido va por carta, eh no, por mensajero", "el pedido va por mensajero"),
        ("es", "un repaso a los 6 meses, digo, al año", "un repaso al año"),
        ("es", "unas 12 al dia... espera, 12 no, 20", "unas 20 al dia... espera, "),
        ("pl", "zajęcia w srody wieczorem, tfu, w czwartki", "zajęcia w czwartki wieczorem"),
        ("pl", "gratis od 18 zl, nie, 15", "gratis od 15 zl"),
        ("en", "we have 20 chairs, well, and 3 tables", "we have 20 chairs, well, and 3 tables"),
    ],
)
def test_a_repair_that_stands_apart(language: str, said: str, left: str) -> None:
    assert without_replaced(said, language).text == left


def told(*edits: Edit, language: str = "en") -> JourneyMap:
    situated = situation("words", Step.GOAL, language)
    reading = Reading(TurnKind.ANSWER, edits)
    return after(reading, situated)


_FOUND = Origin(kind=OriginKind.IMPORTED)


def shop(language: str, parking: str, voucher: str) -> JourneyMap:
    return told(
        SetField(part="persona", field="name", value="Marta", origin=_FOUND),
        SetField(part="persona", field="age", value="30", origin=_FOUND),
        SetField(part="persona", field="location", value="Leeds", origin=_FOUND),
        Add(part="constraints", values={"text": parking}, origin=_FOUND),
        Add(part="touchpoints", values={"name": parking, "stage": "s2"}, origin=_FOUND),
        Add(part="actions", values={"text": voucher}, origin=_FOUND),
        language=language,
    )


SHOPS = {
    "en": shop("en", "parking is far", "voucher for a friend"),
    "es": shop("es", "el parking queda lejos", "cupón para una amiga"),
    "pl": shop("pl", "parking jest daleko", "kupon dla koleżanki"),
}


@pytest.mark.parametrize(
    ("language", "step", "said", "gone"),
    [
        ("en", Step.CONSTRAINTS, "the parking thing is sorted", {"c1"}),
        ("en", Step.CONSTRAINTS, "actually parking is fine", {"c1"}),
        ("en", Step.ACTIONS, "forget about the voucher", {"a1"}),
        ("en", Step.METRICS, "oh, we decided against the voucher", {"a1"}),
        ("en", Step.CONSTRAINTS, "they always forget the parking ticket", set()),
        ("es", Step.CONSTRAINTS, "lo del parking ya está resuelto", {"c1"}),
        ("es", Step.CONSTRAINTS, "el parking ya no es problema", {"c1"}),
        ("es", Step.ACTIONS, "el cupón quítalo", {"a1"}),
        ("pl", Step.CONSTRAINTS, "o parkingu zapomnij", {"c1"}),
        ("pl", Step.METRICS, "a z kuponu rezygnujemy", {"a1"}),
    ],
)
def test_what_is_to_be_forgotten_goes(language: str, step: Step, said: str, gone: set[str]) -> None:
    asked = situation(said, step, language, map=SHOPS[language])
    before, left = (
        {item.id for _, item in journey.items()} for journey in (asked.map, after(rules.read(asked), asked))
    )
    assert before - left == gone


@pytest.mark.parametrize(
    ("language", "said", "age"),
    [
        ("en", "make her 44", "44"),
        ("es", "mejor ponle 44 años", "44"),
        ("pl", "a tak w ogóle ma 38, pytałam ją", "38"),
    ],
)
def test_an_age_told_anew(language: str, said: str, age: str) -> None:
    asked = situation(said, Step.GOALS, language, map=SHOPS[language])
    assert after(rules.read(asked), asked).persona.age == age


@pytest.mark.parametrize(
    ("language", "said", "place"),
    [
        ("en", "she moved, she's in York now", "York"),
        ("es", "se mudó, ahora vive en Toledo", "Toledo"),
        ("pl", "przeprowadziła się, teraz mieszka w Toruniu", "Toruniu"),
    ],
)
def test_a_place_they_moved_to(language: str, said: str, place: str) -> None:
    asked = situation(said, Step.GOALS, language, map=SHOPS[language])
    assert after(rules.read(asked), asked).persona.location == place


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "they pay in the shop. we don't send a newsletter"),
        ("en", "they pay in the shop. we used to do a newsletter but we binned it"),
        ("es", "pagan en la tienda. mandamos un boletín. bueno, lo mandábamos, ya no lo mandamos"),
        ("pl", "płacą w sklepie. newslettera nie mamy"),
        ("pl", "płacą w sklepie. dawniej wysyłaliśmy newsletter, już nie wysyłamy"),
    ],
)
def test_what_the_business_does_not_do_is_no_touchpoint(language: str, said: str) -> None:
    edits = rules.read(situation(said, Step.TOUCHPOINTS, language, map=new_map(language))).edits
    assert len([edit for edit in edits if isinstance(edit, Add)]) == 1


def test_who_does_it_belongs_to_the_plan() -> None:
    asked = situation("Prices on the front page. Dana's doing it by March", Step.ACTIONS)
    (action,) = after(rules.read(asked), asked).actions
    assert action.due == "by March"


def test_a_pronoun_tells_where_the_last_metric_is_read() -> None:
    metric = told(Add(part="metrics", values={"name": "orders", "baseline": "3"}, origin=_FOUND))
    asked = situation("that's in the till report every month", Step.METRICS, map=metric)
    (left,) = after(rules.read(asked), asked).metrics
    assert left.cadence == "every month"


def test_a_metric_that_is_named_inside_a_share() -> None:
    asked = situation("de cada diez que prueban se apuntan 4, quiero llegar a 6", Step.METRICS, "es")
    (metric,) = after(rules.read(asked), asked).metrics
    assert metric.target == "6"
