"""Which chat model is meant: the text that people write, read into a value."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from assistant.addresses import is_loopback
from assistant.errors import UsageError
from assistant.locale import _
from assistant.locations import expanded
from assistant.models import weights
from assistant.text import clean, clean_line

DEFAULT_OPENAI_MODEL = "gpt-5.4-mini"
"""The small model of OpenAI that answers without thinking aloud first, so a turn takes a second or two."""

_PROVIDER = re.compile(r"([a-z][a-z0-9_-]*):(?!//)(\S+)")


class Kind(StrEnum):
    """The ways to reach a chat model."""

    AUTO = "auto"
    OPENAI = "openai"
    SERVER = "server"
    PROVIDER = "provider"
    LOCAL = "local"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Spec:
    """A chat model, named.

    Attributes:
        kind: how it is reached.
        model: its name, as the server or provider calls it.
        url: the base URL of an OpenAI-compatible server.
        provider: LangChain's name of the provider.
        file: the weights to run, if they are not the installed ones.
    """

    kind: Kind
    model: str = ""
    url: str = ""
    provider: str = ""
    file: Path | None = None

    def __str__(self) -> str:
        """Return the spec as it is written."""
        match self.kind:
            case Kind.OPENAI:
                return f"openai:{self.model}"
            case Kind.SERVER:
                return f"{self.url}#{self.model}"
            case Kind.PROVIDER:
                return f"{self.provider}:{self.model}"
            case Kind.LOCAL if self.file:
                return f"local:{self.file}"
        return str(self.kind)

    @property
    def remote(self) -> bool:
        """Whether text leaves this machine; where that is unknown (a provider's package decides), it counts as yes."""
        match self.kind:
            case Kind.OPENAI | Kind.PROVIDER:
                return True
            case Kind.SERVER:
                return not is_loopback(self.url)
        return False


def parse(text: str) -> Spec:
    """Read a spec.

    Raises:
        UsageError: it is none of the accepted forms.
    """
    text = clean(text).strip()  # it is shown, and kept in sessions
    word = text.casefold()
    if word in (Kind.AUTO, Kind.LOCAL, Kind.NONE):
        return Spec(Kind(word))
    if word == Kind.OPENAI:
        return Spec(Kind.OPENAI, DEFAULT_OPENAI_MODEL)
    if word.startswith(("http://", "https://")):
        return _server(text)
    if word.startswith("local:") and (file := text.partition(":")[2].strip()):
        return Spec(Kind.LOCAL, file=expanded(file))
    if found := _PROVIDER.fullmatch(text):
        provider, model = found.groups()
        if provider == Kind.OPENAI:
            return Spec(Kind.OPENAI, model)
        if provider not in set(Kind):
            return Spec(Kind.PROVIDER, model, provider=provider)
    raise _not_a_spec(text)


def resolve(spec: Spec, environ: Mapping[str, str] = os.environ) -> Spec:
    """Return what `auto` stands for here: OpenAI if its key is set, else the local model if installed, else none."""
    if spec.kind is not Kind.AUTO:
        return spec
    if environ.get("OPENAI_API_KEY"):
        return Spec(Kind.OPENAI, DEFAULT_OPENAI_MODEL)
    if runtime_installed() and weights.installed():
        return Spec(Kind.LOCAL)
    return Spec(Kind.NONE)


def runtime_installed() -> bool:
    """Return whether the package that runs local weights is there, without importing it."""
    return find_spec("xllamacpp") is not None


def _server(text: str) -> Spec:
    url, _hash, model = text.partition("#")
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0 and parts.username is None and not parts.query
    except ValueError:  # a port that is no number, brackets that do not close
        usable = False
    if not usable or not model.strip():
        raise _not_a_spec(text)
    path = parts.path.rstrip("/") or "/v1"
    return Spec(Kind.SERVER, clean_line(model), url=f"{parts.scheme}://{parts.netloc}{path}")


def _not_a_spec(text: str) -> UsageError:
    # A key pasted into the URL must not come back on the screen.
    shown = re.sub(r"[?&][^#\s]*", "", re.sub(r"//[^@\s]*@", "//", clean_line(text)))
    return UsageError(
        _("“%(text)s” does not name a chat model.") % {"text": shown},
        _(
            "Accepted: auto, none, local, local:FILE.gguf, openai:NAME, PROVIDER:NAME, or a server as "
            "http://HOST:PORT/v1#NAME; keys come from the environment."
        ),
    )
