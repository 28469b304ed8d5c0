"""The interview screen, driven by a scripted interview."""

import asyncio
import re

import pytest

from assistant.errors import FileError
from assistant.interview.events import (
    Event,
    Finished,
    MapChanged,
    Notice,
    Piece,
    Question,
    Reply,
    Source,
    Working,
)
from assistant.interview.state import Record
from assistant.interview.store import Draft
from assistant.journey.models import Step
from assistant.tui.screens.help import HelpScreen
from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.widgets.chat import MOST, RECENT, Chat
from assistant.tui.widgets.map_panel import MapPanel
from assistant.tui.widgets.messages import Note, Prose, RecapList, Said
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.status import Status
from assistant.tui.widgets.waiting import Waiting
from tests.fakes.interview import FakeInterview, state_of
from tests.fakes.maps import example
from tests.tui.scenes import FEELINGS, FIRST, READY, RECAP, WRONG, at_question, interview, midway, send, until, words_of

SECOND = Question(Step.PERSONA, "persona.who", "Who is your typical customer?")


async def test_a_short_interview_to_its_end() -> None:
    conversation = FakeInterview(
        [READY, FIRST],
        [MapChanged(example(), ("persona.name",)), SECOND],
        [RECAP, WRONG],
        [Finished("/maps/coffee.json")],
    )
    app = interview(conversation)
    async with app.run_test(size=(120, 40)) as pilot:
        await send(pilot, "fewer empty carts")
        assert SECOND.text in words_of(app)
        assert "Nadia" in words_of(app)
        await send(pilot, "Nadia, 38")
        assert "4  challenges: no time to compare" in words_of(app)
        await send(pilot, "nothing more")
        assert "/maps/coffee.json" in words_of(app)
    assert conversation.answers == ["fewer empty carts", "Nadia, 38", "nothing more"]
    assert conversation.warmed == 1
    assert conversation.closed


async def test_a_streamed_question_grows_and_is_replaced_by_the_whole() -> None:
    half = asyncio.Event()
    whole = Question(Step.GOAL, "goal.statement", "What is **it** about, then?", (Source("Goals", "goal"),), "Why.")
    app = interview(
        FakeInterview(
            [
                READY,
                Piece("question", "What is "),
                Piece("question", "**it**"),
                half,
                Piece("question", " about?"),
                whole,
            ]
        )
    )
    async with app.run_test() as pilot:
        await until(pilot, lambda: "What is" in words_of(app))
        half.set()
        await at_question(pilot)
        assert [prose.markdown.source for prose in app.screen.query(Prose)] == [whole.text]
        assert "What is it about, then?" in words_of(app)
        assert "Goals" in words_of(app)


async def test_whoever_has_scrolled_up_keeps_the_place_while_text_streams() -> None:
    begin, end = asyncio.Event(), asyncio.Event()
    pieces = [Piece("reply", f"line {number}\n\n") for number in range(60)]
    told = [Notice(f"earlier {number}") for number in range(30)]
    app = interview(FakeInterview([READY, *told, begin, *pieces, end, Reply("line 0 whole"), FIRST]))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "earlier 29" in words_of(app))
        screen = app.screen
        assert isinstance(screen, InterviewScreen)
        chat = screen.query_one(Chat)
        await pilot.press("pageup", "pageup")
        await pilot.pause(0.1)
        place, shown = chat.scroll_offset.y, words_of(app)
        begin.set()
        await until(pilot, lambda: screen.query(Prose))
        await pilot.pause(0.5)
        await pilot.press(*"typing goes on")
        end.set()
        await at_question(pilot)
        assert chat.scroll_offset.y == place
        assert re.findall(r"earlier \d+", words_of(app)) == re.findall(r"earlier \d+", shown)
        await pilot.press("ctrl+end")
        await until(pilot, lambda: FIRST.text in words_of(app))


