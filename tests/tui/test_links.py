"""Links that a model or a document wrote: the whole address, three kinds, and no unless the person says yes."""

import webbrowser

import pytest
from textual.pilot import Pilot

from assistant.interview.events import Question
from assistant.journey.models import Step
from assistant.tui import links
from assistant.tui.app import JourneymapApp
from assistant.tui.links import has_browser, host, may_be_opened
from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.screens.link import LinkScreen
from tests.fakes.interview import FakeInterview
from tests.tui.scenes import READY, at_question, interview, until, words_of


@pytest.mark.parametrize("address", ["https://example.org/a?b=c#d", "http://127.0.0.1:8000", "mailto:a@example.org"])
def test_these_may_be_opened(address: str) -> None:
    assert may_be_opened(address)


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://example.org", "/etc/passwd", "", "https:",
    "https://", "mailto:", "vscode://x", "http://[",
])  # fmt: skip
def test_these_may_not(address: str) -> None:
    assert not may_be_opened(address)


def test_what_stands_before_an_at_sign_does_not_mislead() -> None:
    assert host("https://bank.example@evil.example/x") == "evil.example"
    assert host("mailto:a@example.org") == "a@example.org"


def test_a_browser_of_the_terminal_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("w3m"))
    assert not has_browser()
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.BackgroundBrowser("firefox"))
    assert has_browser()
    monkeypatch.setenv("SSH_CONNECTION", "x")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not has_browser()


async def asked(pilot: Pilot[None], words: str) -> LinkScreen:
    await at_question(pilot)
    assert isinstance(pilot.app, JourneymapApp)
    lines = words_of(pilot.app).splitlines()
    row = next(number for number, line in enumerate(lines) if words in line)
    await pilot.click(pilot.app.screen, offset=(lines[row].index(words) + 2, row))
    await until(pilot, lambda: isinstance(pilot.app.screen, LinkScreen))
    assert isinstance(pilot.app.screen, LinkScreen)
    return pilot.app.screen


def linking(address: str) -> FakeInterview:
    return FakeInterview([READY, Question(Step.GOAL, "goal.statement", f"[press here]({address}), please?")])


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what was opened; a browser of its own window is there."""
    found: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url, **_: found.append(url))
    monkeypatch.setattr(links, "has_browser", lambda: True)
    monkeypatch.setattr("assistant.tui.screens.link.has_browser", lambda: True)
    return found


async def test_enter_is_no_and_the_whole_address_is_shown(opened: list[str]) -> None:
    address = "https://example.org/" + "long/" * 40 + "end"
    app = interview(linking(address))
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(pilot, "press here")
        shown = "".join(line.strip(" │") for line in words_of(app).splitlines())
        assert address in shown
        assert "It leads to example.org." in words_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
    assert opened == []


async def test_it_is_opened_after_a_yes(opened: list[str]) -> None:
    app = interview(linking("https://example.org/x"))
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(pilot, "press here")
        await pilot.press("right", "enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
    assert opened == ["https://example.org/x"]


async def test_another_kind_of_address_cannot_be_opened(opened: list[str]) -> None:
    app = interview(linking("ftp://example.org/x"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await asked(pilot, "press here")
        assert not screen.query("#yes")
        assert "Only https, http and mailto" in words_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
    assert opened == []
