"""Whole statements that people take back: "data residency. no wait, that's solved, ignore it"; "the call centre is out"."""

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

_TWO_WORDS = 4
"""What two shared words score: the item that a sentence names is taken out."""


def without_retracted(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Return the clauses without those that are taken back; an item of the map that is taken back by name goes, too."""
    lexis = lexicon(draft.language)
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
