"""Maps of one small shop, in three languages, with what gets in its customers' way."""

from typing import Any

from assistant.journey.apply import apply
from assistant.journey.edits import Add, Applied, Edit
from assistant.journey.models import JourneyMap, Origin, OriginKind
from assistant.journey.start import new_map

TROUBLES = {
    "en": ("The queue on Saturdays is endless", "Nobody answers the phone in the afternoon", "The frames are sold out"),
    "es": (
        "La cola de los sábados no se acaba",
        "Nadie contesta el teléfono por la tarde",
        "Los marcos están agotados",
    ),
    "pl": ("W soboty kolejka nie ma końca", "Nikt nie odbiera telefonu po południu", "Ramy są wyprzedane"),
}


def shop(
    language: str = "en", *troubles: str, actions: tuple[str, ...] = (), metrics: tuple[str, ...] = ()
) -> JourneyMap:
    """Return the map of a picture framer's shop with these constraints (none given: three), actions and metrics."""
    journey = new_map(language)
    for name, channel in (("counter", "store"), ("phone", "phone"), ("order page", "web_shop")):
        journey = add(journey, "touchpoints", name=name, channel=channel, stage="s3")
    for text in troubles or TROUBLES[language]:
        journey = add(journey, "constraints", text=text, stage="s3")
    for text in actions:
        journey = add(journey, "actions", text=text, addresses=["c1"])
    for text in metrics:
        journey = add(journey, "metrics", name=text)
    return journey


def add(journey: JourneyMap, part: Any, **values: Any) -> JourneyMap:
    """Return the map with one more item, imported, so that nothing has to be quoted."""
    return applied(journey, Add(part=part, values=values, origin=Origin(kind=OriginKind.IMPORTED)))


def applied(journey: JourneyMap, edit: Edit) -> JourneyMap:
    """Return the map with an edit carried out."""
    outcome = apply(journey, edit, {})
    assert isinstance(outcome, Applied), outcome
    return outcome.map
