"""Which addresses may be opened, and whether there is a browser that would not take the terminal over."""

from __future__ import annotations

import os
import webbrowser
from urllib.parse import urlsplit

SCHEMES = ("https", "http", "mailto")


def may_be_opened(address: str) -> bool:
    """Return whether an address is of a kind that is opened at all."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    named = parts.hostname if parts.scheme != "mailto" else parts.path
    return parts.scheme in SCHEMES and bool(named)


def host(address: str) -> str:
    """Return the computer that an address leads to, or the person it writes to; what stands before an @ misleads."""
    parts = urlsplit(address)
    return parts.hostname or parts.path if parts.scheme != "mailto" else parts.path


def has_browser() -> bool:
    """Return whether a browser opens in a window of its own: one for terminals would draw over this screen."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    in_terminal = isinstance(browser, webbrowser.GenericBrowser) and not isinstance(
        browser, webbrowser.BackgroundBrowser
    )
    remote = "SSH_CONNECTION" in os.environ and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return not in_terminal and not remote
