"""Programs that we did not write and that open what is exported; each is used where it is installed.

`tools/install_export_programs.sh` installs them all.
"""

import csv
import functools
import html
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.fakes.browser import PROGRAM as CHROMIUM

ROOT = Path(__file__).parents[2]
NODE_MODULES = Path(os.environ.get("JOURNEYMAP_NODE_MODULES") or ROOT / "build" / "export-programs" / "node_modules")
MERMAID = NODE_MODULES / "mermaid" / "dist" / "mermaid.min.js"
AXE = NODE_MODULES / "axe-core" / "axe.min.js"
ALL = os.environ.get("JOURNEYMAP_TEST_EXPORTS") == "all"
"""Whether every size, language and light is to be tried, which takes minutes."""
OFFICE = shutil.which("soffice") or shutil.which("localc")
CMARK = shutil.which("cmark-gfm")
_DRAW = Path(__file__).with_name("draw_mermaid.html")
_SECONDS = 100
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Comma, double quote, UTF-8, from row 1, cells as shown, every sheet in a file of its own."""


def missing() -> list[str]:
    """Return the names of the programs that are not installed."""
    there = {
        "LibreOffice": OFFICE, "cmark-gfm": CMARK, "Chromium": CHROMIUM, "mermaid": MERMAID.is_file(),
        "axe-core": AXE.is_file(), "pdftotext": shutil.which("pdftotext"), "rsvg-convert": shutil.which("rsvg-convert"),
    }  # fmt: skip
    return [name for name, found in there.items() if not found]


@functools.cache
def _profile() -> str:
    # LibreOffice sets a profile up for two seconds; all its runs of a process share one.
    folder = tempfile.TemporaryDirectory(prefix="journeymap-office-", ignore_cleanup_errors=True)
    _kept.append(folder)
    return f"-env:UserInstallation=file://{folder.name}"


_kept: list[tempfile.TemporaryDirectory[str]] = []


def _convert(data: bytes, suffix: str, target: str, *options: str) -> list[bytes]:
    """Return the files that LibreOffice makes of a file, in the order in which it makes them."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"map{suffix}")
        source.write_bytes(data)
        places = ["--convert-to", target, "--outdir", f"{folder}/out", str(source)]
        command = [str(OFFICE), _profile(), "--headless", *options, *places]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        files = sorted(Path(folder, "out").iterdir(), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_bytes() for path in files]


def sheets(data: bytes, suffix: str) -> list[list[list[str]]]:
    """Return the sheets of a workbook or a table as LibreOffice calculates and shows them."""
    read_as = ["--infilter=CSV:44,34,76,1"] if suffix == ".csv" else []
    made = _convert(data, suffix, _CSV, *read_as)
    return [list(csv.reader(io.StringIO(one.decode(), newline=""))) for one in made]


def office_text(data: bytes, suffix: str) -> str:
    """Return the text of a document as LibreOffice reads it."""
    [made] = _convert(data, suffix, "txt:Text (encoded):UTF8")
    return made.decode("utf-8-sig")


def office_pdf(data: bytes, suffix: str) -> bytes:
    """Return a document as LibreOffice prints it."""
    [made] = _convert(data, suffix, "pdf")
    return made


def pdf_text(data: bytes) -> str:
    """Return the text of a PDF document as pdftotext finds it on its pages, cell by cell."""
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()


def pdf_facts(data: bytes) -> dict[str, str]:
    """Return what pdfinfo tells of a PDF document, such as ``Pages`` and ``JavaScript``."""
    told = subprocess.run(["pdfinfo", "-"], input=data, capture_output=True, check=True).stdout.decode()
    return {name: value.strip() for name, _colon, value in (line.partition(":") for line in told.splitlines())}


def first_page(data: bytes) -> bytes:
    """Return the first page of a PDF document as a PNG picture, made by pdftoppm."""
    command = ["pdftoppm", "-r", "30", "-png", "-singlefile", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def rasterised(drawing: bytes) -> bytes:
    """Return an SVG drawing as a PNG picture, made by librsvg."""
    command = ["rsvg-convert", "--unlimited", "--width", "600"]
    return subprocess.run(command, input=drawing, capture_output=True, check=True).stdout


def github_page(markdown: str) -> str:
    """Return the HTML that cmark-gfm makes of Markdown, with GitHub's extensions."""
    names = ("table", "footnotes", "autolink", "strikethrough", "tagfilter")
    command = [str(CMARK), "--unsafe", *(option for name in names for option in ("-e", name))]
    return subprocess.run(command, input=markdown.encode(), capture_output=True, check=True, timeout=30).stdout.decode()


def drawn(diagrams: Sequence[str]) -> dict[str, Any]:
    """Draw diagrams with the real Mermaid in Chromium; see draw_mermaid.html for what is told of them."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        shutil.copy(MERMAID, folder)
        shutil.copy(_DRAW, folder)
        Path(folder, "diagrams.js").write_text(f"const diagrams = {json.dumps(diagrams)};")
        command = [
            str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=600000",
            "--dump-dom", f"--user-data-dir={folder}/profile", f"file://{folder}/{_DRAW.name}",
        ]  # fmt: skip
        page = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS).stdout
    answer = re.search(r'<pre id="answer">(.*?)</pre>', page, re.DOTALL)
    if not answer:
        raise AssertionError(f"Mermaid gave no answer: {page[-500:]}")
    found: dict[str, Any] = json.loads(html.unescape(answer[1]))
    return found
