"""What a question or a finding is about, and what it is called in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import NullTranslations

from assistant.text import shorten

MAX_NAME = 60
"""Characters of a name inside a sentence."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something a sentence is about: the id or field it is, and its name (`translate`: a message id of ours)."""

    ref: str
    name: str
    translate: bool = False
    detail: tuple[str, ...] = ()


def name_of(subject: Subject, catalogue: NullTranslations) -> str:
    """Return what a sentence calls a subject."""
    name = catalogue.gettext(subject.name) if subject.translate else shorten(subject.name, MAX_NAME)
    if not subject.detail:
        return name
    return f"{name} ({', '.join(catalogue.gettext(detail) for detail in subject.detail)})"


def listed(subjects: Sequence[Subject], catalogue: NullTranslations) -> str:
    """Return the names of `subjects` as they stand in a sentence."""
    return ", ".join(name_of(subject, catalogue) for subject in subjects)
