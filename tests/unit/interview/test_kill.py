"""SIGKILL and power cuts at chosen moments; `python -m tests.bench.kills` goes through all processes and operations."""

import random
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from tests.bench.kills import power
from tests.bench.kills.errands import Trial
from tests.bench.kills.every_errand import errands
from tests.bench.kills.interviews import JsonLines, Script, hold, never, rehearse
from tests.bench.kills.processes import LINES, Server
from tests.bench.kills.shim import Kill, possible
from tests.fakes.weights_host import Host

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

needs_shim = pytest.mark.skipif(not possible(), reason="kills at an operation need Linux and a C compiler")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    memory = Path("/dev/shm")  # where a sync, of which SIGKILL takes no notice, costs nothing
    with (
        tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder,
        Server(Path(folder) / "place", LINES) as server,
    ):
        yield server


@pytest.fixture(scope="module")
def script(server: Server) -> Script:
    server.clear()
    return rehearse(server)


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    host = Host()
    yield host
    host.stop()


def test_no_answer_is_lost_or_asked_for_again_however_often_the_process_is_killed(
    server: Server, script: Script
) -> None:
    dice, landed = random.Random(20), list[str]()
    times = [Kill(after=dice.uniform(0, 0.4)) for _time in range(4)]
    # From the first folder over the schema to the first answers; later kills come in the middle of the interview.
    operations = [Kill(at=at, half=at % 3 == 0) for at in (1, 9, 21, 60, 33, 140, 48, 90)] if possible() else []
    hold(server, JsonLines(), script, chain(operations, times, never()), landed)
    assert len(landed) >= len(operations)


@needs_shim
@pytest.mark.parametrize("name", ["settings", "export markdown", "delete for ever"])
def test_a_command_that_is_killed_leaves_nothing_half_done(server: Server, host: Host, name: str) -> None:
    trial = Trial(server, next(errand for errand in errands(host) if errand.name == name))
    some = range(1, trial.operations + 1, max(trial.operations // 4, 1))
    assert all(trial.kill(Kill(at=at, half=at % 2 == 0)) for at in some)


@needs_shim
def test_a_power_cut_takes_no_answer_that_was_acknowledged(server: Server, script: Script) -> None:
    assert power.interview(server, script) > len(script.answers)


@needs_shim
@pytest.mark.parametrize("name", ["an export", "settings", "weights"])
def test_a_power_cut_leaves_no_file_that_is_not_whole(server: Server, host: Host, name: str) -> None:
    errand, check, everywhere = power.commands(host)[name]
    assert power.command(server, errand, check, everywhere=everywhere)
