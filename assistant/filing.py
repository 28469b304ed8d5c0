"""Where maps go: finished ones to the export folder, others where a person says."""

import itertools
import os
from pathlib import Path

from assistant.errors import FileError
from assistant.journey.models import JourneyMap
from assistant.locale import _
from assistant.locations import expanded, make_private
from exports import registry
from exports.write import file_stem, write

FINISHED = ("json", "markdown")
"""The formats that a finished map is written in."""


class Filing:
    """Writes the maps of an interview."""

    def __init__(self, folder: Path, out: Path | None = None, force: bool = False) -> None:
        """Write finished maps to `folder`, or to the one file `out`.

        A file that is there already makes way under another name, so that an interview of an hour neither fails over
        it nor destroys it; with `force`, it is replaced.

        Raises:
            UsageError: `out` ends in no format's suffix.
        """
        if out is not None and out.suffix:
            registry.by_suffix(out)  # a format that does not exist is told before the interview, not after
        self._folder = folder
        self._out = out
        self._force = force

    def finished(self, journey: JourneyMap, session: str) -> str | None:
        """Write a finished map and return the path of the file a person would open.

        Raises:
            FileError: it cannot be written.
        """
        if self._out is not None:
            exporter = registry.by_suffix(self._out) if self._out.suffix else registry.by_name("json")
            content = exporter.export(journey)
            if not _holds(self._out, content):  # a process that was killed may have written it
                if not self._force:
                    _make_way(self._out)
                write(self._out, content, overwrite=self._force)
            self._force = True  # from here on the file is ours: a correction after the end replaces it
            return str(self._out)
        paths = [self._own(journey, session, registry.by_name(name).suffix) for name in FINISHED]
        for name, path in zip(FINISHED, paths, strict=True):
            write(path, registry.by_name(name).export(journey), overwrite=True, follow=False)
        return str(paths[-1])

    def export(self, journey: JourneyMap, session: str, file_format: str, path: str | None) -> str:
        """Write a map in a format and return its path; without a path, to the export folder.

        Raises:
            UsageError: there is no such format.
            FileError: it cannot be written, or there is such a file already.
        """
        exporter = registry.by_name(file_format)
        target = expanded(path) if path else self._own(journey, session, exporter.suffix)
        write(target, exporter.export(journey), overwrite=path is None, follow=False)
        return str(target)

    def _own(self, journey: JourneyMap, session: str, suffix: str) -> Path:
        """Return the file of a session in our own folder; its name holds the session, so it is nobody else's."""
        return make_private(self._folder) / f"{file_stem(journey.title, session)}{suffix}"


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.is_file() and path.read_bytes() == content
    except OSError:
        return False


def _make_way(path: Path) -> None:
    """Give a file that is at `path` the first free name of ``map.1.json``, ``map.2.json`` and so on."""
    if not os.path.lexists(path) or path.is_dir():
        return
    for number in itertools.count(1):
        spare = path.with_name(f"{path.stem}.{number}{path.suffix}")
        if not os.path.lexists(spare):
            try:
                path.rename(spare)
            except OSError as fault:
                raise FileError(
                    _("%(file)s is in the way and cannot be renamed: %(reason)s.")
                    % {"file": path, "reason": fault.strerror or fault},
                    _("The interview is kept. Export the map elsewhere: `journeymap export SESSION -o FILE`."),
                ) from fault
            return
