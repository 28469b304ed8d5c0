"""Answering the person's own questions: from the knowledge base, with its source, or honestly not at all."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import aclosing

from assistant.credentials import keys
from assistant.errors import ModelError
from assistant.interview import closing
from assistant.interview.events import Event, Piece, Reply, Working
from assistant.interview.guide import Guide, plain, source_of
from assistant.interview.reading.closing import PREFIX
from assistant.interview.reading.turn import Situation
from assistant.interview.state import RECAP
from assistant.journey.checklist import BY_ID
from assistant.locale import N_, NAMES, translator
from assistant.models.port import ChatModel, Message
from assistant.models.streams import next_by
from assistant.text import clean, clean_line, fold, shorten
from knowledge.port import Passage
from prompts.leaks import Watch
from prompts.loader import render, template

_WHY = {
    "en": re.compile(r"\bwhy\b.*\b(you|me|i)\b.*\b(ask|asking|need|want|know)\b|\bwhy\b.*\bask(ing)? (me|this|that)\b"),
    "es": re.compile(r"\b(por ?que|para que) (me |lo |te )?(pregunt|necesit|quier|sirve es)\w*"),
    "pl": re.compile(r"\b(dlaczego|czemu|po co) (ci |mnie |o to |to )?(pyta|potrzeb|chce)\w*"),
}
"""How somebody asks why they are asked, folded."""

MAX_REPLY = 900
"""Characters of a reply."""

MAX_SECONDS = 60.0
"""How long a model may write a reply; then the passage itself stands in."""

MAX_PASSAGE = 2_000
"""Characters of a passage that a model reads; one of a document without spaces can be as long as the document."""

_STRUCTURAL = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>[]"}
"""What the markers of chat templates are made of (``<|im_end|>``, ``</s>``, ``[INST]``), as JSON may write it too: a
local server reads such a marker as the end of the message, wherever it stands."""


class Replies:
    """Answers questions back in one interview."""

    def __init__(self, guide: Guide, model: ChatModel | None) -> None:
        """Answer from `guide`'s passages, in the words of `model` or, without one, in theirs."""
        self.guide = guide
        self._model = model

    async def to_question(self, question: str, situation: Situation) -> AsyncIterator[Event]:
        """Yield the pieces of a reply, if a model writes it, and at last the `Reply`."""
        if _WHY[situation.language].search(fold(question)):
            yield await self.why(situation.need, situation.language)
            return
        passages = await self.guide.passages(question, situation.language)
        if not passages:
            nothing = N_("My notes have nothing on that, so I would rather not guess.")
            yield Reply(translator(situation.language).gettext(nothing))
            return
        text = ""
        if self._model is not None:
            yield Working("replying")
            try:
                async with aclosing(self._written(self._model, question, passages, situation.language)) as pieces:
                    async for piece in pieces:
                        text += piece
                        if piece:
                            yield Piece("reply", piece)
            except (ModelError, TimeoutError):
                text = ""  # half a reply is worse than the passage itself
        sources = tuple(dict.fromkeys(source_of(p) for p in (passages if text else passages[:1])))
        yield Reply(clean(text).strip() or _read_out(passages[0], situation.language), sources)

    async def why(self, need: str, language: str) -> Reply:
        """Return why the question about `need` is asked, with what the knowledge base says about it."""
        translate = translator(language).gettext
        if need.startswith(PREFIX):
            return Reply(closing.why(need, language))
        if need == RECAP or need not in BY_ID:
            return Reply(translate(N_("A recap shows what I understood, so that you can correct it before we go on.")))
        guidance, sources = await self.guide.guidance(BY_ID[need], language)
        return Reply(" ".join(filter(None, (translate(BY_ID[need].why), guidance))), sources)

    async def _written(
        self, model: ChatModel, question: str, passages: list[Passage], language: str
    ) -> AsyncGenerator[str, None]:
        instructions = Message("system", render("reply", language=NAMES[language]))
        given = Message("user", "\n".join(_as_data(question, passages)))
        watch = Watch(template("reply").template, keys())
        written = 0
        async with aclosing(model.stream([instructions, given])) as stream:
            until = asyncio.get_running_loop().time() + MAX_SECONDS
            while (piece := await next_by(until, stream)) is not None:
                written += len(piece)
                yield watch.feed(clean(piece))
                if watch.leaked:
                    raise ModelError(_leaked(language))
                if written > 2 * MAX_REPLY:
                    break
        yield watch.rest()
        if watch.leaked:
            raise ModelError(_leaked(language))


def _leaked(language: str) -> str:
    return translator(language).gettext(N_("The language model repeated its instructions."))


def _as_data(question: str, passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the passages and the question as JSON, a line each: nothing in a string can end it, nor the message."""
    for passage in passages:
        yield _json(title=clean_line(passage.title), passage=shorten(plain(passage), MAX_PASSAGE))
    yield _json(question=shorten(question, MAX_PASSAGE))


def _json(**values: str) -> str:
    return json.dumps(values, ensure_ascii=False).translate(_STRUCTURAL)


def _read_out(passage: Passage, language: str) -> str:
    """Return a passage as a reply; one in another language says so."""
    text = shorten(plain(passage), MAX_REPLY)
    if passage.language == language:
        return text
    told = translator(language).gettext(N_("I found this only in %(language)s: %(text)s"))
    return told % {"language": NAMES[passage.language], "text": text}
