"""The sentences and headings of our Markdown, recognised in every language that the program speaks."""

import re
from collections.abc import Callable, Mapping
from functools import cache

from assistant.journey.models import Origin, OriginKind
from assistant.locale import LANGUAGES, translator
from assistant.text import fold
from exports import labels
from imports.values import part_names, said_as

_SENTENCES = (labels.NOTHING_YET, labels.EMPTY_STAGES, labels.UNFELT, labels.ABOUT_ORIGINS)


def _spoken(language: str) -> list[Callable[[str], str]]:
    return [translator(spoken).gettext for spoken in dict.fromkeys((language, *LANGUAGES))]


def _form(template: str) -> str:
    """Return a pattern of what a message with placeholders can say."""
    pattern = ""
    for part in re.split(r"(%\(\w+\)[sd])", template):
        placeholder = re.fullmatch(r"%\((\w+)\)([sd])", part)
        wanted = r"\d{1,9}" if placeholder and placeholder[2] == "d" else ".*"
        pattern += f"(?P<{placeholder[1]}>{wanted})" if placeholder else re.escape(part)
    return pattern


@cache
def _origin_forms(language: str) -> list[tuple[OriginKind, re.Pattern[str]]]:
    forms = []
    for say in _spoken(language):
        answer, quoted = _form(say(labels.ANSWER)), _form(say(labels.QUOTED))
        for kind, text in labels.ORIGINS.items():
            forms.append((kind, re.compile(rf"{re.escape(say(text))}(?:, {answer})?(?:: {quoted})?", re.DOTALL)))
    return forms


def origin_of(note: str, language: str) -> Origin | None:
    """Return the origin that a footnote tells, or None where it tells none."""
    for kind, form in _origin_forms(language):
        if found := form.fullmatch(note):
            quote, turn = found["words"], int(found["number"] or 0) or None
            if kind is OriginKind.SAID and not (quote and quote.strip() and turn):
                return None
            return Origin(kind=kind, quote=quote, turn=turn)
    return None


@cache
def sections(language: str) -> Mapping[str, str]:
    """Return which part of the document each heading stands over."""
    return {**said_as(language, labels.SECTIONS), **part_names(language)}


@cache
def _generated_form(language: str) -> re.Pattern[str]:
    sentences = {say(sentence) for say in _spoken(language) for sentence in _SENTENCES}
    return re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", _form(sentence)) for sentence in sentences), re.DOTALL)


def generated(language: str, text: str) -> bool:
    """Tell whether a paragraph is one of those that the exporter writes around the tables."""
    return bool(_generated_form(language).fullmatch(text))


def why(language: str, text: str) -> str | None:
    """Return why a question matters, or None where a text does not say so."""
    for say in _spoken(language):
        if text.startswith(say(labels.WHY)):
            return text[len(say(labels.WHY)) :].strip()
    return None


def stage_of(heading: str, language: str) -> str:
    """Return the stage that a heading over touchpoints names; empty where it says that there is none."""
    return "" if fold(heading) in said_as(language, {"": labels.NO_STAGE}) else heading
