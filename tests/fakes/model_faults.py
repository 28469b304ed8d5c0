"""Ways in which a model's server misbehaves, and one that behaves: for campaigns and tests.

The one that behaves fills every form honestly with nothing, so that the rules' reading stands, and asks one question.
"""

import functools
import itertools
import json
import ssl
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.fakes import openai_server as server
from tests.fakes.openai_server import OpenAIServer, Reply, Request

QUESTION = "And how would you put that in your own words?"


def honest(request: Request) -> None:
    """Answer as a model should."""
    if request.streams:
        server.says(QUESTION)(request)
        return
    form = request.body.get("response_format", {}).get("json_schema", {}).get("schema")
    server.says(_least(form) if form else "I would need a form for that.")(request)


def _least(form: Mapping[str, Any]) -> Any:
    """Return the least that fits a schema: null where it may be, no items, the kind of an answer."""
    if "enum" in form:
        return "answer" if "answer" in form["enum"] else form["enum"][0]
    if "anyOf" in form:
        return None if {"type": "null"} in form["anyOf"] else _least(form["anyOf"][0])
    match form.get("type"):
        case "object":
            return {name: _least(one) for name, one in form["properties"].items()}
        case "array":
            return []
        case "boolean":
            return True
        case "integer":
            return 1
    return ""


# --- Answers that are no answers ------------------------------------------------------------------------------------


def _late(seconds: float) -> Reply:
    def reply(request: Request) -> None:
        request.wait(seconds)
        honest(request)

    return reply


def _drips(pause: float) -> Reply:
    """Send a good answer a byte at a time."""

    def reply(request: Request) -> None:
        request.begin_stream()
        text = server._event({"content": QUESTION}) if request.streams else b'{"id": "1", "object": "chat.completion"}'
        for byte in itertools.chain(text, itertools.repeat(ord(" "))):
            request.wait(pause)
            request.send_piece(bytes([byte]))

    return reply


def _drips_letters(pause: float) -> Reply:
    """Stream a letter at a time, each in a whole event."""

    def reply(request: Request) -> None:
        request.begin_stream()
        for letter in itertools.cycle("so what "):
            request.wait(pause)
            request.send_piece(server._event({"content": letter}))

    return reply


def _both(read: Reply, stream: Reply) -> Reply:
    return lambda request: (stream if request.streams else read)(request)


def _message(**message: Any) -> Reply:
    """Answer with one choice whose message holds this; streamed, its delta does."""

    def reply(request: Request) -> None:
        if request.streams:
            request.begin_stream()
            request.send_piece(server._event(message, "stop"))
            request.send_piece(b"data: [DONE]\n\n")
            request.send_piece(b"")
        else:
            choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": "stop"}
            request.send(json.dumps(server._envelope("chat.completion", [choice])).encode())

    return reply


def _choices(*choices: Mapping[str, Any]) -> Reply:
    def reply(request: Request) -> None:
        kind = "chat.completion.chunk" if request.streams else "chat.completion"
        content = json.dumps(server._envelope(kind, choices)).encode()
        if request.streams:
            request.send(b"data: " + content + b"\n\ndata: [DONE]\n\n", "text/event-stream")
        else:
            request.send(content)

    return reply


def _choice(text: str, index: int = 0) -> dict[str, Any]:
    said = {"role": "assistant", "content": text}
    return {"index": index, "message": said, "delta": said, "finish_reason": "stop"}


def _body(content: bytes, pieces: int = 1) -> Reply:
    """Answer with a body that is streamed in `pieces` equal pieces (0: for ever)."""

    def reply(request: Request) -> None:
        request.begin_stream()
        for _ in range(pieces) if pieces else itertools.count():
            request.send_piece(content)
            request.wait(0)
        request.send_piece(b"")

    return reply


def _bytes(content: bytes) -> Reply:
    """Write bytes to the connection, headers included, and close it."""

    def reply(request: Request) -> None:
        request.handler.wfile.write(content)
        request.handler.wfile.flush()
        request.handler.close_connection = True

    return reply


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
_TOOL = {"id": "1", "index": 0, "type": "function", "function": {"name": "delete_map", "arguments": '{"all": true}'}}


