"""A long session: what a turn adds does not grow with the turns, and what it leaves out is not lost."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from assistant.interview.events import Event, Question, Recap
from assistant.interview.recap import changed, shown
from assistant.interview.state import Entry, InterviewState, Record, fold
from assistant.interview.store import SqliteSessionStore
from assistant.journey.history import History
from assistant.tui.replay import earlier
from tests.bench.long_run import answer
from tests.fakes.interview import MOMENT
from tests.fakes.maps import example
from tests.fakes.person import Person, collect, open_new

TURNS = 240
MORE = 1.3
"""Times as much as an early turn that a late one may add: turns differ. With whole recaps it was 2.2, now 0.8."""

LINES = st.dictionaries(st.sampled_from("abcdef"), st.text(max_size=3))


def size(entries: Sequence[Entry]) -> int:
    """Return the letters that events take in the database."""
    return sum(len(json.dumps(entry.data)) for entry in entries)


def _as_older(log: Sequence[Entry]) -> list[Entry]:
    """Return the log as older versions wrote it: each recap with every line."""
    lines: dict[str, str] = {}
    older = []
    for entry in log:
        data = entry.data
        if entry.kind is Record.RECAPPED:
            lines = shown(lines, data)
            data = {"step": data["step"], "items": data["items"], "shown": lines}
        older.append(replace(entry, data=data))
    return older


def _folded(log: Sequence[Entry]) -> InterviewState:
    state = fold(log)
    assert state is not None
    return state


async def test_what_a_turn_adds_does_not_grow_with_the_turns(tmp_path: Path) -> None:
    talk = open_new(tmp_path)
    await collect(talk.begin())
    reached = []
    for turn in range(TURNS):
        if turn % 20 == 19:
            await collect(talk.command("goto", {"step": "touchpoints"}))
        await collect(talk.answer(answer(turn)))
        reached.append(len(talk.state.transcript))
    events = talk.state.transcript
    assert sum(entry.kind is Record.RECAPPED for entry in events) > TURNS / 3
    early, late = events[reached[40] : reached[100]], events[reached[-61] :]
    assert size(late) < MORE * size(early)
    log = talk.store.entries(talk.session)
    assert _folded(log) == talk.state
    # A session that an older version wrote holds no more than one of now, and tells the same.
    older = _folded(_as_older(log))
    assert older == talk.state
    assert size(older.transcript) == size(events) < size(_as_older(log)) / 2
    await talk.close()


async def test_a_recap_reads_the_same_when_the_session_is_opened_anew(tmp_path: Path) -> None:
    talk, person = open_new(tmp_path), Person()
    events = await collect(talk.begin())
    told: list[Event] = [*events]
    taken_back = False
    while not talk.state.finished:
        question = next(event for event in reversed(events) if isinstance(event, Question))
        if question.need == "recap" and question.step == "touchpoints" and not taken_back:
            taken_back = True
            told += await collect(talk.answer("they also find us in the market hall"))
            events = await collect(talk.replace("they also find us at the harbour"))
        else:
            events = await collect(talk.answer(person.reply(question.step.value)))
        told += events
    assert taken_back
    lines = {(item.ref, item.text) for event in told if isinstance(event, Recap) for item in event.items}
    again = SqliteSessionStore(tmp_path / "sessions.sqlite3")
    state = again.load(talk.session)
    assert state == talk.state
    recaps = [event for event in earlier(state) if isinstance(event, Recap)]
    assert recaps == [event for event in told if isinstance(event, Recap) and event in recaps]
    assert {(item.ref, item.text) for event in recaps for item in event.items} <= lines
    assert earlier(_folded(_as_older(again.entries(talk.session)))) == earlier(state)
    again.close()
    await talk.close()


@given(LINES, LINES)
def test_the_lines_of_a_recap_are_found_again_from_what_is_new_in_it(
    before: dict[str, str], after: dict[str, str]
) -> None:
    data = json.loads(json.dumps(changed(before, after)))
    assert shown(before, data) == after
    assert data["shown"].items() <= after.items()
    assert shown(before, {"shown": after}) == after  # of an older session


def test_the_history_of_a_map_holds_what_differs_and_not_whole_maps() -> None:
    journey = example()
    maps = [journey]
    history = History(journey)
    for update in (
        {"touchpoints": journey.touchpoints[:-1]},
        {"title": "Another", "evidence": ()},
        {"touchpoints": journey.touchpoints},
    ):
        maps.append(maps[-1].model_copy(update=update))  # as of an earlier revision, like a map after a withdrawal
        history = history.record(maps[-1], MOMENT)
    assert [set(change) for change in history.past] == [{"touchpoints"}, {"title", "evidence"}, {"touchpoints"}]
    counted = {"revision": 0, "updated": MOMENT}
    for wanted in reversed(maps[:-1]):
        back = history.undo(MOMENT)
        assert back is not None
        history = back
        assert history.present.model_copy(update=counted) == wanted.model_copy(update=counted)
    assert history.undo(MOMENT) is None
    for wanted in maps[1:]:
        again = history.redo(MOMENT)
        assert again is not None
        history = again
        assert history.present.model_copy(update=counted) == wanted.model_copy(update=counted)
    assert history.redo(MOMENT) is None
    assert history.present.revision == journey.revision + 9  # each change counts, back and forth, too
