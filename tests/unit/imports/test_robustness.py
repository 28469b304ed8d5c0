import time
from datetime import UTC, datetime

import pytest

from assistant.journey.apply import apply
from assistant.journey.edits import Applied, Remove
from assistant.journey.history import History
from exports.csv_file import guarded, unguarded
from imports.markdown import read_markdown
from imports.mermaid import read_mermaid
from imports.port import as_new
from imports.text_table import read_csv
from tests.fakes.maps import example

HUGE = 30_000


@pytest.mark.parametrize(
    "text",
    [
        "# x\n\n" + "[^" * HUGE,
        "# x\n\n<!-- journeymap: by these marks the values that were changed by hand are told from the others.\n"
        + "a" * HUGE + "\n-->",
        "# x\n\n" + "> " * HUGE,
        "# x\n\n" + "".join(f"{' ' * n}- a\n" for n in range(400)),
        "---\n" + "a: " * 1000 + "\n---\n",
        "---\n" + "[" * 5000 + "\n---\n",
        "---\na: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n"
                                          for n in range(20)) + "revision: *u\n---\n",
        "## Touchpoints\n\n|" + " Touchpoint |" * 2000 + "\n|" + "---|" * 2000 + "\n|" + "x|" * 2000,
    ],
    ids=["marks", "seals", "quotes", "lists", "front matter", "brackets", "references", "columns"],
)  # fmt: skip
def test_a_strange_document_is_read_in_a_few_seconds(text: str) -> None:
    begun = time.process_time()
    read_markdown(text.encode())
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("text", ["```mermaid\n" * HUGE, "journey\n" + "a: 3: " * HUGE, "journey\n" + "#1;" * HUGE])
def test_a_strange_diagram_is_read_in_a_few_seconds(text: str) -> None:
    begun = time.process_time()
    read_mermaid(text.encode(), "en", "file")
    assert time.process_time() - begun < 10


def test_strange_cells_are_written_and_read_in_a_few_seconds() -> None:
    begun = time.process_time()
    for text in ("\n" * HUGE, "\t" * HUGE, ";'" * HUGE, "= " * HUGE):
        unguarded(guarded(text))
    read_csv(b"Step\n" + b'"' + b"'\n" * HUGE + b'"\n', "file")
    assert time.process_time() - begun < 10


def test_an_id_of_an_imported_map_is_never_used_again() -> None:
    journey = as_new(example())
    gone = apply(journey, Remove(part="touchpoints", id="t6"), {})
    assert isinstance(gone, Applied)
    assert History(journey).record(gone.map, datetime.now(UTC)).issued["t"] == 6
