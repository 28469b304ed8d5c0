"""The interface at its busiest, for `tests.bench.interface`: many messages, a text streaming, an index building."""

import argparse
import asyncio
import os
import threading
from collections.abc import AsyncIterator
from tempfile import mkdtemp

from assistant.interview.events import Event, Notice, Piece, Question, Ready, Working
from assistant.interview.state import Record
from assistant.interview.store import Draft
from assistant.journey.models import Step
from assistant.settings import Settings
from assistant.tui import garbage
from assistant.tui.app import JourneymapApp
from tests.fakes.interview import FakeInterview, FakeStore, state_of
from tests.fakes.maps import example

TOKEN_SECONDS = 0.04
"""Between two tokens: 25 a second, as the local model writes them on two cores."""

WORDS = (
    "a",
    "touchpoint",
    "is",
    "the",
    "**moment**",
    "when",
    "somebody",
    "meets",
    "the",
    "shop.\n\n",
    "-",
    "item",
    "`x`\n",
)


class BusyInterview(FakeInterview):
    """Tells many messages, then streams a reply that never ends."""

    def __init__(self, messages: int, *, calm: bool) -> None:
        super().__init__(state=state_of(example(), _drafts(messages), unread=None))
        self._calm = calm

    async def begin(self) -> AsyncIterator[Event]:
        yield Ready(self.session, "local", "en", resumed=True)
        yield Question(Step.GOAL, "goal.statement", "The bench is ready?")
        if self._calm:
            return
        yield Working("replying")
        number = 0
        while True:
            yield Piece("reply", WORDS[number % len(WORDS)] + " ")
            number += 1
            if number % 300 == 0:  # a reply of 300 words, then the next one
                yield Notice("And on.")
            await asyncio.sleep(TOKEN_SECONDS)


def _drafts(messages: int) -> list[Draft]:
    drafts: list[Draft] = []
    for turn in range(1, messages // 2 + 1):
        asked = {"step": "goal", "need": "goal.statement", "targets": [], "text": f"And **then**, in case {turn}?"}
        drafts.append((Record.ASKED, {**asked, "sources": [["Goal", "goal"]], "guidance": "A goal.", "again": False}))
        drafts.append((Record.ANSWERED, {"turn": turn, "text": f"then they wait for {turn} minutes and go away"}))
    return drafts


def build_for_ever() -> None:
    """Build the index of the articles anew again and again, from a thread as the program does."""
    from knowledge.base import open_base

    while True:
        os.environ["JOURNEYMAP_HOME"] = mkdtemp()
        base = open_base("auto", "")
        base.build()
        base.close()


def main() -> None:
    """Show the interface."""
    options = argparse.ArgumentParser()
    options.add_argument("--messages", type=int, default=500)
    options.add_argument("--calm", action="store_true")
    options.add_argument("--no-index", action="store_true")
    given = options.parse_args()
    garbage.hold_off()
    talk = BusyInterview(given.messages, calm=given.calm)
    app = JourneymapApp(FakeStore, Settings(model="none"), lambda *, session=None, new=None: talk, session=talk.session)
    if not given.calm and not given.no_index:
        threading.Thread(target=build_for_ever, daemon=True).start()
    app.run()


if __name__ == "__main__":
    main()
