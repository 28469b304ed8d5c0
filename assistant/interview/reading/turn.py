"""What reading an answer yields, and what the reader has to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.journey.edits import Edit
from assistant.journey.models import JourneyMap, Step
from knowledge.port import Labeller

RULES = "rules"
"""The reader that is no model."""


class TurnKind(StrEnum):
    """What a person does with a turn."""

    ANSWER = "answer"
    CORRECTION = "correction"
    QUESTION = "question"
    DONT_KNOW = "dont_know"
    OFF_TOPIC = "off_topic"
    NOTHING_MORE = "nothing_more"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class Situation:
    """What was asked, and what is known, when an answer comes in.

    Attributes:
        language: the interview's language.
        step: the step of the question that was asked.
        need: the need it was asked for; ``recap`` after a recap.
        targets: the ids of the items or stages the question was about, in the order it named them.
        question: its text.
        recap: the numbered items of the last recap: number to item id (``t3``) or field (``persona.age``).
        turn: the number of this answer.
        answers: every answer so far by turn, this one included.
        map: the map as it is.
        labeller: tells what a text is by its meaning, where something can.
    """

    language: str
    step: Step
    need: str
    targets: tuple[str, ...]
    question: str
    turn: int
    answers: Mapping[int, str]
    map: JourneyMap
    recap: Mapping[int, str] = field(default_factory=dict)
    labeller: Labeller | None = None

    @property
    def answer(self) -> str:
        """The text to read."""
        return self.answers[self.turn]

    @property
    def earlier(self) -> tuple[str, ...]:
        """What was said before."""
        return tuple(text for turn, text in self.answers.items() if turn < self.turn)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer was read as.

    Attributes:
        kind: what kind of turn it is.
        edits: what it changes in the map, in the order to apply. An added item's id is not known yet; an edit that
            links to an item added before it in the same reading names it ``new:0``, ``new:1``, … by its place in
            `edits`.
        question: the person's own question, when they asked one.
        by: who read it: ``rules`` or the model's name.
    """

    kind: TurnKind
    edits: tuple[Edit, ...] = ()
    question: str = ""
    by: str = RULES
