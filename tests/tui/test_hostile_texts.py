"""Any text, in every place that shows one: nothing fails, nothing reaches the terminal that could act on it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events
from textual.widgets import Input

from assistant.interview.events import (
    Event,
    Failure,
    Finished,
    MapChanged,
    Notice,
    Piece,
    Question,
    Recap,
    RecapItem,
    Reply,
    Source,
    Suggestion,
)
from assistant.journey.models import Step
from assistant.text import clean
from assistant.tui.app import JourneymapApp
from assistant.tui.screens.knowledge import KnowledgeScreen
from assistant.tui.screens.link import LinkScreen
from assistant.tui.widgets.chat import Chat
from assistant.tui.widgets.found import FoundList, Row
from assistant.tui.widgets.map_panel import MapPanel
from assistant.tui.widgets.messages import Prose
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.reader import Reader
from assistant.tui.widgets.waiting import Waiting
from knowledge.articles import Section
from knowledge.port import Passage
from knowledge.whole import Whole
from tests.fakes.interview import FakeInterview
from tests.fakes.maps import example
from tests.fakes.reference import FakeReference
from tests.tui.scenes import FIRST, READY, at_question, interview, until, words_of

MARKUP = ["[/]", "[/foo]", "[link=']x", "[b]", "[@click=app.quit]x[/]", "[$primary]", "\\[", "[[", "]]", "[red on"]
ESCAPES = [
    "\x1b]52;c;eA==\x07",
    "\x1b[2J",
    "\x9b31m",
    "\x1bP",
    "\x1b]8;;http://x\x1b\\",
    "\x00",
    "\x07",
    "\x08",
    "\x0b",
    "\x0c",
]
MARKDOWN = ["[x](javascript:x)", "![i](x)", "|a|b|\n|-|-|\n|c|", "```\n", "~~~", "> ", "# ", "&#27;[31m", "<b>",
            "- [ ] x", "[^1]", "[a]: http://x", "1. ", "***", "`", "$$", "---", "[x](<\x1b>)", "\\", "|-|"]  # fmt: skip
OTHER = ["\u202e", "\u2066", "\ud800", "漢字", "⚠️", "e\u0301", "👩‍👩‍👧", "\t", "\r", "\n\n", "\u200b", "ﷺ", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙"]
TEXTS = st.lists(
    st.one_of(st.sampled_from([*MARKUP, *ESCAPES, *MARKDOWN, *OTHER]), st.text(max_size=12)), max_size=8
).map("".join)

ACTING = {chr(code) for code in (*range(9), *range(11, 32), *range(127, 160))} | {"\u202e", "\u2066"}


def everywhere(text: str) -> list[Event]:
    """Return an event for each place of the conversation that shows a text of others."""
    source = (Source(text, text),)
    journey = example()
    goal = journey.goal.model_copy(update={"statement": text})
    persona = journey.persona.model_copy(update={"name": text, "interests": (text, text)})
    touchpoints = tuple(each.model_copy(update={"name": text, "thought": text}) for each in journey.touchpoints)
    changed = journey.model_copy(update={"title": text, "goal": goal, "persona": persona, "touchpoints": touchpoints})
    return [
        Piece("question", text), Piece("question", text[::-1]),
        Question(Step.GOAL, "goal.statement", text, source, text),
        Reply(text, source), Notice(text), Failure(text), Finished(text),
        Recap(Step.GOAL, (RecapItem(1, "goal.start", text), RecapItem(10, text, text))),
        Suggestion(1, text, source), MapChanged(changed, (text,)),
    ]  # fmt: skip


def drive(texts: Sequence[str]) -> None:
    """Show each text in every place of one running interface."""

    async def run() -> None:
        conversation = FakeInterview([READY, FIRST])
        conversation.reference = reference = FakeReference()
        app = interview(conversation)
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            screen = await at_question(pilot)
            chat, panel = screen.query_one(Chat), screen.query_one(MapPanel)
            prompt, waiting = screen.query_one(Prompt), screen.query_one(Waiting)
            for text in texts:
                for event in everywhere(text):
                    if isinstance(event, MapChanged):
                        panel.show(event.map, event.touched)
                    else:
                        await chat.show(event)
                for prose in screen.query(Prose):
                    prose.toggle()
                waiting.put(text)
                prompt.give_back(f"/{text}")
                app.post_message(events.Paste(text))
                app.notify(clean(text), markup=False)
                await pilot.pause()
                harmless(app)
                chat.to_end()
                waiting.take_all()
                prompt.clear()
            await pilot.press("f4")
            await until(pilot, lambda: isinstance(app.screen, KnowledgeScreen))
            await until(pilot, lambda: app.screen.query_one(FoundList).option_count)
            for text in texts:
                passage = Passage(text, text, text, "en", 1, 1, text)
                app.screen.query_one(FoundList).show([Row(passage), Row(replace(passage, step="goal"), 3)])
                section = Section(text, text)
                await app.screen.query_one(Reader).show(Whole(text, "en", (section, section), 1, (text,)))
                await pilot.pause()
                harmless(app)
            assert reference.asked == []
            app.screen.query_one(Input).value = ""
            for text in texts:
                app.push_screen(LinkScreen(text))
                await until(pilot, lambda: isinstance(app.screen, LinkScreen))
                harmless(app)
                app.pop_screen()

    asyncio.run(run())


def harmless(app: JourneymapApp) -> None:
    """Check that nothing on the screen could act on a terminal."""
    shown = words_of(app)
    assert not ACTING & set(shown), sorted(map(hex, map(ord, ACTING & set(shown))))


@given(st.lists(TEXTS, min_size=1, max_size=2))
@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_in_any_place(texts: list[str]) -> None:
    drive(texts)


def test_the_worst_that_is_known() -> None:
    kinds = (MARKUP, ESCAPES, MARKDOWN, OTHER)
    drive([*(" ".join(some) for some in kinds), "".join(text for some in kinds for text in some)])
