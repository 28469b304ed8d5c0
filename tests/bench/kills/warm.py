"""Imported by the server: holds an interview, so that the processes find loaded what reading answers needs (0.7 s)."""

import asyncio
import tempfile
from pathlib import Path

from tests.fakes.person import Person, hold, open_new


async def _hold() -> None:
    with tempfile.TemporaryDirectory() as folder:
        interview = open_new(Path(folder))
        await hold(interview, Person())
        await interview.close()


asyncio.run(_hold())
