import pytest

from assistant.journey.grounding import find_turn, supported, verbatim


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("slow delivery", "the delivery is really slow"),
        ("compra online", "compran en el sitio online"),
        ("40 minut w kolejce", "stoją w kolejkach po 40 minut"),
        ("1.5", "around 1,5 percent"),
    ],
)
def test_a_value_may_be_made_of_the_answers_words_in_other_forms(value: str, answer: str) -> None:
    assert supported(value, answer)


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("loyalty card", "they come back often"),
        ("45 minutes", "they wait 40 minutes"),
        ("Amy", "a young customer"),
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


def test_the_newest_turn_that_holds_a_quote_is_found() -> None:
    assert find_turn("by phone", {1: "by phone", 2: "by e-mail", 3: "By Phone!"}) == 3
    assert find_turn("by fax", {1: "by phone"}) is None
