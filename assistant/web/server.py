"""The server of the interface: a page, and a process of `journeymap` for each visit, joined by a websocket.

textual-serve does the joining; the page is ours, for its own one fetches a font from a third party.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Sequence
from html import escape
from importlib import resources
from string import Template

from aiohttp import web
from textual_serve.server import Server

from assistant.errors import UsageError
from assistant.locale import _, current
from assistant.web.guard import LOGIN, Guard, bracketed

MAX_VISITS = 8
"""Visits at a time: each is a process of about 100 MB."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers call the origin of a form null
    "X-Content-Type-Options": "nosniff",
}


class Web(Server):
    """Serves the interface to those whom the guard lets in."""

    def __init__(self, host: str, port: int, guard: Guard, options: Sequence[str]) -> None:
        """Serve on `host` and `port`; `options` are those of `journeymap` for each visit."""
        command = command_line([sys.executable, "-X", "utf8", "-m", "assistant.cli", *options])
        super().__init__(command, host=host, port=port, title="journeymap")
        self._guard = guard
        self._visits = 0

    def application(self) -> web.Application:
        """Return the application with all it answers to."""
        app = web.Application(middlewares=[self._guard.middleware()])
        app.router.add_get("/", self._page)
        app.router.add_get("/page.js", _script)
        app.router.add_get("/ws", self._visit)
        app.router.add_get("/download/{key}", self.handle_download)
        app.router.add_get(LOGIN, self._login)
        app.router.add_post(LOGIN, self._log_in)
        app.router.add_static("/static", self.statics_path)
        app.on_response_prepare.append(_protect)
        return app

    async def _page(self, request: web.Request) -> web.Response:
        """Return the page with the terminal; it calls back under the name that it was asked for by."""
        socket = f"{'wss' if self._guard.secure else 'ws'}://{request.host}/ws"
        over, again = _("This visit has ended. Every answer is saved."), _("Open it again")
        return _html("page", socket=socket, over=over, again=again)

    async def _visit(self, request: web.Request) -> web.StreamResponse:
        if self._visits >= MAX_VISITS:
            raise web.HTTPServiceUnavailable(text="Too many visits at a time.")
        self._visits += 1
        try:
            return await self.handle_websocket(request)
        finally:
            self._visits -= 1

    async def _login(self, request: web.Request) -> web.Response:
        return self._form("")

    async def _log_in(self, request: web.Request) -> web.Response:
        if not await self._guard.admit(request):
            return self._form(_("That is not the token."))
        response = web.Response(status=303, headers={"Location": "/"})
        self._guard.give_pass(response)
        return response

    def _form(self, fault: str) -> web.Response:
        asked = _("The token that journeymap serve printed:")
        return _html("login", asked=asked, enter=_("Go on"), fault=fault, status=403 if fault else 200)


def command_line(words: Sequence[str], platform: str = sys.platform) -> str:
    """Return words as the shell of the system reads them; that of Windows takes a single quote for a letter."""
    return subprocess.list2cmdline(words) if platform == "win32" else shlex.join(words)


def serve(host: str, port: int, guard: Guard, options: Sequence[str]) -> None:
    """Serve until the process is told to end.

    Raises:
        UsageError: the address is taken, or not this machine's.
    """
    app = Web(host, port, guard, options).application()
    try:
        web.run_app(app, host=host.strip("[]"), port=port, access_log=None, print=lambda *_words: None)
    except OSError as fault:
        raise UsageError(
            _("Nothing can be served on %(host)s:%(port)d: %(reason)s.")
            % {"host": bracketed(host), "port": port, "reason": fault.strerror or fault},
            _("Choose another with --port or --host."),
        ) from fault


async def _script(request: web.Request) -> web.Response:
    return web.Response(text=_file("page.js"), content_type="text/javascript")


def _file(name: str) -> str:
    return resources.files("assistant.web").joinpath(name).read_text("utf-8")


def _html(name: str, *, status: int = 200, **texts: str) -> web.Response:
    page = Template(_file(f"{name}.html"))
    words = {key: escape(text) for key, text in texts.items()}
    return web.Response(text=page.substitute(words, language=current()), content_type="text/html", status=status)


async def _protect(request: web.Request, response: web.StreamResponse) -> None:
    """Forbid whatever would reach another site, or be reached by one."""
    response.headers.update(_HEADERS)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        f"img-src 'self' data:; connect-src 'self' ws://{request.host} wss://{request.host}; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
