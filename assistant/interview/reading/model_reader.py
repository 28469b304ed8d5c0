"""Reading an answer with a language model: one task a call, extractive, every word looked up in the answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from assistant.interview.reading import labels, rules, wire
from assistant.interview.reading.corrections import without_replaced
from assistant.interview.reading.merging import is_new
from assistant.interview.reading.overlap import nearest
from assistant.interview.reading.source import Source
from assistant.interview.reading.turn import Reading, Situation, TurnKind
from assistant.journey.edits import Add, Change, Edit, FieldPart, ItemPart, Link, Remove, SetField, Value
from assistant.journey.grounding import tokens
from assistant.journey.models import LABELS, Item, Origin, OriginKind, StageKind, Step, label
from assistant.models.port import ChatModel, Message
from assistant.text import locate
from prompts.loader import render, template

MAX_PART = 4000
"""Characters of an answer that one call reads; a longer one is read in parts."""

MAX_READ = 10 * MAX_PART
"""Characters of an answer that a model reads; what is longer is left to the rules, which take a second for it."""


async def read(model: ChatModel, situation: Situation) -> Reading:
    """Return what `model` reads in the answer, grounded: what the answer does not hold is left out.

    Raises:
        ModelError: the model failed, or filled the form neither time.
    """
    # All but the values that were taken back in the same breath.
    found = _Found(situation, without_replaced(situation.answer, situation.language, situation.earlier))
    edits: list[Edit] = []
    kind = TurnKind.VAGUE
    for part in parts(found.source.text):
        filled = await model.read(wire.READINGS[situation.step], messages(situation, part))
        edits += _edits(filled, found)
        for words in filled.elsewhere:
            edits += _elsewhere(words, found)
        kind = filled.kind
    return Reading(_kind(kind, edits), tuple(edits), situation.answer, model.name)


def parts(text: str) -> list[str]:
    """Return `text` in parts of at most `MAX_PART` characters, cut after a sentence, else at a space."""
    cut = []
    while len(text) > MAX_PART:
        head = text[:MAX_PART]
        end = max(head.rfind(sign) for sign in (". ", "! ", "? ", "\n")) + 1 or head.rfind(" ") + 1 or MAX_PART
        cut.append(text[:end])
        text = text[end:]
    return [*cut, text]


@dataclass(frozen=True, slots=True)
class _Found:
    """Looks up in the answer what a model says is there."""

    situation: Situation
    source: Source

    def words(self, said: str | None) -> tuple[str, str] | None:
        """Return the words of the answer that `said` repeats and the quote they stand in, or None.

        A copy that is not exact (a word left out, an ending changed) gives way to the longest run that is.
        """
        place = _place(said, self.source.text)
        return (self.source.text[slice(*place)], self.source.quote(*place)) if place else None

    def regions(self, items: Sequence[wire.WireItem]) -> list[str]:
        """Return for each item the part of the answer that tells of it: from its sentence's start to the next item.

        What a model says of an item must stand there: small ones give one action's owner to all of them.
        """
        text = self.source.text
        starts = [place[0] if (place := _place(item.words, text)) else None for item in items]
        known = sorted(start for start in starts if start is not None)
        regions = []
        for start in starts:
            if start is None:
                regions.append("")
                continue
            before = max((other for other in known if other < start), default=0)
            sentence = max((text.rfind(sign, before, start) + 1 for sign in ".!?;\n"), default=0)
            regions.append(text[max(sentence, before) : next((o for o in known if o > start), len(text))])
        return regions

    def origin(self, quote: str) -> Origin:
        """Return the origin of a value that was said."""
        return Origin(kind=OriginKind.SAID, quote=quote, turn=self.situation.turn)


async def prime(model: ChatModel, step: Step, language: str) -> None:
    """Let `model` read what all prompts of a step begin with, while the person still types."""
    await model.prime(wire.READINGS[step], [instructions(step, language)])


def messages(situation: Situation, answer: str) -> list[Message]:
    """Return the call's messages: a beginning that is the same for every answer of a step, then what is new."""
    return [instructions(situation.step, situation.language), Message("user", "\n".join(_news(situation, answer)))]


def instructions(step: Step, language: str) -> Message:
    """Return what the model is to do with an answer of a step, with an example in the interview's language."""
    task, examples = template(f"read_{step}").template, template(f"examples_{step}_{language}").template
    return Message("system", render("read", task=task, examples=examples))


def _news(situation: Situation, answer: str) -> Iterator[str]:
    known = known_items(situation)
    if known:
        yield "Known items: " + " ".join(f"{number}. {text}" for number, (_, text) in known.items())
    if situation.step is Step.ACTIONS and situation.map.constraints:
        listed = (f"{n}. {c.text}" for n, c in enumerate(situation.map.constraints, start=1))
        yield "Known constraints: " + " ".join(listed)
    yield f"Question: {situation.question}"
    yield f'Answer: """{answer}"""'


def known_items(situation: Situation) -> dict[int, tuple[str, str]]:
    """Return the id and the words of the items that the model is shown, by the number it is shown them with.

    After a recap they have the recap's own numbers, so that "2 is wrong" means the same to the person and the model.
    """
    if situation.recap:
        found = {number: situation.map.find(ref) for number, ref in sorted(situation.recap.items())}
        return {number: (item[1].id, label(*item)) for number, item in found.items() if item}
    if situation.step in (Step.GOAL, Step.PERSONA):
        return {}
    part = situation.step.value
    return {n: (item.id, label(part, item)) for n, item in enumerate(situation.map.part(part), start=1)}


