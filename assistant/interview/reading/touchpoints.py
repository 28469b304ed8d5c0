"""Reading where customers meet the business: touchpoints with their stage, channel, action and feeling."""

from dataclasses import dataclass

from assistant.interview.reading import labels, meaning
from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import Match, lexicon
from assistant.interview.reading.overlap import nearest, stems
from assistant.interview.reading.phrases import body, has_content, span_of
from assistant.interview.reading.turns import contents, vague
from assistant.interview.reading.words import Word
from assistant.journey.edits import Value
from assistant.journey.models import Channel, StageKind

_MOST_NAME_WORDS = 8
_FEELINGS_NEED = "touchpoints.feelings"
_LATE = (StageKind.PURCHASE, StageKind.RETENTION, StageKind.ADVOCACY)


@dataclass
class _Found:
    """A touchpoint while its clauses are read."""

    clauses: list[Clause]
    words: tuple[Word, ...]
    channel: Channel | None
    kind: StageKind | None
    emotion: int | None
    anchor: Word


def read_touchpoints(clauses: list[Clause], draft: Draft) -> None:
    """Add the touchpoints that the clauses name; a clause that only tells a feeling is about the one before it."""
    if draft.situation.need == _FEELINGS_NEED and draft.map.touchpoints:
        clauses = _feelings_of_known(clauses, draft)
    found: list[_Found] = []
    for clause in clauses:
        mood = _mood(clause, draft)
        evidence = _evidence(clause, draft.language)
        if not evidence and not clause.joined:
            evidence = _own_action(clause, draft.language)
        if evidence and not _same(found, clause, evidence, draft.language):
            found.append(_new(clause, evidence, mood, draft))
        elif found and mood is not None:
            found[-1].emotion = _joined(found[-1].emotion, mood)
            found[-1].clauses.append(clause)
        elif found and evidence:
            found[-1].clauses.append(clause)
            found[-1].kind = found[-1].kind or labels.stage_kind(clause.words, draft.language)
    if not found:
        found = _by_action(clauses, draft)
    previous: StageKind | None = None
    for touchpoint in found:
        previous = _add(touchpoint, previous, draft) or previous


def _mood(clause: Clause, draft: Draft) -> int | None:
    """Return the feeling that a clause tells: by its words, else by its meaning where that is sure."""
    told = labels.emotion(clause.words, draft.language)
    return told if told is not None else meaning.emotion(clause.text, draft.situation)


def _evidence(clause: Clause, language: str) -> list[Match]:
    """Return the words that make a clause name a touchpoint: channels first, then things of the trade."""
    named = labels.channels(clause.words, language)
    things = lexicon(language)("touchpoint", "noun").find(clause.words)
    sure = [match for match in named if not match.weak] + [match for match in things if not match.weak]
    if sure:
        return sorted(sure, key=lambda match: match.start)
    acts = lexicon(language)("touchpoint", "verb").any(clause.words)
    weak = [match for match in named + things if match.weak]
    return sorted(weak, key=lambda match: match.start) if weak and (acts or len(clause.words) <= 4) else []


def _own_action(clause: Clause, language: str) -> list[Match]:
    """Return the action of the customer with which a sentence of its own begins a new touchpoint, if it does."""
    lexis = lexicon(language)
    said = body(clause.words, language)
    acts = lexis("touchpoint", "verb").find(clause.words)
    first = said[0].fold
    others = lexis("grammar", "demonstrative").has(first) or lexis("grammar", "ours").has(first)
    return acts if acts and not others and has_content(clause, language, 3) else []


def _same(found: list[_Found], clause: Clause, evidence: list[Match], language: str) -> bool:
    """Tell whether a clause goes on about the touchpoint before it."""
    if not found or clause.sentence != found[-1].clauses[-1].sentence:
        return False
    last = found[-1]
    channel = labels.channel(clause.words, language)
    if clause.joined == "because":
        return True
    same_channel = channel is None or channel is last.channel
    first = clause.words[0].fold
    follows = lexicon(language)("grammar", "continues").at(clause.words, 0) is not None and first not in (
        "they",
        "he",
        "she",
    )
    kind = labels.stage_kind(clause.words, language)
    felt = labels.emotion(clause.words, language) is not None and clause.joined in ("and", ",", "but")
    if same_channel and (felt or (clause.joined in ("and", ",") and kind in (None, last.kind))):
        return True
    known = stems(" ".join(word.fold for c in last.clauses for word in c.words), language)
    fresh = {clause.words[match.start].fold[:5] for match in evidence} - known
    return same_channel and (follows or not fresh)


def _new(clause: Clause, evidence: list[Match], mood: int | None, draft: Draft) -> _Found:
    language = draft.language
    channel = labels.channel(clause.words, language) or meaning.channel(clause.text, draft.situation)
    kind = labels.stage_kind(clause.words, language)
    anchor = clause.words[evidence[0].start]
    said = body(clause.words, language, ("grammar", "subject"), ("grammar", "and"), ("grammar", "but"))
    return _Found([clause], said, channel, kind, mood, anchor)


def _by_action(clauses: list[Clause], draft: Draft) -> list[_Found]:
    """Read what customers do where no channel is named: one touchpoint a clause with an action of theirs."""
    found: list[_Found] = []
    lexis = lexicon(draft.language)
    for clause in clauses:
        mood = _mood(clause, draft)
        acts = lexis("touchpoint", "verb").find(clause.words)
        if acts and has_content(clause, draft.language, 2) and not vague(clause.words, lexis):
            found.append(_new(clause, acts, mood, draft))
        elif found and mood is not None:
            found[-1].emotion = _joined(found[-1].emotion, mood)
    return found


