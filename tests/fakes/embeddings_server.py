"""Answers of the embeddings endpoint, for `tests.fakes.openai_server.OpenAIServer`.

with OpenAIServer(embeds()) as server:
    embedder = open_embedder(server.spec, {})
"""

import json
from collections.abc import Callable
from typing import Any

from tests.fakes.embedder import FakeEmbedder
from tests.fakes.openai_server import Reply, Request

Items = list[dict[str, Any]]
"""What is in ``data``: an embedding and an index for each text."""


def embeds(change: Callable[[Items], Any] = lambda items: items, *, length: int = 8) -> Reply:
    """Answer with the vectors of a `FakeEmbedder`, three times as long; `change` makes something else of ``data``."""

    def reply(request: Request) -> None:
        vectors = FakeEmbedder(length=length).passages(request.body["input"])
        items = [
            {"object": "embedding", "index": index, "embedding": [3 * float(number) for number in vector]}
            for index, vector in enumerate(vectors)
        ]
        request.send(json.dumps({"object": "list", "model": request.body["model"], "data": change(items)}).encode())

    return reply
