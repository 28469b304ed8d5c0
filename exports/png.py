"""The map as a picture made of pixels: persona, journey grid and emotion curve."""

from assistant.journey.models import JourneyMap
from assistant.locale import N_
from exports.typeset import typeset


class PngExporter:
    """One picture, as wide as the stages need; texts are drawn with fonts that come along."""

    name = "png"
    suffix = ".png"
    cannot_carry = (
        N_("A picture cannot be read back into a map: keep a JSON file for that."),
        N_("A picture shows goal, persona and journey; metrics, evidence, origins and open questions stay out."),
    )

    def export(self, journey: JourneyMap) -> bytes:
        """Return the picture.

        Raises:
            FileError: the libraries for pictures are not installed.
        """
        return typeset(journey, "png")


EXPORTER = PngExporter()
