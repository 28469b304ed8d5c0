"""The local model: the child process and its faults, and one real conversation where the weights are installed."""

import asyncio
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal

import pytest
import pytest_asyncio
from pydantic import BaseModel

from assistant.errors import ModelError
from assistant.models import cores, local, weights
from assistant.models.check import check
from assistant.models.local import LlamaServer, LocalModel
from assistant.models.openai_models import open_server
from assistant.models.port import Message
from assistant.models.spec import parse, runtime_installed

needs_runtime = pytest.mark.skipif(not runtime_installed(), reason="xllamacpp is not installed")
needs_weights = pytest.mark.skipif(
    not (runtime_installed() and weights.installed()),
    reason="the local weights are not installed: journeymap models install",
)


class Reading(BaseModel):
    channel: Literal["store", "website", "phone"]
    quote: str


def reads(answer: str) -> list[Message]:
    return [Message("system", "Name the channel and copy the exact words that say so."), Message("user", answer)]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone_soon(pid: int) -> bool:
    until = time.monotonic() + 10
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not alive(pid)


def write_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """Put a stand-in in the place of the program that loads weights."""
    program = tmp_path / "program.py"
    program.write_text(textwrap.dedent(code))
    monkeypatch.setattr(local, "_PROGRAM", program)


@needs_runtime
async def test_a_file_that_holds_no_weights_is_told_with_the_log(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"GGUF" + b"\0" * 1000)
    with pytest.raises(ModelError, match=r"bad\.gguf could not be loaded.*local-model\.log"):
        await LocalModel.open(bad, name="local", timeout=5)
    assert capfd.readouterr() == ("", "")


async def test_a_program_that_dies_while_loading_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_program(monkeypatch, tmp_path, "import os; os.abort()")
    with pytest.raises(ModelError, match="could not be loaded"):
        await LocalModel.open(tmp_path / "w.gguf", name="local", timeout=5)


async def test_cancelling_the_loading_leaves_no_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    write_program(
        monkeypatch,
        tmp_path,
        f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)",
    )
    task = asyncio.create_task(LocalModel.open(tmp_path / "w.gguf", name="local", timeout=5))
    while not (pid.exists() and pid.read_text()):
        await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert gone_soon(int(pid.read_text()))


def test_the_key_is_not_on_the_command_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_program(monkeypatch, tmp_path, "import sys, json; print(json.dumps({'url': ' '.join(sys.argv)})); input()")
    server = LlamaServer(tmp_path / "w.gguf")
    said = server.wait()
    server.stop()
    assert server.key not in said
    assert len(server.key) >= 24


def test_the_cores_are_at_least_one_and_at_most_the_machines() -> None:
    assert 1 <= cores.usable_cores() <= (os.cpu_count() or 1)


@pytest.mark.skipif(sys.platform != "linux", reason="quotas of containers are Linux's")
@pytest.mark.parametrize(("quota", "share"), [("150000 100000", 1), ("400000 100000", 4), ("50000 100000", 1)])
def test_a_container_s_share_bounds_the_cores(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, quota: str, share: int
) -> None:
    (tmp_path / "cpu.max").write_text(f"{quota}\n")
    monkeypatch.setattr(cores, "_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(cores, "_physical", lambda _logical: 64)
    assert cores.usable_cores() == share


@pytest_asyncio.fixture
async def model() -> AsyncIterator[LocalModel]:
    file = weights.installed()
    assert file
    model = await LocalModel.open(file, name="local", timeout=120)
    yield model
    await model.close()


@pytest.mark.local_model
@needs_weights
@pytest.mark.timeout(240)
class TestRealWeights:
    """Slow: about 30 s on two idle cores."""

    async def test_it_reads_three_languages(self, model: LocalModel, capfd: pytest.CaptureFixture[str]) -> None:
        await model.prime(Reading, reads(""))
        for answer, quote in (
            ("Most of them just walk into our shop.", "shop"),
            ("La mayoría entra en nuestra tienda.", "tienda"),
            ("Większość po prostu wchodzi do sklepu.", "sklepu"),
        ):
            assert quote in (await model.read(Reading, reads(answer))).quote
        pieces = [piece async for piece in model.stream([Message("user", "Count from one to five in words.")])]
        assert len(pieces) > 5
        assert capfd.readouterr() == ("", "")

    async def test_a_server_that_died_is_started_again(self, model: LocalModel) -> None:
        assert model._server
        model._server._process.kill()
        model._server._process.wait()
        assert (await model.read(Reading, reads("They call us on the phone."))).channel == "phone"

    async def test_the_port_wants_the_key(self, model: LocalModel) -> None:
        assert model._model
        chat: Any = model._model.chat
        stranger = open_server(chat.openai_api_base, "m", "guess", name="stranger", timeout=10)
        with pytest.raises(ModelError, match="key was refused"):
            await stranger.read(Reading, reads("x"))
        await stranger.close()

    def test_it_does_not_outlive_a_killed_program(self) -> None:
        code = """
            import time
            from assistant.models import weights
            from assistant.models.local import LlamaServer
            server = LlamaServer(weights.installed())
            server.wait()
            print(server._process.pid, flush=True)
            time.sleep(60)
        """
        program = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)
        assert program.stdout
        pid = int(program.stdout.readline())
        program.kill()
        program.wait()
        program.stdout.close()
        assert gone_soon(pid)

    async def test_the_check_measures_it(self) -> None:
        result = await check(parse("local"), {}, timeout=120)
        assert result.ok, result
        assert result.pieces_per_second
        assert "local works" in result.line
