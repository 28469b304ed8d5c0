"""Which figures of a metric are its values, in each language."""

import pytest

from assistant.interview.reading import rules
from assistant.interview.reading.clauses import split
from assistant.interview.reading.now_and_wanted import values
from assistant.journey.edits import Add
from assistant.journey.models import Step
from tests.unit.reading.situations import bakery, situation


@pytest.mark.parametrize(
    ("language", "text", "baseline", "target"),
    [
        ("en", "Unpaid invoices: 18 now, 6 would be lovely.", "18", "6"),
        (
            "en",
            "Guests who reorder within two months, it's 12 percent now, we want 30 percent.",
            "12 percent",
            "30 percent",
        ),
        ("en", "Broken jars a week, today 25, I want that in single figures.", "25", "single figures"),
        ("en", "Late parcels, 7 or 8 a week, and none would be nice.", "7 or 8", "none"),
        ("en", "Time to reply. It was 9 hours last year, now it is 7 hours, we want 3 hours.", "7 hours", "3 hours"),
        ("es", "Pedidos tardíos: hoy 14, quiero que sean 5.", "14", "5"),
        ("es", "Visitas al taller: entre 20 y 25, quiero 40.", "20 y 25", "40"),
        ("pl", "Liczba zgubionych kluczy: teraz 9, za dwa lata chcę 3.", "9", "3"),
        ("pl", "Kto wraca po kursie: teraz co piąty, chcę co trzeci.", "co piąty", "co trzeci"),
    ],
)
def test_now_and_wanted(language: str, text: str, baseline: str, target: str) -> None:
    found = values(split(text, language), text, language)
    told = [text[one.start : one.end] if one else None for one in (found.baseline, found.target)]
    assert told == [baseline, target]


def test_a_value_alone_completes_the_metric_asked_about() -> None:
    asked = situation("about 20 minutes, we want 8", Step.METRICS, need="metrics.values", targets=("m2",), map=bakery())
    edits = rules.read(asked).edits
    assert not [edit for edit in edits if isinstance(edit, Add)]
    assert {getattr(edit, "field", "") for edit in edits} >= {"baseline", "target"}


def test_another_metric_with_some_of_the_same_words_is_a_new_one() -> None:
    asked = situation("number of cakes returned per week, 4 now, 1 would be nice", Step.METRICS, map=bakery())
    assert [edit.part for edit in rules.read(asked).edits if isinstance(edit, Add)] == ["metrics"]
