"""Whole statements that people take back: "the lockers. no wait, that's solved, ignore it"; "the shop is out"."""

from collections.abc import Sequence
from itertools import groupby

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import Lexicon, lexicon
from assistant.interview.reading.overlap import score
from assistant.interview.reading.turns import contents
from assistant.journey.edits import ItemPart
from assistant.journey.models import label

_ITEMS: tuple[ItemPart, ...] = ("goals", "touchpoints", "constraints", "actions", "metrics")
_LITTLE = 3
"""Words that carry meaning beside the cue: with no more, it is the statement before that is taken back."""

_MOST_NAMED = 2
"""Items that one word names, at most: a constraint and what is done about it."""

_TWO_WORDS = 4
"""What two shared words score: the item that a sentence names is taken out."""


def without_retracted(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Return the clauses without those that are taken back; an item of the map that is taken back by name goes, too."""
    lexis = lexicon(draft.language)
    clauses = _without_named(clauses, draft)
    cue = lexis("correction", "retract")
    if not any(cue.any(clause.words) for clause in clauses):
        return clauses
    kept: list[list[Clause]] = []
    for _, group in groupby(clauses, key=lambda clause: clause.sentence):
        sentence = list(group)
        place = next((i for i, clause in enumerate(sentence) if cue.any(clause.words)), None)
        if place is None:
            kept.append(sentence)
        elif not _takes_out_named(sentence, draft):
            if place == 0 and _says_little(sentence[0], lexis, draft) and kept:
                kept.pop()
            kept.append(sentence[place + 1 :])
    return [clause for sentence in kept for clause in sentence]


def _without_named(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Take out what a sentence asks to forget by one word: "leave out the lamp", "we don't do that fair any more"."""
    lexis = lexicon(draft.language)
    forget, stopped = lexis("correction", "forget"), lexis("correction", "stopped")
    dropped: set[int] = set()
    for clause in clauses:
        if (cues := forget.find(clause.words)) and not lexis("grammar", "subject").any(clause.words[: cues[0].start]):
            covered = {index for match in cues for index in range(match.start, match.end)}
            text = " ".join(word.fold for index, word in enumerate(clause.words) if index not in covered)
            parts: tuple[ItemPart, ...] = _ITEMS
        elif stopped.any(clause.words) and (named := _pointed_at(clause, lexis)):
            text, parts = named, ("touchpoints", "actions")
        else:
            continue
        if _takes_out_all(text, parts, draft):
            dropped.add(clause.sentence)
    return [clause for clause in clauses if clause.sentence not in dropped]


def _pointed_at(clause: Clause, lexis: Lexicon) -> str:
    """Return the word after "that", "esa" or "te" in a clause."""
    places = [m.end for m in lexis("correction", "that").find(clause.words) if m.end < len(clause.words)]
    return clause.words[places[0]].fold if places else ""


def _takes_out_all(text: str, parts: Sequence[ItemPart], draft: Draft) -> bool:
    """Remove the items that share most with `text`; where many share one word with it, it names none of them."""
    scored = [
        (score(text, label(part, item), draft.language), part, item.id)
        for part in parts
        for item in draft.map.part(part)
    ]
    best = max((told[0] for told in scored), default=0)
    named = [told for told in scored if told[0] == best]
    if not best or len(named) > _MOST_NAMED:
        return False
    for _, part, key in named:
        draft.remove(part, key)
    return True


def _takes_out_named(sentence: list[Clause], draft: Draft) -> bool:
    """Remove the item of the map that the sentence names, if it names one; tell whether it did."""
    text = " ".join(clause.text for clause in sentence)
    scored = [
        (score(text, label(part, item), draft.language), part, item.id)
        for part in _ITEMS
        for item in draft.map.part(part)
    ]
    best = max(scored, default=None, key=lambda told: told[0])
    if best is None or best[0] < _TWO_WORDS:
        return False
    draft.remove(best[1], best[2])
    return True


def _says_little(clause: Clause, lexis: Lexicon, draft: Draft) -> bool:
    covered = {
        index for match in lexis("correction", "retract").find(clause.words) for index in range(match.start, match.end)
    }
    left = [word for index, word in enumerate(clause.words) if index not in covered]
    return len(contents(left, draft.language)) <= _LITTLE
