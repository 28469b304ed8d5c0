"""`journeymap`, `journeymap interview`, `journeymap resume`: choosing a face and holding an interview.

The engine, the store and the exports are imported where they are used: their 0.15 s come after the first frame.
"""

from __future__ import annotations

import argparse
import functools
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import FileError, JourneymapError, UsageError
from assistant.locale import _
from assistant.locations import expanded, sessions_file
from assistant.settings import Settings, load
from assistant.text import clean_line

if TYPE_CHECKING:
    from assistant.interview.engine import Interview
    from assistant.interview.opening import NewInterview
    from assistant.interview.shelf import SessionShelf
    from assistant.interview.store import SessionStore, SqliteSessionStore
    from assistant.journey.models import Persona


def hold(options: argparse.Namespace) -> int:
    """Hold an interview in the face that fits: JSON lines, plain lines, or the screen."""
    if sys.stdin is None or sys.stdout is None:
        raise UsageError(
            _("An interview needs standard input and output, and one of them is closed."),
            _("Start it without <&- or >&-."),
        )
    if options.session:
        options.session = clean_line(options.session)
    if getattr(options, "jsonl", False):
        try:
            return _hold_lines(options, jsonl=True)
        except JourneymapError as fault:
            _tell_jsonl(fault)
            raise
    if options.plain or not _has_terminal():
        return _hold_lines(options, jsonl=False)
    return _hold_screen(options)


def _hold_screen(options: argparse.Namespace) -> int:
    from assistant.tui import garbage

    garbage.hold_off()
    from assistant.tui.running import run

    settings, out = _settings(options), _out(options)
    ending = ExitStack()
    # Closed, the database is one file again, without a log beside it.
    open_store = functools.cache(lambda: ending.enter_context(_open_store()))

    def opener(settings: Settings, *, session: str | None = None, new: NewInterview | None = None) -> Interview:
        return _open(open_store(), settings, out, options.force, session, new)

    new = _new(options, settings) if _chosen(options) and not options.session else None
    with ending:
        return run(open_store, settings, opener, session=options.session, new=new, open_shelf=_open_shelf)


def _hold_lines(options: argparse.Namespace, *, jsonl: bool) -> int:
    import asyncio

    settings, out = _settings(options), _out(options)
    _speak_utf8()
    store = _open_store()
    try:
        asyncio.run(_talk(options, settings, store, out, jsonl=jsonl))
    finally:
        store.close()
    return 0


async def _talk(
    options: argparse.Namespace, settings: Settings, store: SqliteSessionStore, out: Path | None, *, jsonl: bool
) -> None:
    """Hold the interview over standard input and output; with `out`, an unfinished map is written too."""
    from assistant.lines import jsonl as json_lines
    from assistant.lines import plain
    from assistant.lines.start import Left, Start

    lines = json_lines.read_lines(sys.stdin)
    session, new = options.session, None if options.session else _new(options, settings)
    typing = sys.stdin.isatty()
    if typing and not jsonl and not _chosen(options):
        try:
            chosen = await Start(lines, sys.stdout).choose(store.list(), settings.language)
        except Left:
            return
        session, new = (chosen, None) if isinstance(chosen, str) else (None, chosen)
    interview = _open(store, settings, out, options.force, session, new)
    interview.warm()
    try:
        if jsonl:
            await json_lines.run(interview, lines, sys.stdout)
        else:
            await plain.run(interview, lines, sys.stdout, echo=not typing)
    finally:
        await interview.close()
        if out is not None and not interview.state.finished:
            interview.exports.finished(interview.map, interview.session)


def _chosen(options: argparse.Namespace) -> bool:
    """Return whether the command line says which interview is meant."""
    given = (options.session, options.kind, options.title, options.state, options.template, options.persona)
    return any(given)


def _settings(options: argparse.Namespace) -> Settings:
    return load({"model": options.model, "language": options.language, "redact": options.redact})


def _open_store() -> SqliteSessionStore:
    from assistant.interview.store import SqliteSessionStore

    return SqliteSessionStore(sessions_file())


def _open_shelf() -> SessionShelf:
    from assistant.interview.shelf import SessionShelf

    return SessionShelf(sessions_file())


def _open(
    store: SessionStore,
    settings: Settings,
    out: Path | None,
    force: bool,
    session: str | None,
    new: NewInterview | None,
) -> Interview:
    from assistant.filing import Filing
    from assistant.interview.opening import open_interview

    return open_interview(store, settings, Filing(settings.export_folder, out, force), session=session, new=new)


def _new(options: argparse.Namespace, settings: Settings) -> NewInterview:
    from assistant.interview.opening import NewInterview
    from assistant.journey.models import MapKind, MapState
    from assistant.journey.start import Experience

    kind, experience = MapKind.JOURNEY, None
    if options.kind and options.kind != MapKind.JOURNEY:
        kind = MapKind.EXPERIENCE
        experience = None if options.kind == MapKind.EXPERIENCE else Experience(options.kind)
    state = MapState(options.state) if options.state else MapState.AS_IS
    title = clean_line(options.title or "")
    if options.title is not None and not title:
        raise UsageError(_("The title holds no text."), _("Leave it out, or give the map a name."))
    if options.template:
        _check_template(options.template, options.kind)
    persona = _persona(options.persona) if options.persona else None
    return NewInterview(settings.language, kind, state, experience, title or None, options.template, persona)


def _check_template(name: str, kind: str | None) -> None:
    """Raise a fault if there is no such template, or it is of another kind than the one that was named."""
    from assistant.journey.templates import by_name

    template = by_name(name)
    if kind not in (None, template.kind, template.experience):
        raise UsageError(
            _("The template %(name)s is not for maps of the kind %(kind)s.") % {"name": name, "kind": kind},
            _("Leave out --kind: the template says what the map covers."),
        )


def _persona(name: str) -> Persona:
    from assistant.interview.personas import PersonaLibrary

    with PersonaLibrary(sessions_file()) as library:
        return library.get(name).persona


def _out(options: argparse.Namespace) -> Path | None:
    """Return where the map is to be written; a folder that is not there is told before an hour of answers."""
    if not options.out:
        return None
    out = expanded(options.out)
    if out.is_dir():
        raise FileError(_("%(file)s is a folder.") % {"file": out}, _("Name a file in it."))
    if not out.parent.is_dir():
        raise FileError(
            _("The folder %(folder)s does not exist.") % {"folder": out.parent}, _("Create it, or choose another.")
        )
    return out


def _has_terminal() -> bool:
    if os.environ.get("TEXTUAL_DRIVER"):  # what stands behind the pipe is a screen in a browser
        return True
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the locale says; bytes that are not UTF-8 are replaced, not fatal."""
    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def _tell_jsonl(fault: JourneymapError) -> None:
    from assistant.interview.events import Failure
    from assistant.lines.jsonl import as_json, write

    write(sys.stdout, as_json(Failure(str(fault))) or {})
