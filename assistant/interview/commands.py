"""The commands that a person can give at any time, whatever the face."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.errors import JourneymapError, OvertakenError
from assistant.interview import closing, recap, revising, sharing, taking, unknowns
from assistant.interview.course import ask_again, proceed
from assistant.interview.events import Event, Failure, MapChanged, Notice, Reply
from assistant.interview.reading.closing import OFFER
from assistant.interview.state import RECAP, REVIEWED, Record, carry_out
from assistant.interview.withdrawal import withdraw
from assistant.journey.by_hand import ByHand, Delete, Merge, Move, New, Put
from assistant.journey.checklist import BY_ID, STEP_NAMES
from assistant.journey.edits import Describe
from assistant.journey.models import LABELS, Step
from assistant.journey.review import review
from assistant.journey.review.told import SEVERITY_NAMES, advice, sentence
from assistant.locale import LANGUAGES, N_, NAMES, translator
from assistant.text import shorten

if TYPE_CHECKING:
    from assistant.interview.engine import Interview

_TOLD = 160
"""Characters of what /undo took back that are told."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, the names of its arguments (those in brackets may be left out), and what it does."""

    name: str
    help: str
    arguments: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        """The command as it is typed."""
        return " ".join([f"/{self.name}", *(argument.upper() for argument in self.arguments)])


COMMANDS: tuple[Command, ...] = (
    Command("help", N_("show what you can type")),
    Command("back", N_("return to the step before this one")),
    Command("skip", N_("leave this question out; it is noted as unknown")),
    Command("goto", N_("go to a step: goal, persona, goals, touchpoints, constraints, actions, metrics"), ("step",)),
    Command("undo", N_("take the last change to the map back")),
    Command("redo", N_("carry out again what undo took back")),
    Command("retract", N_("take your last answer back and answer anew")),
    Command(
        "edit", N_("give a field of the map another value, for instance t3 emotion -1"), ("ref", "field", "[value]")
    ),
    Command("add", N_("add to a part of the map: touchpoints, constraints, goals, stages"), ("part", "value")),
    Command("delete", N_("take an item or a value out of the map"), ("ref",)),
    Command("move", N_("move an item to another stage, a stage to the place of another"), ("ref", "[stage]")),
    Command("merge", N_("merge a stage into another one"), ("ref", "stage")),
    Command("why", N_("explain why this is asked")),
    Command("suggest", N_("show what the knowledge base advises for what gets in the way")),
    Command("accept", N_("put a suggestion into the map, as it is or in your own words"), ("number", "[text]")),
    Command("refuse", N_("set a suggestion aside for good"), ("number",)),
    Command("review", N_("show where the map is weak, and what to do about it")),
    Command("export", N_("write the map to a file: json, markdown, html, xlsx and more"), ("format", "[path]")),
    Command("language", N_("change the language of the interview: en, es, pl"), ("language",)),
    Command("model", N_("change the language model, for instance local, none, openai:NAME"), ("spec",)),
    Command("redact", N_("hide personal data from models on servers: on, off"), ("[choice]",)),
    Command("sent", N_("show what went to the language model last, as it went")),
    Command("quit", N_("leave; everything is saved")),
)

BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}


def parse(line: str) -> tuple[str, dict[str, str]] | None:
    """Read a line that begins with a slash into a command's name and arguments; None: it is no command line.

    A name that does not exist comes back too: the engine says so. A path with a slash inside it is no command.
    """
    if not line.startswith("/") or "\n" in line.strip():
        return None
    name, _, rest = line[1:].strip().partition(" ")
    if not name.isalpha():
        return None
    command = BY_NAME.get(name.lower())
    words = rest.split(None, max(len(command.arguments) - 1, 0)) if command and rest.strip() else []
    names = [argument.strip("[]") for argument in command.arguments] if command else []
    return name.lower(), dict(zip(names, (word.strip() for word in words), strict=False))


