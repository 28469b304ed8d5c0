"""The settings in the interface: in force at once, kept in the file; the keys and where they are shown."""

import os
import tomllib
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from assistant import locale
from assistant.locations import settings_file
from assistant.settings import Settings
from assistant.tui import keys
from assistant.tui.app import JourneymapApp
from assistant.tui.palette import THEME_NAMES
from assistant.tui.screens.help import HelpScreen
from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.screens.settings import SettingsScreen
from assistant.tui.screens.start import StartScreen
from assistant.tui.themes import THEMES
from assistant.tui.widgets.choice import Choice
from assistant.tui.widgets.prompt import Prompt
from tests.fakes.interview import FakeInterview, FakeOpener, FakeStore
from tests.tui.scenes import FIRST, READY, at_question, interview, sessions, start, until, words_of


def kept() -> dict[str, Any]:
    """Return what the settings file holds."""
    return tomllib.loads(settings_file().read_text("utf-8"))


def told(app: JourneymapApp) -> str:
    """Return what the notices say."""
    return "\n".join(notice.message for notice in app._notifications)


async def at_settings(pilot: Pilot[None]) -> SettingsScreen:
    """Open the settings and return their screen."""
    await until(pilot, lambda: pilot.app.focused is not None)
    await pilot.press("f8")
    await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen) and pilot.app.focused is not None)
    assert isinstance(pilot.app.screen, SettingsScreen)
    return pilot.app.screen


async def test_another_language_is_in_force_everywhere_at_once() -> None:
    app = start(sessions(2))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await at_settings(pilot)
        screen.query_one("#language").focus()
        await pilot.press("right")
        await until(pilot, lambda: "Ajustes" in words_of(app))
        assert locale.current() == "es"
        assert kept() == {"language": "es"}
        assert app.focused is not None
        assert app.focused.id == "language"
        await pilot.press("escape")
        await until(pilot, lambda: "Nueva entrevista" in words_of(app))
        assert app.screen.query_one("#language", Choice).value == "es"


async def test_other_colours_are_in_force_at_once() -> None:
    app = start()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_settings(pilot)
        screen.query_one("#theme").focus()
        await pilot.press("right")
        await until(pilot, lambda: app.theme == THEMES["light"].name)
        assert kept() == {"theme": "light"}


def test_each_theme_has_a_name() -> None:
    assert set(THEME_NAMES) == set(THEMES)


async def test_another_model_is_taken_by_the_open_interview_and_the_next_one() -> None:
    talk = FakeInterview([READY, FIRST])
    app = interview(talk)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_question(pilot)
        screen = await at_settings(pilot)
        field = screen.query_one("#spec", Input)
        field.value = "http://10.0.0.8:8080/v1#qwen3"
        field.focus()
        await pilot.press("enter")
        await until(pilot, lambda: talk.commands)
        assert talk.commands == [("model", {"spec": "http://10.0.0.8:8080/v1#qwen3"})]
        assert app.settings.model == "http://10.0.0.8:8080/v1#qwen3"
        assert kept() == {"model": "http://10.0.0.8:8080/v1#qwen3"}
        assert "leaves this machine" in words_of(app)


async def test_hiding_personal_data_is_in_force_in_the_open_interview_and_the_next_one() -> None:
    talk = FakeInterview([READY, FIRST])
    app = interview(talk)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_question(pilot)
        screen = await at_settings(pilot)
        screen.query_one("#redact").focus()
        await pilot.press("right")
        await until(pilot, lambda: talk.commands)
        assert talk.commands == [("redact", {"choice": "on"})]
        assert kept() == {"redact": "on"}


async def test_a_model_that_is_none_is_told_and_nothing_changes() -> None:
    app = start()
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await at_settings(pilot)
        field = screen.query_one("#spec", Input)
        field.value = "what is this"
        field.focus()
        await pilot.press("enter")
        await until(pilot, lambda: "does not name a chat model" in words_of(app))
        assert app.settings.model == "none"
        assert not settings_file().exists()


async def test_a_model_is_checked_on_demand() -> None:
    app = start()
    async with app.run_test(size=(160, 40)) as pilot:
        await at_settings(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: "No model: questions and reading are built in" in words_of(app))


async def test_settings_that_cannot_be_kept_hold_until_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_files: object) -> None:
        raise OSError(28, "No space left on device")

    app = start()
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await at_settings(pilot)
        monkeypatch.setattr(os, "replace", refuse)
        screen.query_one("#theme").focus()
        await pilot.press("right")
        await until(pilot, lambda: "No space left on device. It is as it was." in told(app))
        assert app.theme == THEMES["light"].name
        assert not settings_file().exists()


async def choose_key(pilot: Pilot[None], action: str, key: str) -> None:
    """Give an action another key in the settings."""
    screen = pilot.app.screen
    listed = screen.query_one("#actions", OptionList)
    listed.focus()
    listed.highlighted = [one.id for one in keys.actions() if one.id].index(action)
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen is not screen)
    await pilot.press(key)
    await until(pilot, lambda: pilot.app.screen is screen)


