"""Cutting an answer into statements: each one goal, problem or plan with all that is told of it."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.interview.reading import meaning
from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import Lexicon, lexicon
from assistant.interview.reading.phrases import body, has_content, starts_with
from assistant.interview.reading.turns import asks, contents
from assistant.journey.models import Step

_SPELLED_OUT = 3
_BRIEF = 3
"""Words of a sentence that only adds a figure or a time: "20 bucks", "tonight"."""

_LONGEST_NUMBER = 20
_FIRST_OWN = 1000
"""Where the numbers of these entries begin, so that they are none of a dashed list's."""

_LISTED = 0.3
_ADDED = 0.1
"""How likely a part of a sentence must be an item by itself: where a comma, and where "and" joins it. Of the parts of
tuned answers, 1 of 14 that belong to what stands before passes after a comma, 3 of 16 after "and"; right ones 8 of 9.
"""
_WHO = 2
"""Words that tell who does it, names aside, at most: "my brother"."""

_POINTS = 5
"""Words at the beginning of a sentence among which a phrase such as "because of that" points back."""


def statements(clauses: Sequence[Clause], draft: Draft) -> list[list[Clause]]:
    """Join clauses into statements, without the questions among them.

    Each sentence or list entry is one, and so is each new point within a sentence: one that begins with a word such as
    "also", or that follows "and" or a comma where it is not a continuation ("because …", "which …", "it …"). What only
    adds a figure, a time, an example or a consequence goes on.
    """
    language = draft.language
    lexis = lexicon(language)
    told = entries(without_questions(clauses, language), draft.source.text)
    joined: list[list[Clause]] = []
    for index, clause in enumerate(told):
        last = joined[-1] if joined else []
        if not last or _opens(last, clause, told[index + 1 :], lexis, draft):
            joined.append([clause])
        else:
            last.append(clause)
    return [group for group in joined if any(has_content(clause, language) for clause in group)]


def without_questions(clauses: Sequence[Clause], language: str) -> list[Clause]:
    """Return the clauses without what the person asks the assistant: a sentence, or its last clause."""
    kept: list[Clause] = []
    for index, clause in enumerate(clauses):
        ends = index + 1 == len(clauses) or clauses[index + 1].sentence != clause.sentence
        if not (ends and clause.text.endswith("?")):
            kept.append(clause)
            continue
        before = [one for one in kept if one.sentence == clause.sentence]
        if not (before and clause.joined == "," and asks(clause.words, language)):
            kept = kept[: len(kept) - len(before)]
    return kept


def entries(clauses: Sequence[Clause], text: str) -> list[Clause]:
    """Return the clauses with the number of their entry where people number in their own way: "a)", "2 telefon".

    The numbers are cut off. A line without one is no entry's.
    """
    numbered = _numbered(clauses, text)
    found: list[Clause] = []
    entry, own = 0, 0
    sentence = -1
    for index, clause in enumerate(clauses):
        if index in numbered:
            own += 1
            entry, sentence = _FIRST_OWN + own, clause.sentence
            if len(clause.words) == 1:
                continue
            first = clause.words[1].start
            found.append(
                replace(
                    clause, text=text[first : clause.end], start=first, words=clause.words[1:], joined="", entry=entry
                )
            )
            continue
        if entry and "\n" in text[clauses[index - 1].end : clause.start]:
            entry = 0
        alone = index - 1 in numbered and len(clauses[index - 1].words) == 1
        joined = "" if entry and alone and clause.sentence == sentence else clause.joined
        found.append(replace(clause, entry=entry, joined=joined) if entry else clause)
    return found


def _numbered(clauses: Sequence[Clause], text: str) -> set[int]:
    """Return which clauses begin with an entry's letter or number, or are one.

    A bare number is one only in a run of at least two that begin sentences, each one more than the last.
    """
    marked = {
        index
        for index, clause in enumerate(clauses)
        if _is_short(clause) and text[clause.words[0].end : clause.words[0].end + 1] == ")"
    }
    bare = [
        (index, int(clause.words[0].fold))
        for index, clause in enumerate(clauses)
        if (not clause.joined or "\n" in text[clauses[index - 1].end : clause.start])
        and clause.words[0].fold.isdigit()
        and len(clause.words) > 1
        and int(clause.words[0].fold[:4]) <= _LONGEST_NUMBER
        and text[clause.words[0].end : clause.words[0].end + 1] in " ."
    ]
    run: list[int] = []
    value = 0
    for index, number in bare:
        if number == value + 1 or not run:
            run.append(index)
            value = number
    return marked | (set(run) if len(run) > 1 else set())


def _is_short(clause: Clause) -> bool:
    first = clause.words[0].fold
    return len(first) == 1 or (first.isdigit() and len(first) <= 2)


