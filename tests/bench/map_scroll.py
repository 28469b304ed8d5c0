"""How long a key takes on a large map: `python -m tests.bench.map_scroll [TOUCHPOINTS]`.

Each key is pressed on the whole map's grid and list, and the time is taken until the cursor's line is drawn anew; the
test driver's own part is measured with a key that does nothing.
"""

import asyncio
import statistics
import sys
import time

from textual.pilot import Pilot

from assistant.journey.models import Constraint, JourneyMap, Origin, OriginKind, Touchpoint
from assistant.tui.screens.map import MapScreen
from assistant.tui.widgets.journey_grid import JourneyGrid
from assistant.tui.widgets.map_panel import MapPanel
from tests.fakes.interview import state_of
from tests.fakes.maps import example
from tests.tui.scenes import at_question, midway, until

PRESSES = 60
TEXT = "they wait for the parcel and ask twice where it is because nobody told them"
WORDS = TEXT.split()


def large(count: int) -> JourneyMap:
    """Return the example with so many touchpoints over its stages, and a constraint to every tenth."""
    journey = example()
    stages = [stage.id for stage in journey.stages]
    ours = Origin(kind=OriginKind.SUGGESTED)
    touchpoints = tuple(
        Touchpoint(
            id=f"t{n}",
            name=f"{n} {' '.join(WORDS[n % 7 : n % 7 + 6])}",
            stage=stages[n * len(stages) // (count + 1)],
            customer_action=" ".join(WORDS[n % 5 :]),
            thought=" ".join(WORDS[n % 3 : n % 3 + 8]),
            emotion=None if n % 9 == 0 else n % 5 - 2,
            origin=ours,
        )
        for n in range(1, count + 1)
    )
    constraints = tuple(
        Constraint(id=f"c{n}", text=f"{n} {' '.join(WORDS)}", stage=stages[n % len(stages)], origin=ours)
        for n in range(1, count // 10 + 1)
    )
    update = {"touchpoints": touchpoints, "constraints": constraints, "actions": (), "metrics": (), "evidence": ()}
    return JourneyMap.model_validate({**dict(journey), **update})


async def keys(pilot: Pilot[None], key: str) -> list[float]:
    """Return the milliseconds of each press of a key until the screen is up to date."""
    times = []
    for _ in range(PRESSES):
        start = time.perf_counter()
        await pilot.press(key)
        times.append((time.perf_counter() - start) * 1000)
    return times


def tell(name: str, times: list[float]) -> None:
    """Print the middle, the slow and the slowest of these times."""
    ordered = sorted(times)
    slow = ordered[int(len(ordered) * 0.95)]
    print(f"{name:28} {statistics.median(times):6.1f} ms median {slow:6.1f} ms p95 {ordered[-1]:6.1f} ms slowest")


async def main(count: int) -> None:
    """Measure and print."""
    journey = large(count)
    app = midway(state_of(journey))
    async with app.run_test(size=(120, 40)) as pilot:
        await at_question(pilot)
        start = time.perf_counter()
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(app.screen, MapScreen))
        assert isinstance(app.screen, MapScreen)
        screen = app.screen
        start = time.perf_counter()
        screen.show(journey)
        print(f"{count} touchpoints; a first layout of grid and list: {(time.perf_counter() - start) * 1000:.0f} ms")
        start = time.perf_counter()
        screen.show(journey, ("t5",))
        print(f"another, one item changed: {(time.perf_counter() - start) * 1000:.0f} ms")
        screen.query_one(JourneyGrid).select("t5")
        tell("a key that does nothing", await keys(pilot, "f20"))
        for key in ("down", "pagedown", "right", "up"):
            tell(f"grid: {key}", await keys(pilot, key))
        await pilot.press("tab")
        screen.query_one(MapPanel).focus()
        for key in ("down", "pagedown", "pageup"):
            tell(f"list: {key}", await keys(pilot, key))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
