"""The commands that read maps: show, export, schema."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.output import print_json, tell_recovered
from assistant.errors import FileError, UsageError
from assistant.journey.models import JourneyMap
from assistant.locale import _
from assistant.locations import expanded, sessions_file
from assistant.text import clean_line, shorten

if TYPE_CHECKING:
    from exports.port import Exporter


def load_map(name: str) -> tuple[JourneyMap, str]:
    """Return the map in a file, or of a session with this id, and what to call it.

    Raises:
        FileError: it is neither, the file holds no map, or the session is deleted.
    """
    from assistant.interview.store import SqliteSessionStore

    path = expanded(name)
    if name and _exists(path):
        return _read(path), path.stem
    if sessions_file().exists():
        store = SqliteSessionStore(sessions_file())
        tell_recovered(store)
        try:
            if any(info.id == name for info in (*store.list(), *store.list(deleted=True))):
                return store.load(name).map, name
        finally:
            store.close()
    raise FileError(
        _("%(name)s is neither a file nor a session.") % {"name": shorten(name, 80)},
        _("`journeymap list` shows the sessions."),
    )


def _read(path: Path) -> JourneyMap:
    """Return the map in a JSON or Markdown file; what in it was not understood is told on standard error."""
    from exports.json_file import read_map

    suffix = path.suffix.lower()
    if suffix == ".json":
        return read_map(path)
    from imports.reading import SUFFIXES

    if suffix not in SUFFIXES:
        return read_map(path)
    from assistant.cli.importing import tell_remarks
    from imports.reading import read_file

    if suffix not in (".md", ".markdown"):
        name = clean_line(str(path))
        raise FileError(
            _("%(file)s is not a map in JSON or Markdown.") % {"file": name},
            _("`journeymap import %(file)s` begins an interview with it, whose map can be exported.") % {"file": name},
        )
    found = read_file(path)
    tell_remarks(found.remarks)
    if found.by_hand:
        told = {"names": shorten(", ".join(found.by_hand), 200)}
        print(_("Changed since it was exported, so imported now: %(names)s.") % told, file=sys.stderr)
    return found.map


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name longer than file systems know, or with a NUL
        return False


def show(options: argparse.Namespace) -> int:
    """Print a map as Markdown, or as JSON."""
    from exports import registry

    journey, _name = load_map(options.map)
    exporter = registry.by_name("json" if options.json else "markdown")
    _print_bytes(exporter.export(journey))
    return 0


def export(options: argparse.Namespace) -> int:
    """Write a map to a file, to a folder in several formats, or to standard output."""
    from exports import registry

    journey, name = load_map(options.map)
    target = expanded(options.output) if options.output and options.output != "-" else None
    wanted = [registry.by_name(text) for text in (options.to or "").split(",") if text.strip()]
    exporters = list({exporter.name: exporter for exporter in wanted}.values())
    if not exporters:
        whole = target is None or _is_folder(options.output, target)
        exporters = [registry.by_name("json") if whole or target is None else registry.by_suffix(target)]
    if options.output == "-":
        if len(exporters) > 1:
            raise UsageError(
                _("Standard output takes one format at a time."), _("Name one format, or a folder: -o DIR.")
            )
        _print_bytes(exporters[0].export(journey))
        return 0
    written = _write_all(journey, exporters, _targets(exporters, name, options.output, target), options.force)
    if options.json:
        print_json(written if len(written) > 1 else written[0])
        return 0
    for entry in written:
        print(_("The map is in %(path)s.") % {"path": entry["path"]})
        for sentence in entry["cannot_carry"]:
            print(f"  {sentence}" if len(written) > 1 else sentence)
    return 0


def _targets(exporters: Sequence[Exporter], name: str, output: str | None, target: Path | None) -> list[Path]:
    """Return the file of each format: the one that was named, or one in a folder, made if it is to be one."""
    if target and len(exporters) == 1 and not _is_folder(output, target):
        return [target]
    folder = target or Path()
    if target and not target.exists():
        if target.suffix and not _is_folder(output, target) and _names_a_format(target):
            raise UsageError(
                _("%(file)s is the name of one file, and there are %(count)d formats.")
                % {"file": clean_line(str(target)), "count": len(exporters)},
                _("Name a folder: -o DIR/."),
            )
        try:
            target.mkdir()
        except OSError as fault:
            raise FileError(
                _("The folder %(folder)s cannot be made: %(reason)s.")
                % {"folder": clean_line(str(target)), "reason": fault.strerror or fault},
                _("Create it, or choose another."),
            ) from fault
    return [folder / f"{name}{exporter.suffix}" for exporter in exporters]


def _names_a_format(target: Path) -> bool:
    from exports import registry

    try:
        registry.by_suffix(target)
    except UsageError:
        return False
    return True


def _is_folder(output: str | None, target: Path) -> bool:
    return target.is_dir() or (output or "").endswith(("/", "\\"))


def _write_all(
    journey: JourneyMap, exporters: Sequence[Exporter], targets: Sequence[Path], force: bool
) -> list[dict[str, Any]]:
    """Write the map in each format, or in none where a file is in the way; return what was written."""
    from exports.write import refuse_unwritable, write

    for path in targets:
        refuse_unwritable(path, force)
    contents = [exporter.export(journey) for exporter in exporters]
    for path, content in zip(targets, contents, strict=True):
        write(path, content, overwrite=force)
    return [
        {
            "path": str(path),
            "format": exporter.name,
            "cannot_carry": [_(sentence) for sentence in exporter.cannot_carry],
        }
        for path, exporter in zip(targets, exporters, strict=True)
    ]


def schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of a map."""
    from assistant.journey.models import json_schema

    print_json(json_schema())
    return 0


def _print_bytes(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
