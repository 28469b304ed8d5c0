"""Only the right value stays: corrected at once, or in a later answer."""

import pytest

from assistant.interview.reading import rules
from assistant.interview.reading.corrections import without_replaced
from assistant.interview.reading.turn import TurnKind
from assistant.journey.edits import Add, Change, SetField
from assistant.journey.models import JourneyMap, Origin, OriginKind, Step
from assistant.journey.start import new_map
from tests.unit.reading.situations import after, bakery, carried_out, situation


@pytest.mark.parametrize(
    ("language", "said", "meant"),
    [
        ("en", "it takes 30, no wait, 45 minutes", "it takes 45 minutes"),
        ("en", "not 30 but 45 minutes", "45 minutes"),
        ("en", "a 20% discount for members. no sorry, make it 25%", "a 25% discount for members."),
        ("en", "they order by phone, no sorry, by email", "they order by email"),
        ("en", "it is 1 in 8, not 1 in 5", "it is 1 in 8"),
        ("es", "esperan 20, no, perdón, 35 minutos", "esperan 35 minutos"),
        ("es", "no 20 sino 35 minutos", "35 minutos"),
        ("es", "cuesta 12 euros, miento, 15 euros", "cuesta 15 euros"),
        ("es", "cuesta 12 euros, ay, qué digo, 15 euros", "cuesta 15 euros"),
        ("es", "piden por teléfono, mejor dicho, por correo", "piden por correo"),
        ("pl", "czekają 20, nie, czekaj, 35 minut", "czekają 35 minut"),
        ("pl", "nie 20 tylko 35 minut", "35 minut"),
        ("pl", "mamy 12, a nie, przepraszam, 15 stolików", "mamy 15 stolików"),
        ("en", "we have 12 tables and 30 chairs", "we have 12 tables and 30 chairs"),
        ("en", "there is no parking, 3 complaints a week", "there is no parking, 3 complaints a week"),
        ("es", "no hay más de 5 mesas y 20 sillas", "no hay más de 5 mesas y 20 sillas"),
        ("pl", "nie ma parkingu, 3 skargi w tygodniu", "nie ma parkingu, 3 skargi w tygodniu"),
    ],
)
def test_within_one_answer(language: str, said: str, meant: str) -> None:
    assert " ".join(without_replaced(said, language).text.split()) == meant


@pytest.mark.parametrize(
    ("language", "said", "gone", "kept"),
    [
        ("en", "give everyone a 20% voucher after the visit. no wait, make it 25%", "20", "25%"),
        ("es", "dar un vale del 20% después de la visita. no, espera, que sea del 25%", "20", "25%"),
        ("pl", "dać bon na 20% po wizycie. nie, czekaj, na 25%", "20", "25%"),
    ],
)
def test_an_item_holds_the_right_value_and_no_rest_of_the_wrong(language: str, said: str, gone: str, kept: str) -> None:
    asked = situation(said, Step.ACTIONS, language)
    actions = after(rules.read(asked), asked).actions
    assert len(actions) == 1
    assert kept in actions[0].text
    assert gone not in actions[0].text


def _returns(language: str, name: str) -> JourneyMap:
    given = Origin(kind=OriginKind.IMPORTED)
    metric = {"name": name, "baseline": "12", "target": "5"}
    other = {"name": "xyz", "baseline": "90"}
    return carried_out(
        new_map(language),
        [Add(part="metrics", values=metric, origin=given), Add(part="metrics", values=other, origin=given)],
        {},
    )


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [
        ("en", "returned parcels", "sorry, I checked: returned parcels are not 12, they are 17"),
        ("en", "returned parcels", "it's 17, not 12"),
        ("en", "returned parcels", "actually the returned parcels are 17"),
        ("es", "paquetes devueltos", "perdón, los paquetes devueltos no son 12, son 17"),
        ("es", "paquetes devueltos", "en realidad los paquetes devueltos son 17"),
        ("pl", "zwroty paczek", "przepraszam, zwroty paczek to nie 12, tylko 17"),
        ("pl", "zwroty paczek", "właściwie zwroty paczek to 17"),
    ],
)
def test_a_later_answer_changes_the_value_that_is_there(language: str, name: str, said: str) -> None:
    asked = situation(said, Step.METRICS, language, map=_returns(language, name))
    reading = rules.read(asked)
    assert reading.kind is TurnKind.CORRECTION
    assert [type(edit) for edit in reading.edits] == [Change]
    metrics = after(reading, asked).metrics
    assert (metrics[0].baseline, metrics[0].target) == ("17", "5")
    assert metrics[1].baseline == "90"


