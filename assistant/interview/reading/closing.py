"""Reading answers to what the review asks at the end of an interview: an offer, and one thing at a time.

A question of the review is about one item, so a short answer says something of that item: who takes care of it, why it
is so. What else an answer holds is read as any answer.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

from assistant.interview.reading.clauses import split
from assistant.interview.reading.lexicon import WordList, lexicon
from assistant.interview.reading.overlap import nearest
from assistant.interview.reading.turn import Reading, Situation, TurnKind
from assistant.interview.reading.turns import kind_of
from assistant.interview.reading.words import Word, words
from assistant.journey.edits import Add, Change, Edit, Link
from assistant.journey.grounding import MAX_QUOTE
from assistant.journey.models import Origin, OriginKind
from assistant.locale import LANGUAGES

PREFIX = "review."
OFFER = f"{PREFIX}offer"
"""The need of the question whether the person wants to close what the review found."""

_OWNER, _MOMENTS, _EFFECT = f"{PREFIX}Q15", f"{PREFIX}Q17", f"{PREFIX}Q25"
_STOPS = f"{PREFIX}Q32"
_CAUSES = (_STOPS, f"{PREFIX}Q34")

_LONGEST_REPLY = 14
"""Words of a yes or no, at most; a longer answer tells something."""

_FEW = 4
"""Words of a reply that is neither yes nor no, and tells nothing either, at most: it is taken for a no."""

_LONGEST_OWNER = 4
_SHARED = 2
"""What a touchpoint or metric must share with the words that name it."""


def read(situation: Situation) -> Reading | None:
    """Return what an answer to a question of the review says by itself, or None when it is read as any answer."""
    if situation.need == OFFER:
        return _reply(situation)
    if situation.need == _OWNER:
        return _owner(situation)
    if situation.need == _MOMENTS:
        return _moments(situation)
    if situation.need == _STOPS:
        return _cause(situation)
    return None


def completed(reading: Reading, situation: Situation) -> Reading:
    """Return a reading with its edits linked to what the review asked about."""
    if situation.need in _CAUSES:
        return replace(reading, edits=tuple(_placed(edit, situation) for edit in reading.edits))
    if situation.need == _EFFECT:
        return _measured(reading, situation)
    return reading


def _reply(situation: Situation) -> Reading | None:
    """Return whether the person takes the offer; a no beside a yes is a no, for nobody is to be held up."""
    said = words(situation.answer[:500])
    if not said or len(said) > _LONGEST_REPLY:
        return None
    lists = _lists(situation.language)
    accepted, declined = lists["accept"].find(said), lists["decline"].find(said)
    outside = [d for d in declined if not any(a.start <= d.start and d.end <= a.end for a in accepted)]
    if outside:
        return Reading(TurnKind.NOTHING_MORE)
    if accepted:
        return Reading(TurnKind.ANSWER)
    unclear = len(said) <= _FEW and kind_of(situation.answer, situation) is not TurnKind.QUESTION
    return Reading(TurnKind.NOTHING_MORE) if unclear else None


def _owner(situation: Situation) -> Reading | None:
    """Return who takes care of the action that was asked about: a short answer, or what stands beside "will do it"."""
    lists = _lists(situation.language)
    clauses = split(situation.answer[:500], situation.language)
    if not clauses or situation.map.find(situation.targets[0]) is None:
        return None
    who: Sequence[Word] = clauses[0].words
    if lists["nobody"].at(who, 0) is not None:
        return Reading(TurnKind.DONT_KNOW)
    if lists["myself"].at(who, 0) != len(who):
        if kind_of(situation.answer, situation) is not None:
            return None
        who = _without_opening(_beside_cue(who, situation.language), situation.language)
    if not 0 < len(who) <= _LONGEST_OWNER:
        return None
    text = situation.answer[who[0].start : who[-1].end]
    return Reading(TurnKind.ANSWER, (_change(situation, "actions", situation.targets[0], "owner", text, text),))


def _beside_cue(said: Sequence[Word], language: str) -> Sequence[Word]:
    """Return the words before "will do it", or after it where nobody stands before ("se encarga Marta"); else all."""
    lexis = lexicon(language)
    cue = next(iter(lexis("action", "owner").find(said)), None)
    if cue is None:
        return said
    points = lexis("grammar", "demonstrative")
    before = [word for word in said[: cue.start] if not points.has(word.fold)]
    return before or said[cue.end :]


def _without_opening(said: Sequence[Word], language: str) -> Sequence[Word]:
    """Return words without what leads up to a name: "well, that's …"."""
    lexis = lexicon(language)
    start = 0
    while start < len(said) - 1:
        stop = lexis("grammar", "filler").at(said, start) or lexis("grammar", "demonstrative").at(said, start)
        if stop is None or stop >= len(said):
            break
        start = stop
    return said[start:]


def _moments(situation: Situation) -> Reading | None:
    """Return the touchpoints that an answer names as moments of truth."""
    if kind_of(situation.answer, situation) is not None:
        return None
    known = [(t.id, f"{t.name} {t.customer_action or ''}") for t in situation.map.touchpoints]
    edits: dict[str, Edit] = {}
    for clause in split(situation.answer[:2000], situation.language):
        named = nearest(clause.text, known, situation.language, least=_SHARED)
        if named and len(clause.text) <= MAX_QUOTE:
            edits.setdefault(named, _change(situation, "touchpoints", named, "moment_of_truth", True, clause.text))
    return Reading(TurnKind.ANSWER, tuple(edits.values())) if edits else None


def _cause(situation: Situation) -> Reading | None:
    """Return why a known constraint stops customers, in the words of a short answer."""
    text = situation.answer.strip(" .!\n")
    if len(text) > MAX_QUOTE or not any(c.id in situation.targets for c in situation.map.constraints):
        return None
    if kind_of(situation.answer, situation) is not None:
        return None
    return Reading(TurnKind.ANSWER, (_change(situation, "constraints", situation.targets[0], "cause", text, text),))


def _placed(edit: Edit, situation: Situation) -> Edit:
    """Return a new constraint at the touchpoint that was asked about, if it is told of no other."""
    target = next((t for t in situation.map.touchpoints if t.id in situation.targets), None)
    if target is None or not isinstance(edit, Add) or edit.part != "constraints" or edit.values.get("touchpoints"):
        return edit
    placed = {"stage": target.stage} if target.stage else {}
    return edit.model_copy(update={"values": {**edit.values, **placed, "touchpoints": [target.id]}})


def _measured(reading: Reading, situation: Situation) -> Reading:
    """Return a reading whose metrics, new or known and named, measure the actions that were asked about."""
    new = [f"new:{n}" for n, edit in enumerate(reading.edits) if isinstance(edit, Add) and edit.part == "metrics"]
    touched = [edit.id for edit in reading.edits if isinstance(edit, Change) and edit.part == "metrics"]
    if reading.kind not in (TurnKind.ANSWER, TurnKind.CORRECTION, TurnKind.VAGUE):
        return reading
    if not (new or touched):
        known = [(metric.id, metric.name) for metric in situation.map.metrics]
        named = nearest(situation.answer[:2000], known, situation.language, least=_SHARED)
        touched = [named] if named else []
    links = [
        Link(part="metrics", id=metric, field="measures", targets=situation.targets)
        for metric in dict.fromkeys((*new, *touched))
    ]
    if not links:
        return reading
    kind = TurnKind.ANSWER if reading.kind is TurnKind.VAGUE else reading.kind
    return replace(reading, kind=kind, edits=(*reading.edits, *links))


def _change(situation: Situation, part: str, item: str, field: str, value: str | bool, quote: str) -> Edit:
    origin = Origin(kind=OriginKind.SAID, quote=quote, turn=situation.turn)
    return Change.model_validate({"part": part, "id": item, "field": field, "value": value, "origin": origin})


@cache
def _lists(language: str) -> dict[str, WordList]:
    file = resources.files("assistant.interview.reading").joinpath("lexicon", "offer.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        name: WordList({name: entries}) for name, entries in data[language if language in LANGUAGES else "en"].items()
    }
