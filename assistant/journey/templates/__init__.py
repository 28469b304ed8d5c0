"""Templates of maps: the stages of one kind of business or interaction, and what is worth asking about at each.

One TOML file a template, all languages in it. A template knows nothing about anybody's customers: it names stages, and
its hints are open questions; what a person knows about them is asked as in any interview.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from assistant.errors import UsageError
from assistant.journey.models import MapKind, Stage, StageKind
from assistant.locale import _

Told = Mapping[str, str]
"""A text in each language of the program."""


@dataclass(frozen=True, slots=True)
class TemplateStage:
    """A stage of a template.

    Attributes:
        kind: its kind.
        name: its name.
        hint: what to ask about there: a clause that goes on after a colon and puts no answer into anybody's mouth.
    """

    kind: StageKind
    name: Told
    hint: Told


@dataclass(frozen=True, slots=True)
class Template:
    """The frame that a map begins with.

    Attributes:
        name: what the command line calls it; the name of its file.
        kind: what its maps cover.
        experience: which experience, if they cover one.
        title: what people call it.
        scope: what its maps are about.
        opening: how the first question about touchpoints is put; empty: as in every interview.
        stages: its stages, in order.
    """

    name: str
    kind: MapKind
    experience: str | None
    title: Told
    scope: Told
    opening: Told
    stages: tuple[TemplateStage, ...]

    def hint(self, stage: Stage, language: str) -> str:
        """Return what to ask about at `stage` of a map; "" if it is not one of these, or has another name by now."""
        for own in self.stages:
            if stage.name in own.name.values():
                return told(own.hint, language)
        return ""


def told(text: Told, language: str) -> str:
    """Return a text in a language, or in English if it has none in that."""
    return text.get(language, text["en"])


@lru_cache(maxsize=1)
def all_templates() -> tuple[Template, ...]:
    """Return every template, in the order in which they are offered."""
    files = [file for file in resources.files(__package__).iterdir() if file.name.endswith(".toml")]
    read = [(file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8"))) for file in files]
    return tuple(_template(name, data) for name, data in sorted(read, key=lambda pair: pair[1]["place"]))


def by_name(name: str) -> Template:
    """Return the template that is called so.

    Raises:
        UsageError: there is none.
    """
    for template in all_templates():
        if template.name == name:
            return template
    raise UsageError(
        _("There is no template %(name)s.") % {"name": name},
        _("There are: %(names)s.") % {"names": ", ".join(template.name for template in all_templates())},
    )


def fitting(experience: str | None) -> list[Template]:
    """Return the templates for maps of an experience, or of the whole journey if it is None."""
    return [template for template in all_templates() if template.experience == experience]


def known(name: str | None) -> Template | None:
    """Return the template of a session, or None if it has none or one that this version does not know."""
    return next((template for template in all_templates() if template.name == name), None)


def _template(name: str, data: Mapping[str, Any]) -> Template:
    experience = data.get("experience")
    return Template(
        name=name,
        kind=MapKind.EXPERIENCE if experience else MapKind.JOURNEY,
        experience=experience,
        title=data["title"],
        scope=data["scope"],
        opening=data.get("opening", {}),
        stages=tuple(TemplateStage(StageKind(stage["kind"]), stage["name"], stage["hint"]) for stage in data["stages"]),
    )
