"""A person who answers from a list, step by step, and has nothing more when it is used up."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.interview.engine import Interview
from assistant.interview.events import Event, Finished, Question
from assistant.interview.opening import NewInterview, open_interview
from assistant.interview.store import SqliteSessionStore
from assistant.journey.models import JourneyMap
from assistant.settings import Settings

MAX_QUESTIONS = 80

BAKERY: Mapping[str, Sequence[str]] = {
    "goal": ["people order a cake once and never again, I want to know why. from hearing of us until the next order"],
    "persona": [
        "Olga, 38, an accountant, lives in Leeds. she loves gardening and is always in a hurry",
        "sorry, 39, not 38. She is friendly but hates queues",
    ],
    "goals": ["a cake that is ready on time, and no surprises with the price"],
    "touchpoints": [
        "they see our posts on instagram. then they phone us and it is annoying because nobody answers",
        "they pick the cake up in the shop and love it. later we send a birthday e-mail, and some tell their friends",
    ],
    "constraints": ["nobody answers the phone on saturdays. and the price is only told at the end", "I don't know"],
    "actions": ["an order form on the website by march", "Tom puts the prices in the window"],
    "metrics": ["repeat orders, now 12 percent, we want 30, from the till report"],
}
"""What a baker might say, with a correction, an "I don't know" and facts for other steps in it."""

DONE = "no, that's all"


@dataclass
class Person:
    """Answers questions; remembers what it was asked and what it said."""

    answers: Mapping[str, Sequence[str]] = field(default_factory=lambda: BAKERY)
    done: str = DONE
    said: list[tuple[str, str]] = field(default_factory=list)

    def reply(self, step: str) -> str:
        """Return the next answer of a step."""
        used = sum(1 for earlier, text in self.said if earlier == step and text != self.done)
        texts = self.answers.get(step, ())
        text = texts[used] if used < len(texts) else self.done
        self.said.append((step, text))
        return text

    def unsent(self) -> list[str]:
        """Return what it had to say and was never asked for."""
        told = [text for _, text in self.said]
        return [text for texts in self.answers.values() for text in texts if text not in told]


class NoExports:
    """Exports that only remember."""

    def __init__(self) -> None:
        self.maps: list[JourneyMap] = []

    def finished(self, journey: JourneyMap, session: str) -> str | None:
        self.maps.append(journey)
        return f"{session}.json"

    def export(self, journey: JourneyMap, session: str, file_format: str, path: str | None) -> str:
        self.maps.append(journey)
        return path or f"{session}.{file_format}"


def open_new(
    folder: Path, language: str = "en", model: str = "none", session: str | None = None, embeddings: str = "none"
) -> Interview:
    """Open an interview over a database in `folder`; the knowledge base is searched by words alone, which is quick."""
    store = SqliteSessionStore(folder / "sessions.sqlite3")
    settings = Settings(model=model, language=language, embeddings=embeddings)
    return open_interview(store, settings, NoExports(), session=session, new=NewInterview(language))


async def collect(events: AsyncIterator[Event]) -> list[Event]:
    """Return all events of a turn."""
    return [event async for event in events]


async def hold(interview: Interview, person: Person) -> list[Event]:
    """Hold a whole interview and return its events."""
    events = await collect(interview.begin())
    for _ in range(MAX_QUESTIONS):
        if any(isinstance(event, Finished) for event in events):
            return events
        question = next(event for event in reversed(events) if isinstance(event, Question))
        events += await collect(interview.answer(person.reply(question.step.value)))
    raise AssertionError("the interview does not end")
