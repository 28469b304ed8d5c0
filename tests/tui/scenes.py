"""Applications in a known state, for tests and snapshots."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from textual.pilot import Pilot

from assistant.interview.events import MapChanged, Notice, Question, Ready, Recap, RecapItem, Reply, Source
from assistant.interview.state import InterviewState
from assistant.interview.store import SessionInfo
from assistant.journey.models import Step
from assistant.settings import Settings
from assistant.tui.app import JourneymapApp
from assistant.tui.port import Conversation
from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.widgets.prompt import Prompt
from tests.fakes.interview import MOMENT, FakeInterview, FakeOpener, FakeStore, Told
from tests.fakes.maps import example

READY = Ready("260302-demo", "none", "en")
FIRST = Question(
    Step.GOAL,
    "goal.statement",
    "What would you like to find out or improve with this map?",
    (Source("Choosing a goal for the map", "goal"),),
    "A good goal names **one** thing to improve and how you will notice that it has improved.",
)
FEELINGS = Question(
    Step.TOUCHPOINTS,
    "touchpoints.feelings",
    "How do customers feel at these points: Instagram posts?",
    (Source("Feelings along the journey", "feelings"),),
    "Feelings show the peaks and valleys of the journey.",
)
RECAP = Recap(
    Step.PERSONA,
    (
        RecapItem(1, "persona.name", "name: Nadia"),
        RecapItem(2, "persona.age", "age: 38"),
        RecapItem(3, "persona.occupation", "occupation: Architect"),
        RecapItem(
            4, "persona.challenges", "challenges: no time to compare 40 kinds of beans, and none to read about them"
        ),
        RecapItem(5, "persona.pain_points", "pain points: bitter coffee"),
    ),
)
WRONG = Question(Step.PERSONA, "recap", "This is what I understood. What is wrong, and what is missing?")
MIDWAY: Sequence[Told] = (
    READY,
    MapChanged(example(), ("t5", "t6", "c2")),
    Reply(
        "A moment of truth is a contact that decides whether the customer stays.",
        (Source("Moments of truth", "moments"),),
    ),
    Notice("The model did not answer in time; your answer was read by rules."),
    FEELINGS,
)


def sessions(count: int = 3) -> FakeStore:
    """Return a store with so many interviews, the newest first."""
    titles = ["Coffee subscription", "Kwiaciarnia na rogu: od pierwszej wizyty", "Zapatería Sol", "[/foo] [link=']x"]
    languages = ["en", "pl", "es", "en"]
    steps = list(Step)
    return FakeStore(
        *(
            SessionInfo(
                f"2603{number:02}-demo",
                titles[number % 4],
                languages[number % 4],
                MOMENT,
                MOMENT - timedelta(days=number),
                steps[(4 - number) % 7],
                number == 2,
            )
            for number in range(count)
        )
    )


def start(store: FakeStore | None = None, language: str = "en", opener: FakeOpener | None = None) -> JourneymapApp:
    """Return the application as it starts with these sessions."""
    kept = store or FakeStore()
    opener = opener or FakeOpener(FakeInterview([READY, FIRST]))
    return JourneymapApp(lambda: kept, Settings(model="none", language=language), opener)


def interview(conversation: Conversation, language: str = "en") -> JourneymapApp:
    """Return the application as it opens this interview at once."""
    return JourneymapApp(
        FakeStore,
        Settings(model="none", language=language),
        lambda *, session=None, new=None: conversation,
        session=conversation.session,
    )


def midway(state: InterviewState | None = None) -> JourneymapApp:
    """Return an interview with a full map."""
    return interview(FakeInterview(MIDWAY, state=state))


async def until(pilot: Pilot[None], predicate: Callable[[], object], seconds: float = 10) -> None:
    """Wait until `predicate` holds: `pilot.pause` alone ends before workers and timers have done their part."""
    for _ in range(int(seconds / 0.02)):
        await pilot.pause(0.02)
        if predicate():
            return
        if pilot.app._exception is not None:
            raise AssertionError("the interface has ended") from pilot.app._exception
    raise AssertionError(f"what was waited for did not happen on {pilot.app.screen}")


async def at_question(pilot: Pilot[None]) -> InterviewScreen:
    """Wait until the interview is open and it is the person's turn; return its screen."""
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, InterviewScreen) and app.screen.begun and not app.screen.busy)
    await pilot.pause(0.05)
    assert isinstance(app.screen, InterviewScreen)
    return app.screen


async def send(pilot: Pilot[None], text: str) -> None:
    """Type `text`, send it and wait for the next question."""
    screen = await at_question(pilot)
    prompt = screen.query_one(Prompt)
    prompt.text = text
    prompt.move_cursor(prompt.document.end)
    await pilot.press("enter")
    await pilot.pause(0.05)
    await at_question(pilot)


def still(app: JourneymapApp) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Return what a snapshot waits for: the screen is ready and nothing blinks."""

    async def ready(pilot: Pilot[None]) -> None:
        if app.resume is None:
            await until(pilot, lambda: app.focused is not None)
        else:
            screen = await at_question(pilot)
            screen.query_one(Prompt).cursor_blink = False
        await pilot.pause(0.1)

    return ready


def day(moment: datetime) -> str:
    """Return a day as the list of interviews shows it."""
    return f"{moment.astimezone():%Y-%m-%d}"


def words_of(app: JourneymapApp) -> str:
    """Return what is sent to the terminal, line by line, without its styles (an SVG would have lost an ESC)."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())
