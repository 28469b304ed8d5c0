"""Reading an answer by rules and word lists alone: no model, in time linear in the answer's length."""

from itertools import groupby

from assistant.interview.reading.astray import read_astray
from assistant.interview.reading.clauses import Clause, split
from assistant.interview.reading.corrections import without_replaced
from assistant.interview.reading.denials import without_lacking
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.earlier import read_earlier
from assistant.interview.reading.goal import read_goal
from assistant.interview.reading.items import read_actions, read_constraints, read_goals
from assistant.interview.reading.meaning import is_plan
from assistant.interview.reading.metrics import figured, is_metric, read_metrics
from assistant.interview.reading.persona import read_persona
from assistant.interview.reading.recap import read_recap
from assistant.interview.reading.retracting import without_retracted
from assistant.interview.reading.titled import without_titled
from assistant.interview.reading.touchpoints import read_touchpoints
from assistant.interview.reading.turn import Reading, Situation, TurnKind
from assistant.interview.reading.turns import RECAP, asked_back, kind_of, on_topic, question_beside, without_unknown
from assistant.journey.models import Step
from assistant.text import MAX_ANSWER

_READERS = {
    Step.GOAL: read_goal,
    Step.PERSONA: read_persona,
    Step.GOALS: read_goals,
    Step.TOUCHPOINTS: read_touchpoints,
    Step.CONSTRAINTS: read_constraints,
    Step.ACTIONS: read_actions,
    Step.METRICS: read_metrics,
}


def read(situation: Situation) -> Reading:
    """Return what the answer of `situation` says: the kind of turn, and edits with the words that support each."""
    answer = situation.answer[:MAX_ANSWER]
    kind = kind_of(answer, situation)
    if kind is TurnKind.QUESTION:
        return Reading(kind, question=asked_back(answer, situation.language))
    if kind is not None:
        return Reading(kind)
    source = without_replaced(answer, situation.language, situation.earlier)
    draft = Draft(situation, source)
    clauses = on_topic(split(source.text, situation.language), situation.language)
    clauses = without_unknown(clauses, situation.language)
    clauses = without_retracted(read_earlier(clauses, draft), draft)
    if situation.need == RECAP:
        clauses = read_recap(without_titled(clauses, draft), draft)
    corrected = bool(draft.edits)
    _read_step(read_astray(clauses, draft, _READERS), draft)
    asked = question_beside(answer, situation.language)
    if asked:
        return Reading(TurnKind.QUESTION, tuple(draft.edits), asked)
    if not draft.edits:
        return Reading(TurnKind.VAGUE)
    return Reading(TurnKind.CORRECTION if corrected else TurnKind.ANSWER, tuple(draft.edits))


def _read_step(clauses: list[Clause], draft: Draft) -> None:
    step = draft.situation.step
    if step in (Step.CONSTRAINTS, Step.ACTIONS):
        sentences = [list(group) for _, group in groupby(clauses, key=lambda clause: clause.sentence)]
        metrics = [clause for sentence in sentences if is_metric(sentence, draft) for clause in sentence]
        read_metrics(metrics, draft)
        clauses = [clause for clause in clauses if clause not in metrics]
    plans: list[Clause] = []
    if step in (Step.CONSTRAINTS, Step.METRICS):
        plans = _plans(clauses, draft) if step is Step.CONSTRAINTS else _plans_beside_figures(clauses, draft)
        clauses = [clause for clause in clauses if clause not in plans]
    if step is Step.TOUCHPOINTS:
        clauses = without_lacking(clauses, draft.language)
    if clauses:
        _READERS[step](clauses, draft)
    read_actions(plans, draft)  # last: they may answer a constraint of the same breath


def _plans(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Return the clauses that tell of plans: those that surely do, and what goes on about these in their sentence."""
    text = draft.source.text
    found: list[Clause] = []
    for _, group in groupby(clauses, key=lambda clause: clause.sentence):
        sentence = list(group)
        whole = text[sentence[0].start : sentence[-1].end]
        place = next((i for i, c in enumerate(sentence) if is_plan(c.text, draft.situation, whole)), None)
        if place is None:
            continue
        stop = next((i for i, c in enumerate(sentence) if i > place and c.joined == "but"), len(sentence))
        found += sentence[place:stop]
    return found


def _plans_beside_figures(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Return the clauses that surely tell of plans and hold no figure of a metric."""
    return [clause for clause in clauses if is_plan(clause.text, draft.situation) and not figured(clause, draft)]
