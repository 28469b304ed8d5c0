"""The web page in Chromium: axe-core finds nothing in it, and it can be used on a phone, by keyboard and on paper."""

import base64
from pathlib import Path

import pytest

from exports.registry import by_name
from tests.bench.hostile_exports import joined
from tests.fakes import programs
from tests.fakes.browser import PROGRAM, chromium
from tests.fakes.pages import DESK, PHONE, opened, violations
from tests.fakes.sized_maps import sized

pytestmark = pytest.mark.skipif(not PROGRAM, reason="Chromium is not installed: make test-exports")
SHOWN = (
    [(size, language, scheme, width) for size in (5, 20, 100) for language in ("en", "es", "pl")
     for scheme in ("light", "dark") for width in (DESK, PHONE)]
    if programs.ALL else [(5, "es", "light", PHONE), (20, "pl", "dark", DESK)]
)  # fmt: skip
PAPERS = {"A4": (8.27, 11.69), "A3": (11.69, 16.54)}


def written(folder: Path, size: int, language: str = "en") -> Path:
    file = folder / f"map-{size}-{language}.html"
    if not file.exists():
        file.write_bytes(by_name("html").export(sized(size, language)))
    return file


@pytest.mark.timeout(600 if programs.ALL else 60)
@pytest.mark.skipif(not programs.AXE.is_file(), reason="axe-core is not installed: make test-exports")
async def test_axe_finds_nothing_and_the_page_is_as_wide_as_the_screen(tmp_path: Path) -> None:
    async with chromium("about:blank") as page:
        await page.call("Page.setBypassCSP", enabled=True)
        for size, language, scheme, width in SHOWN:
            await opened(page, written(tmp_path, size, language), width=width, scheme=scheme)
            assert await violations(page) == [], (size, language, scheme, width)
            assert await page.value("document.documentElement.scrollWidth") <= width, (size, language, scheme, width)


async def test_the_keyboard_reaches_and_opens_everything(tmp_path: Path) -> None:
    tab = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
    reached = 0
    async with chromium("about:blank") as page:
        await opened(page, written(tmp_path, 5))
        wanted = await page.value("document.querySelectorAll('summary, a, .scroll').length")
        for _ in range(wanted):
            await page.call("Input.dispatchKeyEvent", type="keyDown", **tab)
            await page.call("Input.dispatchKeyEvent", type="keyUp", **tab)
            # What has the focus is outlined, and an origin opens by Enter.
            assert await page.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            if await page.value("document.activeElement.tagName") == "SUMMARY":
                await page.enter()
                assert await page.value("document.activeElement.parentElement.open") is True
            reached += await page.value("document.activeElement.matches('summary, a, .scroll')")
        assert reached == wanted
        assert await page.value("document.querySelectorAll('details:not([open])').length") == 0


@pytest.mark.skipif("pdftotext" in programs.missing(), reason="pdftotext is not installed: make test-exports")
async def test_on_paper_all_of_the_journey_is_within_the_page(tmp_path: Path) -> None:
    names = [joined(touchpoint.name) for touchpoint in sized(20).touchpoints]
    async with chromium("about:blank") as page:
        await opened(page, written(tmp_path, 20))
        for width, height in PAPERS.values():
            printed = await page.call("Page.printToPDF", paperWidth=width, paperHeight=height, landscape=True)
            data = base64.b64decode(printed["data"])
            told = joined(programs.pdf_text(data))
            assert [name for name in names if name not in told] == []
            assert int(programs.pdf_facts(data)["Pages"]) <= 3
