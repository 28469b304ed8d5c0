"""Every format, opened by a program that is not ours; each test says so when the program is not installed.

A few dozen values here; `make test-exports` tries all two thousand (tests/bench/hostile_exports.py).
"""

import shutil

import pytest

from assistant.journey.models import label
from exports.registry import built_in, by_name
from tests.bench.hostile_exports import CHECKS, joined
from tests.fakes import programs
from tests.fakes.hostile_values import PIECES, hostile_values
from tests.fakes.maps import example, stored

pytestmark = pytest.mark.timeout(120)  # LibreOffice beside seven other busy processes
MISSING = programs.missing()
VALUES = [*dict.fromkeys(filter(None, map(stored, PIECES))), *hostile_values()[200::200]]


def needs(*names: str) -> pytest.MarkDecorator:
    absent = [name for name in names if name in MISSING]
    return pytest.mark.skipif(bool(absent), reason=f"{', '.join(absent)} not installed: make test-exports")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=needs(*programs), id=name) for name, (_check, programs) in CHECKS.items()]
)
def test_hostile_values_break_no_export_and_are_shown_and_nothing_is_executed(name: str) -> None:
    check, _programs = CHECKS[name]
    values = VALUES[::4] if name == "svg, png" else VALUES  # Chromium takes 5 s for a drawing of them all
    assert list(check(values)) == []


def test_every_format_is_opened() -> None:
    tried = {format_name for names in CHECKS for format_name in names.split(", ")}
    assert tried == set(built_in())


@needs("LibreOffice", "pdftotext")
@pytest.mark.skipif(not programs.ALL, reason="the same document is opened above; make test-exports also prints it")
def test_libreoffice_prints_the_word_document() -> None:
    journey = example()
    told = joined(programs.pdf_text(programs.office_pdf(by_name("docx").export(journey), ".docx")))
    assert [item for part, item in journey.items() if joined(label(part, item)) not in told] == []


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm is not installed: make test-exports")
def test_poppler_draws_the_document_on_a3() -> None:
    data = by_name("pdf").export(example())
    assert programs.pdf_facts(data)["Page size"].startswith("1190.55 x 841.89 pts (A3)")
    assert programs.first_page(data).startswith(b"\x89PNG")
