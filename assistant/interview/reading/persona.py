"""Reading who the typical customer is."""

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import Lexicon, lexicon
from assistant.interview.reading.meaning import labels_of
from assistant.interview.reading.people import people
from assistant.interview.reading.person_facts import (
    Span,
    age_in,
    home_beside,
    home_in,
    job_beside,
    job_in,
    job_named,
    likely_home,
    origin_only,
    town_in,
    valued,
    without_town,
)
from assistant.interview.reading.person_name import name_in
from assistant.interview.reading.phrases import body
from assistant.interview.reading.telling import facts, of_a_relative, of_the_customer
from assistant.interview.reading.turns import contents, vague
from assistant.interview.reading.words import Word, words
from knowledge.port import Labels

_READ = 2000
_LISTED = ("interests", "challenges", "personality")
_SINGLE = ("occupation", "location", "name", "age")
_NEED_FIELDS = {
    "persona.character": "interests",
    "persona.challenges": "challenges",
    "persona.life": "interests",
}
_VOTES = {
    "challenges": ("challenge", "fear"),
    "location": ("location", "lives"),
    "occupation": ("occupation", "works"),
    "interests": ("interest", "like"),
    "personality": ("personality", "nature"),
}
_AFTER_TAG = re.compile(r"\s*(?:[:=]|[-–—]\s)")
_SHORT_TRAIT = 5
_ADJECTIVE = {
    "en": re.compile(r"(?:ous|ful|ive|able|ible|less|ish|minded|headed|hearted|tempered|spoken|going)$"),
    "es": re.compile(r"(?:os[oa]|iv[oa]|dora?|ble|ona|[ea]nte|ud[oa]|al|il)$"),
    "pl": re.compile(r"(?:[czlrwt]n[ya]|liw[ya]|at[ya]|owat[ya]|ist[ya]|sk[ia]|ly)$"),
}
_SURE_PROBLEM = 0.35
_SURE_TALK = 0.75
_SURE_PERSON = 0.6
_SURE_FACT = 0.6
_LONGEST_FACT = 8
_GUESS = 6
"""How likely a place is home that only the meaning of its clause tells: less than any told by words."""


@dataclass(slots=True)
class _Told:
    """What the clauses read so far have told.

    Attributes:
        tag: the field that a heading names ("Hobbies: …"), and the number of its sentence.
        listed: the field of the list that the clauses before are entries of.
        beside: whether the clause before told name, age, job or home, so that another of them may follow.
        traits: what was told of the character.
        homes: places that may be home: how likely (the least is the best), and where they stand.
        jobs: what may be the occupation by its meaning, where no word tells one.
    """

    tag: tuple[str, int] = ("", -1)
    listed: str = ""
    beside: bool = False
    traits: list[Span] = field(default_factory=list)
    homes: list[tuple[int, Span]] = field(default_factory=list)
    jobs: list[Span] = field(default_factory=list)


def read_persona(clauses: list[Clause], draft: Draft) -> None:
    """Set what each clause tells of the customer; what no word gives away goes to the field that was asked for."""
    told = _Told()
    pieces = facts(of_the_customer(clauses, draft.language), draft.source.text, draft.language)
    for clause, following in zip_longest(pieces, pieces[1:]):
        _read_clause(clause, following, told, draft)
    if told.traits:
        draft.set("persona", "personality", ", ".join(text for text, _, _ in told.traits), *told.traits[0][1:])
    if told.homes:
        _fill("location", draft, *min(told.homes, key=lambda home: home[0])[1])
    if told.jobs and draft.lacks("persona", "occupation"):
        draft.set("persona", "occupation", *told.jobs[0])


def _read_clause(clause: Clause, following: Clause | None, told: _Told, draft: Draft) -> None:
    language, lexis = draft.language, lexicon(draft.language)
    if _numbers_entry(clause, draft.source.text):
        return
    said = _after_tag(clause, told, draft)
    if not said or vague(clause.words, lexis) or not contents(said, language):
        return
    if told.tag[1] == clause.sentence:
        _set(told.tag[0], said, told, draft)
        return
    said = body(said, language, ("grammar", "subject"))
    of_another = of_a_relative(clause, language)
    field_name = _asked(_field(clause, lexis, language), said, draft)
    listed = field_name in _LISTED
    single = not of_another and _read_single(clause, following, said, listed, told, draft)
    if listed:
        _set(field_name, said, told, draft)
    elif not single and not field_name and (not of_another or draft.situation.need == "persona.challenges"):
        _read_unmarked(clause, said, told, draft)
    told.listed = field_name or told.listed


