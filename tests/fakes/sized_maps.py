"""Maps of any size to look at: the example's touchpoints over and over, with other names and feelings."""

from assistant.journey.models import Channel, JourneyMap
from tests.fakes.maps import example

_CHANNELS = list(Channel)


def sized(touchpoints: int, language: str = "en") -> JourneyMap:
    """Return a map with so many touchpoints in five stages, and a constraint and an action for every third."""
    journey = example()
    numbers = range(1, touchpoints + 1)
    points = tuple(
        journey.touchpoints[n % len(journey.touchpoints)].model_copy(
            update={
                "id": f"t{n}",
                "name": f"{journey.touchpoints[n % len(journey.touchpoints)].name} {n}",
                "stage": f"s{(n - 1) * len(journey.stages) // touchpoints + 1}",
                "channel": _CHANNELS[n * 7 % len(_CHANNELS)],
                "emotion": None if n % 6 == 2 else (n * 7 + n // 5) % 5 - 2,
                "moment_of_truth": n % 9 == 4 or None,
            }
        )
        for n in numbers
    )
    constraints = tuple(
        (one := journey.constraints[n // 3 % 2]).model_copy(
            update={"id": f"c{n}", "text": f"{one.text} {n}", "stage": points[n - 1].stage, "touchpoints": (f"t{n}",)}
        )
        for n in numbers[::3]
    )
    actions = tuple(
        (action := journey.actions[n // 3 % 2]).model_copy(
            update={"id": f"a{n}", "text": f"{action.text} {n}", "addresses": (f"c{n}",)}
        )
        for n in numbers[::3]
    )
    metrics = tuple(
        journey.metrics[0].model_copy(update={"id": f"m{n}", "measures": (f"a{n}",)}) for n in numbers[::12]
    )
    evidence = tuple(one.model_copy(update={"supports": ("c1", "t1")}) for one in journey.evidence)
    changed = {"touchpoints": points, "constraints": constraints, "actions": actions, "metrics": metrics}
    return JourneyMap.model_validate({**dict(journey), **changed, "evidence": evidence, "language": language})
