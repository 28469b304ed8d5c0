"""A headless Chromium, driven over its DevTools protocol: no driver of a third party is needed."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ALT = 1
ENTER = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}


class Page:
    """One page: what it shows, what its websockets bring, and a keyboard."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Speak through `socket`."""
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.received = ""
        self.requested: list[str] = []
        self._listener = asyncio.ensure_future(self._listen())

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the protocol and return its result."""
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        answer = await asyncio.wait_for(self._waiting[number], 20)
        return dict(answer.get("result", {}))

    async def value(self, script: str) -> Any:
        """Return what a script comes to."""
        result = await self.call("Runtime.evaluate", expression=script, returnByValue=True)
        return result["result"].get("value")

    async def type(self, text: str) -> None:
        """Type a text and Enter."""
        await self.call("Input.insertText", text=text)
        await self.enter()

    async def enter(self) -> None:
        """Press Enter."""
        await self.call("Input.dispatchKeyEvent", type="keyDown", **ENTER)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **ENTER)

    async def press(self, **key: Any) -> None:
        """Press a key: its ``key``, ``code``, ``windowsVirtualKeyCode`` and ``modifiers``."""
        await self.call("Input.dispatchKeyEvent", type="rawKeyDown", **key)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **key)

    async def until(self, shown: str, seconds: float = 20) -> None:
        """Wait until a websocket has brought this text; what acts on a terminal is left out."""
        for _ in range(int(seconds / 0.1)):
            if shown in self.text:
                return
            await asyncio.sleep(0.1)
        raise AssertionError(self.text[-2000:])

    @property
    def text(self) -> str:
        """What the websockets brought, without escape sequences."""
        return re.sub(r"\x1b\[[0-9;?<>=]*[ -/]*[@-~]", "", self.received)

    async def picture(self, file: Path) -> None:
        """Save what the page looks like."""
        shot = await self.call("Page.captureScreenshot")
        file.write_bytes(base64.b64decode(shot["data"]))

    async def close(self) -> None:
        """Listen no more."""
        self._listener.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._listener

    async def _listen(self) -> None:
        async for message in self._socket:
            told = message.json()
            if "id" in told:
                self._waiting.pop(told["id"]).set_result(told)
            elif told["method"] == "Network.webSocketFrameReceived":
                frame = told["params"]["response"]
                data = frame["payloadData"]
                self.received += base64.b64decode(data).decode("utf-8", "replace") if frame["opcode"] == 2 else data
            elif told["method"] == "Network.requestWillBeSent":
                self.requested.append(told["params"]["request"]["url"])


@asynccontextmanager
async def chromium(url: str) -> AsyncIterator[Page]:
    """Open `url` in a browser of its own, which ends with the context."""
    assert PROGRAM is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            PROGRAM, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--remote-debugging-port=0", f"--user-data-dir={profile}",
            "--window-size=1000,700", "about:blank", stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            assert process.stderr is not None
            while not (found := re.search(rb"ws://\S+", await asyncio.wait_for(process.stderr.readline(), 20))):
                pass
            port = found[0].decode().split(":")[2].partition("/")[0]
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json/list") as listed:
                    target = next(page for page in await listed.json() if page["type"] == "page")
                async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                    page = Page(socket)
                    await page.call("Network.enable")
                    await page.call("Page.enable")
                    await page.call("Page.navigate", url=url)
                    yield page
                    await page.close()
        finally:
            process.kill()
            await process.wait()