async def test_a_stream_that_is_never_finished_leaves_no_half_text() -> None:
    app = interview(FakeInterview([READY, Piece("reply", "A touchpoint is"), FIRST]))
    async with app.run_test() as pilot:
        await at_question(pilot)
        assert "A touchpoint is" not in words_of(app)
        assert FIRST.text in words_of(app)


async def test_escape_stops_a_turn_and_gives_the_text_back() -> None:
    conversation = FakeInterview(
        [READY, FIRST], [Working("reading"), Piece("reply", "Half"), asyncio.Event()], [], [SECOND]
    )
    app = interview(conversation)
    async with app.run_test() as pilot:
        screen = await at_question(pilot)
        prompt = screen.query_one(Prompt)
        await pilot.press(*"one", "enter")
        await until(pilot, lambda: "reading your answer" in words_of(app))
        await pilot.press(*"two", "enter", *"draft", "escape")
        await until(pilot, lambda: prompt.text == "one\n\ntwo\n\ndraft")
        assert not screen.busy
        assert conversation.cancelled == 1
        assert conversation.taken_back == ["one"]
        assert "reading your answer" not in words_of(app)
        assert "Half" not in words_of(app)
        assert "taken back: one" in words_of(app)
        assert "Stopped. What you sent is back" in words_of(app)
        await send(pilot, "another")
        assert SECOND.text in words_of(app)
    assert conversation.answers == ["one", "another"]


async def test_escape_before_the_engine_has_begun_takes_no_earlier_answer_back() -> None:
    conversation = FakeInterview([READY, FIRST], [SECOND], [asyncio.Event()])
    app = interview(conversation)
    async with app.run_test() as pilot:
        screen = await at_question(pilot)
        await send(pilot, "one")
        await pilot.press(*"/why", "enter")
        await until(pilot, lambda: screen.busy)
        await pilot.press("escape")
        await until(pilot, lambda: screen.query_one(Prompt).text == "/why")
        assert conversation.taken_back == []


async def test_what_is_typed_ahead_is_shown_and_sent_when_the_question_is_there() -> None:
    gate = asyncio.Event()
    conversation = FakeInterview([READY, FIRST], [Working("reading"), gate, SECOND], [FEELINGS], [Notice("Done.")])
    app = interview(conversation)
    async with app.run_test() as pilot:
        screen = await at_question(pilot)
        await pilot.press(*"one", "enter", *"two", "enter", *"/undo", "enter", *"draft")
        await until(pilot, lambda: "→ two" in words_of(app))
        assert "→ /undo" in words_of(app)
        assert conversation.answers == ["one"]
        gate.set()
        await until(pilot, lambda: "Done." in words_of(app))
        assert conversation.answers == ["one", "two"]
        assert conversation.commands == [("undo", {})]
        assert screen.query_one(Prompt).text == "draft"
        assert not screen.query_one(Waiting).display


async def test_what_is_typed_ahead_can_be_taken_back() -> None:
    gate = asyncio.Event()
    conversation = FakeInterview([READY, FIRST], [Working("reading"), gate, SECOND])
    app = interview(conversation)
    async with app.run_test() as pilot:
        screen = await at_question(pilot)
        await pilot.press(*"one", "enter", *"two", "enter", "up")
        assert screen.query_one(Prompt).text == "two"
        gate.set()
        await at_question(pilot)
        assert conversation.answers == ["one"]


async def test_the_last_answer_is_fetched_back_and_replaced() -> None:
    conversation = FakeInterview([READY, FIRST], [SECOND], [FEELINGS])
    app = interview(conversation)
    async with app.run_test() as pilot:
        await at_question(pilot)
        await send(pilot, "one")
        await pilot.press("up")
        await until(pilot, lambda: "Enter replaces your last answer" in words_of(app))
        await pilot.press(*" more", "enter")
        await until(pilot, lambda: FEELINGS.text in words_of(app))
        assert "taken back: one" in words_of(app)
        assert SECOND.text not in words_of(app)
    assert conversation.taken_back == ["one"]
    assert conversation.answers == ["one", "one more"]


