"""What kind of turn an answer is, where its words alone leave no doubt."""

import re
from collections.abc import Sequence

from assistant.interview.reading.clauses import Clause, split
from assistant.interview.reading.interruptions import interrupted
from assistant.interview.reading.lexicon import Lexicon, Match, WordList, lexicon
from assistant.interview.reading.turn import Situation, TurnKind
from assistant.interview.reading.words import Word, words
from assistant.journey.models import Step

_LONGEST_CLOSING = 14
_LONGEST_VAGUE = 12
_LONGEST_OFF_TOPIC = 40
_LONGEST_QUESTION = 25
_A_FACT = 3
_NAMED_METRIC = 2
"""Words that carry meaning beside "I don't know", at least, where they tell something: a metric may lack its values."""

_OPENING = 3
RECAP = "recap"


def kind_of(answer: str, situation: Situation) -> TurnKind | None:
    """Return what kind of turn `answer` surely is, or None when it has to be read."""
    lexis = lexicon(situation.language)
    said = words(answer[:2000])
    if not said:
        return TurnKind.VAGUE
    asks = answer.rstrip().endswith("?") and lexis("turns", "question_start").at(said, 0) is not None
    if not asks and nothing_more(said, lexis, recap=situation.need == RECAP):
        return TurnKind.NOTHING_MORE
    if asked_back(answer, situation.language) and not told_beside(answer, situation.language):
        return TurnKind.QUESTION
    if len(said) > _LONGEST_OFF_TOPIC:
        return None
    least = _NAMED_METRIC if situation.step is Step.METRICS else _A_FACT
    if _dont_know(answer, said, situation.language, least):
        return TurnKind.DONT_KNOW
    clauses = split(answer, situation.language)
    if vague(said, lexis):
        return TurnKind.VAGUE
    kept = on_topic(clauses, situation.language)
    if not kept:
        return TurnKind.OFF_TOPIC
    if len(kept) < len(clauses) and all(vague(clause.words, lexis) for clause in kept):
        return TurnKind.OFF_TOPIC
    return None


def nothing_more(said: Sequence[Word], lexis: Lexicon, recap: bool = False) -> bool:
    """Tell whether these words only say that there is nothing to add; after a recap, that it is right."""
    if not said or len(said) > _LONGEST_CLOSING:
        return False
    closing = lexis("turns", "nothing_more")
    ends = {index for match in closing.find(said) for index in range(match.start, match.end)}
    if any(not ends.issuperset(range(m.start, m.end)) for m in lexis("turns", "dont_know").find(said)):
        return False
    content = lexis("turns", "content")
    bag = lexis("turns", "done_bag")
    closes = closing.any(said) or (recap and content.any(said))
    left = _uncovered(said, [closing, *([content] if recap else []), lexis("grammar", "filler")])
    if closes and all(bag.has(word.fold) for word in left):
        return True
    core = lexis("turns", "done_core")
    return any(core.has(word.fold) for word in said) and all(bag.has(word.fold) for word in said)


def asked_back(answer: str, language: str) -> str:
    """Return the question that the person asks the assistant, when the answer is nothing else; else an empty text.

    A rhetorical question inside an answer is none: it says nothing to the assistant and has facts around it.
    """
    lexis = lexicon(language)
    said = words(answer[:2000])
    if not said or len(said) > _LONGEST_QUESTION:
        return ""
    start = next((i for i, word in enumerate(said) if not lexis("grammar", "filler").has(word.fold)), 0)
    starts = lexis("turns", "question_start")
    lengths = [(starts.at(said, i) or i) - i for i in range(start, min(start + 4, len(said)))]
    opens = max(lengths, default=0)
    terms = lexis("turns", "terms").any(said)
    to_us = terms or lexis("turns", "question_you").any(said)
    marked = answer.rstrip().endswith("?") or "?" in answer[-25:]
    short = len(said) <= 8
    if _one_question(answer) and (answer.lstrip().startswith("¿") or lexis("turns", "interrogative").at(said, start)):
        return answer.strip()
    asks = (marked and (terms or (to_us and opens))) or (opens and short and (terms or (to_us and opens > 1)))
    return answer.strip() if asks else ""


