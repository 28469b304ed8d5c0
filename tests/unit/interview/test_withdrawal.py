"""Taking an answer back: the map and the question are as before it, and the log forgets nothing."""

from pathlib import Path

import pytest

from assistant.errors import JourneymapError
from assistant.interview.engine import Interview
from assistant.interview.events import Failure, Finished, MapChanged, Question
from assistant.interview.state import Record
from assistant.journey.edits import Add, Describe
from assistant.journey.models import Origin, OriginKind
from tests.fakes.person import BAKERY, Person, collect, hold, open_new

GOAL = BAKERY["goal"][0]
PERSONA = BAKERY["persona"][0]


async def answered(folder: Path, *answers: str) -> Interview:
    interview = open_new(folder)
    await collect(interview.begin())
    for answer in answers:
        await collect(interview.answer(answer))
    return interview


def content(interview: Interview) -> dict[str, object]:
    return interview.map.model_dump(exclude={"revision", "updated"})


async def test_it_stands_where_it_stood_and_the_log_keeps_the_answer(tmp_path: Path) -> None:
    interview = await answered(tmp_path)
    before, nothing = interview.state, content(interview)
    await collect(interview.answer(GOAL))
    assert content(interview) != nothing
    events = await collect(interview.command("retract"))
    state = interview.state
    assert content(interview) == nothing
    assert (state.pending, state.step, state.asked, dict(state.answers)) == (
        before.pending, before.step, before.asked, {},
    )  # fmt: skip
    assert [e.need for e in events if isinstance(e, Question)] == [before.pending.need if before.pending else None]
    assert any(isinstance(e, MapChanged) for e in events)
    kept = [e.data["text"] for e in interview.store.entries(interview.session) if e.kind is Record.ANSWERED]
    assert kept == [GOAL]
    assert open_new(tmp_path, session=interview.session).state == state


async def test_the_question_waits_again_too_where_the_answer_before_was_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = await answered(tmp_path)
    asked = interview.state.pending
    with monkeypatch.context() as cut:
        cut.setattr(interview.reader, "read", _cut_off)
        with pytest.raises(RuntimeError, match="cut off"):
            await collect(interview.answer(GOAL))
    await collect(interview.answer(PERSONA))
    events = await collect(interview.command("retract"))
    assert dict(interview.state.answers) == {1: GOAL}
    assert interview.state.unread is None
    assert interview.state.pending == asked
    assert [event for event in events if isinstance(event, Question)]
    assert open_new(tmp_path, session=interview.session).state == interview.state


async def _cut_off(*_given: object) -> None:
    raise RuntimeError("cut off")


async def test_another_answer_in_its_place_is_a_turn_of_its_own(tmp_path: Path) -> None:
    interview = await answered(tmp_path, GOAL)
    direct = await answered(tmp_path, "I want fewer refunds")
    await collect(interview.replace("I want fewer refunds"))
    assert dict(interview.state.answers) == {2: "I want fewer refunds"}
    assert interview.map.goal.statement == direct.map.goal.statement
    assert interview.state.pending == direct.state.pending


async def test_what_was_changed_by_hand_since_stays(tmp_path: Path) -> None:
    interview = await answered(tmp_path, GOAL)
    note = Origin(kind=OriginKind.IMPORTED)
    interview.edit([Describe(field="title", value="Cakes")])
    interview.edit([Add(part="goals", values={"text": "a bread of their own"}, origin=note)])
    await collect(interview.command("undo"))
    interview.edit([Add(part="goals", values={"text": "a cake of their own"}, origin=note)])
    await collect(interview.command("retract"))
    assert interview.map.goal.statement is None
    assert interview.map.title == "Cakes"
    assert [goal.text for goal in interview.map.goals] == ["a cake of their own"]


async def test_undone_already_it_only_goes_back_to_the_question(tmp_path: Path) -> None:
    interview = await answered(tmp_path, GOAL, PERSONA)
    await collect(interview.command("undo"))
    now = content(interview)
    await collect(interview.command("retract"))
    assert content(interview) == now
    assert list(interview.state.answers) == [1]


async def test_undo_brings_back_what_was_taken_back(tmp_path: Path) -> None:
    interview = await answered(tmp_path, GOAL)
    with_it = content(interview)
    await collect(interview.command("retract"))
    await collect(interview.command("undo"))
    assert content(interview) == with_it


@pytest.mark.parametrize("since", [("skip", {}), ("goto", {"step": "actions"}), ("retract", {})])
async def test_nothing_is_taken_back_from_behind(tmp_path: Path, since: tuple[str, dict[str, str]]) -> None:
    interview = await answered(tmp_path, GOAL, PERSONA)
    await collect(interview.command(*since))
    events = await collect(interview.command("retract"))
    assert any(isinstance(e, Failure) for e in events)
    with pytest.raises(JourneymapError):
        await collect(interview.replace("something else"))
    assert GOAL in interview.state.answers.values()


async def test_an_answer_that_was_not_read_yet_goes_without_a_trace_in_the_map(tmp_path: Path) -> None:
    interview = await answered(tmp_path)
    interview.record((Record.ANSWERED, {"turn": 1, "text": GOAL}))  # and the turn was stopped here
    await collect(interview.command("retract"))
    assert interview.state.unread is None
    assert interview.map.goal.statement is None
    await collect(interview.answer(PERSONA))
    assert dict(interview.state.answers) == {2: PERSONA}


async def test_after_the_end_the_last_answer_opens_the_interview_again(tmp_path: Path) -> None:
    interview, person = open_new(tmp_path), Person()
    await hold(interview, person)
    unknowns = interview.map.unknowns
    events = await collect(interview.command("retract"))
    assert any(isinstance(e, Question) for e in events)
    assert not interview.state.finished
    events = await collect(interview.answer(person.done))
    assert any(isinstance(e, Finished) for e in events)
    assert [unknown.question for unknown in interview.map.unknowns] == [unknown.question for unknown in unknowns]
