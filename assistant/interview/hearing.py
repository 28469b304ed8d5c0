"""Reading the answer that waits: what it was read as becomes one event, and the person is told what came of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from assistant.interview import closing, intake, model_news
from assistant.interview.events import Event, MapChanged, Notice, Reply, Working
from assistant.interview.reading import closing as closing_answers
from assistant.interview.reading.turn import Reading, Situation, TurnKind
from assistant.interview.state import Record
from assistant.locale import N_

if TYPE_CHECKING:
    from assistant.interview.engine import Interview


async def read(interview: Interview) -> AsyncIterator[Event]:
    """Read the answer that waits into edits, and record all that it brought as one event."""
    situation = intake.situation(interview.state)
    if interview.reader.works_a_while and not interview.model_rests:
        yield Working("reading")
    reading, notices = await _reading(interview, situation)
    for notice in notices:
        yield interview.noticed(notice)
    for event in model_news.new(interview):
        yield event
    before, outcome = interview.map, intake.outcome(interview.state, situation, reading)
    interview.record((Record.READ, outcome))
    if interview.map is not before:
        yield MapChanged(interview.map, interview.differences(before))
    if reading.kind is TurnKind.QUESTION:
        async for event in interview.replies.to_question(reading.question or situation.answer, situation):
            if isinstance(event, Reply):
                _record_reply(interview, event)
            yield event
        for event in model_news.new(interview):
            yield event
    elif reading.kind is TurnKind.VAGUE and closing.asks(situation.need):
        yield Notice(interview.say(N_("I found nothing in that for the map. Your words are kept, and we go on.")))
    elif reading.kind is TurnKind.OFF_TOPIC and outcome["stays"]:
        reply = Reply(interview.say(N_("Thank you for telling me. Let us go back to your customers.")))
        _record_reply(interview, reply)
        yield reply


async def read_quickly(interview: Interview) -> list[Event]:
    """Read the answer that waits without the model, and record what it brought; returns what changed."""
    situation = intake.situation(interview.state)
    reading = closing_answers.read(situation) or closing_answers.completed(
        await interview.reader.by_rules(situation), situation
    )
    before = interview.map
    interview.record((Record.READ, intake.outcome(interview.state, situation, reading)))
    return [MapChanged(interview.map, interview.differences(before))] if interview.map is not before else []


async def _reading(interview: Interview, situation: Situation) -> tuple[Reading, list[str]]:
    """Return what an answer was read as, and what to tell about it; the review's questions are read by rules."""
    reading = closing_answers.read(situation)
    if reading is not None:
        return reading, []
    reading, notices = await interview.reader.read(situation)
    return closing_answers.completed(reading, situation), notices


def _record_reply(interview: Interview, reply: Reply) -> None:
    sources = [[source.title, source.article] for source in reply.sources]
    interview.record((Record.REPLIED, {"text": reply.text, "sources": sources}))
