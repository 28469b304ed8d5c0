"""Whatever a model's server does, the interview ends with a map, and no answer is lost or asked for twice."""

import asyncio
import itertools
import time
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.filing import Filing
from assistant.interview import wording as words
from assistant.interview.equipment import Equipment
from assistant.interview.events import Finished, Notice, Piece, Question
from assistant.interview.opening import NewInterview, open_interview
from assistant.interview.reading.reader import Reader
from assistant.interview.replies import Replies
from assistant.interview.store import SqliteSessionStore
from assistant.interview.suggestions import Suggester
from assistant.interview.wording import Wording
from assistant.journey.models import OriginKind
from assistant.models import breaker
from assistant.models.breaker import Breaker
from assistant.settings import Settings
from tests.bench import model_faults as campaign
from tests.evals.interviews.scenario import Scenario
from tests.fakes import openai_server as server
from tests.fakes.model_faults import faults as all_faults
from tests.fakes.model_faults import honest
from tests.fakes.models import FakeModel
from tests.fakes.person import BAKERY, DONE, Person, collect, hold, open_new

FAULTS = (
    "a letter a second", "stalls in mid-stream", "never-ending stream", "JSON of another shape", "cut by its length",
    "web page", "tool call", "broken chunks", "reset in mid-stream", "HTTP 401", "429, again in 2 s",
    "redirect to another host", "certificate not trusted", "every second call hangs",
)  # fmt: skip
"""A few of the ways that `tests.bench.model_faults` tries."""


@pytest.mark.parametrize("name", FAULTS)
async def test_the_interview_ends_with_an_exported_map_whatever_the_server_does(name: str) -> None:
    person = Scenario("bakery", "en", BAKERY, DONE, {})
    with campaign.scaled(100) as deadline, server.OpenAIServer(honest) as elsewhere:
        fault = all_faults(0.01, elsewhere.url.removesuffix("/v1"))[name]
        outcome = await campaign.hold(fault, person, deadline)
        assert outcome.lost == []
        assert outcome.notices
        assert await campaign.escape(fault, person, deadline) < 2  # 0.5 s where nothing else runs
        assert elsewhere.requests == []


async def test_a_refused_connection_is_told_with_the_next_step(tmp_path: Path) -> None:
    settings = Settings(model="http://127.0.0.1:9/v1#x", timeout=2)
    store = SqliteSessionStore(tmp_path / "s.sqlite3")
    interview = open_interview(store, settings, Filing(tmp_path), new=NewInterview("en"))
    await collect(interview.begin())
    events = await collect(interview.answer("people order once and never again"))
    notice = next(event.text for event in events if isinstance(event, Notice))
    assert "Your answer is kept" in notice
    assert interview.map.goal.statement == "people order once and never again"
    assert isinstance(events[-1], Question)


async def test_a_model_that_lies_puts_nothing_into_the_map(tmp_path: Path) -> None:
    """Quotes that nobody said, values beside the quote, wrong numbers: what is not in the answer stays out."""
    lies = {
        "kind": "answer",
        "statement": "customers adore our loyalty programme",
        "start": "the order comes once",
        "end": "97 percent",
        "elsewhere": [{"step": "metrics", "words": "NPS is 62"}],
    }
    with server.OpenAIServer(server.says(lies)) as lying:
        store = SqliteSessionStore(tmp_path / "s.sqlite3")
        settings = Settings(model=lying.spec, wording="builtin")
        interview = open_interview(store, settings, Filing(tmp_path), new=NewInterview("en"))
        await collect(interview.begin())
        await collect(interview.answer("people order once and never again"))
        await interview.close()
    journey = interview.map
    assert journey.metrics == ()
    assert journey.goal.end is None
    assert journey.goal.statement in (None, "people order once and never again")
    for origin in journey.goal.origins.values():
        assert origin.kind is not OriginKind.SAID or (origin.quote or "?") in "people order once and never again"


GOES_ON = {"en": "I go on without the model", "es": "sigo sin el modelo", "pl": "działam bez modelu"}
WORKS = {"en": "The model works again", "es": "El modelo vuelve a funcionar", "pl": "Model znów działa"}


