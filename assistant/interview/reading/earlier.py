"""Corrections of an earlier answer: the value in the map changes, nothing is added."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.numbers import Figure, figures
from assistant.interview.reading.overlap import score
from assistant.interview.reading.renaming import put_words_right
from assistant.interview.reading.taken_back import Numbers, Replaced, kind_of, numbers_in, replaced, values, values_of
from assistant.interview.reading.turns import contents
from assistant.interview.reading.words import Word, words
from assistant.journey.edits import ItemPart
from assistant.journey.grounding import same_word
from assistant.journey.models import Metric, OriginKind, Step, label

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
_OPENING = 6
_LITTLE = 2
_MOST_CLAUSES = 60
_SHORT = 3  # letters of "to" and "do", which alone tell no target


@dataclass(frozen=True, slots=True)
class _Place:
    """A text of the map that may hold a value, and the words that name its item."""

    part: ItemPart | Literal["persona"]
    id: str
    field: str
    text: str
    about: str = ""


def read_earlier(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Change what the clauses take back of earlier answers; return the clauses that are still to be read."""
    consumed: set[int] = set()
    for pair in replaced(draft.source.answer, draft.language, draft.situation.earlier):
        sentence = _sentence_of(draft, clauses, pair.right)
        places = _holding(pair.wrong.numbers, draft, _sentence_text(clauses, sentence))
        done = [_correct(place, pair, clauses, sentence, draft) for place in places]
        if any(done):
            consumed.add(sentence)
    consumed |= put_words_right(clauses, draft)
    if not consumed:
        consumed |= _age_by_topic(clauses, draft) or _told_anew(clauses, draft)
    return [clause for clause in clauses if clause.sentence not in consumed]


def _told_anew(clauses: list[Clause], draft: Draft) -> set[int]:
    """Read "the course is on Friday after all": a cue, a text of the map on the same thing, and a new value for it."""
    lexis = lexicon(draft.language)
    sure = lexis("correction", "anew")
    consumed: set[int] = set()
    known: set[Numbers] | None = None
    for number, sentence in groupby(clauses[:_MOST_CLAUSES], key=lambda clause: clause.sentence):
        said = tuple(word for clause in sentence for word in clause.words)
        opens = lexis("correction", "strong").any(said[:_OPENING]) or lexis("correction", "weak").any(said[:_OPENING])
        if not said or not (opens or sure.any(said)):
            continue
        known = numbers_in(draft.situation.earlier, draft.language) if known is None else known
        text = _sentence_text(clauses, number)
        found = values(draft.source.text, said, draft.language)
        new = [value for value in found if value.numbers not in known]
        told = _replaceable(new[0], text, said, draft, sure.any(said)) if new else None
        if told is None:
            continue
        place, old = told
        value = draft.source.text[new[0].start : new[0].end]
        if _put_right(place, Replaced(old, new[0]), value, new[0].start, clauses, number, draft):
            consumed.add(number)
    return consumed


def _replaceable(
    right: Figure, text: str, said: Sequence[Word], draft: Draft, sure: bool
) -> tuple[_Place, Figure] | None:
    """Return the text of the map, and its value, that a value told anew takes the place of."""
    lexis = lexicon(draft.language)
    lead = said[max(0, right.first - _OPENING) : right.first]
    aims = lexis("metric", "target").find(lead)
    wanted = any(match.length > 1 or len(lead[match.start].fold) > _SHORT for match in aims)
    best: tuple[int, _Place, Figure] | None = None
    for place in _places(draft):
        own = place.part == draft.situation.step.value
        if place.part == "persona" or not (own or (sure and not wanted)):
            continue
        if place.part == "metrics" and place.field != ("target" if wanted else "baseline"):
            continue
        same = [v for v in values_of(place.text, draft.language) if kind_of(v) == kind_of(right)]
        held = [v for v in same if not _other_unit(v, right, place)]
        shared = _shared(place, text, said, draft)
        if len(held) == 1 and shared and (best is None or shared > best[0]):
            best = shared, place, held[0]
    if best is not None:
        return best[1:]
    last = _last_metric(draft)
    if draft.situation.step is Step.METRICS and last and last.baseline and _is_brief(text, draft):
        place = _Place("metrics", last.id, "baseline", last.baseline)
        held = list(values_of(place.text, draft.language))
        return (place, held[0]) if len(held) == 1 and not _other_unit(held[0], right, place) else None
    return None


