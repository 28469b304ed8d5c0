"""Reading an answer with a language model: one task a call, extractive, every word looked up in the answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from assistant.interview.reading import labels, rules, wire
from assistant.interview.reading.turn import Reading, Situation, TurnKind
from assistant.journey.checklist import needs_of
from assistant.journey.edits import Add, Change, Edit, FieldPart, ItemPart, Link, Remove, SetField, Value
from assistant.journey.grounding import MAX_QUOTE, supported, tokens, verbatim
from assistant.journey.models import LABELS, Item, Origin, OriginKind, StageKind, Step, label
from assistant.models.port import ChatModel, Message
from prompts.loader import render, template

MAX_READ = 6000
"""Characters of an answer that one call reads; a longer one is read in parts."""


async def read(model: ChatModel, situation: Situation) -> Reading:
    """Return what `model` reads in the answer, grounded: what the answer does not hold is left out.

    Raises:
        ModelError: the model failed, or filled the form neither time.
    """
    filled = await model.read(wire.READINGS[situation.step], messages(situation))
    edits = list(_edits(filled, situation))
    for part in filled.elsewhere:
        edits += _elsewhere(part, situation)
    return Reading(_kind(filled.kind, edits), tuple(edits), situation.answer, model.name)


async def prime(model: ChatModel, step: Step, language: str) -> None:
    """Let `model` read what all prompts of a step begin with, while the person still types."""
    await model.prime(wire.READINGS[step], [instructions(step, language)])


def messages(situation: Situation) -> list[Message]:
    """Return the call's messages: a beginning that is the same for every answer of a step, then what is new."""
    return [instructions(situation.step, situation.language), Message("user", "\n".join(_news(situation)))]


def instructions(step: Step, language: str) -> Message:
    """Return what the model is to do with an answer of a step, with an example in the interview's language."""
    task, examples = template(f"read_{step}").template, template(f"examples_{step}_{language}").template
    return Message("system", render("read", task=task, examples=examples))


def _news(situation: Situation) -> Iterator[str]:
    known = known_items(situation)
    if known:
        yield "Known items: " + " ".join(f"{number}. {text}" for number, (_, text) in enumerate(known, start=1))
    if situation.step is Step.ACTIONS and situation.map.constraints:
        listed = (f"{n}. {c.text}" for n, c in enumerate(situation.map.constraints, start=1))
        yield "Known constraints: " + " ".join(listed)
    yield f"Question: {situation.question}"
    yield f'Answer: """{situation.answer[:MAX_READ]}"""'


def known_items(situation: Situation) -> list[tuple[str, str]]:
    """Return the id and the words of the step's items, in the order in which the model is shown them.

    After a recap they have the recap's numbers, so that "2 is wrong" means the same to the person and the model.
    """
    if situation.recap:
        found = [situation.map.find(ref) for _, ref in sorted(situation.recap.items())]
        return [(item.id, label(part, item)) for part, item in filter(None, found)]
    if situation.step in (Step.GOAL, Step.PERSONA):
        return []
    part = situation.step.value
    return [(item.id, label(part, item)) for item in situation.map.part(part)]


def _kind(told: TurnKind, edits: Sequence[Edit]) -> TurnKind:
    """Return the kind of turn: whoever brings a fact has answered, whatever the model calls it."""
    if edits:
        return TurnKind.CORRECTION if told is TurnKind.CORRECTION else TurnKind.ANSWER
    return TurnKind.VAGUE if told in (TurnKind.ANSWER, TurnKind.CORRECTION) else told


def _edits(filled: wire.WireReading, situation: Situation) -> Iterator[Edit]:
    match filled:
        case wire.GoalReading() | wire.PersonaReading():
            yield from _fields(filled, situation)
        case (
            wire.GoalsReading()
            | wire.TouchpointsReading()
            | wire.ConstraintsReading()
            | wire.ActionsReading()
            | wire.MetricsReading()
        ):
            yield from _items(filled, situation)


def _fields(filled: wire.GoalReading | wire.PersonaReading, situation: Situation) -> Iterator[Edit]:
    part = cast(FieldPart, situation.step.value)
    for field, value in filled:
        if field in ("kind", "elsewhere"):
            continue
        for words in value if isinstance(value, list) else [value]:
            quote = grounded(words, situation.answer)
            if quote:
                yield SetField(part=part, field=field, value=quote, origin=_said(quote, situation))


