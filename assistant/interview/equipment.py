"""What the engine works with, and the ports behind which the rest of the program stands."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from assistant.interview.reading.reader import Reader
from assistant.interview.replies import Replies
from assistant.interview.suggestions import Suggester
from assistant.interview.wording import Wording
from assistant.journey.models import JourneyMap
from assistant.models.breaker import Breaker
from assistant.redaction.redactor import Redactor
from knowledge.port import Knowledge


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


class Equipped:
    """The equipment in use: a model that can be changed, and the knowledge base behind it.

    Attributes:
        reader, wording, replies, suggester, advice, breaker: as in `Equipment`.
        equip: makes the equipment for another model's spec.
        redactor: what hides personal data from models on servers.
    """

    def __init__(
        self,
        equipment: Equipment,
        equip: Callable[[str], Equipment],
        knowledge: Knowledge | None,
        redactor: Redactor,
    ) -> None:
        """Begin with `equipment`; `knowledge` stands behind it, to be warmed and closed."""
        self.equip = equip
        self.redactor = redactor
        self._knowledge = knowledge
        self.use(equipment)

    @property
    def model_name(self) -> str:
        """The spec of the model in use, or ``none``."""
        return self.reader.model_name

    @property
    def remote(self) -> bool:
        """Whether what the person types leaves this machine."""
        return self.reader.remote or (self._knowledge is not None and self._knowledge.remote)

    @property
    def redacts(self) -> bool:
        """Whether personal data is hidden from models on servers."""
        return self.redactor.on

    @property
    def model_rests(self) -> bool:
        """Whether the model failed and is left alone for now: the interview goes on without it."""
        return self.breaker is not None and self.breaker.rests

    @property
    def model_pause(self) -> float:
        """Seconds until a busy model is asked once more, in the turn that runs; 0: it is at work."""
        return self.breaker.pause if self.breaker is not None else 0.0

    def use(self, equipment: Equipment) -> None:
        """Go on with another model."""
        self.reader, self.wording, self.replies = equipment.reader, equipment.wording, equipment.replies
        self._warm_model = equipment.warm
        self.suggester = equipment.suggester
        self.advice = equipment.advice
        self.breaker = equipment.breaker

    def warm(self) -> None:
        """Begin to load the model and the knowledge base while the person still reads the first question."""
        self._warm_model()
        if self._knowledge is not None:
            self._knowledge.warm()

    async def change_model(self, spec: str) -> None:
        """Go on with another model and let go of the one so far.

        Raises:
            UsageError: it is no spec; the model stays.
        """
        equipment = self.equip(spec)
        await self.reader.close()
        self.use(equipment)
        self.warm()

    async def put_away(self) -> None:
        """Close the model and the knowledge base."""
        await self.reader.close()
        if self._knowledge is not None:
            await asyncio.to_thread(self._knowledge.close)
