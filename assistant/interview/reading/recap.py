"""Reading the reply to a recap: what to take out, what to put right, what is missing."""

import re
from dataclasses import dataclass
from typing import cast

from assistant.interview.reading import labels, meaning
from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.numbers import figures
from assistant.interview.reading.overlap import nearest
from assistant.interview.reading.phrases import body, span_of
from assistant.interview.reading.turns import contents
from assistant.interview.reading.words import Word
from assistant.journey.edits import FieldPart, ItemPart, Value
from assistant.journey.models import LABELS, Goal, Persona, label


def read_recap(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Take out and put right what the reply names by number or by its words; return the clauses with additions."""
    lexis = lexicon(draft.language)
    left: list[Clause] = []
    target: str | None = None
    for clause in clauses:
        removes = _asks("remove", clause, draft)
        named = _named(clause, draft)
        if removes:
            taken = named or ([by_words] if (by_words := _by_words(clause, draft)) else [])
            for one in taken:
                _remove(one, draft)
            if taken:
                target = taken[-1]
                continue
        if named:
            target = named[-1]
            _put_right(clause, target, draft, skip=_reference_end(clause, draft))
            continue
        if lexis("recap", "missing").any(clause.words):
            target = None
        elif target and clause.joined and _put_right(clause, target, draft, 0):
            continue
        elif _asks("wrong", clause, draft) and (about := _by_words(clause, draft, _TWO_WORDS)):
            target = about
            _put_right(clause, about, draft, 0)
            continue
        if addition := _without_cue(clause, draft):
            left.append(addition)
    return left


def _asks(cue: str, clause: Clause, draft: Draft) -> bool:
    """Tell whether the clause asks to change the map; what others do ("they drop the bike off") is a fact told."""
    lexis = lexicon(draft.language)
    order = lexis("recap", "order")
    for match in lexis("recap", cue).find(clause.words):
        ordered = order.at(clause.words, match.start) is not None
        if not ordered or not _others_do(clause, match.start, draft):
            return True
    return False


def _others_do(clause: Clause, index: int, draft: Draft) -> bool:
    """Tell whether the verb at `index` has others for its subject: by a word before it, its ending or the meaning."""
    subjects = lexicon(draft.language)("grammar", "subject").find(clause.words[:index])
    others = any(clause.words[match.start].fold not in _LISTENER for match in subjects)
    ending = _OTHERS_DO.get(draft.language)
    if others or ending is None:
        return others
    return ending.search(clause.words[index].fold) is not None or meaning.is_told(clause.text, draft.situation)


_LISTENER = frozenset({"you", "u"})
_OTHERS_DO = {"es": re.compile(r"(?:an|aron|aban|ad[oa]s?)$"), "pl": re.compile(r"(?:a|[ln]i|[ln]y|[ln]e|l)$")}
"""Endings of the third person and of participles; orders end otherwise."""


def _named(clause: Clause, draft: Draft) -> list[str]:
    """Return the items that the clause names by their number in the recap."""
    recap = draft.situation.recap
    lexis = lexicon(draft.language)
    found: list[str] = []
    cued = _asks("remove", clause, draft) or _asks("wrong", clause, draft)
    for index, word in enumerate(clause.words):
        number = _number(word, draft)
        before = clause.words[index - 1].fold if index else ""
        announced = (
            lexis("recap", "number").has(before) or draft.source.text[max(0, word.start - 1) : word.start] == "#"
        )
        if (
            number
            and number in recap
            and (word.fold.isdigit() or cued or len(clause.words) <= _SHORT)  # not "at the first try"
            and (announced or index <= 1 or (cued and index <= 4) or (found and before in _JOINS))
        ):
            found.append(recap[number])
    if not found and lexis("recap", "last").any(clause.words) and recap and (cued or len(clause.words) <= 6):
        found.append(recap[max(recap)])
    return found


_SHORT = 3  # words
_JOINS = frozenset({"and", "y", "i", "or", "o", "oraz", "e"})


def _number(word: Word, draft: Draft) -> int | None:
    if word.fold.isdigit() and len(word.fold) <= 3:
        return int(word.fold)
    ordinals = lexicon(draft.language)("recap", "ordinal")
    if not ordinals.has(word.fold):
        return None
    listed = lexicon(draft.language)("ordinals")
    found = listed.find([word])
    return int(found[0].label.removeprefix("n")) if found else None


def _reference_end(clause: Clause, draft: Draft) -> int:
    return max(
        (i + 1 for i, word in enumerate(clause.words) if _number(word, draft) in draft.situation.recap), default=0
    )


def _by_words(clause: Clause, draft: Draft, least: int = 2) -> str | None:
    known = [(key, _text(key, draft)) for key in draft.situation.recap.values()]
    return nearest(clause.text, known, draft.language, least=least)


_TWO_WORDS = 4
"""What two shared words score: a "not" beside one shared word puts nothing right."""


def _text(key: str, draft: Draft) -> str:
    found = draft.map.find(key)
    if found:
        return label(*found)
    field = _field(key, draft)
    value = getattr(_whole(field.part, draft), field.name) if field else None
    return " ".join(value) if isinstance(value, tuple) else str(value or "")


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of the goal or the persona, and the entry meant where it holds a list."""

    part: FieldPart
    name: str
    index: int | None


def _field(key: str, draft: Draft) -> _Field | None:
    """Return the field that a recap names ``persona.age`` or ``persona.interests[1]``, if the map has a value there."""
    part, _, rest = key.partition(".")
    name, _, index = rest.partition("[")
    if part not in ("goal", "persona"):
        return None
    side: FieldPart = "goal" if part == "goal" else "persona"
    value = getattr(_whole(side, draft), name, None)
    if not value:
        return None
    return _Field(side, name, int(index.rstrip("]") or 0) if isinstance(value, tuple) else None)


def _whole(part: FieldPart, draft: Draft) -> Goal | Persona:
    return draft.map.goal if part == "goal" else draft.map.persona


def _remove(key: str, draft: Draft) -> None:
    if found := draft.map.find(key):
        draft.remove(cast(ItemPart, found[0]), key)
    elif field := _field(key, draft):
        draft.clear(field.part, field.name, field.index)


def _put_right(clause: Clause, key: str, draft: Draft, skip: int) -> bool:
    """Change what the clause, its first `skip` words aside, says of an item or a field."""
    lexis = lexicon(draft.language)
    said = clause.words[skip:]
    leads = (lexis("recap", "wrong"), lexis("recap", "order"), lexis("grammar", "stop"))
    while said and (stop := next((end for entries in leads if (end := entries.at(said, 0))), None)):
        said = said[stop:]
    if not said or not (contents(said, draft.language) or labels.channels(said, draft.language)):
        return False
    start, end = span_of(said, draft.source.text)
    if found := draft.map.find(key):
        return _put_item_right(cast(ItemPart, found[0]), key, said, draft)
    field = _field(key, draft)
    value = draft.source.text[start:end]
    return field is not None and draft.set(field.part, field.name, value, start, end, field.index)


def _put_item_right(part: ItemPart, key: str, said: tuple[Word, ...], draft: Draft) -> bool:
    """Change an item's channel, feeling, stage or figure; where the words are none of these, its words."""
    start, end = span_of(said, draft.source.text)
    new: dict[str, Value] = {}
    if part == "touchpoints":
        new = {"channel": _new_channel(key, said, draft), "emotion": labels.emotion(said, draft.language)}
    if part in ("goals", "touchpoints", "constraints"):
        new["stage"] = labels.stage_named(said, draft.map)
    if part == "metrics":
        for figure in figures(draft.source.text, said, draft.language)[-1:]:
            wanted = lexicon(draft.language)("metric", "target").any(said[: figure.first])
            new["target" if wanted else "baseline"] = draft.source.text[figure.start : figure.end]
    told = {name: value for name, value in new.items() if value is not None}
    done = [draft.change(part, key, name, value, start, end) for name, value in told.items()]
    if told:
        return any(done)
    return draft.change(part, key, LABELS[part], draft.source.text[start:end], start, end)


def _new_channel(key: str, said: tuple[Word, ...], draft: Draft) -> str | None:
    """Return the channel that the words give a touchpoint: in "change the phone to e-mail" not the one it has."""
    channel = labels.channel(said, draft.language)
    has = next((touchpoint.channel for touchpoint in draft.map.touchpoints if touchpoint.id == key), None)
    if channel is None or channel is not has:
        return channel and channel.value
    others = [match.label for match in labels.channels(said, draft.language) if match.label != has]
    return others[0] if others else channel.value


def _without_cue(clause: Clause, draft: Draft) -> Clause | None:
    """Return the clause without the words that only say that something is missing."""
    lexis = lexicon(draft.language)
    said = body(clause.words, draft.language)
    missing = lexis("recap", "missing").find(said)
    if missing:
        after = said[missing[-1].end :]
        before = said[: missing[0].start]
        said = after if len(contents(after, draft.language)) >= len(contents(before, draft.language)) else before
        stop = lexis("grammar", "stop")
        while said and stop.has(said[-1].fold):
            said = said[:-1]
    if not contents(said, draft.language):
        return None
    if not missing:
        return clause
    start, end = span_of(said, draft.source.text)
    return Clause(draft.source.text[start:end], start, end, clause.sentence, "", tuple(said))
