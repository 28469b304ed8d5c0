"""What an answer tells of another step than the one asked about: read there, where its meaning leaves no doubt."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import groupby

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.meaning import labels_of
from assistant.interview.reading.turn import Situation
from assistant.interview.reading.turns import RECAP
from assistant.journey.models import Step

StepReader = Callable[[list[Clause], Draft], None]

_ROLES = {
    "aim": Step.GOAL,
    "person": Step.PERSONA,
    "want": Step.GOALS,
    "contact": Step.TOUCHPOINTS,
    "problem": Step.CONSTRAINTS,
    "plan": Step.ACTIONS,
    "measure": Step.METRICS,
}
_FIRST_NEED = {Step.PERSONA: "persona.who"}

_LED_ASTRAY = {
    Step.GOAL: ("person",),
    Step.PERSONA: ("contact", "measure"),
    Step.GOALS: ("person", "measure"),
    Step.TOUCHPOINTS: ("measure",),
}
"""What the answer to a question of each step may tell beside; the last three steps sort this by finer rules of their
own. Wishes sound like plans, contacts and problems ("not to wait on the phone"), so none of these is among it."""

_SURE = 0.8
_SURE_AT_RECAP = 0.5
"""A recap asks what is wrong or missing: then a fact of any step is an answer to it."""

_ALIKE = {Step.GOALS: ("plan",), Step.PERSONA: ("want", "problem"), Step.TOUCHPOINTS: ("plan", "problem")}
"""What a fact of a step sounds like though it is one: "to be home by six" is a goal, and no plan."""

_OWN = 0.1
"""How likely a sentence may be of the step asked about, and still be read elsewhere."""


def read_astray(clauses: list[Clause], draft: Draft, readers: Mapping[Step, StepReader]) -> list[Clause]:
    """Read the sentences that surely tell of another step; return the clauses of the others."""
    situation, left = draft.situation, list[Clause]()
    for _, group in groupby(clauses, key=lambda clause: clause.sentence):
        sentence = list(group)
        step = _step_of(draft.source.text[sentence[0].start : sentence[-1].end], situation)
        if step is None or not _read(sentence, step, draft, readers[step]):
            left += sentence
    return left


def _step_of(text: str, situation: Situation) -> Step | None:
    found = labels_of(text, situation)
    if found is None:
        return None
    role = max(found.role, key=lambda name: found.role[name])
    step = _ROLES.get(role)
    if step is None or step is situation.step or found.role[_OWN_ROLE[situation.step]] > _OWN:
        return None
    if situation.need == RECAP and role not in _ALIKE.get(situation.step, ()):
        return step if found.role[role] >= _SURE_AT_RECAP else None
    return step if found.role[role] >= _SURE and role in _LED_ASTRAY.get(situation.step, ()) else None


_OWN_ROLE = {step: role for role, step in _ROLES.items()}


def _read(sentence: list[Clause], step: Step, draft: Draft, reader: StepReader) -> bool:
    """Read a sentence as if its step had been asked about; tell whether it brought something."""
    before, asked = len(draft.edits), draft.situation
    draft.situation = replace(asked, step=step, need=_FIRST_NEED.get(step, ""), targets=())
    try:
        reader(sentence, draft)
    finally:
        draft.situation = asked
    return len(draft.edits) > before
