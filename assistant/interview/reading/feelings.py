"""The feeling that clauses tell, and to which touchpoint it belongs."""

from collections.abc import Sequence

from assistant.interview.reading import labels, meaning
from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.overlap import nearest
from assistant.interview.reading.phrases import body
from assistant.interview.reading.turns import contents
from assistant.journey.models import Touchpoint
from knowledge.port import Labels

# What each kind of evidence weighs; the classifier's figures are likelihoods. On the tuned scenarios the share of right
# feelings stays within one point when any of them is moved by a fifth.
_TOLD = 1.5
_STRONG = 1.3
_MEANT = 1.0
_ANY = 0.6
"""The share of a clause's meaning that counts where it is no reaction at all."""
_WHOLE = 1.2
_LEAST = 0.4


def mood(clause: Clause, draft: Draft) -> int | None:
    """Return the feeling that a clause tells: by its words, else by its meaning where that is sure."""
    told = labels.emotion(clause.words, draft.language)
    return told if told is not None else meaning.emotion(clause.text, draft.situation)


def feeling(clauses: Sequence[Clause], draft: Draft) -> int | None:
    """Return the feeling that the clauses about one touchpoint tell together, or None.

    The words of each clause and its meaning are weighed, and the meaning of all of them joined; what the teller does
    or thinks is no feeling of the customers, and an outright "neither good nor bad" outweighs mild words.
    """
    balance = 0.0
    neutral = 0.0
    strongest = 0
    for clause in clauses:
        told = None if of_the_teller(clause, draft.language) else labels.emotion(clause.words, draft.language)
        likely = _likely(clause, draft)
        balance += _MEANT * (likely[1] - likely[-1])
        neutral += _MEANT * likely[0]
        if told:
            balance += _TOLD * (1 if told > 0 else -1) * (_STRONG if abs(told) == 2 else 1)
            strongest = told if abs(told) >= abs(strongest) else strongest
        elif told == 0:
            neutral += _TOLD
    joined = _joined(clauses, draft)
    balance += _WHOLE * (joined[1] - joined[-1])
    neutral += _WHOLE * joined[0]
    if neutral >= max(abs(balance), _LEAST):
        return 0
    if abs(balance) < _LEAST:
        return None
    sign = 1 if balance > 0 else -1
    return strongest if strongest * sign == 2 else sign


def _likely(clause: Clause, draft: Draft) -> tuple[float, float, float]:
    """Return how likely the meaning of a clause is neutral, glad and (last) not; less where it tells no reaction."""
    found = meaning.labels_of(clause.text, draft.situation)
    if found is None or of_the_teller(clause, draft.language):
        return 0.0, 0.0, 0.0
    reaction = _ANY + (1 - _ANY) * found.role["feeling"]
    return _shares(found, reaction)


def _joined(clauses: Sequence[Clause], draft: Draft) -> tuple[float, float, float]:
    """Return the same for all the clauses read as one text."""
    if len(clauses) == 1:
        return 0.0, 0.0, 0.0
    found = meaning.labels_of(draft.source.text[clauses[0].start : clauses[-1].end], draft.situation)
    return _shares(found, 1.0) if found else (0.0, 0.0, 0.0)


def _shares(found: Labels, weight: float) -> tuple[float, float, float]:
    return weight * found.emotion["0"], weight * found.emotion["1"], weight * found.emotion["-1"]


def of_the_teller(clause: Clause, language: str) -> bool:
    """Tell whether a clause begins with the teller: what they do or think is no feeling of the customers."""
    first = body(clause.words, language)[0].fold
    lexis = lexicon(language)
    return lexis("grammar", "ours").has(first) and not lexis("modifier", "not").has(first)  # "nobody" are customers


def feelings_of_known(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Set the feelings at the touchpoints asked about; return the clauses that were about none of them."""
    language = draft.language
    asked = [t for t in draft.map.touchpoints if t.id in draft.situation.targets] or list(draft.map.touchpoints)
    known, everything = _told(asked), _told(draft.map.touchpoints)
    last: str | None = asked[0].id if len(asked) == 1 else None
    left: list[Clause] = []
    for clause in clauses:
        about = nearest(clause.text, known, language, least=2) or nearest(clause.text, everything, language, least=2)
        about = about or _by_channel(clause, draft, asked_ids=[t.id for t in asked])
        if about and _elsewhere(clause, about, draft):
            left.append(clause)
            continue
        last = about or last
        felt = mood(clause, draft)
        if felt is not None and last:
            draft.change("touchpoints", last, "emotion", felt, clause.start, clause.end)
        elif felt is not None and not labels.channels(clause.words, language):
            for touchpoint in asked:
                draft.change("touchpoints", touchpoint.id, "emotion", felt, clause.start, clause.end)
        elif not about and contents(clause.words, language) and felt is None:
            left.append(clause)
    return left if len(asked) > 1 else []


def _elsewhere(clause: Clause, about: str, draft: Draft) -> bool:
    """Tell whether a clause that shares words with a touchpoint names another channel than the touchpoint's."""
    named = [match.label for match in labels.channels(clause.words, draft.language) if not match.weak]
    known = next((t.channel for t in draft.map.touchpoints if t.id == about), None)
    return bool(named) and known is not None and known not in named and mood(clause, draft) is None


def _told(touchpoints: Sequence[Touchpoint]) -> list[tuple[str, str]]:
    return [(t.id, f"{t.name} {t.customer_action or ''}") for t in touchpoints]


def _by_channel(clause: Clause, draft: Draft, asked_ids: list[str]) -> str | None:
    channel = labels.channel(clause.words, draft.language)
    same = [t.id for t in draft.map.touchpoints if t.id in asked_ids and t.channel == channel and channel]
    return same[0] if len(same) == 1 else None
