"""What a rule is: texts for people, and a function that looks at a map."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations

from assistant.journey.models import Step
from assistant.journey.review.facts import Facts
from assistant.journey.review.finding import Severity
from assistant.journey.subjects import Subject

OURS = "journeymap"
"""The source of a rule, or of a figure in it, that nobody published: our own judgement."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a rule noticed; `where` and `severity` as the rule's own unless told."""

    subjects: tuple[Subject, ...] = ()
    where: tuple[str, ...] = ()
    severity: Severity | None = None
    need: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the review.

    Attributes:
        id: ``Q15``; it keeps its meaning for ever and is not used again.
        step: the step of the interview it belongs to.
        severity: how much a finding of it weighs, as a rule.
        title: what it finds, in a few words; may hold ``%(name)s`` of the finding's values.
        reason: why that matters, in one sentence.
        source: who says so.
        advice: what to ask or do.
        look: yields what it notices in a map.
        question: how the interview asks about it; ``%(subjects)s`` stands for the names. Empty: it is not asked, for
            no answer to one question could close it.
        limits: what of it no code can check in a map, if anything.
    """

    id: str
    step: Step
    severity: Severity
    title: str
    reason: str
    source: str
    advice: str
    look: Callable[[Facts], Iterable[Noticed]]
    question: str = ""
    limits: str = ""


def fill(text: str, values: Mapping[str, str | int], catalogue: NullTranslations) -> str:
    """Return a message of ours in the catalogue's language with its values, which may be messages themselves."""
    told = catalogue.gettext(text)
    return told % {name: catalogue.gettext(v) if isinstance(v, str) else v for name, v in values.items()}
