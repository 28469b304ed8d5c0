"""What the engine works with, and the ports behind which the rest of the program stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from assistant.interview.reading.reader import Reader
from assistant.interview.replies import Replies
from assistant.interview.suggestions import Suggester
from assistant.interview.wording import Wording
from assistant.journey.models import JourneyMap
from assistant.models.breaker import Breaker


@dataclass(frozen=True, slots=True)
class Equipment:
    """What the engine works with.

    Attributes:
        reader: who reads the answers.
        wording: who words the questions.
        replies: who answers the person's own questions.
        warm: what to call to load the model early.
        suggester: who finds suggestions for the map.
        advice: a message id: what the person should know about this equipment, or "".
        breaker: what guards the model, or None where there is no model.
    """

    reader: Reader
    wording: Wording
    replies: Replies
    warm: Callable[[], None]
    suggester: Suggester
    advice: str = ""
    breaker: Breaker | None = None


class Exports(Protocol):
    """Writes maps to files; the engine does not know the formats."""

    def finished(self, journey: JourneyMap, session: str) -> str | None:
        """Write a finished map where finished maps go and return its path, or None where none is wanted."""
        ...

    def export(self, journey: JourneyMap, session: str, file_format: str, path: str | None) -> str:
        """Write a map in a format and return its path."""
        ...
