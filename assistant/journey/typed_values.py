"""What is typed into a field of the map, as the value it stands for."""

from collections.abc import Mapping
from enum import StrEnum

from assistant.journey.edits import Reason, Value
from assistant.journey.grounding import tokens
from assistant.journey.models import ITEM_TYPES, REFERENCES, Channel, EvidenceKind, JourneyMap, StageKind, Step
from assistant.locale import N_, translator
from assistant.text import fold

FEELINGS = ("-2", "-1", "0", "1", "2")
SEVERITIES = ("1", "2", "3", "4", "5")
YES, NO = N_("yes"), N_("no")


class NotPossibleError(Exception):
    """A change that cannot be made: why, and what could be (field names, values)."""

    def __init__(self, reason: Reason, possible: tuple[str, ...] = ()) -> None:
        """Hold the reason."""
        super().__init__(reason.value)
        self.reason = reason
        self.possible = possible


def choices(journey: JourneyMap, part: str, field: str) -> tuple[str, ...] | None:
    """Return the values that a field may have, ids for one that links; None: any words."""
    if field in REFERENCES.get(part, {}):
        targets = REFERENCES[part][field]
        return tuple(item.id for other, item in journey.items() if targets in ("*", other))
    match part, field:
        case "touchpoints", "emotion":
            return FEELINGS
        case "constraints", "severity":
            return SEVERITIES
        case "touchpoints", "owned" | "moment_of_truth":
            return (YES, NO)
        case "touchpoints", "channel":
            return tuple(Channel)
        case ("stages", "kind") | ("evidence", "kind") | ("unknowns", "step"):
            kinds: dict[str, type[StrEnum]] = {"stages": StageKind, "evidence": EvidenceKind, "unknowns": Step}
            return tuple(kinds[part])
        case _:
            return None


def value_of(journey: JourneyMap, part: str, field: str, text: str) -> Value:
    """Return the value of an item's field that `text` stands for; an empty one empties it.

    Raises:
        NotPossibleError: there is no such field, or it cannot hold this.
    """
    names = tuple(name for name in ITEM_TYPES[part].model_fields if name not in ("id", "origin"))
    if field not in names:
        raise NotPossibleError(Reason.NO_SUCH_FIELD, names)
    possible = choices(journey, part, field)
    several = isinstance(ITEM_TYPES[part].model_fields[field].default, tuple)
    if not text:
        return [] if several else None
    if possible is None:
        if not tokens(text):  # nothing in it could be quoted
            raise NotPossibleError(Reason.BAD_VALUE)
        return text
    if field == "stage":
        return stage_of(journey, text)
    if several:
        wanted = text.replace(",", " ").split()
        if set(wanted) - set(possible):
            raise NotPossibleError(Reason.BROKEN_LINK, possible)
        return list(dict.fromkeys(wanted))
    if possible == (YES, NO):
        return _yes_or_no(journey, text)
    value = text.strip().lower().replace("−", "-").removeprefix("+")
    if value not in possible:
        raise NotPossibleError(Reason.BAD_VALUE, possible)
    return int(value) if possible in (FEELINGS, SEVERITIES) else value


def _yes_or_no(journey: JourneyMap, text: str) -> bool:
    say = translator(journey.language).gettext
    words = {fold(say(YES)): True, YES: True, "true": True, fold(say(NO)): False, NO: False, "false": False}
    if fold(text) not in words:
        raise NotPossibleError(Reason.BAD_VALUE, (say(YES), say(NO)))
    return words[fold(text)]


def stage_of(journey: JourneyMap, text: str) -> str:
    """Return the id of the stage with this id or name.

    Raises:
        NotPossibleError: there is none.
    """
    names: Mapping[str, str] = {fold(s.name): s.id for s in journey.stages} | {s.id: s.id for s in journey.stages}
    found = names.get(text.strip()) or names.get(fold(text))
    if found is None:
        raise NotPossibleError(Reason.BROKEN_LINK, tuple(f"{stage.id} {stage.name}" for stage in journey.stages))
    return found
