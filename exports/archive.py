"""Several formats in one file: a ZIP archive."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from assistant.journey.models import JourneyMap
from exports.port import Exporter


def archive(journey: JourneyMap, exporters: Sequence[Exporter], name: str) -> bytes:
    """Return an archive with the map in each format, the files named `name` and the format's suffix.

    The same map gives the same bytes.

    Raises:
        JourneymapError: a format cannot be made here.
    """
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as file:
        for exporter in exporters:
            entry = ZipInfo(f"{name}{exporter.suffix}")  # dated 1980, whenever it is made
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16  # maps hold what people said
            file.writestr(entry, exporter.export(journey))
    return data.getvalue()