def told_beside(answer: str, language: str) -> bool:
    """Tell whether the sentences of an answer that are no questions tell a fact."""
    lexis = lexicon(language)
    clauses = split(answer[:2000], language)
    asking = {clause.sentence for clause in clauses if clause.text.endswith("?")}
    told = [clause for clause in clauses if clause.sentence not in asking] if asking else []
    return any(
        len(_contents(clause.words, lexis)) >= _A_FACT and not vague(clause.words, lexis)
        for clause in without_unknown(on_topic(told, language), language)
        if not (lexis("turns", "question_you").any(clause.words) or lexis("turns", "terms").any(clause.words))
    )


def question_beside(answer: str, language: str) -> str:
    """Return the last sentence of an answer that asks the assistant something, or an empty text."""
    clauses = split(answer[-2000:], language)
    last = [clause for clause in clauses if clause.sentence == clauses[-1].sentence]
    text = answer[-2000:][last[0].start : last[-1].end] if last else ""
    return asked_back(text, language) if text.endswith("?") else ""


def asks(said: Sequence[Word], language: str) -> bool:
    """Tell whether words begin a question: "what would you …", "tú qué …"."""
    lexis = lexicon(language)
    opening = range(min(_OPENING, len(said)))
    interrogative, starts = lexis("turns", "interrogative"), lexis("turns", "question_start")
    return any(interrogative.at(said, i) is not None or starts.at(said, i) is not None for i in opening)


def _one_question(answer: str) -> bool:
    """Tell whether an answer is one sentence with a question mark at its end, and nothing else."""
    sentence = answer.strip().rstrip("?!. ")
    return answer.rstrip().endswith("?") and not any(sign in sentence for sign in ".?!;\n")


def _dont_know(answer: str, said: Sequence[Word], language: str, least: int) -> bool:
    """Tell whether the person says not to know, and nothing else: fewer than `least` words that carry meaning."""
    lexis = lexicon(language)
    if not _unknown(said, lexis) or nothing_more(said, lexis) or any(word.is_number for word in said):
        return False
    told = 0
    knows = True
    for clause in split(answer, language):
        matches = _unknown(clause.words, lexis)
        before = clause.words[: matches[0].start] if matches else ()
        if matches and _is_own(before, lexis):
            knows = False
        elif not matches and not vague(clause.words, lexis):
            told += len(_contents(clause.words, lexis))
    return not knows and told < least and len(said) <= 20


def _is_own(before: Sequence[Word], lexis: Lexicon) -> bool:
    """Tell whether "don't know" after these words is the person's, not the customers'."""
    left = _uncovered(before, [lexis("grammar", "filler")])
    subject = lexis("grammar", "subject")
    contracted = any(subject.has(re.split("['’]", word.fold)[0]) for word in before)  # "they've no idea"
    return not _contents(left, lexis) and not contracted and not subject.any(before)


def _unknown(said: Sequence[Word], lexis: Lexicon) -> list[Match]:
    """Return where words say "I don't know".

    Spanish "no sé" without its accent reads like "no se entiende": it is the former at the end, or before what is not
    known. "Nobody knows" what follows is a fact.
    """
    return [
        match
        for match in lexis("turns", "dont_know").find(said)
        if not (
            [word.fold for word in said[match.start : match.end]] == ["no", "se"]
            and match.end < len(said)
            and not lexis("turns", "not_known").has(said[match.end].fold)
        )
        and not (match.end < len(said) and lexis("turns", "nobody").at(said, match.start) == match.end)
    ]


def vague(said: Sequence[Word], lexis: Lexicon) -> bool:
    """Tell whether these words are short and say nothing that a map could hold."""
    if not said or len(said) > _LONGEST_VAGUE or any(word.is_number for word in said):
        return False
    left = _uncovered(said, [lexis("turns", "vague"), lexis("grammar", "filler"), lexis("turns", "dont_know")])
    return not _contents(left, lexis) and len(left) <= len(said) // 2


