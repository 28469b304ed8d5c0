"""Corrections of an earlier answer: the value in the map changes, nothing is added."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.numbers import Figure, figures
from assistant.interview.reading.overlap import nearest, score
from assistant.interview.reading.taken_back import Numbers, Replaced, kind_of, replaced, values
from assistant.interview.reading.turns import contents
from assistant.interview.reading.words import Word, words
from assistant.journey.edits import ItemPart
from assistant.journey.grounding import same_word
from assistant.journey.models import Step, label

_ITEMS: tuple[ItemPart, ...] = ("goals", "touchpoints", "constraints", "actions", "metrics")
_PROSE: dict[ItemPart, tuple[str, ...]] = {
    "goals": ("text",),
    "touchpoints": ("name", "customer_action"),
    "constraints": ("text", "cause"),
    "actions": ("text", "due"),
    "metrics": ("baseline", "target", "name"),
}
_BRIEF = 1  # words that carry meaning, cues and values aside: "it's 8, not 5"
_SCALARS = ("age", "name", "occupation", "location", "gender")
_YOUNGEST, _OLDEST = 12, 99


@dataclass(frozen=True, slots=True)
class _Place:
    """A text of the map that holds a value."""

    part: ItemPart | Literal["persona"]
    id: str
    field: str
    text: str


def read_earlier(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Change what the clauses take back of earlier answers; return the clauses that are still to be read."""
    consumed: set[int] = set()
    for pair in replaced(draft.source.answer, draft.language, draft.situation.earlier):
        sentence = _sentence_of(draft, clauses, pair.right)
        places = _holding(pair.wrong.numbers, draft, _sentence_text(clauses, sentence))
        done = [_correct(place, pair, clauses, sentence, draft) for place in places]
        if any(done):
            consumed.add(sentence)
    if not consumed:
        consumed |= _age_by_topic(clauses, draft) or _by_topic(clauses, draft)
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


def _age_by_topic(clauses: list[Clause], draft: Draft) -> set[int]:
    """Read "by the way, Ruth should be more like 42": a cue, the customer's name or age, and a new figure."""
    lexis, persona = lexicon(draft.language), draft.map.persona
    if persona.age is None:
        return set()
    for number in dict.fromkeys(clause.sentence for clause in clauses):
        said = tuple(word for c in clauses if c.sentence == number for word in c.words)
        named = any(same_word(word.fold, name.fold) for word in said for name in words(persona.name or ""))
        compared = lexis("correction", "comparative").any(said)
        if not (named or compared or lexis("correction", "older").any(said)):
            continue
        if not (compared or lexis("correction", "changed").any(said)):
            continue
        ages = [figure for figure in figures(draft.source.text, said, draft.language) if _may_be_age(figure)]
        for age in ages[:1]:
            if draft.set("persona", "age", draft.source.text[age.start : age.number_end], age.start, age.end):
                return {number}
    return set()


def _may_be_age(figure: Figure) -> bool:
    number = figure.numbers[0]
    return (
        len(figure.numbers) == 1 and number.isdigit() and _YOUNGEST <= int(number) <= _OLDEST and "%" not in figure.unit
    )


def _sentence_of(draft: Draft, clauses: list[Clause], right: Figure) -> int:
    value = draft.source.answer[right.start : right.end]
    at = draft.source.text.find(value)
    for clause in clauses:
        if clause.start <= at < clause.end + 2:
            return clause.sentence
    return clauses[0].sentence if clauses else 0


def _sentence_text(clauses: list[Clause], sentence: int) -> str:
    return " ".join(clause.text for clause in clauses if clause.sentence == sentence)


def _holding(numbers: Numbers, draft: Draft, text: str) -> list[_Place]:
    """Return the texts of the map that hold this value, those that share most words with `text`.

    A sentence that is about something else has its value by chance, and corrects nothing.
    """
    step = draft.situation.step.value
    said = words(text)
    cues = lexicon(draft.language)("correction", "earlier").find(said)
    covered = {index for match in cues for index in range(match.start, match.end)}
    covered |= {index for v in values(text, said, draft.language) for index in range(v.first, v.last)}
    left = [word for index, word in enumerate(said) if index not in covered]
    brief = len(contents(left, draft.language)) <= _BRIEF
    places = [place for place in _places(draft) if _value_in(place.text, numbers, draft.language)]
    if not places:
        return []
    shares = [_shared(place, text, said, draft) for place in places]
    best = max(shares)
    if best:
        return [place for place, share in zip(places, shares, strict=True) if share == best or share >= _SAME_TOPIC]
    own = [place for place in places if place.part == step == Step.PERSONA.value]
    if own or not brief:
        return own[:1]
    return [max(places, key=lambda p: (p.part == step, p.field in ("baseline", "target", "age")))]


_SAME_TOPIC = 4
"""Two shared words: every text of the map that is about the same thing is put right."""


def _shared(place: _Place, text: str, said: Sequence[Word], draft: Draft) -> int:
    if place.part == "persona":
        lexis, name = lexicon(draft.language), words(draft.map.persona.name or "")
        named = any(same_word(word.fold, other.fold) for word in said for other in name)
        return 2 * (named or (place.field == "age" and lexis("correction", "older").any(said)))
    item = draft.map.find(place.id)
    return score(text, label(*item), draft.language) if item else 0


def _value_in(text: str, numbers: Numbers, language: str) -> Figure | None:
    """Return where a text of the map holds a value."""
    return next((v for v in values(text, words(text), language) if set(numbers) <= set(v.numbers)), None)


def _places(draft: Draft) -> Iterator[_Place]:
    persona = draft.map.persona
    for field in _SCALARS:
        if value := getattr(persona, field):
            yield _Place("persona", "", field, value)
    for part in _ITEMS:
        for item in draft.map.part(part):
            for field in _PROSE[part]:
                if value := getattr(item, field):
                    yield _Place(part, item.id, field, value)


def _correct(place: _Place, pair: Replaced, clauses: list[Clause], sentence: int, draft: Draft) -> bool:
    right = pair.right
    told = draft.source.answer[right.start : right.end]
    at = draft.source.text.find(told)
    if at < 0:
        return False
    end = at + len(told)
    if place.part == "persona":
        return draft.set("persona", place.field, told, at, end)
    if place.field in ("baseline", "target"):
        return draft.change("metrics", place.id, place.field, told, at, end)
    inside = [clause for clause in clauses if clause.sentence == sentence]
    start, stop = (inside[0].start, inside[-1].end) if inside else (at, end)
    return draft.change(place.part, place.id, place.field, _put_in(place.text, pair, told, draft), start, stop)


def _put_in(text: str, pair: Replaced, told: str, draft: Draft) -> str:
    """Return a text of the map with the right value in the place of the wrong one, which keeps its unit."""
    wrong = _value_in(text, pair.wrong.numbers, draft.language)
    if wrong is None:
        return text
    unit = bool(pair.right.unit) or kind_of(pair.right) != "number"
    return text[: wrong.start] + told + text[wrong.end if unit else wrong.number_end :]
