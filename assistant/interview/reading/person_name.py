"""Reading what the customer is called."""

import re
from collections.abc import Sequence

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import Lexicon, lexicon
from assistant.interview.reading.people import people
from assistant.interview.reading.words import Word

_SHORT = 2
_LONGEST_CUE = 4
_JOB_WITHIN = 3
_AGE = re.compile(r"[\s,.:;(\-]*(?:[^\W\d]+[.,]?\s+){0,3}\d{2}\b")
_NOT_CALLED = ("works", "age_more", "copula", "aged", "shop", "tag_name")
_AGED_NEXT = re.compile(r",? +\d{2}(?![\d%€$£])")
_NOT_NAMES = (
    ("persona", "occupation"), ("persona", "woman"), ("persona", "man"), ("grammar", "stop"), ("grammar", "filler"),
    ("action", "when"), ("persona", "label"),
)  # fmt: skip


def name_in(clause: Clause, following: Clause | None, draft: Draft) -> tuple[Word, ...]:
    """Return the words that name the customer in a clause, or none; `following` is the clause after it."""
    lexis = lexicon(draft.language)
    titles, cued = lexis("persona", "title"), {m.end for m in people(draft.language, "named").find(clause.words)}
    cued |= {end + 1 for end in cued if end < len(clause.words) and titles.has(clause.words[end].fold)}
    for index, word in enumerate(clause.words):
        if not (_capital(word, draft) or index in cued or len(clause.words) == 1):
            continue
        if _may_be_name(clause.words, index, lexis, draft.language) and (
            _announced(clause, index, draft, lexis) or _leads(clause, index, following, draft, lexis)
        ):
            return _whole_name(clause.words, index, draft.source.text, lexis)
    return ()


def _may_be_name(said: Sequence[Word], index: int, lexis: Lexicon, language: str) -> bool:
    word = said[index]
    if word.is_number or len(word.fold) < 2 or any(lexis(*entry).has(word.fold) for entry in _NOT_NAMES):
        return False
    if any(people(language, name).has(word.fold) for name in _NOT_CALLED):
        return False
    if any(match.start <= index < match.end for match in lexis("persona", "age_phrase").find(said)):
        return False
    cues = (lexis("persona", "name_cue"), people(language, "named"))
    if any(
        match.start <= index < match.end for entries in cues for match in entries.find(said[: index + _LONGEST_CUE])
    ):
        return False
    return not lexis("persona", "location").find(said[max(0, index - 3) : index])


def _announced(clause: Clause, index: int, draft: Draft, lexis: Lexicon) -> bool:
    """Tell whether what stands before a word announces a name: "is called …", "let's take Mrs …"."""
    said, word = clause.words, clause.words[index]
    before = index - 1 if index and lexis("persona", "title").has(said[index - 1].fold) else index
    known = lexis("persona", "name").has(word.fold)
    before = _before_relative(said, before, draft.language)
    cues = people(draft.language, "named").find(said[:before])
    if any(match.end == before for match in cues):
        return _capital(word, draft) or known or _calls(said[:before], draft.language)
    cues = lexis("persona", "name_cue").find(said[:index])
    if any(match.end in (before, index) for match in cues):
        return _capital(word, draft)
    return False


def _before_relative(said: Sequence[Word], index: int, language: str) -> int:
    """Return where a relative of the teller's that stands before a word begins, as in "like my cousin Mo"."""
    of_mine = index > 1 and people(language, "mine").has(said[index - 2].fold)
    return index - 2 if of_mine and people(language, "kin").at(said, index - 1) == index else index


def _calls(said: Sequence[Word], language: str) -> bool:
    """Tell whether the last words ask for a name whatever its case, as "meet" and "take" do not."""
    own = people(language, "tag_name")
    return any(own.has(word.fold) for word in said[-2:]) or said[-1].fold in ("called", "named", "llama", "sie")


def _leads(clause: Clause, index: int, following: Clause | None, draft: Draft, lexis: Lexicon) -> bool:
    """Tell whether a word opens the description: nothing but fillers beside it, and an age or a job after it."""
    word = clause.words[index]
    if draft.map.persona.name is not None or not draft.lacks("persona", "name"):
        return False
    known = lexis("persona", "name").has(word.fold) or people(draft.language, "first").has(word.fold)
    if known and _capital(word, draft) and not _said_before(clause, index, lexis):
        return True
    if known and draft.situation.need == "persona.who" and (len(clause.words) <= _SHORT or _capital(word, draft)):
        return not people(draft.language, "kin").any(clause.words[:index])
    if (
        draft.situation.need == "persona.who"
        and _capital(word, draft)
        and _AGED_NEXT.match(draft.source.text, word.end)
    ):
        return True
    if draft.situation.need != "persona.who" or _said_before(clause, index, lexis):
        return False
    after = draft.source.text[word.end : word.end + 60]
    aged = bool(_AGE.match(after))
    works = following is not None and _works(following, draft.language)
    alone = len(_left(clause.words, lexis)) <= _SHORT
    if _capital(word, draft):
        text = draft.source.text
        stops = text[word.end : word.end + 1] in (",", ":", ".", "(", "")
        return (alone and (aged or works or _told_next(following, lexis))) or (stops and (aged or works))
    return alone and len(clause.words) == 1 and clause.sentence <= 1 and (aged or works)


def _works(clause: Clause, language: str) -> bool:
    jobs = (lexicon(language)("persona", "occupation"), people(language, "works"))
    return any(entries.any(clause.words[:_JOB_WITHIN]) for entries in jobs)


def _said_before(clause: Clause, index: int, lexis: Lexicon) -> bool:
    return bool(_left(clause.words[:index], lexis))


def _told_next(following: Clause | None, lexis: Lexicon) -> bool:
    """Tell whether the next clause tells of a person at all."""
    if following is None:
        return False
    ages = lexis("persona", "age_phrase").any(following.words) or lexis("persona", "age_unit").any(following.words)
    return ages or any(lexis("persona", name).any(following.words) for name in ("occupation", "location"))


def _left(said: Sequence[Word], lexis: Lexicon) -> list[Word]:
    """Return the words that neither fill nor announce a name."""
    lists = (lexis("grammar", "filler"), lexis("persona", "name_cue"), lexis("persona", "title"))
    covered = {i for entries in lists for match in entries.find(said) for i in range(match.start, match.end)}
    stop = lexis("grammar", "stop")
    return [word for i, word in enumerate(said) if i not in covered and not stop.has(word.fold) and not word.is_number]


def _whole_name(said: tuple[Word, ...], index: int, text: str, lexis: Lexicon) -> tuple[Word, ...]:
    end = index + 1
    while (
        end < len(said)
        and text[said[end].start].isupper()
        and len(said[end].fold) > 1
        and text[said[end - 1].end : said[end].start] == " "
    ):
        end += 1
    start = index - 1 if index and lexis("persona", "title").has(said[index - 1].fold) else index
    return said[start:end]


def _capital(word: Word, draft: Draft) -> bool:
    return draft.source.text[word.start].isupper()
