"""The scenarios of the evaluations are well formed, and their scorer counts as it says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.journey.models import Channel, StageKind, Step
from tests.evals.interviews.scenario import SETS, load
from tests.evals.interviews.scoring import fold, pattern, score, together

FILES = [file for folder in SETS.values() for file in sorted(folder.glob("*.json"))]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_a_map_should_hold_was_said(file: Path) -> None:
    told = json.loads(file.read_text("utf-8"))
    said = fold("\n".join(text for texts in told["answers"].values() for text in texts))
    assert told["id"] == file.stem
    assert told["answers"].keys() == set(Step)
    assert all(re.search(pattern(regex), said) for regex in _every(told["gold"]))
    assert any(re.search(pattern(regex), said) for regex in told["must_not"]) or not told["must_not"]
    for touchpoint in told["gold"]["touchpoints"]:
        assert set(touchpoint["stage"]) <= set(StageKind)
        assert set(touchpoint["channel"]) <= set(Channel)
        assert touchpoint["emotion"] in (-1, 0, 1, None)


def _every(gold: dict[str, Any]) -> Iterator[str]:
    """Yield the patterns that must be found; those of an item, of which any will do, as one."""
    yield from gold["goal"]["match"]
    yield from gold["persona"].values()
    for section in ("goals", "touchpoints", "constraints", "actions", "metrics"):
        for item in gold[section]:
            yield "|".join(f"(?:{alternative})" for alternative in item["match"])
            yield from (item[name] for name in ("baseline", "target") if item.get(name))


def test_there_are_enough_scenarios_and_a_third_is_set_aside() -> None:
    for language in ("en", "es", "pl"):
        tuned, aside = (len(load(SETS[name], language)) for name in ("tuned", "aside"))
        assert aside >= 6
        assert aside >= (tuned + aside) / 3


ORIGIN = {"kind": "said", "quote": "they phone us and hate it"}
MAP = {
    "stages": [{"id": "s1", "kind": "purchase"}],
    "touchpoints": [
        {"name": "phone call", "stage": "s1", "channel": "phone", "emotion": -2, "origin": ORIGIN},
        {"name": "rain", "origin": {"kind": "said", "quote": "it rains"}},
    ],
    "persona": {"name": "Ula", "age": "41"},
}
GOLD = {
    "persona": {"name": "ula", "age": "44"},
    "touchpoints": [
        {"match": ["phone"], "stage": ["purchase"], "channel": ["email"], "emotion": -1},
        {"match": ["shop"], "stage": [], "channel": [], "emotion": None},
    ],
}


def test_a_map_is_compared_with_what_was_said() -> None:
    one = score(MAP, GOLD, ["41"], ["they phone us and hate it. Ula"])
    assert one.sections["touchpoints"] == (2, 2, 1)
    assert (one.share("stage"), one.share("emotion"), one.share("channel"), one.share("persona")) == (1, 1, 0, 0.5)
    assert one.share("links") is None
    assert one.must_not == ["41"]
    assert one.ungrounded == ["touchpoints: rain | it rains"]
    assert together([one, one]).sections["touchpoints"] == (4, 4, 2)
    assert together([one, one]).quality == one.quality
