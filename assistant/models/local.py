"""The local model: weights on this machine, run by llama.cpp in a child process, spoken to over the loopback."""

import asyncio
import json
import secrets
import subprocess
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Self

from pydantic import BaseModel

from assistant.credentials import environment_without_keys
from assistant.errors import ModelError
from assistant.locale import _
from assistant.locations import make_private, state_folder
from assistant.models.cores import usable_cores
from assistant.models.langchain_model import LangChainModel, forbid_tracing
from assistant.models.openai_models import open_server
from assistant.models.port import Answer, Message

_CONTEXT = 8192
"""Tokens of prompt and answer together; their memory is 28 kB each for the default weights, 235 MB in all."""

_CACHE_MIB = 512
"""Memory for what the server has read of other prompts: about 18,000 tokens of the default weights."""

_MOST_TOKENS = 1024
"""Tokens of an answer at which it is cut: 40 s at the 25 tokens/s of two cores."""

_ENVIRONMENT = {"GOMP_SPINCOUNT": "1000"}
"""How long llama.cpp's threads spin while they wait for each other. On two cores shared with one busy program it wrote
12 tokens/s so, 4 as libgomp spins by default, and 0.6 at a lower priority (nice 5); 28 when left alone, either way."""

_PROGRAM = Path(__file__).with_name("llama_server.py")


class LlamaServer:
    """A child process that serves weights over the loopback."""

    def __init__(self, weights: Path) -> None:
        """Start the process; `wait` returns when the weights are loaded."""
        self.weights = weights
        self.key = secrets.token_urlsafe(24)
        self.log = make_private(state_folder()) / "local-model.log"
        given = {
            "weights": str(weights),
            "key": self.key,
            "threads": usable_cores(),
            "context": _CONTEXT,
            "cache_mib": _CACHE_MIB,
        }
        with self.log.open("wb") as log:
            # -P: a file named json.py in the folder where journeymap was started must not be taken for a module.
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(_PROGRAM)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=_ENVIRONMENT | environment_without_keys(),
            )
        assert self._process.stdin and self._process.stdout  # noqa: S101, PT018 - pipes, as asked
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        with suppress(BrokenPipeError):  # `wait` tells what happened
            self._stdin.write(f"{json.dumps(given)}\n".encode())
            self._stdin.flush()

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def wait(self) -> str:
        """Return the server's base URL when the weights are loaded; blocks.

        Raises:
            ModelError: they do not load.
        """
        said = self._stdout.readline()
        url = json.loads(said).get("url") if said else None
        if not url:
            raise ModelError(
                _("The weights %(file)s could not be loaded.") % {"file": self.weights.name},
                _("The reason is in %(log)s. Choose another model, or go on without one.") % {"log": self.log},
            )
        return f"{url}/v1"

    def stop(self) -> None:
        """End the process; it has nothing to save."""
        self._process.kill()
        self._process.wait()
        with suppress(BrokenPipeError):
            self._stdin.close()
        self._stdout.close()


class LocalModel:
    """A local model as a `ChatModel`; its server is started again when it has died."""

    remote = False
    fluent = False

    def __init__(self, file: Path, name: str, timeout: float) -> None:
        """Stand for the weights in `file`, which are not loaded yet: see `open`."""
        self.file = file
        self.name = name
        self.timeout = timeout
        self._server: LlamaServer | None = None
        self._model: LangChainModel | None = None
        self._starting = asyncio.Lock()

    @classmethod
    async def open(cls, file: Path, *, name: str, timeout: float) -> Self:
        """Load the weights in `file` and return the model.

        Raises:
            ModelError: they do not load.
        """
        model = cls(file, name, timeout)
        await model._running()
        return model

    async def read(self, schema: type[Answer], messages: Sequence[Message]) -> Answer:
        """Return an object of `schema`; see `ChatModel.read`."""
        return await (await self._running()).read(schema, messages)

    async def prime(self, schema: type[BaseModel], messages: Sequence[Message]) -> None:
        """Let the model read the beginning of coming prompts; see `ChatModel.prime`."""
        with suppress(ModelError):
            await (await self._running()).prime(schema, messages)

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """Yield the pieces of a reply; see `ChatModel.stream`."""
        async with aclosing((await self._running()).stream(messages)) as pieces:
            async for piece in pieces:
                yield piece

    async def close(self) -> None:
        """Stop the server and give its memory back."""
        if self._model:
            await self._model.close()
        if self._server:
            self._server.stop()

    async def _running(self) -> LangChainModel:
        async with self._starting:
            if self._model is None or self._server is None or not self._server.running:
                await self.close()
                self._server = LlamaServer(self.file)
                self._model = await self._connected(self._server)
            return self._model

    async def _connected(self, server: LlamaServer) -> LangChainModel:
        try:
            # Both take seconds, and neither needs the other.
            loading, importing = asyncio.to_thread(server.wait), asyncio.to_thread(_import_langchain)
            url, _none = await asyncio.gather(loading, importing)
        except BaseException:  # whoever cancels the loading wants no process left
            server.stop()
            raise
        return await asyncio.to_thread(self._connect, url, server.key)

    def _connect(self, url: str, key: str) -> LangChainModel:
        return open_server(
            url,
            self.file.stem,
            key,
            name=self.name,
            timeout=self.timeout,
            most_tokens=_MOST_TOKENS,
            fluent=self.fluent,
        )


def _import_langchain() -> None:
    forbid_tracing()
    import langchain_openai  # noqa: F401
