"""`journeymap privacy`: what leaves this machine under the settings, and a text as a model on a server would get it."""

import argparse
import os
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from assistant.cli.output import print_json
from assistant.errors import FileError
from assistant.locale import _
from assistant.locations import sessions_file
from assistant.settings import Settings, load
from assistant.text import clean, shorten

_LONGEST = 2_000_000
"""Characters of a file that are looked at."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way on which text may leave: what it is for, where it leads ("" where nothing leaves), and what goes there."""

    purpose: str
    leads_to: str
    what: str


def tell(options: argparse.Namespace) -> int:
    """Print what leaves this machine under the settings, without reaching anything."""
    settings = load({"model": options.model})
    ways = _ways(settings)
    if options.json:
        print_json({"redact": settings.redact, "ways": [asdict(way) for way in ways]})
        return 0
    for way in ways:
        print(f"{way.purpose}: {way.leads_to or _('stays on this machine')}")
        if way.leads_to:
            print(f"    {way.what}")
    on = _("Personal data is replaced by placeholders before text goes to a model on a server (redact: on).")
    off = _("Text goes to models on servers as it is (redact: off). `journeymap settings redact on` changes that.")
    print(on if settings.redact == "on" else off)
    print(_("There is no telemetry and no search for updates."))
    return 0


def _ways(settings: Settings) -> list[Way]:
    from assistant.models.spec import Kind, parse, resolve
    from knowledge.embedding import EmbeddingServer, open_embedder

    spec = resolve(parse(settings.model))
    chat = "" if spec.kind in (Kind.NONE, Kind.LOCAL) else spec.url or os.environ.get("OPENAI_BASE_URL") or str(spec)
    embedder = open_embedder(settings.embeddings, os.environ)
    search = settings.embeddings if isinstance(embedder, EmbeddingServer) else ""
    traced = os.environ.get("JOURNEYMAP_TRACING") == "1" and spec.kind is not Kind.NONE
    answers = _("your answers, the map's items in question, and passages found for your own questions")
    return [
        Way(_("Language model"), _shown(chat), answers),
        Way(_("Search by meaning"), _shown(search), _("what is searched for, and the passages of your documents")),
        Way(_("Documents shared with a team"), _shown(settings.chroma_url), _("the documents you add")),
        Way(_("Tracing by LangSmith"), "LangSmith" if traced else "", _("what goes to the language model")),
    ]


def _shown(address: str) -> str:
    """Return an address without what may be secret in it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts.netloc else address


def show(options: argparse.Namespace) -> int:
    """Print a text, or the answers of a session, as a model on a server gets them while redaction is on."""
    from assistant.redaction.redactor import Redactor, counted

    text = _text(options.text)
    redactor = Redactor(on=True)
    hidden = redactor.hidden(text)
    found = counted(text)
    if options.json:
        print_json({"text": hidden, "found": [{"kind": kind, "words": words} for kind, words in found]})
        return 0
    print(hidden)
    counts = Counter(kind for kind, _words in found)
    told = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())) or _("nothing")
    print(_("Replaced: %(kinds)s. Read it: what is missed goes out as it is.") % {"kinds": told}, file=sys.stderr)
    return 0


def _text(name: str) -> str:
    """Return the text of a file, of standard input, or of a session's answers.

    Raises:
        FileError: it is none of them, or cannot be read.
    """
    if name == "-":
        return clean(sys.stdin.read(_LONGEST))
    path = Path(name).expanduser()
    try:
        if path.is_file():
            with path.open(encoding="utf-8", errors="replace") as file:
                return clean(file.read(_LONGEST))
    except OSError as fault:
        raise FileError(
            _("%(path)s cannot be read: %(reason)s.") % {"path": path, "reason": fault.strerror or fault},
            _("Check the file and its permissions."),
        ) from fault
    if (answers := _answers(name)) is None:
        raise FileError(
            _("%(name)s is neither a file nor a session.") % {"name": shorten(name, 80)},
            _("`journeymap list` shows the sessions."),
        )
    return answers


def _answers(session: str) -> str | None:
    from assistant.interview.store import SqliteSessionStore

    if not sessions_file().exists():
        return None
    store = SqliteSessionStore(sessions_file())
    try:
        known = any(info.id == session for info in store.list())
        return "\n".join(store.load(session).answers.values()) if known else None
    finally:
        store.close()
