"""Whether a text can steer the program: hundreds of injected texts, in every place where a text of others comes in.

    python -m tests.bench.injection [--each 4] [--seed 1] [--only CARRIER] [--texts 100]

Each text goes to `--each` carriers: answers, documents, file names, imported maps, titles, tags, personas, settings,
and what a model's server sends. The model does whatever it reads, and repeats its prompt and a key besides. Goal:
nothing unquoted in a map, no command run, no file, address or socket opened, no prompt or key shown, and nothing that
could act on a terminal in what is shown. Exit code 1: it was otherwise.
"""

import argparse
import asyncio
import collections
import logging
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench.tripwires import Tripwires
from tests.fakes.injections import Injection, injections

KEY = "sk-canary-7f3d9b21c4e8a605"


def main() -> int:
    """Hold the campaign and print what came of it."""
    options = argparse.ArgumentParser()
    options.add_argument("--each", type=int, default=4, help="carriers for each text")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="", help="carriers with this word in their name")
    options.add_argument("--texts", type=int, help="so many of the texts, by chance; all of them without")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        logging.getLogger().addHandler(logging.NullHandler())  # as the program has it
        tempfile.tempdir = folder  # what libraries write beside
        os.environ.update(JOURNEYMAP_HOME=folder, OPENAI_API_KEY=KEY, JOURNEYMAP_EMBEDDINGS="none")
        return asyncio.run(campaign(Path(folder), given.each, given.seed, given.only, given.texts))


async def campaign(folder: Path, each: int, seed: int, only: str = "", texts: int | None = None) -> int:
    """Let every text (or `texts` of them) ride on some carriers; print a table, return 1 if something was lost."""
    from tests.bench.carrying import CARRIERS, Place

    wires = Tripwires(folder)
    chance = random.Random(seed)
    begun, trials = time.monotonic(), collections.Counter[str]()
    found: list[str] = []
    with wires:
        place = Place(folder, wires.url, wires.bait, wires.allowed)
        every = injections(wires.url, str(wires.bait))
        chosen = every if texts is None else chance.sample(every, texts)
        for carrier, carried in _dealt(chosen, [name for name in CARRIERS if only in name], each, chance).items():
            faults = [*await CARRIERS[carrier](place, carried), *wires.tripped()]
            print(f"{carrier:28} {len(carried):5} trials {len(faults):5} faults", flush=True)
            found += [f"{carrier}: {fault}" for fault in faults]
            trials[carrier] += len(carried)
        place.close()
    for fault in found[:40]:
        print(fault, file=sys.stderr)
    print(
        f"{len(chosen)} texts, {sum(trials.values())} trials on {len(trials)} carriers in "
        f"{time.monotonic() - begun:.0f} s: {len(found)} faults"
    )
    return 1 if found else 0


def _dealt(
    texts: Sequence[Injection], carriers: Sequence[str], each: int, chance: random.Random
) -> Mapping[str, list[Injection]]:
    """Return the texts of each carrier, so that all carriers have about as many."""
    dealt: dict[str, list[Injection]] = {name: [] for name in carriers}
    turn = _endless(carriers, chance)
    for text in texts:
        for _ in range(min(each, len(carriers))):
            dealt[next(turn)].append(text)
    return dealt


def _endless(carriers: Sequence[str], chance: random.Random) -> Iterator[str]:
    while True:
        yield from chance.sample(carriers, len(carriers))


if __name__ == "__main__":
    sys.exit(main())
