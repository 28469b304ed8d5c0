import io
import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import FileError
from assistant.interview.state import InterviewState, Record
from assistant.interview.store import Draft
from assistant.lines import jsonl
from tests.fakes.person import DONE, Person, hold, open_new


async def given(lines: Sequence[str]) -> AsyncIterator[str]:
    for line in lines:
        yield line + "\n"


async def talk(folder: Path, *lines: object) -> list[dict[str, Any]]:
    out = io.StringIO()
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    await jsonl.run(open_new(folder), given(texts), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def answer(text: str) -> dict[str, str]:
    return {"type": "answer", "text": text}


def command(name: str, **args: str) -> dict[str, object]:
    return {"type": "command", "name": name, "args": args}


async def test_the_first_lines_are_ready_and_a_question(tmp_path: Path) -> None:
    ready, question = await talk(tmp_path)
    assert set(ready) == {"type", "session", "model", "language"}
    assert (ready["type"], ready["model"], ready["language"]) == ("ready", "none", "en")
    assert set(question) == {"type", "step", "need", "text", "sources"}
    assert (question["step"], question["need"]) == ("goal", "goal.statement")
    assert all(set(source) == {"title", "article"} for source in question["sources"])


async def test_each_change_sends_the_map(tmp_path: Path) -> None:
    told = await talk(tmp_path, answer("I want to know why people leave"))
    maps = [event["map"] for event in told if event["type"] == "map"]
    assert maps[-1]["goal"]["statement"] == "I want to know why people leave"
    assert told[-1]["type"] == "question"


async def test_recap_and_its_question_and_nothing_more_ends_the_step(tmp_path: Path) -> None:
    told = await talk(tmp_path, answer("why people leave, from the first visit until the last order"), answer(DONE))
    kinds = [event["type"] for event in told]
    place = kinds.index("recap")
    assert set(told[place]) == {"type", "step", "items"}
    assert (told[place + 1]["type"], told[place + 1]["need"]) == ("question", "recap")
    assert (told[-1]["type"], told[-1]["step"]) == ("question", "persona")


async def test_a_reply_that_adds_brings_the_recap_again_with_what_changed(tmp_path: Path) -> None:
    told = await talk(
        tmp_path, command("goto", step="goals"), answer("a cake on time"), answer("and a fair price too"), answer(DONE)
    )
    recaps = [[item["text"] for item in event["items"]] for event in told if event["type"] == "recap"]
    assert recaps == [["a cake on time"], ["a fair price"]] or recaps == [["a cake on time"], ["a fair price too"]]
    assert told[-1]["step"] == "goal"  # the step that was left out comes after all


async def test_a_command_is_followed_by_the_question_that_waits(tmp_path: Path) -> None:
    told = await talk(tmp_path, command("why"), command("undo"), command("nonsense"), command("suggest"))
    assert [event["type"] for event in told] == [
        "ready", "question", "reply", "question", "error", "question", "error", "question", "reply", "question",
    ]  # fmt: skip


async def test_lines_that_are_not_of_the_protocol_are_told(tmp_path: Path) -> None:
    bad = ["nonsense", "[]", '{"type": "answer"}', '{"type": "command", "name": "why", "args": []}', "[" * 100_000, ""]
    told = await talk(tmp_path, *bad)
    assert [event["type"] for event in told] == ["ready", "question", *["error", "question"] * 5]
    assert all("\n" not in event.get("text", "") for event in told)


async def test_a_whole_interview_ends_with_finished(tmp_path: Path) -> None:
    person, out = Person(), io.StringIO()
    interview = open_new(tmp_path)

    async def lines() -> AsyncIterator[str]:
        while True:
            question = json.loads(out.getvalue().splitlines()[-1])
            if question["type"] != "question":
                return
            yield json.dumps(answer(person.reply(question["step"])))

    await jsonl.run(interview, lines(), out)
    last = json.loads(out.getvalue().splitlines()[-1])
    assert last == {"type": "finished", "path": f"{interview.session}.json"}
    assert person.unsent() == []


async def test_quit_ends(tmp_path: Path) -> None:
    told = await talk(tmp_path, command("quit"), answer("never read"))
    assert [event["type"] for event in told] == ["ready", "question"]


async def test_a_finished_interview_can_be_taken_up_again(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    await hold(interview, Person())
    await interview.close()
    again, out = open_new(tmp_path, session=interview.session), io.StringIO()
    lines = [json.dumps(command("review")), json.dumps(command("goto", step="goals"))]
    await jsonl.run(again, given(lines), out)
    kinds = [json.loads(line)["type"] for line in out.getvalue().splitlines()]
    assert kinds == ["ready", "map", "finished", "reply", "recap", "question"]


async def test_a_disk_that_takes_nothing_more_ends_it_with_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview, out = open_new(tmp_path), io.StringIO()
    append = interview.store.append

    def refuses_questions(session: str, state: InterviewState, drafts: Sequence[Draft]) -> InterviewState:
        if state.turn and any(kind is Record.ASKED for kind, _ in drafts):
            raise FileError("The disk is full.")
        return append(session, state, drafts)

    monkeypatch.setattr(interview.store, "append", refuses_questions)
    with pytest.raises(FileError, match="cannot go on"):
        await jsonl.run(interview, given([json.dumps(answer("why people leave"))]), out)
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [event["type"] for event in told] == ["ready", "question", "map", "error"]
