"""What nobody knows: each open need leaves one question for research, which goes again when the need is met."""

from collections.abc import Iterable

from assistant.journey.checklist import NEEDS, Need
from assistant.journey.edits import Add, Change, Edit, Remove
from assistant.journey.models import JourneyMap, Origin, OriginKind, Unknown
from assistant.journey.subjects import listed
from assistant.locale import LANGUAGES, translator


def settle(journey: JourneyMap, given_up: Iterable[Need], origin: Origin) -> list[Edit]:
    """Return the edits that make the map's unknowns true.

    Args:
        journey: the map.
        given_up: the needs that are not asked about any more; those that miss something become unknown.
        origin: where the unknowns that are new come from: "I don't know", quoted, or the assistant.
    """
    given_up = set(given_up)
    edits: list[Edit] = []
    for need in NEEDS:
        noted = _noted(journey, need)
        missing = need.missing(journey)
        if noted and not missing:
            edits.append(Remove(part="unknowns", id=noted.id))
        elif missing and (noted or need in given_up):
            question = _question(journey, need)
            if noted is None:
                values = {"step": need.step.value, "question": question, "why": _why(journey, need)}
                edits.append(Add(part="unknowns", values=dict(values), origin=origin))
            elif noted.question != question:
                edits.append(
                    Change(part="unknowns", id=noted.id, field="question", value=question, origin=noted.origin)
                )
    return edits


def ours() -> Origin:
    """Return the origin of what the assistant notes of its own accord."""
    return Origin(kind=OriginKind.SUGGESTED)


def _noted(journey: JourneyMap, need: Need) -> Unknown | None:
    """Return the unknown that stands for `need`: the map keeps no need, but each has a reason of its own.

    The reason may be in another language: the interview's can change.
    """
    whys = {translator(language).gettext(need.why) for language in LANGUAGES}
    return next((u for u in journey.unknowns if u.step is need.step and u.why in whys), None)


def _question(journey: JourneyMap, need: Need) -> str:
    catalogue = translator(journey.language)
    return catalogue.gettext(need.unknown) % {"subjects": listed(need.missing(journey), catalogue)}


def _why(journey: JourneyMap, need: Need) -> str:
    return translator(journey.language).gettext(need.why)