def _asked(name: str, said: tuple[Word, ...], draft: Draft) -> str:
    """Return the field of a clause whose words belong to `name`, as the question bends it.

    An answer on what is hard tells of a trait only in a clause of nothing else ("picky suppliers" are a trouble), and
    of an interest only with a word of liking; one on the character tells of it by a degree or an adjective's form.
    """
    language, lexis = draft.language, lexicon(draft.language)
    if draft.situation.need == "persona.challenges":
        if name == "interests" and not people(language, "like_verb").any(said):
            return ""
        return "" if name == "personality" and not _only_traits(said, language) else name
    if draft.situation.need == "persona.character" and not name and len(said) <= _SHORT_TRAIT:
        first = people(language, "copula").at(said, 0) or 0
        said = said[first:]
        end = people(language, "degree").at(said, 0) or 0
        left = [word for word in said[end:] if not lexis("grammar", "stop").has(word.fold)]
        if left and len(left) <= 2 and (end or first):
            return "personality"
        if len(left) == len(said) == 1 and _ADJECTIVE[language].search(left[0].fold):
            return "personality"
    return name


def _only_traits(said: tuple[Word, ...], language: str) -> bool:
    lists = (
        lexicon(language)("persona", "personality"),
        *(people(language, n) for n in ("nature", "degree", "copula")),
    )
    covered = {i for entries in lists for match in entries.find(said) for i in range(match.start, match.end)}
    stop = lexicon(language)("grammar", "stop")
    return all(i in covered or stop.has(word.fold) for i, word in enumerate(said))


def _after_tag(clause: Clause, told: _Told, draft: Draft) -> tuple[Word, ...]:
    """Note a heading at the beginning of a clause, and return the words after it; none where it is all there is."""
    said = clause.words
    stop = lexicon(draft.language)("grammar", "stop")
    first = next((i for i, word in enumerate(said) if not stop.has(word.fold)), 0)
    for name in (*_LISTED, *_SINGLE):
        end = people(draft.language, f"tag_{name}").at(said, first)
        if end is not None and end <= first + 5 and _AFTER_TAG.match(draft.source.text, said[end - 1].end):
            told.tag = (name, clause.sentence)
            return said[end:]
    if _only_announces(clause, draft.language):
        return ()
    return said


def _numbers_entry(clause: Clause, text: str) -> bool:
    """Tell whether a clause is only the number of a list's entry: the "2" of "2. a nurse"."""
    before = text[max(0, clause.start - 3) : clause.start].rstrip(" ")
    opens = before.endswith("\n") or not before
    return opens and clause.text.isdigit() and len(clause.text) == 1 and text[clause.end : clause.end + 1] in (".", ")")


def _only_announces(clause: Clause, language: str) -> bool:
    """Tell whether a clause only announces what comes: "Her problem: …"."""
    left = contents(clause.words, language)
    return len(left) == 1 and lexicon(language)("persona", "label").has(left[0].fold)


def _set(name: str, said: tuple[Word, ...], told: _Told, draft: Draft) -> bool:
    joins = lexicon(draft.language)("grammar", "and")
    while len(said) > 1 and joins.has(said[-1].fold):  # "careful and", where what she loves was read already
        said = said[:-1]
    span = valued(said, draft.source.text)
    if name == "personality":
        told.traits.append(span)
        return True
    if name in _LISTED:
        return draft.set("persona", name, *span)
    return _fill(name, draft, *span)