def _kind(told: TurnKind, edits: Sequence[Edit]) -> TurnKind:
    """Return the kind of turn: whoever brings a fact has answered, whatever the model calls it."""
    if edits:
        return TurnKind.CORRECTION if told is TurnKind.CORRECTION else TurnKind.ANSWER
    return TurnKind.VAGUE if told in (TurnKind.ANSWER, TurnKind.CORRECTION) else told


def _edits(filled: wire.WireReading, found: _Found) -> Iterator[Edit]:
    match filled:
        case wire.GoalReading() | wire.PersonaReading():
            yield from _fields(filled, found)
        case _:
            yield from _items(filled, found)


def _fields(filled: wire.GoalReading | wire.PersonaReading, found: _Found) -> Iterator[Edit]:
    part = cast(FieldPart, found.situation.step.value)
    for field, value in filled:
        if field in ("kind", "elsewhere"):
            continue
        for said in value if isinstance(value, list) else [value]:
            if words := found.words(said):
                yield SetField(part=part, field=field, value=words[0], origin=found.origin(words[1]))


def _items(filled: wire.ListReading, found: _Found) -> Iterator[Edit]:
    situation = found.situation
    part = cast(ItemPart, situation.step.value)
    known = known_items(situation)
    for removal in filled.removes:
        item = situation.map.find(known[removal.number][0]) if removal.number in known else None
        if item and found.words(removal.words):
            yield Remove(part=cast(ItemPart, item[0]), id=item[1].id)
    for wired, region in zip(filled.items, found.regions(filled.items), strict=True):
        words = found.words(wired.words)
        if words is None:
            continue
        origin = found.origin(words[1])
        values = _values(wired, words[0], region, found)
        item = situation.map.find(known[wired.changes][0]) if wired.changes in known else None
        if item and item[0] == part:
            yield from _changes(part, item[1], values, origin)
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


def _values(item: wire.WireItem, words: str, region: str, found: _Found) -> dict[str, Value]:
    """Return the values of the map's item for one of the wire's; text that the answer does not hold is left out.

    Where the model names no stage, channel, feeling or constraint, the lexicons may know one.
    """
    situation, language = found.situation, found.situation.language
    match item:
        case wire.WireTouchpoint():
            channel = item.channel or labels.channel(words, language)
            return {
                "name": _told(item.name, region) or words,
                "stage": stage_for(item.stage, words, situation),
                "channel": channel.value if channel else None,
                # A feeling counts only with the words that tell it: nobody's feelings are guessed.
                "emotion": item.feeling if _told(item.felt, region) else labels.emotion(words, language),
            }
        case wire.WireConstraint():
            cause = _told(item.cause, region)
            if cause and set(tokens(words)) <= set(tokens(cause)):
                cause = None  # the constraint said again is no cause of it
            return {"text": words, "stage": stage_for(item.stage, words, situation), "cause": cause}
        case wire.WireAction():
            linked = [c.id for n, c in enumerate(situation.map.constraints, start=1) if n in item.answers]
            if not linked and (near := nearest(words, _constraints(situation), language)):
                linked = [near]
            addresses: list[str] = linked
            owner, due = _told(item.owner, region), _told(item.due, region)
            return {"text": words, "addresses": addresses, "owner": owner, "due": due}
        case wire.WireMetric():
            return {
                "name": _told(item.name, region) or words,
                "baseline": _told(item.today, region),
                "target": _told(item.target, region),
                "unit": _told(item.unit, region),
                "source": _told(item.source, region),
            }
        case _:
            return {"text": words}


def _constraints(situation: Situation) -> list[tuple[str, str]]:
    return [(constraint.id, constraint.text) for constraint in situation.map.constraints]


def stage_for(named: str | None, words: str, situation: Situation) -> str | None:
    """Return the id of the map's stage that was named, or that the words tell of; else the one asked about."""
    asked = [stage for target in situation.targets if (stage := situation.map.stage(target))]
    if len(asked) == 1 and asked[0].kind is StageKind.CUSTOM:
        return asked[0].id  # no kind tells of a stage of the person's own
    kind = StageKind(named) if named else labels.stage_kind(words, situation.language)
    if kind is not None:
        return labels.stage_id(kind, situation.map)
    return asked[0].id if len(asked) == 1 else None


def _told(said: str | None, region: str) -> str | None:
    """Return the words of a part of the answer that `said` repeats, or None."""
    place = _place(said, region)
    return region[slice(*place)] if place else None


def _place(said: str | None, text: str) -> tuple[int, int] | None:
    if not said or not tokens(said):
        return None
    return locate(said, text) or _longest_run(said, text)


def _longest_run(words: str, text: str) -> tuple[int, int] | None:
    """Return where the longest run of `words` stands in `text`, if it is more than half of them."""
    split = words.split()
    for length in range(len(split) - 1, 0, -1):
        for start in range(len(split) - length + 1):
            run = " ".join(split[start : start + length])
            if len(tokens(run)) > len(tokens(words)) / 2 and (place := locate(run, text)):
                return place
    return None


def _elsewhere(part: wire.Elsewhere, found: _Found) -> list[Edit]:
    """Return the edits for words that belong to another step, as the rules read them there."""
    situation = found.situation
    words = found.words(part.words)
    if words is None or part.step is situation.step:
        return []
    there = replace(
        situation,
        step=part.step,
        need="",
        targets=(),
        recap={},
        answers={**situation.answers, situation.turn: words[1]},
    )
    return [edit for edit in rules.read(there).edits if _belongs(edit, part.step, situation)]


def _belongs(edit: Edit, step: Step, situation: Situation) -> bool:
    """Tell whether an edit read in passing belongs to `step` and takes nothing's place."""
    return isinstance(edit, Add | SetField) and edit.part == step and is_new(edit, situation.map)