async def test_another_key_does_it_at_once_and_everywhere_it_is_told() -> None:
    app = interview(FakeInterview([READY, FIRST]))
    async with app.run_test(size=(120, 40)) as pilot:
        await at_question(pilot)
        await at_settings(pilot)
        await choose_key(pilot, "help", "f13")
        assert kept() == {"keys": {"help": "f13"}}
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        assert "F13 help" in words_of(app)
        await pilot.press("f1")
        assert not isinstance(app.screen, HelpScreen)
        await pilot.press("f13")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        assert "F13" in words_of(app)


async def test_the_keys_of_the_prompt_can_be_chosen_too() -> None:
    talk = FakeInterview([READY, FIRST])
    app = JourneymapApp(
        FakeStore, Settings(model="none", keys={"prompt.send": "ctrl+r", "prompt.newline": "enter"}),
        lambda *, session=None, new=None: talk, session="x",
    )  # fmt: skip
    async with app.run_test() as pilot:
        screen = await at_question(pilot)
        await pilot.press("a", "enter", "b")
        assert screen.query_one(Prompt).text == "a\nb"
        await pilot.press("ctrl+r")
        await until(pilot, lambda: talk.answers == ["a\nb"])


async def test_a_key_that_is_taken_is_refused_and_delete_restores() -> None:
    app = start()
    async with app.run_test(size=(120, 50)) as pilot:
        await at_settings(pilot)
        await choose_key(pilot, "help", "f8")
        await until(pilot, lambda: "F8 already does this: Settings." in told(app))
        assert not settings_file().exists()
        await choose_key(pilot, "help", "f13")
        await pilot.press("delete")
        await until(pilot, lambda: app.settings.keys == {})
        assert kept() == {}


async def test_keys_in_the_file_that_cannot_be_are_told_and_the_others_used() -> None:
    app = JourneymapApp(
        FakeStore, Settings(model="none", keys={"help": "f13", "mpa": "f4"}), FakeOpener(FakeInterview())
    )
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "No action is called “mpa”" in told(app))
        await pilot.press("f13")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("mpa", "f4", "No action is called"),
        ("map", "", "needs a key"),
        ("map", "ctrl+foo", "is no key"),
        ("map", "F2 or so", "is no key"),
        ("prompt.send", "x", "needed for typing"),
        ("quit", "f1", "already does this: Help"),
    ],
)
def test_what_cannot_be_a_key_is_told_in_a_sentence(name: str, key: str, said: str) -> None:
    good, (fault,) = keys.usable({name: key})
    assert good == {}
    assert said in fault


def test_keys_that_change_places_do_not_meet() -> None:
    assert keys.usable({"help": "f8", "settings": "f1"}) == ({"help": "f8", "settings": "f1"}, [])


def test_every_action_has_a_key() -> None:
    assert [action for action in keys.actions() for key in action.keys.split(",") if not keys.is_key(key)] == []


MULTIPLEXERS = {
    "tmux": {"ctrl+b"},
    "screen": {"ctrl+a"},
    "zellij": {f"ctrl+{letter}" for letter in "bghnopqst"},
}
"""The keys that they take for themselves by default: man tmux, man screen, zellij's default.kdl."""


def test_each_action_has_a_key_that_no_multiplexer_takes() -> None:
    taken = set().union(*MULTIPLEXERS.values())
    assert [action for action in keys.actions() if action.keys and not set(action.keys.split(",")) - taken] == []


async def test_help_names_every_key_and_command_of_the_screen() -> None:
    app = interview(FakeInterview([READY, FIRST]))
    async with app.run_test(size=(120, 200)) as pilot:
        await at_question(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        shown = words_of(app)
        for action in keys.actions():
            assert keys.shown(action.keys) in shown
        for command in ("/undo", "/export", "/review"):
            assert command in shown


async def test_the_palette_offers_actions_commands_colours_and_languages() -> None:
    talk = FakeInterview([READY, FIRST])
    app = interview(talk)
    async with app.run_test() as pilot:
        await at_question(pilot)
        offered = {command.title: command.callback for command in app.get_system_commands(app.screen)}
        for title in ("Help", "Settings", "Show or hide the map", "/undo", "Colours: light", "Language: Polski"):
            assert title in offered
        app.screen.query_one(Prompt).text = "half an answer"
        offered["/undo"]()
        await until(pilot, lambda: talk.commands == [("undo", {})])
        assert app.screen.query_one(Prompt).text == "half an answer"
        offered["Colours: light"]()
        assert kept() == {"theme": "light"}


async def test_the_start_goes_on_when_the_person_was_quicker_than_the_database() -> None:
    app = start(opener=FakeOpener(FakeInterview([READY, FIRST])))
    async with app.run_test() as pilot:
        screen = app.screen
        assert isinstance(screen, StartScreen)
        screen._hurried = screen._infos is None
        if not screen._hurried:
            await pilot.press("enter")
        await at_question(pilot)
