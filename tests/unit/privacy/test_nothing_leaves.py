"""Without a model on a server nothing tries to leave this machine: interviews, indexing, exports, reviews, the screen.

Each is run where the loopback is the only network, and two watchers count attempts: one in every process of Python, by
its audit events, and the kernel, for whatever is not Python. The first test shows that both see what they should.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.models import weights
from assistant.models.spec import runtime_installed
from tests.fakes.person import BAKERY, DONE

ROOT = Path(__file__).parents[3]
JOURNEYMAP = [sys.executable, "-m", "assistant.cli"]
FORMATS = "json,md,html,svg,png,pdf,csv,xlsx,docx,mermaid"
PAGE = """<html><head><link rel="stylesheet" href="https://example.org/style.css">
<script src="//example.org/x.js"></script>
<base href="https://example.org/"></head><body><h1>Notes</h1><img src="https://example.org/pixel.png">
<p>Customers phone us on Saturdays and nobody answers. <a href="https://example.org/more">More</a></p></body></html>"""


def _can_cut_off() -> bool:
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0


pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.skipif(not _can_cut_off(), reason="needs Linux and user namespaces (unshare -rn)"),
]


class CutOff:
    """What was run without a network, and what tried to leave."""

    def __init__(self, folder: Path, tasks: Sequence[dict[str, Any]]) -> None:
        folder.mkdir(exist_ok=True)
        watched = folder / "watched.jsonl"
        watching = f"{ROOT / 'tests' / 'fakes' / 'watching'}{os.pathsep}{ROOT}"
        environ = os.environ | {
            "JOURNEYMAP_WATCHED": str(watched),
            "PYTHONPATH": watching,
            "JOURNEYMAP_HOME": str(folder),
        }
        command = ["unshare", "-rn", sys.executable, "-m", "tests.fakes.cut_off", json.dumps(tasks)]
        run = subprocess.run(command, capture_output=True, text=True, env=environ, cwd=folder, check=True)
        told = json.loads(run.stdout)
        self.results: list[dict[str, Any]] = told["results"]
        self.lost: dict[str, int] = told["lost"]
        self.seen = [json.loads(line) for line in watched.read_text().splitlines()] if watched.exists() else []


def test_both_watchers_see_an_attempt(tmp_path: Path) -> None:
    reach = "import socket\ntry: socket.create_connection(('192.0.2.1', 80), 1)\nexcept OSError: pass"
    by_python = CutOff(tmp_path, [{"command": [sys.executable, "-c", reach]}])
    assert [one["event"] for one in by_python.seen] == ["socket.getaddrinfo", "socket.connect"]
    assert by_python.lost
    by_another = CutOff(tmp_path / "other", [{"command": ["bash", "-c", "exec 3<>/dev/tcp/192.0.2.1/80"]}])
    assert by_another.lost
    local = "import socket\ntry: socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError: pass"
    by_nobody = CutOff(tmp_path / "local", [{"command": [sys.executable, "-c", local]}])
    assert (by_nobody.seen, by_nobody.lost) == ([], {})


def interview(model: str, language: str = "en", most: int = 100) -> dict[str, Any]:
    texts = [text for texts in BAKERY.values() for text in [*texts, DONE]][:most]
    lines = [{"type": "answer", "text": text} for text in ["what is a touchpoint?", *texts, *[DONE] * min(12, most)]]
    names = ("why", "suggest", "review", "sent")
    named: list[dict[str, Any]] = [{"type": "command", "name": name, "args": {}} for name in names]
    command = [
        *JOURNEYMAP,
        "interview",
        "--jsonl",
        "--model",
        model,
        "--language",
        language,
        "--out",
        f"{language}.json",
    ]
    return {"command": command, "input": "\n".join(json.dumps(line) for line in [*lines[:6], *named, *lines[6:]])}


def test_nothing_tries_to_leave_without_a_model(tmp_path: Path) -> None:
    (tmp_path / "notes.html").write_text(PAGE)
    (tmp_path / "notes.md").write_text("# Notes\n\n![pixel](https://example.org/pixel.png) People ask for the price.\n")
    commands = (
        ["knowledge", "add", "notes.html", "notes.md"],
        ["knowledge", "search", "why do people phone?"],
        ["export", "en.json", "--to", FORMATS, "-o", "maps/"],
        ["import", "maps/en.csv", "--check"],
        ["review", "en.json", "--fail-on", "error"],
        ["suggest", "en.json"],
        ["research", "en.json"],
        ["benchmark", "en.json"],
        ["to-be", "en.json", "-o", "to-be.json"],
        ["models", "list"],
        ["models", "check", "none"],
        ["privacy"],
        ["list"],
    )
    in_terminal = [
        sys.executable,
        "-m",
        "tests.fakes.in_terminal",
        json.dumps(["people order a cake only once", "/review"]),
    ]
    (tmp_path / "maps").mkdir()
    tasks = [
        interview("none"),
        {"command": [sys.executable, "-m", "tests.fakes.commands", json.dumps(commands)]},
        {"command": [*in_terminal, *JOURNEYMAP, "--model", "none", "--title", "Cakes"]},
    ]
    run = CutOff(tmp_path, tasks)
    assert (run.seen, run.lost) == ([], {})
    assert [result["code"] for result in run.results] == [0, 0, 0], run.results
    codes = [json.loads(line)["code"] for line in run.results[1]["out"].splitlines()]
    assert len(codes) == len(commands)
    assert set(codes) <= {0, 1}, run.results[1]
    assert '"type": "finished"' in run.results[0]["out"] or '"type":"finished"' in run.results[0]["out"]
    assert len(list((tmp_path / "maps").iterdir())) == len(FORMATS.split(","))
    assert json.loads(run.results[-1]["out"])["drawn"] > 5_000


@pytest.mark.local_model
@pytest.mark.xdist_group("local")
@pytest.mark.skipif(
    not (runtime_installed() and weights.installed()),
    reason="the local weights are not installed: journeymap models install",
)
def test_nothing_tries_to_leave_with_the_local_model(tmp_path: Path) -> None:
    run = CutOff(tmp_path, [interview("local", most=4)])  # up to the customer, which is where this model reads
    assert (run.seen, run.lost) == ([], {})
    assert run.results[0]["code"] == 0
    assert "local" in run.results[0]["out"].splitlines()[0]
