"""Pictures of the conversation and the knowledge base: `pytest tests/tui/test_snapshots_talk.py --snapshot-update`."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from assistant import locale
from assistant.interview.events import MapChanged, Notice, Piece, Question, Reply, Source, Working
from assistant.journey.models import Step
from assistant.tui.app import JourneymapApp
from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.screens.knowledge import KnowledgeScreen
from assistant.tui.themes import LIGHT
from assistant.tui.widgets.found import FoundList
from assistant.tui.widgets.prompt import Prompt
from tests.fakes.interview import FakeInterview, Told
from tests.fakes.maps import example
from tests.fakes.reference import FakeReference
from tests.tui.scenes import FEELINGS, FIRST, READY, at_question, interview, until, words_of

Compare = Callable[..., bool]
Ready = Callable[[Pilot[None]], Awaitable[None]]

SMALL, MIDDLE, LARGE = (80, 24), (120, 40), (200, 60)
LOOKS = [(SMALL, "dark", "es"), (MIDDLE, "light", "pl"), (LARGE, "dark", "en")]

FIRST_ANSWER = "Fewer people who leave their basket behind, żółć and ñandú included"
SECOND = Question(
    Step.TOUCHPOINTS,
    "touchpoints.which",
    "Where do your customers meet you **for the first time**?",
    (Source("Touchpoint", "touchpoint"), Source("Touchpoints by stage", "touchpoints-by-stage")),
    "A touchpoint is a moment or place in which a customer meets your business: an advert, a search result, a parcel.",
)
LIST = (
    "There are three kinds:\n\n- **owned**, such as your shop\n- **rented**, such as a market stall\n- **earned**, such"
)


@pytest.fixture(autouse=True)
def in_english_afterwards() -> Iterator[None]:
    """Leave the language as it was."""
    before = locale.current()
    yield
    locale.use(before)


def app_of(look: tuple[tuple[int, int], str, str], *turns: Sequence[Told]) -> JourneymapApp:
    """Return an interview with a knowledge base, in a theme and a language."""
    conversation = FakeInterview(*turns)
    conversation.reference = FakeReference()
    app = interview(conversation, look[2])
    if look[1] == "light":
        app.theme = LIGHT.name
    return app


async def say(pilot: Pilot[None], text: str) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, InterviewScreen)
    screen.query_one(Prompt).cursor_blink = False
    screen.query_one(Prompt).text = text
    await pilot.press("enter")


def in_the_middle(look: tuple[tuple[int, int], str, str]) -> tuple[JourneymapApp, Ready]:
    """An answer that was taken back, a reply, guidance unfolded."""
    app = app_of(
        look,
        [READY, FIRST],
        [MapChanged(example(), ("t1", "t2")), Notice("Your answer was read by rules."), SECOND],
        [MapChanged(example(), ("t3",)), Reply("A touchpoint is a *moment*.", (Source("Touchpoint", "t"),)), FEELINGS],
    )

    async def ready(pilot: Pilot[None]) -> None:
        await at_question(pilot)
        await say(pilot, FIRST_ANSWER)
        await until(pilot, lambda: "Where do your" in words_of(app))
        await at_question(pilot)
        await pilot.press("f3", "up", "x", "enter")
        await until(pilot, lambda: "Instagram" in words_of(app))
        await at_question(pilot)
        await pilot.press(*"and now")
        await pilot.pause(0.5)

    return app, ready


def at_work(look: tuple[tuple[int, int], str, str]) -> tuple[JourneymapApp, Ready]:
    """A reply being written, and texts that wait."""
    app = app_of(look, [READY, FIRST], [Working("replying"), Piece("reply", LIST), asyncio.Event()])

    async def ready(pilot: Pilot[None]) -> None:
        await at_question(pilot)
        await say(pilot, FIRST_ANSWER)
        await until(pilot, lambda: "earned" in words_of(app))
        await say(pilot, "What is the difference?")
        await say(pilot, "/undo")
        await pilot.press(*"one more")
        await pilot.pause(0.2)

    return app, ready


def knowledge(look: tuple[tuple[int, int], str, str]) -> tuple[JourneymapApp, Ready]:
    """The knowledge base with an article and a document of the person's own."""
    app = app_of(look, [READY, FIRST])
    talk = app.opener()
    assert isinstance(talk.reference, FakeReference)
    talk.reference.texts["prices 2026.csv"] = "A pound of coffee costs 12 €."

    async def ready(pilot: Pilot[None]) -> None:
        await at_question(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, KnowledgeScreen))
        app.screen.query_one(Input).cursor_blink = False
        await until(pilot, lambda: app.screen.query_one(FoundList).option_count == 4)
        await pilot.press("down", "down", "down")
        await pilot.pause(0.3)

    return app, ready


@pytest.mark.parametrize("look", LOOKS, ids=["small", "middle", "large"])
@pytest.mark.parametrize("scene", [in_the_middle, at_work])
def test_screen(
    snap_compare: Compare,
    scene: Callable[[tuple[tuple[int, int], str, str]], tuple[JourneymapApp, Ready]],
    look: tuple[tuple[int, int], str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr("assistant.tui.widgets.status.PATIENCE", 1_000)  # on a busy machine the seconds would show
    app, ready = scene(look)
    app.animation_level = "none"
    assert snap_compare(app, terminal_size=look[0], run_before=ready)


def test_a_narrow_text_of_the_knowledge_base(snap_compare: Compare) -> None:
    app, ready = knowledge((SMALL, "dark", "en"))

    async def reading(pilot: Pilot[None]) -> None:
        await ready(pilot)
        await pilot.press("enter")
        await pilot.pause(0.2)

    assert snap_compare(app, terminal_size=SMALL, run_before=reading)
