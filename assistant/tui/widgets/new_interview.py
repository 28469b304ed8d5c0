"""The form of a new interview: what it offers, and what was chosen in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.dom import DOMNode
from textual.widgets import Input, Static

from assistant.locale import LANGUAGES, NAMES, _, current
from assistant.text import clean_line
from assistant.tui.widgets.choice import TITLE_WIDTH, Choice
from assistant.tui.widgets.press import Press
from assistant.tui.widgets.wrapped import cut

if TYPE_CHECKING:
    from assistant.interview.opening import NewInterview
    from assistant.interview.personas import KeptPersona

JOURNEY = "journey"


def form(language: str, personas: Sequence[KeptPersona], *, loaded: bool) -> ComposeResult:
    """Yield the form; until what builds maps is `loaded`, only the first value of a choice is known."""
    yield Static(_("New interview"), classes="heading")
    languages = [(code, NAMES[code]) for code in LANGUAGES]
    yield Choice(_("Language"), languages, value=language, id="language")
    yield Choice(_("Map of"), experiences() if loaded else [_whole()], id="kind")
    yield Choice(_("Template"), templates() if loaded else [_no_template()], id="template")
    if personas:
        kept = [(persona.name, clean_line(persona.name)) for persona in personas]
        yield Choice(_("Persona"), [("", _("new, the interview asks")), *kept], id="persona")
    states = [("as_is", _("how it is today")), ("to_be", _("how it should become"))]
    yield Choice(_("Shows"), states, id="state")
    with Horizontal(id="title-row"):
        yield Static(cut(_("Title"), TITLE_WIDTH), id="title-label")
        yield Input(placeholder=_("may stay empty"), id="title", compact=True)
    with Horizontal(id="begin-row"):
        yield Press(_("Begin"), "screen.begin", id="begin")


def chosen(screen: DOMNode, personas: Sequence[KeptPersona]) -> NewInterview:
    """Return the interview that the form on `screen` describes."""
    from assistant.interview.opening import NewInterview  # none of these is needed for the first frame
    from assistant.journey.models import MapKind, MapState
    from assistant.journey.start import Experience

    values = {choice.id: choice.value for choice in screen.query(Choice)}
    kind = values["kind"]
    return NewInterview(
        language=values["language"],
        kind=MapKind.JOURNEY if kind == JOURNEY else MapKind.EXPERIENCE,
        state=MapState(values["state"]),
        experience=None if kind == JOURNEY else Experience(kind),
        title=screen.query_one("#title", Input).value.strip() or None,
        template=values["template"] or None,
        persona=next((kept.persona for kept in personas if kept.name == values.get("persona")), None),
    )


def experiences() -> list[tuple[str, str]]:
    """Return what a map can be of: the whole journey, or one of the five experiences."""
    from assistant.journey.start import EXPERIENCES  # not needed for the first frame

    return [_whole(), *((one.value, _(name)) for one, name in EXPERIENCES.items())]


def templates(kind: str | None = None) -> list[tuple[str, str]]:
    """Return the templates that maps of this kind can begin with; None: of any kind."""
    from assistant.journey.templates import all_templates, fitting, told  # not needed for the first frame

    fits = fitting(None if kind == JOURNEY else kind) if kind else all_templates()
    return [_no_template(), *((template.name, told(template.title, current())) for template in fits)]


LATER: Mapping[str, Callable[[], list[tuple[str, str]]]] = {"kind": experiences}
"""The choices whose values are known only after the first frame, and what returns them."""


def _whole() -> tuple[str, str]:
    return JOURNEY, _("the whole customer journey")


def _no_template() -> tuple[str, str]:
    return "", _("none, the usual stages")
