"""An OpenAI-compatible server on the loopback that answers as a test wants, faults included.

    with OpenAIServer(status(429, retry_after=1), says({"kind": "answer"})) as server:
        model = await open_model(parse(server.spec))

Each request takes the next answer; the last one (a plain reply, if none is given) goes on for ever. An answer is a
function of the request that writes to it, so a test can add its own.
"""

import json
import select
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

MODEL = "fake-model"


@dataclass
class Request:
    """A request as it came, its headers in lower case, and the line back."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    handler: "_Handler" = field(repr=False)
    dropped: threading.Event = field(default_factory=threading.Event)
    """Set when the client let go of the connection before its answer was complete."""

    @property
    def streams(self) -> bool:
        """Whether a stream is wanted."""
        return bool(self.body.get("stream"))

    @property
    def form(self) -> str | None:
        """How the form of the answer was asked for: ``json_schema``, ``json_object`` or None."""
        kind: str | None = self.body.get("response_format", {}).get("type")
        return kind

    @property
    def text(self) -> str:
        """All messages in one text."""
        return "\n".join(message["content"] for message in self.body["messages"])

    def send(self, content: bytes, kind: str = "application/json", code: int = 200, **headers: str) -> None:
        """Answer with `content`."""
        self.handler.send_response(code)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **headers}.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()
        self.handler.wfile.write(content)

    def send_piece(self, content: bytes) -> None:
        """Send a piece of an answer that was begun with `begin_stream`."""
        self.handler.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
        self.handler.wfile.flush()

    def begin_stream(self) -> None:
        """Answer with pieces that follow."""
        self.handler.send_response(200)
        self.handler.send_header("Content-Type", "text/event-stream")
        self.handler.send_header("Transfer-Encoding", "chunked")
        self.handler.end_headers()

    def wait(self, seconds: float) -> None:
        """Let `seconds` pass; end the answer early if the client lets go or the server stops."""
        until, poll = time.monotonic() + seconds, select.poll()  # `select` knows no file number above 1,023
        poll.register(self.handler.connection, select.POLLIN)
        while (left := until - time.monotonic()) > 0 and not self.handler.stopping.is_set():
            if poll.poll(min(left, 0.02) * 1000) and not self.handler.connection.recv(1, socket.MSG_PEEK):
                raise BrokenPipeError


Reply = Callable[[Request], None]


def says(content: str | Mapping[str, Any], pause: float = 0, finish: str = "stop") -> Reply:
    """Answer with a text, or an object as JSON; word by word, `pause` seconds apart, where a stream is wanted."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)

    def reply(request: Request) -> None:
        if request.streams:
            _stream(request, _words(text), pause=pause, finish=finish)
        else:
            request.wait(pause)
            message = {"role": "assistant", "content": text}
            choice = {"index": 0, "message": message, "finish_reason": finish}
            request.send(json.dumps(_envelope("chat.completion", [choice])).encode())

    return reply


def status(
    code: int, message: str = "no", *, error_code: str | None = None, retry_after: float | str | None = None
) -> Reply:
    """Answer with an HTTP error; `retry_after`: seconds or a date."""
    error = {"error": {"message": message, "type": "error", "code": error_code or code}}
    headers = {} if retry_after is None else {"Retry_After": str(retry_after)}
    return lambda request: request.send(json.dumps(error).encode(), code=code, **headers)


def refuses(*forms: str, then: Reply) -> Reply:
    """Refuse to constrain the answer by one of `forms` (``json_schema``, ``json_object``), else answer as `then`."""
    refusal = status(400, "response_format is not supported by this model")
    return lambda request: (refusal if request.form in forms else then)(request)


def raw(content: bytes, kind: str = "application/json") -> Reply:
    """Answer with any bytes: none at all, or a web page."""
    return lambda request: request.send(content, kind)


def hangs(request: Request) -> None:
    """Never answer."""
    request.wait(3600)


def resets(request: Request) -> None:
    """Reset the connection."""
    linger = struct.pack("ii", 1, 0)
    request.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    request.handler.close_connection = True
    request.handler.connection.close()


def cut(*pieces: str, politely: bool = False) -> Reply:
    """Send these pieces of a stream and close the connection; `politely`: as if that were all."""

    def reply(request: Request) -> None:
        _stream(request, pieces, finish=None, complete=politely)
        request.handler.close_connection = True

    return reply


def stalls(*pieces: str) -> Reply:
    """Send these pieces of a stream, then nothing."""

    def reply(request: Request) -> None:
        request.begin_stream()
        for piece in pieces:
            request.send_piece(_event({"content": piece}))
        request.wait(3600)

    return reply


def _words(text: str) -> Iterator[str]:
    yield from (f"{word} " for word in text.split(" ") if word)


def _stream(
    request: Request, pieces: Iterable[str], *, pause: float = 0, finish: str | None = "stop", complete: bool = True
) -> None:
    request.begin_stream()
    for piece in pieces:
        request.wait(pause)
        request.send_piece(_event({"role": "assistant", "content": piece}))
    if finish:
        request.send_piece(_event({}, finish))
        request.send_piece(b"data: [DONE]\n\n")
    if complete:
        request.send_piece(b"")


def _event(delta: Mapping[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps(_envelope('chat.completion.chunk', [choice]))}\n\n".encode()


def _envelope(kind: str, choices: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"id": "fake-1", "object": kind, "created": 1, "model": MODEL, "choices": choices}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    @property
    def stopping(self) -> threading.Event:
        return self.server.fake.stopping

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.path, headers, json.loads(content), self)
        reply = self.server.fake.take(request)
        try:
            reply(request)
        except OSError:
            request.dropped.set()
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has in the base class
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    fake: "OpenAIServer"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that break a connection off are what is tested."""


class OpenAIServer:
    """The server; a context manager. `requests` holds what came."""

    def __init__(self, *replies: Reply, tls: ssl.SSLContext | None = None) -> None:
        """Answer with `replies` in turn, and with the last of them ever after; by TLS where a context is given."""
        self.requests: list[Request] = []
        self.stopping = threading.Event()
        self._replies = list(replies) or [says("Hello from the fake.")]
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._scheme = "https" if tls else "http"
        if tls is not None:  # the handshake is made by the thread that serves, not by the one that accepts
            listening = self._server.socket
            self._server.socket = tls.wrap_socket(listening, server_side=True, do_handshake_on_connect=False)
        self._server.fake = self

    @property
    def url(self) -> str:
        """The base URL."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}/v1"

    @property
    def spec(self) -> str:
        """The spec of its model."""
        return f"{self.url}#{MODEL}"

    def then(self, *replies: Reply) -> None:
        """Answer the coming requests with `replies` in turn."""
        with self._lock:
            self._replies = list(replies)

    def take(self, request: Request) -> Reply:
        """Note `request` and return its answer."""
        with self._lock:
            self.requests.append(request)
            return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]

    def __enter__(self) -> Self:
        """Start to serve."""
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_fault: object) -> None:
        """Stop."""
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
