"""The journey as a grid and a curve: pure functions, for any map and any width."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from assistant.journey.models import JourneyMap
from assistant.tui.glyphs import ASCII, Glyphs
from assistant.tui.widgets.cells import NARROWEST, wrap
from assistant.tui.widgets.curve import LEVELS, Feeling, draw, figures, points
from assistant.tui.widgets.grid_cells import BODY, ROW_NAMES, Row, columns
from assistant.tui.widgets.grid_layout import EDGE, lay_out
from assistant.tui.widgets.item_fields import fields, name_of, origin_of
from tests.fakes.maps import example as coffee
from tests.fakes.maps import maps

SIGNS = (Glyphs(), ASCII)
TEXTS = st.text(st.sampled_from("abc żó漢字🙂é\u0301-") | st.characters(codec="utf-8"), max_size=60)


@given(TEXTS, st.integers(NARROWEST, 40))
@example("", 5)
@example("漢字漢字 a", 3)
def test_wrapped_lines_fit_and_keep_every_word(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert lines
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(maps(), st.integers(20, 200), st.sampled_from(SIGNS))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_map_fits_any_width(journey: JourneyMap, width: int, signs: Glyphs) -> None:
    grid = columns(journey)
    layout = lay_out(grid, width, signs)
    assert layout.stage <= max(width - layout.names, 11)
    assert [band.row for band in layout.bands] == list(BODY)
    for band in layout.bands:
        for column, cell in zip(grid, band.cells, strict=True):
            assert len(cell) <= band.height
            assert all(cell_len(line.text) <= layout.stage - EDGE for line in cell)
            shown = {line.entry for line in cell}
            assert shown == (set() if band.row is Row.FEELINGS else set(range(len(column.entries[band.row]))))
    whole = layout.stage * len(grid)
    assert len(layout.curve) == len(LEVELS) + 1
    assert all(cell_len(line) == whole for line in layout.curve)


@given(maps())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_nothing_of_the_journey_is_left_out_and_everything_has_a_form(journey: JourneyMap) -> None:
    grid = columns(journey)
    shown = {entry.ref for column in grid for row in BODY for entry in column.entries[row]}
    expected = {item.id for part in ("goals", "touchpoints", "constraints", "actions") for item in journey.part(part)}
    assert shown == expected
    assert [column.stage for column in grid if column.stage] == [stage.id for stage in journey.stages]
    for _, item in journey.items():
        assert fields(journey, item.id)
        assert name_of(journey, item.id)
        assert origin_of(journey, item.id) == item.origin
    assert fields(journey, "goal")
    assert fields(journey, "persona")


def test_the_columns_of_the_example() -> None:
    grid = columns(coffee())
    first = grid[2]
    assert (first.name, first.duration) == ("First bag", "3 days")
    assert [entry.text for entry in first.entries[Row.TOUCHPOINTS]] == ["Checkout", "★ Opening the first bag"]
    assert [entry.text for entry in first.entries[Row.THOUGHTS]] == ["It is bitter. Did I do it wrong?"]
    assert [entry.detail for entry in first.entries[Row.PAINS]] == ["severity 5"]
    assert [entry.ref for entry in first.entries[Row.ACTIONS]] == ["a1"]
    assert [column.entries[Row.ACTIONS] for column in grid].count(()) == 3


def test_what_has_no_stage_has_a_column_of_its_own() -> None:
    journey = coffee()
    homeless = journey.touchpoints[0].model_copy(update={"stage": None})
    grid = columns(journey.model_copy(update={"touchpoints": (homeless, *journey.touchpoints[1:])}))
    assert (grid[-1].stage, grid[-1].name) == ("", "no stage yet")
    assert [entry.ref for entry in grid[-1].entries[Row.TOUCHPOINTS]] == ["t1"]


@given(st.lists(st.none() | st.integers(-2, 2), max_size=60), st.integers(1, 40), st.integers(0, 50))
def test_points_keep_their_order_and_stand_for_every_touchpoint(
    values: list[int | None], width: int, left: int
) -> None:
    told: list[Feeling] = [(f"t{n}", value) for n, value in enumerate(values)]
    found = points(told, left, width)
    assert [ref for point in found for ref in point.refs] == [ref for ref, _ in told]
    assert [point.x for point in found] == sorted({point.x for point in found})
    assert all(left <= point.x < left + width for point in found)
    if len(values) <= width:
        assert [point.value for point in found] == values


@pytest.mark.parametrize("signs", SIGNS, ids=["unicode", "ascii"])
def test_a_curve_is_read_from_its_height_and_its_figures(signs: Glyphs) -> None:
    told: list[Feeling] = [("t1", 2), ("t2", -1), ("t3", None), ("t4", 0)]
    curve = points(told, 0, 24)
    lines = draw(curve, 24, signs)
    for point in curve:
        heights = [level for level, line in zip(LEVELS, lines, strict=True) if line[point.x] == signs.point]
        assert heights == ([] if point.value is None else [point.value])
    assert figures(curve, 24).split() == ["+2", "-1", "?", "0"]
    assert all(line.isascii() for line in lines) == signs.ascii


def test_what_was_not_said_is_a_gap_and_not_a_zero() -> None:
    signs = Glyphs()
    joined = draw(points([("t1", 1), ("t2", 1), ("t3", 1)], 0, 30), 30, signs)[LEVELS.index(1)]
    gap = draw(points([("t1", 1), ("t2", None), ("t3", 1)], 0, 30), 30, signs)
    assert signs.line in joined
    assert signs.line not in "".join(gap)
    assert gap[LEVELS.index(0)] == signs.middle * 30


def test_every_band_has_a_name_of_its_own() -> None:
    assert set(ROW_NAMES) == set(Row)
    assert len(set(ROW_NAMES.values())) == len(Row)
