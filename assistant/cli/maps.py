"""The commands that read maps: list, show, suggest, export, schema."""

import argparse
import sys
from pathlib import Path

from assistant.cli.output import print_json
from assistant.errors import FileError
from assistant.journey.models import JourneyMap
from assistant.locale import _
from assistant.locations import sessions_file
from assistant.text import shorten


def load_map(name: str) -> tuple[JourneyMap, str]:
    """Return the map in a file, or of a session with this id, and what to call it.

    Raises:
        FileError: it is neither, or the file holds no map.
    """
    from assistant.interview.store import SqliteSessionStore
    from exports.json_file import read_map

    path = Path(name).expanduser()
    if name and _exists(path):
        return read_map(path), path.stem
    if sessions_file().exists():
        store = SqliteSessionStore(sessions_file())
        try:
            if any(info.id == name for info in store.list()):
                return store.load(name).map, name
        finally:
            store.close()
    raise FileError(
        _("%(name)s is neither a file nor a session.") % {"name": shorten(name, 80)},
        _("`journeymap list` shows the sessions."),
    )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name longer than file systems know, or with a NUL
        return False


def list_sessions(options: argparse.Namespace) -> int:
    """Print every session, the newest first."""
    from assistant.interview.store import SqliteSessionStore

    sessions = SqliteSessionStore(sessions_file()).list() if sessions_file().exists() else []
    if options.json:
        print_json([
            {
                "session": info.id, "title": info.title, "language": info.language, "step": info.step.value,
                "progress": round(info.progress, 2), "finished": info.finished,
                "created": info.created.isoformat(), "updated": info.updated.isoformat(),
            }
            for info in sessions
        ])  # fmt: skip
        return 0
    if not sessions:
        print(_("There is no interview yet. `journeymap` begins one."))
    for info in sessions:
        progress = _("finished") if info.finished else f"{info.progress:.0%}"
        print(f"{info.id}  {info.updated:%Y-%m-%d %H:%M}  {info.language}  {progress:>9}  {info.title}")
    return 0


def show(options: argparse.Namespace) -> int:
    """Print a map as Markdown, or as JSON."""
    from exports import registry

    journey, _name = load_map(options.map)
    exporter = registry.by_name("json" if options.json else "markdown")
    _print_bytes(exporter.export(journey))
    return 0


def export(options: argparse.Namespace) -> int:
    """Write a map to a file, or to standard output."""
    from exports import registry
    from exports.write import write

    journey, name = load_map(options.map)
    target = Path(options.output).expanduser() if options.output and options.output != "-" else None
    if options.to:
        exporter = registry.by_name(options.to)
    else:
        exporter = registry.by_suffix(target) if target else registry.by_name("json")
    if options.output == "-":
        _print_bytes(exporter.export(journey))
        return 0
    target = target or Path(f"{name}{exporter.suffix}")
    write(target, exporter.export(journey), overwrite=options.force)
    lost = [_(sentence) for sentence in exporter.cannot_carry]
    if options.json:
        print_json({"path": str(target), "format": exporter.name, "cannot_carry": lost})
    else:
        print(_("The map is in %(path)s.") % {"path": target})
        for sentence in lost:
            print(sentence)
    return 0


def schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of a map."""
    from assistant.journey.models import json_schema

    print_json(json_schema())
    return 0


def _print_bytes(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
