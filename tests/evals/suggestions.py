"""What is suggested for maps, judged by code: ``python -m tests.evals.suggestions --model local --only en``.

Each scenario's interview is held without a model, and its map gets suggestions. Counted are suggestions a map; how
many rest on a passage that exists, is found above the bar of confidence for the sentence or its heading, and shares
the sentence's words; how many repeat another; numbers that no source holds; and what a model wrote and code refused.
"""

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from assistant.interview.events import Suggestion
from assistant.interview.guide import Guide, plain
from assistant.interview.opening import chat_model
from assistant.interview.suggesting.candidates import SHARED
from assistant.interview.suggesting.checks import overlap, prose, repeats, unsourced_numbers
from assistant.interview.suggesting.wording import Wording
from assistant.interview.suggestions import Suggester
from assistant.journey.models import JourneyMap
from assistant.settings import Settings
from knowledge.base import KnowledgeBase, open_base
from tests.evals.interviews.conduct import hold
from tests.evals.interviews.scenario import SETS, Scenario, load


@dataclass
class Row:
    """What was suggested for one map."""

    name: str
    constraints: int
    told: list[Suggestion] = field(default_factory=list)
    cited: int = 0
    found: int = 0
    repeated: int = 0
    unsourced: int = 0
    rejected: list[Wording] = field(default_factory=list)
    seconds: float = 0.0


def main() -> None:
    """Hold the interviews, suggest, and print the figures."""
    asked = _arguments()
    folders = [SETS[name] if name in SETS else Path(name) for name in asked.set.split(",")]
    scenarios = [each for folder in folders for each in load(folder, asked.only)]
    if asked.names:
        scenarios = [each for each in scenarios if each.name in asked.names.split(",")]
    base = open_base("auto", "")
    try:
        rows = asyncio.run(_all(scenarios, base, asked))
    finally:
        base.close()
    print(_table(rows, asked.model))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.evals.suggestions", description=__doc__)
    parser.add_argument("--model", default="none", help="the model that words the suggestions; interviews have none")
    parser.add_argument("--set", default="tuned", help="tuned, aside, a folder of scenarios, or several with commas")
    parser.add_argument("--only", default="", help="the beginning of the scenarios' names: a language, say")
    parser.add_argument("--names", default="", help="names of scenarios, with commas")
    parser.add_argument("--show", action="store_true", help="print each suggestion")
    return parser.parse_args()


async def _all(scenarios: Sequence[Scenario], base: KnowledgeBase, asked: argparse.Namespace) -> list[Row]:
    model = chat_model(Settings(model=asked.model))
    suggester = Suggester(Guide(base), model, base.labeller)
    rows = []
    for scenario in scenarios:
        with tempfile.TemporaryDirectory() as folder:
            held = await hold(scenario, Settings(model="none", language=scenario.language), Path(folder))
        row = await _row(scenario.name, JourneyMap.model_validate(held.map), suggester, base)
        rows.append(row)
        if asked.show:
            _show(row, JourneyMap.model_validate(held.map))
    if model is not None:
        await model.close()
    return rows


async def _row(name: str, journey: JourneyMap, suggester: Suggester, base: KnowledgeBase) -> Row:
    row = Row(name, len(journey.constraints))
    begun = time.perf_counter()
    async for each in suggester.suggest(journey, datetime.now(UTC).date(), rejected=row.rejected):
        row.told.append(each)
    row.seconds = time.perf_counter() - begun
    guide = Guide(base)
    for number, each in enumerate(row.told):
        by_sentence = await guide.passages(each.text, journey.language, 12)
        by_heading = await guide.passages(each.heading, journey.language, 12)
        named = [each.sources[0].article, each.heading]
        cited = [p for p in (*by_sentence, *by_heading) if [p.article, p.heading] == named]
        row.found += any([p.article, p.heading] == named for p in by_sentence)
        row.cited += any(
            overlap(each.text, f"{p.title} {p.heading} {plain(p)}", journey.language) >= SHARED for p in cited
        )
        others = [other.text for other in row.told[:number]] + [action.text for action in journey.actions]
        row.repeated += repeats(each.text, others, journey.language, base.labeller)
        sources = [*prose(journey), *(plain(p) for p in cited)]
        row.unsourced += len(unsourced_numbers(each.text, sources))
    return row


def _show(row: Row, journey: JourneyMap) -> None:
    print(f"\n## {row.name}: {row.constraints} constraints, {row.seconds:.1f} s")
    for each in row.told:
        print(f"{each.number}. {each.text}\n     {each.detail}\n     {each.sources[0].title}: {each.heading}")
    for wording in row.rejected:
        print(f"   refused ({wording.fault}): {wording.refused}")


def _table(rows: Sequence[Row], model: str) -> str:
    told = sum(len(row.told) for row in rows)
    counts = sorted(len(row.told) for row in rows)
    faults = Counter(str(wording.fault) for row in rows for wording in row.rejected)
    asked = told if model != "none" else 0
    lines = [
        f"{model}: {len(rows)} maps, {told} suggestions; a map: {counts[0]} to {counts[-1]}, "
        f"median {counts[len(counts) // 2]}; five or more: {sum(count >= 5 for count in counts)} of {len(rows)}",
        f"fitting citation {sum(row.cited for row in rows)} of {told} "
        f"(the sentence alone finds its passage: {sum(row.found for row in rows)}); "
        f"repeated {sum(row.repeated for row in rows)}; unsourced numbers {sum(row.unsourced for row in rows)}",
        f"seconds a map: median {sorted(row.seconds for row in rows)[len(rows) // 2]:.1f}",
    ]
    if asked:
        refused = sum(faults.values())
        lines.append(f"model's words refused by code {refused} of {asked}: {dict(faults)}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
