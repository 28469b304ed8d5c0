"""Reading who the typical customer is."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import Lexicon, lexicon
from assistant.interview.reading.numbers import Figure, figures
from assistant.interview.reading.phrases import body, span_of
from assistant.interview.reading.turns import contents, vague
from assistant.interview.reading.words import Word, words

_INITIALS = 3
_LONGEST_JOB = 6
_READ = 2000
_YOUNGEST, _OLDEST = 12, 99
_NEED_FIELDS = {
    "persona.character": "interests",
    "persona.challenges": "challenges",
    "persona.life": "interests",
}
_LISTED = ("interests", "challenges", "personality")
_RANGE = re.compile(r"\s*(?:-|–|—|to|a|do|y|i)\s*\Z")


def read_persona(clauses: list[Clause], draft: Draft) -> None:
    """Set what each clause tells of the customer; what no word gives away goes to the field that was asked for."""
    lexis = lexicon(draft.language)
    previous = ""
    traits: list[tuple[str, int, int]] = []
    for clause in clauses:
        said = body(clause.words, draft.language, ("grammar", "subject"))
        if vague(clause.words, lexis) or not contents(clause.words, draft.language):
            continue
        if _only_announces(clause, draft.language):
            continue
        told = _name(clause, draft, lexis) | _age(clause, draft, lexis) | _gender(clause, draft, lexis)
        field = _field(clause, lexis)
        if field not in _LISTED:
            for name, said_of in (("occupation", _job(clause, lexis)), ("location", _home(clause, lexis))):
                told = (bool(said_of) and _fill(name, draft, *_valued(said_of, draft))) or told
        if field in _LISTED:
            valued = _valued(said, draft)
            if field == "personality":
                traits.append(valued)
            else:
                draft.set("persona", field, *valued)
        elif not told and not field:
            told = _place(clause, said, draft, lexis) or _by_need(clause, said, previous, draft)
        _town(clause, draft, lexis)
        previous = field or previous
    if traits:
        draft.set("persona", "personality", ", ".join(text for text, _, _ in traits), *traits[0][1:])


def _fill(field: str, draft: Draft, value: str, start: int, end: int) -> bool:
    """Set a field that holds one value; what the map holds already changes only where the person corrects it."""
    cue = lexicon(draft.language)("correction", "changed")
    if getattr(draft.map.persona, field) is not None and not cue.any(words(draft.source.answer[:_READ])):
        return False
    return draft.set("persona", field, value, start, end)


def _only_announces(clause: Clause, language: str) -> bool:
    """Tell whether a clause only announces what comes: "Her problem: …"."""
    left = contents(clause.words, language)
    return len(left) == 1 and lexicon(language)("persona", "label").has(left[0].fold)


def _valued(said: Sequence[Word], draft: Draft) -> tuple[str, int, int]:
    start, end = span_of(said, draft.source.text)
    return draft.source.text[start:end], start, end


def _name(clause: Clause, draft: Draft, lexis: Lexicon) -> bool:
    """Set the name: a capitalised word after a word that announces a name, or before a figure or a comma."""
    text = draft.source.text
    said = clause.words
    jobs = lexis("persona", "occupation")
    for index, word in enumerate(said):
        if not text[word.start].isupper() or word.is_number or len(word.fold) < 2:
            continue
        if jobs.has(word.fold) or lexis("grammar", "filler").has(word.fold) or lexis("grammar", "stop").has(word.fold):
            continue
        if lexis("persona", "woman").has(word.fold) or lexis("persona", "man").has(word.fold):
            continue
        if lexis("persona", "location").find(said[max(0, index - 3) : index]):
            continue
        known = lexis("persona", "name").has(word.fold)
        cued = any(m.end == index for m in lexis("persona", "name_cue").find(said[:index]))
        leads = text[word.end : word.end + 1] in (",", "") or (index + 1 < len(said) and said[index + 1].is_number)
        first = index == 0 or all(
            lexis("grammar", "filler").has(w.fold) or lexis("persona", "name_cue").has(w.fold) for w in said[:index]
        )
        if (
            cued
            or (known and first)
            or (
                leads
                and first
                and len(said) <= 3
                and draft.map.persona.name is None
                and _followed_by_age(clause, draft, lexis)
            )
        ):
            end = index + 1
            while (
                end < len(said) and text[said[end].start].isupper() and text[said[end - 1].end : said[end].start] == " "
            ):
                end += 1
            start = index
            if index and lexis("persona", "title").has(said[index - 1].fold):
                start -= 1
            return _fill("name", draft, *_valued(said[start:end], draft))
    return False


def _followed_by_age(clause: Clause, draft: Draft, lexis: Lexicon) -> bool:
    from_here = draft.source.text[clause.end : clause.end + 60]
    return bool(re.match(r"[\s,:(]*(?:\w+\s+){0,3}\d{2}\b", from_here)) or bool(re.search(r"\b\d{2}\b", clause.text))


def _age(clause: Clause, draft: Draft, lexis: Lexicon) -> bool:
    text = draft.source.text
    phrases = lexis("persona", "age_phrase").find(clause.words)
    found = [f for f in figures(text, clause.words, draft.language) if _is_age(f, clause, lexis)]
    if found:
        first = last = found[0]
        if len(found) > 1 and _RANGE.match(text[first.number_end : found[1].start]):
            last = found[1]
        end = last.number_end
        unit = lexis("persona", "age_unit").at(clause.words, _index_at(clause, last.number_end))
        if unit is not None:
            end = clause.words[unit - 1].end
        return _fill("age", draft, text[first.start : end], first.start, end)
    if phrases:
        return _fill("age", draft, *_valued(clause.words[phrases[0].start : phrases[0].end], draft))
    return False


def _index_at(clause: Clause, place: int) -> int:
    return next((i for i, word in enumerate(clause.words) if word.start >= place), len(clause.words))


def _is_age(figure: Figure, clause: Clause, lexis: Lexicon) -> bool:
    if len(figure.numbers) > 1 and not all(n.isdigit() for n in figure.numbers):
        return False
    number = figure.numbers[0]
    after = _index_at(clause, figure.number_end)
    unit = lexis("persona", "age_unit").at(clause.words, after) is not None
    if number.isdigit() and not _YOUNGEST <= int(number) <= _OLDEST:
        return False
    children = lexis("persona", "child").any(clause.words[max(0, figure.first - 4) : figure.first + 6])
    rest = len(clause.words) - (figure.last - figure.first)
    bare = number.isdigit() and not figure.unit and (rest <= 3 or _aged(clause, figure, lexis))
    return not children and (unit or bare)


def _aged(clause: Clause, figure: Figure, lexis: Lexicon) -> bool:
    before = clause.words[max(0, figure.first - 2) : figure.first]
    return any(lexis("persona", "aged").has(word.fold) for word in before)


def _gender(clause: Clause, draft: Draft, lexis: Lexicon) -> bool:
    for name in ("woman", "man"):
        matches = [m for m in lexis("persona", name).find(clause.words) if not m.weak]
        before = clause.words[: matches[0].start] if matches else ()
        if (
            matches
            and draft.map.persona.gender is None
            and not any(lexis("persona", "kin").has(w.fold) for w in before[-1:])
        ):
            return _fill("gender", draft, *_valued(clause.words[matches[0].start : matches[0].end], draft))
    return False


def _field(clause: Clause, lexis: Lexicon) -> str:
    """Return the field that most words of the clause belong to, or an empty text."""
    votes = {
        "challenges": lexis("persona", "challenge").find(clause.words),
        "location": lexis("persona", "location").find(clause.words),
        "occupation": lexis("persona", "occupation").find(clause.words),
        "interests": lexis("persona", "interest").find(clause.words),
        "personality": lexis("persona", "personality").find(clause.words),
    }
    told = {field: sum(m.length + (0 if m.weak else 1) for m in found) for field, found in votes.items() if found}
    return max(told, key=lambda field: told[field]) if told else ""


def _home(clause: Clause, lexis: Lexicon) -> tuple[Word, ...]:
    """Return the words that tell where the customer lives, or none."""
    found = lexis("persona", "location").find(clause.words)
    if not found:
        return ()
    rest = clause.words[found[0].end :]
    if not rest or lexis("persona", "place_noun").has(clause.words[found[0].start].fold):
        return clause.words
    return _up_to_pause(rest, lexis)


def _up_to_pause(said: tuple[Word, ...], lexis: Lexicon) -> tuple[Word, ...]:
    return said[: next((i for i, w in enumerate(said) if i > 0 and lexis("grammar", "pause").has(w.fold)), len(said))]


def _job(clause: Clause, lexis: Lexicon) -> tuple[Word, ...]:
    """Return the words that tell what the customer does for a living, or none."""
    found = lexis("persona", "occupation").find(clause.words)
    if not found:
        return ()
    match = found[0]
    lead = lexis("persona", "job_lead").at(clause.words, match.start)
    if lead is not None and lead < len(clause.words):
        return _closed(_up_to_pause(clause.words[lead : lead + _LONGEST_JOB], lexis), lexis)
    first = match.start
    stop = lexis("grammar", "stop")
    while first > max(0, match.start - 2):
        before = clause.words[first - 1]
        if stop.has(before.fold) or before.is_number:
            break
        first -= 1
    after = _up_to_pause((clause.words[match.end - 1], *clause.words[match.end : match.end + _LONGEST_JOB - 1]), lexis)
    return _closed((*clause.words[first : match.end], *after[1:]), lexis)


def _closed(said: tuple[Word, ...], lexis: Lexicon) -> tuple[Word, ...]:
    """Drop the articles and prepositions at the end."""
    last = len(said)
    while last > 1 and lexis("grammar", "stop").has(said[last - 1].fold):
        last -= 1
    return said[:last]


def _place(clause: Clause, said: tuple[Word, ...], draft: Draft, lexis: Lexicon) -> bool:
    """Set the location from a short clause that begins with a capital in the middle of a sentence: a place."""
    text = draft.source.text
    if not clause.joined or len(said) > 4 or not text[said[0].start].isupper():
        return False
    if lexis("persona", "name").has(said[0].fold) and len(said) <= 2 and draft.lacks("persona", "name"):
        return _fill("name", draft, *_valued(said, draft))
    return draft.lacks("persona", "location") and _fill("location", draft, *_valued(said, draft))


def _town(clause: Clause, draft: Draft, lexis: Lexicon) -> bool:
    """Set the location from a preposition of place and a capitalised word: "from Leeds"."""
    text = draft.source.text
    if not draft.lacks("persona", "location"):
        return False
    for before, word in pairwise(clause.words):
        if (
            lexis("persona", "place_preposition").has(before.fold)
            and text[word.start].isupper()
            and not word.is_number
            and not (text[word.start : word.end].isupper() and len(word.fold) <= _INITIALS)
            and not lexis("channel").any([word])
            and not lexis("action", "when").has(word.fold)
        ):
            index = clause.words.index(word)
            end = index + 1
            while end < len(clause.words) and text[clause.words[end].start].isupper():
                end += 1
            return _fill("location", draft, *_valued(clause.words[index:end], draft))
    return False


def _by_need(clause: Clause, said: tuple[Word, ...], previous: str, draft: Draft) -> bool:
    field = _NEED_FIELDS.get(draft.situation.need, "")
    if previous in ("interests", "challenges") and clause.joined:
        field = previous
    if not field or len(contents(said, draft.language)) < 1:
        return False
    return draft.set("persona", field, *_valued(said, draft))
