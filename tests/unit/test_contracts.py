"""Who knows whom, proved by what a fresh interpreter has loaded."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"langchain", "langchain_core", "langchain_openai", "openai", "xllamacpp", "bm25s", "numpy", "httpx", "yaml"}
TERMINAL = {"textual", "rich"}
ROOT = Path(__file__).parents[2]


def loaded_by(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after `code`."""
    shown = f"{code}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("assistant.journey.apply, assistant.journey.checklist, assistant.journey.history",
         HEAVY | TERMINAL | {"platformdirs", "sqlite3", "knowledge", "prompts", "exports"}),
        ("assistant.interview.engine, assistant.interview.opening", HEAVY | TERMINAL | {"exports"}),
        ("assistant.lines.jsonl, assistant.lines.plain, assistant.cli.interviews", HEAVY | TERMINAL),
        ("assistant.models.spec, assistant.models.weights, assistant.models.lazy", HEAVY | TERMINAL | {"knowledge"}),
        ("knowledge.search, knowledge.articles", HEAVY | TERMINAL | {"exports", "prompts"}),
        ("exports.registry, exports.write", HEAVY | TERMINAL | {"knowledge", "prompts", "sqlite3"}),
        ("prompts.loader", HEAVY | TERMINAL | {"assistant", "knowledge", "exports", "pydantic"}),
        ("assistant.tui.app, assistant.tui.screens.interview", HEAVY),
    ],
)  # fmt: skip
def test_a_part_of_the_program_loads_nothing_it_must_not_know(module: str, forbidden: set[str]) -> None:
    assert loaded_by(f"import {module}") & forbidden == set()


def test_a_whole_interview_without_a_model_loads_no_model_library() -> None:
    code = (
        "import asyncio, pathlib, tempfile\n"
        "from tests.fakes.person import Person, hold, open_new\n"
        "asyncio.run(hold(open_new(pathlib.Path(tempfile.mkdtemp())), Person()))"
    )
    assert loaded_by(code) & ((HEAVY | TERMINAL) - {"bm25s", "numpy", "yaml"}) == set()
