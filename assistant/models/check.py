"""Whether a chat model works here, and which ones could: what `journeymap models check` and `models list` tell."""

import os
import time
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from assistant.errors import JourneymapError
from assistant.locale import _
from assistant.models import weights
from assistant.models.factory import DEFAULT_TIMEOUT, open_model
from assistant.models.openai_models import KEY, SERVER_KEY
from assistant.models.port import ChatModel, Message
from assistant.models.spec import Kind, Spec, resolve, runtime_installed


class _Reading(BaseModel):
    channel: Literal["store", "website", "phone"]
    quote: str


_READ_ME = (
    Message("system", "Say through which channel the customer comes, and quote the exact words that say so."),
    Message("user", "Most people just walk into our shop on Main Street."),
)
_WRITE_ME = (Message("user", "Write three sentences about what makes a good shop."),)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How a model did.

    Attributes:
        spec: the model, with ``auto`` resolved.
        ok: whether it answered and filled a schema.
        line: the result in one sentence.
        hint: the next step if it failed.
        open_seconds: until it was ready: imports, and for local weights their loading.
        read_seconds: one small reading into a schema.
        first_seconds: until the first piece of a written reply.
        pieces_per_second: how fast it writes; a piece is a token with most servers.
    """

    spec: str
    ok: bool
    line: str
    hint: str = ""
    open_seconds: float | None = None
    read_seconds: float | None = None
    first_seconds: float | None = None
    pieces_per_second: float | None = None


async def check(spec: Spec, environ: Mapping[str, str] = os.environ, timeout: float = DEFAULT_TIMEOUT) -> CheckResult:
    """Try the model: one reading into a schema, one written reply; faults come back as a result, not raised."""
    spec = resolve(spec, environ)
    begin = time.perf_counter()
    try:
        model = await open_model(spec, environ, timeout)
        if model is None:
            return CheckResult(str(spec), True, _("No model: questions and reading are built in."))
        opened = time.perf_counter() - begin
        try:
            return await _measured(model, opened)
        finally:
            await model.close()
    except JourneymapError as fault:
        return CheckResult(str(spec), False, fault.message, fault.hint)


async def _measured(model: ChatModel, opened: float) -> CheckResult:
    begin = time.perf_counter()
    await model.read(_Reading, _READ_ME)
    read = time.perf_counter() - begin
    begin = time.perf_counter()
    times = []
    async with aclosing(model.stream(_WRITE_ME)) as pieces:
        async for _piece in pieces:
            times.append(time.perf_counter() - begin)
    speed = (len(times) - 1) / max(times[-1] - times[0], 1e-3)
    line = _("%(model)s works: ready in %(open).1f s, a reading in %(read).1f s, %(speed).0f pieces of text a second.")
    shown = {"model": model.name, "open": opened, "read": read, "speed": speed}
    return CheckResult(model.name, True, line % shown, "", opened, read, times[0], speed)


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to a chat model.

    Attributes:
        spec: what to write.
        usable: whether it can be used here now.
        note: what it is, or what it lacks.
    """

    spec: str
    usable: bool
    note: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What there is to choose from here; holds no key, only whether one is set.

    Attributes:
        auto: what ``auto`` stands for.
        choices: the ways to a chat model.
        keys: the environment variables of API keys, and whether each is set.
        weights: the default weights.
        file: where they are installed, or None.
    """

    auto: str
    choices: tuple[Choice, ...]
    keys: dict[str, bool]
    weights: weights.Weights
    file: Path | None


def catalogue(environ: Mapping[str, str] = os.environ) -> Catalogue:
    """Return what there is to choose from, without opening or reaching anything."""
    file = weights.installed()
    has_key = bool(environ.get(KEY))
    openai = _("text leaves this machine") if has_key else _("set %(key)s first") % {"key": KEY}
    if not runtime_installed():
        local = _("install it first: pip install 'journeymap[local]'")
    elif file is None:
        local = _("fetch its weights first (1.1 GB): journeymap models install")
    else:
        local = _("%(title)s; nothing leaves this machine") % {"title": weights.DEFAULT.title}
    return Catalogue(
        auto=str(resolve(Spec(Kind.AUTO), environ)),
        choices=(
            Choice("openai:NAME", has_key, openai),
            Choice("local", bool(file) and runtime_installed(), local),
            Choice("local:FILE.gguf", runtime_installed(), _("weights of your own, run on this machine")),
            Choice("http://HOST:PORT/v1#NAME", True, _("Ollama, LM Studio, llama.cpp, vLLM and the like")),
            Choice("PROVIDER:NAME", True, _("any other provider of LangChain whose package is installed")),
            Choice("none", True, _("no model: questions and reading are built in")),
        ),
        keys={name: bool(environ.get(name)) for name in (KEY, SERVER_KEY)},
        weights=weights.DEFAULT,
        file=file,
    )