def _other_unit(one: Figure, other: Figure, place: _Place) -> bool:
    """Tell whether two values differ in unit; one without a unit may be any metric's, but no item's."""
    if one.unit and other.unit:
        return one.unit[:3] != other.unit[:3]
    return place.part != "metrics" and bool(one.unit) != bool(other.unit)


def _last_metric(draft: Draft) -> Metric | None:
    """Return the metric that the answer before told of, when it told of one only."""
    turn = draft.situation.turn - 1
    told = [m for m in draft.map.metrics if m.origin.turn == turn]
    return told[0] if len(told) == 1 else None


def _is_brief(text: str, draft: Draft) -> bool:
    """Tell whether a sentence says little beside its cues and values."""
    said = words(text)
    lexis = lexicon(draft.language)
    lists = [lexis("correction", name) for name in ("earlier", "anew", "strong", "weak", "checked")]
    covered = {index for one in lists for match in one.find(said) for index in range(match.start, match.end)}
    covered |= {index for v in values(text, said, draft.language) for index in range(v.first, v.last + 1)}
    left = [word for index, word in enumerate(said) if index not in covered]
    return len(contents(left, draft.language)) <= _LITTLE


def _age_by_topic(clauses: list[Clause], draft: Draft) -> set[int]:
    """Read "by the way, Ruth should be more like 42": a cue, the customer's name or age, and a new figure."""
    lexis, persona = lexicon(draft.language), draft.map.persona
    if persona.age is None:
        return set()
    for number in dict.fromkeys(clause.sentence for clause in clauses):
        said = tuple(word for c in clauses if c.sentence == number for word in c.words)
        named = any(same_word(word.fold, name.fold) for word in said for name in words(persona.name or ""))
        compared = lexis("correction", "comparative").any(said)
        cued = compared or lexis("correction", "changed").any(said) or lexis("correction", "anew").any(said)
        text = _sentence_text(clauses, number)
        told = lexis("correction", "aged").any(said) and _is_brief(text, draft)
        if not cued or not (named or compared or told or lexis("correction", "older").any(said)):
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
    if own:
        return own[:1]
    if not brief:  # one value of the map only, and a cue that it was wrong
        one = {place.id for place in places}
        held = _value_in(text, numbers, draft.language)
        opens = held is not None and not contents(said[: held.first], draft.language)  # "it's not 64, it's 68, I asked"
        here = opens and all(place.part == step for place in places)
        sure = here or lexicon(draft.language)("correction", "anew").any(said)
        return places if len(one) == 1 and sure else []
    return [max(places, key=lambda p: (p.part == step, p.field in ("baseline", "target", "age")))]


_SAME_TOPIC = 4
"""Two shared words: every text of the map that is about the same thing is put right."""


def _shared(place: _Place, text: str, said: Sequence[Word], draft: Draft) -> int:
    if place.part == "persona":
        lexis, name = lexicon(draft.language), words(draft.map.persona.name or "")
        named = any(same_word(word.fold, other.fold) for word in said for other in name)
        return 2 * (named or (place.field == "age" and lexis("correction", "older").any(said)))
    return score(text, place.about, draft.language)


def _value_in(text: str, numbers: Numbers, language: str) -> Figure | None:
    """Return where a text of the map holds a value."""
    return next((v for v in values_of(text, language) if set(numbers) <= set(v.numbers)), None)


def _places(draft: Draft) -> Iterator[_Place]:
    persona = draft.map.persona
    for field in _SCALARS:
        if value := getattr(persona, field):
            yield _Place("persona", "", field, value)
    for part in _ITEMS:
        for item in draft.map.part(part):
            for field in _PROSE[part]:
                if value := getattr(item, field):
                    yield _Place(part, item.id, field, value, label(part, item))


def _correct(place: _Place, pair: Replaced, clauses: list[Clause], sentence: int, draft: Draft) -> bool:
    right = pair.right
    told = draft.source.answer[right.start : right.end]
    at = draft.source.text.find(told)
    if at < 0:
        return False
    return _put_right(place, pair, told, at, clauses, sentence, draft)


def _put_right(
    place: _Place, pair: Replaced, told: str, at: int, clauses: list[Clause], sentence: int, draft: Draft
) -> bool:
    """Change a text of the map to hold the right value, which stands as `told` at `at` of the text that is read."""
    end = at + len(told)
    if place.part == "persona":
        return draft.set("persona", place.field, told, at, end)
    if place.field in ("baseline", "target"):
        return draft.change("metrics", place.id, place.field, told, at, end)
    item = draft.map.find(place.id)
    if item is None or item[1].origin.kind is not OriginKind.SAID:
        return False  # the words around the value are nobody's
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
