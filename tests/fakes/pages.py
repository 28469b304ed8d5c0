"""Web pages and pictures in a headless Chromium: what they show, run, load, and what axe-core finds in them."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.fakes.browser import Page, chromium
from tests.fakes.programs import AXE

PHONE, DESK = 390, 1400
_AXE = (
    "window.found = null; axe.run(document, {resultTypes: ['violations']}).then(told => window.found = JSON.stringify("
    "told.violations.map(one => [one.impact, one.id, one.nodes.map(node => node.html.slice(0, 200)).slice(0, 3)])));1"
)


async def opened(page: Page, file: Path, *, width: int = DESK, scheme: str = "light") -> None:
    """Show a file at this width, light or dark, and wait until it is there."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    await page.call("Emulation.setEmulatedMedia", features=features)
    sizes = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    await page.call("Emulation.setDeviceMetricsOverride", **sizes)
    await page.call("Page.navigate", url=file.as_uri())
    await until(page, f"document.readyState === 'complete' && location.href === {json.dumps(file.as_uri())}")


async def until(page: Page, script: str, seconds: float = 60) -> Any:
    """Return what a script comes to, once it comes to something."""
    for _ in range(int(seconds / 0.05)):
        if (value := await page.value(script)) is not None and value is not False:
            return value
        await asyncio.sleep(0.05)
    raise AssertionError(f"never came true: {script}")


async def violations(page: Page) -> list[list[Any]]:
    """Return the impact, the rule and some places of all that axe-core finds in the page that is open."""
    await page.value(f"{AXE.read_text()};1")
    await page.value(_AXE)
    found: list[list[Any]] = json.loads(await until(page, "window.found"))
    return found


async def shown(file: Path, pictures: Sequence[str] = ()) -> dict[str, Any]:
    """Return the text of a file, what it ran, where its links lead, and what was asked of the network to show it.

    Of pictures beside it also how wide each is on a page; 0 if it cannot be shown.
    """
    script = (
        "({text: document.documentElement.textContent, struck: window.struck ?? null,"
        " links: [...document.querySelectorAll('a')].map(one => one.getAttribute('href')),"
        " active: document.querySelectorAll('script, iframe, object, embed, form, [onload], [onerror]').length})"
    )
    async with chromium("about:blank") as page:
        await page.call("Page.setBypassCSP", enabled=True)  # the policy is a second lock; here the first is tried
        # A dialog would hold the page up.
        struck = "window.alert = window.prompt = window.confirm = () => { window.struck = 'a dialog' }"
        await page.call("Page.addScriptToEvaluateOnNewDocument", source=struck)
        page.requested.clear()
        await opened(page, file)
        told = dict(await page.value(script))
        told["requested"] = [url for url in page.requested if url != file.as_uri()]
        if pictures:
            frame = file.with_name("pictures.html")
            frame.write_text("".join(f'<img src="{name}">' for name in pictures))
            await opened(page, frame)
            widths = await page.value("[...document.images].map(one => one.naturalWidth)")
            told["widths"] = dict(zip(pictures, widths, strict=True))
        return told
