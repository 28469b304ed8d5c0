"""Prints the figures of whole interviews: ``python -m tests.evals.interviews --model local --set tuned``.

With ``--runs 4 --temperature 0.7`` each scenario is held four times, and pass^4 is the share of facts that are found in
all four.
"""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.settings import Settings
from tests.evals.interviews.conduct import Held, hold
from tests.evals.interviews.scenario import SETS, Scenario, load
from tests.evals.interviews.scoring import SECTIONS, Score, score, together


@dataclass
class Row:
    """One scenario, held once or several times."""

    scenario: Scenario
    scores: list[Score]
    held: list[Held]
    unsent: int

    @property
    def steady(self) -> tuple[int, int]:
        """How many facts were found every time, and how many there are."""
        return len(set.intersection(*(one.facts for one in self.scores))), len(self.scores[0].all_facts)


def main() -> None:
    """Hold the interviews and print what came of them."""
    asked = _arguments()
    if asked.temperature is not None:
        os.environ["JOURNEYMAP_TEMPERATURE"] = str(asked.temperature)
    folders = [SETS[name] if name in SETS else Path(name) for name in asked.set.split(",")]
    scenarios = [scenario for folder in folders for scenario in load(folder, asked.only)]
    rows = [asyncio.run(_row(scenario, asked)) for scenario in scenarios]
    if not asked.blind:
        for row in rows:
            _tell(row)
    for language in ("en", "es", "pl", ""):
        mine = [row for row in rows if row.scenario.language == language or not language]
        if mine and (language or len({row.scenario.language for row in rows}) > 1):
            print(_line(language or "all", mine), flush=True)
    print(_sections([one for row in rows for one in row.scores]))
    if asked.json:
        Path(asked.json).write_text(json.dumps([_as_json(row) for row in rows], ensure_ascii=False, indent=1), "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.evals.interviews", description=__doc__)
    parser.add_argument("--model", default="none", help="a model's spec")
    parser.add_argument("--set", default="tuned", help="tuned, aside, a folder of scenarios, or several with commas")
    parser.add_argument("--only", default="", help="the beginning of the scenarios' names: a language, say")
    parser.add_argument("--runs", type=int, default=1, help="how often each is held")
    parser.add_argument("--temperature", type=float, help="the model's temperature; 0 unless told")
    parser.add_argument("--embeddings", default="auto", help="as the setting; none: no labels by meaning")
    parser.add_argument("--blind", action="store_true", help="only the sums: for scenarios nobody is to look at")
    parser.add_argument("--json", help="where to write scores, maps and transcripts")
    return parser.parse_args()


async def _row(scenario: Scenario, asked: argparse.Namespace) -> Row:
    settings = Settings(model=asked.model, language=scenario.language, embeddings=asked.embeddings)
    row = Row(scenario, [], [], 0)
    for _ in range(asked.runs):
        scenario.begin()
        with tempfile.TemporaryDirectory() as folder:
            held = await hold(scenario, settings, Path(folder))
        row.held.append(held)
        row.scores.append(score(held.map, scenario.gold, scenario.must_not, scenario.sent))
        row.unsent += scenario.unsent
    return row


def _tell(row: Row) -> None:
    one, held = row.scores[0], row.held[0]
    print(
        f"{row.scenario.name}: quality {one.quality:.3f}  F1 {one.f1():.3f}  questions {len(held.questions)}  "
        f"unsent {row.unsent}  {held.crash}"
    )
    for fault in [*one.missed, *(f"+ {extra}" for extra in one.extra), *(f"! {bad}" for bad in one.must_not)]:
        print(f"   {fault}")


def _line(name: str, rows: Sequence[Row]) -> str:
    total = together([one for row in rows for one in row.scores])
    held = [one for row in rows for one in row.held]
    waits = sorted(wait for one in held for wait in one.waits)
    shares = "  ".join(f"{aspect} {_two(total.share(aspect))}" for aspect in total.shares)
    parts = [
        f"{name}: quality {total.quality:.3f}  F1 {total.f1():.3f}  {shares}",
        f"must not {len(total.must_not)}  ungrounded {len(total.ungrounded)}  "
        f"unsent {sum(row.unsent for row in rows)}  crashes {sum(bool(one.crash) for one in held)}",
        f"questions {statistics.median(len(one.questions) for one in held):.0f}  "
        f"turn p50 {statistics.median(waits):.2f} s  p95 {waits[int(len(waits) * 0.95) - 1]:.2f} s  "
        f"most {waits[-1]:.1f} s",
    ]
    if any(one.prompt_tokens for one in held):
        turns = len(waits)
        prompts, cached, written = (
            sum(getattr(one, name) for one in held) / turns
            for name in ("prompt_tokens", "cached_tokens", "written_tokens")
        )
        resent = sum(one.resent_tokens for one in held) / turns
        parts.append(
            f"tokens a turn: prompt {prompts:.0f} of them cached {cached:.0f}, written {written:.0f}; "
            f"a chat that resends all: {resent:.0f}, {prompts / resent:.2f} of it"
        )
    if len(rows[0].held) > 1:
        found, known = (sum(column) for column in zip(*(row.steady for row in rows), strict=True))
        parts.append(f"pass^{len(rows[0].held)} {found / known:.3f}")
    return "\n   ".join(parts)


def _sections(scores: Sequence[Score]) -> str:
    total = together(scores)
    return "\n".join(
        f"   {name}: precision {total.precision(name):.3f}  recall {total.recall(name):.3f}  F1 {total.f1(name):.3f}"
        for name in SECTIONS
    )


def _two(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _as_json(row: Row) -> dict[str, object]:
    return {
        "id": row.scenario.name,
        "scores": [
            {"quality": one.quality, "f1": one.f1(), "missed": one.missed, "extra": one.extra, "must_not": one.must_not}
            for one in row.scores
        ],
        "held": [{**asdict(one), "questions": [q.text for q in one.questions]} for one in row.held],
    }


if __name__ == "__main__":
    main()