def _reset_in_the_middle(request: Request) -> None:
    request.begin_stream()
    request.send_piece(server._event({"content": "What "}) if request.streams else b'{"id": "fake-1", "choi')
    server.resets(request)


def _misordered(request: Request) -> None:
    """Send the last event first, each twice, with comments, unknown fields and an early end."""
    if not request.streams:
        server.says("[1]")(request)
        return
    first, second, last = (
        server._event({"content": "your own words?"}),
        server._event({"content": "And how would you put that in "}),
        server._event({}, "stop"),
    )
    request.begin_stream()
    for piece in (b": ping\n\n", last, first, first, b"event: odd\nid: 7\nretry: 1\n\n", second, second, last):
        request.send_piece(piece)
    request.send_piece(b"data: [DONE]\n\n" * 2)
    request.send_piece(second)
    request.send_piece(b"")


def _packed(request: Request) -> None:
    """Send 200 MB packed into 200 kB."""
    import gzip

    content = gzip.compress(b" " * 200_000_000, 1)
    request.send(content, "text/event-stream" if request.streams else "application/json", Content_Encoding="gzip")


def _sends_on(to: Callable[[Request], str], code: int = 307) -> Reply:
    return lambda request: request.send(b"", code=code, Location=to(request))


def every(number: int, fault: Reply) -> Callable[[], Reply]:
    """Return a reply that is `fault` each `number`-th time."""

    def fresh() -> Reply:
        counted = itertools.count(1)

        def reply(request: Request) -> None:
            (honest if next(counted) % number else fault)(request)

        return reply

    return fresh


def comes_back(works: int, dead_seconds: float, fault: Reply) -> Callable[[], Reply]:
    """Return a reply that works a number of times, is `fault` for some seconds, and works again."""

    def fresh() -> Reply:
        counted, died = itertools.count(1), [0.0]

        def reply(request: Request) -> None:
            if next(counted) > works and not died[0]:
                died[0] = time.monotonic()
            dead = died[0] and time.monotonic() - died[0] < dead_seconds
            (fault if dead else honest)(request)

        return reply

    return fresh


@dataclass(frozen=True)
class Fault:
    """A way to misbehave.

    Attributes:
        reply: makes a reply, with its own counts.
        tls: whether the server speaks TLS, with a certificate that nobody trusts.
        scheme: what the person wrote before ``://``, where it is not what the server speaks.
        works: whether some calls work, so that the model may be used.
    """

    reply: Callable[[], Reply]
    tls: bool = False
    scheme: str = ""
    works: bool = False


def _fault(reply: Reply) -> Fault:
    return Fault(lambda: reply)


def _again_at_a_date(request: Request) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    server.status(429, retry_after=moment)(request)


