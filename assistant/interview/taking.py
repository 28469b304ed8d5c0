"""Taking suggestions: the person asks for them, accepts one (as it is or in their own words), or refuses one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assistant.interview.events import Event, Failure, MapChanged, Notice, Reply, Working
from assistant.interview.state import Record, carry_out
from assistant.interview.suggestions import SIZES, without
from assistant.journey.edits import Add, Edit, Link
from assistant.journey.grounding import MAX_QUOTE
from assistant.journey.models import JourneyMap, Origin, OriginKind
from assistant.locale import N_, translator
from assistant.text import clean_line, shorten

if TYPE_CHECKING:
    from assistant.interview.engine import Interview

_HOW = N_("/accept NUMBER puts one into the map as an action, /accept NUMBER and your own words changes it first, "
          "/refuse NUMBER sets it aside for good.")  # fmt: skip


async def suggest(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    """Tell what the knowledge base advises for this map, or why it advises nothing."""
    state = interview.state
    if interview.suggester.works_a_while:
        yield Working("suggesting")
    found = interview.suggester.suggest(
        interview.map, datetime.now(UTC).date(), refused=state.refused, answers=state.answers.values()
    )
    told = False
    async for suggestion in found:
        interview.record((Record.SUGGESTED, asdict(suggestion)))
        told = True
        yield suggestion
    yield Reply(interview.say(_HOW if told else without(interview.map)))


async def accept(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    """Put a suggestion into the map as an action, in the person's own words if they typed some."""
    offered = _offered(interview, args.get("number", ""))
    if offered is None:
        yield _no_such(interview)
        return
    own = clean_line(args.get("text") or "")
    drafts: list[Any] = [(Record.REFUSED, {"key": offered["key"], "text": offered["text"], "back": True})]
    edits = _edits(interview.map, offered)
    state = interview.state
    if own:
        turn = state.turn + 1
        interview.record((Record.TYPED, {"turn": turn, "text": own, "change": None}))
        said = Origin(kind=OriginKind.SAID, quote=_quote(own), turn=turn)
        values = {"text": own, "addresses": list(_known(interview.map, offered))}
        edits = [Add(part="actions", values=values, origin=said), *edits[1:]]
    _, applied, refused = carry_out(interview.state, edits)
    if not applied or applied[0].edit.op != "add":
        why = N_("The map has this action already.")
        yield Failure(interview.say(why if refused else N_("There is nothing to put into the map.")))
        return
    before = interview.map
    interview.record(*drafts, (Record.EDITED, {"edits": [done.edit.model_dump(mode="json") for done in applied]}))
    yield MapChanged(interview.map, interview.differences(before))
    yield Notice(_told(interview, applied[0].touched[0], offered))


async def refuse(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    """Set a suggestion aside for good; accepting it later takes that back."""
    offered = _offered(interview, args.get("number", ""))
    if offered is None:
        yield _no_such(interview)
        return
    interview.record((Record.REFUSED, {"key": offered["key"], "text": offered["text"], "back": False}))
    told = N_("Suggestion %(number)s will not come again. /accept %(number)s takes that back.")
    yield Notice(interview.say(told) % {"number": offered["number"]})


def _offered(interview: Interview, number: str) -> Mapping[str, Any] | None:
    return next((each for each in interview.state.offered if str(each["number"]) == number.strip().rstrip(".")), None)


def _no_such(interview: Interview) -> Failure:
    if not interview.state.offered:
        return Failure(
            interview.say(N_("Nothing has been suggested yet. /suggest shows what the knowledge base advises."))
        )
    numbers = f"1–{len(interview.state.offered)}"
    return Failure(interview.say(N_("Give the number of a suggestion: %(numbers)s.")) % {"numbers": numbers})


def _edits(journey: JourneyMap, offered: Mapping[str, Any]) -> list[Edit]:
    """Return the edits that make a suggestion an action of the map, linked to its constraint and its metric.

    The origin names the passage it rests on.
    """
    translate = translator(journey.language).gettext
    sizes = {key: translate(SIZES[offered[key]]) for key in ("effort", "impact") if offered.get(key)}
    passage = ": ".join(filter(None, (offered["sources"][0]["title"], offered.get("heading"))))
    origin = Origin(kind=OriginKind.SUGGESTED, quote=passage or None)
    values = {"text": offered["text"], "addresses": list(_known(journey, offered)), **sizes}
    edits: list[Edit] = [Add(part="actions", values=values, origin=origin)]
    metric = offered.get("metric_id")
    if metric and any(each.id == metric for each in journey.metrics):
        edits.append(Link(part="metrics", id=metric, field="measures", targets=("new:0",)))
    return edits


def _known(journey: JourneyMap, offered: Mapping[str, Any]) -> list[str]:
    """Return the constraints that a suggestion answers and that the map still holds."""
    known = {constraint.id for constraint in journey.constraints}
    return [ref for ref in offered["addresses"] if ref in known]


def _quote(text: str) -> str:
    """Return the words of a text that an origin can quote: all, or whole words from its beginning."""
    return text if len(text) <= MAX_QUOTE else text[:MAX_QUOTE].rsplit(" ", 1)[0]


def _told(interview: Interview, action: str, offered: Mapping[str, Any]) -> str:
    told = N_("Suggestion %(number)s is action %(action)s of the map now: “%(text)s” /undo takes it back.")
    found = interview.map.find(action)
    text = getattr(found[1], "text", "") if found else ""
    return interview.say(told) % {"number": offered["number"], "action": action, "text": shorten(text, 90)}
