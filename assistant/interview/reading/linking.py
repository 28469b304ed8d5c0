"""Which constraint an action answers: all actions of an answer beside all constraints at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.interview.reading import labels, meaning
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.overlap import score
from assistant.journey.edits import Add
from assistant.journey.models import Channel

_LIKENESS_WEIGHT = 15.0
"""A cosine of 0.13 weighs as much as a shared word. On the tuned scenarios the right constraint was nearest by meaning
alone for 61 of 86 actions, by meaning, words and topics for 65."""

_ALIKE = 0.15
_SAME_CHANNEL = 1.0
_TAKEN = 1.0
"""What a constraint that has an action already is set back by: of two that fit as well, the other is meant."""

_SAME_BREATH = 3.0
"""What a constraint gains by being told right before the plan."""

_AS_NEAR = 0.8
"""The part of the best score from which a second constraint is answered, too."""

_MOST_ANSWERED = 2


@dataclass(frozen=True, slots=True)
class Told:
    """A constraint, of the map or of this answer: its id, its words, and those of the touchpoints it names."""

    id: str
    text: str
    about: str = ""
    end: int = -1


@dataclass(frozen=True, slots=True)
class Plan:
    """What an action is matched by: all the words of its statement, and where they begin."""

    text: str
    start: int


def constraints_of(draft: Draft) -> list[Told]:
    """Return the constraints of the map and of the answer; the latter by the ids by which edits name each other."""
    names = {item.id: f"{item.name} {item.customer_action or ''}" for item in draft.map.touchpoints}
    known = [Told(c.id, c.text, " ".join(names.get(t, "") for t in c.touchpoints)) for c in draft.map.constraints]
    for place, edit in enumerate(draft.edits):
        if isinstance(edit, Add) and edit.part == "constraints":
            text = str(edit.values["text"])
            touchpoints = edit.values.get("touchpoints")
            about = " ".join(names.get(str(t), "") for t in touchpoints) if isinstance(touchpoints, list) else ""
            at = draft.source.text.find(text)
            known.append(Told(f"new:{place}", text, about, at + len(text) if at >= 0 else -1))
    return known


def answered(plans: Sequence[Plan], draft: Draft) -> list[list[str]]:
    """Return the ids of the constraints that each plan answers, the surest pairs first; none where nothing tells."""
    constraints = constraints_of(draft)
    taken = {target for action in draft.map.actions for target in action.addresses}
    near = [[_nearness(plan, constraint, constraints, draft) for constraint in constraints] for plan in plans]
    pairs = sorted(
        ((value, p, c) for p, row in enumerate(near) for c, value in enumerate(row) if value > 0),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    found: list[list[str]] = [[] for _ in plans]
    used = {c for c, constraint in enumerate(constraints) if constraint.id in taken}
    for row in near:
        row[:] = [value - _TAKEN * (c in used) for c, value in enumerate(row)]
    for _, p, c in pairs:
        if found[p] or near[p][c] <= 0:
            continue
        if c in used and max(v for other, v in enumerate(near[p]) if other == c or other not in used) > near[p][c]:
            continue
        found[p].append(constraints[c].id)
        used.add(c)
        for row in near:
            row[c] -= _TAKEN
        near[p][c] += _TAKEN
    for p, row in enumerate(near):
        if found[p]:
            best = max(row)
            second = [c for c, v in enumerate(row) if v >= _AS_NEAR * best and constraints[c].id not in found[p]]
            found[p] += [constraints[c].id for c in second[: _MOST_ANSWERED - 1]]
    _alone(found, constraints, {constraints[c].id for c in used}, draft)
    return found


def _alone(found: list[list[str]], constraints: Sequence[Told], used: set[str], draft: Draft) -> None:
    """Give a plan without a constraint the only one that was asked about, or that has no action yet."""
    asked = [c.id for c in constraints if c.id in draft.situation.targets and c.id not in used]
    for targets in found:
        left = [c.id for c in constraints if c.id not in used]
        if targets:
            continue
        if len(found) == 1 and len(asked) == 1:
            targets.append(asked[0])
        elif len(left) == 1:
            targets.append(left[0])
        used |= set(targets)


def _nearness(plan: Plan, constraint: Told, constraints: Sequence[Told], draft: Draft) -> float:
    """Return how near a plan is to a constraint: by words and topics, the channel, the meaning, and the place."""
    language = draft.language
    near = float(score(plan.text, constraint.text, language))
    if constraint.about:
        near = max(near, score(plan.text, f"{constraint.text} {constraint.about}", language) - 1.0)
    channel = labels.channel(plan.text, language)
    if channel not in (None, Channel.OTHER) and channel == labels.channel(constraint.text, language):
        near += _SAME_CHANNEL
    before = [told.end for told in constraints if 0 <= told.end <= plan.start]
    if before and constraint.end == max(before):
        near += _SAME_BREATH
    alike = meaning.likeness(plan.text, constraint.text, draft.situation)
    return near + _LIKENESS_WEIGHT * alike if near or alike >= _ALIKE else 0.0
