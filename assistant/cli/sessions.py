"""The commands that put interviews in order: list, tag, duplicate, delete, restore."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from assistant.cli.output import print_json, tell_recovered
from assistant.errors import EXIT_FAILURE, UsageError
from assistant.locale import _
from assistant.locations import sessions_file
from assistant.text import clean_line, fold

if TYPE_CHECKING:
    from assistant.interview.shelf import SessionShelf
    from assistant.interview.store import SessionInfo

YES = ("y", "yes", "s", "si", "t", "tak")


def list_sessions(options: argparse.Namespace) -> int:
    """Print the sessions that are wanted, the newest first."""
    sessions = _wanted(options)
    if options.json:
        print_json([
            {
                "session": info.id, "title": info.title, "language": info.language, "step": info.step.value,
                "progress": round(info.progress, 2), "finished": info.finished, "tags": list(info.tags),
                "created": info.created.isoformat(), "updated": info.updated.isoformat(),
                "deleted": info.deleted.isoformat() if info.deleted else None,
            }
            for info in sessions
        ])  # fmt: skip
        return 0
    if not sessions:
        print(_none(options))
    for info in sessions:
        progress = _("finished") if info.finished else f"{info.progress:.0%}"
        tags = "".join(f"  #{tag}" for tag in info.tags)
        print(f"{info.id}  {info.updated:%Y-%m-%d %H:%M}  {info.language}  {progress:>9}  {info.title}{tags}")
    return 0


def _wanted(options: argparse.Namespace) -> list[SessionInfo]:
    from assistant.interview.store import SqliteSessionStore

    if not sessions_file().exists():
        return []
    with SqliteSessionStore(sessions_file()) as store:
        sessions = store.list(deleted=options.deleted)
        tell_recovered(store)
    tags = {fold(_tag(tag)) for tag in options.tag}
    sessions = [info for info in sessions if tags <= {fold(tag) for tag in info.tags}]
    if not options.search:
        return sessions
    with _shelf() as shelf:
        found = shelf.found(options.search)
    return [info for info in sessions if info.id in found]


def _none(options: argparse.Namespace) -> str:
    if options.search or options.tag:
        return _("No interview fits.")
    return (
        _("No interview is deleted.") if options.deleted else _("There is no interview yet. `journeymap` begins one.")
    )


def tag(options: argparse.Namespace) -> int:
    """Give a session tags and take others away; print those it has then."""
    add = [_tag(word) for word in options.changes if not word.startswith("-")]
    remove = [_tag(word) for word in options.changes if word.startswith("-")]
    with _shelf() as shelf:
        tags = shelf.tag(options.session, add, remove)
    if options.json:
        print_json({"session": options.session, "tags": list(tags)})
    else:
        print(" ".join(f"#{tag}" for tag in tags) or _("No tags."))
    return 0


def _tag(word: str) -> str:
    """Return the tag that was typed as ``+tag``, ``-tag``, ``#tag`` or ``tag``."""
    from assistant.interview.shelf import tag_of

    tag = tag_of(word[1:] if word[:1] in ("+", "-") else word)
    if not tag:
        raise UsageError(
            _("%(word)s is no tag.") % {"word": clean_line(word) or "''"},
            _("Write it like this: +shop, or -shop to take it away."),
        )
    return tag


def duplicate(options: argparse.Namespace) -> int:
    """Copy a session."""
    from assistant.interview.store import SqliteSessionStore

    if options.title is not None and not clean_line(options.title):
        raise UsageError(_("The title holds no text."), _("Leave it out, or give the map a name."))
    with SqliteSessionStore(sessions_file()) as store:
        before = store.load(options.session).map.title
    title = clean_line(options.title or "") or _("%(title)s (copy)") % {"title": before}
    with _shelf() as shelf:
        copy = shelf.duplicate(options.session, title)
    if options.json:
        print_json({"session": copy, "title": title, "from": options.session})
    else:
        print(_("“%(title)s” is kept as %(session)s.") % {"title": title, "session": copy})
        print(f"  journeymap resume {copy}")
    return 0


def delete(options: argparse.Namespace) -> int:
    """Put a session away, or delete it for ever."""
    with _shelf() as shelf:
        title = shelf.title(options.session)
        told = {"session": options.session, "title": title}
        if options.forever:
            if not options.yes and not _confirmed(told):
                print(_("Nothing was deleted."))
                return EXIT_FAILURE
            shelf.erase(options.session)
        else:
            shelf.delete(options.session)
    if options.json:
        print_json({**told, "forever": options.forever})
    elif options.forever:
        print(_("%(session)s, “%(title)s”, is deleted for ever. Files it was exported to stay where they are.") % told)
    else:
        print(_("%(session)s, “%(title)s”, is put away. `journeymap restore %(session)s` brings it back.") % told)
    return 0


def _confirmed(told: dict[str, str]) -> bool:
    """Ask whether a session is to be deleted for ever.

    Raises:
        UsageError: nobody can be asked.
    """
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(_("Deleting for ever must be confirmed."), _("Add --yes; nothing was deleted."))
    question = _("Delete %(session)s, “%(title)s”, for ever, with all that was said in it? (y/n)")
    print(question % told, end=" ", flush=True)
    return fold(sys.stdin.readline()) in YES


def restore(options: argparse.Namespace) -> int:
    """Bring a deleted session back."""
    with _shelf() as shelf:
        shelf.restore(options.session)
    if options.json:
        print_json({"session": options.session})
    else:
        print(_("%(session)s is back.") % {"session": options.session})
        print(f"  journeymap resume {options.session}")
    return 0


def _shelf() -> SessionShelf:
    from assistant.interview.shelf import SessionShelf

    shelf = SessionShelf(sessions_file())
    tell_recovered(shelf)
    return shelf
