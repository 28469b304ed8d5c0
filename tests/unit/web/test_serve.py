"""The interface in a browser: who is let in, and an interview in a headless Chromium."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import WSServerHandshakeError, web
from aiohttp.test_utils import TestClient, TestServer

from assistant.cli import main
from assistant.errors import EXIT_USAGE
from assistant.interview.state import Record
from assistant.interview.store import SqliteSessionStore
from assistant.locations import sessions_file
from assistant.web.guard import Guard
from assistant.web.server import Web, command_line
from tests.fakes.browser import ALT, PROGRAM, Page, chromium

TOKEN = "correct-horse-battery-staple"
OURS = {"Host": "localhost:8000", "Origin": "http://localhost:8000"}

Client = TestClient[web.Request, web.Application]


@asynccontextmanager
async def client(token: str = "", host: str = "127.0.0.1", url: str = "") -> AsyncIterator[Client]:
    """Return a client of a server that believes it stands on `host`."""
    server = Web(host, 8000, Guard(host, token, url), ["--model", "none"])
    async with TestClient(TestServer(server.application()), cookie_jar=aiohttp.CookieJar(unsafe=True)) as made:
        yield made


@pytest.mark.parametrize(
    ("host", "asked", "status"),
    [
        ("127.0.0.1", "localhost:8000", 200),
        ("127.0.0.1", "127.0.0.1:9", 200),
        ("127.0.0.1", "[::1]:8000", 200),
        ("127.0.0.1", "attacker.example:8000", 403),
        ("127.0.0.1", "localhost.attacker.example", 403),
        ("127.0.0.1", "192.168.1.5:8000", 403),
        ("127.0.0.1", "", 403),
        ("0.0.0.0", "192.168.1.5:8000", 200),
        ("0.0.0.0", "attacker.example:8000", 403),
        ("0.0.0.0", "[::", 403),
    ],
)
async def test_only_a_name_of_ours_is_answered(host: str, asked: str, status: int) -> None:
    async with client(host=host) as ours:
        answer = await ours.get("/", headers={"Host": asked})
        assert answer.status == status


async def test_the_name_that_a_proxy_shows_is_ours() -> None:
    async with client(host="127.0.0.1", url="https://maps.example.org") as ours:
        answer = await ours.get("/", headers={"Host": "maps.example.org"})
        assert "wss://maps.example.org/ws" in await answer.text()


@pytest.mark.parametrize("origin", [None, "http://attacker.example", "http://localhost:9999", "null", "file://"])
async def test_the_websocket_is_for_our_own_page(origin: str | None) -> None:
    async with client() as ours:
        headers = {"Host": "localhost:8000"} | ({"Origin": origin} if origin else {})
        with pytest.raises(WSServerHandshakeError) as refused:
            await ours.ws_connect("/ws", headers=headers)
        assert refused.value.status == 403


async def test_without_the_token_there_is_nothing_but_the_form() -> None:
    async with client(TOKEN) as ours:
        page = await ours.get("/", headers=OURS, allow_redirects=False)
        assert (page.status, page.headers["Location"]) == (303, "/login")
        with pytest.raises(WSServerHandshakeError) as refused:
            await ours.ws_connect("/ws", headers=OURS)
        assert refused.value.status == 401
        for path in ("/static/js/textual.js", "/download/x"):
            assert (await ours.get(path, headers=OURS)).status == 401


@pytest.mark.parametrize("given", ["", "wrong", TOKEN[:-1], TOKEN.upper(), "zażółć"])
async def test_a_wrong_token_gives_no_pass(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.web.guard.PATIENCE", 0)
    async with client(TOKEN) as ours:
        answer = await ours.post("/login", data={"token": given}, headers=OURS, allow_redirects=False)
        assert answer.status == 403
        assert "Set-Cookie" not in answer.headers


async def test_the_token_is_asked_for_once_and_stands_in_no_address() -> None:
    async with client(TOKEN) as ours:
        foreign = {"Host": "localhost:8000", "Origin": "http://attacker.example"}
        assert (await ours.post("/login", data={"token": TOKEN}, headers=foreign)).status == 403
        answer = await ours.post("/login", data={"token": TOKEN}, headers=OURS, allow_redirects=False)
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        cookie = answer.headers["Set-Cookie"]
        assert TOKEN not in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        page = await ours.get("/", headers=OURS)
        assert TOKEN not in await page.text()
        assert page.headers["Referrer-Policy"] == "same-origin"


async def test_the_page_reaches_no_other_site() -> None:
    async with client() as ours:
        page = await ours.get("/", headers=OURS)
        assert set(re.findall(r"(?:https?:)?//[^/\"']+", await page.text())) == {"//localhost:8000"}
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_a_token_that_could_be_guessed_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", "0.0.0.0", "--token", "1234"]) == EXIT_USAGE
    assert "too short" in capsys.readouterr().err


async def test_this_machine_alone_is_asked_for_a_made_up_token_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    guards: list[Guard] = []
    monkeypatch.delenv("JOURNEYMAP_TOKEN", raising=False)
    monkeypatch.setattr("assistant.web.server.serve", lambda _host, _port, guard, _options: guards.append(guard))
    assert main(["serve"]) == 0
    (token,) = re.findall(r"token: (\S{16,})", capsys.readouterr().out)
    server = Web("127.0.0.1", 8000, guards[0], [])
    async with TestClient(TestServer(server.application())) as ours:
        page = await ours.get("/", headers=OURS, allow_redirects=False)
        assert (page.status, page.headers["Location"]) == (303, "/login")
        answer = await ours.post("/login", data={"token": token}, headers=OURS, allow_redirects=False)
        assert answer.status == 303


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == EXIT_USAGE
    assert "--port" in capsys.readouterr().err


@pytest.mark.skipif(PROGRAM is None, reason="needs Chromium (Debian: apt-get install chromium)")
async def test_an_interview_in_a_browser(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "JOURNEYMAP_TOKEN": TOKEN, "JOURNEYMAP_EMBEDDINGS": "none"}
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", str(port), "--model", "none"]
    server = await asyncio.create_subprocess_exec(*command, env=environment, stdout=asyncio.subprocess.PIPE)
    try:
        assert server.stdout is not None
        told = [(await server.stdout.readline()).decode() for _ in range(2)]
        assert TOKEN in told[1]
        async with chromium(f"http://127.0.0.1:{port}/") as page:
            await _present(page, "document.querySelector('#token') !== null")
            await page.value("document.querySelector('#token').focus()")
            await page.type(TOKEN)
            await page.until("the map grows")
            await _present(page, "document.activeElement.className === 'xterm-helper-textarea'")
            await page.enter()
            await page.until("What would you like to find out")
            await page.type("Why do people leave the basket, żółć?")
            await page.until("żółć")
            await page.picture(tmp_path / "page.png")
            assert all(url.startswith((f"http://127.0.0.1:{port}/", "data:")) for url in page.requested)
            assert not any(TOKEN in url for url in page.requested)
            await _answered("Why do people leave the basket, żółć?")
            await _given_a_file(page, tmp_path / "downloads")
            await _copied(page, f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        await server.wait()


async def _given_a_file(page: Page, folder: Path) -> None:
    """Export as somebody in a browser does, and wait for the download."""
    await page.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    await page.press(key="e", code="KeyE", windowsVirtualKeyCode=69, modifiers=ALT)
    await page.until("The browser is given the file.")
    await page.enter()
    await page.until("The browser was given")
    for _ in range(100):
        if found := list(folder.glob("*.md")):
            assert found[0].read_text("utf-8").startswith("---\njourneymap:")
            return
        await asyncio.sleep(0.1)
    raise AssertionError("nothing was downloaded")


async def _copied(page: Page, origin: str) -> None:
    """Copy the newest question, and read it from the browser's clipboard."""
    await page.call("Browser.grantPermissions", origin=origin, permissions=["clipboardReadWrite"])
    await page.press(key="F5", code="F5", windowsVirtualKeyCode=116)
    await page.until("Given to the browser")
    held = await page.call(
        "Runtime.evaluate", expression="navigator.clipboard.readText()", awaitPromise=True, returnByValue=True
    )
    assert held["result"]["value"].strip() in page.text


async def _present(page: Page, script: str) -> None:
    for _ in range(100):
        if await page.value(script):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(script)


async def _answered(text: str) -> None:
    """Wait until an answer is in the database that the process behind the page keeps."""
    for _ in range(100):
        store = SqliteSessionStore(sessions_file())
        try:
            entries = [entry for info in store.list() for entry in store.entries(info.id)]
        finally:
            store.close()
        if any(entry.kind is Record.ANSWERED and entry.data["text"] == text for entry in entries):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the answer did not arrive")


def test_the_command_of_a_visit_is_quoted_as_the_systems_shell_reads_it() -> None:
    words = ["C:\\Program Files\\python.exe", "-m", "assistant.cli"]
    assert command_line(words, "win32") == '"C:\\Program Files\\python.exe" -m assistant.cli'
    assert command_line(["/opt/my python", "-m"], "linux") == "'/opt/my python' -m"
