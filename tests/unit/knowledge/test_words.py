"""The words that the search compares."""

import pytest

from knowledge.words import terms


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "touchpoint touchpoints Touchpoints"),
        ("en", "metric metrics METRICS"),
        ("en", "KPI KPIs"),
        ("en", "e-mail email emails"),
        ("es", "punto puntos"),
        ("es", "emoción emociones emocion"),
        ("es", "métrica métricas metrica metricas"),
        ("es", "devolución devoluciones devolucion"),
        ("es", "touchpoint touchpoints"),
        ("es", "KPI KPIs"),
        ("pl", "punkt punktu punkty punktów punktow punktach punktem punkcie"),
        ("pl", "klient klienta klientów klientow klientem kliencie klienci klientami"),
        ("pl", "ograniczenie ograniczenia ograniczeń ograniczen ograniczeniami"),
        ("pl", "opinia opinie opinii opinią opinię opiniami"),
        ("pl", "wskaźnik wskaźniki wskaźników wskaznikow wskaźnikiem"),
        ("pl", "zbieranie zbierania zbierać zbierac zbiera"),
        ("pl", "ankieta ankiety ankietę ankiecie ankiet"),
        ("pl", "touchpoint touchpointy touchpointów touchpointow touchpointach"),
        ("pl", "persona persony personę personie personą"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: str) -> None:
    stems = terms(forms, language)
    assert len(stems) == len(forms.split())
    assert len(set(stems)) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "stage goal persona metric action constraint"),
        ("es", "etapa meta persona métrica acción limitación causa"),
        ("pl", "cel cena etap ocena persona personel mapa marka działanie dane"),
    ],
)
def test_different_words_keep_different_stems(language: str, words: str) -> None:
    assert len(set(terms(words, language))) == len(words.split())


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "What do you mean by that? Could you please explain it?"),
        ("es", "¿Qué quieres decir con eso? ¿Me lo puedes explicar, por favor?"),
        ("pl", "Co to znaczy? Czy możesz mi to wyjaśnić, proszę?"),
        ("en", "?!… 🙂 –"),
        ("es", ""),
    ],
)
def test_the_words_of_asking_carry_no_meaning(language: str, question: str) -> None:
    assert terms(question, language) == []


def test_words_keep_their_order_and_number() -> None:
    assert terms("The persona's map, a map of -2 to +2", "en") == ["persona", "map", "map", "2", "2"]


def test_a_hyphen_after_one_or_two_letters_joins() -> None:
    assert terms("as-is or to-be, first-time", "en") == [*terms("asis", "en"), *terms("tobe", "en"), "first", "time"]