def on_topic(clauses: Sequence[Clause], language: str) -> list[Clause]:
    """Return the clauses without small talk and interruptions.

    A clause with such words and none of the field is one, and so is its neighbour in the sentence when that has no
    word of the field either, unless a conjunction joins it and it says something of its own.
    """
    lexis = lexicon(language)
    off = interrupted(clauses, language)
    clauses = [clause for clause, aside in zip(clauses, off, strict=True) if not aside]
    idle = _idle(clauses, lexis)
    if not any(idle):
        return list(clauses)
    about = [of_the_field(clause.words, language) for clause in clauses]
    dropped = [
        off and (not topic or _only_interrupts(clause, lexis))
        for clause, off, topic in zip(clauses, idle, about, strict=True)
    ]
    for index in range(1, len(clauses)):
        same = clauses[index].sentence == clauses[index - 1].sentence
        if dropped[index - 1] and same and not about[index] and not _tells_more(clauses[index], lexis):
            dropped[index] = True
    for index in range(len(clauses) - 1, 0, -1):
        same = clauses[index].sentence == clauses[index - 1].sentence
        if dropped[index] and same and not about[index - 1] and not _tells_more(clauses[index - 1], lexis):
            dropped[index - 1] = True
    return [clause for clause, drop in zip(clauses, dropped, strict=True) if not drop]


def _tells_more(clause: Clause, lexis: Lexicon) -> bool:
    """Tell whether a clause beside an interruption is joined by a conjunction and says something of its own."""
    return clause.joined in ("and", "but") and len(_contents(clause.words, lexis)) >= _A_FACT


def _only_interrupts(clause: Clause, lexis: Lexicon) -> bool:
    """Tell whether at most one word says more than the interruption: "the courier is knocking"."""
    left = _uncovered(clause.words, [lexis("turns", "off_topic")])
    return len(left) < len(clause.words) and len(_contents(left, lexis)) <= 1


def _idle(clauses: Sequence[Clause], lexis: Lexicon) -> list[bool]:
    """Tell of each clause whether it interrupts, greets or chats about the weather and the like.

    Weather, meals or pets may be the business itself, so they count only in a sentence about here and now.
    """
    here = {clause.sentence for clause in clauses if lexis("turns", "here_now").any(clause.words)}
    asks = {clause.sentence for clause in clauses if clause.text.endswith("?")}
    return [
        lexis("turns", "off_topic").any(clause.words)
        or (lexis("turns", "small_talk").any(clause.words) and clause.sentence in (here | asks))
        for clause in clauses
    ]


def without_unknown(clauses: Sequence[Clause], language: str) -> list[Clause]:
    """Return the clauses without those that only say "I don't know": they tell no fact."""
    lexis = lexicon(language)
    kept = []
    for clause in clauses:
        found = _unknown(clause.words, lexis)
        opens = bool(found) and _is_own(clause.words[: found[0].start], lexis)
        if not opens or len(_contents(clause.words[found[0].end :], lexis)) > 2:
            kept.append(clause)
    return kept


def of_the_field(said: Sequence[Word], language: str) -> bool:
    """Tell whether these words speak of customers, channels, stages or figures of a business."""
    lexis = lexicon(language)
    idle = lexis("turns", "off_topic").find(said)
    said = [w for i, w in enumerate(said) if not any(match.start <= i < match.end for match in idle)]
    sure = [m for m in lexis("channel").find(said) if not m.weak]
    return (
        bool(sure)
        or lexis("touchpoint", "noun").any(said)
        or lexis("grammar", "customer").any(said)
        or bool([m for m in lexis("stage").find(said) if not m.weak])
    )


def contents(said: Sequence[Word], language: str) -> list[Word]:
    """Return the words that carry meaning: no articles, pronouns, auxiliaries or fillers."""
    return _contents(said, lexicon(language))


def _contents(said: Sequence[Word], lexis: Lexicon) -> list[Word]:
    stop, filler = lexis("grammar", "stop"), lexis("grammar", "filler")
    return [w for w in said if (len(w.fold) > 1 or w.is_number) and not stop.has(w.fold) and not filler.has(w.fold)]


def _uncovered(said: Sequence[Word], lists: Sequence[WordList]) -> list[Word]:
    covered = {index for entries in lists for match in entries.find(said) for index in range(match.start, match.end)}
    return [word for index, word in enumerate(said) if index not in covered]
