"""Corrections of an earlier answer: the value in the map changes, nothing is added."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.corrections import replaced
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.numbers import Figure, figures
from assistant.interview.reading.overlap import nearest, score
from assistant.interview.reading.turns import contents
from assistant.interview.reading.words import words
from assistant.journey.edits import ItemPart
from assistant.journey.grounding import tokens
from assistant.journey.models import LABELS, Step, label

_ITEMS: tuple[ItemPart, ...] = ("goals", "touchpoints", "constraints", "actions", "metrics")
_BRIEF = 1  # words that carry meaning, cues and figures aside: "it's 8, not 5"
_SCALARS = ("age", "name", "occupation", "location", "gender")


@dataclass(frozen=True, slots=True)
class _Place:
    """A value of the map that holds certain numbers."""

    part: ItemPart | Literal["persona"]
    id: str
    field: str
    text: str


def read_earlier(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Change what the clauses take back of earlier answers; return the clauses that are still to be read."""
    consumed: set[int] = set()
    for pair in replaced(draft.source.answer, draft.language):
        sentence = _sentence_of(draft, clauses, pair.right)
        place = _holding(pair.wrong.numbers, draft, _sentence_text(clauses, sentence))
        if place and _correct(place, pair.right, draft.source.answer, clauses, sentence, draft):
            consumed.add(sentence)
    if not consumed:
        consumed |= _by_topic(clauses, draft)
    return [clause for clause in clauses if clause.sentence not in consumed]


def _by_topic(clauses: list[Clause], draft: Draft) -> set[int]:
    """Read "sorry, the returns are 8 a month": a cue, a metric of the map and a new figure."""
    lexis = lexicon(draft.language)
    if not clauses or not draft.map.metrics:
        return set()
    consumed: set[int] = set()
    opening = words(draft.source.text[:80])[:6]
    if not lexis("correction", "earlier").any(opening) or draft.situation.step is not Step.METRICS:
        return set()
    for number in dict.fromkeys(clause.sentence for clause in clauses):
        said = tuple(word for c in clauses if c.sentence == number for word in c.words)
        found = figures(draft.source.text, said, draft.language)
        text = _sentence_text(clauses, number)
        known = nearest(text, [(m.id, m.name) for m in draft.map.metrics], draft.language, least=2)
        if not found or not known:
            continue
        wanted = lexis("metric", "target").find(said[max(0, found[-1].first - 6) : found[-1].first])
        field = "target" if any(m.length > 1 or len(said[m.start].fold) > 3 for m in wanted) else "baseline"
        figure = found[-1]
        value = draft.source.text[figure.start : figure.end]
        if draft.change("metrics", known, field, value, figure.start, figure.end):
            consumed.add(number)
    return consumed


def _sentence_of(draft: Draft, clauses: list[Clause], right: Figure) -> int:
    value = draft.source.answer[right.start : right.end]
    at = draft.source.text.find(value)
    for clause in clauses:
        if clause.start <= at < clause.end + 2:
            return clause.sentence
    return clauses[0].sentence if clauses else 0


def _sentence_text(clauses: list[Clause], sentence: int) -> str:
    return " ".join(clause.text for clause in clauses if clause.sentence == sentence)


def _holding(numbers: tuple[str, ...], draft: Draft, text: str) -> _Place | None:
    """Return the value of the map that holds these numbers; of several the one that shares most words with `text`.

    A sentence that is about something else has its figure by chance, and corrects nothing.
    """
    step = draft.situation.step.value
    said = words(text)
    cues = lexicon(draft.language)("correction", "earlier").find(said)
    covered = {index for match in cues for index in range(match.start, match.end)}
    covered |= {index for f in figures(text, said, draft.language) for index in range(f.first, f.last)}
    left = [word for index, word in enumerate(said) if index not in covered]
    brief = len(contents(left, draft.language)) <= _BRIEF

    def shared(place: _Place) -> int:
        item = draft.map.find(place.id) if place.id else None
        return score(text, label(*item), draft.language) if item else 0

    places = [
        place
        for place in _places(draft)
        if set(numbers) <= set(tokens(place.text))
        and (shared(place) or brief or (place.part == step == Step.PERSONA.value))
    ]
    return max(
        places,
        key=lambda place: (shared(place), place.part == step, place.field in ("baseline", "target", "age")),
        default=None,
    )


def _places(draft: Draft) -> Iterator[_Place]:
    persona = draft.map.persona
    for field in _SCALARS:
        if value := getattr(persona, field):
            yield _Place("persona", "", field, value)
    for metric in draft.map.metrics:
        for field in ("baseline", "target"):
            if value := getattr(metric, field):
                yield _Place("metrics", metric.id, field, value)
    for part in _ITEMS:
        for item in draft.map.part(part):
            yield _Place(part, item.id, LABELS[part], str(getattr(item, LABELS[part])))


def _correct(place: _Place, right: Figure, answer: str, clauses: list[Clause], sentence: int, draft: Draft) -> bool:
    value = answer[right.start : right.end]
    at = draft.source.text.find(value)
    if at < 0:
        return False
    end = at + len(value)
    if place.part == "persona":
        return draft.set("persona", place.field, value, at, end)
    if place.field in ("baseline", "target"):
        return draft.change("metrics", place.id, place.field, value, at, end)
    # Words of an item are replaced only by a sentence that says as much: the map keeps to the answer's own words.
    inside = [clause for clause in clauses if clause.sentence == sentence]
    text = draft.source.text[inside[0].start : inside[-1].end] if inside else ""
    if score(text, place.text, draft.language) >= 2:
        return draft.change(place.part, place.id, place.field, text, inside[0].start, inside[-1].end)
    return False
