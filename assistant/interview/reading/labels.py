"""What a clause says of the channel, the feeling, the stage and the device."""

from collections.abc import Sequence

from assistant.interview.reading.lexicon import Match, lexicon
from assistant.interview.reading.words import Word, words
from assistant.journey.models import Channel, JourneyMap, StageKind
from assistant.text import fold

_FEELINGS = {"plus2": 2, "plus1": 1, "zero": 0, "minus1": -1, "minus2": -2}
_NEGATION_REACH = 3
_VERY_REACH = 2

# A stage that the map lacks: the kinds to take instead, the nearest first.
_NEAREST: dict[StageKind, tuple[StageKind, ...]] = {
    StageKind.AWARENESS: (StageKind.INTEREST, StageKind.CONSIDERATION),
    StageKind.INTEREST: (StageKind.CONSIDERATION, StageKind.AWARENESS),
    StageKind.CONSIDERATION: (StageKind.INTEREST, StageKind.PURCHASE),
    StageKind.PURCHASE: (StageKind.CONSIDERATION, StageKind.RETENTION),
    StageKind.RETENTION: (StageKind.ADVOCACY, StageKind.PURCHASE),
    StageKind.ADVOCACY: (StageKind.RETENTION, StageKind.PURCHASE),
}

USUAL_STAGE: dict[Channel, StageKind] = {
    Channel.SEARCH: StageKind.AWARENESS,
    Channel.SOCIAL: StageKind.AWARENESS,
    Channel.ADS: StageKind.AWARENESS,
    Channel.WORD_OF_MOUTH: StageKind.AWARENESS,
    Channel.WEBSITE: StageKind.CONSIDERATION,
    Channel.CHAT: StageKind.CONSIDERATION,
    Channel.PHONE: StageKind.CONSIDERATION,
    Channel.EVENT: StageKind.CONSIDERATION,
    Channel.WEB_SHOP: StageKind.PURCHASE,
    Channel.STORE: StageKind.PURCHASE,
    Channel.APP: StageKind.PURCHASE,
    Channel.DELIVERY: StageKind.PURCHASE,
    Channel.EMAIL: StageKind.RETENTION,
}
"""The stage in which a channel is met most often: what is assumed when nothing said tells."""


def channel(text: str | Sequence[Word], language: str) -> Channel | None:
    """Return the channel that `text` names, or None; the first named, unless a later one is surer.

    `Channel.OTHER` says only that none of the usual ones is meant, so any of those comes before it.
    """
    found = lexicon(language)("channel").find(_words(text))
    told = [match for match in found if match.label != Channel.OTHER] or found
    sure = [match for match in told if not match.weak] or told
    return Channel(sure[0].label) if sure else None


def channels(text: str | Sequence[Word], language: str) -> list[Match]:
    """Return every mention of a channel in `text`."""
    return lexicon(language)("channel").find(_words(text))


def device(text: str | Sequence[Word], language: str) -> str | None:
    """Return the device that `text` names (``phone``, ``tablet``, ``computer``, ``kiosk``), or None."""
    found = [match for match in lexicon(language)("device").find(_words(text)) if not match.weak]
    return found[0].label if found else None


def device_words(text: Sequence[Word], language: str) -> tuple[Word, ...]:
    """Return the words that name a device, or none."""
    found = [match for match in lexicon(language)("device").find(text) if not match.weak]
    return tuple(text[found[0].start : found[0].end]) if found else ()


def emotion(text: str | Sequence[Word], language: str) -> int | None:
    """Return the feeling that `text` tells, from -2 to 2 (0: said to be neutral), or None when it tells none.

    A negation shortly before turns a feeling round; an intensifier makes it stronger. Of several feelings in one
    clause the strongest counts, and of equal ones the last; words that say "neutral" outright win over mild ones.
    """
    said = _words(text)
    lexis = lexicon(language)
    scores: list[tuple[int, bool]] = []
    matches = [match for match in lexis("feeling").find(said) if match.label in _FEELINGS]
    taken = [index for match in matches for index in range(match.start, match.end)]
    for match in matches:
        score = _FEELINGS[match.label]
        before = range(max(0, match.start - _NEGATION_REACH), match.start)
        negated = any(index not in taken and lexis("modifier", "not").has(said[index].fold) for index in before)
        very = range(max(0, match.start - _VERY_REACH), match.start)
        strong = any(index not in taken and lexis("modifier", "very").has(said[index].fold) for index in very)
        if negated and score:
            score = -1 if score > 0 else 1
        elif strong and score:
            score = 2 if score > 0 else -2
        scores.append((score, match.weak))
    if not scores:
        return None
    sure = [score for score, weak in scores if not weak] or [score for score, _ in scores]
    if 0 in sure and max(map(abs, sure)) < 2:
        return 0
    return max(reversed(sure), key=abs)


def stage_kind(text: str | Sequence[Word], language: str) -> StageKind | None:
    """Return the kind of stage that `text` tells of, or None.

    The kind with most evidence counts; of equal ones the later, because "hears of us and orders" ends with an order.
    """
    found = lexicon(language)("stage").find(_words(text))
    sure = [match for match in found if not match.weak] or found
    if not sure:
        return None
    order = list(_NEAREST)
    votes = {kind: sum(match.length for match in sure if match.label == kind) for kind in order}
    return max(order, key=lambda kind: (votes[kind], order.index(kind)))


def stage_id(kind: StageKind | None, journey: JourneyMap) -> str | None:
    """Return the id of the map's stage of this kind, or of the nearest kind that the map has, or None."""
    if kind is None or kind is StageKind.CUSTOM:
        return None
    for wanted in (kind, *_NEAREST[kind]):
        for stage in journey.stages:
            if stage.kind is wanted:
                return stage.id
    return None


def stage_named(text: str | Sequence[Word], journey: JourneyMap) -> str | None:
    """Return the id of the stage whose name stands in `text`, or None; a stem is enough for a long name."""
    said = _words(text)
    for stage in journey.stages:
        wanted = [word.fold for word in words(fold(stage.name))]
        if wanted and all(any(_same_stem(name, word.fold) for word in said) for name in wanted):
            return stage.id
    return None


def _same_stem(name: str, word: str) -> bool:
    keep = max(4, len(name) - 2)
    return name == word or (len(name) > 4 and len(word) >= keep and name[:keep] == word[:keep])


def _words(text: str | Sequence[Word]) -> Sequence[Word]:
    return words(text) if isinstance(text, str) else text
