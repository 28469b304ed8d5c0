"""OpenAI and the servers that speak its protocol. The functions import LangChain (1.5 s): call them in a thread."""

import os
from collections.abc import Mapping
from typing import Any

from assistant.addresses import is_loopback
from assistant.errors import ModelError
from assistant.locale import _
from assistant.models.bounded import bounded
from assistant.models.langchain_model import LangChainModel
from assistant.models.spec import Spec

KEY = "OPENAI_API_KEY"
SERVER_KEY = "JOURNEYMAP_API_KEY"

TEMPERATURE = "JOURNEYMAP_TEMPERATURE"
"""The environment variable of the temperature, for measuring how steadily a model reads; 0 unless it is set."""

_OPENAI = "https://api.openai.com/v1"
_CONNECT = 10.0
_MOST_TOKENS = 16_384
"""Tokens of one answer, so that a model that repeats itself comes to an end; thoughts that are not shown count too."""

_QUICK_EFFORTS = ("none", "minimal", "low")


def open_openai(spec: Spec, environ: Mapping[str, str], timeout: float) -> LangChainModel:
    """Return a model of OpenAI, or of what OPENAI_BASE_URL puts in its place.

    Raises:
        ModelError: there is no API key.
    """
    key = environ.get(KEY)
    if not key:
        raise ModelError(
            _("OpenAI needs an API key (%(model)s).") % {"model": spec},
            _("Set %(key)s in the environment, or choose another model.") % {"key": KEY},
        )
    url = environ.get("OPENAI_BASE_URL") or _OPENAI
    chat, client = _chat_openai(url, spec.model, key, max_completion_tokens=_MOST_TOKENS)
    _make_quick(chat)
    return LangChainModel(chat, str(spec), remote=True, timeout=timeout, key=KEY, strict=True, release=client.aclose)


def open_server(
    url: str, model: str, key: str, *, name: str, timeout: float, most_tokens: int = _MOST_TOKENS, fluent: bool = True
) -> LangChainModel:
    """Return the model of an OpenAI-compatible server.

    Args:
        url: the server's base URL.
        model: the model's name at the server.
        key: its API key, or "" where none is needed.
        name: the spec that people know it by.
        timeout: seconds that one call may take.
        most_tokens: the length of an answer at which it is cut.
        fluent: see `ChatModel.fluent`.
    """
    # LangChain writes max_completion_tokens, which not every server knows; all of them know max_tokens.
    options = {"temperature": temperature(), "extra_body": {"max_tokens": most_tokens}}
    chat, client = _chat_openai(url, model, key or "none", **options)
    return LangChainModel(
        chat,
        name,
        remote=not is_loopback(url),
        timeout=timeout,
        key=SERVER_KEY,
        fluent=fluent,
        release=client.aclose,
    )


def _chat_openai(url: str, model: str, key: str, **options: Any) -> tuple[Any, Any]:  # noqa: ANN401
    """Return a ChatOpenAI and the HTTP client it uses."""
    import openai
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    # Deadlines and the one retry are LangChainModel's: it knows a stream from a read and a busy server from a dead one.
    limits = openai.Timeout(None, connect=_CONNECT)
    # A proxy of the environment must not see what is sent to this very machine; nor may a server send what people said
    # on to another one: whoever chose this address did not choose that.
    client = openai.DefaultAsyncHttpxClient(
        timeout=limits,
        trust_env=not is_loopback(url),
        follow_redirects=False,
        headers={"Accept-Encoding": "identity"},  # a bomb would count as its few packed bytes
        event_hooks={"response": [bounded]},
    )
    chat = ChatOpenAI(
        model=model,
        base_url=url,
        api_key=SecretStr(key),
        use_responses_api=False,
        max_retries=0,
        timeout=limits,
        stream_chunk_timeout=None,
        http_async_client=client,
        openai_proxy="",
        **options,
    )
    return chat, client


def _make_quick(chat: Any) -> None:  # noqa: ANN401 - a ChatOpenAI, whose type is imported late
    """Let a reasoning model think as little as it can, and any model answer the same way each time where it may."""
    profile = chat.profile or {}
    efforts = profile.get("reasoning_effort_levels") or ()
    chat.reasoning_effort = next((effort for effort in _QUICK_EFFORTS if effort in efforts), None)
    if profile.get("temperature") and (not profile.get("reasoning_output") or chat.reasoning_effort == "none"):
        chat.temperature = temperature()


def temperature(environ: Mapping[str, str] = os.environ) -> float:
    """Return the temperature that `TEMPERATURE` sets; 0, the same answer each time, unless it is from 0 to 2."""
    try:
        asked = float(environ.get(TEMPERATURE, "0"))
    except ValueError:
        return 0.0
    return asked if 0 <= asked <= 2 else 0.0
