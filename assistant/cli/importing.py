"""`journeymap import`: an interview that begins with what a file holds."""

import argparse
import sys
from collections.abc import Sequence

from assistant.cli.output import print_json
from assistant.errors import UsageError
from assistant.journey.checklist import open_needs
from assistant.journey.models import JourneyMap
from assistant.locale import _, ngettext
from assistant.locations import expanded, sessions_file
from assistant.settings import load
from assistant.text import clean_line, shorten
from imports.headers import FIELDS, Header
from imports.port import Imported, Remark, as_new


def take_in(options: argparse.Namespace) -> int:
    """Read a file and begin an interview with its map; the interview asks only for what is missing."""
    from assistant.interview.store import SqliteSessionStore
    from imports.reading import Wishes, read_file

    settings = load({"language": options.language})
    asks = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty() and not options.json
    wishes = Wishes(settings.language, _columns(options.column), options.sheet, _ask if asks else None)
    found = read_file(expanded(options.file), wishes)
    journey = as_new(found.map)
    if title := clean_line(options.title or ""):
        journey = journey.model_copy(update={"title": title})
    if options.check:
        _tell(options, found, journey, None)
        return 0
    store = SqliteSessionStore(sessions_file())
    try:
        session = store.create(journey)
    finally:
        store.close()
    _tell(options, found, journey, session)
    return 0


def _columns(given: Sequence[str]) -> dict[str, str]:
    columns = {}
    for text in given:
        name, sign, chosen = text.rpartition("=")
        if not sign:
            raise UsageError(
                _("--column %(text)s names no field.") % {"text": text},
                _('Write it like this: --column "Moment=name".'),
            )
        columns[name.strip()] = chosen.strip()
    return columns


def _ask(header: Header, samples: Sequence[str]) -> str | None:
    """Ask which field a column is."""
    fields = [*header.fields, *(name for name in FIELDS if name not in header.fields)]
    shown = ", ".join(shorten(sample, 30) for sample in samples)
    told = {"column": clean_line(header.text), "samples": shown}
    print(_("What is the column “%(column)s” (%(samples)s)?") % told)
    for number, name in enumerate(fields, start=1):
        print(f"{number:3} {_(FIELDS[name].heading)}")
    print(_("A number, or nothing to leave the column out:"), end=" ", flush=True)
    answer = sys.stdin.readline().strip()
    return fields[int(answer) - 1] if answer.isdecimal() and 0 < int(answer) <= len(fields) else None


def _tell(options: argparse.Namespace, found: Imported, journey: JourneyMap, session: str | None) -> None:
    missing = [need.id for need, _missing in open_needs(journey)]
    if options.json:
        print_json(
            {
                "session": session,
                "title": journey.title,
                "items": {
                    part: len(journey.part(part)) for part in dict.fromkeys(part for part, _item in journey.items())
                },
                "by_hand": list(found.by_hand),
                "remarks": [{"line": remark.line, "text": remark.text} for remark in found.remarks],
                "missing": missing,
            }
        )
        return
    count = sum(1 for _pair in journey.items())
    told = {"count": count, "title": journey.title}
    print(ngettext("“%(title)s”: %(count)d item was read.", "“%(title)s”: %(count)d items were read.", count) % told)
    tell_remarks(found.remarks)
    if session is None:
        return
    if missing:
        print(_("The interview is kept as %(session)s; it asks for what is missing.") % {"session": session})
    else:
        print(_("The interview is kept as %(session)s; nothing is missing in it.") % {"session": session})
    print(f"  journeymap resume {session}")


def tell_remarks(remarks: Sequence[Remark], limit: int = 20) -> None:
    """Print the first remarks on a file, and how many more there are, to standard error."""
    for remark in remarks[:limit]:
        where = _("Line %(line)d: ") % {"line": remark.line} if remark.line else ""
        print(f"{where}{remark.text}", file=sys.stderr)
    if len(remarks) > limit:
        more = len(remarks) - limit
        text = ngettext(
            "… and %(count)d more remark (--json shows all).", "… and %(count)d more remarks (--json shows all).", more
        )
        print(text % {"count": more}, file=sys.stderr)
