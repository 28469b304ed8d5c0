"""Guidance: what the knowledge base says about a need, and its answer to a question back."""

import asyncio
import functools
from collections.abc import Collection

from assistant.interview.events import Source
from assistant.journey.checklist import Need
from assistant.locale import translator
from assistant.text import clean_line, shorten
from knowledge.evidence import CONFIDENT
from knowledge.port import Passage, Retriever

PASSAGES = 4
"""Passages about a need that are looked at for one that was not told yet."""

AT_ONCE = 0.15
"""Seconds that the first question of a session waits for guidance: opening the knowledge base takes 0.5 to 1 s."""

MAX_GUIDANCE = 280
"""Characters of guidance under a question."""


class Guide:
    """Asks the knowledge base, off the event loop: the first search builds an index."""

    def __init__(self, retriever: Retriever | None) -> None:
        """Search with `retriever`; None: there is no knowledge base, and the guide always abstains."""
        self._retriever = retriever

    async def guidance(
        self, need: Need, language: str, told: Collection[str] = (), *, within: float | None = None
    ) -> tuple[str, tuple[Source, ...]]:
        """Return a short passage about a need and where it is from; empty when all that fits is in `told`.

        It is also empty when the search takes longer than `within` seconds; the search goes on, for the next one.
        """
        topic = translator(language).gettext(need.topic)
        search = self._search(topic, language, need.step.value, PASSAGES)
        try:
            passages = await asyncio.wait_for(search, within)
        except TimeoutError:
            return "", ()
        for passage in passages:
            text = shorten(plain(passage), MAX_GUIDANCE)
            if text not in told:
                return text, (source_of(passage),)
        return "", ()

    async def passages(self, question: str, language: str, k: int = 3) -> list[Passage]:
        """Return the passages that fit a question, the best first; none when nothing fits.

        In the person's language where there are such, else in another: a document of their own may be in any.
        """
        for asked in (language, None):
            found = [p for p in await self._search(question, asked, None, k) if p.confidence >= CONFIDENT]
            if found:
                return found
        return []

    async def _search(self, query: str, language: str | None, step: str | None, k: int) -> list[Passage]:
        if self._retriever is None:
            return []
        search = functools.partial(self._retriever.search, query, k, language=language, step=step)
        return await asyncio.to_thread(search)


def plain(passage: Passage) -> str:
    """Return a passage's words on one line, without its heading's marks."""
    lines = [line for line in passage.text.splitlines() if not line.startswith("#")]
    return clean_line(" ".join(lines))


def source_of(passage: Passage) -> Source:
    """Return where a passage is from."""
    return Source(clean_line(passage.title), clean_line(passage.article))