def test_a_figure_that_is_there_by_chance_is_no_correction() -> None:
    asked = situation("the average basket is not 12 but 40 euros", Step.METRICS, map=_returns("en", "returned parcels"))
    metrics = after(rules.read(asked), asked).metrics
    assert [m.baseline for m in metrics] == ["12", "90", "40 euros"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "hmm, now that I think about it 30 is too young, more like 38"),
        ("en", "sorry, she's 38, not 30"),
        ("es", "perdón, no tiene 30 sino 38"),
        ("pl", "przepraszam, nie 30 tylko 38"),
    ],
)
def test_the_persona_gets_older(language: str, said: str) -> None:
    asked = situation(said, Step.PERSONA, language, need="persona.character", map=bakery(language))
    reading = rules.read(asked)
    assert reading.kind is TurnKind.CORRECTION
    age = after(reading, asked).persona.age
    assert age is not None
    assert age.startswith("38")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "He is called Marek, not Milan."),
        ("en", "Not Milan, Marek is the name."),
        ("es", "Se llama Marek, no Milan."),
        ("pl", "Ma na imię Marek, nie Milan."),
    ],
)
def test_a_word_of_the_map_is_put_right(language: str, said: str) -> None:
    given = Origin(kind=OriginKind.IMPORTED)
    journey = carried_out(new_map(language), [SetField(part="persona", field="name", value="Milan", origin=given)], {})
    asked = situation(said, Step.GOALS, language, map=journey)
    assert after(rules.read(asked), asked).persona.name == "Marek"


@pytest.mark.parametrize(
    ("language", "action", "said"),
    [
        ("en", "the choir sings on Monday", "The choir is on Wednesday after all."),
        ("es", "el coro canta el lunes", "El coro al final es el miércoles."),
        ("pl", "chór śpiewa w poniedziałek", "Chór jednak jest w środę."),
    ],
)
def test_a_value_told_anew_takes_the_place_of_the_old_one(language: str, action: str, said: str) -> None:
    given = Origin(kind=OriginKind.SAID, quote=action, turn=1)
    journey = carried_out(new_map(language), [Add(part="actions", values={"text": action}, origin=given)], {1: action})
    asked = situation(said, Step.METRICS, language, map=journey)
    done = after(rules.read(asked), asked)
    assert len(done.actions) == 1
    assert done.actions[0].text.split()[-1] == said.rstrip(".").replace(" after all", "").split()[-1]
    assert not done.metrics


@pytest.mark.parametrize(
    ("language", "constraint", "said"),
    [
        ("en", "the lamp flickers", "You can leave out the lamp, it was replaced."),
        ("es", "la lámpara parpadea", "Olvida lo de la lámpara, la cambiamos."),
        ("pl", "lampa migocze", "Zapomnij o lampie, wymieniliśmy ją."),
    ],
)
def test_what_is_to_be_forgotten_is_taken_out(language: str, constraint: str, said: str) -> None:
    given = Origin(kind=OriginKind.IMPORTED)
    journey = carried_out(new_map(language), [Add(part="constraints", values={"text": constraint}, origin=given)], {})
    asked = situation(said, Step.ACTIONS, language, map=journey)
    done = after(rules.read(asked), asked)
    assert not done.constraints
    assert not done.actions


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "we open not only on Sunday but also on Monday"),
        ("es", "abrimos no solo el domingo sino también el lunes"),
        ("pl", "otwieramy nie tylko w niedzielę, ale też w poniedziałek"),
        ("es", "Ana espera el lunes, Eva espera el martes"),
        ("en", "no, 6 people pay 2 euros"),
    ],
)
def test_what_only_looks_like_a_correction_is_kept(language: str, said: str) -> None:
    assert without_replaced(said, language).text == said