def _read_single(
    clause: Clause, following: Clause | None, said: tuple[Word, ...], listed: bool, told: _Told, draft: Draft
) -> bool:
    """Set name, age, gender, job and home where the clause tells them; tell whether it did."""
    text, lexis = draft.source.text, lexicon(draft.language)
    beside, told.beside = told.beside, False
    found = _gender(clause, draft, lexis)
    name = name_in(clause, following, draft)
    found = (bool(name) and _fill("name", draft, *valued(name, text))) or found
    age = age_in(clause, draft)
    found = (age is not None and _fill("age", draft, *age)) or found
    job = () if listed else job_in(clause, draft.language)
    if not (job or listed or name) and draft.situation.need == "persona.who" and draft.lacks("persona", "occupation"):
        job = job_named(clause, draft.language)
    home = () if listed else home_in(clause, draft)
    aside = text[max(0, clause.start - 1) : clause.start] == "("
    if not (name or age or job or home or listed or aside) and beside:
        home = home_beside(said, draft)
        if not home and draft.lacks("persona", "occupation"):
            job = job_beside(said, clause, draft.language)
        if home:
            told.homes.append((2, valued(home, text)))
        elif not job and (likely := likely_home(said, draft)):
            home = likely
            told.homes.append((5, valued(home, text)))
    elif home:
        told.homes.append((3 if job else 1 if origin_only(clause, draft) else 0, valued(home, text)))
    town = town_in(clause, draft) if not name or len(clause.words) > len(name) else ()
    job = without_town(job, town or home, draft.language)
    found = (bool(job) and _fill("occupation", draft, *valued(job, text))) or found
    if town:
        told.homes.append((4 if job else 1, valued(town, text)))
    told.beside = bool(name or age or job or home) or (aside and beside)
    return found or told.beside


def _fill(name: str, draft: Draft, value: str, start: int, end: int) -> bool:
    """Set a field that holds one value; what the map holds already changes only where the person corrects it."""
    if getattr(draft.map.persona, name) is not None:
        answer = words(draft.source.answer[:_READ])
        changed = lexicon(draft.language)("correction", "changed").any(answer)
        if not changed and not people(draft.language, "wrong").any(answer):
            return False
    return draft.set("persona", name, value, start, end)


def _gender(clause: Clause, draft: Draft, lexis: Lexicon) -> bool:
    for name in ("woman", "man"):
        matches = [m for m in lexis("persona", name).find(clause.words) if not m.weak]
        if not matches or draft.map.persona.gender is not None:
            continue
        before = clause.words[max(0, matches[0].start - 1) : matches[0].start]
        if any(lexis("persona", "kin").has(w.fold) for w in before):
            continue
        return _fill("gender", draft, *valued(clause.words[matches[0].start : matches[0].end], draft.source.text))
    return False


def _field(clause: Clause, lexis: Lexicon, language: str) -> str:
    """Return the field that most words of the clause belong to, or an empty text."""
    told = {
        name: sum(
            match.length + (0 if match.weak else 1)
            for entries in (lexis("persona", lists[0]), people(language, lists[1]))
            for match in entries.find(clause.words)
        )
        for name, lists in _VOTES.items()
    }
    best = max(told, key=lambda name: told[name])
    return best if told[best] else ""


def _read_unmarked(clause: Clause, said: tuple[Word, ...], told: _Told, draft: Draft) -> bool:
    """Set the field that was asked for, or goes on in a list; by the clause's meaning where something tells it."""
    if people(draft.language, "wrong").any(clause.words):
        return False
    name = told.listed if told.listed in ("interests", "challenges") and clause.joined else ""
    name = name or _NEED_FIELDS.get(draft.situation.need, "")
    meant = labels_of(clause.text, draft.situation)
    if meant is not None:
        name = _meant(name, meant, clause, draft)
    if name == "location":
        told.homes.append((_GUESS, valued(said, draft.source.text)))
        return True
    if name == "occupation":
        told.jobs.append(valued(said, draft.source.text))
        return True
    return bool(name) and _set(name, said, told, draft)


def _meant(name: str, meant: Labels, clause: Clause, draft: Draft) -> str:
    """Return the field that a clause without any telling word belongs to by its meaning, else `name`."""
    fact = max(meant.fact, key=lambda field_name: meant.fact[field_name], default="other")
    sure = meant.fact.get(fact, 0.0) >= _SURE_FACT
    if sure and fact == "personality" and not _of_family(clause, draft):
        return fact
    if meant.role["problem"] >= _SURE_PROBLEM or (sure and fact == "challenges"):
        return "challenges"
    if name:
        return "" if meant.role["talk"] >= _SURE_TALK else name
    if _of_family(clause, draft):
        return ""
    if sure and fact in ("occupation", "location"):
        return fact if len(clause.words) <= _LONGEST_FACT else ""
    return "interests" if (sure and fact == "interests") or meant.role["person"] >= _SURE_PERSON else ""


def _of_family(clause: Clause, draft: Draft) -> bool:
    child = lexicon(draft.language)("persona", "child")
    return people(draft.language, "kin").any(clause.words) or child.any(clause.words)
