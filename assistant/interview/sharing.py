"""The commands about what a model on a server is given: hiding personal data from it, and showing what it got."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING

from assistant.interview.events import Event, Failure, Notice, Reply
from assistant.locale import N_
from assistant.text import clean, shorten

if TYPE_CHECKING:
    from assistant.interview.engine import Interview

MOST_SHOWN = 6_000
"""Characters of what was sent that are shown: a long answer and its question."""


async def redact(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    """Turn the hiding of personal data on or off for this interview, and tell which it is."""
    chosen = args.get("choice", "").lower()
    if chosen not in ("", "on", "off"):
        yield Failure(
            interview.say(N_("It is /redact on or /redact off, not “%(text)s”.")) % {"text": shorten(chosen, 30)}
        )
        return
    if chosen:
        interview.redactor.on = chosen == "on"
    on = N_(
        "Models on servers are given placeholders for personal data, such as [person 1]. Some is missed, names "
        "above all: /sent shows what went out."
    )
    off = N_("Models on servers are given your answers as they are. /redact on hides personal data from them.")
    yield Notice(interview.say(on if interview.redactor.on else off))


async def sent(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    """Show what went to the model last."""
    sent = interview.redactor.sent
    if not sent:
        yield Notice(interview.say(N_("Nothing went to a model on a server since this interview was opened.")))
        return
    told = N_("This went to the model last, after instructions that are the same for every answer:")
    quoted = ("\n".join(f"    {line}" for line in clean(text[:MOST_SHOWN]).splitlines()) for text in sent)
    yield Reply("\n\n---\n\n".join([interview.say(told), *quoted]))
