"""`journeymap`, `journeymap interview`, `journeymap resume`: choosing a face and holding an interview."""

import argparse
import asyncio
import functools
import os
import sys
from pathlib import Path

from assistant.errors import FileError, JourneymapError
from assistant.filing import Filing
from assistant.interview.engine import Interview
from assistant.interview.opening import NewInterview, open_interview
from assistant.interview.store import SqliteSessionStore
from assistant.journey.models import MapKind, MapState
from assistant.journey.start import Experience
from assistant.locale import _
from assistant.locations import sessions_file
from assistant.settings import Settings, load


def hold(options: argparse.Namespace) -> int:
    """Hold an interview in the face that fits: JSON lines, plain lines, or the screen."""
    jsonl = getattr(options, "jsonl", False)
    try:
        settings = load({"model": options.model, "language": options.language})
        filing = _filing(options, settings)
    except JourneymapError as fault:
        if jsonl:
            _tell_jsonl(fault)
        raise
    if jsonl:
        return _hold_lines(options, settings, filing, jsonl=True)
    if options.plain or not _has_terminal():
        return _hold_lines(options, settings, filing, jsonl=False)
    from assistant.tui.app import run

    open_store = functools.cache(lambda: SqliteSessionStore(sessions_file()))

    def opener(*, session: str | None = None, new: NewInterview | None = None) -> Interview:
        return open_interview(open_store(), settings, filing, session=session, new=new)

    chosen = options.kind or options.title or options.state
    new = _new(options, settings) if chosen else None
    return run(open_store, settings, opener, session=options.session, new=new)


def _hold_lines(options: argparse.Namespace, settings: Settings, filing: Filing, *, jsonl: bool) -> int:
    from assistant.lines import jsonl as json_lines
    from assistant.lines import plain

    async def interview(store: SqliteSessionStore) -> None:
        held = open_interview(store, settings, filing, session=options.session, new=_new(options, settings))
        held.warm()
        try:
            lines = json_lines.read_lines(sys.stdin)
            if jsonl:
                await json_lines.run(held, lines, sys.stdout)
            else:
                await plain.run(held, lines, sys.stdout, echo=not sys.stdin.isatty())
        finally:
            if options.out and not held.state.finished:
                filing.finished(held.map, held.session)
            await held.close()

    _speak_utf8()
    try:
        store = SqliteSessionStore(sessions_file())
        try:
            asyncio.run(interview(store))
        finally:
            store.close()
    except JourneymapError as fault:
        if jsonl:
            _tell_jsonl(fault)
        raise
    return 0


def _new(options: argparse.Namespace, settings: Settings) -> NewInterview:
    kind, experience = MapKind.JOURNEY, None
    if options.kind and options.kind != MapKind.JOURNEY:
        kind = MapKind.EXPERIENCE
        experience = None if options.kind == MapKind.EXPERIENCE else Experience(options.kind)
    state = MapState(options.state) if options.state else MapState.AS_IS
    return NewInterview(settings.language, kind, state, experience, options.title)


def _filing(options: argparse.Namespace, settings: Settings) -> Filing:
    """Return where the map goes; a folder that is not there is told before an hour of answers, not after."""
    out = Path(options.out).expanduser() if options.out else None
    if out is not None and not out.parent.is_dir():
        raise FileError(
            _("The folder %(folder)s does not exist.") % {"folder": out.parent}, _("Create it, or choose another.")
        )
    return Filing(settings.export_folder, out, options.force)


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the locale says; bytes that are not UTF-8 are replaced, not fatal."""
    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def _tell_jsonl(fault: JourneymapError) -> None:
    from assistant.interview.events import Failure
    from assistant.lines.jsonl import as_json, write

    write(sys.stdout, as_json(Failure(str(fault))) or {})
