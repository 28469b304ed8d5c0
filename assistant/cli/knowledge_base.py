"""The commands of the knowledge base: list, search, add, remove."""

import argparse
import dataclasses
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.output import print_json
from assistant.cli.progress import Bar
from assistant.errors import EXIT_FAILURE, FileError, JourneymapError
from assistant.locale import _, current, ngettext
from assistant.locations import expanded
from assistant.settings import load
from assistant.text import clean_line

if TYPE_CHECKING:
    from knowledge.adding import Outcome
    from knowledge.base import KnowledgeBase

SOON = 100
"""Passages without a vector that a search waits for (some 10 s); more are left to `add`."""


def list_all(options: argparse.Namespace) -> int:
    """Print the person's documents, and the articles of a language."""
    from knowledge.articles import load as articles

    with opened() as base:
        try:
            base.mirror()
        except JourneymapError as fault:
            warn(fault)
        documents = [e for e in base.documents() if options.language in (None, e.language)]
    found = articles(options.language or current())
    if options.json:
        print_json([
            *(
                {
                    "article": d.name, "title": d.title, "language": d.language, "kind": d.kind, "path": d.path,
                    "passages": d.passages, "added": d.added.isoformat(),
                }
                for d in documents
            ),
            *(
                {"article": a.id, "title": a.title, "language": a.language, "kind": "article", "step": a.step}
                for a in found
            ),
        ])  # fmt: skip
        return 0
    if documents:
        print(_("Your documents:"))
        for d in documents:
            count = ngettext("%(count)d passage", "%(count)d passages", d.passages) % {"count": d.passages}
            print(f"  {d.name:32}  {d.title} ({d.language}, {count})")
        print(_("Articles:"))
    for a in found:
        print(f"  {a.id:32}  {a.title}")
    return 0


def search(options: argparse.Namespace) -> int:
    """Print the passages that fit a query; exit code 1 when there are none."""
    with opened() as base:
        try:
            if base.unmirrored:
                base.mirror()
            if base.pending > SOON:
                left = _("%(count)d passages are found by their words only so far; `journeymap knowledge add` goes on.")
                print(left % {"count": base.pending}, file=sys.stderr)
            elif base.pending:
                base.build(_embedding())
        except JourneymapError as fault:
            warn(fault)  # what is here is searched all the same
        passages = base.search(options.query, max(options.k, 1), language=options.language)
        base.warm()  # the next search begins with an index on disk
    if options.json:
        print_json([
            {
                "text": p.text, "title": p.title, "article": p.article, "language": p.language,
                "score": round(p.score, 4), "confidence": round(p.confidence, 3),
            }
            for p in passages
        ])  # fmt: skip
    elif not passages:
        print(_("Nothing in the knowledge base fits that."))
    else:
        for p in passages:
            print(f"{p.title} [{p.article}, {p.language}, {p.confidence:.2f}]\n{p.text}\n")
    return 0 if passages else EXIT_FAILURE


def add(options: argparse.Namespace) -> int:
    """Take documents in and index them; exit code 4 when none could be read."""
    from knowledge.adding import Outcome
    from knowledge.adding import add as take_in

    outcomes = []
    with opened() as base:
        shelf = base.shelf()
        if shelf.team:
            print(_("Everybody who uses %(url)s will find these documents.") % {"url": shelf.team.url}, file=sys.stderr)
        bar, total = Bar(), 0
        for each in take_in(shelf, [_path(path) for path in options.paths], options.language):
            if not isinstance(each, Outcome):
                total = each
                continue
            outcomes.append(each)
            if not options.json:
                print(_told(each), file=sys.stderr if each.state == "skipped" else sys.stdout)
            elif total > 1:
                bar.show(
                    len(outcomes), total, _("%(done)d of %(total)d files") % {"done": len(outcomes), "total": total}
                )
        if options.json:
            print_json([dataclasses.asdict(each) for each in outcomes])
        base.build(_embedding())
    if all(each.state == "skipped" for each in outcomes):
        raise FileError(
            _("Nothing was added."), _("It reads Markdown, text, HTML, PDF, DOCX and CSV files, and folders of them.")
        )
    return 0


def remove(options: argparse.Namespace) -> int:
    """Forget documents; exit code 1 when one of them is not there."""
    from knowledge.adding import remove as forget

    with opened() as base:
        gone, unknown = forget(base.shelf(), options.names)
        if options.json:
            print_json({"removed": gone, "unknown": unknown})
        for name in () if options.json else gone:
            print(_("%(name)s was removed; the file itself is where it was.") % {"name": name})
        for name in () if options.json else unknown:
            told = _("There is no document %(name)s; `journeymap knowledge list` shows them.")
            print(told % {"name": clean_line(name)}, file=sys.stderr)
        try:
            base.build(_embedding())
        except JourneymapError as fault:
            warn(fault)  # it is removed; only the index is written later
    return EXIT_FAILURE if unknown else 0


@contextmanager
def opened() -> Iterator["KnowledgeBase"]:
    """Open the knowledge base that the settings name, and tell when texts leave the machine for it."""
    from assistant.redaction.redactor import Redactor
    from knowledge.base import open_base

    settings = load({})
    redactor = Redactor(on=settings.redact == "on")
    base = open_base(settings.embeddings, settings.chroma_url, apart=False, redactor=redactor)
    if base.remote:
        told = _("Texts and questions are sent to %(model)s, which turns them into vectors.")
        print(told % {"model": settings.embeddings}, file=sys.stderr)
    try:
        yield base
    finally:
        base.close()


def warn(fault: JourneymapError) -> None:
    """Tell of a fault that does not end the command."""
    print(f"{fault.message} {fault.hint}".strip(), file=sys.stderr)


def _path(text: str) -> Path:
    return expanded(text)  # ~name of nobody here is looked for, and not found, as it stands


def _embedding() -> Any:  # noqa: ANN401 - a function
    bar = Bar()

    def report(done: int, total: int) -> None:
        bar.show(done, total, _("%(done)d of %(total)d texts embedded") % {"done": done, "total": total})

    return report


def _told(outcome: "Outcome") -> str:
    """Return a line on what became of a file."""
    if outcome.state == "skipped":
        return _("skipped: %(reason)s") % {"reason": outcome.reason}
    count = ngettext("%(count)d passage", "%(count)d passages", outcome.passages) % {"count": outcome.passages}
    state = {"added": _("added"), "changed": _("changed"), "unchanged": _("unchanged")}[outcome.state]
    return f"{state}: {outcome.name} ({count})"
