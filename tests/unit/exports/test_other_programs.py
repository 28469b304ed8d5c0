"""Every format, opened by a program that is not ours; each test says so when the program is not installed."""

import csv
import html
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.text import shorten
from exports.registry import by_name
from tests.fakes.hostile_values import hostile_map, hostile_values

OFFICE = shutil.which("soffice") or shutil.which("localc")
CMARK = shutil.which("cmark-gfm")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
MERMAID = Path(os.environ.get("JOURNEYMAP_MERMAID", "")) / "mermaid" / "dist" / "mermaid.min.js"
DRAW = Path(__file__).with_name("draw_mermaid.html")


def without_blanks(text: str) -> str:
    return "".join(text.replace("\ufeff", "").replace("\u200b", "").split())


def converted(folder: Path, data: bytes, suffix: str) -> list[list[list[str]]]:
    """Return the sheets of a file as LibreOffice calculates and shows them."""
    source = folder / f"map{suffix}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    # Comma, double quote, UTF-8, from row 1, cells as shown, every sheet in a file of its own.
    target = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    read_as = ["--infilter=CSV:44,34,76,1"] if suffix == ".csv" else []
    places = ["--convert-to", target, "--outdir", str(folder / "out"), str(source)]
    command = [str(OFFICE), profile, "--headless", *read_as, *places]
    subprocess.run(command, check=True, capture_output=True, timeout=55)
    files = sorted((folder / "out").glob("*.csv"), key=lambda path: path.stat().st_mtime_ns)
    return [list(csv.reader(io.StringIO(path.read_text("utf-8"), newline=""))) for path in files]


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_workbook_and_calculates_nothing(tmp_path: Path) -> None:
    values = [value for value in hostile_values() if "\ufffe" not in value and "\uffff" not in value][::5]
    sheets = converted(tmp_path, by_name("xlsx").export(hostile_map(values)), ".xlsx")
    shown = next(rows for rows in sheets if rows[0][:3] == ["ID", "Stage", "Touchpoint"])
    assert [without_blanks(row[2]) for row in shown[1:]] == [without_blanks(value) for value in values]


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_csv_file_and_calculates_nothing(tmp_path: Path) -> None:
    values = [value for value in hostile_values()[::5] if not value[0].isdigit()]  # `5$` is a number to it
    (shown,) = converted(tmp_path, by_name("csv").export(hostile_map(values)), ".csv")
    own = csv.reader(io.StringIO(by_name("csv").export(hostile_map(values)).decode("utf-8-sig"), newline=""))
    assert [without_blanks(row[2]) for row in shown] == [without_blanks(row[2]) for row in own]


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_word_document_and_shows_every_value(tmp_path: Path) -> None:
    values = [value for value in hostile_values() if "\ufffe" not in value and "\uffff" not in value][::5]
    source = tmp_path / "map.docx"
    source.write_bytes(by_name("docx").export(hostile_map(values)))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    places = ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(source)]
    subprocess.run([str(OFFICE), profile, "--headless", *places], check=True, capture_output=True, timeout=55)
    shown = without_blanks((tmp_path / "map.txt").read_text("utf-8"))
    assert [value for value in values if without_blanks(value) not in shown] == []


@pytest.mark.skipif(not CMARK, reason="cmark-gfm is not installed")
def test_cmark_gfm_shows_every_value_of_the_markdown_and_no_markup_of_theirs() -> None:
    values = hostile_values()[::4]
    journey = hostile_map(values)
    text = by_name("markdown").export(journey).decode().split("---\n", 2)[2]
    extensions = [
        option for name in ("table", "footnotes", "autolink", "strikethrough", "tagfilter") for option in ("-e", name)
    ]
    command = [str(CMARK), "--unsafe", *extensions]
    page = subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=30).stdout
    assert set(re.findall(r"<(\w+)", page)) <= {
        "h1", "h2", "h3", "p", "em", "strong", "ul", "li", "pre", "code", "table", "thead", "tbody", "tr", "th", "td",
        "a", "sup", "section", "ol", "br", "span",
    }  # fmt: skip
    # GitHub makes a link of an e-mail address, whatever stands around it; no other address is one.
    assert {address.split(":")[0] for address in re.findall(r'href="([^"#]*)', page)} <= {"", "mailto"}
    plain = without_blanks(html.unescape(re.sub(r"<[^>]*>", "", page)))
    assert [value for value in values if without_blanks(value) not in plain] == []


def diagrams() -> Iterator[tuple[str, list[str], int]]:
    """Yield a diagram, the names of its touchpoints, and how many letters of each it shows."""
    values = hostile_values()
    for start in range(0, len(values), 400):
        part = values[start : start + 40]
        for name, longest in (("mermaid", 40), ("flowchart", 60)):
            yield by_name(name).export(hostile_map(part)).decode(), part, longest


@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
@pytest.mark.skipif(not MERMAID.is_file(), reason="JOURNEYMAP_MERMAID names no node_modules folder with mermaid in it")
def test_mermaid_draws_every_name_in_chromium_and_nothing_is_executed(tmp_path: Path) -> None:
    wanted = list(diagrams())
    shutil.copy(MERMAID, tmp_path)
    shutil.copy(DRAW, tmp_path)
    (tmp_path / "diagrams.js").write_text(f"const diagrams = {json.dumps([text for text, *_ in wanted])};")
    command = [
        str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=600000", "--dump-dom",
        f"--user-data-dir={tmp_path}/profile", f"file://{tmp_path}/{DRAW.name}",
    ]  # fmt: skip
    page = subprocess.run(command, capture_output=True, text=True, timeout=55).stdout
    answer = re.search(r'<pre id="answer">(.*?)</pre>', page, re.DOTALL)
    assert answer, page[-500:]
    found = json.loads(html.unescape(answer[1]))
    assert found["struck"] is None
    for (text, names, longest), drawn in zip(wanted, found["found"], strict=True):
        assert (drawn.get("fault"), drawn.get("errors"), drawn.get("active")) == (None, False, 0), text
        shown = [without_blanks(label) for label in drawn["shown"]]
        for name in names:
            visible = without_blanks(shorten(name.replace("\ufeff", " "), longest))
            assert any(visible in label for label in shown), (name, shown)
