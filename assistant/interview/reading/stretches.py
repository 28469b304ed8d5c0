"""Cutting an answer into stretches: the clauses that tell of one touchpoint each."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.interview.reading import labels, meaning
from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.feelings import mood, of_the_teller
from assistant.interview.reading.lexicon import Match, lexicon
from assistant.interview.reading.overlap import stems
from assistant.interview.reading.phrases import body, has_content
from assistant.interview.reading.sequence import leads_on, points_back
from assistant.interview.reading.turns import vague
from assistant.interview.reading.words import Word

_TOPIC = 4
"""Words of a clause that only names what the rest of its sentence is about: "The queue, well, …"."""

_BRIEF = 4


@dataclass
class Stretch:
    """The clauses about one touchpoint, the first of which names it; `anchor` is the word by which it does."""

    clauses: list[Clause]
    words: tuple[Word, ...]
    anchor: Word


def stretches(clauses: Sequence[Clause], draft: Draft) -> list[Stretch]:
    """Return the touchpoints that the clauses tell of, each with all that is told of it.

    A clause opens a new one when it names a channel or a thing of the trade, tells the next step of the story or a
    contact, or is another entry of a list. Reactions, and what points back, belong to the one before.
    """
    found: list[Stretch] = []
    for index, clause in enumerate(clauses):
        named = _named(clause, draft.language)
        if _same_entry(found, clause):
            found[-1].clauses.append(clause)
        elif _opens(found, clause, named, clauses[index + 1 :][:1], draft):
            found.append(_stretch(clause, named, draft.language))
        elif found:
            found[-1].clauses.append(clause)
    return found or _by_action(clauses, draft)


def _same_entry(found: Sequence[Stretch], clause: Clause) -> bool:
    return bool(found) and clause.entry > 0 and found[-1].clauses[0].entry == clause.entry


def _opens(
    found: Sequence[Stretch], clause: Clause, named: Sequence[Match], following: Sequence[Clause], draft: Draft
) -> bool:
    language = draft.language
    if clause.entry:
        return has_content(clause, language)
    if found and meaning.is_feeling(clause.text, draft.situation):
        return False
    if named:
        return not _goes_on(found, clause, named, language)
    if of_the_teller(clause, language) or not has_content(clause, language):
        return False
    if clause.joined == "because" or (points_back(clause.words, language) and found):
        return False
    if leads_on(clause.words, language) and (
        has_content(clause, language, 2) or meaning.is_contact(clause.text, draft.situation)
    ):
        return True
    if clause.joined:
        return False
    return (
        _own_action(clause, language)
        or meaning.is_contact(clause.text, draft.situation)
        or _is_topic(clause, following, draft)
    )


def _named(clause: Clause, language: str) -> list[Match]:
    """Return the words that make a clause name a touchpoint: channels first, then things of the trade."""
    named = labels.channels(clause.words, language)
    things = lexicon(language)("touchpoint", "noun").find(clause.words)
    sure = [match for match in named if not match.weak] + [match for match in things if not match.weak]
    if sure:
        return sorted(sure, key=lambda match: match.start)
    acts = lexicon(language)("touchpoint", "verb").any(clause.words)
    weak = [match for match in named + things if match.weak]
    return sorted(weak, key=lambda match: match.start) if weak and (acts or len(clause.words) <= _BRIEF) else []


def _goes_on(found: Sequence[Stretch], clause: Clause, named: Sequence[Match], language: str) -> bool:
    """Tell whether a clause that names something goes on about the touchpoint before it."""
    if not found or clause.sentence != found[-1].clauses[-1].sentence:
        return False
    last = found[-1]
    if clause.joined == "because":
        return True
    first = last.clauses[0]
    channel = labels.channel(clause.words, language)
    same_channel = channel is None or channel is labels.channel(first.words, language)
    follows = points_back(clause.words, language)
    kind = labels.stage_kind(clause.words, language)
    felt = labels.emotion(clause.words, language) is not None and clause.joined in ("and", ",", "but")
    same_kind = kind in (None, labels.stage_kind(first.words, language))
    if same_channel and (
        felt or (clause.joined in ("and", ",") and same_kind and not leads_on(clause.words, language))
    ):
        return True
    known = stems(" ".join(word.fold for c in last.clauses for word in c.words), language)
    fresh = {clause.words[match.start].fold[:5] for match in named} - known
    return same_channel and (follows or not fresh)


def _own_action(clause: Clause, language: str) -> bool:
    """Tell whether a sentence of its own begins a new touchpoint with something the customers do."""
    lexis = lexicon(language)
    first = body(clause.words, language)[0].fold
    acts = lexis("touchpoint", "verb").any(clause.words)
    return acts and not lexis("grammar", "demonstrative").has(first) and has_content(clause, language, 3)


def _is_topic(clause: Clause, following: Sequence[Clause], draft: Draft) -> bool:
    """Tell whether a few words name what the rest of the sentence gives an opinion of."""
    if len(clause.words) > _TOPIC or mood(clause, draft) is not None or vague(clause.words, lexicon(draft.language)):
        return False
    return any(rest.sentence == clause.sentence and mood(rest, draft) is not None for rest in following)


def _stretch(clause: Clause, named: Sequence[Match], language: str) -> Stretch:
    said = body(clause.words, language, ("grammar", "subject"), ("grammar", "and"), ("grammar", "but"))
    if named:
        return Stretch([clause], said, clause.words[named[0].start])
    acts = lexicon(language)("touchpoint", "verb").find(clause.words)
    return Stretch([clause], said, clause.words[acts[0].start] if acts else said[0])


def _by_action(clauses: Sequence[Clause], draft: Draft) -> list[Stretch]:
    """Read what customers do where nothing else is named: one touchpoint a clause with an action of theirs."""
    found: list[Stretch] = []
    lexis = lexicon(draft.language)
    for clause in clauses:
        acts = lexis("touchpoint", "verb").find(clause.words)
        if acts and has_content(clause, draft.language, 2) and not vague(clause.words, lexis):
            found.append(_stretch(clause, acts, draft.language))
        elif found:
            found[-1].clauses.append(clause)
    return found
