"""What keeps keys quick: few layouts while text streams, garbage collected at rest, guidance that comes late."""

import asyncio
import gc
import subprocess
import sys
import time
from dataclasses import replace

from assistant.interview.events import Piece, Question, Reply, Source, Working
from assistant.tui import garbage
from assistant.tui.widgets.chat import FLUSH_TYPING_SECONDS, PATIENCE_SECONDS, PAUSE, Chat
from assistant.tui.widgets.messages import ROWS_AT_ONCE, Draft, Prose
from assistant.tui.widgets.prompt import STILL_SECONDS, Prompt
from assistant.tui.widgets.status import Activity
from tests.fakes.interview import FakeInterview
from tests.tui.scenes import FIRST, READY, at_question, interview, until, words_of

HELD_OFF = """
import gc
from assistant.tui import garbage
garbage.hold_off()
assert not gc.isenabled()
garbage.begin()
assert gc.isenabled() and gc.get_freeze_count() > 1_000 and gc.get_threshold()[2] == garbage.NEVER
kept = [[] for _ in range(garbage.YOUNG * 3)]
kept.append(kept)
garbage.collect()
assert gc.get_count()[1:] == (0, 0)
"""


def test_garbage_is_collected_without_what_the_start_has_made() -> None:
    subprocess.run([sys.executable, "-c", HELD_OFF], check=True, timeout=60)


def test_a_program_that_did_not_hold_it_off_collects_as_python_does() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    garbage.begin()
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


async def test_a_growing_text_takes_several_rows_at_once() -> None:
    end = asyncio.Event()
    app = interview(FakeInterview([READY, Piece("reply", "row"), end, Reply("row"), FIRST]))
    async with app.run_test(size=(80, 40)) as pilot:
        await until(pilot, lambda: app.screen.query(Draft))
        await pilot.pause(0.1)
        layouts: list[object] = []
        app.screen.screen_layout_refresh_signal.subscribe(app, layouts.append)
        draft = app.screen.query_one(Draft)
        for _row in range(12):
            draft.grow("row\n\n")
            await pilot.pause()
        assert draft.size.height % ROWS_AT_ONCE == 0
        assert draft.size.height - 24 < ROWS_AT_ONCE
        assert len(layouts) <= 24 // ROWS_AT_ONCE + 1
        assert words_of(app).count("row") == 13
        end.set()
        await at_question(pilot)


async def test_text_is_drawn_in_the_pause_behind_a_key() -> None:
    end = asyncio.Event()
    app = interview(FakeInterview([READY, Piece("reply", "first "), end, Reply("whole"), FIRST]))
    async with app.run_test(size=(80, 40)) as pilot:
        await until(pilot, lambda: "first" in words_of(app))
        chat = app.screen.query_one(Chat)
        drawn = chat._flushed = time.monotonic() - FLUSH_TYPING_SECONDS
        app._input = time.monotonic()  # a key, whose echo comes first
        await chat.show(Piece("reply", "second "))
        assert chat._flushed == drawn
        await until(pilot, lambda: "second" in words_of(app))
        assert chat._flushed - app._input >= PAUSE[0]
        app._input = chat._flushed = time.monotonic()  # drawn a moment ago
        await chat.show(Piece("reply", "third "))
        await pilot.pause(PAUSE[1])
        assert "third" not in words_of(app)
        chat._flushed = time.monotonic() - PATIENCE_SECONDS  # no pause ever came
        app._input = time.monotonic()
        await chat.show(Piece("reply", "fourth "))
        await until(pilot, lambda: "third fourth" in words_of(app))
        end.set()
        await at_question(pilot)


async def test_the_sign_of_work_turns_without_a_layout() -> None:
    end = asyncio.Event()
    app = interview(FakeInterview([READY, Working("reading"), end, FIRST]))
    async with app.run_test() as pilot:
        await until(pilot, lambda: "reading your answer" in words_of(app))
        await pilot.pause(0.1)
        layouts: list[object] = []
        app.screen.screen_layout_refresh_signal.subscribe(app, layouts.append)
        for _turn in range(3):
            app.screen.query_one(Activity)._turn()
            await pilot.pause()
        assert layouts == []
        end.set()
        await at_question(pilot)


async def test_guidance_that_comes_late_appears_under_its_question() -> None:
    conversation = FakeInterview([READY, replace(FIRST, sources=(), guidance="")])
    conversation.late = replace(FIRST, sources=(Source("Goals", "goal"),), guidance="A goal is what should change.")
    app = interview(conversation)
    async with app.run_test() as pilot:
        await at_question(pilot)
        await until(pilot, lambda: "Goals" in words_of(app))
        assert len(app.screen.query(Prose)) == 1
        await pilot.press("f3")
        await until(pilot, lambda: "A goal is what should change." in words_of(app))


async def test_guidance_for_a_question_that_is_gone_is_left_out() -> None:
    app = interview(FakeInterview([READY, replace(FIRST, sources=(), guidance="")]))
    async with app.run_test() as pilot:
        await at_question(pilot)
        other = Question(FIRST.step, FIRST.need, "Another one?", (Source("Goals", "goal"),), "Late.")
        await app.screen.query_one(Chat).complete(other)
        assert not app.screen.query_one(Prose).has_background


async def test_the_cursor_stays_lit_when_nobody_is_there() -> None:
    app = interview(FakeInterview([READY, FIRST]))
    async with app.run_test() as pilot:
        await at_question(pilot)
        prompt = app.screen.query_one(Prompt)
        await pilot.press("a")
        assert _blinks(prompt)
        app._input -= STILL_SECONDS + 1
        prompt._toggle_cursor_blink_visible()
        assert prompt._cursor_visible
        assert not _blinks(prompt)
        await pilot.press("b")
        assert _blinks(prompt)


def _blinks(prompt: Prompt) -> bool:
    running: asyncio.Event = prompt.blink_timer._active
    return running.is_set()
