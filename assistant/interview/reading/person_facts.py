"""Reading a customer's age, job and home."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import Lexicon, WordList, lexicon
from assistant.interview.reading.numbers import Figure, figures
from assistant.interview.reading.people import people
from assistant.interview.reading.phrases import body, span_of
from assistant.interview.reading.telling import beside_relative
from assistant.interview.reading.words import Word

Span = tuple[str, int, int]

_INITIALS = 3
_LONGEST_JOB = 7
_LONGEST_HOME = 6
_YOUNGEST, _OLDEST = 12, 99
_WIDEST = 20
"""Years between the ends of a range that may be one person's age; a wider one is a whole clientele's."""

_UNIT = ("l", "lat", "latk", "latek", "letni")
_TOGETHER = ("with", "con", "z", "ze")
_JOINING = ("-", "–", "—", "to", "a", "do", "y", "i", "and", "or", "o")


def age_in(clause: Clause, draft: Draft) -> Span | None:
    """Return the customer's age as it is told in a clause, with its place in the text."""
    text, lexis = draft.source.text, lexicon(draft.language)
    phrases = lexis("persona", "age_phrase").find(clause.words) or people(draft.language, "age_more").find(clause.words)
    vague = {index for match in phrases for index in range(match.start, match.end)}
    found = [f for f in figures(text, clause.words, draft.language) if f.first not in vague]
    upper = None
    for place, figure in enumerate(found):
        if figure is upper:
            continue
        last = figure
        following = found[place + 1 : place + 2]
        if following and text[figure.number_end : following[0].start].strip() in _JOINING:
            last = upper = following[0]
        if not _is_age(figure, last, clause, lexis, draft.language):
            continue
        end = last.number_end
        after = _index_at(clause, end)
        unit = _unit_end(clause.words, after, lexis)
        if unit is not None:
            end = clause.words[unit - 1].end
        return text[figure.start : end], figure.start, end
    if phrases and not lexis("persona", "child").any(clause.words):
        return valued(clause.words[phrases[0].start : phrases[0].end], text)
    return None


def _is_age(figure: Figure, last: Figure, clause: Clause, lexis: Lexicon, language: str) -> bool:
    numbers = [number for each in (figure, last) for number in each.numbers]
    if not all(number.isdigit() and _YOUNGEST <= int(number) <= _OLDEST for number in numbers):
        return False
    if max(map(int, numbers)) - min(map(int, numbers)) > _WIDEST:
        return False
    said = clause.words
    if lexis("persona", "child").any(said[max(0, figure.first - 4) : figure.first + 6]):
        return False
    if beside_relative(said, figure.first, last.last, language):
        return False
    after = _index_at(clause, last.number_end)
    if _unit_end(said, after, lexis) is not None or any(
        w.fold in _UNIT for w in said[max(0, figure.first - 2) : figure.first]
    ):
        return True
    rest = len(said) - (last.last - figure.first)
    put = figure.first > 0 and people(language, "named").at(said, figure.first - 1) == figure.first  # "pon 44"
    return not figure.unit and (rest <= 3 or put or _aged(said, figure, lexis, language))


def _unit_end(said: Sequence[Word], index: int, lexis: Lexicon) -> int | None:
    if index < len(said) and said[index].fold.startswith(("latk", "latek", "letni")):
        return index + 1
    return lexis("persona", "age_unit").at(said, index)


def _index_at(clause: Clause, place: int) -> int:
    return next((i for i, word in enumerate(clause.words) if word.start >= place), len(clause.words))


def _aged(said: Sequence[Word], figure: Figure, lexis: Lexicon, language: str) -> bool:
    lists = (lexis("persona", "aged"), people(language, "aged"))
    return any(each.has(word.fold) for word in said[max(0, figure.first - 2) : figure.first] for each in lists)