@pytest.mark.parametrize("language", GOES_ON)
async def test_a_model_that_fails_is_left_alone_which_is_told_once(language: str, tmp_path: Path) -> None:
    with server.OpenAIServer(server.status(500)) as faulty:
        store = SqliteSessionStore(tmp_path / "s.sqlite3")
        interview = open_interview(store, Settings(model=faulty.spec), Filing(tmp_path), new=NewInterview(language))
        events = await hold(interview, Person())
        assert interview.model_rests
        said = await collect(interview.command("model"))
        await interview.close()
    notices = [event.text for event in events if isinstance(event, Notice)]
    asked = [request for request in faulty.requests if request.body["max_tokens"] > 1]  # the others read ahead
    assert 1 <= len(asked) <= breaker.FAILURES
    assert sum(GOES_ON[language] in notice for notice in notices) == 1
    assert sum("HTTP 500" in notice for notice in notices) == 1
    assert any("/model" in notice for notice in notices)
    assert isinstance(said[-1], Notice)
    assert said[-1].text.endswith(".")


@pytest.mark.parametrize("language", WORKS)
async def test_a_model_that_comes_back_is_used_again_which_is_told_once(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaker, "REST", 0.01)
    counted = itertools.count(1)

    def reply(request: server.Request) -> None:
        dead = request.body["max_tokens"] > 1 and 2 < next(counted) < 8
        (server.resets if dead else honest)(request)

    with server.OpenAIServer(reply) as dying:
        store = SqliteSessionStore(tmp_path / "s.sqlite3")
        interview = open_interview(store, Settings(model=dying.spec), Filing(tmp_path), new=NewInterview(language))
        events = await collect(interview.begin())
        for number in range(12):
            events += await collect(interview.answer(f"people order a cake once and never again, {number} of them"))
            await asyncio.sleep(0.05)
        assert not interview.model_rests
        await interview.close()
    notices = [event.text for event in events if isinstance(event, Notice)]
    assert sum(GOES_ON[language] in notice for notice in notices) == 1
    assert sum(WORKS[language] in notice for notice in notices) == 1


