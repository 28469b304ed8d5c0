"""Pictures and documents are whole files that other programs read, whatever the map says."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from pypdf import PdfReader

from assistant.journey.models import JourneyMap
from assistant.journey.start import new_map
from exports import registry
from exports.typeset import typeset
from tests.fakes.maps import example, maps, said
from tests.fakes.sized_maps import sized

pytest.importorskip("typst", reason="the libraries for pictures are not installed: pip install 'journeymap[pictures]'")

HOSTILE = (
    "#panic[no]",
    "$x^2$ *b* _i_ @ref <label> `code`",
    '"\\',
    '#import "@preview/x:1.0.0"',
    "\u202egnp",
    "W" * 400,
    "🙂 مرحبا 漢字",
)


def words(data: bytes) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def test_a_document_says_what_the_map_says() -> None:
    journey = example()
    told = words(typeset(journey, "pdf"))
    for text in (journey.title, *(metric.name for metric in journey.metrics), *(u.question for u in journey.unknowns)):
        for word in text.split():
            assert word.strip("“”\"',.;") in told, text


def test_a_picture_is_a_picture() -> None:
    drawing = etree.fromstring(typeset(example(), "svg"))
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert not drawing.xpath("//*[local-name()='script' or local-name()='foreignObject']")
    assert typeset(example(), "png").startswith(b"\x89PNG\r\n\x1a\n")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(maps())
def test_any_map_can_be_drawn(journey: JourneyMap) -> None:
    assert typeset(journey, "pdf").startswith(b"%PDF")
    etree.fromstring(typeset(journey, "svg"), etree.XMLParser(huge_tree=True))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    first = example().touchpoints[0].model_copy(update={"name": text, "origin": said(text, 1)})
    journey = example().model_copy(update={"title": text, "touchpoints": (first, *example().touchpoints[1:])})
    told = words(typeset(journey, "pdf"))
    if text.isascii() and len(text) < 100:
        assert "".join(text.split()) in "".join(told.split())


@pytest.mark.parametrize("language", ["en", "es", "pl"])
def test_an_empty_map_is_drawn_too(language: str) -> None:
    assert typeset(new_map(language), "png")


def test_equal_maps_give_the_same_bytes() -> None:
    for name in ("svg", "png", "pdf"):
        exporter = registry.by_name(name)
        assert exporter.export(example()) == exporter.export(example()), name


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm is not installed (Debian: poppler-utils)")
def test_a_program_of_others_opens_the_document(tmp_path: Path) -> None:
    file = tmp_path / "map.pdf"
    file.write_bytes(typeset(example(), "pdf"))
    subprocess.run(["pdftoppm", "-r", "20", "-png", file, tmp_path / "page"], check=True, capture_output=True)
    assert list(tmp_path.glob("page*.png"))


def test_a_long_text_goes_on_over_the_pages_and_short_tables_stay_whole() -> None:
    journey = example()
    long = " ".join(f"word{number}" for number in range(2000))
    point = journey.touchpoints[0].model_copy(update={"thought": long})
    changed = journey.model_copy(update={"touchpoints": (point, *journey.touchpoints[1:])})
    pages = PdfReader(io.BytesIO(typeset(changed, "pdf"))).pages
    assert len(pages) > 4
    held = [page.extract_text().count("word") for page in pages]
    assert sum(held) > 1900
    assert max(held) < 600
    assert len(PdfReader(io.BytesIO(typeset(sized(5), "pdf"))).pages) == 1
