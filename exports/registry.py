"""The export formats there are, found by name or by a file's suffix."""

from pathlib import PurePath

from assistant.errors import UsageError
from assistant.locale import _
from exports.json_file import JsonExporter
from exports.markdown import MarkdownExporter
from exports.port import Exporter

EXPORTERS: tuple[Exporter, ...] = (JsonExporter(), MarkdownExporter())


def by_name(name: str) -> Exporter:
    """Return the format called `name`, in any case.

    Raises:
        UsageError: there is none of that name.
    """
    wanted = name.strip().lower()
    for exporter in EXPORTERS:
        if exporter.name == wanted:
            return exporter
    raise UsageError(
        _("There is no export format %(name)r.") % {"name": name},
        _("Choose one of: %(names)s.") % {"names": ", ".join(exporter.name for exporter in EXPORTERS)},
    )


def by_suffix(path: PurePath) -> Exporter:
    """Return the format whose files end as `path` does.

    Raises:
        UsageError: no format has such files.
    """
    wanted = path.suffix.lower()
    for exporter in EXPORTERS:
        if exporter.suffix == wanted:
            return exporter
    raise UsageError(
        _("The name %(name)r does not say which format to export to.") % {"name": path.name},
        _("End it in one of: %(suffixes)s; or name the format.")
        % {"suffixes": ", ".join(exporter.suffix for exporter in EXPORTERS)},
    )
