"""Guidance: the first question of a session does not wait for a knowledge base that is still being opened."""

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path

from assistant.interview.events import Question
from assistant.interview.guide import Guide
from assistant.interview.replies import Replies
from assistant.journey.checklist import NEEDS
from knowledge.port import Passage
from tests.fakes.person import open_new

PASSAGE = Passage("A goal is what should change.", "Goal", "goal", "en", 1.0, 0.9)


class Opening:
    """A knowledge base whose searches answer once it is open."""

    def __init__(self) -> None:
        self.open = threading.Event()

    def search(
        self,
        query: str,
        k: int = 5,
        *,
        language: str | None = None,
        step: str | None = None,
        stages: Sequence[str] = (),
    ) -> list[Passage]:
        self.open.wait()
        return [PASSAGE]


async def test_what_takes_too_long_is_left_out_and_there_the_next_time() -> None:
    base = Opening()
    guide = Guide(base)
    assert await guide.guidance(NEEDS[0], "en", within=0.01) == ("", ())
    base.open.set()
    text, sources = await guide.guidance(NEEDS[0], "en")
    assert text == PASSAGE.text
    assert [source.article for source in sources] == ["goal"]


async def test_without_a_limit_it_waits() -> None:
    base = Opening()
    asyncio.get_running_loop().call_later(0.05, base.open.set)
    assert (await Guide(base).guidance(NEEDS[0], "en"))[0] == PASSAGE.text


async def test_the_first_question_gets_what_was_found_too_late_for_it(tmp_path: Path) -> None:
    base = Opening()
    talk = open_new(tmp_path)
    talk.replies = Replies(Guide(base), None)
    told = [event async for event in talk.begin() if isinstance(event, Question)]
    assert [question.guidance for question in told] == [""]
    base.open.set()
    late = await talk.background()
    assert late is not None
    assert (late.text, late.guidance) == (told[0].text, PASSAGE.text)
    assert await talk.background() is None  # it is there now, and is not told twice
    told = [event async for event in talk.answer("fewer people who leave") if isinstance(event, Question)]
    assert [question.guidance for question in told] == [""]
    await talk.close()
