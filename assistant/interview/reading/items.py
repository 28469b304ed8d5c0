"""Reading what customers want to achieve, what gets in their way, and what will be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.interview.reading import labels, meaning
from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.overlap import nearest, score
from assistant.interview.reading.phrases import body, groups, has_content, span_of
from assistant.interview.reading.turns import contents, vague
from assistant.interview.reading.words import Word
from assistant.journey.edits import Add, Value
from assistant.journey.models import Channel, Constraint

_LONGEST_TEXT = 160
_LONGEST_OWNER = 3  # words
_LIKENESS_WEIGHT = 15.0
"""A cosine of 0.13 weighs as much as a shared word: on the tuned scenarios the right constraint was nearest by words
and topics for 60 of 86 actions, by meaning for 61, by both for 65."""
_ALIKE = 0.15


@dataclass(frozen=True, slots=True)
class _Told:
    """A constraint that the map does not hold yet."""

    id: str
    text: str


def read_goals(clauses: list[Clause], draft: Draft) -> None:
    """Add a goal of the customer for each statement."""
    for group in groups(clauses, draft.language):
        said = _statement(group, draft, ("grammar", "subject"))
        if said:
            start, end = span_of(said, draft.source.text)
            stage = labels.stage_named(said, draft.map)
            draft.add("goals", {"text": draft.source.text[start:end], "stage": stage}, start, end)


def read_constraints(clauses: list[Clause], draft: Draft) -> None:
    """Add what gets in the customer's way for each statement, at the stage of the touchpoint it speaks of."""
    for group in groups(clauses, draft.language):
        said = _statement(group, draft)
        if not said:
            continue
        start, end = span_of(said, draft.source.text)
        text = draft.source.text[start:end]
        touchpoints = _touchpoints_of(text, draft)
        values: dict[str, Value] = {
            "text": text,
            "stage": stage_of(said, draft, touchpoints),
            "touchpoints": touchpoints,
        }
        draft.add("constraints", values, start, end)


def read_actions(clauses: list[Clause], draft: Draft) -> None:
    """Add an action for each statement, with who does it and when where that is said, and the constraint it answers."""
    language = draft.language
    read: list[tuple[tuple[Word, ...], Clause]] = []
    for group in groups(clauses, language):
        said = _statement(group, draft, ("action", "wish"))
        if said:
            read.append((said, group[0]))
    constraints: list[Constraint | _Told] = [*draft.map.constraints, *_just_told(draft)]
    taken = {target for action in draft.map.actions for target in action.addresses}
    asked = [c for c in constraints if c.id in draft.situation.targets and c.id not in taken]
    for said, _ in read:
        start, end = span_of(said, draft.source.text)
        text = draft.source.text[start:end]
        target = _constraint_of(text, constraints, taken, draft)
        if target is None and len(read) == 1 and len(asked) == 1:
            target = asked[0].id
        if target is None:
            left = [c for c in constraints if c.id not in taken]
            target = left[0].id if len(left) == 1 and len(constraints) > 0 else None
        if target:
            taken.add(target)
        values: dict[str, Value] = {
            "text": text,
            "addresses": [target] if target else [],
            "owner": _owner(said, draft),
            "due": _due(said, draft),
        }
        draft.add("actions", values, start, end)


def _just_told(draft: Draft) -> list[_Told]:
    """Return the constraints of the same answer, under the ids by which edits refer to one another."""
    return [
        _Told(f"new:{place}", str(edit.values["text"]))
        for place, edit in enumerate(draft.edits)
        if isinstance(edit, Add) and edit.part == "constraints"
    ]


def stage_of(said: tuple[Word, ...], draft: Draft, touchpoints: list[str]) -> str | None:
    """Return the stage that these words tell of: named, of a touchpoint, by meaning, or the one asked about."""
    journey = draft.map
    named = labels.stage_named(said, journey)
    if named:
        return named
    for item in journey.touchpoints:
        if item.id in touchpoints and item.stage:
            return item.stage
    found = labels.stage_id(labels.stage_kind(said, draft.language), journey)
    if found:
        return found
    channel = labels.channel(said, draft.language)
    usual = labels.USUAL_STAGE.get(channel) if channel else None
    asked = [target for target in draft.situation.targets if journey.stage(target)]
    return labels.stage_id(usual, journey) or (asked[0] if len(asked) == 1 else None)


def _statement(group: list[Clause], draft: Draft, *leads: tuple[str, str]) -> tuple[Word, ...]:
    """Return the words of a statement, or none when it says nothing for the map."""
    language = draft.language
    lexis = lexicon(language)
    kept = [c for c in group if not vague(c.words, lexis)]
    if not kept or not any(has_content(clause, language) for clause in kept):
        return ()
    said: list[Word] = []
    for clause in kept:
        if said and clause.end - said[0].start > _LONGEST_TEXT:
            break
        said.extend(clause.words)
    lead = body(said, language, *leads)
    return lead if contents(lead, language) else tuple(said)


def _touchpoints_of(text: str, draft: Draft) -> list[str]:
    language = draft.language
    known = [(t.id, f"{t.name} {t.customer_action or ''}") for t in draft.map.touchpoints]
    best = nearest(text, known, language, least=2)
    return [best] if best else []


def _constraint_of(text: str, constraints: Sequence[Constraint | _Told], taken: set[str], draft: Draft) -> str | None:
    """Return the constraint that an action answers: by shared words and topics, the channel, and the meaning."""
    language = draft.language
    scored: list[tuple[float, str]] = []
    for constraint in constraints:
        near = score(text, constraint.text, language)
        channel = labels.channel(text, language)
        if channel not in (None, Channel.OTHER) and channel == labels.channel(constraint.text, language):
            near += 1
        alike = meaning.likeness(text, constraint.text, draft.situation)
        if not near and alike < _ALIKE:
            continue
        # Of two that fit as well, the one without an action yet.
        scored.append((near + _LIKENESS_WEIGHT * alike - (constraint.id in taken), constraint.id))
    best = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
    return best[1] if best[0] > 0 else None


def _owner(said: tuple[Word, ...], draft: Draft) -> str | None:
    """Return who does it: a name, or "my …", right before words such as "will do it"."""
    lexis, text = lexicon(draft.language), draft.source.text
    for match in lexis("action", "owner").find(said):
        for first in range(max(0, match.start - _LONGEST_OWNER), match.start):
            named = text[said[first].start].isupper() and lexis("persona", "name").has(said[first].fold)
            ours = lexis("action", "ours").has(said[first].fold) and first + 1 < match.start
            who = text[said[first].start : said[match.start - 1].end]
            if (named or ours) and not any(mark in who for mark in ".,;:!?\n"):
                return who
    return None


def _due(said: tuple[Word, ...], draft: Draft) -> str | None:
    """Return when it will be done: a preposition with a month, a weekday or a season."""
    lexis = lexicon(draft.language)
    due, when = lexis("action", "due"), lexis("action", "when")
    for index in range(len(said)):
        stop = due.at(said, index)
        if stop is None:
            continue
        for place in range(stop, min(stop + 4, len(said))):
            if when.has(said[place].fold):
                start, end = said[index].start, said[place].end
                phrase = draft.source.text[start:end]
                return phrase if not any(mark in phrase for mark in ".,;:!?\n") else None
    return None