def job_in(clause: Clause, language: str) -> tuple[Word, ...]:
    """Return the words that tell what the customer does for a living, or none."""
    lexis = lexicon(language)
    found = lexis("persona", "occupation").find(clause.words) or people(language, "works").find(clause.words)
    if not found:
        return _own_business(clause.words, language)
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
    after = _up_to_pause((clause.words[match.end - 1], *clause.words[match.end :][: _LONGEST_JOB - 1]), lexis)
    return _closed((*clause.words[first : match.end], *after[1:]), lexis)


def _own_business(said: tuple[Word, ...], language: str) -> tuple[Word, ...]:
    """Return the words that tell of a business of the customer's own, or none: "has a stall at the market"."""
    for match in people(language, "owns").find(said):
        if people(language, "shop").any(said[match.end : match.end + 3]):
            return said[match.start : match.end + _LONGEST_JOB]
    return ()


def job_named(clause: Clause, language: str) -> tuple[Word, ...]:
    """Return what someone is said to be in a few words that are no trait and no relative: "she is a luthier"."""
    lexis, said = lexicon(language), body(clause.words, language, ("grammar", "subject"))
    first = people(language, "copula").at(said, 0)
    if first is None:
        return ()
    rest = said[first:]
    while rest and lexis("grammar", "stop").has(rest[0].fold):
        rest = rest[1:]
    lists = [lexis("persona", name) for name in ("personality", "woman", "man", "child", "age_phrase", "name_cue")]
    lists += [people(language, name) for name in ("nature", "degree", "kin", "fear", "first", "at", "age_more")]
    plain = not any(word.is_number for word in rest) and not any(entries.any(rest) for entries in lists)
    return _closed(rest, lexis) if 0 < len(rest) <= _INITIALS and plain else ()


def job_beside(said: Sequence[Word], clause: Clause, language: str) -> tuple[Word, ...]:
    """Return the words of a short clause right after a name or an age: often a job, as in "Ada, 40, glazier"."""
    lexis = lexicon(language)
    lead = lexis("persona", "job_lead").at(said, 0)
    said = tuple(said[lead or 0 :])
    if not said or len(said) > _LONGEST_JOB - 1 or any(word.is_number for word in said):
        return ()
    opens = said[0].fold
    others = (
        ("grammar", "stop"),
        ("persona", "woman"),
        ("persona", "man"),
        ("persona", "name"),
        ("persona", "place_preposition"),
    )
    if any(lexis(*entry).has(opens) for entry in others) or lexis("persona", "child").any(said):
        return ()
    if people(language, "kin").any(clause.words):
        return ()
    return _closed(_up_to_pause(said, lexis), lexis)


def home_in(clause: Clause, draft: Draft) -> tuple[Word, ...]:
    """Return the words that tell where the customer lives after a word that says so, or none."""
    lexis = lexicon(draft.language)
    found = lexis("persona", "location").find(clause.words) or people(draft.language, "lives").find(clause.words)
    if not found:
        return ()
    match = found[0]
    rest = clause.words[match.end :]
    if lexis("persona", "place_noun").has(clause.words[match.start].fold):
        return clause.words
    if not rest and clause.words[-1].fold == "living":
        return ()  # "for a living"
    if not rest:
        return clause.words if 1 < len(clause.words) <= _LONGEST_HOME else ()
    if lexis("persona", "kin").has(rest[0].fold) or rest[0].fold in _TOGETHER:
        ends = [m.end for entries in _before_place(draft.language) for m in entries.find(rest) if m.start]
        rest = rest[min(ends) :] if ends and min(ends) < len(rest) else rest
    if rest[0].is_number:
        return ()
    only = match.length == 1 and lexis("persona", "place_preposition").has(clause.words[match.start].fold)
    named = any(draft.source.text[word.start].isupper() for word in rest[:3])
    if only and match.start > 0 and not named and not lexis("persona", "place_noun").any(rest):
        return ()
    return _up_to_pause(rest, lexis)


