"""The map as a document to print: A3 pages with the journey, the actions, the metrics and what is not known."""

from assistant.journey.models import JourneyMap
from assistant.locale import N_
from exports.typeset import typeset


class PdfExporter:
    """Every part of the map on A3 pages, headings repeated where a table goes on; fonts are embedded."""

    name = "pdf"
    suffix = ".pdf"
    cannot_carry = (
        N_("A PDF file cannot be read back into a map: keep a JSON file for that."),
        N_("A PDF file does not tell where each value comes from."),
    )

    def export(self, journey: JourneyMap) -> bytes:
        """Return the document.

        Raises:
            FileError: the libraries for pictures are not installed.
        """
        return typeset(journey, "pdf")


EXPORTER = PdfExporter()