async def run(interview: Interview, name: str, args: Mapping[str, str]) -> AsyncIterator[Event]:
    """Carry out a command and yield what came of it; a fault is told, never raised."""
    handler = _HANDLERS.get(name)
    if handler is None:
        unknown = N_("There is no command /%(name)s. /help shows those there are.")
        yield Failure(interview.say(unknown) % {"name": shorten(name, 30)})
        return
    finished, before = interview.state.finished, interview.map
    try:
        async for event in handler(interview, args):
            yield event
        if finished and interview.state.finished and interview.map is not before:
            for event in interview.write_finished():
                yield event
    except JourneymapError as fault:
        yield Failure(str(fault))
        if isinstance(fault, OvertakenError):
            yield MapChanged(interview.map)
            for event in interview.waiting():
                yield event


async def _help(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    yield Reply("\n".join(f"- `{c.usage}`: {interview.say(c.help)}" for c in COMMANDS))


async def _back(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    steps = list(Step)
    place = max(steps.index(interview.state.step) - 1, 0)
    async for event in _open(interview, steps[place]):
        yield event


async def _goto(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    wanted = args.get("step", "").lower()
    names = {step.value: step for step in Step}
    names |= {interview.say(STEP_NAMES[step]).lower(): step for step in Step}
    if wanted not in names:
        told = N_("There is no step “%(step)s”. The steps are: %(steps)s.")
        yield Failure(interview.say(told) % {"step": shorten(wanted, 30), "steps": ", ".join(Step)})
        return
    async for event in _open(interview, names[wanted]):
        yield event


async def _open(interview: Interview, step: Step) -> AsyncIterator[Event]:
    interview.record((Record.WENT, {"step": step.value, "reopen": True}))
    async for event in proceed(interview):
        yield event


async def _skip(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    state = interview.state
    if state.pending is None:
        yield Failure(interview.say(N_("No question is waiting. /goto STEP goes back to one.")))
        return
    need = BY_ID.get(state.pending.need)
    if closing.asks(state.pending.need):
        interview.record((Record.CLOSED, {"step": None, "needs": []}))
    elif state.pending.need == OFFER:
        interview.record((Record.CLOSED, {"step": None, "needs": [REVIEWED]}))
    elif need is None:
        interview.record((Record.CLOSED, {"step": state.step.value, "needs": []}))
    else:
        edits = unknowns.settle(state.map, [need], unknowns.ours())
        _, applied, _ = carry_out(state, edits)
        noted = [outcome.edit.model_dump(mode="json") for outcome in applied]
        interview.record((Record.EDITED, {"edits": noted}), (Record.CLOSED, {"step": None, "needs": [need.id]}))
        if applied:
            yield MapChanged(interview.map, tuple(ref for outcome in applied for ref in outcome.touched))
    async for event in proceed(interview):
        yield event


async def _undo(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    async for event in _move(interview, Record.UNDONE, bool(interview.state.history.past)):
        yield event


async def _redo(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    async for event in _move(interview, Record.REDONE, bool(interview.state.history.future)):
        yield event


async def _move(interview: Interview, record: Record, possible: bool) -> AsyncIterator[Event]:
    if not possible:
        nothing = N_("There is nothing to take back.") if record is Record.UNDONE else N_("There is nothing to redo.")
        yield Failure(interview.say(nothing))
        return
    before = interview.map
    interview.record((record, {}))
    yield MapChanged(interview.map, interview.differences(before))
    catalogue = translator(interview.map.language)
    shown, shown_before = (recap.all_lines(journey, catalogue) for journey in (interview.map, before))
    if record is Record.UNDONE:
        gone = [text for ref, text in shown_before.items() if shown.get(ref) != text]
        told, told_what = N_("The last change is taken back."), N_("The last change is taken back: %(what)s")
    else:
        gone = [text for ref, text in shown.items() if shown_before.get(ref) != text]
        told, told_what = N_("The change is made again."), N_("The change is made again: %(what)s")
    what = shorten("; ".join(gone), _TOLD)
    yield Notice(interview.say(told_what) % {"what": what} if what else interview.say(told))


async def _retract(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    for event in [*withdraw(interview), *interview.waiting()]:
        yield event


def _by_hand(change: Callable[[Mapping[str, str]], ByHand]) -> Handler:
    """Return the handler of a command that changes the map by hand."""

    async def revise(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
        for event in revising.revise(interview, change(args)):
            yield event

    return revise


def _put(args: Mapping[str, str]) -> ByHand:
    """Read ``t3 emotion -1``, ``persona age 39`` and ``persona.age 39``."""
    ref, dot, key = args.get("ref", "").partition(".")
    field, value = args.get("field", ""), args.get("value", "")
    return Put(ref=ref, values={key: f"{field} {value}".strip()} if dot else {field: value})


def _new(args: Mapping[str, str]) -> ByHand:
    part = args.get("part", "")
    return New(part=part, values={LABELS.get(part, ""): args.get("value", "")})


async def _why(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    pending = interview.state.pending
    yield await interview.replies.why(pending.need if pending else RECAP, interview.map.language)


async def _review(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    catalogue = translator(interview.map.language)
    findings = review(interview.map, datetime.now(UTC).date())
    if not findings:
        yield Reply(interview.say(N_("The review found nothing to improve.")))
        return
    lines = [
        f"- **{interview.say(SEVERITY_NAMES[finding.severity])}** {sentence(finding, catalogue)} "
        f"→ {advice(finding, catalogue)}"
        for finding in findings
    ]
    yield Reply("\n".join([interview.say(N_("This is where the map is still weak:")), "", *lines]))


async def _export(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    path = interview.exports.export(interview.map, interview.session, args.get("format", "json"), args.get("path"))
    yield Notice(interview.say(N_("The map is in %(path)s.")) % {"path": path})


async def _language(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    language = args.get("language", "").lower()
    if language not in LANGUAGES:
        told = N_("The languages are: %(languages)s.")
        yield Failure(interview.say(told) % {"languages": ", ".join(LANGUAGES)})
        return
    if language != interview.map.language:
        interview.edit([Describe(field="language", value=language)])
        yield MapChanged(interview.map, ("language",))
    yield Notice(interview.say(N_("The interview goes on in %(language)s.")) % {"language": NAMES[language]})
    async for event in ask_again(interview):
        yield event


async def _model(interview: Interview, args: Mapping[str, str]) -> AsyncIterator[Event]:
    spec = args.get("spec", "")
    if not spec:
        yield _model_notice(interview)
        return
    await interview.change_model(spec)
    yield _model_notice(interview)


def _model_notice(interview: Interview) -> Notice:
    place = N_("your answers are sent there") if interview.remote else N_("your answers stay on this machine")
    told = N_("The language model is %(model)s; %(place)s.")
    text = interview.say(told) % {"model": interview.model_name, "place": interview.say(place)}
    rests = N_("It failed, so I go on without it for now and check in the background whether it works again.")
    return Notice(f"{text} {interview.say(rests)}" if interview.model_rests else text)


Handler = Callable[["Interview", Mapping[str, str]], AsyncIterator[Event]]

_HANDLERS: Mapping[str, Handler] = {
    "help": _help,
    "back": _back,
    "skip": _skip,
    "goto": _goto,
    "undo": _undo,
    "redo": _redo,
    "retract": _retract,
    "edit": _by_hand(_put),
    "add": _by_hand(_new),
    "delete": _by_hand(lambda args: Delete(ref=args.get("ref", ""))),
    "move": _by_hand(lambda args: Move(ref=args.get("ref", ""), to=args.get("stage", ""))),
    "merge": _by_hand(lambda args: Merge(ref=args.get("ref", ""), into=args.get("stage", ""))),
    "why": _why,
    "suggest": taking.suggest,
    "accept": taking.accept,
    "refuse": taking.refuse,
    "review": _review,
    "export": _export,
    "language": _language,
    "model": _model,
    "redact": sharing.redact,
    "sent": sharing.sent,
}
