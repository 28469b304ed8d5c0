"""Completing what the rules read with a small language model: a short task a step, every word looked up in the answer.

Small weights split one thing into three and turn remarks into items, but they know names, trades and idioms that no
word list holds. So they fill what the rules left open, in the steps where that was measured to help: who the customer
is, what is measured, and how customers feel. Prompts begin the same for every answer of a step (the server has read
that already) and few words are written, so that a turn takes seconds on two cores.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal, cast

from pydantic import BaseModel, ConfigDict, Field

from assistant.interview.reading.corrections import without_replaced
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.merging import completed, share
from assistant.interview.reading.numbers import figures
from assistant.interview.reading.source import Source
from assistant.interview.reading.turn import Reading, Situation, TurnKind
from assistant.interview.reading.words import words
from assistant.journey.edits import Add, Edit
from assistant.journey.models import Step
from assistant.models.port import ChatModel, Message
from assistant.text import locate
from prompts.loader import template

MAX_READ = 1200
"""Characters of an answer that are read so: some 15 s of a small model's time; the rest is left to the rules."""

_MAX_WORDS = 160
_MAX_ITEMS = 9

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


class Place(_Form):
    """Where customers meet the business."""

    words: Copied
    felt: Copied | None
    feeling: Literal["good", "bad", "indifferent", "none"]


class TouchpointsForm(_Form):
    """Where customers meet the business, and how they feel there."""

    places: Annotated[list[Place], Field(max_length=_MAX_ITEMS)]


Form = PersonaForm | MetricsForm | TouchpointsForm

FORMS: dict[Step, type[Form]] = {
    Step.PERSONA: PersonaForm,
    Step.TOUCHPOINTS: TouchpointsForm,
    Step.METRICS: MetricsForm,
}
"""The form of each step that is completed so."""

_FEELINGS = {"good": 1, "bad": -1, "indifferent": 0}


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
    if situation.step not in FORMS or len(source.text) > MAX_READ:
        return by_rules
    prompt = [*beginning(situation.step, situation.language), Message("user", " ".join(source.text.split()))]
    filled = await model.read(FORMS[situation.step], prompt)
    edits = tuple(_completed(filled, source, situation, by_rules.edits))
    kind = TurnKind.ANSWER if edits and by_rules.kind is TurnKind.VAGUE else by_rules.kind
    return replace(by_rules, kind=kind, edits=edits, by=model.name)


def _completed(filled: Form, source: Source, situation: Situation, lead: Sequence[Edit]) -> Sequence[Edit]:
    draft = Draft(situation, source)
    match filled:
        case PersonaForm():
            _read_persona(filled, draft)
        case MetricsForm():
            _read_measures(filled, draft)
        case TouchpointsForm():
            return _with_places(filled, draft, lead)
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


def _with_places(filled: TouchpointsForm, draft: Draft, lead: Sequence[Edit]) -> list[Edit]:
    """Return the edits of `lead` with feelings of touchpoints that have none, where the words that tell them stand."""
    edits = list(lead)
    for place in filled.places:
        felt = locate(place.felt or "", draft.source.text)
        where = locate(place.words, draft.source.text)
        if where is None or felt is None or place.feeling not in _FEELINGS:
            continue
        about = _about(draft.source.text[slice(*where)], edits)
        if about is not None and cast(Add, edits[about]).values.get("emotion") is None:
            edits[about] = _felt(cast(Add, edits[about]), _FEELINGS[place.feeling])
    return edits


def _about(words: str, edits: Sequence[Edit]) -> int | None:
    """Return which of the touchpoints added is the one that these words tell of."""
    shares = {
        place: share(f"{edit.values.get('name')} {edit.values.get('customer_action') or ''}", words)
        for place, edit in enumerate(edits)
        if isinstance(edit, Add) and edit.part == "touchpoints"
    }
    best = max(shares, key=lambda place: shares[place], default=None)
    return best if best is not None and shares[best] >= 0.5 else None


def _felt(edit: Add, emotion: int) -> Add:
    return edit.model_copy(update={"values": {**edit.values, "emotion": emotion}})
