"""What reading a file gives: a map, and a remark on everything in the file that is not in it."""

from dataclasses import dataclass, field

from assistant.journey.models import Goal, Item, JourneyMap, Origin, OriginKind, Persona, now
from assistant.text import shorten


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in a file that was not taken in, or not as it stands there.

    Attributes:
        text: what and why, in the language of the interface.
        line: its line in the file, from 1; in a table of an office file, its row.
    """

    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A map that was read from a file.

    Attributes:
        map: the map.
        remarks: what was not taken in, in the order of the file.
        by_hand: the items and fields that were changed or added since the file was exported; `imported` in the map.
    """

    map: JourneyMap
    remarks: tuple[Remark, ...] = ()
    by_hand: tuple[str, ...] = field(default=())


class Remarks:
    """Collects remarks on a file."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: list[Remark] = []

    def add(self, line: int | None, text: str, /, **told: str) -> None:
        """Add a remark; `told` fills its placeholders, shortened, for it comes from the file."""
        self._found.append(Remark(text % {name: shorten(value, 60) for name, value in told.items()}, line))

    def sorted(self) -> tuple[Remark, ...]:
        """Return all remarks in the order of the file; those without a line come first."""
        return tuple(sorted(self._found, key=lambda remark: remark.line or 0))


IMPORTED = Origin(kind=OriginKind.IMPORTED)


def quoted(words: str) -> Origin:
    """Return the origin of an imported value beside which the file quotes `words`, or none."""
    return Origin(kind=OriginKind.IMPORTED, quote=words) if words.strip() else IMPORTED


def imported(origin: Origin) -> Origin:
    """Return `origin` as that of an imported value; the words it quotes stay."""
    return origin.model_copy(update={"kind": OriginKind.IMPORTED})


def as_new(journey: JourneyMap) -> JourneyMap:
    """Return a map to begin an interview with: everything in it is `imported`.

    The answers that its values quote are not in the new interview, where nobody could check them there; the quotes
    stay, the numbers of the answers go.
    """

    def elsewhere(origin: Origin) -> Origin:
        return imported(origin).model_copy(update={"turn": None})

    def facts(whole: Goal | Persona) -> Goal | Persona:
        return whole.model_copy(update={"origins": {key: elsewhere(o) for key, o in whole.origins.items()}})

    def items(part: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(item.model_copy(update={"origin": elsewhere(item.origin)}) for item in part)

    parts = {part: items(journey.part(part)) for part in dict.fromkeys(name for name, _ in journey.items())}
    moment = now()
    return journey.model_copy(
        update={
            "goal": facts(journey.goal),
            "persona": facts(journey.persona),
            "created": moment,
            "updated": moment,
            "revision": 0,
            **parts,
        }
    )
