"""The map changed by keys: over the real engine, without a model."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from textual.app import App, ComposeResult
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from assistant.interview.engine import Interview
from assistant.interview.equipment import Equipment
from assistant.interview.opening import equipment
from assistant.interview.store import SqliteSessionStore
from assistant.journey.by_hand import New, Put
from assistant.journey.models import JourneyMap, OriginKind
from assistant.journey.start import new_map
from assistant.locale import use
from assistant.settings import Settings
from assistant.tui.app import JourneymapApp
from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.screens.item import ItemScreen
from assistant.tui.screens.map import MapScreen
from assistant.tui.screens.origin import OriginScreen
from assistant.tui.widgets.chat import Chat
from assistant.tui.widgets.item_fields import fields
from assistant.tui.widgets.journey_grid import JourneyGrid
from assistant.tui.widgets.map_panel import MapPanel
from assistant.tui.widgets.prompt import Prompt
from knowledge.port import Passage
from tests.fakes.interview import state_of
from tests.fakes.maps import example, maps
from tests.fakes.person import NoExports, collect
from tests.tui.scenes import at_question, interview, midway, until, words_of

GOAL = "I want fewer people to abandon their order"


class NoGuidance:
    """A knowledge base with nothing in it: its index would take most of the time of these tests."""

    def search(
        self,
        query: str,
        k: int = 5,
        *,
        language: str | None = None,
        step: str | None = None,
        stages: Sequence[str] = (),
    ) -> list[Passage]:
        return []


def plain(spec: str = "none") -> Equipment:
    """Return rules and built-in wording."""
    return equipment(Settings(model=spec), NoGuidance())


async def talk(folder: Path) -> Interview:
    """Return an interview with a goal that was said, and three touchpoints and a constraint typed into the map."""
    store = SqliteSessionStore(folder / "sessions.sqlite3")
    held = Interview(store.create(new_map("en")), store, plain(), NoExports(), plain)
    await collect(held.begin())
    await collect(held.answer(GOAL))
    for name, stage in (("Poster", "s1"), ("Shop window", "s1"), ("Checkout", "s3")):
        await collect(held.revise(New(part="touchpoints", values={"name": name, "stage": stage})))
    await collect(held.revise(New(part="constraints", values={"text": "Long queue", "stage": "s3"})))
    await collect(held.revise(Put(ref="persona", values={"name": "Olga", "interests": "chess"})))
    return held


async def on_map(pilot: Pilot[None]) -> JourneyGrid:
    """Open the whole map and return its grid."""
    await at_question(pilot)
    await pilot.press("f12")
    await until(pilot, lambda: isinstance(pilot.app.screen, MapScreen))
    await until(pilot, lambda: isinstance(pilot.app.focused, JourneyGrid))
    return pilot.app.screen.query_one(JourneyGrid)


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause(0.05)


async def test_a_name_is_changed_in_place_quoted_and_taken_back(tmp_path: Path) -> None:
    held = await talk(tmp_path)
    waiting = held.state.pending
    app = interview(held)
    async with app.run_test(size=(120, 40)) as pilot:
        grid = await on_map(pilot)
        assert grid.select("t1")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ItemScreen))
        await press(pilot, *" in town", "enter")
        await until(pilot, lambda: isinstance(app.screen, MapScreen))
        poster = held.map.touchpoints[0]
        assert (poster.name, poster.origin.kind, poster.origin.quote) == (
            "Poster in town", OriginKind.SAID, "Poster in town",
        )  # fmt: skip
        assert "Poster in town" in words_of(app)
        assert grid.selected == "t1"
        await press(pilot, "u")
        await until(pilot, lambda: held.map.touchpoints[0].name == "Poster")
        await press(pilot, "r")
        await until(pilot, lambda: held.map.touchpoints[0].name == "Poster in town")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        assert "on the map: Poster in town" in words_of(app)
        assert held.state.pending == waiting


async def test_what_is_refused_stays_in_its_field_and_changes_nothing(tmp_path: Path) -> None:
    held = await talk(tmp_path)
    before = held.map
    app = interview(held)
    async with app.run_test(size=(80, 24)) as pilot:
        grid = await on_map(pilot)
        grid.select("c1")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ItemScreen))
        links = next(field for field in app.screen.query(Input) if field.value == "" and field.id == "field-2")
        links.focus()
        await press(pilot, *"t9", "enter")
        await until(pilot, lambda: "The map stays as it is" in words_of(app))
        assert links.value == "t9"
        assert held.map is before
        await press(pilot, "backspace", "1", "enter")
        await until(pilot, lambda: isinstance(app.screen, MapScreen))
        assert held.map.constraints[0].touchpoints == ("t1",)


async def test_items_are_restaged_reordered_felt_and_deleted_by_single_keys(tmp_path: Path) -> None:
    held = await talk(tmp_path)
    app = interview(held)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        grid = await on_map(pilot)
        grid.select("t2")
        await press(pilot, "greater_than_sign")
        await until(pilot, lambda: held.map.touchpoints[1].stage == "s2")
        assert grid.selected == "t2"
        await press(pilot, "less_than_sign")
        await until(pilot, lambda: held.map.touchpoints[1].stage == "s1")
        await press(pilot, "left_square_bracket")
        await until(pilot, lambda: [t.id for t in held.map.touchpoints] == ["t2", "t1", "t3"])
        await press(pilot, "minus", "minus")
        await until(pilot, lambda: held.map.touchpoints[0].emotion == -1)
        await press(pilot, "delete")
        await until(pilot, lambda: [t.id for t in held.map.touchpoints] == ["t1", "t3"])
        await until(pilot, lambda: "Taken out: Shop window" in words_of(app))
        await press(pilot, "u")
        await until(pilot, lambda: len(held.map.touchpoints) == 3)


async def test_stages_are_renamed_added_moved_merged_and_deleted(tmp_path: Path) -> None:
    held = await talk(tmp_path)
    app = interview(held)
    async with app.run_test(size=(120, 40)) as pilot:
        grid = await on_map(pilot)
        assert grid.selected == "s1"
        await press(pilot, "greater_than_sign")
        await until(pilot, lambda: [stage.id for stage in held.map.stages][:2] == ["s2", "s1"])
        assert grid.selected == "s1"
        await press(pilot, "a")
        await until(pilot, lambda: isinstance(app.screen, ItemScreen))
        await press(pilot, *"Doubt", "enter")
        await until(pilot, lambda: isinstance(app.screen, MapScreen))
        assert [stage.id for stage in held.map.stages] == ["s2", "s1", "s6", "s3", "s4", "s5"]
        assert grid.selected == "s6"
        await press(pilot, "left", "j")
        await until(pilot, lambda: len(held.map.stages) == 5)
        assert "s6" not in [stage.id for stage in held.map.stages]
        grid.select("s5")
        await press(pilot, "d")
        await until(pilot, lambda: len(held.map.stages) == 4)


async def test_an_empty_cell_takes_something_new_for_its_stage(tmp_path: Path) -> None:
    held = await talk(tmp_path)
    app = interview(held)
    async with app.run_test(size=(120, 40)) as pilot:
        grid = await on_map(pilot)
        grid.select("c1")
        await press(pilot, "right", "enter")
        await until(pilot, lambda: isinstance(app.screen, ItemScreen))
        await press(pilot, *"No news", "enter")
        await until(pilot, lambda: isinstance(app.screen, MapScreen))
        assert (held.map.constraints[1].text, held.map.constraints[1].stage) == ("No news", "s4")


async def test_an_origin_is_shown_and_leads_to_the_answer_in_the_conversation(tmp_path: Path) -> None:
    held = await talk(tmp_path)
    app = interview(held)
    async with app.run_test(size=(100, 30)) as pilot:
        await on_map(pilot)
        await press(pilot, "tab")
        panel = app.screen.query_one(MapPanel)
        assert panel.has_focus
        assert panel.select("goal.statement")
        await until(pilot, lambda: "said, answer 1" in words_of(app))
        await press(pilot, "o")
        await until(pilot, lambda: isinstance(app.screen, OriginScreen))
        assert "What would you like to find out" in words_of(app)
        assert "«" in words_of(app)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        chat = app.screen.query_one(Chat)
        await until(pilot, lambda: chat.query(".sought"))
        assert GOAL in str(chat.query_one(".sought").render())


async def test_the_panel_beside_the_chat_is_edited_too(tmp_path: Path) -> None:
    held = await talk(tmp_path)
    app = interview(held)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_question(pilot)
        await press(pilot, "tab")
        panel = screen.query_one(MapPanel)
        assert panel.has_focus
        await press(pilot, "2", "enter")
        await until(pilot, lambda: isinstance(app.screen, ItemScreen))
        await press(pilot, "end", *" Nowak", "enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        assert held.map.persona.name == "Olga Nowak"
        assert panel.selected == "persona.name"
        panel.select("persona.interests")
        await press(pilot, "a")
        await until(pilot, lambda: isinstance(app.screen, ItemScreen))
        await press(pilot, *"hiking", "enter")
        await until(pilot, lambda: held.map.persona.interests == ("chess", "hiking"))
        await press(pilot, "escape")
        assert isinstance(app.focused, Prompt)


async def test_the_map_is_searched(tmp_path: Path) -> None:
    held = await talk(tmp_path)
    app = interview(held)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        grid = await on_map(pilot)
        await press(pilot, "slash", *"queue", "enter")
        await until(pilot, lambda: grid.selected == "c1")
        await press(pilot, "slash", *"zebra", "enter")
        await until(pilot, lambda: "Nothing in the map holds" in words_of(app))


async def test_the_cursor_reaches_everything_and_stays_in_view() -> None:
    app = midway(state_of(example()))
    async with app.run_test(size=(40, 10)) as pilot:
        grid = await on_map(pilot)
        seen = {grid.selected}
        for key in ["right"] * 4 + ["left", "down"] * 3 + ["down"] * 9 + ["right", "up", "left", "left"]:
            await pilot.press(key)
            await pilot.pause()
            seen.add(grid.selected)
            assert "▶" in words_of(app)
        assert {"s5", "g2", "t5", "t3", "a1", "c1"} <= seen
        for key in ("pageup", "pagedown", "home", "end"):
            await pilot.press(key)
            await pilot.pause()
            assert "▶" in words_of(app)


class Grid(App[None]):
    """A grid alone."""

    def compose(self) -> ComposeResult:
        """Compose the grid."""
        yield JourneyGrid(id="grid")


@given(maps())
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
async def test_any_map_can_be_walked_through(journey: JourneyMap) -> None:
    app = Grid()
    async with app.run_test(size=(37, 20)) as pilot:
        grid = app.query_one(JourneyGrid)
        grid.show(journey, [item.id for _, item in journey.items()])
        grid.focus()
        await pilot.press("down", "down", "right", "end", "pagedown", "up", "left")
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        assert all(strip.cell_length == 37 for strip in strips)
        assert not any("\x1b" in strip.text for strip in strips)


async def test_without_colour_the_curve_and_the_cursor_are_still_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    held = await talk(tmp_path)
    app: JourneymapApp = interview(held)
    async with app.run_test(size=(120, 40)) as pilot:
        grid = await on_map(pilot)
        grid.select("t1")
        await press(pilot, "minus", "minus", "minus")
        await until(pilot, lambda: held.map.touchpoints[0].emotion == -2)
        await press(pilot, "down")
        shown = words_of(app)
        assert "●" in shown
        assert "-2" in shown
        assert "▶" in shown
        assert "▎" in shown


def test_a_person_and_a_thing_are_named_by_their_own_words_in_polish() -> None:
    use("pl")
    assert {spec.key: spec.title for spec in fields(example(), "persona")}["name"] == "imię"
    assert {spec.key: spec.title for spec in fields(example(), "t1")}["name"] == "nazwa"


async def test_what_is_typed_right_before_enter_is_saved_whole(tmp_path: Path) -> None:
    held = await talk(tmp_path)
    app = interview(held)
    async with app.run_test(size=(120, 40)) as pilot:
        grid = await on_map(pilot)
        assert grid.select("t1")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ItemScreen))
        for sign in " in the town":  # as a terminal gives a burst: nothing waits between two keys
            app.post_message(Key("space" if sign == " " else sign, sign))
        app.post_message(Key("enter", "\r"))
        await until(pilot, lambda: isinstance(app.screen, MapScreen))
        assert held.map.touchpoints[0].name == "Poster in the town"