def _add(touchpoint: _Found, previous: StageKind | None, draft: Draft) -> StageKind | None:
    text = draft.source.text
    kind = _kind(touchpoint, previous, begins=not draft.map.touchpoints)
    start, end = span_of(touchpoint.words, text)
    name = _name(touchpoint, draft)
    known = _known(touchpoint, draft)
    if known:
        if touchpoint.emotion is not None and draft.map.find(known):
            draft.change("touchpoints", known, "emotion", touchpoint.emotion, start, end)
        return kind
    action = text[start:end]
    device = labels.device_words(touchpoint.clauses[0].words, draft.language)
    values: dict[str, Value] = {
        "name": name,
        "stage": _stage(touchpoint, kind, draft),
        "channel": str(touchpoint.channel) if touchpoint.channel else None,
        "customer_action": action if action != name else None,
        "device": " ".join(text[slice(*span_of(device, text))].split()) if device else None,
        "emotion": touchpoint.emotion,
    }
    draft.add("touchpoints", values, start, max(end, touchpoint.clauses[-1].end), touchpoint.anchor.start)
    return kind


def _kind(touchpoint: _Found, previous: StageKind | None, *, begins: bool) -> StageKind | None:
    """Return the stage that the words tell of; else what is usual for the channel, but not back in the story."""
    if touchpoint.kind:
        return touchpoint.kind
    usual = labels.USUAL_STAGE.get(touchpoint.channel) if touchpoint.channel else None
    if previous is None and begins:
        return StageKind.AWARENESS
    if previous in _LATE and usual not in _LATE:
        return StageKind.RETENTION if previous is not StageKind.PURCHASE else previous
    return usual or previous


def _stage(touchpoint: _Found, kind: StageKind | None, draft: Draft) -> str | None:
    journey = draft.map
    named = labels.stage_named(touchpoint.clauses[0].words, journey)
    if named and all(stage.kind is StageKind.CUSTOM for stage in journey.stages):
        return named
    asked = [target for target in draft.situation.targets if journey.stage(target)]
    by_kind = labels.stage_id(kind, journey)
    if touchpoint.kind is None and asked and by_kind not in asked:
        order = [stage.id for stage in journey.stages]
        near = order.index(by_kind) if by_kind else 0
        return min(asked, key=lambda stage: abs(order.index(stage) - near))
    return by_kind or named or (asked[0] if len(asked) == 1 else None)


def _name(touchpoint: _Found, draft: Draft) -> str:
    """Return a short span around the word that makes it a touchpoint."""
    said = touchpoint.words
    place = next((i for i, word in enumerate(said) if word.start >= touchpoint.anchor.start), len(said) - 1)
    first = max(0, place + 3 - _MOST_NAME_WORDS) if place >= _MOST_NAME_WORDS - 2 else 0
    last = min(len(said), first + _MOST_NAME_WORDS)
    stop = lexicon(draft.language)("grammar", "stop")
    while last - 1 > place and stop.has(said[last - 1].fold):
        last -= 1
    while first < place and (stop.has(said[first].fold) and first > 0):
        first += 1
    return " ".join(draft.source.text[slice(*span_of(said[first:last], draft.source.text))].split())


def _joined(one: int | None, other: int) -> int:
    """Return the feeling of a touchpoint of which two are told: an outright neutral one stays, else the stronger."""
    if one is None or one == other:
        return other
    if 0 in (one, other) and max(abs(one), abs(other)) < 2:
        return 0 if other == 0 else other
    return other if abs(other) >= abs(one) else one


def _known(touchpoint: _Found, draft: Draft) -> str | None:
    """Return the touchpoint of the map that this one repeats."""
    said = stems(" ".join(w.fold for w in touchpoint.words), draft.language)
    anchor = touchpoint.anchor.fold[:5]
    for item in draft.map.touchpoints:
        theirs = stems(f"{item.name} {item.customer_action or ''}", draft.language)
        alike = item.channel == touchpoint.channel or touchpoint.channel is None
        shared = said & theirs
        if alike and anchor in stems(item.name, draft.language) and (len(shared) >= 2 or len(said) <= 2):
            return item.id
    return None


def _feelings_of_known(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Set the feelings at the touchpoints asked about; return the clauses that were about none of them."""
    language = draft.language
    asked = [t for t in draft.map.touchpoints if t.id in draft.situation.targets] or list(draft.map.touchpoints)
    known = [(t.id, f"{t.name} {t.customer_action or ''}") for t in asked]
    everything = [(t.id, f"{t.name} {t.customer_action or ''}") for t in draft.map.touchpoints]
    last: str | None = asked[0].id if len(asked) == 1 else None
    left: list[Clause] = []
    for clause in clauses:
        about = nearest(clause.text, known, language, least=2) or nearest(clause.text, everything, language, least=2)
        about = about or _by_channel(clause, draft, asked_ids=[t.id for t in asked])
        last = about or last
        mood = _mood(clause, draft)
        if mood is not None and last:
            draft.change("touchpoints", last, "emotion", mood, clause.start, clause.end)
        elif mood is not None and not _evidence(clause, language):
            for touchpoint in asked:
                draft.change("touchpoints", touchpoint.id, "emotion", mood, clause.start, clause.end)
        elif not about and contents(clause.words, language) and mood is None:
            left.append(clause)
    return left if len(asked) > 1 else []


def _by_channel(clause: Clause, draft: Draft, asked_ids: list[str]) -> str | None:
    channel = labels.channel(clause.words, draft.language)
    same = [t.id for t in draft.map.touchpoints if t.id in asked_ids and t.channel == channel and channel]
    return same[0] if len(same) == 1 else None
