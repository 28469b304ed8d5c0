"""The review screen and the export dialog, over an engine without a model."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from assistant.filing import Filing
from assistant.interview.engine import Interview
from assistant.interview.events import Suggestion
from assistant.interview.opening import NewInterview, open_interview
from assistant.interview.state import Record
from assistant.interview.store import SqliteSessionStore
from assistant.journey.models import Action, JourneyMap, OriginKind
from assistant.journey.review import review
from assistant.settings import Settings
from assistant.tui.app import JourneymapApp
from assistant.tui.screens.export import USES, ExportScreen
from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.screens.map import MapScreen
from assistant.tui.screens.review import ReviewScreen
from assistant.tui.themes import LIGHT
from assistant.tui.widgets.journey_grid import JourneyGrid
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.weaknesses import FindingList, SuggestionList
from exports import registry
from tests.fakes.interview import FakeInterview, state_of
from tests.fakes.maps import example
from tests.tui.scenes import FIRST, READY, at_question, interview, until, words_of

Compare = Callable[..., bool]


def application(folder: Path, language: str = "en", journey: JourneyMap | None = None) -> JourneymapApp:
    store = SqliteSessionStore(folder / "sessions.sqlite3")
    session = store.create((journey or example()).model_copy(update={"language": language}))
    settings = Settings(model="none", language=language, embeddings="none")

    def opener(*, session: str | None = None, new: NewInterview | None = None) -> Interview:
        return open_interview(store, settings, Filing(folder / "maps"), session=session, new=new)

    return JourneymapApp(lambda: store, settings, opener, session=session)


def actions(app: JourneymapApp) -> tuple[Action, ...]:
    assert app.conversation is not None
    return app.conversation.state.map.actions


async def opened(pilot: Pilot[None]) -> ReviewScreen:
    await at_question(pilot)
    await pilot.press("ctrl+r")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReviewScreen))
    await pilot.pause(0.05)
    assert isinstance(pilot.app.screen, ReviewScreen)
    return pilot.app.screen


async def at_suggestions(pilot: Pilot[None]) -> SuggestionList:
    screen = await opened(pilot)
    await pilot.press("tab")
    suggestions = screen.query_one(SuggestionList)
    await until(pilot, lambda: suggestions.count >= 2)
    await pilot.pause(0.05)
    return suggestions


async def test_each_finding_is_told_whole_and_leads_to_its_place_on_the_map(tmp_path: Path) -> None:
    app = application(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        found = screen.query_one(FindingList)
        assert found.count == len(review(example(), datetime.now(UTC).date()))
        shown = words_of(app)
        assert "Warning (4)" in shown
        assert "Why it matters" in shown
        assert "What to ask or do" in shown
        assert "Based on: " in shown
        finding = found.chosen
        assert finding is not None
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, MapScreen))
        grid = app.screen.query_one(JourneyGrid)
        await until(pilot, lambda: grid.selected == finding.where[0])
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))


async def test_what_is_mended_on_the_map_is_not_found_any_more(tmp_path: Path) -> None:
    app = application(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        before = screen.query_one(FindingList).count
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, MapScreen))
        grid = app.screen.query_one(JourneyGrid)
        await until(pilot, lambda: grid.selected == "s5")
        await pilot.press("d")
        await until(pilot, lambda: app.conversation is not None and app.conversation.state.map.stage("s5") is None)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await until(pilot, lambda: screen.query_one(FindingList).count < before)


async def test_a_suggestion_is_accepted_as_it_is_and_taken_back(tmp_path: Path) -> None:
    app = application(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        suggestions = await at_suggestions(pilot)
        chosen, before = suggestions.chosen, actions(app)
        assert chosen is not None
        await pilot.press("a")
        await until(pilot, lambda: len(actions(app)) == len(before) + 1)
        assert actions(app)[-1].text == chosen.text
        assert actions(app)[-1].origin.kind is OriginKind.SUGGESTED
        await until(pilot, lambda: "(in the map)" in words_of(app))
        await pilot.press("u")
        await until(pilot, lambda: actions(app) == before)
        await until(pilot, lambda: "(in the map)" not in words_of(app))


async def test_a_suggestion_is_accepted_in_own_words_which_are_quoted_and_kept(tmp_path: Path) -> None:
    app = application(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_suggestions(pilot)
        await pilot.press("e")
        field = app.screen.query_one("#own-words", Input)
        field.value = "Put a card about grinding into the bag"
        await pilot.press("enter")
        await until(pilot, lambda: actions(app)[-1].text == field.value)
        assert actions(app)[-1].origin.kind is OriginKind.SAID
        await until(pilot, lambda: "(in the map)" in words_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Put a card about grinding" in words_of(app))


async def test_own_words_are_left_and_a_suggestion_refused(tmp_path: Path) -> None:
    app = application(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        suggestions = await at_suggestions(pilot)
        before = actions(app)
        await pilot.press("e", "x", "a", "escape")
        assert isinstance(app.screen, ReviewScreen)
        assert actions(app) == before
        first, many = suggestions.chosen, suggestions.count
        assert first is not None
        await pilot.press("x")
        await until(pilot, lambda: "(refused)" in words_of(app))
        await pilot.press("n")
        await until(pilot, lambda: suggestions.count == many - 1)
        assert suggestions.chosen is not None
        assert suggestions.chosen.key != first.key


async def test_what_was_suggested_before_is_there_at_once_and_nothing_is_asked_of_a_busy_model() -> None:
    told = Suggestion(1, "Answer the telephone", detail="effort: small", key="k1")
    talk = FakeInterview([READY, FIRST], state=state_of(example(), [(Record.SUGGESTED, asdict(told))], unread=None))
    app = interview(talk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        screen._busy = lambda: True
        await pilot.press("tab")
        await until(pilot, lambda: "Answer the telephone" in words_of(app))
        await pilot.press("n")
        await until(pilot, lambda: "still at work" in words_of(app))
        assert talk.commands == []


async def test_nothing_is_wider_than_the_window(tmp_path: Path) -> None:
    app = application(tmp_path, "pl")  # its words are the longest
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        for width, height in ((40, 10), (50, 24)):
            await pilot.resize_terminal(width, height)
            for suggestions in (False, True):
                screen._turn_to(suggestions=suggestions)
                await pilot.pause(0.1)
                assert max(map(len, words_of(app).splitlines())) <= width
                assert screen.query_one("#suggestions" if suggestions else "#findings", OptionList).size.height > 2


async def test_the_map_is_exported_by_the_engine_and_a_file_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = application(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        prompt = (await at_question(pilot)).query_one(Prompt)
        app.post_message(events.Key("alt+e", "e"))  # as a terminal sends it
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        assert not prompt.text
        field = app.screen.query_one("#file", Input)
        await until(pilot, lambda: field.value == "coffee-subscription-from-the-first-bag.md")
        assert app.screen.query_one("#formats", OptionList).option_count == len(registry.names())
        assert set(USES) == set(registry.built_in())
        await pilot.press("down")
        await until(pilot, lambda: field.value.endswith("bag.mmd"))
        assert "A touchpoint without a feeling" in words_of(app)
        field.value = "mine.mmd"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        written = tmp_path / "mine.mmd"
        assert written.read_bytes().startswith(b"journey")
        written.write_bytes(b"precious")
        await pilot.press("alt+e")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        app.screen.query_one("#file", Input).value = "mine.mmd"
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert isinstance(app.screen, ExportScreen)
        assert written.read_bytes() == b"precious"


@pytest.mark.parametrize(
    ("size", "language", "pressed"),
    [((80, 24), "en", ()), ((120, 40), "es", ("tab",)), ((50, 24), "pl", ())],
    ids=["findings", "suggestions", "narrow"],
)
def test_pictures(
    snap_compare: Compare,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    language: str,
    pressed: tuple[str, ...],
) -> None:
    monkeypatch.setattr("assistant.tui.screens.review.today", lambda: date(2026, 3, 9))
    app = application(tmp_path, language)
    if language == "es":
        app.theme = LIGHT.name

    assert snap_compare(app, terminal_size=size, run_before=_after(app, pressed))


def _after(app: JourneymapApp, pressed: tuple[str, ...]) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def ready(pilot: Pilot[None]) -> None:
        screen = await opened(pilot)
        await pilot.press(*pressed)
        if pressed:
            await until(pilot, lambda: screen.query_one(SuggestionList).count)
        await pilot.pause(0.2)

    return ready
