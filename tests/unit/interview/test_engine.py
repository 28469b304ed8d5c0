from itertools import pairwise
from pathlib import Path

import pytest

from assistant.errors import FileError
from assistant.interview.commands import COMMANDS, parse
from assistant.interview.events import Failure, Finished, MapChanged, Notice, Question, Ready, Recap, Reply
from assistant.interview.state import Record
from assistant.journey.checklist import BY_ID, MAX_QUESTIONS, NEEDS
from assistant.journey.models import OriginKind, Step
from tests.fakes.person import BAKERY, NoExports, Person, collect, hold, open_new


async def test_a_whole_interview_without_a_model(tmp_path: Path) -> None:
    interview, person = open_new(tmp_path), Person()
    events = await hold(interview, person)
    journey = interview.map
    assert person.unsent() == []
    assert isinstance(events[0], Ready)
    assert isinstance(events[-1], Finished)
    assert journey.persona.age == "39"
    assert "39" in (journey.persona.origins["age"].quote or "")
    assert journey.goals
    assert journey.touchpoints
    assert journey.constraints
    assert journey.actions
    assert (journey.metrics[0].baseline, journey.metrics[0].target) == ("12 percent", "30")
    for _, item in journey.items():
        if item.origin.kind is OriginKind.SAID:
            assert (item.origin.quote or "?") in interview.state.answers[item.origin.turn or 0]


async def test_every_step_is_recapped_and_a_recap_is_followed_by_its_question(tmp_path: Path) -> None:
    events = await hold(open_new(tmp_path), Person())
    assert list(dict.fromkeys(e.step for e in events if isinstance(e, Recap))) == list(Step)
    for one, other in pairwise(events):
        if isinstance(one, Recap):
            assert isinstance(other, Question)
            assert other.need == "recap"
            assert [item.number for item in one.items] == list(range(1, len(one.items) + 1))


