"""One interview in two windows: the second is told, and whoever was overtaken goes on from where it stands."""

import json
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import pytest

from assistant.errors import OvertakenError
from assistant.interview.events import MapChanged, Notice, Question
from assistant.interview.store import SqliteSessionStore
from assistant.lines import jsonl, plain
from tests.fakes.person import collect, open_new

FIRST = "people order a cake once and never again"


async def lines(*typed: str) -> AsyncIterator[str]:
    for line in typed:
        yield f"{line}\n"


async def test_who_opens_an_open_interview_is_told(tmp_path: Path) -> None:
    one = open_new(tmp_path)
    await collect(one.begin())
    other = open_new(tmp_path, session=one.session)
    told = [event.text for event in await collect(other.begin()) if isinstance(event, Notice)]
    assert any("open in another window" in text for text in told)
    await other.close()
    await one.close()
    alone = open_new(tmp_path, session=one.session)
    assert not [event for event in await collect(alone.begin()) if isinstance(event, Notice)]
    await alone.close()


async def test_who_was_overtaken_has_the_text_back_and_goes_on_from_where_it_stands(tmp_path: Path) -> None:
    one = open_new(tmp_path)
    await collect(one.begin())
    other = open_new(tmp_path, session=one.session)
    await collect(one.answer(FIRST))
    events = []
    turn = other.answer("they never come back")
    events.append(await anext(turn))
    with pytest.raises(OvertakenError, match="nothing was overwritten"):
        await anext(turn)
    assert [type(event) for event in events] == [MapChanged]
    assert other.map == one.map
    assert other.waiting()[-1] == next(event for event in reversed(one.waiting()) if isinstance(event, Question))
    await collect(other.answer("from hearing of us until the next order"))
    assert list(other.state.answers.values()) == [FIRST, "from hearing of us until the next order"]
    told = await collect(one.command("skip"))  # now the first is behind
    assert other.map == one.map
    assert any(isinstance(event, Question) for event in told)


async def test_programs_and_plain_lines_get_the_present_question(tmp_path: Path) -> None:
    one = open_new(tmp_path)
    await collect(one.begin())
    by_lines, by_plain = open_new(tmp_path, session=one.session), open_new(tmp_path, session=one.session)
    await collect(one.answer(FIRST))
    present = one.waiting()[-1]
    assert isinstance(present, Question)
    out = StringIO()
    await jsonl.run(by_lines, lines(json.dumps({"type": "answer", "text": "late"})), out)
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [event["type"] for event in told[-3:]] == ["map", "error", "question"]
    assert told[-1]["text"] == present.text
    out = StringIO()
    await plain.run(by_plain, lines("late"), out)
    assert present.text[:60] in " ".join(out.getvalue().split("another window")[-1].split())
    assert list(SqliteSessionStore(tmp_path / "sessions.sqlite3").load(one.session).answers.values()) == [FIRST]
