"""Wording a candidate for this business by a model, in one short call; code refuses what it may not say."""

import json
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.credentials import keys
from assistant.errors import ModelError
from assistant.interview.guide import plain
from assistant.interview.suggesting.candidates import Candidate
from assistant.interview.suggesting.checks import (
    MAX_WORDS,
    Fault,
    contradicts,
    overlap,
    prose,
    repeats,
    unsourced_numbers,
)
from assistant.journey.models import JourneyMap
from assistant.locale import NAMES
from assistant.models.port import ChatModel, Message
from assistant.text import clean_line, shorten
from knowledge.languages import language_of
from knowledge.plays import Size
from knowledge.port import Labeller
from prompts.leaks import Watch
from prompts.loader import render, template

_LONGEST = 240
"""Characters of a sentence that a model may write; 25 words of Polish have some 190."""
_PASSAGE = 700
"""Characters of a passage that a model reads."""
_ON_TOPIC = 0.3
"""Share of its words that a sentence has from the advice, the passage and the problem, at least."""
_NEAR = 0.35
"""Likeness to the advice from which a sentence is about the same, whatever its words."""


class Worded(BaseModel):
    """What a model makes of a candidate."""

    model_config = ConfigDict(extra="forbid")

    sentence: Annotated[str, Field(max_length=_LONGEST)]
    passage: int
    effort: Literal["small", "medium", "large"]
    impact: Literal["small", "medium", "large"]


@dataclass(frozen=True, slots=True)
class Wording:
    """A candidate's words, and why the model's were refused and what these were, if so."""

    text: str
    effort: Size | None
    impact: Size | None
    by_model: bool = False
    fault: Fault | None = None
    refused: str = ""


def builtin(candidate: Candidate, fault: Fault | None = None, refused: str = "") -> Wording:
    """Return a candidate in the words of the playbook, or of the person's document."""
    play = candidate.play
    effort, impact = (play.effort, play.impact) if play else (None, None)
    return Wording(candidate.text, effort, impact, fault=fault, refused=refused)


async def worded(
    model: ChatModel | None,
    candidate: Candidate,
    journey: JourneyMap,
    told: tuple[str, ...],
    said: tuple[str, ...],
    labeller: Labeller | None,
) -> Wording:
    """Return a candidate in the words of `model`, or in the built-in ones if there is none or code refuses its words.

    Args:
        model: the chat model, or None.
        candidate: what to word.
        journey: the map it is for.
        told: suggestions that were told already or refused.
        said: what the person said, for what cannot be done.
        labeller: compares meanings, or None.
    """  # fmt: skip
    if model is None:
        return builtin(candidate)
    try:
        found = await model.read(Worded, messages(candidate, journey.language, model.fluent))
    except ModelError:
        return builtin(candidate, Fault.NO_ANSWER)
    text = clean_line(found.sentence).strip('"“”„«»')
    fault = judged(text, found.passage, candidate, journey, told, said, labeller)
    if fault is not None:
        return builtin(candidate, fault, text)
    play = candidate.play
    return Wording(text, play.effort if play else found.effort, play.impact if play else found.impact, by_model=True)


def messages(candidate: Candidate, language: str, whole: bool) -> list[Message]:
    """Return the prompt: instructions that are always the same, then the candidate as data.

    `whole`: with its passage, which a small model on two cores reads slowly and hardly uses.
    """
    passage = candidate.passage
    data = {
        "problem": shorten(f"{candidate.obstacle.words} ({candidate.obstacle.around})", 300),
        "advice": candidate.text,
        "passages": [shorten(plain(passage), _PASSAGE)] if passage and whole else [],
    }
    return [
        Message("system", render("suggest", language=NAMES[language])),
        Message("user", json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("[INST", "\\u005bINST")),
    ]


def judged(
    text: str,
    cited: int,
    candidate: Candidate,
    journey: JourneyMap,
    told: tuple[str, ...],
    said: tuple[str, ...],
    labeller: Labeller | None,
) -> Fault | None:
    """Return why a model's sentence may not be told, or None if it may."""  # fmt: skip
    language = journey.language
    passage = plain(candidate.passage) if candidate.passage else ""
    words = len(text.split())
    watch = Watch(template("suggest").template, keys())
    watch.feed(text)
    watch.rest()
    checks = (
        (Fault.EMPTY, words < 3),
        (Fault.LONG, words > MAX_WORDS),
        (Fault.UNCITED, cited not in (0, 1)),
        (Fault.REPEATS_PROMPT, watch.leaked),
        (Fault.LANGUAGE, language_of(text, language) != language),
        (Fault.NUMBER, bool(unsourced_numbers(text, [passage, candidate.text, *prose(journey)]))),
        (Fault.OFF_TOPIC, not _on_topic(text, candidate, passage, language, labeller)),
        (Fault.CONTRADICTS, contradicts(text, said, language)),
        (Fault.KNOWN, repeats(text, [*(a.text for a in journey.actions), *told], language, labeller)),
    )
    return next((fault for fault, found in checks if found), None)


def _on_topic(text: str, candidate: Candidate, passage: str, language: str, labeller: Labeller | None) -> bool:
    """Tell whether a sentence still says what the advice says: by its words, or where they differ by its meaning."""
    if labeller is not None and labeller.likeness(text, candidate.text, language) >= _NEAR:
        return True
    known = f"{candidate.text} {passage} {candidate.obstacle.words}"
    return overlap(text, candidate.text, language) >= _ON_TOPIC and overlap(text, known, language) >= 2 * _ON_TOPIC
