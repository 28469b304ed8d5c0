"""What the sections of the map show."""

from hypothesis import HealthCheck, given, settings
from textual.app import App, ComposeResult

from assistant.journey.models import JourneyMap, OriginKind, Step
from assistant.tui.glyphs import ASCII, Glyphs
from assistant.tui.widgets.map_lines import Line, open_questions, section
from assistant.tui.widgets.map_panel import MapPanel
from tests.fakes.maps import example, maps


def test_touchpoints_stand_under_their_stages_in_order() -> None:
    lines = section(example(), Step.TOUCHPOINTS)
    assert [line.text for line in lines if line.origin is None] == [
        "Awareness", "Consideration", "First bag", "Habit", "Advocacy",
    ]  # fmt: skip
    bag = next(line for line in lines if line.ref == "t5")
    assert (bag.feeling, bag.moment, bag.detail) == (-2, True, "delivery")
    assert next(line for line in lines if line.ref == "t2").feeling is None


def test_a_touchpoint_without_a_stage_is_not_lost() -> None:
    journey = example()
    homeless = journey.touchpoints[0].model_copy(update={"stage": None})
    lines = section(journey.model_copy(update={"touchpoints": (homeless,)}), Step.TOUCHPOINTS)
    assert lines[-1].ref == "t1"
    assert lines[-2] == Line("no stage yet")


def test_fields_name_themselves_once_and_carry_their_origin() -> None:
    lines = section(example(), Step.PERSONA)
    interests = [line for line in lines if line.ref.startswith("persona.interests")]
    assert [(line.title, line.text) for line in interests] == [("interests", "cooking"), ("", "cycling")]
    assert {line.origin for line in lines} == {OriginKind.SAID}


def test_actions_and_metrics_tell_what_they_are_about() -> None:
    action, taken = section(example(), Step.ACTIONS)
    assert action.detail.startswith("→ The first cup at home is")
    assert taken.origin is OriginKind.SUGGESTED
    (metric,) = section(example(), Step.METRICS)
    assert metric.detail == "66 → 80 % · Shop statistics"
    assert len(open_questions(example())) == 2


def test_the_signs_of_different_meanings_differ() -> None:
    for table in (Glyphs(), ASCII):
        for group in (
            (table.done, table.current, table.todo),
            (table.said, table.suggested, table.evidence, table.imported),
            (table.up, table.level, table.down),
            (table.stays, table.leaves),
            (table.notice, table.failure, table.done),
        ):
            assert len(set(group)) == len(group)
    assert all(str(getattr(ASCII, name)).isascii() for name in Glyphs.__slots__)


class Panel(App[None]):
    """A map alone."""

    def compose(self) -> ComposeResult:
        """Compose the panel."""
        yield MapPanel(id="map")


@given(maps())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_map_can_be_shown(journey: JourneyMap) -> None:
    app = Panel()
    async with app.run_test(size=(60, 40)) as pilot:
        app.query_one(MapPanel).show(journey, [item.id for _, item in journey.items()])
        await pilot.pause()
        assert not any("\x1b" in strip.text for strip in app.screen._compositor.render_strips())
