"""Prints how long a review takes: ``python -m tests.bench.review``; the bound is 200 ms for 1,000 touchpoints."""

import statistics
import time
from datetime import UTC, date, datetime

from assistant.journey.models import (
    Action,
    Channel,
    Constraint,
    JourneyMap,
    Metric,
    Origin,
    OriginKind,
    Touchpoint,
)
from assistant.journey.review import review
from assistant.journey.review.told import sentence
from assistant.journey.start import new_map
from assistant.locale import LANGUAGES, translator

TOUCHPOINTS = 1000
RUNS = 9

WORDS = {
    "en": "they wait for the parcel and then write to us because the size does not fit",
    "es": "esperan el paquete y luego nos escriben porque la talla no les queda",
    "pl": "czekają na paczkę, a potem piszą do nas, bo rozmiar nie pasuje",
}


def big_map(language: str) -> JourneyMap:
    """Return a map of 1,000 touchpoints, each with a constraint, an action and a metric of its own."""
    ours, words = Origin(kind=OriginKind.IMPORTED), WORDS[language]
    channels = list(Channel)
    numbers = range(1, TOUCHPOINTS + 1)
    return new_map(language).model_copy(
        update={
            "updated": datetime(2026, 1, 1, tzinfo=UTC),
            "touchpoints": tuple(
                Touchpoint(
                    id=f"t{n}", name=f"{words} {n}", stage=f"s{n % 5 + 1}", channel=channels[n % len(channels)],
                    emotion=n % 5 - 2, customer_action=words, origin=ours,
                )
                for n in numbers
            ),
            "constraints": tuple(
                Constraint(id=f"c{n}", text=f"{words} {n}", stage=f"s{n % 5 + 1}", touchpoints=(f"t{n}",), origin=ours)
                for n in numbers
            ),
            "actions": tuple(
                Action(id=f"a{n}", text=f"{words} {n}", addresses=(f"c{n}",), origin=ours) for n in numbers
            ),
            "metrics": tuple(
                Metric(id=f"m{n}", name=f"{words} {n}", measures=(f"a{n}",), origin=ours) for n in numbers
            ),
        }
    )  # fmt: skip


def main() -> None:
    """Review the map several times in each language and print the times."""
    for language in LANGUAGES:
        journey, catalogue = big_map(language), translator(language)
        took = []
        for _ in range(RUNS):
            begun, used = time.perf_counter(), time.process_time()
            told = [sentence(finding, catalogue) for finding in review(journey, date(2026, 4, 1))]
            took.append((time.process_time() - used, time.perf_counter() - begun))
        cpu, wall = (1000 * statistics.median(values) for values in zip(*took, strict=True))
        first = 1000 * took[0][0]  # the first one reads the word lists
        print(
            f"{language}: {TOUCHPOINTS} touchpoints, {len(told)} findings: {cpu:.0f} ms of processor time "
            f"({first:.0f} ms the first time), {wall:.0f} ms on the clock"
        )


if __name__ == "__main__":
    main()