async def test_the_last_answer_is_fetched_back_and_sent_as_one_more() -> None:
    conversation = FakeInterview([READY, FIRST], [SECOND], [FEELINGS])
    app = interview(conversation)
    async with app.run_test() as pilot:
        await at_question(pilot)
        await send(pilot, "one")
        await pilot.press("up", "escape")
        await until(pilot, lambda: "Enter replaces" not in words_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: FEELINGS.text in words_of(app))
    assert conversation.taken_back == []
    assert conversation.answers == ["one", "one"]


async def test_a_failure_is_told_inline_and_the_text_comes_back() -> None:
    fault = FileError("The disk is full.", "Free some space, then send it again.")
    app = interview(FakeInterview([READY, FIRST], [fault]))
    async with app.run_test() as pilot:
        await send(pilot, "my long answer")
        assert "The disk is full. Free some space" in words_of(app)
        assert app.screen.query_one(Prompt).text == "my long answer"


async def test_a_fault_of_our_own_ends_the_interface_and_is_kept_for_the_caller() -> None:
    app = interview(FakeInterview([READY, FIRST], [ZeroDivisionError("ours")]))
    with pytest.raises(Exception, match="ours"):
        async with app.run_test() as pilot:
            await send(pilot, "an answer")
    assert isinstance(app.fault, ZeroDivisionError)


@pytest.mark.parametrize(("line", "command"), [
    ("/goto persona", ("goto", {"step": "persona"})),
    ("/export json my map.json", ("export", {"format": "json", "path": "my map.json"})),
    ("/undo", ("undo", {})),
    ("/nonsense", ("nonsense", {})),
])  # fmt: skip
async def test_commands_go_to_the_engine(line: str, command: tuple[str, dict[str, str]]) -> None:
    conversation = FakeInterview([READY, FIRST], [Notice("Done.")])
    app = interview(conversation)
    async with app.run_test() as pilot:
        await send(pilot, line)
        assert "Done." in words_of(app)
    assert conversation.commands == [command]
    assert conversation.answers == []


async def test_keys_undo_and_redo_while_the_prompt_has_the_keys() -> None:
    conversation = FakeInterview([READY, FIRST], [Notice("One.")], [Notice("Two.")])
    app = interview(conversation)
    async with app.run_test() as pilot:
        screen = await at_question(pilot)
        await pilot.press(*"draft", "f6", "f7")
        await until(pilot, lambda: "Two." in words_of(app))
        assert conversation.commands == [("undo", {}), ("redo", {})]
        assert screen.query_one(Prompt).text == "draft"


async def test_quit_and_help_are_the_faces_own_commands() -> None:
    conversation = FakeInterview([READY, FIRST])
    app = interview(conversation)
    async with app.run_test(size=(100, 50)) as pilot:
        await at_question(pilot)
        await pilot.press(*"/help", "enter")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await until(pilot, lambda: "Ctrl+Home" in words_of(app))
        await pilot.press("end")
        await until(pilot, lambda: "/goto STEP" in words_of(app))
        await pilot.press("escape")
        await at_question(pilot)
        await pilot.press(*"/quit", "enter")
        await until(pilot, lambda: app.return_code == 0)
    assert conversation.closed
    assert conversation.commands == []


async def test_resume_mounts_only_the_newest_and_pages_back() -> None:
    drafts: list[Draft] = []
    for turn in range(1, 41):
        question = {"step": "goal", "need": "goal.statement", "targets": [], "text": f"Question {turn}?", "sources": []}
        drafts.append((Record.ASKED, {**question, "guidance": "", "again": False}))
        drafts.append((Record.ANSWERED, {"turn": turn, "text": f"answer {turn}."}))
    app = interview(FakeInterview([READY, FIRST], state=state_of(drafts=drafts, unread=None)))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_question(pilot)
        chat = screen.query_one(Chat)
        assert len(chat.query(Said)) == RECENT // 2
        assert "answer 40." in words_of(app)
        assert FIRST.text in words_of(app)
        for _ in range(30):
            await pilot.press("pageup")
            if len(chat.query(Said)) == 40 and chat.scroll_offset.y == 0:
                break
        assert len(chat.query(Said)) == 40
        assert "Question 1?" in words_of(app)
        await pilot.press("ctrl+end")
        await until(pilot, lambda: FIRST.text in words_of(app))
        await pilot.press("up")
        assert screen.query_one(Prompt).text == "answer 40."


