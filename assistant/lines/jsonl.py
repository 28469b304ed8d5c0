"""The interview as JSON lines: one object a line in, one a line out, for programs, tests and measurements."""

import asyncio
import contextlib
import functools
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any, TextIO

from assistant.errors import FileError
from assistant.interview.commands import BY_NAME
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
from assistant.locale import N_
from assistant.text import clean, shorten

_NOT_JSON = N_("This line is not JSON: %(line)s")
_STUCK = N_("The interview cannot go on: its events cannot be saved. What was saved is safe.")
_RESUME = N_("Free disk space, then go on with --session %(session)s.")
_NOT_OURS = N_('A line is {"type": "answer", "text": "…"} or {"type": "command", "name": "…", "args": {}}.')


async def run(interview: Interview, lines: AsyncIterator[str], out: TextIO) -> None:
    """Hold an interview: read commands and answers from `lines`, write events to `out`, until either side ends."""
    tell = functools.partial(write, out)
    await _tell(interview.begin(), tell)
    async for line in lines:
        if not line.strip():
            continue
        try:
            events = _events(interview, line)
        except ValueError as fault:
            tell({"type": "error", "text": str(fault)})
            events = _again(interview)
        if events is None:
            return
        try:
            if await _tell(events, tell):
                return
        except FileError as fault:  # the answer could not be saved; the client has it still
            tell({"type": "error", "text": str(fault)})
            await _tell(_again(interview), tell)
        if (
            interview.state.pending is None and not interview.state.finished
        ):  # the disk refuses the next question too; a client would wait for ever
            raise FileError(interview.say(_STUCK), interview.say(_RESUME) % {"session": interview.session})


def _events(interview: Interview, line: str) -> AsyncIterator[Event] | None:
    """Return the events that a line brings about, or None when it ends the interview.

    Raises:
        ValueError: the line is not of the protocol.
    """
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):  # also a number of more digits than Python reads
        raise ValueError(interview.say(_NOT_JSON) % {"line": shorten(clean(line), 80)}) from None
    match message:
        case {"type": "answer", "text": str(text)}:
            return interview.answer(text)
        case {"type": "command", "name": "quit"}:
            return None
        case {"type": "command", "name": str(name)}:
            args = message.get("args", {})
            if not isinstance(args, dict):
                raise ValueError(interview.say(_NOT_OURS))
            given = {str(key): str(value) for key, value in args.items()}
            return _then_wait(interview, interview.command(name if name in BY_NAME else clean(name), given))
        case _:
            raise ValueError(interview.say(_NOT_OURS))


async def _then_wait(interview: Interview, events: AsyncIterator[Event]) -> AsyncIterator[Event]:
    """Yield a command's events; a program waits for a question, so the pending one comes again if none did."""
    asked = False
    async for event in events:
        asked = asked or isinstance(event, Question | Finished)
        yield event
    if not asked:
        async for event in _again(interview):
            yield event


async def _again(interview: Interview) -> AsyncIterator[Event]:
    for event in interview.waiting():
        yield event


async def _tell(events: AsyncIterator[Event], tell: Callable[[Mapping[str, Any]], None]) -> bool:
    """Write events; return whether the interview is finished."""
    finished = False
    async for event in events:
        data = as_json(event)
        if data is not None:
            tell(data)
        finished = finished or isinstance(event, Finished)
    return finished


def write(out: TextIO, data: Mapping[str, Any]) -> None:
    """Write one line of the protocol."""
    out.write(json.dumps(data, ensure_ascii=False) + "\n")
    out.flush()


def as_json(event: Event) -> dict[str, Any] | None:
    """Return an event as the protocol has it, or None for what only a screen shows."""
    match event:
        case Ready(session, model, language):
            return {"type": "ready", "session": session, "model": model, "language": language}
        case Question(step, need, text, sources):
            return {
                "type": "question", "step": step.value, "need": need, "text": text, "sources": _sources(sources),
            }  # fmt: skip
        case MapChanged(journey):
            return {"type": "map", "map": journey.model_dump(mode="json")}
        case Recap(step, items):
            lines = [{"number": item.number, "id": item.ref, "text": item.text} for item in items]
            return {"type": "recap", "step": step.value, "items": lines}
        case Reply(text, sources):
            return {"type": "reply", "text": text, "sources": _sources(sources)}
        case Suggestion():
            return {"type": "suggestion", **suggestion_as_json(event)}
        case Notice(text):
            return {"type": "notice", "text": text}
        case Failure(text):
            return {"type": "error", "text": text}
        case Finished(path):
            return {"type": "finished", "path": path}
        case _:
            return None


def suggestion_as_json(suggestion: Suggestion) -> dict[str, Any]:
    """Return a suggestion as programs read it."""
    return {
        "number": suggestion.number,
        "text": suggestion.text,
        "addresses": list(suggestion.addresses),
        "about": suggestion.about,
        "stage": suggestion.stage,
        "metric": {"id": suggestion.metric_id, "name": suggestion.metric},
        "effort": suggestion.effort,
        "impact": suggestion.impact,
        "sources": [{**source, "heading": suggestion.heading} for source in _sources(suggestion.sources)],
        "detail": suggestion.detail,
        "key": suggestion.key,
    }


def _sources(sources: Iterable[Source]) -> list[dict[str, str]]:
    return [{"title": source.title, "article": source.article} for source in sources]


async def read_lines(stream: TextIO) -> AsyncIterator[str]:
    """Yield the lines of a blocking stream without blocking the event loop.

    A daemon thread reads: one of asyncio's own would keep the process alive until the next line, also after Ctrl+C.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()

    def read() -> None:
        with contextlib.suppress(RuntimeError, ValueError):  # the loop or the stream was closed meanwhile
            while line := stream.readline():
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, "")

    threading.Thread(target=read, daemon=True, name="standard input").start()
    while line := await lines.get():
        yield line
