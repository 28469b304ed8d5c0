"""How long each format takes to write a map of 1,000 touchpoints, and Markdown to be read back.

    python -m tests.bench.exports [--touchpoints 1000]

Processor time is printed beside the time that passed, for another busy process doubles the latter.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from assistant.journey.models import JourneyMap
from exports.registry import built_in
from imports.markdown import read_markdown
from tests.fakes.maps import example

Result = TypeVar("Result")


def large_map(touchpoints: int) -> JourneyMap:
    """Return a map with `touchpoints` touchpoints, and a constraint and an action for every third of them."""
    journey = example()
    point, constraint, action = journey.touchpoints[4], journey.constraints[0], journey.actions[0]
    numbers = range(1, touchpoints + 1)
    points = tuple(
        point.model_copy(update={"id": f"t{n}", "name": f"{point.name} {n}", "stage": f"s{n % 5 + 1}"}) for n in numbers
    )
    constraints = tuple(
        constraint.model_copy(update={"id": f"c{n}", "text": f"{constraint.text} {n}", "touchpoints": (f"t{n}",)})
        for n in numbers[::3]
    )
    actions = tuple(
        action.model_copy(update={"id": f"a{n}", "text": f"{action.text} {n}", "addresses": (f"c{n}",)})
        for n in numbers[::3]
    )
    changed = {"touchpoints": points, "constraints": constraints, "actions": actions, "metrics": (), "evidence": ()}
    return JourneyMap.model_validate({**dict(journey), **changed})


def timed(what: str, work: Callable[[], Result]) -> Result:
    """Do `work` once unmeasured, for its imports, then print the time of the second."""
    work()
    begun, worked = time.perf_counter(), time.process_time()
    result = work()
    passed, spent = time.perf_counter() - begun, time.process_time() - worked
    print(f"{what:20} {passed:6.2f} s passed, {spent:6.2f} s of processor time")
    return result


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--touchpoints", type=int, default=1000)
    journey = large_map(parser.parse_args().touchpoints)
    written = {name: timed(name, partial(exporter.export, journey)) for name, exporter in built_in().items()}
    found = timed("markdown, read back", lambda: read_markdown(written["markdown"]))
    print("equal" if found.map == journey else "NOT EQUAL")


if __name__ == "__main__":
    main()
