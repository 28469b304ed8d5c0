"""What happens in an interview: every face matches on these, every test asserts on them."""

from dataclasses import dataclass
from typing import Literal

from assistant.journey.models import JourneyMap, Step


@dataclass(frozen=True, slots=True)
class Source:
    """An article that a text rests on."""

    title: str
    article: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The session is open; nothing is asked yet."""

    session: str
    model: str
    language: str
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text that is being written; the whole follows as a `Question` or a `Reply`."""

    of: Literal["question", "reply"]
    text: str


@dataclass(frozen=True, slots=True)
class Working:
    """The model is at work, and on what."""

    on: Literal["reading", "wording", "replying", "suggesting"]


@dataclass(frozen=True, slots=True)
class Question:
    """The interview waits for an answer to this; `guidance` is a short passage that may be shown under it."""

    step: Step
    need: str
    text: str
    sources: tuple[Source, ...] = ()
    guidance: str = ""


@dataclass(frozen=True, slots=True)
class MapChanged:
    """The map is a new one; `touched` names the ids (``t3``) and fields (``persona.age``) that changed."""

    map: JourneyMap
    touched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecapItem:
    """One numbered line of a recap: what was understood, and which item or field it is."""

    number: int
    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Recap:
    """What was understood in a step; a question about what is wrong or missing follows."""

    step: Step
    items: tuple[RecapItem, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to the person's own question, or the outcome of a command."""

    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An improvement that the assistant proposes; it enters the map only when the person accepts it.

    Attributes:
        number: what it is accepted or refused by.
        text: what to do, in one sentence.
        sources: what it rests on.
        addresses: the constraint it answers, if it answers one.
        detail: what it answers, what should move, effort and impact, in one line for people.
        key: what it is remembered by, the same each time it is proposed.
        about: the id of what it answers: a constraint, a touchpoint or a stage.
        stage: the id of the stage, if one is known.
        metric: what should move: the name of the person's own metric, or a general one.
        metric_id: the id of the metric in the map, if it is one of theirs.
        effort: ``small``, ``medium`` or ``large``, as the source estimates it; None: it does not say.
        impact: the same for what it brings customers.
        heading: the heading of the passage in its source.
    """

    number: int
    text: str
    sources: tuple[Source, ...] = ()
    addresses: tuple[str, ...] = ()
    detail: str = ""
    key: str = ""
    about: str = ""
    stage: str | None = None
    metric: str = ""
    metric_id: str | None = None
    effort: str | None = None
    impact: str | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know: a model that failed, a setting that changed."""

    text: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A command that could not be carried out, and the next step."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """All seven steps are done; `path` is where the map was written, if it was."""

    path: str | None = None


Event = Ready | Piece | Working | Question | MapChanged | Recap | Reply | Suggestion | Notice | Failure | Finished
