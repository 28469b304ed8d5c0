"""The command `suggest`: what the knowledge base advises for a map."""

import argparse
import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from assistant.cli.knowledge_base import opened
from assistant.cli.maps import load_map
from assistant.cli.output import print_json
from assistant.errors import EXIT_FAILURE
from assistant.interview.state import InterviewState
from assistant.locale import translator
from assistant.locations import sessions_file
from assistant.settings import load


def suggest(options: argparse.Namespace) -> int:
    """Print what the knowledge base advises for a map; exit code 1 when it has nothing.

    For a session, what was refused in it does not come again.
    """
    from assistant.interview.events import Suggestion
    from assistant.interview.guide import Guide
    from assistant.interview.opening import chat_model
    from assistant.interview.suggestions import Suggester, without
    from assistant.lines.jsonl import suggestion_as_json
    from assistant.redaction.redactor import Redactor

    journey, name = load_map(options.map)
    state = _session(options.map)
    _ = translator(journey.language).gettext

    async def tell() -> list[Suggestion]:
        found = []
        refused, answers = (state.refused, state.answers.values()) if state else ({}, ())
        try:
            today = datetime.now(UTC).date()
            async for each in suggester.suggest(journey, today, refused=refused, answers=answers):
                found.append(each)
                if not options.json:
                    sources = ", ".join(source.title for source in each.sources)
                    print(f"{each.number}. {each.text}\n   {each.detail}")
                    print("   " + _("Source: %(titles)s") % {"titles": sources})
        finally:
            if model is not None:
                await model.close()
        return found

    settings = load({})
    model = chat_model(replace(settings, model=options.model), Redactor(on=settings.redact == "on"))
    with opened() as base:
        suggester = Suggester(Guide(base), model, base.labeller)
        found = asyncio.run(tell())
    if options.json:
        print_json([suggestion_as_json(each) for each in found])
    elif not found:
        print(_(without(journey)))
    elif state is not None:
        hint = _("`journeymap resume %(session)s` opens the interview; there /accept and /refuse decide on them.")
        print(hint % {"session": name})
    return 0 if found else EXIT_FAILURE


def _session(name: str) -> InterviewState | None:
    """Return where the session of this id stands, or None if the name is not one."""
    from assistant.interview.store import SqliteSessionStore

    if not sessions_file().exists():
        return None
    store = SqliteSessionStore(sessions_file())
    try:
        return store.load(name) if any(info.id == name for info in store.list()) else None
    finally:
        store.close()
