import pytest

from assistant.interview.reading.number_words import spelled
from assistant.interview.reading.numbers import figures
from assistant.interview.reading.words import words


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "sixty-eight", "68"),
        ("en", "four and a half", "4.5"),
        ("en", "three hundred and seven", "307"),
        ("en", "six thousand two hundred", "6200"),
        ("es", "cincuenta y siete", "57"),
        ("es", "noventaidos", "92"),
        ("es", "mil ochocientas", "1800"),
        ("es", "seis y media", "6.5"),
        ("pl", "czterdzieści siedem", "47"),
        ("pl", "siedemdziesięciu ośmiu", "78"),
        ("pl", "półtorej", "1.5"),
        ("pl", "dwa tysiące trzysta", "2300"),
    ],
)
def test_a_number_in_words_has_a_value(language: str, text: str, value: str) -> None:
    said = words(text)
    found = spelled(said, 0, language)
    assert found is not None
    assert (found.value, found.last) == (value, len(said))


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "seven eight", [("7",), ("8",)]),
        ("en", "every sixth parcel", [("1", "6")]),
        ("en", "every second week", []),
        ("en", "every 7th parcel", [("1", "7")]),
        ("en", "three quarters of them", [("3", "4")]),
        ("en", "20-24 letters", [("20", "24")]),
        ("en", "from 20 to 24 letters", [("20",), ("24",)]),
        ("en", "it opens at 16:45", [("16:45",)]),
        ("es", "uno de cada siete", [("1", "7")]),
        ("es", "seis o siete cajas", [("6", "7")]),
        ("es", "una semana y media", [("1.5",)]),
        ("es", "un cliente", []),
        ("pl", "co czwarty list", [("1", "4")]),
        ("pl", "co drugi tydzień", []),
        ("pl", "pół godziny", [("0.5",)]),
        ("pl", "24 500 zł", [("24500",)]),
    ],
)
def test_figures(language: str, text: str, found: list[tuple[str, ...]]) -> None:
    assert [figure.numbers for figure in figures(text, words(text), language)] == found


def test_words_and_digits_are_the_same_number() -> None:
    one, other = (figures(text, words(text), "en")[0] for text in ("fifteen calls", "15 calls"))
    assert one.numbers == other.numbers
    assert (one.unit, other.unit) == ("calls", "calls")
