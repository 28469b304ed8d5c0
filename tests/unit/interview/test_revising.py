"""The map changed by hand: grounded in what was typed, undone, resumed, refused."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import FileError
from assistant.interview.commands import parse
from assistant.interview.engine import Interview
from assistant.interview.events import Failure, MapChanged, Question
from assistant.interview.state import Entry, Record, carry_out, fold
from assistant.interview.store import SqliteSessionStore
from assistant.journey.by_hand import ByHand, Delete, Merge, Move, New, Put, Shift, edits_for
from assistant.journey.edits import Reason
from assistant.journey.grounding import MAX_QUOTE, tokens
from assistant.journey.models import Channel, JourneyMap, OriginKind
from assistant.journey.typed_values import NotPossibleError
from assistant.text import clean
from tests.fakes.interview import state_of
from tests.fakes.maps import example
from tests.fakes.person import collect, open_new

TOLD = "people see our posts on instagram, then they phone us, then they come to the shop"


async def opened(folder: Path) -> Interview:
    """Return an interview with three touchpoints, two constraints and the next question waiting."""
    interview = open_new(folder)
    await collect(interview.begin())
    for name in ("Instagram posts", "Phone call", "The shop"):
        await collect(interview.revise(New(part="touchpoints", values={"name": name, "stage": "s1"})))
    for text in ("Nobody answers", "The price is a secret"):
        await collect(interview.revise(New(part="constraints", values={"text": text})))
    return interview


def essence(journey: JourneyMap) -> dict[str, object]:
    return journey.model_dump(exclude={"created", "updated", "revision"})


async def test_what_is_typed_is_said_and_quotes_exactly_what_was_typed(tmp_path: Path) -> None:
    interview = await opened(tmp_path)
    waiting = interview.state.pending
    typed = "Anna's “big” phone call, 3rd try"
    events = await collect(interview.revise(Put(ref="t2", values={"name": typed, "emotion": "-1", "channel": "phone"})))
    item = interview.map.touchpoints[1]
    assert (item.name, item.emotion, item.channel) == (typed, -1, Channel.PHONE)
    assert (item.origin.kind, item.origin.quote) == (OriginKind.SAID, typed)
    assert interview.state.answers[item.origin.turn or 0] == typed
    assert [type(event) for event in events] == [MapChanged]
    assert isinstance(events[0], MapChanged)
    assert events[0].touched == ("t2",)
    assert interview.state.pending == waiting
    assert interview.state.unread is None


async def test_typed_fields_of_the_persona_and_lists(tmp_path: Path) -> None:
    interview = await opened(tmp_path)
    await collect(interview.revise(Put(ref="persona", values={"name": "ola"})))
    await collect(interview.revise(Put(ref="persona", values={"name": "Ola"})))  # only its spelling
    for interest in ("cycling", "cooking"):
        await collect(interview.revise(New(part="persona.interests", values={"": interest})))
    await collect(interview.revise(Put(ref="persona", values={"interests[1]": "baking", "age": "39"})))
    persona = interview.map.persona
    assert (persona.name, persona.age, persona.interests) == ("Ola", "39", ("cycling", "baking"))
    assert persona.origins["interests[1]"].quote == "baking"
    await collect(interview.revise(Delete(ref="persona.interests")))
    await collect(interview.revise(Put(ref="persona", values={"age": ""})))
    assert (interview.map.persona.interests, interview.map.persona.age) == (("baking",), None)


async def test_items_and_stages_are_moved_merged_and_deleted(tmp_path: Path) -> None:
    interview = await opened(tmp_path)
    stages = [stage.id for stage in interview.map.stages]
    changes: Sequence[ByHand] = (
        Move(ref="t1", to="purchase"),  # by name, in any case
        Shift(ref="t3", by=-1),
        Move(ref="s1", to="s3"),
        New(part="stages", values={"name": "Doubt"}, before="s4"),
        Merge(ref="s5", into="s4"),
        Delete(ref="c2"),
        Put(ref="c1", values={"touchpoints": "t1, t3", "severity": "4"}),
    )
    for change in changes:
        assert not [e for e in await collect(interview.revise(change)) if isinstance(e, Failure)], change
    journey = interview.map
    assert [stage.id for stage in journey.stages] == ["s2", "s3", "s1", "s6", "s4"]
    assert [(t.id, t.stage) for t in journey.touchpoints] == [("t1", "s3"), ("t3", "s1"), ("t2", "s1")]
    assert [(c.id, c.touchpoints, c.severity) for c in journey.constraints] == [("c1", ("t1", "t3"), 4)]
    for _ in changes:
        await collect(interview.command("undo"))
    assert [stage.id for stage in interview.map.stages] == stages
    for _ in changes:
        await collect(interview.command("redo"))
    assert essence(interview.map) == essence(journey)


@pytest.mark.parametrize("change", [
    Put(ref="t9", values={"name": "x"}),
    Put(ref="t1", values={"colour": "x"}),
    Put(ref="t1", values={"emotion": "7"}),
    Put(ref="t1", values={"owned": "perhaps"}),
    Put(ref="t1", values={"name": ""}),
    Put(ref="t1", values={"name": "…"}),
    Put(ref="t1", values={"name": "Instagram posts"}),
    Put(ref="t1", values={"name": "A good name", "stage": "nowhere"}),
    Put(ref="t1", values={"id": "t7"}),
    Put(ref="goal", values={"origins": "x"}),
    Put(ref="persona", values={"interests[7]": "x"}),
    Put(ref="c1", values={"touchpoints": "c2"}),
    New(part="touchpoints", values={"name": "The shop"}),
    New(part="evidence", values={"source": "x"}),
    New(part="persona.name", values={"": "x"}),
    Delete(ref="persona.colour"),
    Delete(ref="x"),
    Move(ref="m1", to="s1"),
    Shift(ref="t1", by=-1),
    Merge(ref="s1", into="s1"),
], ids=str)  # fmt: skip
async def test_a_refused_change_changes_nothing_and_says_why(tmp_path: Path, change: ByHand) -> None:
    interview = await opened(tmp_path)
    before = interview.map
    events = await collect(interview.revise(change))
    assert [type(event) for event in events] == [Failure]
    assert interview.map is before
    assert interview.state.typed is None
    await collect(interview.command("undo"))
    assert [c.text for c in interview.map.constraints] == ["Nobody answers"]


async def test_a_failure_names_what_is_possible(tmp_path: Path) -> None:
    interview = await opened(tmp_path)
    (failure,) = await collect(interview.revise(Put(ref="t1", values={"emotion": "great"})))
    assert "-2, -1, 0, 1, 2" in str(failure)
    (failure,) = await collect(interview.revise(Put(ref="t1", values={"mood": "great"})))
    assert "customer_action" in str(failure)


async def test_a_long_value_is_quoted_by_its_first_words(tmp_path: Path) -> None:
    interview = await opened(tmp_path)
    typed = "they wait " * 40
    await collect(interview.revise(Put(ref="t1", values={"customer_action": typed, "name": typed})))
    item = interview.map.touchpoints[0]
    assert item.name == item.customer_action == typed.strip()
    assert len(item.origin.quote or "") <= MAX_QUOTE


async def test_what_was_typed_is_on_disk_first_and_carried_out_after_a_kill(tmp_path: Path) -> None:
    interview = await opened(tmp_path)
    await collect(interview.revise(Put(ref="persona", values={"name": "Olga"})))
    await collect(interview.revise(Put(ref="t1", values={"name": "Reels", "thought": "nice"})))
    entries = interview.store.entries(interview.session)
    assert [entry.kind for entry in entries[-2:]] == [Record.TYPED, Record.EDITED]
    for end in range(2, len(entries) + 1):
        again = killed_after(entries[:end], tmp_path / str(end))
        events = await collect(again.begin())
        assert isinstance(events[-1], Question)
        whole = entries[: end + 1] if entries[end - 1].kind is Record.TYPED else entries[:end]
        state = fold(whole)
        assert state is not None
        assert essence(again.map) == essence(state.map)
        assert again.state.typed is None


def killed_after(entries: Sequence[Entry], folder: Path) -> Interview:
    """Return the interview that goes on after these events."""
    store = SqliteSessionStore(folder / "sessions.sqlite3")
    session = store.create(JourneyMap.model_validate(entries[0].data["map"]))
    store.append(session, store.load(session), [(entry.kind, entry.data) for entry in entries[1:]])
    store.close()
    return open_new(folder, session=session)


async def test_a_full_disk_gives_the_text_back_and_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = await opened(tmp_path)
    before = interview.map

    def full(*_: object) -> None:
        raise FileError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(interview.store, "append", full)
        with pytest.raises(FileError):
            await collect(interview.revise(Put(ref="t1", values={"name": "Reels"})))
    assert interview.map is before
    await collect(interview.revise(Put(ref="t1", values={"name": "Reels"})))
    assert interview.map.touchpoints[0].name == "Reels"


async def test_what_is_typed_meets_a_need_and_its_unknown_goes(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    await collect(interview.answer("I don't know"))
    assert interview.map.unknowns
    await collect(interview.revise(Put(ref="goal", values={"statement": "fewer returns"})))
    assert interview.map.unknowns == ()


async def test_the_question_that_waits_is_answered_as_if_nothing_had_happened(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await collect(interview.begin())
    await collect(interview.command("goto", {"step": "touchpoints"}))
    await collect(interview.answer(TOLD))
    waiting = interview.state.pending
    assert waiting is not None
    for touchpoint in interview.map.touchpoints[:2]:  # what the question may be about
        await collect(interview.revise(Delete(ref=touchpoint.id)))
    await collect(interview.revise(Put(ref="persona", values={"name": "Olga"})))
    assert interview.state.pending == waiting
    events = await collect(interview.answer("it makes them happy"))
    assert isinstance(events[-1], Question)


async def test_commands_do_the_same_in_every_face(tmp_path: Path) -> None:
    interview = await opened(tmp_path)
    for line in ("/edit t1 emotion +1", "/edit t1 name Reels and posts", "/edit persona.age 39", "/delete t2",
                 "/move t3 Advocacy", "/add constraints They wait too long", "/merge s1 s2"):  # fmt: skip
        command = parse(line)
        assert command is not None
        events = await collect(interview.command(*command))
        assert not [event for event in events if isinstance(event, Failure)], line
    journey = interview.map
    assert [(t.name, t.stage, t.emotion) for t in journey.touchpoints] == [
        ("Reels and posts", "s2", 1), ("The shop", "s5", None),
    ]  # fmt: skip
    assert (journey.persona.age, journey.constraints[-1].text) == ("39", "They wait too long")
    (failure,) = await collect(interview.command("edit", {}))
    assert isinstance(failure, Failure)


@given(st.text(max_size=300) | st.text(st.sampled_from("ab ,.—é漢🙂\u0301\n"), max_size=300))
def test_whatever_is_typed_is_kept_whole_and_quoted_or_refused(typed: str) -> None:
    text = clean(typed).strip()
    state = state_of(example())
    turn = state.turn + 1
    said = replace(state, answers={**state.answers, turn: text})
    try:
        edits = edits_for(state.map, Put(ref="t1", values={"name": text, "customer_action": text}), turn)
    except NotPossibleError:
        assert not text or not tokens(text)
        return
    journey, _, refused = carry_out(said, edits)
    if refused:  # a run of letters longer than a quote, or of nothing that could be found again
        assert {refusal.reason for refusal in refused} <= {Reason.QUOTE_TOO_LONG, Reason.NOT_SAID, Reason.BAD_VALUE}
        return
    item = journey.touchpoints[0]
    assert item.name == item.customer_action == text
    assert (item.origin.quote or "?") in text
