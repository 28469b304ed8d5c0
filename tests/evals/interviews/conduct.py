"""Holds an interview with a simulated person, in this process, and takes the times and the tokens."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from langchain_core.callbacks import get_usage_metadata_callback

from assistant.interview.engine import Interview
from assistant.interview.events import Event, Finished, Question
from assistant.interview.opening import NewInterview, open_interview
from assistant.interview.store import SqliteSessionStore
from assistant.settings import Settings
from tests.evals.interviews.scenario import Scenario
from tests.fakes.person import NoExports

MAX_QUESTIONS = 80

CHARACTERS_PER_TOKEN = {"en": 4.1, "es": 3.4, "pl": 2.7}
"""Measured with the tokenizer of the local weights on the answers of the tuned scenarios."""


@dataclass
class Held:
    """An interview that was held.

    Attributes:
        map: its map, as JSON.
        questions: every question that was put.
        waits: seconds from each answer to the next question.
        lengths: the words of each answer.
        prompt_tokens, cached_tokens, written_tokens: what the model was sent, what of it its server had read before,
            and what it wrote.
        resent_tokens: about what a chat would have been sent that sends all that was said at each answer, without any
            instructions, in tokens.
    """

    map: dict[str, Any]
    questions: list[Question] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    calls: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    written_tokens: int = 0
    resent_tokens: float = 0
    crash: str = ""
    log: list[tuple[str, str]] = field(default_factory=list)


async def hold(scenario: Scenario, settings: Settings, folder: Path) -> Held:
    """Hold the interview of a scenario and return what came of it; a fault ends it and is noted."""
    held = Held({})
    with get_usage_metadata_callback() as usage:
        store = SqliteSessionStore(folder / f"{scenario.name}.sqlite3")
        interview = open_interview(store, settings, NoExports(), new=NewInterview(scenario.language))
        interview.warm()
        try:
            await _converse(interview, scenario, held)
        except Exception as fault:
            held.crash = repr(fault)
        finally:
            held.map = interview.map.model_dump(mode="json")
            await interview.close()
    for told in usage.usage_metadata.values():
        held.prompt_tokens += told["input_tokens"]
        held.written_tokens += told["output_tokens"]
        held.cached_tokens += (told.get("input_token_details") or {}).get("cache_read", 0)
    return held


async def _converse(interview: Interview, scenario: Scenario, held: Held) -> None:
    events = [event async for event in interview.begin()]
    for _ in range(MAX_QUESTIONS):
        question = _asked(events)
        if question is None:
            return
        held.questions.append(question)
        text = scenario.reply(question.step.value)
        held.log += [("asked", question.text), ("said", text)]
        held.resent_tokens += sum(len(told) for _, told in held.log) / CHARACTERS_PER_TOKEN[scenario.language]
        begun = time.perf_counter()
        events = []
        waited = 0.0
        async for event in interview.answer(text):
            events.append(event)
            if isinstance(event, Question):
                waited = time.perf_counter() - begun
        held.waits.append(waited or time.perf_counter() - begun)
        held.lengths.append(len(text.split()))
    held.crash = "the interview does not end"


def _asked(events: list[Event]) -> Question | None:
    if any(isinstance(event, Finished) for event in events):
        return None
    return next((event for event in reversed(events) if isinstance(event, Question)), None)
