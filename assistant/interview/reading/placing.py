"""The channel and the stage of a touchpoint: what its words, its meaning and its place in the story say, weighed."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from assistant.interview.reading import labels, meaning
from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.sequence import leads_on
from assistant.journey.models import Channel, StageKind
from knowledge.port import Labels

_Key = TypeVar("_Key", Channel, StageKind)

# What each kind of evidence weighs; the classifier's figures are likelihoods, so 1 is what it says when it is certain.
# On the tuned scenarios no share moves by more than a point when one of these is changed by a fifth, but for the least
# a channel needs: a lower one names more channels, right and wrong (0.16: 0.867 right, 0.2: 0.851, 0.24: 0.832).
_CHANNEL_NAMED = 0.8
_CHANNEL_HINTED = 0.4
_CHANNEL_LATER = 0.3
_CHANNEL_LEAST = 0.2

_STAGE_TOLD = 0.5
_STAGE_HINTED = 0.35
_STAGE_LATER = 0.2
_STAGE_USUAL = 0.3
_STAGE_ASKED = 0.2
_STAGE_OPENING = 0.35
_STAGE_BACK = 0.25
_STAGE_MEANT = 0.9
_STAGE_LEAST = 0.1
_STAGE_TIE = 0.01

_ORDER = (
    StageKind.AWARENESS,
    StageKind.INTEREST,
    StageKind.CONSIDERATION,
    StageKind.PURCHASE,
    StageKind.RETENTION,
    StageKind.ADVOCACY,
)


def channel_of(clauses: Sequence[Clause], draft: Draft) -> Channel | None:
    """Return the channel of the touchpoint that these clauses tell of, the first of which names it, or None."""
    language = draft.language
    head, *rest = clauses
    votes: dict[Channel, float] = dict.fromkeys(Channel, 0.0)
    named = labels.channel(head.words, language)
    if named:
        sure = any(m.label == named and not m.weak for m in labels.channels(head.words, language))
        votes[named] += _CHANNEL_NAMED if sure and named is not Channel.OTHER else _CHANNEL_HINTED
    later = next((c for clause in rest if (c := labels.channel(clause.words, language))), None)
    if later:
        votes[later] += _CHANNEL_LATER
    _add_meant(votes, [found.channel for found in _meant(clauses, draft)])
    best = max(votes, key=lambda channel: votes[channel])
    return best if votes[best] >= _CHANNEL_LEAST else None


def stage_of(
    clauses: Sequence[Clause], channel: Channel | None, previous: StageKind | None, draft: Draft
) -> StageKind | None:
    """Return the kind of stage of the touchpoint that these clauses tell of, after one of the kind `previous`."""
    language = draft.language
    head, *rest = clauses
    votes: dict[StageKind, float] = dict.fromkeys(_ORDER, 0.0)
    told = labels.stage_kind(head.words, language)
    if told:
        sure = any(m.label == told and not m.weak for m in lexicon(language)("stage").find(head.words))
        votes[told] += _STAGE_TOLD if sure else _STAGE_HINTED
    later = next((kind for clause in rest if (kind := labels.stage_kind(clause.words, language))), None)
    if later:
        votes[later] += _STAGE_LATER
    if usual := labels.USUAL_STAGE.get(channel) if channel else None:
        votes[usual] += _STAGE_USUAL
    _add_meant(votes, [found.stage for found in _meant(clauses, draft)], _STAGE_MEANT)
    for target in draft.situation.targets:
        if (stage := draft.map.stage(target)) and stage.kind in votes:
            votes[stage.kind] += _STAGE_ASKED
    if previous is None and not draft.map.touchpoints:
        votes[StageKind.AWARENESS] += _STAGE_OPENING
    if previous in votes:
        for kind in _ORDER[: _ORDER.index(previous)]:
            votes[kind] -= _STAGE_BACK * (2 if leads_on(head.words, language) else 1)
        votes[previous] += _STAGE_TIE  # of equals the one where the story is
    best = max(votes, key=lambda kind: votes[kind])
    return best if votes[best] > _STAGE_LEAST else previous


def _meant(clauses: Sequence[Clause], draft: Draft) -> list[Labels]:
    """Return the labels of the clause that names the touchpoint, and of all that is told of it."""
    texts = dict.fromkeys([clauses[0].text, draft.source.text[clauses[0].start : clauses[-1].end]])
    return [found for text in texts if (found := meaning.labels_of(text, draft.situation))]


def _add_meant(votes: dict[_Key, float], found: Sequence[Mapping[str, float]], weight: float = 1.0) -> None:
    for likely in found:
        for key in votes:
            votes[key] += weight * likely.get(str(key), 0.0) / len(found)
