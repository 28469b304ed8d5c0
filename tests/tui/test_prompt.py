"""Typing: several lines, history, completion, pastes."""

import pytest
from textual import events

from assistant.tui.widgets.command_menu import CommandMenu
from assistant.tui.widgets.prompt import Prompt
from tests.fakes.interview import FakeInterview
from tests.tui.scenes import FIRST, READY, at_question, interview, until, words_of


@pytest.mark.parametrize("key", ["ctrl+j", "shift+enter"])
async def test_a_new_line_is_not_the_end(key: str) -> None:
    conversation = FakeInterview([READY, FIRST])
    app = interview(conversation)
    async with app.run_test() as pilot:
        await at_question(pilot)
        await pilot.press(*"one", key, *"two", "enter")
        await until(pilot, lambda: conversation.answers == ["one\ntwo"])


async def test_keys_that_come_in_one_burst_keep_their_order() -> None:
    conversation = FakeInterview([READY, FIRST])
    app = interview(conversation)
    async with app.run_test() as pilot:
        await at_question(pilot)
        for char in "one":
            app.post_message(events.Key(char, char))
        app.post_message(events.Key("ctrl+j", None))
        for char in "twx":
            app.post_message(events.Key(char, char))
        app.post_message(events.Key("backspace", None))
        app.post_message(events.Key("o", "o"))
        app.post_message(events.Key("enter", None))
        await until(pilot, lambda: conversation.answers == ["one\ntwo"])


async def test_accents_arrive_as_they_are() -> None:
    conversation = FakeInterview([READY, FIRST])
    app = interview(conversation)
    async with app.run_test() as pilot:
        await at_question(pilot)
        await pilot.press(*"żółć", "enter")
        await until(pilot, lambda: conversation.answers == ["żółć"])


async def test_nothing_is_sent_when_nothing_is_typed() -> None:
    conversation = FakeInterview([READY, FIRST])
    app = interview(conversation)
    async with app.run_test() as pilot:
        await at_question(pilot)
        await pilot.press("enter", "space", "enter")
        await pilot.pause(0.1)
    assert conversation.answers == []


async def test_up_and_down_walk_through_what_was_sent_and_keep_the_draft() -> None:
    app = interview(FakeInterview([READY, FIRST], [FIRST], [FIRST]))
    async with app.run_test() as pilot:
        screen = await at_question(pilot)
        prompt = screen.query_one(Prompt)
        await pilot.press(*"one", "enter")
        await at_question(pilot)
        await pilot.press(*"two", "enter")
        await at_question(pilot)
        await pilot.press(*"draft", "up")
        assert prompt.text == "two"
        await pilot.press("up")
        assert prompt.text == "one"
        await pilot.press("down", "down")
        assert prompt.text == "draft"


async def test_tab_completes_the_highlighted_command() -> None:
    conversation = FakeInterview([READY, FIRST])
    app = interview(conversation)
    async with app.run_test() as pilot:
        screen = await at_question(pilot)
        prompt, menu = screen.query_one(Prompt), screen.query_one(CommandMenu)
        await pilot.press(*"/re")
        assert menu.display
        assert "/review" in words_of(app)
        assert "/goto" not in words_of(app)
        await pilot.press("down", "down", "down", "tab")
        assert prompt.text == "/review"
        await pilot.press("enter")
        await until(pilot, lambda: conversation.commands == [("review", {})])
        assert not menu.display


async def test_enter_completes_and_waits_for_the_argument() -> None:
    conversation = FakeInterview([READY, FIRST])
    app = interview(conversation)
    async with app.run_test() as pilot:
        screen = await at_question(pilot)
        await pilot.press(*"/go", "enter")
        assert screen.query_one(Prompt).text == "/goto "
        assert conversation.commands == []
        await pilot.press(*"goals", "enter")
        await until(pilot, lambda: conversation.commands == [("goto", {"step": "goals"})])


async def test_escape_closes_the_menu_and_keeps_the_text() -> None:
    app = interview(FakeInterview([READY, FIRST]))
    async with app.run_test() as pilot:
        screen = await at_question(pilot)
        await pilot.press("/", "escape")
        assert not screen.query_one(CommandMenu).display
        assert screen.query_one(Prompt).text == "/"


async def test_a_large_paste_arrives_once_and_whole() -> None:
    conversation = FakeInterview([READY, FIRST])
    app = interview(conversation)
    pasted = "\n".join(f"line {number} with some words" for number in range(8_000))
    async with app.run_test() as pilot:
        await at_question(pilot)
        app.post_message(events.Paste(pasted))
        await until(pilot, lambda: app.screen.query_one(Prompt).text.endswith("line 7999 with some words"))
        await pilot.press("enter")
        await until(pilot, lambda: conversation.answers == [pasted])
        await until(pilot, lambda: "more characters are kept" in words_of(app))
