"""Clauses that say of something that it is no problem: "the price is fine", "de eso no se queja nadie"."""

from collections.abc import Sequence

from assistant.interview.reading import meaning
from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.lexicon import Match, lexicon
from assistant.interview.reading.turn import Situation
from assistant.interview.reading.words import Word

_BEFORE_VERB = 4
_BEFORE_NOUN = 2
"""Words between "nobody" and "complains", "no" and "problem", at most, and no conjunction among them."""

_LONGEST_LEFT_OUT = 5
_SURE = 0.8
_HARDLY = 0.1
_LEAD = 4
"""Words of what leads to a denial in its sentence, at most: "price, honestly no, …"."""


def denies(said: Sequence[Word], language: str) -> bool:
    """Tell whether words deny that something is a problem."""
    none = lexicon(language)("denial", "none")
    if lexicon(language)("denial", "fine").any(said) and not none.any(said[:-1]):
        return True
    if _is_left_out(said, language):
        return True
    complain = lexicon(language)("denial", "complain").find(said)
    trouble = lexicon(language)("denial", "trouble").find(said)
    if not complain and not trouble:
        return False
    nobody = none.find(said)
    return _follows(said, nobody, complain, _BEFORE_VERB, language) or _follows(
        said, nobody, trouble, _BEFORE_NOUN, language
    )


def _is_left_out(said: Sequence[Word], language: str) -> bool:
    """Tell whether words only name something with a "no": "not the price", "el aparcamiento no"."""
    if len(said) > _LONGEST_LEFT_OUT:
        return False
    before = lexicon(language)("denial", "not_that").at(said, 0) is not None
    after = len(said) > 1 and lexicon(language)("denial", "bare").has(said[-1].fold)
    return before or after


def _follows(said: Sequence[Word], none: Sequence[Match], bad: Sequence[Match], reach: int, language: str) -> bool:
    """Tell whether a word of `bad` stands at most `reach` words after the negation before it."""
    joins = lexicon(language)("denial", "joins")
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
    for index, clause in enumerate(clauses[1:], 1):
        sure = denies(clauses[index - 1].words, situation.language)
        if clause.joined == "because" and denied[index - 1] and not (denied[index] or sure):
            denied[index - 1] = False  # "they come alone, so nobody climbs with them": calm words, and what is wrong
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


def without_lacking(clauses: Sequence[Clause], language: str) -> list[Clause]:
    """Return the clauses without those that say what the business does not have or do: "we don't send reminders"."""
    lacks, formerly = lexicon(language)("denial", "lacks"), lexicon(language)("denial", "formerly")
    return [
        clause
        for clause in clauses
        if not (lacks.any(clause.words) or (formerly.any(clause.words) and by_us(clause.words, language)))
    ]


def by_us(said: Sequence[Word], language: str) -> bool:
    """Tell whether words tell what the business does: "we", "-mos", "-my"."""
    ending = _OUR_ENDING.get(language)
    if ending:
        return any(word.fold.endswith(ending) for word in said)
    return lexicon(language)("grammar", "ours").any(said)


_OUR_ENDING = {"es": "mos", "pl": "my"}
"""The ending of the verbs of the first person plural."""


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
    if meaning.restricts(clause.words, situation.language):
        return False
    found = meaning.labels_of(clause.text, situation)
    return found is not None and found.role["fine"] > _SURE and found.role["problem"] < _HARDLY
