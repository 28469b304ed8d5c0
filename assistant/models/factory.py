"""Opens the chat model that a spec names. Heavy packages are imported here, in a thread, and only when needed."""

import asyncio
import os
from collections.abc import Mapping

from assistant.errors import ModelError
from assistant.locale import _
from assistant.models import weights
from assistant.models.langchain_model import PROVIDER_METHODS, LangChainModel, forbid_tracing
from assistant.models.local import LocalModel
from assistant.models.openai_models import SERVER_KEY, open_openai, open_server
from assistant.models.port import ChatModel
from assistant.models.spec import Kind, Spec, resolve, runtime_installed

DEFAULT_TIMEOUT = 120.0
"""Seconds for one call: a cold local server may load its weights first."""


async def open_model(
    spec: Spec, environ: Mapping[str, str] = os.environ, timeout: float = DEFAULT_TIMEOUT
) -> ChatModel | None:
    """Return the chat model that `spec` names, ready to answer; None for ``none``.

    Args:
        spec: a spec; ``auto`` is resolved.
        environ: where API keys are looked up.
        timeout: seconds that one call may take.

    Raises:
        ModelError: its key, package or weights are missing, or the weights do not load.
    """
    spec = resolve(spec, environ)
    if spec.kind is Kind.NONE:
        return None
    if spec.kind is Kind.LOCAL:
        return await _open_local(spec, timeout)
    # Importing LangChain takes 1.5 s; in a thread it holds up the event loop for 0.1 s at most.
    return await asyncio.to_thread(_open_langchain, spec, environ, timeout)


async def _open_local(spec: Spec, timeout: float) -> LocalModel:
    if not runtime_installed():
        raise ModelError(
            _("The local model needs the package xllamacpp."), _("Install it: pip install 'journeymap[local]'")
        )
    file = spec.file or weights.installed()
    if file is None:
        raise ModelError(
            _("The weights of the local model are not installed."),
            _("Fetch them once (1.1 GB): journeymap models install"),
        )
    if not file.is_file():
        raise ModelError(_("There is no file %(file)s.") % {"file": file}, _("Check the path after “local:”."))
    return await LocalModel.open(file, name=str(spec), timeout=timeout)


def _open_langchain(spec: Spec, environ: Mapping[str, str], timeout: float) -> LangChainModel:
    forbid_tracing(environ)
    if spec.kind is Kind.OPENAI:
        return open_openai(spec, environ, timeout)
    if spec.kind is Kind.SERVER:
        return open_server(spec.url, spec.model, environ.get(SERVER_KEY, ""), name=str(spec), timeout=timeout)
    return _open_provider(spec, timeout)


def _open_provider(spec: Spec, timeout: float) -> LangChainModel:
    from langchain.chat_models import init_chat_model

    try:
        chat = init_chat_model(spec.model, model_provider=spec.provider, max_retries=0)
    except ImportError as fault:
        missing = fault.__cause__.name if isinstance(fault.__cause__, ImportError) else None
        package = (missing or f"langchain_{spec.provider}").partition(".")[0].replace("_", "-")
        raise ModelError(
            _("The model %(model)s needs the package %(package)s.") % {"model": spec, "package": package},
            _("Install it: pip install %(package)s") % {"package": package},
        ) from None
    except Exception as fault:
        raise ModelError(
            _("The model %(model)s cannot be opened: %(reason)s")
            % {"model": spec, "reason": str(fault).partition("\n")[0]},
            _("Check the provider's name and its API key in the environment."),
        ) from None
    return LangChainModel(
        chat,
        str(spec),
        remote=True,
        timeout=timeout,
        methods=PROVIDER_METHODS,
        key=f"{spec.provider.upper()}_API_KEY",
        says_when_finished=False,
    )
