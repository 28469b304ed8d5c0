"""From obstacles to candidates: plays of the playbook, and the person's own documents, each with its passage."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant.interview.guide import Guide, plain
from assistant.interview.suggesting.checks import contradicts, overlap, repeats
from assistant.interview.suggesting.limits import limits
from assistant.interview.suggesting.obstacles import Obstacle
from assistant.journey.models import JourneyMap
from assistant.text import clean_line, shorten
from knowledge.pieces import digest_of
from knowledge.plays import Play, heading_of, needs_in, play_called, plays_of, topics, topics_in
from knowledge.port import Labeller, Passage

MOST = 8
"""Suggestions told at once."""

_A_LEVEL = 4
"""Candidates of one obstacle."""
_AROUND = 0.3
"""What words of the linked touchpoints count, beside words of the constraint."""
_PLACES = (1.0, 0.8, 0.65, 0.5)
"""What the place of a play in its topic counts: the first one answers it best."""
_LIKENESS = 4.0
"""Letters of a topic's words that a likeness of 1 counts as much as."""
_FOUND = 12
"""Passages that are looked at for an obstacle of which no topic's words were found."""
_NEAR = 0.3
"""Likeness of a play to an obstacle of no known topic, from which it is offered at all."""
SHARED = 0.3
"""Share of a sentence's words that its passage holds, at least."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_MOST_QUOTED = 160
"""Characters of a sentence of one's own documents."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be suggested.

    Attributes:
        key: what it is remembered by when it is refused.
        obstacle: what it answers.
        passage: what it rests on; None until it was found.
        text: the sentence of the playbook, or of the person's document.
        play: the play, or None for a document of the person's own.
    """

    key: str
    obstacle: Obstacle
    passage: Passage | None
    text: str
    play: Play | None


@dataclass(frozen=True, slots=True)
class Barred:
    """What may not be suggested: keys and texts that were refused, and what the person said cannot be done."""

    keys: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


async def candidates(
    journey: JourneyMap, met: Sequence[Obstacle], guide: Guide, labeller: Labeller | None, barred: Barred
) -> list[Candidate]:
    """Return at most `MOST` candidates: the best one of each obstacle first, then the second ones; none twice."""
    language = journey.language
    known = [action.text for action in journey.actions]
    rows = [await _of_obstacle(journey, obstacle, guide, labeller) for obstacle in met]
    lacking = {need for text in barred.said for limit in limits(text, language) for need in needs_in(limit, language)}
    chosen: list[Candidate] = []
    for candidate in (each for level in zip_longest(*rows) for each in level if each is not None):
        told = [*known, *barred.texts, *(each.text for each in chosen)]
        fresh = candidate.key not in barred.keys | {each.key for each in chosen}
        if (
            fresh
            and not contradicts(candidate.text, barred.said, language)
            and not (candidate.play is not None and candidate.play.needs & lacking)
            and not repeats(candidate.text, told, language, labeller)
            and (cited := await citation(candidate, guide, language)) is not None
        ):
            chosen.append(replace(candidate, passage=cited))
        if len(chosen) == MOST:
            break
    return chosen


async def citation(candidate: Candidate, guide: Guide, language: str) -> Passage | None:
    """Return the passage that a candidate rests on, as the search finds it above its bar, or None.

    It is found for the sentence, or for its heading; then it has to share the sentence's words besides. One in another
    language serves only where there is none in the map's.
    """
    play = candidate.play
    if play is None:
        return candidate.passage
    foreign: Passage | None = None
    for asked, needed in ((candidate.text, 0.0), (heading_of(play, language), SHARED)):
        for passage in await guide.passages(asked, language, _FOUND):
            about = f"{passage.title} {passage.heading} {plain(passage)}"
            if play in plays_of(passage) and overlap(candidate.text, about, language) >= needed:
                if passage.language == language:
                    return passage
                foreign = foreign or passage
    return foreign


async def _of_obstacle(
    journey: JourneyMap, obstacle: Obstacle, guide: Guide, labeller: Labeller | None
) -> list[Candidate]:
    language = journey.language
    found = await guide.passages(obstacle.words, language, _FOUND)
    own = [_quoting(obstacle, passage, language) for passage in found if not passage.step][:1]
    channels = {point.channel for point in journey.touchpoints if point.channel}
    plays = [play_called(name) for name in obstacle.plays] or _by_topic(obstacle, language, labeller)
    if not plays and labeller is not None:
        near = [play for passage in found for play in plays_of(passage)]
        plays = [p for p in near if labeller.likeness(obstacle.words, p.text[language], language) >= _NEAR][:1]
    fitting = [
        play
        for play in plays
        if (not play.where or not channels or play.where & channels)
        and not any(play.is_in(action.text, language) for action in journey.actions)
    ]
    return [*own, *(Candidate(play.id, obstacle, None, play.text[language], play) for play in fitting[:_A_LEVEL])]


def _by_topic(obstacle: Obstacle, language: str, labeller: Labeller | None) -> list[Play]:
    """Return the plays of the topics that an obstacle's words tell of, the most fitting first.

    Words around it count only where its own tell nothing, as in "what I told you about": then one play is enough.
    """
    told: dict[str, float] = {name: float(letters) for name, letters in topics_in(obstacle.words, language).items()}
    guessed = not told
    if guessed:
        told = {name: _AROUND * letters for name, letters in topics_in(obstacle.around, language).items()}
    scores: dict[str, float] = defaultdict(float)
    for topic in topics():
        for place, name in zip(_PLACES, topic.plays, strict=False):
            if topic.name in told:
                scores[name] += place * told[topic.name]
    plays = {name: play_called(name) for name in scores}
    if labeller is not None:
        for name, play in plays.items():
            scores[name] += _LIKENESS * labeller.likeness(obstacle.words, play.text[language], language)
    ranked = sorted(plays, key=lambda name: -scores[name])
    return [plays[name] for name in ranked[: 1 if guessed else None]]


def _quoting(obstacle: Obstacle, passage: Passage, language: str) -> Candidate:
    """Return the sentence of a document of the person's own that shares most with an obstacle."""
    sentences = [each for each in _SENTENCE_END.split(plain(passage)) if each.strip()] or [passage.title]
    best = max(sentences, key=lambda sentence: overlap(sentence, obstacle.words, language))
    text = shorten(best, _MOST_QUOTED)
    return Candidate(f"{clean_line(passage.article)}:{digest_of(passage.text)[:8]}", obstacle, passage, text, None)
