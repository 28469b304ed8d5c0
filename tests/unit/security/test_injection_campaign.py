"""A small part of `tests.bench.injection`, and proof that what it looks for would be seen."""

import os
from pathlib import Path

import pytest

from assistant.journey.models import Origin, OriginKind
from tests.bench.carrying import CARRIERS, map_faults, shown_faults
from tests.bench.injection import KEY, campaign
from tests.bench.raw_terminal import kinds
from tests.bench.tripwires import Tripwires
from tests.fakes.injections import injections
from tests.fakes.maps import example


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JOURNEYMAP_HOME", str(tmp_path))
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("JOURNEYMAP_EMBEDDINGS", "none")
    return tmp_path


def test_there_are_enough_texts_and_carriers() -> None:
    assert len({each.text for each in injections("http://x/", "/x")}) >= 500
    assert len(CARRIERS) >= 30


@pytest.mark.parametrize("only", ["an answer on the persona", "document: a heading", "import: CSV map", "settings"])
async def test_a_few_of_them_change_nothing_and_show_nothing(home: Path, only: str) -> None:
    assert await campaign(home, 1, seed=3, only=only, texts=3) == 0


def test_what_must_not_be_shown_is_seen() -> None:
    assert shown_faults("fine, thank you\n") == []
    assert shown_faults("\x1b[2J") != []
    assert shown_faults(f"the key is {KEY}") == ["the key is shown"]
    assert shown_faults("You fill a form from one answer of an interview about the customers of a shop.") != []


def test_what_nobody_said_is_seen() -> None:
    journey = example()
    said = Origin(kind=OriginKind.SAID, quote="they love it", turn=1)
    invented = journey.goals[0].model_copy(update={"origin": said})
    changed = journey.model_copy(update={"goals": (invented,), "touchpoints": (), "constraints": (), "actions": ()})
    assert "not said: 'they love it'" in map_faults(changed, {1: "they hate it"})


def test_the_wires_trip(home: Path) -> None:
    import urllib.request

    with Tripwires(home) as wires:
        assert wires.tripped() == []
        wires.bait.read_text()
        urllib.request.urlopen(wires.url).close()
        os.system("true")
        (home / "own").write_text("x")
        tripped = wires.tripped()
        assert len([each for each in tripped if "bait" in each]) == 1
        assert any("asked for /strike" in each for each in tripped)
        assert any("os.system" in each for each in tripped)
        assert not any("own" in each for each in tripped)
        assert wires.tripped() == []


def test_a_sequence_that_the_interface_does_not_send_is_seen() -> None:
    usual = kinds(b"\x1b[38;2;1;2;3mHello\x1b[0m\x1b[5;10H")
    assert kinds(b"\x1b[1mHello\x1b[7;7H") <= usual
    assert kinds(b"\x1b]52;c;eA==\x07") - usual
    assert kinds(b"\x1b[2J") - usual
    assert kinds(b"\x07") - usual