def home_beside(said: Sequence[Word], draft: Draft) -> tuple[Word, ...]:
    """Return the words of a short clause beside name, age or job that tell a place: "Łódź", "de Tunja", "nr York"."""
    lexis = lexicon(draft.language)
    lead = next((end for entries in _before_place(draft.language) if (end := entries.at(said, 0))), 0)
    place = tuple(said[lead:])
    if not place or len(place) > 4 or any(word.is_number for word in place):
        return ()
    others = (lexis("persona", "child"), people(draft.language, "kin"), people(draft.language, "works"))
    if any(entries.any(place) for entries in others):
        return ()
    if lead and len(place) <= _INITIALS and not lexis("grammar", "stop").has(place[0].fold):
        return place
    text = draft.source.text
    upper = text[said[0].start].isupper() and len(said[0].fold) > 1
    return tuple(said) if upper and not lexis("persona", "name").has(said[0].fold) else ()


def likely_home(said: Sequence[Word], draft: Draft) -> tuple[Word, ...]:
    """Return the one or two words that end a telegram in small letters whose job is told: "ada, 40, glazier, york"."""
    lexis = lexicon(draft.language)
    sections = [lexis("persona", name) for name in ("woman", "man", "personality", "interest", "challenge", "name")]
    sections += [people(draft.language, name) for name in ("nature", "like", "fear", "kin", "first", "degree", "works")]
    plain = not any(entries.any(said) for entries in sections) and not any(word.is_number for word in said)
    return tuple(said) if plain and len(said) <= 2 and not draft.lacks("persona", "occupation") else ()


def origin_only(clause: Clause, draft: Draft) -> bool:
    """Tell whether a clause tells only where someone comes from, not where the person lives."""
    lexis = lexicon(draft.language)
    found = lexis("persona", "location").find(clause.words) or people(draft.language, "lives").find(clause.words)
    return (
        bool(found)
        and found[0].length == 1
        and lexis("persona", "place_preposition").has(clause.words[found[0].start].fold)
    )


def town_in(clause: Clause, draft: Draft) -> tuple[Word, ...]:
    """Return a capitalised word after a preposition of place, or none: "from Leeds"."""
    text, lexis = draft.source.text, lexicon(draft.language)
    ends = {match.end for entries in _before_place(draft.language) for match in entries.find(clause.words)}
    for index, (_, word) in enumerate(pairwise(clause.words), start=1):
        if (
            index in ends
            and text[word.start].isupper()
            and not word.is_number
            and not (text[word.start : word.end].isupper() and len(word.fold) <= _INITIALS)
            and not lexis("channel").any([word])
            and not (lexis("persona", "name").has(word.fold) or people(draft.language, "first").has(word.fold))
            and not lexis("action", "when").has(word.fold)
        ):
            end = index + 1
            while end < len(clause.words) and text[clause.words[end].start].isupper():
                end += 1
            return clause.words[index:end]
    return ()


def without_town(job: tuple[Word, ...], town: tuple[Word, ...], language: str) -> tuple[Word, ...]:
    """Return a job without the town at its end: of "nurse in Leeds" the nurse; "works in Leeds" stays."""
    if not town or town[-1] not in job[-1:] or people(language, "works").any(job):
        return job
    return job[: len(job) - len(town) - 1] or job


def _before_place(language: str) -> tuple[WordList, ...]:
    return people(language, "at"), lexicon(language)("persona", "place_preposition")


def _up_to_pause(said: Sequence[Word], lexis: Lexicon) -> tuple[Word, ...]:
    pause = lexis("grammar", "pause")
    return tuple(said[: next((i for i, w in enumerate(said) if i > 0 and pause.has(w.fold)), len(said))])


def _closed(said: Sequence[Word], lexis: Lexicon) -> tuple[Word, ...]:
    """Drop the articles and prepositions at the end."""
    last = len(said)
    while last > 1 and lexis("grammar", "stop").has(said[last - 1].fold):
        last -= 1
    return tuple(said[:last])


def valued(said: Sequence[Word], text: str) -> Span:
    """Return the words as they stand in the text, with their place."""
    start, end = span_of(said, text)
    return text[start:end], start, end
