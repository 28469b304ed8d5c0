"""Cutting an answer into stretches: the clauses that tell of one touchpoint each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.interview.reading import labels, meaning
from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.feelings import mood, of_the_teller
from assistant.interview.reading.lexicon import Lexicon, Match, lexicon
from assistant.interview.reading.overlap import stems
from assistant.interview.reading.phrases import body, has_content
from assistant.interview.reading.sequence import leads_on, points_back
from assistant.interview.reading.turns import vague
from assistant.interview.reading.words import Word
from assistant.journey.models import Channel

_TOPIC = 6
"""Words of a clause that only names what the rest of its sentence is about: "The queue, well, …"."""

_COMMENT = 4
"""Clauses after it in which that opinion is looked for."""

_BRIEF = 4
_DENIAL = 3


@dataclass
class Stretch:
    """The clauses about one touchpoint.

    Attributes:
        clauses: all of them, in order.
        words: those of the clause that names it.
        anchor: the word by which it does.
        named: whether that word is a channel or a thing of the trade, and not only an action.
    """

    clauses: list[Clause]
    words: tuple[Word, ...]
    anchor: Word
    named: bool = False


def stretches(clauses: Sequence[Clause], draft: Draft) -> list[Stretch]:
    """Return the touchpoints that the clauses tell of, each with all that is told of it.

    A clause opens a new one when it names a channel or a thing of the trade, tells the next step of the story or a
    contact, or is another entry of a list. Reactions, and what points back, belong to the one before.
    """
    found: list[Stretch] = []
    for index, clause in enumerate(clauses):
        following = clauses[index + 1 : index + 1 + _COMMENT]
        named = _named(clause, draft)
        if _is_heading(clause, following):
            continue
        if _same_entry(found, clause):
            found[-1].clauses.append(clause)
        elif named and _only_led_in(found, clause, draft.language):
            found[-1] = _led_in(found[-1], clause, named, draft.language)
        elif _opens(found, clause, named, following, draft):
            found.append(_stretch(clause, named, draft.language))
        elif found:
            found[-1].clauses.append(clause)
    return found or _by_action(clauses, draft) or _by_sentence(clauses, draft)


def _is_heading(clause: Clause, following: Sequence[Clause]) -> bool:
    """Tell whether a clause only leads into the list that follows."""
    after = next((later for later in following if later.sentence != clause.sentence), None)
    return not clause.entry and after is not None and after.entry == 1


def _only_led_in(found: Sequence[Stretch], clause: Clause, language: str) -> bool:
    """Tell whether all there is of the touchpoint so far is a clause that leads in: "on arrival, the waiter …"."""
    if not found or found[-1].named or len(found[-1].clauses) > 1 or clause.joined != ",":
        return False
    return found[-1].clauses[0].sentence == clause.sentence and not points_back(clause.words, language)


def _led_in(before: Stretch, clause: Clause, named: Sequence[Match], language: str) -> Stretch:
    told = _stretch(clause, named, language)
    return Stretch([*before.clauses, clause], told.words, told.anchor, named=True)


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


def _named(clause: Clause, draft: Draft) -> list[Match]:
    """Return the words that make a clause name a touchpoint: channels first, then things of the trade."""
    language = draft.language
    lexis = lexicon(language)
    named = [match for match in labels.channels(clause.words, language) if not _denied(match, clause, lexis)]
    if clause.joined and not clause.entry:
        named = [m for m in named if not meaning.is_unlike(clause.text, Channel(m.label), draft.situation)]
    things = [m for m in lexis("touchpoint", "noun").find(clause.words) if not _denied(m, clause, lexis)]
    sure = [match for match in named if not match.weak] + [match for match in things if not match.weak]
    if sure:
        return sorted(sure, key=lambda match: match.start)
    acts = lexis("touchpoint", "verb").any(clause.words)
    weak = [match for match in named + things if match.weak]
    return sorted(weak, key=lambda match: match.start) if weak and (acts or len(clause.words) <= _BRIEF) else []


def _denied(match: Match, clause: Clause, lexis: Lexicon) -> bool:
    """Tell whether the clause begins by saying that it is not there that they meet: "not from the flyer"."""
    first = clause.words[0].fold
    return match.start <= _DENIAL and lexis("modifier", "not").has(first) and not lexis("grammar", "ours").has(first)


def _goes_on(found: Sequence[Stretch], clause: Clause, named: Sequence[Match], language: str) -> bool:
    """Tell whether a clause that names something goes on about the touchpoint before it."""
    if not found:
        return False
    last = found[-1]
    head = last.clauses[0]
    channel = labels.channel(clause.words, language)
    same_channel = channel is None or channel is labels.channel(head.words, language)
    if clause.sentence != last.clauses[-1].sentence:
        first = body(clause.words, language)[0].fold
        return (
            same_channel and channel is not None and lexicon(language)("grammar", "ours").has(first)
        )  # "Nobody answers"
    if clause.joined == "because":
        return True
    if leads_on(clause.words, language):
        return False
    if points_back(body(clause.words, language), language) or points_back(clause.words, language):
        return True
    kind = labels.stage_kind(clause.words, language)
    felt = labels.emotion(clause.words, language) is not None and clause.joined in ("and", ",", "but")
    same_kind = kind in (None, labels.stage_kind(head.words, language))
    if same_channel and (felt or (clause.joined in ("and", ",") and same_kind)):
        return True
    known = stems(" ".join(word.fold for c in last.clauses for word in c.words), language)
    fresh = {clause.words[match.start].fold[:5] for match in named} - known
    return same_channel and not fresh


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
    rest = [later for later in following if later.sentence == clause.sentence]
    return any(mood(later, draft) is not None or meaning.is_feeling(later.text, draft.situation) for later in rest)


def _stretch(clause: Clause, named: Sequence[Match], language: str) -> Stretch:
    said = body(clause.words, language, ("grammar", "subject"), ("grammar", "and"), ("grammar", "but"))
    if named:
        return Stretch([clause], said, clause.words[named[0].start], named=True)
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


def _by_sentence(clauses: Sequence[Clause], draft: Draft) -> list[Stretch]:
    """Read each sentence that is surely no small talk as a touchpoint, where no word of the answer names one.

    The question was about touchpoints, and an answer that brings nothing would be lost.
    """
    language, found = draft.language, list[Stretch]()
    for _, group in groupby(clauses, key=lambda clause: clause.sentence):
        sentence = list(group)
        head = sentence[0]
        whole = draft.source.text[head.start : sentence[-1].end]
        if (
            has_content(head, language, 2)
            and not of_the_teller(head, language)
            and not vague(head.words, lexicon(language))
            and meaning.is_factual(whole, draft.situation)
        ):
            told = _stretch(head, (), language)
            found.append(Stretch(sentence, told.words, told.anchor))
    return found
