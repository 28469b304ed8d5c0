"""What went wrong with a chat model, told to a person: one sentence, the next step, no key and no text of theirs."""

from typing import Any

from assistant.errors import ModelError
from assistant.locale import _

_NO_MORE_CREDIT = "insufficient_quota"
_OVERFLOW_WORDS = (
    "context length", "context size", "context window", "context_length", "exceed_context", "prompt is too long",
)  # fmt: skip
_LONGEST_PAUSE = 5.0
"""Seconds that are waited when a server asks to come back later; more is left to the person."""
_USUAL_PAUSE = 1.0
_BUSY = (429, 503)
_BAD_REQUEST = (400, 422, 501)


def told(fault: BaseException, model: str, key: str) -> ModelError:
    """Return `fault` as people read it.

    Args:
        fault: what LangChain, a provider's package or the network raised.
        model: the model's spec.
        key: the environment variable that holds its API key.
    """
    from langchain_core import exceptions as langchain

    if isinstance(fault, ModelError):
        return fault
    if isinstance(fault, langchain.ContextOverflowError) or is_overflow(fault):
        return _error(
            _("The text is too long for the model (%(model)s)."),
            _("Give it in smaller pieces, or choose a model with a larger context."),
            model,
        )
    status = status_of(fault)
    if status in (401, 403):
        return _error(
            _("The API key was refused (%(model)s, HTTP %(status)d)."),
            _("Check %(key)s in the environment.") % {"key": key},
            model,
            status,
        )
    if status == 404:
        return _error(
            _("The server does not know this model (%(model)s)."), _("Check its name, or choose another model."), model
        )
    if getattr(fault, "code", None) == _NO_MORE_CREDIT:
        return _error(_("The account has no credit left (%(model)s)."), _("Top it up, or choose another model."), model)
    if status in _BUSY:
        return _error(
            _("The model's server is too busy (%(model)s, HTTP %(status)d)."),
            _("Try again in a minute, or choose another model."),
            model,
            status,
        )
    if status is not None and status >= 400:
        return _error(
            _("The model's server failed (%(model)s, HTTP %(status)d)."),
            _("Try again later, or choose another model."),
            model,
            status,
        )
    return _without_status(fault, model)


def _without_status(fault: BaseException, model: str) -> ModelError:
    from langchain_core import exceptions as langchain

    if _never_connected(fault):
        return _error(
            _("The model's server cannot be reached (%(model)s)."),
            _("Check that it runs and that the address is right, or choose another model."),
            model,
        )
    if isinstance(fault, TimeoutError | langchain.ModelTimeoutError):
        return took_too_long(model)
    if isinstance(fault, ConnectionError | langchain.ModelConnectionError):
        return broke_off(model)
    return unreadable(model)


def _never_connected(fault: BaseException | None) -> bool:
    while fault is not None:
        # By name: providers' packages carry httpx or httpx2.
        if isinstance(fault, ConnectionRefusedError) or type(fault).__name__ in ("ConnectError", "ConnectTimeout"):
            return True
        fault = fault.__cause__
    return False


def took_too_long(model: str) -> ModelError:
    """Return the error of a model that missed its deadline."""
    return _error(
        _("The model took too long to answer (%(model)s)."),
        _("Try again, give it more time with JOURNEYMAP_TIMEOUT=SECONDS, or choose another model."),
        model,
    )


def broke_off(model: str) -> ModelError:
    """Return the error of a reply that was cut."""
    return _error(
        _("The model's answer broke off (%(model)s)."),
        _("Try again; if it happens often, choose another model."),
        model,
    )


def unreadable(model: str) -> ModelError:
    """Return the error of a reply that is empty or no chat reply at all."""
    return _error(
        _("The model's server sent nothing that can be read (%(model)s)."),
        _("Check that the address leads to an OpenAI-compatible server, or choose another model."),
        model,
    )


def unfit(model: str) -> ModelError:
    """Return the error of a model whose answer did not fit its schema, and did not after one more try."""
    return _error(
        _("The model answered twice in a form that cannot be used (%(model)s)."),
        _("Try again, or choose a more capable model."),
        model,
    )


def _error(message: str, hint: str, model: str, status: int | None = None) -> ModelError:
    return ModelError(message % {"model": model, "status": status}, hint)


def status_of(fault: BaseException) -> int | None:
    """Return the HTTP status that `fault` is about, if any."""
    status = getattr(fault, "status_code", None) or getattr(getattr(fault, "response", None), "status_code", None)
    return status if isinstance(status, int) and status >= 400 else None


def is_overflow(fault: BaseException) -> bool:
    """Return whether a request exceeded the model's context, which every server words in its own way."""
    words = str(fault).casefold()
    return status_of(fault) in (None, 400, 413, 422, 500) and any(word in words for word in _OVERFLOW_WORDS)


def refuses_request(fault: BaseException) -> bool:
    """Return whether `fault` may mean that the answer's form was asked for in a way the server does not know."""
    if isinstance(fault, NotImplementedError):
        return True
    return status_of(fault) in _BAD_REQUEST and not is_overflow(fault)


def pause_before_retry(fault: BaseException) -> float | None:
    """Return the seconds after which one more try makes sense, or None: a busy server, and not for long."""
    if status_of(fault) not in _BUSY or getattr(fault, "code", None) == _NO_MORE_CREDIT:
        return None
    headers: Any = getattr(getattr(fault, "response", None), "headers", None) or {}
    try:
        pause = float(headers.get("retry-after") or _USUAL_PAUSE)
    except ValueError:  # a date, which no model server is known to send
        return None
    return pause if 0 <= pause <= _LONGEST_PAUSE else None
