"""The interview as plain lines: for screen readers, pipes and terminals that can show nothing else."""

import textwrap
from collections.abc import AsyncIterator
from typing import TextIO

from assistant.errors import FileError, OvertakenError
from assistant.interview import recap
from assistant.interview.commands import parse
from assistant.interview.engine import Interview
from assistant.interview.events import (
    Event,
    Failure,
    Finished,
    MapChanged,
    Notice,
    Question,
    Ready,
    Recap,
    Reply,
    Source,
    Suggestion,
)
from assistant.journey.checklist import STEP_NAMES
from assistant.journey.models import JourneyMap, Step
from assistant.lines.looking import LOOKS, help_lines, show_map
from assistant.locale import N_, translator
from assistant.text import shorten

WIDTH = 100
MOST_NOTED = 8
"""Lines that tell what an answer brought."""

MAX_ECHO = 400
"""Characters of an answer that are repeated; the whole of it is kept."""


async def run(interview: Interview, lines: AsyncIterator[str], out: TextIO, *, echo: bool = False) -> None:
    """Hold an interview in lines; a line that begins with ``/`` is a command, of the engine or of `LOOKS`.

    Args:
        interview: the interview to hold.
        lines: what the person types.
        out: where everything is written.
        echo: repeat each answer, so that what comes from a pipe reads as a conversation.
    """
    await _tell(interview, interview.begin(), out)
    _tell_unsent(interview, out)
    async for line in lines:
        text = line.rstrip("\n")
        if echo:
            _write(out, f"> {shorten(text, MAX_ECHO)}")
        if not text.strip():
            continue
        command = parse(text.strip())
        if command is not None and command[0] == "quit":
            break
        if command is not None and command[0] in LOOKS:
            _usage, _help, look = LOOKS[command[0]]
            _write_all(await look(interview, text.strip().partition(" ")[2].strip()), out)
            continue
        events = interview.answer(text) if command is None else interview.command(*command)
        try:
            if await _tell(interview, events, out):
                return
            if command is not None and command[0] == "help":
                _write(out, help_lines(interview))
            if text.strip() == interview.unsent:
                interview.keep_unsent("")
        except FileError as fault:  # the answer could not be saved; it still stands on the screen
            _write(out, f"* {fault}")
            for event in interview.waiting() if isinstance(fault, OvertakenError) else ():
                _write_all(_paragraphs(interview, event), out)
    saved = N_("Everything is saved. `journeymap resume %(session)s` goes on here.")
    _write(out, interview.say(saved) % {"session": interview.session})


def _tell_unsent(interview: Interview, out: TextIO) -> None:
    """Show what was typed on the screen and not sent; it is kept until it is sent."""
    if interview.unsent:
        told = N_("When you left, you had typed this and not sent it. Send it by typing it again:")
        _write(out, f"* {interview.say(told)}")
        _write(out, shorten(interview.unsent, MAX_ECHO))


async def _tell(interview: Interview, events: AsyncIterator[Event], out: TextIO) -> bool:
    finished = False
    async for event in events:
        for paragraph in _paragraphs(interview, event):
            _write(out, paragraph)
        if isinstance(event, Finished):
            finished = True
            _write_all(await show_map(interview), out)
            if event.path:
                _write(out, interview.say(N_("The map is in %(path)s.")) % {"path": event.path})
    return finished


def _paragraphs(interview: Interview, event: Event) -> list[str]:
    """Return an event as paragraphs of text; what only a screen can show is left out."""
    say = interview.say
    match event:
        case Ready(session, model):
            place = N_("your answers are sent there") if interview.remote else N_("your answers stay on this machine")
            told = N_("Interview %(session)s. Model: %(model)s; %(place)s. Type /help for commands.")
            return [say(told) % {"session": session, "model": model, "place": say(place)}]
        case Question(step, _, text, sources, guidance):
            steps = list(Step)
            title = f"[{steps.index(step) + 1}/{len(steps)} {say(STEP_NAMES[step])}] {text}"
            return [title, f"({guidance} {_named(sources)})"] if guidance else [title]
        case Recap(_, items):
            return ["\n".join(f"{item.number}. {item.text}" for item in items)] if items else []
        case Reply(text, sources):
            return [f"{text} {_named(sources)}".strip()]
        case Suggestion(number, text, sources, detail=detail):
            return ["\n".join(filter(None, (f"{number}. {text}", f"   {detail} {_named(sources)}".rstrip())))]
        case Notice(text) | Failure(text):
            return [f"* {text}"]
        case MapChanged(journey, touched):
            return _noted(interview, journey, touched)
        case _:
            return []


def _noted(interview: Interview, journey: JourneyMap, touched: tuple[str, ...]) -> list[str]:
    """Return what entered the map or changed in it, a line each."""
    told = recap.all_lines(journey, translator(journey.language))
    lines = [f"+ {ref}: {text}" for ref, text in told.items() if ref.partition("[")[0] in touched]
    if len(lines) > MOST_NOTED:
        more = interview.say(N_("and %(count)d more; /map shows them"))
        lines[MOST_NOTED:] = [f"+ {more % {'count': len(lines) - MOST_NOTED}}"]
    return ["\n".join(lines)] if lines else []


def _named(sources: tuple[Source, ...]) -> str:
    return "".join(f"[{source.title}]" for source in sources)


def _write_all(paragraphs: list[str], out: TextIO) -> None:
    for paragraph in paragraphs:
        _write(out, paragraph)


def _write(out: TextIO, paragraph: str) -> None:
    """Write a paragraph, wrapped at words, with an empty line after it."""
    for line in paragraph.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        out.write(
            textwrap.fill(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) + "\n"
        )
    out.write("\n")
    out.flush()
