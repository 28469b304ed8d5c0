"""Waiting for what a model writes, and not for ever."""

import asyncio
from collections.abc import AsyncGenerator


async def next_by(until: float, stream: AsyncGenerator[str, None]) -> str | None:
    """Return the next piece of a stream, None at its end; `until` is a time of the running loop.

    Raises:
        TimeoutError: it does not come by then.
    """
    async with asyncio.timeout_at(until):
        return await anext(stream, None)
