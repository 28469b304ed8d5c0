"""Which guidance stands under a question: nothing twice, and nothing that the question would have to wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.interview.events import Question, Source
from assistant.interview.guide import AT_ONCE
from assistant.interview.state import Record
from assistant.journey.checklist import BY_ID, Need

if TYPE_CHECKING:
    from assistant.interview.engine import Interview


async def found(interview: Interview, need: Need) -> tuple[str, tuple[Source, ...]]:
    """Return the guidance for a question about a need; the first one of a session does not wait for it long."""
    within = AT_ONCE if interview.state.last is None else None
    told = _told(interview) | interview.told_late
    return await interview.replies.guide.guidance(need, interview.map.language, told, within=within)


async def late(interview: Interview) -> Question | None:
    """Return the question that waits with the guidance that was not found in time for it, or None."""
    asked = interview.state.pending
    need = BY_ID.get(asked.need) if asked else None
    if asked is None or need is None or asked.guidance or asked.sources or _told(interview):
        return None
    text, sources = await interview.replies.guide.guidance(need, interview.map.language, interview.told_late)
    if not text or interview.state.pending is not asked:
        return None
    interview.told_late.add(text)
    return Question(asked.step, asked.need, asked.text, sources, text)


def _told(interview: Interview) -> set[str]:
    return {entry.data["guidance"] for entry in interview.state.transcript if entry.kind is Record.ASKED} - {""}
