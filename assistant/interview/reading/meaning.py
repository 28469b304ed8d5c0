"""What a clause is and tells of by its meaning, where a classifier is at hand; the word lists go first.

The bounds were chosen on the tuned scenarios; the classifier was trained on other clauses (`tools/train_labels.py`).
What it brought stands in ``docs/benchmarks.md``.
"""

from collections.abc import Sequence

from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.turn import Situation
from assistant.interview.reading.turns import contents
from assistant.interview.reading.words import Word, words
from assistant.journey.edits import ItemPart
from assistant.journey.models import Channel, label
from knowledge.port import Labels

_OWN: dict[ItemPart, str] = {
    "goals": "want",
    "touchpoints": "contact",
    "constraints": "problem",
    "actions": "plan",
    "metrics": "measure",
}
_NO_FACT = ("talk", "question", "unknown", "fine", "correction")

_LONGEST = 400
"""Characters that are looked at: clauses are shorter, and what is longer is no clause."""

_SAYS = 2
"""Words that carry meaning in what stands before the first pause, where it may be an item by itself."""

_SURE = 0.5
_BARELY = 0.1
_TOUCHPOINT_SURE = 0.8
_TOUCHPOINT_BARELY = 0.05


def labels_of(text: str, situation: Situation) -> Labels | None:
    """Return how likely each label is for a text, or None where nothing labels."""
    return situation.labeller.labels(text[:_LONGEST], situation.language) if situation.labeller else None


def likeness(one: str, other: str, situation: Situation) -> float:
    """Return how near two texts are in meaning, from -1 to 1; 0 where nothing tells."""
    if situation.labeller is None:
        return 0.0
    return situation.labeller.likeness(one[:_LONGEST], other[:_LONGEST], situation.language)


def is_no_item(part: ItemPart, text: str, situation: Situation) -> bool:
    """Tell whether a text is surely none of the items of `part`: small talk, a question, a denial of a problem."""
    head = text.partition(",")[0]  # what is added after the first pause may well be small talk
    head = head if len(contents(words(head), situation.language)) >= _SAYS else text
    return all(_says_none(part, piece, situation) for piece in dict.fromkeys((text, head)))


def _says_none(part: ItemPart, text: str, situation: Situation) -> bool:
    found = labels_of(text, situation)
    if found is None:
        return False
    own = found.role[_OWN[part]]
    none = sum(found.role[name] for name in _NO_FACT)
    if part == "touchpoints":
        return none > _TOUCHPOINT_SURE and own < _TOUCHPOINT_BARELY
    if none <= _SURE or own >= _BARELY:
        return False
    only = restricts(words(text), situation.language)
    if (
        found.role["unknown"] > _UNKNOWN
        or found.role["correction"] > _SURE
        or (found.role["fine"] > _SURE and not only)
    ):
        return True
    return not _of_the_trade(text, situation)


def _of_the_trade(text: str, situation: Situation) -> bool:
    """Tell whether a text holds a figure, a channel, a topic or trouble of a business, or a word of the map's items.

    Then it is no small talk, however much it sounds so: "the road, as I said", "cash only".
    """
    lexis, said = lexicon(situation.language), words(text)
    if any(word.is_number for word in said) or lexis("topic").any(said) or lexis("channel").any(said):
        return True
    known = {word.fold[:_STEM] for part, item in situation.map.items() for word in words(label(part, item))}
    stop = lexis("grammar", "stop")
    return any(
        len(word.fold) >= _STEM - 1 and word.fold[:_STEM] in known and not stop.has(word.fold) for word in said
    ) or bool(lexis("constraint", "again").any(said))


_STEM = 5
_UNKNOWN = 0.7


def restricts(said: Sequence[Word], language: str) -> bool:
    """Tell whether words restrict something: "only cash", "nobody answers"; no praise, however calm it sounds."""
    return lexicon(language)("denial", "only").any(said)


def is_plan(text: str, situation: Situation, whole: str = "") -> bool:
    """Tell whether a text is surely something the business will do; `whole` is the sentence it stands in.

    What the business asks of its customers ("we require two documents") only sounds like it.
    """
    found = labels_of(text, situation)
    if found is None or found.role["plan"] <= _PLAN_SURE or found.role["problem"] >= _PLAN_PROBLEM:
        return False
    if lexicon(situation.language)("action", "demands").any(words(text)):
        return False
    around = labels_of(whole, situation) if whole and len(words(text)) <= _FEW else None
    return around is None or around.role["plan"] > _PLAN_AROUND


_PLAN_SURE = 0.6
_PLAN_PROBLEM = 0.2
_PLAN_AROUND = 0.3
_FEW = 6
"""Words of a text that may as well name a thing: its sentence has to sound like a plan, too."""


def is_feeling(text: str, situation: Situation) -> bool:
    """Tell whether a text is only a reaction to what was told before."""
    found = labels_of(text, situation)
    return found is not None and found.role["feeling"] > 0.5 and found.role["contact"] < 0.2


def is_contact(text: str, situation: Situation) -> bool:
    """Tell whether a text surely tells of a contact of the customers with the business or others."""
    found = labels_of(text, situation)
    if found is None or found.role["feeling"] > 0.5 or sum(found.role[name] for name in _NO_FACT) > _NOTHING:
        return False
    return found.role["contact"] > _CONTACT or max(p for c, p in found.channel.items() if c != "none") > _CHANNEL_SURE


def is_factual(text: str, situation: Situation) -> bool:
    """Tell whether a text surely says something about the business or its customers; False where nothing tells."""
    found = labels_of(text, situation)
    return found is not None and sum(found.role[name] for name in (*_NO_FACT, "feeling")) < _SAYS_NOTHING


def is_told(text: str, situation: Situation) -> bool:
    """Tell whether a text sounds like a contact that is told, and not like a correction or small talk."""
    found = labels_of(text, situation)
    if found is None:
        return False
    return found.role["contact"] > _CONTACT and found.role["correction"] + found.role["talk"] < _TALKS


def is_unlike(text: str, channel: Channel, situation: Situation) -> bool:
    """Tell whether a text surely tells of no contact, and not of this channel, though it holds a word for it."""
    found = labels_of(text, situation)
    return found is not None and found.role["contact"] < _UNLIKE and found.channel[channel] < _UNLIKE_CHANNEL


_CONTACT = 0.45
_NOTHING = 0.7
_TALKS = 0.15
_SAYS_NOTHING = 0.35
_CHANNEL_SURE = 0.7
_UNLIKE = 0.2
_UNLIKE_CHANNEL = 0.1


def emotion(text: str, situation: Situation, least: float = 0.85) -> int | None:
    """Return the sign of the feeling that a text tells, or None where it tells none or it is not sure enough."""
    found = labels_of(text, situation)
    if found is None:
        return None
    best = max(found.emotion, key=lambda name: found.emotion[name])
    return int(best) if best != "none" and found.emotion[best] >= least else None


def channel(text: str, situation: Situation, least: float = 0.4) -> Channel | None:
    """Return the channel that a text tells of, or None where it is not sure enough."""
    found = labels_of(text, situation)
    if found is None:
        return None
    best = max(found.channel, key=lambda name: found.channel[name])
    return Channel(best) if best != "none" and found.channel[best] >= least else None
