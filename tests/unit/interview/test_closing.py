"""The end of the interview: what the review found is offered, asked one at a time, and ends with any no."""

from pathlib import Path

import pytest

from assistant.interview.closing import MAX_CLOSED, ORDER
from assistant.interview.engine import Interview
from assistant.interview.events import Event, Finished, Notice, Question, Reply
from assistant.journey.review.rules import BY_ID
from tests.fakes.person import MAX_QUESTIONS, Person, collect, open_new

OFFER = "review.offer"


async def until_offer(folder: Path) -> tuple[Interview, Question]:
    """Hold an interview up to the offer."""
    interview, person = open_new(folder), Person()
    events = await collect(interview.begin())
    for _ in range(MAX_QUESTIONS):
        question = last_question(events)
        if question.need == OFFER:
            return interview, question
        events = await collect(interview.answer(person.reply(question.step.value)))
    raise AssertionError("nothing is offered")


def last_question(events: list[Event]) -> Question:
    return next(event for event in reversed(events) if isinstance(event, Question))


def finished(events: list[Event]) -> bool:
    return any(isinstance(event, Finished) for event in events)


async def test_the_offer_says_what_it_would_close_and_a_no_ends_the_interview(tmp_path: Path) -> None:
    interview, offer = await until_offer(tmp_path)
    assert "Actions that nobody takes care of" in offer.text
    before = interview.map
    assert finished(await collect(interview.answer("no thanks, not today")))
    assert interview.map == before
    # It is not offered again, whatever is said after the end.
    again = await collect(interview.answer("oh, and customers also find us on google maps"))
    assert finished(again)
    assert not [event for event in again if isinstance(event, Question)]


async def test_accepted_findings_are_asked_one_at_a_time_and_their_answers_enter_the_map(tmp_path: Path) -> None:
    interview, _ = await until_offer(tmp_path)
    events = await collect(interview.answer("sure, why not"))
    answers = {"review.Q25": "website orders a week, 5 now, 20 would be good", "review.Q15": "my sister Ann",
               "review.Q17": "when they pick the cake up in the shop"}  # fmt: skip
    asked = []
    while not finished(events):
        question = last_question(events)
        asked.append(question.need)
        events = await collect(interview.answer(answers[question.need]))
    assert len(asked) <= MAX_CLOSED
    journey = interview.map
    assert {action.owner for action in journey.actions} == {"my sister Ann"}
    assert journey.metrics[-1].measures == tuple(action.id for action in journey.actions)
    assert [t.name for t in journey.touchpoints if t.moment_of_truth] == ["pick the cake up in the shop"]


async def test_a_question_of_the_review_can_be_skipped_and_any_no_ends_all(tmp_path: Path) -> None:
    interview, _ = await until_offer(tmp_path)
    first = last_question(await collect(interview.answer("yes")))
    second = last_question(await collect(interview.command("skip")))
    assert second.need.startswith("review.")
    assert second.text != first.text
    assert finished(await collect(interview.answer("that's enough for today")))


async def test_not_knowing_goes_on_to_the_next_question(tmp_path: Path) -> None:
    interview, _ = await until_offer(tmp_path)
    first = last_question(await collect(interview.answer("yes")))
    second = last_question(await collect(interview.answer("I don't know")))
    assert second.text != first.text


async def test_an_answer_without_anything_for_the_map_is_told_and_kept(tmp_path: Path) -> None:
    interview, _ = await until_offer(tmp_path)
    await collect(interview.answer("yes"))
    events = await collect(interview.answer("it depends"))
    assert any(isinstance(event, Notice) and "nothing in that" in event.text for event in events)
    assert "it depends" in interview.state.answers.values()


async def test_why_skip_and_language_work_for_the_offer_too(tmp_path: Path) -> None:
    interview, _ = await until_offer(tmp_path)
    (reply,) = await collect(interview.command("why"))
    assert isinstance(reply, Reply)
    assert "You can say no" in reply.text
    spanish = last_question(await collect(interview.command("language", {"language": "es"})))
    assert spanish.need == OFFER
    assert "Los siete pasos" in spanish.text
    asked = last_question(await collect(interview.answer("sí, dale")))
    rule = BY_ID[asked.need.removeprefix("review.")]
    (reply,) = await collect(interview.command("why"))
    assert isinstance(reply, Reply)
    assert rule.reason not in reply.text  # it is in Spanish now
    polish = last_question(await collect(interview.command("language", {"language": "pl"})))
    assert (polish.need, polish.step) == (asked.need, asked.step)
    assert polish.text != asked.text


async def test_an_offer_is_skipped_like_a_no(tmp_path: Path) -> None:
    interview, _ = await until_offer(tmp_path)
    assert finished(await collect(interview.command("skip")))


async def test_a_killed_interview_goes_on_at_the_question_of_the_review(tmp_path: Path) -> None:
    interview, _ = await until_offer(tmp_path)
    asked = last_question(await collect(interview.answer("yes")))
    again = open_new(tmp_path, session=interview.session)
    assert last_question(await collect(again.begin())).text == asked.text


async def test_the_command_tells_findings_in_the_language_of_the_interview(tmp_path: Path) -> None:
    interview = open_new(tmp_path, language="pl")
    await collect(interview.begin())
    (reply,) = await collect(interview.command("review"))
    assert isinstance(reply, Reply)
    assert "Cel mapy nie mówi o żadnej decyzji ani wyniku" in reply.text


def test_every_rule_that_is_asked_has_a_question() -> None:
    assert set(ORDER) == {rule.id for rule in BY_ID.values() if rule.question}


@pytest.mark.parametrize("rule", ORDER)
def test_a_question_is_one(rule: str) -> None:
    assert BY_ID[rule].question.count("?") == 1
