"""What every export format offers."""

from typing import Protocol

from assistant.journey.models import JourneyMap


class Exporter(Protocol):
    """Writes a map in one format. The same map gives the same bytes."""

    @property
    def name(self) -> str:
        """The name that people give after ``export``: ``json``."""
        ...

    @property
    def suffix(self) -> str:
        """The suffix of its files, with the dot: ``.json``."""
        ...

    @property
    def cannot_carry(self) -> tuple[str, ...]:
        """What is lost in this format, a sentence each: message ids, to be translated when shown."""
        ...

    def export(self, journey: JourneyMap) -> bytes:
        """Return the contents of the file that holds `journey`."""
        ...
