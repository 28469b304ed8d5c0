"""What went wrong with a chat model, told to a person: one sentence, the next step, no key and no text of theirs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
from assistant.locale import _
from assistant.models.bounded import FloodError

if TYPE_CHECKING:
    from ssl import SSLError

_NO_MORE_CREDIT = "insufficient_quota"
_OVERFLOW_WORDS = (
    "context length", "context size", "context window", "context_length", "exceed_context", "prompt is too long",
)  # fmt: skip
LONGEST_PAUSE = 5.0
"""Seconds that are waited when a server asks to come back later; longer, and the interview goes on without it."""
_USUAL_PAUSE = 1.0
_BUSY = (429, 503)
_BAD_REQUEST = (400, 422, 501)


class UnfitError(ModelError):
    """The model answers, but not in a form that can be used."""


class BusyError(ModelError):
    """The server asks to come back after `retry_after` seconds; None: it did not say when."""

    def __init__(self, message: str, hint: str, retry_after: float | None) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after


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
        busy = _("The model's server is too busy (%(model)s, HTTP %(status)d).") % {"model": model, "status": status}
        return BusyError(busy, _("Try again in a minute, or choose another model."), retry_after(fault))
    if status is not None and status < 400:
        return _error(
            _("The model's server sends on to another address, which is not followed (%(model)s, HTTP %(status)d)."),
            _("Your words and your key went nowhere else. Give the model's right address."),
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

    if any(isinstance(each, FloodError) for each in _chain(fault)):
        return _error(
            _("The model's server sent far more than an answer, which was cut off (%(model)s)."),
            _("Try again; if it happens often, choose another model."),
            model,
        )
    if (insecure := _insecure(fault)) is not None:
        if type(insecure).__name__ == "SSLCertVerificationError":
            return _error(
                _("The certificate of the model's server is not trusted (%(model)s); nothing was sent."),
                _("Check the address; SSL_CERT_FILE names a certificate of your own."),
                model,
            )
        return _error(
            _("No secure connection to the model's server is possible (%(model)s); nothing was sent."),
            _("Check whether its address begins with http:// or https://."),
            model,
        )
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


def _never_connected(fault: BaseException) -> bool:
    # By name: providers' packages carry httpx or httpx2.
    names = ("ConnectError", "ConnectTimeout")
    return any(isinstance(each, ConnectionRefusedError) or type(each).__name__ in names for each in _chain(fault))


def _insecure(fault: BaseException) -> "SSLError | None":
    from ssl import SSLError

    return next((each for each in _chain(fault) if isinstance(each, SSLError)), None)


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    """Yield a fault and what it came from; the HTTP packages hide the first of it in causes and contexts."""
    for _depth in range(20):
        if fault is None:
            return
        yield fault
        fault = fault.__cause__ or fault.__context__


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
    message = _("The model answered twice in a form that cannot be used (%(model)s).") % {"model": model}
    return UnfitError(message, _("Try again, or choose a more capable model."))


def _error(message: str, hint: str, model: str, status: int | None = None) -> ModelError:
    return ModelError(message % {"model": model, "status": status}, hint)


def status_of(fault: BaseException) -> int | None:
    """Return the HTTP status that `fault` is about, if any."""
    status = getattr(fault, "status_code", None) or getattr(getattr(fault, "response", None), "status_code", None)
    return status if isinstance(status, int) and status >= 300 else None


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
    asked = retry_after(fault)
    pause = _USUAL_PAUSE if asked is None else asked
    return pause if pause <= LONGEST_PAUSE else None


def retry_after(fault: BaseException) -> float | None:
    """Return the seconds that a server asks to be left alone: Retry-After, as seconds or a date (RFC 9110, 10.2.3)."""
    from email.utils import parsedate_to_datetime

    headers: Any = getattr(getattr(fault, "response", None), "headers", None) or {}
    asked = str(headers.get("retry-after") or "").strip()
    try:
        seconds = float(asked)
    except ValueError:
        try:
            moment = parsedate_to_datetime(asked)
        except ValueError:
            return None
        seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return max(seconds, 0.0) if seconds < float("inf") else None
