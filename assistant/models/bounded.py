"""A bound on what a model's server may send: an answer that never ends must not fill the memory."""

from collections.abc import AsyncIterator
from typing import Any

MOST_BYTES = 16 * 1024 * 1024
"""Bytes of one answer: 16,384 tokens, streamed with some 300 bytes each around them, are 5 MB."""


class FloodError(Exception):
    """A server sent more than any answer holds, or packed, so that nobody knows how much it is."""


async def bounded(response: Any) -> None:  # noqa: ANN401 - of httpx or httpx2, whichever the openai package brings
    """Let no more than `MOST_BYTES` of a response be read; a hook of the HTTP client.

    Raises:
        FloodError: the response is packed, though that was not asked for.
    """
    if response.headers.get("content-encoding", "identity").casefold() != "identity":
        raise FloodError("the answer is packed")
    stream = response.stream
    kind = next(base for base in type(stream).__mro__ if base.__name__ == "AsyncByteStream")

    async def pieces(_self: object) -> AsyncIterator[bytes]:
        read = 0
        async for piece in stream:
            read += len(piece)
            if read > MOST_BYTES:
                raise FloodError(f"more than {MOST_BYTES} bytes")
            yield piece

    async def close(_self: object) -> None:
        await stream.aclose()

    response.stream = type("Bounded", (kind,), {"__aiter__": pieces, "aclose": close})()
