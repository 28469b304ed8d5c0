"""Whole statements that people take back: "the lockers. no wait, that's solved, ignore it"; "the shop is out"."""

from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.denials import by_us, denies
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import Match, lexicon
from assistant.interview.reading.overlap import carrying
from assistant.interview.reading.turns import contents
from assistant.interview.reading.words import Word
from assistant.journey.edits import ItemPart
from assistant.journey.grounding import same_word
from assistant.journey.models import Step, label

_ITEMS: tuple[ItemPart, ...] = ("goals", "touchpoints", "constraints", "actions", "metrics")
_ENTRIES: tuple[Literal["interests", "challenges", "pain_points"], ...] = ("interests", "challenges", "pain_points")
_LITTLE = 3
"""Words that carry meaning beside the cue: with no more, it is the statement before that is taken back."""

_MOST_NAMED = 2
"""Items that the same words name, at most: a constraint and what is done about it."""

_NAMES = 0.5
"""The share of the words after "forget" that an item has to hold."""

_ARTICLES = frozenset({"el"})  # without its accent the pronoun looks the same
_DENIALS = ("none", "complain", "trouble", "fine", "bare", "not_that")
_STOPPED = 1
"""Words that carry meaning beside "no longer": a verb."""

_SURELY = 0.75
"""The share of other words beside a cue that an item has to hold: they need not name it."""

_BRIEF = 4
"""Words that carry meaning of a reason after a cue ("too dear"), at most."""


