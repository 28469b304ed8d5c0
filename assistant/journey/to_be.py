"""The map as it should be, made from the map as it is: its actions count as carried out."""

from collections.abc import Iterable

from assistant.errors import UsageError
from assistant.journey.models import Action, Constraint, JourneyMap, MapState, Touchpoint
from assistant.locale import N_, _

_ALREADY = N_("This map shows already how things should be.")
_NO_ACTIONS = N_("The map has no actions, so nothing in it would be different.")
_ACCEPT = N_("Tell what you will do (/goto actions), or accept suggestions (/suggest, /accept), then make it again.")


def to_be(journey: JourneyMap) -> JourneyMap:
    """Return the map with its actions carried out, as a new map of the state `to_be`.

    What the actions address is gone. Touchpoints at which nothing gets in the way any more have no bad feeling any
    more: how people will feel there is not known, so it is left open. Everything else stays, also the actions, as what
    has to be done for it, and the metrics: their targets are what should be.

    Raises:
        UsageError: the map is a to-be map already, or has no actions.
    """
    if journey.state is MapState.TO_BE:
        raise UsageError(_(_ALREADY))
    if not journey.actions:
        raise UsageError(_(_NO_ACTIONS), _(_ACCEPT))
    solved = {constraint for action in journey.actions for constraint in action.addresses}
    left = tuple(constraint for constraint in journey.constraints if constraint.id not in solved)
    eased = _points(constraint for constraint in journey.constraints if constraint.id in solved) - _points(left)
    changed = {
        **dict(journey),
        "state": MapState.TO_BE,
        "constraints": left,
        "touchpoints": tuple(_eased(point) if point.id in eased else point for point in journey.touchpoints),
        "actions": tuple(_without(action, solved) for action in journey.actions),
        "evidence": tuple(
            each.model_copy(update={"supports": tuple(i for i in each.supports if i not in solved)})
            for each in journey.evidence
        ),
    }
    return JourneyMap.model_validate(changed)


def _points(constraints: Iterable[Constraint]) -> set[str]:
    return {point for constraint in constraints for point in constraint.touchpoints}


def _eased(point: Touchpoint) -> Touchpoint:
    low = point.emotion is not None and point.emotion < 0
    return point.model_copy(update={"emotion": None}) if low else point


def _without(action: Action, solved: set[str]) -> Action:
    return action.model_copy(update={"addresses": tuple(i for i in action.addresses if i not in solved)})