def _opens(last: list[Clause], clause: Clause, rest: Sequence[Clause], lexis: Lexicon, draft: Draft) -> bool:
    """Tell whether a clause begins a new statement after those of `last`."""
    if clause.entry != last[-1].entry:
        return True
    if clause.sentence != last[-1].sentence:
        return not (clause.entry or _goes_on(last, clause, rest, draft))
    if clause.joined not in (",", "and", "but", "because"):
        return False
    return _new_point(last, clause, rest, lexis, draft)


def _goes_on(last: list[Clause], clause: Clause, rest: Sequence[Clause], draft: Draft) -> bool:
    """Tell whether a sentence goes on about the statement before it.

    It spells out a word ("Parking. Always full"), corrects itself, points back ("same person who …"), or only adds a
    figure or a time ("20 bucks").
    """
    language = draft.language
    lexis = lexicon(language)
    opening = clause.words
    strong = lexis("correction", "strong").at(opening, 0)
    if strong is not None or lexis("correction", "weak").at(opening, 0) == len(opening):
        return True
    before = [word for part in last for word in part.words]
    adds = lexis("grammar", "and").at(opening, 0) is not None or lexis("grammar", "also").at(opening, 0) is not None
    if adds:
        return False
    if "," in draft.source.text[last[-1].end : clause.start]:
        return True  # a value that was taken back left its sentence in two
    whole = [clause, *(one for one in rest if one.sentence == clause.sentence)]
    said = [word for one in whole for word in one.words]
    dated = any(word.is_number for word in said) or lexis("action", "when").any(said)
    if len(said) <= _BRIEF and dated and not meaning.is_plan(clause.text, draft.situation):
        return True
    if draft.situation.step is Step.ACTIONS and _does_it(whole, draft):
        return True
    if meaning.is_plan(clause.text, draft.situation):
        return False
    back = lexicon(language)("statement", "back")
    if any(back.at(opening, index) is not None for index in range(min(_POINTS, len(opening)))):
        return True
    if lexicon(language)("statement", "same").at(opening, 0) is not None and not clause.joined:
        return True
    return len(before) == 1 and clause.joined in ("", "because") and len(clause.words) >= _SPELLED_OUT


def _does_it(sentence: Sequence[Clause], draft: Draft) -> bool:
    """Tell whether a sentence only adds who does it, and when: "my brother's doing it by Friday"."""
    lexis, text = lexicon(draft.language), draft.source.text
    does = lexis("action", "does_it")
    first = sentence[0].words
    if not does.any(first):
        return False
    covered = {index for match in does.find(first) for index in range(match.start, match.end)}
    left = contents([word for index, word in enumerate(first) if index not in covered], draft.language)
    when = lexis("action", "when")
    new = [word for word in left if not (text[word.start].isupper() or when.has(word.fold) or word.is_number)]
    return len(new) <= _WHO


def _new_point(last: list[Clause], clause: Clause, rest: Sequence[Clause], lexis: Lexicon, draft: Draft) -> bool:
    """Tell whether a clause makes a new point in the sentence of the one before it."""
    language = draft.language
    if clause.joined == "because" or len(contents(clause.words, language)) < 2:
        return False
    own = _own(clause, draft)
    parallel = lexicon(language)("statement", "parallel").any(clause.words[: _SPELLED_OUT + 1])
    again = any(lexis("constraint", "again").any(part.words) for part in last)
    adds = starts_with(clause.words, lexis, "grammar", "also") and clause.joined != ","
    if adds or lexis("grammar", "also").at(clause.words, 0) is not None:
        return own is None or own >= _ADDED or parallel
    if clause.joined == "and" and again:
        return True
    if clause.entry or meaning.is_feeling(clause.text, draft.situation):
        return False
    lead = body(clause.words, language)
    if lexis("grammar", "continues").at(clause.words, 0) is not None:
        return False
    if clause.joined == "and":
        complement = lexicon(language)("statement", "parallel").at(clause.words, 1) is not None
        if lexis("grammar", "continues").at(lead, 0) is not None or not contents(last[0].words, language):
            return complement
        if lexicon(language)("statement", "between").any(last[-1].words[-_POINTS:]):
            return False
        return own is None or own >= _ADDED or complement
    following = next(iter(rest), None)
    listed = following is not None and following.sentence == clause.sentence and following.joined in (",", "and")
    short = len(clause.words) <= 7 and len(last[-1].words) <= 8
    return listed and short and (own is None or own >= _LISTED)


def _own(clause: Clause, draft: Draft) -> float | None:
    """Return how likely a clause is an item of the step by itself, or None where nothing tells."""
    found = meaning.labels_of(clause.text, draft.situation)
    role = _ROLES.get(draft.situation.step)
    return found.role[role] if found is not None and role else None


_ROLES = {Step.GOALS: "want", Step.CONSTRAINTS: "problem", Step.ACTIONS: "plan"}