async def test_a_resumed_question_is_shown_once() -> None:
    asked = {
        "step": "goal",
        "need": FIRST.need,
        "targets": [],
        "text": FIRST.text,
        "sources": [],
        "guidance": "",
        "again": False,
    }
    app = interview(FakeInterview([READY, FIRST], state=state_of(drafts=[(Record.ASKED, asked)])))
    async with app.run_test() as pilot:
        await at_question(pilot)
        assert words_of(app).count(FIRST.text) == 1


async def test_a_long_sitting_keeps_few_messages_mounted() -> None:
    turns: list[list[Event]] = [[Notice(f"notice {number}")] for number in range(3)]
    app = interview(FakeInterview([READY, *(Notice(f"earlier {n}") for n in range(2 * MOST)), FIRST], *turns))
    async with app.run_test() as pilot:
        screen = await at_question(pilot)
        await send(pilot, "hello")
        assert len(screen.query_one(Chat).children) <= MOST + RECENT + 1
        assert "notice 0" in words_of(app)


async def test_narrow_the_map_is_a_toggle_and_wide_it_is_beside() -> None:
    app = midway()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_question(pilot)
        panel, chat = screen.query_one(MapPanel), screen.query_one(Chat)
        assert (panel.display, chat.display) == (False, True)
        await pilot.press("f2")
        assert (panel.display, chat.display) == (True, False)
        assert "Opening the first bag" in words_of(app)
        before = panel.scroll_offset.y
        await pilot.press("pageup")
        await pilot.pause(0.05)
        assert panel.scroll_offset.y < before
        await pilot.press("f2")
        assert (panel.display, chat.display) == (False, True)
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: panel.display)
        assert chat.display
        await pilot.press("f2")
        assert not panel.display


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (39, 30), (200, 9)])
async def test_a_tiny_terminal_says_so_and_comes_back(size: tuple[int, int]) -> None:
    app = midway()
    async with app.run_test(size=size) as pilot:
        screen = await at_question(pilot)
        assert screen.query_one("#too-small").display
        if size[0] >= 20:
            assert "too small" in " ".join(words_of(app).split())
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: FEELINGS.text in words_of(app))


async def test_the_smallest_usable_terminal_shows_question_and_prompt() -> None:
    app = midway()
    async with app.run_test(size=(40, 10)) as pilot:
        screen = await at_question(pilot)
        assert "Instagram posts?" in words_of(app)
        assert screen.query_one(Prompt).region.height >= 1
        assert "stays here" in words_of(app)


async def test_whether_words_leave_the_machine_is_always_told() -> None:
    app = interview(FakeInterview([READY, FIRST], model="openai:gpt-5-mini", remote=True))
    async with app.run_test(size=(60, 20)) as pilot:
        screen = await at_question(pilot)
        assert "leaves this machine: openai:gpt-5-mini" in words_of(app)
        assert screen.query_one(Status).remote


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "personal data hidden"), ("es", "datos personales ocultos"), ("pl", "dane osobowe ukryte")],
)
async def test_that_personal_data_is_hidden_is_told_beside_the_model(language: str, told: str) -> None:
    conversation = FakeInterview([READY, FIRST], [FIRST], model="openai:gpt-5-mini", remote=True)
    app = interview(conversation, language)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_question(pilot)
        assert told not in words_of(app)
        conversation.redacts = True
        await send(pilot, "/redact on")
        foot = words_of(app).splitlines()[-1]
        assert f"openai:gpt-5-mini ({told})" in foot
        assert "F1" in foot
        await pilot.resize_terminal(54, 24)
        await until(pilot, lambda: "(redact)" in words_of(app).splitlines()[-1])


