"""What can be looked at in plain lines, beside the interview: the map, where a value is from, the question again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

from assistant.interview import recap
from assistant.interview.engine import Interview
from assistant.interview.events import Question
from assistant.interview.guide import plain
from assistant.journey.checklist import STEP_NAMES
from assistant.journey.models import Origin, OriginKind, Step
from assistant.locale import N_, translator
from assistant.text import clean, clean_line, shorten

MAX_PASSAGE = 700
"""Characters of a passage of the knowledge base."""

PASSAGES = 3
"""Passages that a search tells."""

Look = Callable[[Interview, str], Awaitable[list[str]]]
"""Returns paragraphs; the text is what was typed after the command."""


async def show_map(interview: Interview, step: str = "") -> list[str]:
    """Return the map as it is now, or one step of it; each line begins with the name that /edit and /origin take."""
    catalogue = translator(interview.map.language)
    wanted = [one for one in Step if step.lower() in ("", one.value, catalogue.gettext(STEP_NAMES[one]).lower())]
    if not wanted:
        told = N_("There is no step “%(step)s”. The steps are: %(steps)s.")
        return ["* " + interview.say(told) % {"step": shorten(step, 30), "steps": ", ".join(Step)}]
    stages = ", ".join(f"{stage.id} {stage.name}" for stage in interview.map.stages)
    shown = [f"== {clean_line(interview.map.title)} =="]
    if not step:
        shown.append(f"{interview.say(N_('Stages'))}: {stages}")
    for one in wanted:
        lines = [f"  {ref}: {text}" for ref, text in recap.lines(interview.map, one, catalogue)]
        if lines or step:
            shown.append("\n".join([f"{catalogue.gettext(STEP_NAMES[one])}:", *(lines or ["  -"])]))
    return shown


async def show_origin(interview: Interview, ref: str = "") -> list[str]:
    """Return where the value called `ref` is from, with the words it rests on and the answer that holds them."""
    origins = dict(_origins(interview, ref))
    if not origins:
        told = N_("The map holds nothing called “%(ref)s”. /map shows what it holds, each with its name.")
        return ["* " + interview.say(told) % {"ref": shorten(ref, 30)}]
    return [line for name, origin in origins.items() for line in _told(interview, name, origin)]


async def repeat(interview: Interview, _text: str = "") -> list[str]:
    """Return the question that waits, with its background."""
    asked = [event for event in interview.waiting() if isinstance(event, Question)]
    if not asked:
        return ["* " + interview.say(N_("No question is waiting. /goto STEP goes back to one."))]
    question = asked[-1]
    titles = "".join(f" [{source.title}]" for source in question.sources)
    return [question.text, *([f"({question.guidance}{titles})"] if question.guidance else [])]


async def search(interview: Interview, query: str = "") -> list[str]:
    """Return what the knowledge base has on `query`, each passage with its source."""
    found = await interview.replies.guide.passages(query, interview.map.language, PASSAGES) if query else []
    if not found:
        return ["* " + interview.say(N_("My notes have nothing on that, so I would rather not guess."))]
    return [f"{clean(shorten(plain(passage), MAX_PASSAGE))} [{clean_line(passage.title)}]" for passage in found]


LOOKS: dict[str, tuple[str, str, Look]] = {
    "map": ("/map [STEP]", N_("show the map, or one step of it"), show_map),
    "origin": ("/origin REF", N_("show where a value is from, for instance t3 or persona.age"), show_origin),
    "repeat": ("/repeat", N_("ask the question again, with its background"), repeat),
    "knowledge": ("/knowledge WORDS", N_("search the knowledge base"), search),
}
"""The commands of plain lines alone: how each is typed, what it does, and what does it."""


def help_lines(interview: Interview) -> str:
    """Return the commands of plain lines, one a line, as the engine's own help tells its own."""
    return "\n".join(f"- `{usage}`: {interview.say(told)}" for usage, told, _look in LOOKS.values())


def _origins(interview: Interview, ref: str) -> Iterator[tuple[str, Origin]]:
    """Yield the origins that `ref` names: of an item, of a field, or of all fields of the goal or the persona."""
    found = interview.map.find(ref)
    if found is not None:
        yield ref, found[1].origin
        return
    for part, whole in (("goal", interview.map.goal), ("persona", interview.map.persona)):
        for field, origin in whole.origins.items():
            if ref in (part, f"{part}.{field}"):
                yield f"{part}.{field}", origin


def _told(interview: Interview, name: str, origin: Origin) -> list[str]:
    kinds = {
        OriginKind.SAID: N_("said"),
        OriginKind.SUGGESTED: N_("suggested"),
        OriginKind.EVIDENCE: N_("evidence"),
        OriginKind.IMPORTED: N_("imported"),
    }
    head = f"{name}: {interview.say(kinds[origin.kind])}"
    if not origin.quote:
        return [head]
    lines = [f"{head}: “{clean_line(origin.quote)}”"]
    answer = interview.state.answers.get(origin.turn or 0)
    if answer and clean_line(answer) != clean_line(origin.quote):
        told = interview.say(N_("Answer %(turn)d: %(text)s"))
        lines.append(told % {"turn": origin.turn, "text": shorten(answer, MAX_PASSAGE)})
    return lines
