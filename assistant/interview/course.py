"""The course of an interview: which question comes next, when a step is recapped, when all is done."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.interview import closing, guidance, model_news, unknowns
from assistant.interview import recap as recaps
from assistant.interview.events import Event, MapChanged, Source
from assistant.interview.reading.turn import TurnKind
from assistant.interview.state import RECAP, InterviewState, Record, carry_out
from assistant.journey.checklist import BY_ID, MAX_QUESTIONS, Need, next_need
from assistant.journey.models import Step
from assistant.journey.subjects import Subject
from assistant.locale import N_, translator

if TYPE_CHECKING:
    from assistant.interview.engine import Interview
    from assistant.interview.store import Draft

STEPS = tuple(Step)


async def proceed(interview: Interview) -> AsyncIterator[Event]:
    """Ask what comes next: the first open need, a recap, the next step, what the review found; or finish."""
    while True:
        state = interview.state
        if state.step not in state.done:
            found = next_need(state.map, state.step, state.asked, state.closed)
            if found is not None:
                async for event in ask(interview, *found):
                    yield event
                return
            if _recapped(interview):
                told_anew = interview.state.recap_shown != state.recap_shown or not state.recap
                for event in interview.waiting(with_recap=told_anew):
                    yield event
                return
            interview.record((Record.CLOSED, {"step": state.step.value, "needs": []}))
        left = [step for step in STEPS if step not in interview.state.done]
        if not left:
            break
        interview.record((Record.WENT, {"step": left[0].value, "reopen": False}))
    questions = closing.next_open(interview.state)
    async for event in closing.ask(interview, questions) if questions else _finish(interview):
        yield event


async def ask(
    interview: Interview, need: Need, missing: Sequence[Subject], *, again: bool = False
) -> AsyncIterator[Event]:
    """Word the question about a need, record it, and put it to the person; `again`: it counts once."""
    text = ""
    async for event in interview.wording.question(need, missing, interview.state, again=again):
        if isinstance(event, str):
            text = event
        else:
            yield event
    for notice in model_news.new(interview):
        yield notice
    text_below, sources = await guidance.found(interview, need)
    targets = [subject.ref for subject in missing]
    interview.record(_asked(need.step, need.id, text, targets, text_below, sources, again=again))
    for event in interview.waiting():
        yield event


async def ask_again(interview: Interview) -> AsyncIterator[Event]:
    """Put the pending question anew, in the interview's language as it is now."""
    asked = interview.state.pending
    if (renewed := closing.again(interview.state)) is not None:
        interview.record(renewed)
    need = BY_ID.get(asked.need) if asked else None
    if need is None or not need.missing(interview.map):
        for event in interview.waiting():
            yield event
        return
    async for event in ask(interview, need, need.missing(interview.map), again=True):
        yield event


def _recapped(interview: Interview) -> bool:
    """Record a recap and its question, if the step has something to recap; else it is to end."""
    state = interview.state
    step, catalogue = state.step, translator(state.map.language)
    lines = recaps.all_lines(state.map, catalogue)
    shown = state.recap_shown.get(step)
    if shown is None:
        own = dict(recaps.lines(state.map, step, catalogue))
        first = N_("This is what I understood. What is wrong, and what is missing?")
        nothing = N_("I have nothing noted for this step yet. What would you like to add?")
        _record_recap(interview, own, lines, interview.say(first if own else nothing))
        return True
    if _last_kind(state) == TurnKind.NOTHING_MORE:
        return False
    changed = {ref: text for ref, text in lines.items() if shown.get(ref) != text}
    if changed or shown.keys() - lines.keys():
        again = N_("This has changed. What is still wrong or missing?")
        _record_recap(interview, changed, lines, interview.say(again))
        return True
    if state.asked.get(f"{step}.recap", 0) >= MAX_QUESTIONS:
        return False
    text = N_("I could not find a change to the map in that. What should be different, or what is missing?")
    interview.record(_asked(step, RECAP, interview.say(text)))
    return True


def _record_recap(interview: Interview, told: Mapping[str, str], lines: Mapping[str, str], text: str) -> None:
    step = interview.state.step
    items = {str(number): ref for number, ref in enumerate(told, start=1)}  # as JSON gives them back
    shown = recaps.changed(interview.state.recap_lines, lines)
    interview.record((Record.RECAPPED, {"step": step.value, "items": items, **shown}), _asked(step, RECAP, text))


def _asked(
    step: Step,
    need: str,
    text: str,
    targets: Sequence[str] = (),
    guidance: str = "",
    sources: Sequence[Source] = (),
    *,
    again: bool = False,
) -> Draft:
    return Record.ASKED, {
        "step": step.value,
        "need": need,
        "targets": list(targets),
        "text": text,
        "guidance": guidance,
        "sources": [[source.title, source.article] for source in sources],
        "again": again,
    }


def _last_kind(state: InterviewState) -> str | None:
    """Return what kind of turn the newest answer was."""
    read = state.newest_read
    return read.data["kind"] if read else None


async def _finish(interview: Interview) -> AsyncIterator[Event]:
    """Note what stayed open, write the map, and end."""
    before = interview.map
    given_up = [BY_ID[need] for need in interview.state.closed if need in BY_ID]
    open_needs = [need for need in given_up if not need.may_be_none]
    _, applied, _ = carry_out(interview.state, unknowns.settle(before, open_needs, unknowns.ours()))
    if applied:
        noted = [outcome.edit.model_dump(mode="json") for outcome in applied]
        interview.record((Record.EDITED, {"edits": noted, "settles": True}))
    if interview.map is not before:
        yield MapChanged(interview.map, interview.differences(before))
    for event in interview.write_finished():
        yield event
