"""Wording a question: in words of our own, or by a model that is quick and fluent enough, checked by code."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing

from assistant.credentials import keys
from assistant.errors import ModelError
from assistant.interview.events import Event, Piece, Working
from assistant.interview.state import InterviewState
from assistant.journey.checklist import Need
from assistant.journey.grounding import tokens
from assistant.journey.subjects import Subject, listed
from assistant.journey.templates import Template, known, told
from assistant.locale import N_, NAMES, translator
from assistant.models.port import ChatModel, Message
from assistant.models.streams import next_by
from assistant.text import clean, clean_line, shorten
from prompts.leaks import Watch
from prompts.loader import render, template

MAX_SUBJECTS = 5
"""Things named in one question; more are a list nobody answers."""

_THINK_OF = N_("Think of “%(stage)s”: %(hint)s.")

MAX_QUESTION = 300
"""Characters of a question; a longer one is not one question."""

MAX_SECONDS = 15.0
"""How long a wording may take; the built-in one is there at once."""


def builtin(need: Need, subjects: Sequence[Subject], state: InterviewState, asked: int) -> str:
    """Return the built-in wording: the question, or the second one when it was asked once.

    A template asks its own first question about touchpoints, and says what to think of at a stage that has none.
    """
    catalogue = translator(state.map.language)
    template = known(state.template)
    if template and template.opening and need.id == "touchpoints.first" and not asked:
        return told(template.opening, state.map.language)
    again = need.probe if _brought_nothing(state) else need.again
    wording = again if asked else need.ask
    question = catalogue.gettext(wording) % {"subjects": listed(subjects[:MAX_SUBJECTS], catalogue)}
    hint = _hint(template, need, subjects[asked:] or subjects, state) if template else ""
    return f"{question} {hint}" if hint else question


def _hint(template: Template, need: Need, subjects: Sequence[Subject], state: InterviewState) -> str:
    """Return what to think of at the first stage without a touchpoint, as the template of the map has it."""
    stage = state.map.stage(subjects[0].ref) if need.id == "touchpoints.stages" and subjects else None
    hint = template.hint(stage, state.map.language) if stage else ""
    if not stage or not hint:
        return ""
    return translator(state.map.language).gettext(_THINK_OF) % {"stage": stage.name, "hint": hint}


def _brought_nothing(state: InterviewState) -> bool:
    read = state.newest_read
    return read is not None and not read.data["edits"]


class Wording:
    """Words the questions of one interview."""

    def __init__(self, model: ChatModel | None) -> None:
        """Word with `model`; None: always in the built-in words."""
        self._model = model

    async def question(
        self, need: Need, missing: Sequence[Subject], state: InterviewState, *, again: bool = False
    ) -> AsyncIterator[Event | str]:
        """Yield what happens while a question is worded, and at last the question.

        The built-in wording stands in for a model that fails, or whose words are not one question about the need.
        """
        ours = builtin(need, missing, state, state.asked.get(need.id, 0) - again)
        if self._model is None or not state.answers:  # the first question is there at once
            yield ours
            return
        yield Working("wording")
        watch = Watch(template("question").template, keys())
        pieces: list[str] = []
        try:
            async with aclosing(self._model.stream([Message("user", _prompt(ours, state))])) as stream:
                until = asyncio.get_running_loop().time() + MAX_SECONDS
                while (piece := await next_by(until, stream)) is not None:
                    pieces.append(clean(piece))
                    if shown := watch.feed(pieces[-1]):
                        yield Piece("question", shown)
                    if watch.leaked or sum(map(len, pieces)) > MAX_QUESTION:
                        break
        except (ModelError, TimeoutError):
            pieces = []
        if rest := watch.rest():
            yield Piece("question", rest)
        if watch.leaked:
            pieces = []
        words = clean_line("".join(pieces)).strip('"“”„«» ')
        yield words if is_one_question(words, ours, state) else ours


def _prompt(question: str, state: InterviewState) -> str:
    return render(
        "question",
        language=NAMES[state.map.language],
        question=question,
        answer=shorten(state.answers.get(state.turn, ""), 400),
    )


def is_one_question(words: str, ours: str, state: InterviewState) -> bool:
    """Tell whether a model's wording is one short question that brings in no number of its own."""
    if not 10 <= len(words) <= MAX_QUESTION or words.count("?") != 1:
        return False
    numbers = set(re.findall(r"\d+", words)) - set(tokens(ours))
    if not numbers:  # nearly always; else all that was said is looked through
        return True
    return numbers <= set[str]().union(*(tokens(answer) for answer in state.answers.values()))
