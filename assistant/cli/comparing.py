"""The commands that compare maps, `diff`, and make one of another, `to-be`."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from assistant.cli.maps import load_map
from assistant.cli.output import print_json
from assistant.errors import EXIT_FAILURE, FileError
from assistant.journey.models import JourneyMap
from assistant.locale import N_, _, translator
from assistant.locations import expanded, sessions_file
from assistant.text import shorten


def diff(options: argparse.Namespace) -> int:
    """Print what changed from one map to another; exit code 1 when something did, as `diff` has it."""
    from assistant.journey.compare import compare
    from assistant.journey.compared import PART_NAMES, sentence

    earlier, later = _version(options.before), _version(options.after)
    found = compare(earlier, later)
    if options.json:
        print_json([{**asdict(each), "kind": each.kind.value} for each in found])
        return EXIT_FAILURE if found else 0
    catalogue = translator(later.language)
    if not found:
        print(catalogue.gettext(N_("Nothing changed.")))
    part = ""
    for each in found:
        if each.part != part:
            part = each.part
            print(f"{catalogue.gettext(PART_NAMES[part])}:")
        print(f"  {sentence(each, earlier, later, catalogue)}")
    return EXIT_FAILURE if found else 0


def to_be(options: argparse.Namespace) -> int:
    """Write the map as it should be, made of a map with its actions, to a file or to standard output."""
    from assistant.journey import to_be as makes
    from exports import registry
    from exports.write import write

    journey, name = load_map(options.map)
    data = registry.by_name("json").export(makes.to_be(journey))
    if options.output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return 0
    target = expanded(options.output) if options.output else Path(f"{name}-to-be.json")
    write(target, data, overwrite=options.force)
    if options.json:
        print_json({"path": str(target)})
    else:
        print(_("The map is in %(path)s.") % {"path": target})
    return 0


def _version(name: str) -> JourneyMap:
    """Return the map in a file, of a session, or as it was in a session at a revision: ``SESSION@REVISION``.

    Raises:
        FileError: it is none of these, or the session never had that revision.
    """
    session, at, number = name.rpartition("@")
    if not at or expanded(name).exists() or not number.isdigit():
        return load_map(name)[0]
    from assistant.interview.state import after
    from assistant.interview.store import SqliteSessionStore

    load_map(session)  # says what there is, when this is no session
    store = SqliteSessionStore(sessions_file())
    revisions: dict[int, JourneyMap] = {}
    try:
        state = None
        for entry in store.entries(session):
            state = after(state, entry)
            revisions[state.map.revision] = state.map
    finally:
        store.close()
    if int(number) not in revisions:
        raise FileError(
            _("%(session)s has no revision %(revision)s.") % {"session": shorten(session, 80), "revision": number},
            _("It has those from %(first)d to %(last)d.") % {"first": min(revisions), "last": max(revisions)},
        )
    return revisions[int(number)]
