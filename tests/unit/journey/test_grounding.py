import pytest

from assistant.journey.grounding import same_word, supported, verbatim


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("slow delivery", "the delivery is really slow"),
        ("compran en linea", "COMPRAN mucho en línea"),
        ("40 minut w kolejce", "w kolejce stoją po 40 minut"),
        ("1.5", "around 1,5 percent"),
    ],
)
def test_a_value_may_be_made_of_the_answers_words_in_another_order(value: str, answer: str) -> None:
    assert supported(value, answer)


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("loyalty card", "they come back often"),
        ("45 minutes", "they wait 40 minutes"),
        ("Amy", "a young customer"),
        ("Annabel", "Anna came"),
        ("internet", "some interest"),
        ("contract", "out of control"),
        ("4", "44"),
        ("the", "nothing of it"),
        ("", "anything"),
    ],
)
def test_a_value_may_not_bring_words_or_numbers_of_its_own(value: str, answer: str) -> None:
    assert not supported(value, answer)


def test_a_quote_comes_back_as_it_stands_in_the_answer() -> None:
    assert verbatim("es facil", "Pues ES FÁCIL, la verdad") == "ES FÁCIL"
    assert verbatim("es difícil", "Pues ES FÁCIL") is None


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("compra", "compran", True),
        ("sklep", "sklepie", True),
        ("order", "orders", True),
        ("40", "400", False),
        ("contract", "control", False),
        ("interest", "internet", False),
        ("web", "weber", False),
    ],
)
def test_forms_of_one_word_are_told_from_other_words(one: str, other: str, alike: bool) -> None:
    assert same_word(one, other) is same_word(other, one) is alike