async def test_a_wording_that_drips_in_is_given_up_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream may go on for ever with a letter a second; the built-in question is there at once."""
    monkeypatch.setattr(words, "MAX_SECONDS", 0.3)
    monkeypatch.setattr(breaker, "PATIENCE", 0.2)

    def drips(request: server.Request) -> None:
        (server.says("so what " * 500, pause=0.05) if request.streams else honest)(request)

    with server.OpenAIServer(drips) as slow:
        store = SqliteSessionStore(tmp_path / "s.sqlite3")
        interview = open_interview(store, Settings(model=slow.spec), Filing(tmp_path), new=NewInterview("en"))
        await collect(interview.begin())
        events = await collect(interview.answer("people order once and never again"))
        begun = time.monotonic()
        later = await collect(interview.answer("from hearing of us until they order again"))
        assert time.monotonic() - begun < 5
        await interview.close()
    assert isinstance(events[-1], Question)
    assert any(isinstance(event, Notice) and "took too long" in event.text for event in events)
    assert not any(isinstance(event, Piece) for event in later)


async def test_an_answer_is_on_disk_before_one_that_was_left_unread_is_made_up_for(tmp_path: Path) -> None:
    """A reading that was cancelled is made up for by rules: the model that hung then would hang again."""
    with server.OpenAIServer(server.hangs) as hanging:
        store = SqliteSessionStore(tmp_path / "s.sqlite3")
        settings = Settings(model=hanging.spec, wording="builtin")
        interview = open_interview(store, settings, Filing(tmp_path), new=NewInterview("en"))
        await collect(interview.begin())
        for text in ("people order once and never again", "from hearing of us until they order again"):
            turn = asyncio.create_task(collect(interview.answer(text)))
            asked = len(hanging.requests)
            while len(hanging.requests) == asked:
                await asyncio.sleep(0.01)
            turn.cancel()
            await asyncio.gather(turn, return_exceptions=True)
            assert text in store.load(interview.session).answers.values()
        await interview.close()
    assert interview.state.unread
    assert interview.state.unread.turn == 2
    assert interview.map.goal.statement == "people order once and never again"


async def test_an_answer_is_on_disk_before_anything_is_told(tmp_path: Path) -> None:
    with server.OpenAIServer(server.hangs) as hanging:
        store = SqliteSessionStore(tmp_path / "s.sqlite3")
        settings = Settings(model=hanging.spec, wording="builtin")
        interview = open_interview(store, settings, Filing(tmp_path), new=NewInterview("en"))
        await collect(interview.begin())
        for text in ("people order once and never again", "from hearing of us until they order again"):
            turn = cast(Any, interview.answer(text))
            await anext(turn)
            assert text in store.load(interview.session).answers.values()
            await turn.aclose()
        await interview.close()


async def test_a_fault_that_no_library_should_raise_ends_no_interview(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    guide = interview.replies.guide
    model = Breaker(FakeModel(lambda *_: RuntimeError("of the library")))
    parts = (Reader(model), Wording(model), Replies(guide, model), lambda: None, Suggester(guide, model))
    interview.use(Equipment(*parts, breaker=model))
    events = await hold(interview, Person())
    await interview.close()
    assert isinstance(events[-1], Finished)
    assert sum("unforeseen" in event.text for event in events if isinstance(event, Notice)) <= 2


async def test_the_model_words_the_question_and_its_wording_is_checked(tmp_path: Path) -> None:
    person = "people order once and never again"
    reading: dict[str, object] = {"kind": "answer", "statement": person, "start": None, "end": None, "elsewhere": []}
    good, two, number = "And when does it all begin, and end?", "When? And where?", "Is it 97 percent, would you say?"
    for wording, accepted in ((good, True), (two, False), (number, False), ("", False)):

        def reply(request: server.Request, wording: str = wording) -> None:
            server.says(wording if "The question to ask" in request.text else reading)(request)

        with server.OpenAIServer(reply) as fluent:
            store = SqliteSessionStore(tmp_path / f"{len(wording)}.sqlite3")
            interview = open_interview(store, Settings(model=fluent.spec), Filing(tmp_path), new=NewInterview("en"))
            await collect(interview.begin())
            events = await collect(interview.answer(person))
            await interview.close()
        question = next(event for event in events if isinstance(event, Question))
        assert question.need == "goal.limits"
        assert (question.text == wording) is accepted


async def test_words_for_another_step_do_not_take_the_place_of_what_is_there(tmp_path: Path) -> None:
    said = "people order once and never again"
    reading: dict[str, object] = {"kind": "answer", "statement": said, "start": None, "end": None, "elsewhere": []}
    stray = {
        "items": [],
        "removes": [],
        "elsewhere": [{"step": "goal", "words": "number two is wrong"}],
        "kind": "answer",
    }

    def reply(request: server.Request) -> None:
        server.says(stray if "number two" in request.text else reading)(request)

    with server.OpenAIServer(reply) as capable:
        store = SqliteSessionStore(tmp_path / "s.sqlite3")
        settings = Settings(model=capable.spec, wording="builtin")
        interview = open_interview(store, settings, Filing(tmp_path), new=NewInterview("en"))
        await collect(interview.begin())
        await collect(interview.answer(said))
        await collect(interview.command("goto", {"step": "goals"}))
        await collect(interview.answer("number two is wrong"))
        await interview.close()
    assert interview.map.goal.statement == said


async def test_a_feeling_counts_only_with_the_words_that_tell_it(tmp_path: Path) -> None:
    item = {"changes": None, "stage": "awareness", "channel": "social", "feeling": 2}
    posts = {**item, "words": "they see our posts", "name": "our posts", "felt": None}
    shop = {**item, "words": "the shop makes them giggle", "name": "the shop", "felt": "makes them giggle"}
    reading: dict[str, object] = {"items": [posts, shop], "removes": [], "elsewhere": [], "kind": "answer"}
    with server.OpenAIServer(server.says(reading)) as capable:
        store = SqliteSessionStore(tmp_path / "s.sqlite3")
        settings = Settings(model=capable.spec, wording="builtin")
        interview = open_interview(store, settings, Filing(tmp_path), new=NewInterview("en"))
        await collect(interview.begin())
        await collect(interview.command("goto", {"step": "touchpoints"}))
        await collect(interview.answer("they see our posts, and the shop makes them giggle"))
        await interview.close()
    assert [touchpoint.emotion for touchpoint in interview.map.touchpoints] == [None, 2]


async def test_an_owner_is_not_given_to_an_action_that_was_told_without_one(tmp_path: Path) -> None:
    said = "my sister Elena answers the phone. a shorter form. and payment in two parts from september"
    actions: list[dict[str, object]] = [
        {"words": "answers the phone", "owner": "my sister Elena", "due": None},
        {"words": "a shorter form", "owner": "my sister Elena", "due": "from september"},
        {"words": "payment in two parts", "owner": None, "due": "from september"},
    ]
    items = [{**action, "changes": None, "answers": []} for action in actions]
    reading: dict[str, object] = {"items": items, "removes": [], "elsewhere": [], "kind": "answer"}
    with server.OpenAIServer(server.says(reading)) as capable:
        store = SqliteSessionStore(tmp_path / "s.sqlite3")
        settings = Settings(model=capable.spec, wording="builtin")
        interview = open_interview(store, settings, Filing(tmp_path), new=NewInterview("en"))
        await collect(interview.begin())
        await collect(interview.command("goto", {"step": "actions"}))
        await collect(interview.answer(said))
        await interview.close()
    assert [(action.owner, action.due) for action in interview.map.actions] == [
        ("my sister Elena", None), (None, None), (None, "from september"),
    ]  # fmt: skip


async def test_a_removal_needs_the_words_that_take_the_item_back(tmp_path: Path) -> None:
    added: dict[str, object] = {
        "items": [{"words": "a fair price", "changes": None}, {"words": "no queue", "changes": None}],
        "removes": [], "elsewhere": [], "kind": "answer",
    }  # fmt: skip
    bare = {"items": [], "removes": [{"number": 1, "words": "remove it"}], "elsewhere": [], "kind": "correction"}
    told = {"items": [], "removes": [{"number": 2, "words": "forget the queue"}], "elsewhere": [], "kind": "correction"}

    def reply(request: server.Request) -> None:
        answer = request.text.split("Answer:")[-1]
        server.says(told if "forget" in answer else bare if "blah" in answer else added)(request)

    with server.OpenAIServer(reply) as capable:
        store = SqliteSessionStore(tmp_path / "s.sqlite3")
        settings = Settings(model=capable.spec, wording="builtin")
        interview = open_interview(store, settings, Filing(tmp_path), new=NewInterview("en"))
        await collect(interview.begin())
        await collect(interview.command("goto", {"step": "goals"}))
        await collect(interview.answer("a fair price and no queue"))
        await collect(interview.answer("forget the queue, it is short by now"))
        assert [goal.id for goal in interview.map.goals] == ["g1"]
        await collect(interview.answer("blah blah the weather in the town and so on"))
        await interview.close()
    assert "g1" in {goal.id for goal in interview.map.goals}


async def test_a_long_answer_is_read_to_its_end(tmp_path: Path) -> None:
    filler = "And then we talked for a while about this and that. " * 150

    def reply(request: server.Request) -> None:
        words = [said for said in ("see us on instagram", "get the newsletter") if said in request.text]
        item = {"changes": None, "stage": None, "channel": None, "felt": None, "feeling": None}
        items = [{"words": said, "name": said, **item} for said in words if said in request.text.split("Answer:")[-1]]
        server.says({"items": items, "removes": [], "elsewhere": [], "kind": "answer"})(request)

    with server.OpenAIServer(reply) as capable:
        store = SqliteSessionStore(tmp_path / "s.sqlite3")
        settings = Settings(model=capable.spec, wording="builtin")
        interview = open_interview(store, settings, Filing(tmp_path), new=NewInterview("en"))
        await collect(interview.begin())
        await collect(interview.command("goto", {"step": "touchpoints"}))
        await collect(interview.answer(f"They see us on instagram. {filler} At the end they get the newsletter."))
        await interview.close()
    assert [touchpoint.name for touchpoint in interview.map.touchpoints] == [
        "see us on instagram",
        "get the newsletter",
    ]