def without_retracted(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Return the clauses without those that are taken back; what the map holds of them is taken out of it."""
    kept: list[list[Clause]] = []
    for _, group in groupby(clauses, key=lambda clause: clause.sentence):
        sentence = list(group)
        left = _forgotten(sentence, kept, draft)
        kept.append(_taken_back(sentence, kept, draft) if left is None else left)
    return [clause for sentence in kept for clause in sentence]


def _forgotten(sentence: list[Clause], before: list[list[Clause]], draft: Draft) -> list[Clause] | None:
    """Take out what a sentence asks to forget by name: "leave out the lamp", "we don't do that fair any more".

    Return what is left of the sentence, or None where it names nothing that was said.
    """
    lexis = lexicon(draft.language)
    forget, stopped = lexis("correction", "forget"), lexis("correction", "stopped")
    for place, clause in enumerate(sentence):
        parts, before_it = _forgettable(draft), False
        cues = forget.find(clause.words)
        lead = [word for word in clause.words[: cues[0].start] if word.fold not in _ARTICLES] if cues else []
        denied = draft.situation.step is Step.CONSTRAINTS and denies(clause.words, draft.language)
        if cues and not lexis("grammar", "subject").any(lead):
            named = _named(clause.words, cues, draft)
            before_it = not named and place > 0 and clause.joined == ","
            if before_it:
                named = _named(sentence[place - 1].words, [], draft)
        elif stopped.any(clause.words):
            named, parts = _pointed_at(clause, draft), ("touchpoints", "actions")
            cues = []
        elif denied:
            found = [m for name in _DENIALS for m in lexis("denial", name).find(clause.words)]
            named, cues = _named(clause.words, found, draft), []
        else:
            continue
        if not named or _numbered(clause, draft):
            continue
        gone = _takes_out(named, parts, draft, least=_SURELY if denied else _NAMES)
        if gone or (cues and not before_it and _opens(clause, cues[0], draft) and _unsays(named, before)):
            said = sentence[place + 1 :]
            return said[next((i for i, one in enumerate(said) if one.joined == "but"), len(said)) :]
    return None


def _forgettable(draft: Draft) -> tuple[ItemPart, ...]:
    """Return the parts that may hold what is to be forgotten: what is solved stays a touchpoint."""
    solved = draft.situation.step is Step.CONSTRAINTS
    return tuple(part for part in _ITEMS if not (solved and part == "touchpoints"))


def _numbered(clause: Clause, draft: Draft) -> bool:
    """Tell whether a clause names items by their numbers in the recap that was asked about."""
    ordinal = lexicon(draft.language)("recap", "ordinal").any(clause.words)
    return bool(draft.situation.recap) and (ordinal or any(word.is_number for word in clause.words))


def _named(said: Sequence[Word], cues: Sequence[Match], draft: Draft) -> list[Word]:
    """Return the words that name what is to be forgotten: no cues and no words such as "thing"."""
    lexis = lexicon(draft.language)
    found = [*cues, *lexis("correction", "strong").find(said), *lexis("correction", "weak").find(said)]
    covered = {index for match in found for index in range(match.start, match.end)}
    left = contents([word for index, word in enumerate(said) if index not in covered], draft.language)
    thing = lexis("correction", "thing")
    return [word for word in left if not thing.has(word.fold)]


def _pointed_at(clause: Clause, draft: Draft) -> list[Word]:
    """Return the word after "that", "esa" or "te" in a clause."""
    found = lexicon(draft.language)("correction", "that").find(clause.words)
    places = [match.end for match in found if match.end < len(clause.words)]
    return [clause.words[places[0]]] if places else []


def _opens(clause: Clause, cue: Match, draft: Draft) -> bool:
    """Tell whether a request begins its clause or ends it: no "they always forget the keys" does."""
    asks = lexicon(draft.language)("correction", "ignore").at(clause.words, cue.start) is not None
    lead = contents(clause.words[: cue.start], draft.language)
    return asks and (not lead or cue.end == len(clause.words))


def _unsays(named: Sequence[Word], before: list[list[Clause]]) -> bool:
    """Drop the sentences of this answer that tell of what is to be forgotten; tell so, whether there was one or not."""
    for sentence in before:
        sentence[:] = [clause for clause in sentence if _shared(named, {w.fold for w in clause.words}) < _NAMES]
    return True


def _takes_out(named: Sequence[Word], parts: Sequence[ItemPart], draft: Draft, least: float = _NAMES) -> bool:
    """Remove the items, or the entry of the customer's, that hold most of these words; tell whether there was one.

    They hold at least the share `least` of them.

    An item of the step comes before others. A touchpoint is not taken out where a constraint or an action is meant.
    """
    language = draft.language
    scored = [
        (_shared(named, carrying(label(part, i), language)), part, i) for part in parts for i in draft.map.part(part)
    ]
    best = max((told[0] for told in scored), default=0.0)
    if best < least:
        return _takes_out_entry(named, draft, least)
    found = [(part, item) for share, part, item in scored if share == best]
    step = draft.situation.step.value
    own = [(part, item) for part, item in found if part == step]
    if own:
        found = own + [(part, item) for part, item in found if part == "actions" != step]
    elif any(part != "touchpoints" for part, _ in found):
        found = [(part, item) for part, item in found if part != "touchpoints"]
    if len(found) > _MOST_NAMED:
        return False
    for part, item in found:
        draft.remove(part, item.id)
    return True


def _takes_out_entry(named: Sequence[Word], draft: Draft, least: float) -> bool:
    """Take out the customer's interest or trouble that holds these words."""
    for field in _ENTRIES:
        for index, entry in enumerate(getattr(draft.map.persona, field)):
            if _shared(named, carrying(entry, draft.language)) >= least:
                draft.clear("persona", field, index)
                return True
    return False


def _shared(named: Sequence[Word], theirs: frozenset[str] | set[str]) -> float:
    return sum(any(same_word(word.fold, their) for their in theirs) for word in named) / len(named)


def _taken_back(sentence: list[Clause], before: list[list[Clause]], draft: Draft) -> list[Clause]:
    """Return what is left of a sentence that says "ignore it": nothing up to there, nor of the one before it."""
    cue = lexicon(draft.language)("correction", "retract")
    place = next((i for i, c in enumerate(sentence) if cue.any(c.words) or _stopped(c, draft)), None)
    if place is None:
        return sentence
    cues = cue.find(sentence[place].words)
    said = [word for clause in sentence[:place] for word in clause.words]
    own, led = _named(sentence[place].words, cues, draft), _named(said, [], draft)
    gone = any(named and _takes_out(named, _forgettable(draft), draft, least=_SURELY) for named in (own, led))
    if not gone and len(led or own) <= (_STOPPED if led else _LITTLE):
        if before:
            before.pop()
        else:
            _take_out_last(draft)
    return _from_but(sentence[place + 1 :])


def _stopped(clause: Clause, draft: Draft) -> bool:
    """Tell whether a clause says no more than that the business does something no longer: "we don't do it any more"."""
    cues = lexicon(draft.language)("correction", "stopped").find(clause.words)
    return bool(cues) and by_us(clause.words, draft.language) and len(_named(clause.words, cues, draft)) <= _STOPPED


def _take_out_last(draft: Draft) -> None:
    """Remove what the answer before told, when it told one item of the step."""
    part = next((part for part in _ITEMS if part == draft.situation.step.value), None)
    told = [i for i in draft.map.part(part) if i.origin.turn == draft.situation.turn - 1] if part else []
    if part and len(told) == 1:
        draft.remove(part, told[0].id)


def _from_but(rest: list[Clause]) -> list[Clause]:
    """Return what follows a cue in its sentence, without the reason for it."""
    while rest and rest[0].joined in (",", "because") and len(rest[0].words) <= _BRIEF:
        rest = rest[1:]
    return rest
