"""The journey as columns: every stage with what belongs to it. What a picture of a map is drawn from."""

from collections import defaultdict
from dataclasses import dataclass

from assistant.journey.models import Action, Constraint, CustomerGoal, JourneyMap, Stage, Touchpoint


@dataclass(frozen=True, slots=True)
class Column:
    """A stage and what belongs to it; `stage` is None for what has no stage yet."""

    stage: Stage | None
    goals: tuple[CustomerGoal, ...]
    touchpoints: tuple[Touchpoint, ...]
    constraints: tuple[Constraint, ...]
    actions: tuple[Action, ...]


def columns(journey: JourneyMap) -> tuple[Column, ...]:
    """Return a column for every stage, in order, and a last one for what has no stage yet, if there is such.

    An action stands in each stage whose constraints it addresses.
    """
    goals: dict[str | None, list[CustomerGoal]] = defaultdict(list)
    touchpoints: dict[str | None, list[Touchpoint]] = defaultdict(list)
    constraints: dict[str | None, list[Constraint]] = defaultdict(list)
    actions: dict[str | None, list[Action]] = defaultdict(list)
    for goal in journey.goals:
        goals[goal.stage].append(goal)
    for touchpoint in journey.touchpoints:
        touchpoints[touchpoint.stage].append(touchpoint)
    for constraint in journey.constraints:
        constraints[constraint.stage].append(constraint)
    stage_of = {constraint.id: constraint.stage for constraint in journey.constraints}
    for action in journey.actions:
        for stage in dict.fromkeys(stage_of[ref] for ref in action.addresses) or (None,):
            actions[stage].append(action)
    stages: list[Stage | None] = list(journey.stages)
    if any(None in part for part in (goals, touchpoints, constraints, actions)):
        stages.append(None)
    ids = [stage.id if stage else None for stage in stages]
    return tuple(
        Column(stage, tuple(goals[key]), tuple(touchpoints[key]), tuple(constraints[key]), tuple(actions[key]))
        for stage, key in zip(stages, ids, strict=True)
    )