def _items(filled: wire.ListReading, situation: Situation) -> Iterator[Edit]:
    part = cast(ItemPart, situation.step.value)
    known = known_items(situation)
    for number in filled.removes:
        if 1 <= number <= len(known) and (found := situation.map.find(known[number - 1][0])):
            yield Remove(part=cast(ItemPart, found[0]), id=found[1].id)
    for item in filled.items:
        quote = grounded(item.words, situation.answer)
        if not quote:
            continue
        origin = _said(quote, situation)
        values = _values(item, quote, situation)
        target = known[item.changes - 1][0] if item.changes and 1 <= item.changes <= len(known) else None
        if target and (found := situation.map.find(target)) and found[0] == part:
            yield from _changes(part, found[1], values, origin)
        else:
            yield Add(part=part, values=values, origin=origin)


def _changes(part: ItemPart, item: Item, values: Mapping[str, Value], origin: Origin) -> Iterator[Edit]:
    """Yield the edits that bring a known item up to date with what was newly said of it."""
    for field, value in values.items():
        if field == LABELS[part] or value in (None, [], "") or getattr(item, field) == value:
            continue
        if isinstance(value, list):
            yield Link(part=part, id=item.id, field=field, targets=tuple(value))
        else:
            yield Change(part=part, id=item.id, field=field, value=value, origin=origin)


def _values(item: wire.WireItem, quote: str, situation: Situation) -> dict[str, Value]:
    """Return the values of the map's item for one of the wire's; text that the answer does not hold is left out."""
    journey, answer = situation.map, situation.answer
    match item:
        case wire.WireTouchpoint():
            return {
                "name": _name(item.name, quote, answer),
                "stage": stage_for(item.stage, situation),
                "channel": item.channel.value if item.channel else None,
                "emotion": item.feeling,
            }
        case wire.WireConstraint():
            stage = stage_for(item.stage, situation)
            return {"text": quote, "stage": stage, "cause": grounded(item.cause, answer)}
        case wire.WireAction():
            linked: list[str] = [c.id for n, c in enumerate(journey.constraints, start=1) if n in item.answers]
            owner, due = grounded(item.owner, answer), grounded(item.due, answer)
            return {"text": quote, "addresses": linked, "owner": owner, "due": due}
        case wire.WireMetric():
            return {
                "name": _name(item.name, quote, answer),
                "baseline": grounded(item.today, answer),
                "target": grounded(item.target, answer),
                "unit": grounded(item.unit, answer),
                "source": grounded(item.source, answer),
            }
        case _:
            return {"text": quote}


def stage_for(kind: str | None, situation: Situation) -> str | None:
    """Return the id of the map's stage of this kind, or of the nearest; else the one stage that was asked about."""
    if kind is not None:
        return labels.stage_id(StageKind(kind), situation.map)
    asked = [target for target in situation.targets if situation.map.stage(target)]
    return asked[0] if len(asked) == 1 else None


def grounded(words: str | None, answer: str) -> str | None:
    """Return the words of the answer that `words` repeats, as they stand there, or None.

    A copy that is not exact (a word left out, an ending changed) gives way to the longest run of words that is.
    """
    if not words or not tokens(words):
        return None
    quote = verbatim(words, answer) or _longest_run(words, answer)
    return quote if quote is None or len(quote) <= MAX_QUOTE else _cut(quote)


def _longest_run(words: str, answer: str) -> str | None:
    """Return the longest run of `words` that the answer holds, if it is at least half of them."""
    split = words.split()
    for length in range(len(split) - 1, max(1, len(split) // 2) - 1, -1):
        for start in range(len(split) - length + 1):
            quote = verbatim(" ".join(split[start : start + length]), answer)
            if quote and len(tokens(quote)) > len(tokens(words)) / 2:
                return quote
    return None


def _cut(quote: str) -> str:
    """Return the beginning of a quote that is too long, cut at a word."""
    return quote[:MAX_QUOTE].rsplit(" ", 1)[0]


def _name(name: str, quote: str, answer: str) -> str:
    """Return the name of an item: the model's, if it is made of the answer's words, else the quote."""
    return name if tokens(name) and supported(name, answer) else quote


def _said(quote: str, situation: Situation) -> Origin:
    return Origin(kind=OriginKind.SAID, quote=quote, turn=situation.turn)


def _elsewhere(part: wire.Elsewhere, situation: Situation) -> list[Edit]:
    """Return the edits for words that belong to another step, as the rules read them there."""
    quote = grounded(part.words, situation.answer)
    if quote is None or part.step is situation.step:
        return []
    there = replace(
        situation,
        step=part.step,
        need=needs_of(part.step)[0].id,
        targets=(),
        recap={},
        answers={**situation.answers, situation.turn: quote},
    )
    return [edit for edit in rules.read(there).edits if getattr(edit, "part", None) == part.step.value]
