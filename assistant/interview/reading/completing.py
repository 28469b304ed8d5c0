"""Completing what the rules read with a small language model: a short task a step, every word looked up in the answer.

Small weights split one thing into three and turn remarks into items, but they know names, trades and idioms that no
word list holds. So they fill what the rules left open, in two steps: who the customer is, and what is measured; where
the rules left nothing open, they are not asked. (Asked
for feelings at touchpoints too, they took 12 s for the slowest turns and brought nothing in nine unseen scenarios.)
Prompts begin the same for every answer of a step, which the server has read already, and few words are written.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.interview.reading.corrections import without_replaced
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.merging import completed
from assistant.interview.reading.numbers import figures
from assistant.interview.reading.source import Source
from assistant.interview.reading.turn import Reading, Situation, TurnKind
from assistant.interview.reading.words import Word, words
from assistant.journey.edits import Add, Change, Edit, SetField
from assistant.journey.models import Step
from assistant.models.port import ChatModel, Message
from assistant.text import locate
from prompts.loader import template

MAX_READ = 1200
"""Characters of an answer that are read so: a longer one would keep the person waiting, and is left to the rules."""

_MAX_WORDS = 160
_MAX_ITEMS = 9
_REMARK = 2
"""As few words that nothing was read from say no more than "let me see"."""

Copied = Annotated[str, Field(max_length=_MAX_WORDS)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PersonaForm(_Form):
    """Who the customer is."""

    name: Copied | None
    age: Copied | None
    occupation: Copied | None
    location: Copied | None
    interests: Annotated[list[Copied], Field(max_length=4)]
    challenges: Annotated[list[Copied], Field(max_length=4)]
    personality: Copied | None


class Measure(_Form):
    """Something that is measured."""

    name: Copied
    now: Copied | None
    goal: Copied | None


class MetricsForm(_Form):
    """What is measured."""

    measures: Annotated[list[Measure], Field(max_length=_MAX_ITEMS)]


Form = PersonaForm | MetricsForm

FORMS: dict[Step, type[Form]] = {
    Step.PERSONA: PersonaForm,
    Step.METRICS: MetricsForm,
}
"""The form of each step that is completed so."""


def beginning(step: Step, language: str) -> list[Message]:
    """Return what every prompt of a step begins with: the task, and answers with their forms filled, by turns."""
    messages = [Message("system", template(f"complete_{step}").template)]
    for line in template(f"shots_{step}_{language}").template.splitlines():
        said = line.removeprefix("> ")
        messages.append(Message("user", said) if said != line else Message("assistant", line))
    return messages


async def prime(model: ChatModel, step: Step, language: str) -> None:
    """Let `model` read what all prompts of a step begin with, while the person still types."""
    if step in FORMS:
        await model.prime(FORMS[step], beginning(step, language))


async def complete(model: ChatModel, situation: Situation, by_rules: Reading) -> Reading:
    """Return the rules' reading with what `model` finds besides.

    Raises:
        ModelError: the model failed, or filled the form neither time.
    """
    source = without_replaced(situation.answer, situation.language, situation.earlier)
    if situation.step not in FORMS or len(source.text) > MAX_READ or not _left_open(source.text, situation, by_rules):
        return by_rules
    prompt = [*beginning(situation.step, situation.language), Message("user", " ".join(source.text.split()))]
    filled = await model.read(FORMS[situation.step], prompt)
    edits = tuple(_completed(filled, source, situation, by_rules.edits))
    kind = TurnKind.ANSWER if edits and by_rules.kind is TurnKind.VAGUE else by_rules.kind
    return replace(by_rules, kind=kind, edits=edits, by=model.name)


def _left_open(text: str, situation: Situation, by_rules: Reading) -> bool:
    """Tell whether the rules may have left out something that `complete` could fill."""
    if situation.step is Step.PERSONA:
        return len(_unread(text, by_rules.edits)) > _REMARK
    metrics = [edit.values for edit in by_rules.edits if isinstance(edit, Add) and edit.part == "metrics"]
    told = " ".join(str(values.get(name)) for values in metrics for name in ("baseline", "target"))
    known = {figure.numbers for figure in figures(told, words(told), situation.language)}
    unused = [one for one in figures(text, words(text), situation.language) if one.numbers not in known]
    return bool(unused) and any(not (values.get("baseline") and values.get("target")) for values in metrics)


def _unread(text: str, edits: Sequence[Edit]) -> list[Word]:
    """Return the words of `text` that no edit rests on."""
    quotes = (edit.origin.quote or "" for edit in edits if isinstance(edit, Add | SetField | Change))
    spans = [place for quote in quotes if (place := locate(quote, text))]
    return [word for word in words(text) if not any(start <= word.start < end for start, end in spans)]


def _completed(filled: Form, source: Source, situation: Situation, lead: Sequence[Edit]) -> Sequence[Edit]:
    draft = Draft(situation, source)
    match filled:
        case PersonaForm():
            _read_persona(filled, draft)
        case MetricsForm():
            _read_measures(filled, draft)
    return completed(lead, draft.edits, situation)


def _read_persona(filled: PersonaForm, draft: Draft) -> None:
    for field, value in filled:
        for said in value if isinstance(value, list) else [value]:
            if place := locate(said or "", draft.source.text):
                draft.set("persona", field, draft.source.text[slice(*place)], *place)


def _read_measures(filled: MetricsForm, draft: Draft) -> None:
    text = draft.source.text
    for measure in filled.measures:
        place = locate(measure.name, text)
        if place is None:
            continue
        spans = {name: locate(said or "", text) for name, said in (("baseline", measure.now), ("target", measure.goal))}
        told = {name: text[slice(*at)] for name, at in spans.items() if at and _has_figure(text[slice(*at)], draft)}
        if told.get("baseline") == told.get("target"):
            told.pop("target", None)
        end = max([place[1], *(at[1] for at in spans.values() if at)])
        draft.add("metrics", {"name": text[slice(*place)], **told}, place[0], end, place[0])


def _has_figure(text: str, draft: Draft) -> bool:
    return bool(figures(text, words(text), draft.language))