async def test_a_model_that_failed_and_rests_is_told_at_the_foot() -> None:
    conversation = FakeInterview([READY, FIRST], model="openai:gpt-5-mini", remote=True)
    conversation.model_rests = True
    app = interview(conversation)
    async with app.run_test(size=(100, 30)) as pilot:
        await at_question(pilot)
        assert "openai:gpt-5-mini (failed, rests)" in words_of(app)


async def test_a_busy_model_is_told_while_it_is_given_time() -> None:
    busy = asyncio.Event()
    conversation = FakeInterview([READY, FIRST], [Working("reading"), busy])
    app = interview(conversation)
    async with app.run_test(size=(100, 30)) as pilot:
        await at_question(pilot)
        await pilot.press(*"less", "enter")
        conversation.model_pause = 3.4
        await until(pilot, lambda: "the model is busy, again in 4 s" in words_of(app))
        conversation.model_pause = 0.0
        await until(pilot, lambda: "reading your answer" in words_of(app))
        busy.set()
        await until(pilot, lambda: "reading your answer" not in words_of(app))


async def test_the_background_of_a_question_unfolds_and_folds() -> None:
    app = interview(FakeInterview([READY, FIRST]))
    async with app.run_test() as pilot:
        await at_question(pilot)
        assert "A good goal names" not in words_of(app)
        await pilot.press("f3")
        await until(pilot, lambda: "A good goal names" in words_of(app))
        await pilot.press("f3")
        await until(pilot, lambda: "A good goal names" not in words_of(app))


async def test_ctrl_c_twice_leaves_and_once_says_so() -> None:
    conversation = FakeInterview([READY, FIRST])
    app = interview(conversation)
    async with app.run_test(notifications=True) as pilot:
        await at_question(pilot)
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "again to quit" in words_of(app))
        assert app.return_code is None
        await pilot.press("ctrl+c")
        await until(pilot, lambda: app.return_code == 0)
    assert conversation.closed


async def test_leaving_while_the_model_works_cancels_the_turn() -> None:
    conversation = FakeInterview([READY, FIRST], [Working("reading"), asyncio.Event()])
    app = interview(conversation)
    async with app.run_test() as pilot:
        await at_question(pilot)
        await pilot.press(*"abc", "enter")
        await until(pilot, lambda: "reading your answer" in words_of(app))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app.return_code == 0)
    assert conversation.cancelled == 1
    assert conversation.closed


async def test_without_colour_every_sign_is_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = midway()
    async with app.run_test(size=(120, 40)) as pilot:
        await at_question(pilot)
        assert app.no_color
        assert "▼ -2 ★ Opening the first bag" in words_of(app)
        assert "▎" in words_of(app)


async def test_ascii_where_the_terminal_has_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.tui.glyphs import glyphs

    monkeypatch.setenv("JOURNEYMAP_ASCII", "1")
    glyphs.cache_clear()
    app = midway()
    async with app.run_test(size=(120, 40)) as pilot:
        await at_question(pilot)
        shown = words_of(app)
        assert "v -2 ! Opening the first bag" in shown
        strange = {char for char in shown if not char.isascii() and not char.isalpha()}
        assert strange <= {*"▁▂▃▄▅▆▇", "°", "…"}, strange  # scroll bars, and what the map itself says


async def test_recaps_and_notices_are_widgets_of_their_own() -> None:
    app = interview(FakeInterview([READY, RECAP, Notice("A notice."), WRONG]))
    async with app.run_test() as pilot:
        screen = await at_question(pilot)
        assert len(screen.query(RecapList)) == 1
        assert len(screen.query(Note)) == 1
