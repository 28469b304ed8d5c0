"""Clauses that say of something that it is no problem: "the price is fine", "de eso no se queja nadie"."""

from collections.abc import Sequence

from assistant.interview.reading import meaning
from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.lexicon import Match, WordList
from assistant.interview.reading.turn import Situation
from assistant.interview.reading.words import Word

_NONE = {
    "en": "not, isn't, isnt, aren't, arent, wasn't, wasnt, "
    "nobody, no one, noone, none, never, not one, not a single, don't, dont, doesn't, doesnt, didn't, hasn't, "
    "hasnt, haven't, havent, no",
    "es": "no, nadie, nunca, jamas, ninguno, ninguna, ningun, tampoco",
    "pl": "nie, nikt, nigdy, zaden, zadna, zadne, zadnych, nikogo",
}
_COMPLAIN = {
    "en": "complain*, moan*, grumbl*, gripe*, griping, object*, mind, minds, minded",
    "es": "queja*, quejo, protest*, objeta*, reclama, reclaman, molesta, molestan",
    "pl": "narzeka*, skarzy*, skarza*, przeszkadza*, marudzi*",
}
_TROUBLE = {
    "en": "problem, problems, issue, issues, obstacle*, trouble, complaint*, barrier*, wrong with",
    "es": "problema, problemas, obstaculo*, bronca, pega, pegas, inconveniente*, queja, quejas",
    "pl": "problem, problemu, problemem, problemow, przeszkod*, zarzut*, klopot*, skarg*",
}
_FINE = {
    "en": "is fine, are fine, thats fine, that's fine, its fine, it's fine, is ok, is okay, are ok, works fine, "
    "works well, is great, are great, no complaints, no worries, no problems there, happy with, all good",
    "es": "esta bien, estan bien, funciona bien, funcionan bien, va bien, van bien, todo bien, sin problema, "
    "sin problemas, sin quejas, contentos con, contentas con",
    "pl": "jest ok, jest okej, jest w porzadku, jest dobrze, dziala dobrze, dzialaja dobrze, bez zarzutu, spokoj, "
    "bez problemu, bez zastrzezen, zadowoleni z, zadowolone z",
}
_JOINS = {
    "en": "and, but, that, because, so, who, if, when, while, until",
    "es": "y, e, pero, que, porque, si, quien, cuando, mientras, hasta",
    "pl": "i, a, ale, ze, bo, kto, wiec, ktory, ktora, gdy, kiedy, jak, az",
}
_BEFORE_VERB = 4
_BEFORE_NOUN = 2
"""Words between "nobody" and "complains", "no" and "problem", at most, and no conjunction among them."""

_SURE = 0.8
_HARDLY = 0.1
_LEAD = 4
"""Words of what leads to a denial in its sentence, at most: "price, honestly no, …"."""


def _lists(entries: dict[str, str]) -> dict[str, WordList]:
    return {language: WordList({"": listed}) for language, listed in entries.items()}


_NONE_WORDS, _FINE_WORDS, _JOIN_WORDS = _lists(_NONE), _lists(_FINE), _lists(_JOINS)
_COMPLAIN_WORDS, _TROUBLE_WORDS = _lists(_COMPLAIN), _lists(_TROUBLE)


def denies(said: Sequence[Word], language: str) -> bool:
    """Tell whether words deny that something is a problem."""
    none = _of(_NONE_WORDS, language).find(said)
    if _of(_FINE_WORDS, language).any(said) and not _of(_NONE_WORDS, language).any(said[:-1]):
        return True
    complain, trouble = _of(_COMPLAIN_WORDS, language), _of(_TROUBLE_WORDS, language)
    return bool(none) and (
        _follows(said, none, complain.find(said), _BEFORE_VERB, language)
        or _follows(said, none, trouble.find(said), _BEFORE_NOUN, language)
    )


def _follows(said: Sequence[Word], none: Sequence[Match], bad: Sequence[Match], reach: int, language: str) -> bool:
    """Tell whether a word of `bad` stands at most `reach` words after the negation before it."""
    joins = _of(_JOIN_WORDS, language)
    for match in bad:
        last = max((no.end for no in none if no.end <= match.start), default=None)
        if last is not None and match.start - last <= reach:
            between = said[last : match.start]
            if not any(joins.has(word.fold) for word in between):
                return True
    return False


def without_denials(clauses: Sequence[Clause], situation: Situation) -> list[Clause]:
    """Return the clauses without those that deny a problem, with what leads to that and what explains it.

    In its sentence a denial reaches back over a few words, and on to the next "but" or "and".
    """
    denied = [_denied(clause, situation) for clause in clauses]
    dropped = list(denied)
    for index in range(len(clauses) - 1, 0, -1):
        before, clause = clauses[index - 1], clauses[index]
        led = clause.joined == "," and len(before.words) <= _LEAD
        if dropped[index] and before.sentence == clause.sentence and led:
            dropped[index - 1] = True
    for index in range(1, len(clauses)):
        clause = clauses[index]
        same = clause.sentence == clauses[index - 1].sentence
        if dropped[index - 1] and same and clause.joined in (",", "because") and _all_denied(clauses, index, dropped):
            dropped[index] = True
    return [clause for clause, drop in zip(clauses, dropped, strict=True) if not drop]


def _all_denied(clauses: Sequence[Clause], index: int, dropped: Sequence[bool]) -> bool:
    """Tell whether all of the sentence before a clause is denied."""
    place = index - 1
    while place >= 0 and clauses[place].sentence == clauses[index].sentence:
        if not dropped[place]:
            return False
        place -= 1
    return True


def _denied(clause: Clause, situation: Situation) -> bool:
    if denies(clause.words, situation.language):
        return True
    if meaning.restricts(clause.words):
        return False
    found = meaning.labels_of(clause.text, situation)
    return found is not None and found.role["fine"] > _SURE and found.role["problem"] < _HARDLY


def _of(lists: dict[str, WordList], language: str) -> WordList:
    return lists.get(language, lists["en"])