async def test_a_second_change_to_the_same_item_is_shown_as_the_first_was(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    await collect(interview.answer("I want to find out why people do not come back"))
    await collect(interview.answer("from the first visit until the second order"))
    for end in ("third", "fourth"):
        events = await collect(interview.answer(f"from the first visit until the {end} order"))
        shown = [[item.text for item in event.items] for event in events if isinstance(event, Recap)]
        assert shown == [[f"end: the {end} order"]]


async def test_undo_and_redo_tell_what_they_changed(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    await collect(interview.answer("I want to find out why people do not come back"))
    await collect(interview.answer("from the first visit until the second order"))
    for command, told in (("undo", "taken back"), ("redo", "made again")):
        (notice,) = [e for e in await collect(interview.command(command)) if isinstance(e, Notice)]
        assert notice.text.endswith(f"{told}: beginning: the first visit; end: the second order")


async def test_a_need_is_asked_about_twice_at_most_and_leaves_an_unknown(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    shrug = Person(answers=dict.fromkeys(BAKERY, ["it depends"] * 40), done="it depends")
    events = await hold(interview, shrug)
    asked = [e.need for e in events if isinstance(e, Question)]
    assert all(asked.count(need.id) <= MAX_QUESTIONS for need in NEEDS)
    assert asked.count("goal.statement") == MAX_QUESTIONS
    steps = {unknown.step for unknown in interview.map.unknowns}
    assert steps == set(Step)
    assert interview.map.goal.statement is None


async def test_i_dont_know_is_quoted_in_the_unknown_and_moves_on(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    events = await collect(interview.answer("I don't know"))
    unknown = interview.map.unknowns[0]
    assert (unknown.step, unknown.origin.kind, unknown.origin.quote) == (Step.GOAL, OriginKind.SAID, "I don't know")
    assert next(e.need for e in events if isinstance(e, Question)) == "goal.limits"


async def test_an_unknown_goes_when_the_answer_comes_after_all(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    await collect(interview.answer("I don't know"))
    await collect(interview.command("goto", {"step": "goal"}))
    await collect(interview.answer("I want to find out why people do not come back"))
    assert interview.map.goal.statement
    assert interview.map.unknowns == ()


async def test_a_question_back_is_answered_with_its_source_and_the_pending_question_returns(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    await collect(interview.command("goto", {"step": "touchpoints"}))
    waiting = interview.state.pending
    for _ in range(2):
        events = await collect(interview.answer("What is a touchpoint?"))
        reply = next(e for e in events if isinstance(e, Reply))
        assert [source.article for source in reply.sources] == ["touchpoint"]
        assert isinstance(events[-1], Question)
        assert interview.state.pending == waiting
    assert interview.state.asked["touchpoints.first"] == 1


async def test_why_is_explained(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    by_command = await collect(interview.command("why"))
    by_question = await collect(interview.answer("Why do you want to know that?"))
    for events in (by_command, by_question):
        assert BY_ID["goal.statement"].why in next(e.text for e in events if isinstance(e, Reply))


async def test_a_probe_asks_about_one_event_after_a_vague_answer(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    events = await collect(interview.answer("it's fine"))
    question = events[-1]
    assert isinstance(question, Question)
    assert (question.need, question.text) == ("goal.statement", BY_ID["goal.statement"].probe)


async def test_the_answer_is_on_disk_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())

    async def dies(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(interview.reader, "read", dies)
    with pytest.raises(KeyboardInterrupt):
        await collect(interview.answer("people order once and never again"))
    again = open_new(tmp_path, session=interview.session)
    assert again.state.unread
    assert again.state.unread.turn == 1
    events = await collect(again.begin())
    assert again.map.goal.statement
    assert [e.need for e in events if isinstance(e, Question)] == ["goal.limits"]


async def test_a_cancelled_turn_is_read_before_the_next_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    with monkeypatch.context() as patch:
        patch.setattr(interview.reader, "read", _never)
        turn = interview.answer("people order once and never again")
        with pytest.raises(RuntimeError, match="cancelled"):
            await collect(turn)
    events = await collect(interview.answer("from hearing of us until the next order"))
    assert interview.map.goal.statement == "people order once and never again"
    assert interview.map.goal.end
    assert interview.state.unread is None
    assert isinstance(events[-1], Question)


async def _never(*_args: object) -> None:
    raise RuntimeError("cancelled")


async def test_undo_and_redo_are_events_and_ids_are_not_reused(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    await collect(interview.command("goto", {"step": "goals"}))
    await collect(interview.answer("a cake that is ready on time"))
    with_goal = interview.map
    assert [one.id for one in with_goal.goals] == ["g1"]
    await collect(interview.command("undo"))
    assert not interview.map.goals
    await collect(interview.command("redo"))
    assert interview.map.goals == with_goal.goals
    assert interview.map.revision == with_goal.revision + 2
    await collect(interview.command("undo"))
    await collect(interview.answer("a cake without surprises"))
    assert [one.id for one in interview.map.goals] == ["g2"]
    assert open_new(tmp_path, session=interview.session).map == interview.map


async def test_commands_tell_when_they_cannot_be_carried_out(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    commands: tuple[tuple[str, dict[str, str]], ...] = (
        ("undo", {}),
        ("redo", {}),
        ("goto", {"step": "moon"}),
        ("language", {"language": "xx"}),
        ("model", {"spec": "a b c"}),
        ("nonsense", {}),
    )
    for name, args in commands:
        events = await collect(interview.command(name, args))
        assert [type(event) for event in events] == [Failure], name


async def test_every_command_does_something(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await hold(interview, Person())
    given: dict[str, dict[str, str]] = {
        "goto": {"step": "goal"},
        "language": {"language": "pl"},
        "model": {"spec": "none"},
        "export": {"format": "json"},
    }
    for command in COMMANDS:
        if command.name != "quit":
            assert await collect(interview.command(command.name, given.get(command.name, {}))), command.name


async def test_skip_notes_an_unknown_and_goes_on(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    events = await collect(interview.command("skip"))
    assert interview.map.unknowns[0].origin.kind is OriginKind.SUGGESTED
    assert next(e.need for e in events if isinstance(e, Question)) == "goal.limits"


async def test_going_back_opens_a_step_again(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await hold(interview, Person())
    events = await collect(interview.command("goto", {"step": "Touchpoints"}))
    assert any(isinstance(e, Recap | Question) and e.step is Step.TOUCHPOINTS for e in events)
    assert not interview.state.finished


async def test_what_is_said_after_the_end_is_taken_in_and_written_again(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await hold(interview, Person())
    before = interview.map
    events = await collect(interview.answer("returned cakes a month, 4 today, our goal is 1"))
    assert len(interview.map.metrics) == len(before.metrics) + 1
    assert any(isinstance(e, MapChanged) for e in events)


async def test_the_language_of_the_interview_can_change(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    events = await collect(interview.command("language", {"language": "es"}))
    question = next(e for e in events if isinstance(e, Question))
    assert question.text.startswith("¿")
    assert interview.state.asked["goal.statement"] == 1


async def test_an_empty_answer_is_not_recorded(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    events = await collect(interview.answer(" \x00\n "))
    assert [type(e) for e in events] == [Failure, Question]
    assert interview.state.turn == 0


async def test_ten_megabytes_are_kept_whole_and_read_in_part(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    text = "I want to know why people leave. " * 300_000
    events = await collect(interview.answer(text))
    assert any(isinstance(e, Notice) for e in events)
    stored = next(e for e in interview.store.entries(interview.session) if e.kind is Record.ANSWERED)
    assert len(stored.data["text"]) == len(text.strip())
    assert interview.map.goal.statement


def test_a_command_line_is_told_from_an_answer() -> None:
    assert parse("/goto persona") == ("goto", {"step": "persona"})
    assert parse("/export markdown my map.md") == ("export", {"format": "markdown", "path": "my map.md"})
    assert parse("/UNDO") == ("undo", {})
    assert parse("/nonsense x") == ("nonsense", {})
    assert parse("/home/ana/list.txt was empty") is None
    assert parse("either/or") is None
    assert parse("/skip\nand more") is None


async def test_without_any_model_the_person_is_told_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYMAP_WEIGHTS", str(tmp_path / "none"))
    events = await collect(open_new(tmp_path, model="auto").begin())
    assert [type(event) for event in events] == [Ready, Notice, Question]
    assert isinstance(events[1], Notice)
    assert "journeymap models install" in events[1].text
    assert Notice not in [type(event) for event in await collect(open_new(tmp_path, model="none").begin())]


async def test_an_answer_whose_turn_was_cancelled_is_read_under_its_own_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    with monkeypatch.context() as patch:
        patch.setattr(interview.reader, "read", _never)
        with pytest.raises(RuntimeError, match="cancelled"):
            await collect(interview.answer("I want to know why so many parcels come back"))
    await collect(interview.command("goto", {"step": "touchpoints"}))
    waiting = interview.state.pending
    await collect(interview.begin())
    assert interview.map.goal.statement == "I want to know why so many parcels come back"
    assert not interview.map.touchpoints
    assert interview.state.pending == waiting


async def test_the_state_is_the_fold_of_the_events_after_every_turn(tmp_path: Path) -> None:
    interview, person = open_new(tmp_path), Person()
    events = await collect(interview.begin())
    for command, args in (("language", {"language": "es"}), ("skip", {}), ("undo", {}), ("back", {}), ("redo", {})):
        events += await collect(interview.command(command, args))
        assert interview.store.load(interview.session) == interview.state, command
    await collect(interview.command("language", {"language": "en"}))
    for _ in range(12):
        question = next(event for event in reversed(events) if isinstance(event, Question))
        events += await collect(interview.answer(person.reply(question.step.value)))
        assert interview.store.load(interview.session) == interview.state


async def test_an_unknown_in_another_language_goes_too_when_its_need_is_met(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    await collect(interview.answer("I don't know"))
    await collect(interview.command("language", {"language": "es"}))
    await collect(interview.command("goto", {"step": "goal"}))
    await collect(interview.answer("quiero saber por qué la gente no vuelve"))
    assert interview.map.goal.statement
    assert not interview.map.unknowns


async def test_what_was_given_up_is_not_asked_again_when_the_interview_comes_to_that_step(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    await collect(interview.command("goto", {"step": "persona"}))
    await collect(interview.answer("I don't know"))
    await collect(interview.command("goto", {"step": "goal"}))
    events: list[object] = []
    for text in ("why people leave, from the first visit until the last order", "that's all", "that's all"):
        events += await collect(interview.answer(text))
    needs = [event.need for event in events if isinstance(event, Question)]
    assert "persona.who" not in needs
    assert "persona.character" in needs


async def test_undo_after_the_end_writes_the_map_again(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await hold(interview, Person())
    events = await collect(interview.command("undo"))
    assert isinstance(events[-1], Finished)
    assert isinstance(interview.exports, NoExports)
    assert interview.exports.maps[-1] == interview.map


async def test_an_answer_that_cannot_be_saved_goes_back_to_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())

    def full(*_args: object) -> None:
        raise FileError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(interview.store, "append", full)
        with pytest.raises(FileError, match="disk is full"):
            await collect(interview.answer("why people leave"))
    assert interview.state.turn == 0
    await collect(interview.answer("why people leave"))
    assert interview.map.goal.statement == "why people leave"
