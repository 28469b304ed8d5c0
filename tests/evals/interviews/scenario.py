"""Scenarios: what a simulated person says, step by step, and what a map made from it holds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SCENARIOS = Path(__file__).parent.parent / "scenarios"
SETS = {"tuned": SCENARIOS, "aside": SCENARIOS / "aside"}
"""Those that were looked at while rules and prompts were written, and those that nobody who writes them has read."""


@dataclass
class Scenario:
    """A person and what they said.

    Attributes:
        answers: what they say, by step, in order.
        done: what they say when they have nothing more for a step.
        gold: what a map should hold; its form is described in ``tests/evals/README.md``.
        must_not: patterns of values that were taken back, or that belong to small talk.
    """

    name: str
    language: str
    answers: Mapping[str, Sequence[str]]
    done: str
    gold: Mapping[str, Any]
    must_not: Sequence[str] = ()
    sent: list[str] = field(default_factory=list)

    def reply(self, step: str) -> str:
        """Return the next thing that the person says about a step, and note that it was sent."""
        told = self._told.get(step, 0)
        texts = self.answers.get(step, ())
        self._told[step] = told + 1
        text = texts[told] if told < len(texts) else self.done
        self.sent.append(text)
        return text

    @property
    def unsent(self) -> int:
        """How many texts they were never asked for."""
        return sum(max(0, len(texts) - self._told.get(step, 0)) for step, texts in self.answers.items())

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Forget what was sent: the interview begins anew."""
        self.sent.clear()
        self._told: dict[str, int] = {}


def load(folder: Path, only: str = "") -> list[Scenario]:
    """Return the scenarios of a folder whose names begin with `only`, by name."""
    found = []
    for file in sorted(folder.glob(f"{only}*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        found.append(
            Scenario(
                told["id"], told["language"], told["answers"], told["done"], told["gold"], told.get("must_not", ())
            )
        )
    return found
