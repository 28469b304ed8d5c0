"""Suggestions: what the knowledge base advises for what gets in the way, each with its source; or none."""

from assistant.interview.events import Suggestion
from assistant.interview.guide import Guide, plain, source_of
from assistant.journey.models import JourneyMap
from assistant.text import shorten

MAX_SUGGESTIONS = 5
"""Suggestions told at once."""


async def suggestions(journey: JourneyMap, guide: Guide) -> list[Suggestion]:
    """Return a passage for each constraint that has one, those without an action first; nothing enters the map."""
    addressed = {constraint for action in journey.actions for constraint in action.addresses}
    found: list[Suggestion] = []
    seen: set[str] = set()
    for constraint in sorted(journey.constraints, key=lambda c: c.id in addressed):
        for passage in await guide.passages(constraint.text, journey.language, 1):
            if passage.text not in seen and len(found) < MAX_SUGGESTIONS:
                seen.add(passage.text)
                text = f"{constraint.text}: {shorten(plain(passage), 300)}"
                found.append(Suggestion(len(found) + 1, text, (source_of(passage),), (constraint.id,)))
    return found
