"""Names, places, jobs and other words of the map that a later answer takes back."""

from collections.abc import Iterator

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.denied_words import DeniedWords, denied_words, place_of
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.words import Word, vocabulary, words
from assistant.journey.edits import ItemPart
from assistant.journey.models import OriginKind

_PROSE: dict[ItemPart, tuple[str, ...]] = {
    "goals": ("text",),
    "touchpoints": ("name", "customer_action"),
    "constraints": ("text", "cause"),
    "actions": ("text", "owner", "due"),
    "metrics": ("name",),
}
_BRIEF = 8
"""Words of an answer that only puts one thing right: "the free drinks: one, not two"."""

_LONGEST_JOB = 4


def put_words_right(clauses: list[Clause], draft: Draft) -> set[int]:
    """Change the words of the map that the clauses take back; return the numbers of the sentences that do so."""
    known = {word for text in _texts(draft) for word in vocabulary(text)}
    if not known or not clauses:
        return set()
    consumed: set[int] = set()
    for pair in denied_words(draft.source.text, draft.language, known):
        about = next((c.sentence for c in reversed(clauses) if c.start <= pair.wrong[0].start), None)
        if about is not None and _put_right(pair, clauses, about, draft):
            consumed |= {about} | {c.sentence for c in clauses if c.start <= pair.right[0].start < c.end}
    return consumed | _new_job(clauses, draft) | _new_place(clauses, draft)


def _put_right(pair: DeniedWords, clauses: list[Clause], sentence: int, draft: Draft) -> bool:
    start, end = pair.right[0].start, pair.right[-1].end
    told = draft.source.text[start:end]
    said = [word for clause in clauses if clause.sentence == sentence for word in clause.words]
    done = _of_persona(pair, told, draft)
    if not (pair.proper or _cued(said, draft)):
        return done
    for part, fields in _PROSE.items():
        for item in draft.map.part(part):
            for field in fields if item.origin.kind is OriginKind.SAID else ():
                text = getattr(item, field)
                place = place_of(pair.wrong, text, words(text)) if text else None
                if place:
                    low, high = min(start, pair.wrong[0].start), max(end, pair.wrong[-1].end)
                    value = text[: place[0]] + told + text[place[1] :]
                    done |= draft.change(part, item.id, field, value, low, high)
    return done


def _of_persona(pair: DeniedWords, told: str, draft: Draft) -> bool:
    persona = draft.map.persona
    for field in ("name", "location", "occupation"):
        text = getattr(persona, field)
        if text and place_of(pair.wrong, text, words(text)) and pair.proper == (field != "occupation"):
            return draft.set("persona", field, told, pair.right[0].start, pair.right[-1].end)
    return False


def _cued(said: list[Word], draft: Draft) -> bool:
    """Tell whether a sentence says that it puts something right, or says nothing else."""
    lexis = lexicon(draft.language)
    if len(words(draft.source.text[:200])) <= _BRIEF:
        return True
    return any(lexis("correction", name).any(said) for name in ("meant", "anew", "strong"))


def _new_job(clauses: list[Clause], draft: Draft) -> set[int]:
    """Read "she used to be a clerk, now she's a florist": the job of the map is a former one."""
    lexis = lexicon(draft.language)
    job = {word.fold for word in words(draft.map.persona.occupation or "")}
    former = next(
        (
            clause
            for clause in clauses
            if lexis("correction", "formerly").any(clause.words)
            and any(word.fold in job and not lexis("grammar", "stop").has(word.fold) for word in clause.words)
        ),
        None,
    )
    if former is None:
        return set()
    now = lexis("correction", "now")
    for clause in clauses:
        if clause.sentence - former.sentence not in (0, 1) or clause is former or not now.any(clause.words):
            continue
        covered = {index for match in now.find(clause.words) for index in range(match.start, match.end)}
        left = [word for index, word in enumerate(clause.words) if index not in covered]
        while left and lexis("grammar", "stop").has(left[0].fold):
            left.pop(0)
        text = draft.source.text[left[0].start : left[-1].end] if 0 < len(left) <= _LONGEST_JOB else ""
        if text and draft.set("persona", "occupation", text, left[0].start, left[-1].end):
            return {former.sentence, clause.sentence}
    return set()


def _new_place(clauses: list[Clause], draft: Draft) -> set[int]:
    """Read "she has moved, she's in York now": the place of the map is a former one."""
    lexis, text = lexicon(draft.language), draft.source.text
    moved = next((c for c in clauses if lexis("correction", "moved_house").any(c.words)), None)
    if moved is None or not draft.map.persona.location:
        return set()
    said = [word for clause in clauses if clause.sentence == moved.sentence for word in clause.words]
    for index, word in enumerate(said[1:], 1):
        last = index
        while last < len(said) and text[said[last].start].isupper():
            last += 1
        led = lexis("persona", "place_preposition").has(said[index - 1].fold)
        if (
            led
            and last > index
            and draft.set("persona", "location", text[word.start : said[last - 1].end], word.start, said[last - 1].end)
        ):
            return {moved.sentence}
    return set()


def _texts(draft: Draft) -> Iterator[str]:
    persona = draft.map.persona
    yield from (text for text in (persona.name, persona.location, persona.occupation) if text)
    for part, fields in _PROSE.items():
        for item in draft.map.part(part):
            yield from (text for field in fields if (text := getattr(item, field)))
