"""Reading what customers want to achieve, what gets in their way, and what will be done about it."""

from assistant.interview.reading import labels
from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.denials import without_denials
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.linking import Plan, answered
from assistant.interview.reading.overlap import carrying, nearest
from assistant.interview.reading.phrases import body, has_content, span_of
from assistant.interview.reading.statements import statements
from assistant.interview.reading.turns import contents, vague
from assistant.interview.reading.words import Word
from assistant.journey.edits import ItemPart, Value
from assistant.journey.grounding import same_word
from assistant.journey.models import label

_LONGEST_TEXT = 160
_LONGEST_OWNER = 3  # words
_FARTHEST_DUE = 4
"""Words from "by" to the month or the day, at most."""

_NAMED = 3
"""Words by which an item told before is named again, at most."""


def read_goals(clauses: list[Clause], draft: Draft) -> None:
    """Add a goal of the customer for each statement."""
    for group in statements(clauses, draft):
        said = _statement(group, draft, ("grammar", "subject"))
        if said:
            start, end = span_of(said, draft.source.text)
            stage = labels.stage_named(said, draft.map)
            draft.add("goals", {"text": draft.source.text[start:end], "stage": stage}, start, end, lead=group[0].start)


def read_constraints(clauses: list[Clause], draft: Draft) -> None:
    """Add what gets in the customer's way for each statement, at the stage of the touchpoint it speaks of."""
    for group in statements(without_denials(clauses, draft.situation), draft):
        said = _statement(group, draft)
        if not said or _known(group, "constraints", draft):
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
    """Add an action for each statement, with who does it and when where that is said, and what it answers."""
    read: list[tuple[tuple[Word, ...], Plan]] = []
    for group in statements(clauses, draft):
        said = _statement(group, draft, ("action", "wish"))
        if said and not _known(group, "actions", draft):
            whole = draft.source.text[said[0].start : group[-1].end]
            read.append((said, Plan(whole, said[0].start)))
    for (said, _), targets in zip(read, answered([plan for _, plan in read], draft), strict=True):
        start, end = span_of(said, draft.source.text)
        values: dict[str, Value] = {
            "text": draft.source.text[start:end],
            "addresses": list(targets),
            "owner": _owner(said, draft),
            "due": _due(said, draft),
        }
        draft.add("actions", values, start, end)


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


def _known(group: list[Clause], part: ItemPart, draft: Draft) -> bool:
    """Tell whether words only point to an item of the map: "the half box, like I said"."""
    lexis = lexicon(draft.language)
    said = [word for clause in group for word in clause.words]
    if not lexis("constraint", "again").any(said):
        return False
    covered = {i for match in lexis("constraint", "again").find(said) for i in range(match.start, match.end)}
    named = contents([word for index, word in enumerate(said) if index not in covered], draft.language)
    return 0 < len(named) <= _NAMED and any(
        all(any(same_word(word.fold, known) for known in carrying(label(part, item), draft.language)) for word in named)
        for item in draft.map.part(part)
    )


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


def _owner(said: tuple[Word, ...], draft: Draft) -> str | None:
    """Return who does it: a name, or "my …", right before words such as "will do it"."""
    lexis, text = lexicon(draft.language), draft.source.text
    for match in lexis("action", "owner").find(said):
        for first in range(max(0, match.start - _LONGEST_OWNER), match.start):
            named = text[said[first].start].isupper() and lexis("persona", "name").has(said[first].fold)
            ours = lexis("action", "ours").has(said[first].fold) and first + 1 < match.start
            last = match.start
            while last > first + 1 and lexis("grammar", "demonstrative").has(said[last - 1].fold):
                last -= 1
            who = text[said[first].start : said[last - 1].end]
            if (named or ours) and not any(mark in who for mark in ".,;:!?\n"):
                return who
        if after := _owner_after(said[match.end :], draft):
            return after
    return None


def _owner_after(said: tuple[Word, ...], draft: Draft) -> str | None:
    """Return who does it where the verb comes first: "lo hace mi cuñado", "zrobi to Marta"."""
    lexis, text = lexicon(draft.language), draft.source.text
    while said and lexis("grammar", "demonstrative").has(said[0].fold):
        said = said[1:]
    last = 0
    if said and lexis("action", "ours").has(said[0].fold):
        last = 2
    while last < min(len(said), _LONGEST_OWNER) and (text[said[last].start].isupper()):
        last += 1
    who = text[said[0].start : said[last - 1].end] if 0 < last <= len(said) else ""
    return who if who and not any(mark in who for mark in ".,;:!?\n") else None


def _due(said: tuple[Word, ...], draft: Draft) -> str | None:
    """Return when it will be done: a preposition with a month, a weekday or a season."""
    lexis = lexicon(draft.language)
    due, when = lexis("action", "due"), lexis("action", "when")
    again = {i for match in lexis("action", "recurs").find(said) for i in range(match.start, match.end)}
    stop = lexis("grammar", "stop")
    for place, word in enumerate(said):
        if not when.has(word.fold) or place in again:
            continue
        ends = {i: due.at(said, i) for i in range(max(0, place - _FARTHEST_DUE), place)}
        leads = [i for i, end in ends.items() if end is not None and end <= place]
        near = [
            i
            for i in leads
            if all(ends.get(k) or stop.has(said[k].fold) or when.has(said[k].fold) for k in range(i, place))
        ]
        for index in [*near[:1], *leads[-1:]]:
            phrase = draft.source.text[said[index].start : word.end]
            if not any(mark in phrase for mark in ".,;:!?\n"):
                return phrase
    return None
