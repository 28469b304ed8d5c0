import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.journey.models import JourneyMap
from exports.csv_file import CsvExporter, guarded, unguarded
from tests.fakes.hostile_values import hostile_map, hostile_values
from tests.fakes.maps import example, maps, words


def rows(journey: JourneyMap) -> list[list[str]]:
    data = CsvExporter().export(journey)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_a_row_a_touchpoint_with_what_is_linked_to_it() -> None:
    header, *table = rows(example())
    assert header[:4] == ["ID", "Stage", "Touchpoint", "Channel"]
    assert [row[0] for row in table] == ["t1", "t2", "t3", "t4", "t5", "t6"]
    opening = dict(zip(header, table[4], strict=True))
    assert opening["Stage"] == "First bag"
    assert opening["Feeling"] == "-2"
    assert opening["What gets in the way"] == "The first cup at home is bitter"
    assert opening["What we will do"].startswith("Print a brewing card")
    assert (opening["Origin"], opening["Answer"]) == ("Said", "10")


@settings(max_examples=15, deadline=None)
@given(maps())
def test_every_touchpoint_is_a_row_of_as_many_cells_as_the_header(journey: JourneyMap) -> None:
    header, *table = rows(journey)
    assert [row[0] for row in table] == [touchpoint.id for touchpoint in journey.touchpoints]
    assert {len(row) for row in table} <= {len(header)}
    assert [unguarded(row[2]) for row in table] == [touchpoint.name for touchpoint in journey.touchpoints]


def test_no_cell_of_two_thousand_hostile_values_is_a_formula() -> None:
    values = hostile_values()
    for start in range(0, len(values), 500):
        for row in rows(hostile_map(values[start : start + 500]))[1:]:
            for cell in row:
                assert re.fullmatch(r"[+-]?\d+([.,]\d+)?", cell) or not re.search(
                    r"(\A|[;\t\n])\s{0,20}[=+\-@＝＋－＠]", cell
                )


@pytest.mark.parametrize(
    ("text", "safe"), [("=1+1", "'=1+1"), ("-5", "-5"), ("-5%", "'-5%"), ("a;=1", "a;'=1"), ("a=1", "a=1")]
)
def test_only_what_would_be_calculated_gets_an_apostrophe(text: str, safe: str) -> None:
    assert guarded(text) == safe


@given(words() | st.text("'=+-@;\t\n 1x,", max_size=12))
def test_the_apostrophe_goes_when_the_file_is_read_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_a_long_run_of_blanks_takes_no_time() -> None:
    for text in ("\n" * 200_000, "'" * 200_000, "; " * 100_000):
        assert unguarded(guarded(f"{text}x")) == f"{text}x"
