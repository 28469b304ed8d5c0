"""Take the pictures of the README: one interview without a model, at three moments.

Usage: ``python tools/pictures.py`` in the root of the project.

Each answer goes the way a person's does: into the prompt, through the engine, into the map.
"""

import asyncio
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from assistant.filing import Filing
from assistant.interview.engine import Interview
from assistant.interview.opening import NewInterview, open_interview
from assistant.interview.store import SqliteSessionStore
from assistant.settings import Settings
from assistant.tui.app import JourneymapApp
from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.widgets.prompt import Prompt

FOLDER = Path("docs/pictures")
SIZE = (126, 36)
MOMENTS = ("beginning", "middle", "map")
ANSWERS: tuple[tuple[str, ...], ...] = (
    ("I want more people to come back to our pottery studio after their first evening.",),
    (
        "It starts when they see a bowl at a friend's place and ends with the second evening.",
        "nothing more",
        "Hettie, 41, a librarian from Swansea. She is always short of time.",
        "She is practical and likes long walks.",
        "It annoys her that nobody tells her when her bowl is fired.",
        "nothing more",
        "She wants to make something with her own hands.",
        "nothing more",
        "She finds us on Google Maps. She reads the reviews. She books on our website. "
        "She gets an email with the address. She shapes a bowl in the studio.",
    ),
    (
        "She tells her friends about the evening.",
        "/edit t1 emotion 1",
        "/edit t2 emotion 2",
        "/edit t3 emotion -1",
        "/edit t4 emotion -2",
        "/edit t5 emotion 2",
        "nothing more",
        "nothing more",
        "nothing more",
        "The studio is hard to find in the yard.",
        "The booking page does not say how long an evening takes.",
        "/move g1 s1",
    ),
)


async def main() -> None:
    """Answer, and take a picture after each part of the interview."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteSessionStore(Path(folder) / "sessions.sqlite3")
        settings = Settings(model="none", language="en", embeddings="none")

        def opener(*, session: str | None = None, new: NewInterview | None = None) -> Interview:
            return open_interview(store, settings, Filing(Path(folder) / "maps"), session=session, new=new)

        new = NewInterview("en", title="Pottery studio: from the first evening to the second")
        app = JourneymapApp(lambda: store, settings, opener, new=new)
        async with app.run_test(size=SIZE) as pilot:
            for moment, answers in zip(MOMENTS, ANSWERS, strict=True):
                screen = await _waiting(pilot)
                for answer in answers:
                    screen.query_one(Prompt).text = answer
                    await pilot.press("enter")
                    await _waiting(pilot)
                if moment == "map":
                    await pilot.press("f12")
                await pilot.pause(0.5)
                (FOLDER / f"{moment}.svg").write_text(app.export_screenshot(title="journeymap"), "utf-8")


async def _waiting(pilot: Pilot[None]) -> InterviewScreen:
    """Wait until it is the person's turn."""
    while True:
        await pilot.pause(0.2)
        screen = pilot.app.screen
        if isinstance(screen, InterviewScreen) and screen.begun and not screen.busy:
            screen.query_one(Prompt).cursor_blink = False
            return screen


if __name__ == "__main__":
    asyncio.run(main())
