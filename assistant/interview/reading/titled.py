"""The reply to a recap that names a field as the recap does: "end: the second order", "the age is 52"."""

import re
from typing import cast

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.people import people
from assistant.interview.reading.phrases import span_of
from assistant.interview.reading.turns import contents
from assistant.interview.reading.words import Word, words
from assistant.journey.checklist import FIELD_NAMES
from assistant.journey.edits import FieldPart
from assistant.journey.models import Step
from assistant.locale import translator

_COLON = re.compile(r"\s*:\s*")
_LONGEST = 240  # characters of a value


def without_titled(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Set the fields of the goal or the persona that the clauses name by their titles; return the other clauses."""
    step = draft.situation.step
    if step not in (Step.GOAL, Step.PERSONA):
        return clauses
    part: FieldPart = "goal" if step is Step.GOAL else "persona"
    titles = _titles(part, draft)
    left: list[Clause] = []
    index = 0
    while index < len(clauses):
        own = _own(clauses, index, draft, titles)
        if own and _set(own, part, draft, titles):
            index += len(own)
        else:
            left.append(clauses[index])
            index += 1
    return left


def _titles(part: FieldPart, draft: Draft) -> dict[str, tuple[str, ...]]:
    """Return the words of each title in the map's language, of the fields that have one value."""
    translate = translator(draft.map.language).gettext
    whole = draft.map.goal if part == "goal" else draft.map.persona
    names = (name for name in FIELD_NAMES if isinstance(getattr(whole, name, ()), str))
    return {name: tuple(word.fold for word in words(translate(FIELD_NAMES[name]))) for name in names}


def _own(clauses: list[Clause], index: int, draft: Draft, titles: dict[str, tuple[str, ...]]) -> list[Clause]:
    """Return the clause that names a field first, with those of its sentence that its value goes on in."""
    if _named(clauses[index].words, draft, titles) is None:
        return []
    own = [clauses[index]]
    for clause in clauses[index + 1 :]:
        if clause.sentence != own[0].sentence or _named(clause.words, draft, titles) is not None:
            break
        own.append(clause)
    return own


def _named(said: tuple[Word, ...], draft: Draft, titles: dict[str, tuple[str, ...]]) -> tuple[str, int] | None:
    """Return the field that the words begin with and where their value begins."""
    stop = lexicon(draft.language)("grammar", "stop")
    first = 1 if len(said) > 1 and stop.has(said[0].fold) else 0  # "the end", "el fin"
    for name, title in titles.items():
        for begin in range(first + 1):
            after = begin + len(title)
            if tuple(word.fold for word in said[begin:after]) != title:
                continue
            if _COLON.match(draft.source.text, said[after - 1].end):
                return name, after
            if (copula := people(draft.language, "copula").at(said, after)) is not None:
                return name, copula
    return None


def _set(own: list[Clause], part: FieldPart, draft: Draft, titles: dict[str, tuple[str, ...]]) -> bool:
    said = tuple(word for clause in own for word in clause.words)
    name, begin = cast("tuple[str, int]", _named(own[0].words, draft, titles))
    value = said[begin:]
    if not contents(value, draft.language):
        return False
    start, end = span_of(value, draft.source.text)
    return end - start <= _LONGEST and draft.set(part, name, draft.source.text[start:end], start, end)
