"""`journeymap serve`: the interface in a browser."""

import argparse
import os
import secrets

from assistant.addresses import is_loopback
from assistant.errors import UsageError
from assistant.locale import _
from assistant.settings import load

TOKEN = "JOURNEYMAP_TOKEN"  # noqa: S105 - its name
"""The environment variable of the token: other accounts of the machine can read the command line of a process."""

SHORTEST_TOKEN = 16
"""Characters of a token: fewer could be guessed."""


def serve(options: argparse.Namespace) -> int:
    """Serve the interface until the process is told to end."""
    from assistant.web.guard import Guard, bracketed
    from assistant.web.server import serve as serve_web

    host, port = options.host, options.port
    loopback = is_loopback(f"http://{bracketed(host)}")
    settings = load({"model": options.model, "language": options.language})
    token = _token(options.token)
    url = options.url or f"http://{bracketed(host)}:{port}"
    print(_("journeymap is at %(url)s (Ctrl+C ends it).") % {"url": url})
    print(_("Its token: %(token)s") % {"token": token})
    if not loopback and not url.startswith("https:"):
        print(_("What is typed there travels unencrypted: use it in a network you trust, or behind a proxy with TLS."))
    given = {"--language": settings.language, "--model": options.model}
    visit = [word for name, value in given.items() if value for word in (name, value)]
    serve_web(host, port, Guard(host, token, options.url), visit)
    return 0


def _token(given: str | None) -> str:
    """Return the token that visitors must know, also on this machine: its other accounts reach the port as well.

    The processes of visits do not inherit it.
    """
    inherited = os.environ.pop(TOKEN, "")
    token = (given or inherited).strip()
    if token and len(token) < SHORTEST_TOKEN:
        raise UsageError(
            _("The token is too short; it could be guessed."),
            _("Take at least %(count)d characters, or leave it out: one is made up then.") % {"count": SHORTEST_TOKEN},
        )
    return token or secrets.token_urlsafe(18)
