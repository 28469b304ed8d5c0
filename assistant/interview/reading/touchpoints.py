"""Reading where customers meet the business: touchpoints with their stage, channel, action and feeling."""

from assistant.interview.reading import labels
from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.feelings import feeling, feelings_of_known
from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.overlap import stems
from assistant.interview.reading.phrases import span_of
from assistant.interview.reading.placing import channel_of, stage_of
from assistant.interview.reading.stretches import Stretch, stretches
from assistant.journey.edits import Value
from assistant.journey.models import Channel, StageKind

_MOST_NAME_WORDS = 8
_FEELINGS_NEED = "touchpoints.feelings"
_REFLEXIVE = {"pl": "sie"}
"""The pronoun of reflexive verbs, where it may stand after its verb as a word of its own."""


def read_touchpoints(clauses: list[Clause], draft: Draft) -> None:
    """Add the touchpoints that the clauses name, each with all that they tell of it."""
    if draft.situation.need == _FEELINGS_NEED and draft.map.touchpoints:
        clauses = feelings_of_known(clauses, draft)
    previous: StageKind | None = None
    for stretch in stretches(clauses, draft):
        previous = _add(stretch, previous, draft) or previous


def _add(stretch: Stretch, previous: StageKind | None, draft: Draft) -> StageKind | None:
    text = draft.source.text
    head = stretch.clauses[0]
    channel = channel_of(stretch.clauses, draft)
    kind = stage_of(stretch.clauses, channel, previous, draft)
    emotion = feeling(stretch.clauses, draft)
    start, end = span_of(stretch.words, text)
    name = _name(stretch, draft)
    known = _known(stretch, channel, draft)
    if known:
        if emotion is not None and draft.map.find(known):
            draft.change("touchpoints", known, "emotion", emotion, start, end)
        return kind
    action = text[start:end]
    device = labels.device_words(head.words, draft.language)
    values: dict[str, Value] = {
        "name": name,
        "stage": _stage(stretch, kind, draft),
        "channel": str(channel) if channel else None,
        "customer_action": action if action != name else None,
        "device": " ".join(text[slice(*span_of(device, text))].split()) if device else None,
        "emotion": emotion,
    }
    told = max(end, stretch.clauses[-1].end)
    if not draft.add("touchpoints", values, start, told, stretch.anchor.start):
        draft.add(
            "touchpoints", values, start, end, stretch.anchor.start
        )  # what is told of it may be no news by itself
    return kind


def _stage(stretch: Stretch, kind: StageKind | None, draft: Draft) -> str | None:
    journey = draft.map
    named = labels.stage_named(stretch.clauses[0].words, journey)
    if (own := journey.stage(named)) and own.kind is StageKind.CUSTOM:
        return named
    asked = [stage for target in draft.situation.targets if (stage := journey.stage(target))]
    # No word tells of a stage of the person's own, so an answer about one alone is about that one.
    if len(asked) == 1 and asked[0].kind is StageKind.CUSTOM:
        return asked[0].id
    return labels.stage_id(kind, journey) or named or (asked[0].id if len(asked) == 1 else None)


def _name(stretch: Stretch, draft: Draft) -> str:
    """Return a short span around the word that makes it a touchpoint."""
    said = stretch.words
    place = next((i for i, word in enumerate(said) if word.start >= stretch.anchor.start), len(said) - 1)
    first = max(0, place + 3 - _MOST_NAME_WORDS) if place >= _MOST_NAME_WORDS - 2 else 0
    last = min(len(said), first + _MOST_NAME_WORDS)
    stop = lexicon(draft.language)("grammar", "stop")
    whole = last == len(said) and said[-1].fold == _REFLEXIVE.get(draft.language)  # "denerwuje się": of the verb
    while last - 1 > place and stop.has(said[last - 1].fold) and not (whole and last == len(said)):
        last -= 1
    while first < place and (stop.has(said[first].fold) and first > 0):
        first += 1
    return " ".join(draft.source.text[slice(*span_of(said[first:last], draft.source.text))].split())


def _known(stretch: Stretch, channel: Channel | None, draft: Draft) -> str | None:
    """Return the touchpoint of the map that this one repeats."""
    said = stems(" ".join(w.fold for w in stretch.words), draft.language)
    anchor = stretch.anchor.fold[:5]
    for item in draft.map.touchpoints:
        theirs = stems(f"{item.name} {item.customer_action or ''}", draft.language)
        alike = item.channel == channel or channel is None
        shared = said & theirs
        if alike and anchor in stems(item.name, draft.language) and (len(shared) >= 2 or len(said) <= 2):
            return item.id
    return None
