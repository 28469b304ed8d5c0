"""Copying: every way that this machine has, and the truth about which of them is known to have worked.

A terminal takes OSC 52 without an answer, so nobody can say that it arrived. A clipboard program can be asked back.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.credentials import environment_without_keys
from assistant.locale import _

SECONDS = 2.0
"""How long a clipboard program may take: one without its display can wait for ever."""

LONGEST_SEQUENCE = 74_000
"""Bytes of text above which xterm, tmux and others drop an OSC 52 sequence (100,000 of them, in base 64)."""


@dataclass(frozen=True, slots=True)
class Way:
    """A program that takes the clipboard's text from its input, and one that gives it back."""

    name: str
    put: tuple[str, ...]
    get: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """What came of copying.

    Attributes:
        verified: the ways that gave the same text back.
        tried: those that did not fail and cannot be asked.
        failed: those that failed.
        file: where the text was written, because none is verified.
    """

    verified: tuple[str, ...] = ()
    tried: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    file: Path | None = None


def ways(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> list[Way]:
    """Return the ways that there are here, the surest first."""
    found = []
    if platform == "darwin":
        found.append(Way("pbcopy", ("pbcopy",), ("pbpaste",)))
    if environ.get("WAYLAND_DISPLAY"):
        found.append(Way("wl-copy", ("wl-copy",), ("wl-paste", "--no-newline")))
    if environ.get("DISPLAY"):
        found.append(Way("xclip", ("xclip", "-selection", "clipboard"), ("xclip", "-selection", "clipboard", "-o")))
        found.append(Way("xsel", ("xsel", "--clipboard", "--input"), ("xsel", "--clipboard", "--output")))
    if platform == "win32" or environ.get("WSL_DISTRO_NAME"):
        # clip.exe reads UTF-16; its text comes back with a line end of its own, so it is only tried.
        found.append(Way("clip.exe", ("clip.exe",), ()))
    if environ.get("TMUX"):
        # -w hands it on to the terminal; the buffer itself is pasted with tmux's own key in any case.
        found.append(Way("tmux", ("tmux", "load-buffer", "-w", "-"), ("tmux", "save-buffer", "-")))
    return [way for way in found if shutil.which(way.put[0], path=environ.get("PATH"))]


def copy(text: str, found: Sequence[Way], spare: Path | None = None) -> Copied:
    """Copy `text` in each of these ways and ask each back; where none can be asked, write it to the file `spare`.

    Takes up to `SECONDS` a way, so it belongs off the event loop.
    """
    verified, tried, failed = [], [], []
    for way in found:
        outcome = _put(way, text)
        if outcome is None:
            failed.append(way.name)
        elif outcome:
            verified.append(way.name)
        else:
            tried.append(way.name)
    elsewhere = [name for name in verified if name != "tmux"]  # its buffer is not the clipboard of the desktop
    file = None if elsewhere or spare is None else _written(text, spare)
    return Copied(tuple(verified), tuple(tried), tuple(failed), file)


def _put(way: Way, text: str) -> bool | None:
    """Return whether a way gives the text back, or None when it failed."""
    encoded = text.encode("utf-16-le" if way.name == "clip.exe" else "utf-8")
    try:
        # Its output is not read: xclip stays behind to serve the text, and would hold a pipe open.
        # xclip and tmux stay behind: not with our keys.
        environment = environment_without_keys()
        subprocess.run(
            way.put, input=encoded, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=SECONDS, check=True,
            env=environment,
        )  # fmt: skip
        if not way.get:
            return False
        given = subprocess.run(
            way.get, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS,
            check=True, env=environment,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return given.stdout.decode("utf-8", "replace") == text


def _written(text: str, file: Path) -> Path | None:
    with contextlib.suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as written:
            written.write(text)
        return file
    return None


def told(copied: Copied, *, sequence: bool) -> str:
    """Return what to say of it; `sequence`: the terminal was asked by OSC 52, too."""
    elsewhere = [name for name in copied.verified if name != "tmux"]
    if elsewhere:
        return _("Copied (%(ways)s).") % {"ways": ", ".join(elsewhere)}
    tried = ", ".join([*(["OSC 52"] if sequence else []), *copied.tried])
    parts = []
    if copied.verified:
        parts.append(_("It is in the buffer of tmux; its prefix key and ] paste it."))
    if tried:
        parts.append(_("Given to the terminal (%(ways)s), which does not say whether it took it.") % {"ways": tried})
    if copied.failed:
        parts.append(_("Tried without success: %(ways)s.") % {"ways": ", ".join(copied.failed)})
    if copied.file:
        parts.append(_("If pasting brings nothing, the text is also in %(file)s.") % {"file": copied.file})
    else:
        parts.append(_("If pasting brings nothing, select with Shift and the mouse, as the terminal itself copies."))
    return " ".join(parts)


def told_in_browser(*, sequence: bool) -> str:
    """Return what to say of copying in a browser; `sequence`: the page was asked by OSC 52."""
    if sequence:
        return _(
            "Given to the browser, which may not allow it; select with the mouse and copy if pasting brings nothing."
        )
    return _("This text is too long to be given to the browser; select parts of it with the mouse and copy them.")