def faults(pace: float = 1.0, elsewhere: str = "http://127.0.0.1:9") -> dict[str, Fault]:
    """Return every way by name; seconds are `pace` times as long, and redirects lead to `elsewhere`."""
    wrong_shape = json.dumps({"colour": "red", "items": [1, 2, 3]})
    prose = "Sure! Here is what I think about your customers."
    half = '{"kind": "answer", "items": [{"words": "the pri'
    return {
        "slow first byte": Fault(lambda: _late(8 * pace), works=True),
        "a byte a second": _fault(_drips(pace)),
        "a letter a second": _fault(_both(_drips(pace), _drips_letters(pace))),
        "stalls in mid-stream": _fault(_both(server.hangs, server.stalls("What would", " you"))),
        "never answers": _fault(server.hangs),
        "never-ending stream": _fault(_both(_body(b" " * 65536, 0), _body(server._event({"content": "and "}), 0))),
        "never-ending thoughts": _fault(_both(_body(b"\n", 0), _body(b": thinking\n\n", 0))),
        "prose instead of JSON": _fault(server.says(prose)),
        "JSON of another shape": _fault(server.says(wrong_shape)),
        "a list": _fault(server.says("[1, 2, 3]")),
        "truncated JSON": _fault(server.says(half)),
        "cut by its length": _fault(server.says(half, finish="length")),
        "stopped by a filter": _fault(server.says("", finish="content_filter")),
        "deep JSON": _fault(server.says("[" * 100_000)),
        "huge numbers": _fault(server.says('{"kind": ' + "9" * 100_000 + "}")),
        "empty text": _fault(server.says("")),
        "empty body": _fault(server.raw(b"")),
        "not of the protocol": _fault(server.raw(b'{"error": {"message": "out of memory"}}')),
        "huge": _fault(_body(b'{"a": "' + b"x" * 1_000_000, 40)),
        "packed bomb": _fault(_packed),
        "endless repetition": _fault(server.says("la " * 50_000)),
        "web page": _fault(server.raw(b"<html><body>Sign in to the hotel</body></html>", "text/html")),
        "tool call": _fault(_message(content=None, tool_calls=[_TOOL])),
        "content null": _fault(_message(content=None)),
        "content of a wrong type": _fault(_message(content={"text": 7})),
        "refusal": _fault(_message(content=None, refusal="I cannot help with that.")),
        "no choices": _fault(_choices()),
        "several choices": _fault(_choices(_choice(prose), _choice(wrong_shape, 1), _choice("x", 7))),
        "misordered events": _fault(_misordered),
        "events that are no JSON": _fault(_body(b"data: {not json\n\n", 3)),
        "invalid UTF-8": _fault(_body(b'data: {"choices": [{"delta": {"content": "\xff\xfe\xc3"}}]}\n\n', 3)),
        "broken chunks": _fault(_bytes(_HEAD % b"text/event-stream" + b"zz\r\ndata: {}\r\n0\r\n\r\n")),
        "wrong length": _fault(_bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{}")),
        "not HTTP": _fault(_bytes(b"SSH-2.0-OpenSSH_9.9\r\n")),
        "reset before the answer": _fault(server.resets),
        "reset in mid-stream": _fault(_reset_in_the_middle),
        "cut stream": _fault(_both(_bytes(_HEAD % b"application/json" + b"3\r\n{\"i\r\n"), server.cut("What would"))),
        **{f"HTTP {code}": _fault(server.status(code)) for code in (400, 401, 403, 404, 408, 413, 429, 500, 502, 503)},
        "429, no credit": _fault(server.status(429, error_code="insufficient_quota")),
        "429, again in 2 s": _fault(server.status(429, retry_after=2 * pace)),
        "429, again in 90 s": _fault(server.status(429, retry_after=90 * pace)),
        "429, again in a year": _fault(server.status(429, retry_after=31_536_000)),
        "429, again at a date": _fault(_again_at_a_date),
        "429, again at no time": _fault(server.status(429, retry_after="soon, NaN")),
        "503, again in 2 s": _fault(server.status(503, retry_after=2 * pace)),
        "certificate not trusted": Fault(lambda: honest, tls=True),
        "plain HTTP on a TLS port": Fault(lambda: honest, tls=True, scheme="http"),
        "TLS on a plain port": Fault(lambda: honest, scheme="https"),
        "redirect to itself": _fault(_sends_on(lambda request: request.path)),
        "redirect to another host": _fault(_sends_on(lambda request: f"{elsewhere}{request.path}", 308)),
        "moved to another host": _fault(_sends_on(lambda request: f"{elsewhere}{request.path}", 301)),
        "every third call fails": Fault(every(3, server.status(500)), works=True),
        "every second call hangs": Fault(every(2, server.hangs), works=True),
        "every fourth call lies": Fault(every(4, server.says(wrong_shape)), works=True),
        "dies and comes back": Fault(comes_back(8, 20 * pace, server.resets), works=True),
        "busy and comes back": Fault(comes_back(4, 20 * pace, server.status(503, retry_after=20 * pace)), works=True),
    }  # fmt: skip


@contextmanager
def serving(fault: Fault) -> Iterator[tuple[OpenAIServer, str]]:
    """Serve a fault; yields the server and the spec that the person wrote."""
    with OpenAIServer(fault.reply(), tls=_untrusted() if fault.tls else None) as running:
        scheme, rest = running.spec.split("://")
        yield running, f"{fault.scheme or scheme}://{rest}"


@functools.cache
def _untrusted() -> ssl.SSLContext:
    """Return the context of a server whose certificate it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begin = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "both.pem"
        form = serialization.PrivateFormat.PKCS8
        private = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
        file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context.load_cert_chain(file)
    return context
