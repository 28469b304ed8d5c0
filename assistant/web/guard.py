"""Who may speak to the server: asked of every request, the websocket's included.

A page of another site can send requests to this machine, too, and a name that its owner controls can be made to lead
here (DNS rebinding). So the name in `Host` must be one of ours, and what comes from a page must come from our own.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import secrets
import socket
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from assistant.addresses import is_loopback

COOKIE = "journeymap"
LOGIN = "/login"
PATIENCE = 0.5
"""Seconds that a wrong token waits for its answer."""


class Guard:
    """Lets requests through, or not.

    The token is typed into a form and never part of an address, which histories, logs and other sites would see; a
    cookie that lives as long as the server stands for it afterwards.
    """

    def __init__(self, host: str, token: str, url: str = "") -> None:
        """Guard a server on `host`; "" for `token`: none is asked for. `url` is where a proxy shows the server.

        Attributes:
            secure: whether the proxy speaks TLS.
        """
        self._names = {host.strip("[]").lower()} | {_name(urlsplit(url).netloc)} - {""}
        self._loopback = is_loopback(f"http://{bracketed(host)}")
        self._names |= {"localhost", "127.0.0.1", "::1"} if self._loopback else {socket.gethostname().lower()}
        self.secure = url.startswith("https:")
        self._token = token
        self._pass = secrets.token_urlsafe(32)

    def middleware(self) -> Middleware:
        """Return what aiohttp calls with each request."""

        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not self._is_ours(request.host):
                raise web.HTTPForbidden(text="This server is not known by that name.")
            from_page = request.method != "GET" or request.headers.get("Upgrade", "").lower() == "websocket"
            if from_page and not self._comes_from_us(request):
                raise web.HTTPForbidden(text="Only the server's own page may do that.")
            if self._token and request.path != LOGIN and not self._has_pass(request):
                if from_page or request.path != "/":
                    raise web.HTTPUnauthorized(text="The token is missing.")
                raise web.HTTPSeeOther(LOGIN)
            return await handler(request)

        return guarded

    async def admit(self, request: web.Request) -> bool:
        """Return whether the form that was sent holds the token; a wrong one waits."""
        given = str((await request.post()).get("token", ""))
        if hmac.compare_digest(given.strip().encode(), self._token.encode()):
            return True
        await asyncio.sleep(PATIENCE)
        return False

    def give_pass(self, response: web.StreamResponse) -> None:
        """Let the browser that gets `response` come back without the token."""
        response.set_cookie(COOKIE, self._pass, httponly=True, samesite="Strict", secure=self.secure, path="/")

    def _has_pass(self, request: web.Request) -> bool:
        return hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), self._pass.encode())

    def _is_ours(self, host: str) -> bool:
        """Return whether `host` names us; an address cannot be rebound, so beyond the loopback each will do."""
        name = _name(host)
        if name in self._names:
            return True
        return not self._loopback and _is_address(name)

    def _comes_from_us(self, request: web.Request) -> bool:
        origin = urlsplit(request.headers.get("Origin", ""))
        return origin.scheme in ("http", "https") and origin.netloc.lower() == request.host.lower()


def bracketed(host: str) -> str:
    """Return a host as an address holds it: IPv6 in brackets."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _name(host: str) -> str:
    """Return the name in a `Host` header, without its port; "" if it is no host."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
