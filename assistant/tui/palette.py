"""What the command palette offers: everything that can be done here, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.app import SystemCommand
from textual.screen import Screen

from assistant.errors import JourneymapError
from assistant.interview.commands import COMMANDS
from assistant.locale import LANGUAGES, N_, NAMES, _
from assistant.tui.keys import shown
from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from assistant.tui.app import JourneymapApp

THEME_NAMES = {
    "dark": N_("dark"),
    "light": N_("light"),
    "contrast": N_("high contrast"),
    "terminal-dark": N_("the terminal's own colours, dark"),
    "terminal-light": N_("the terminal's own colours, light"),
}


def commands(app: JourneymapApp, screen: Screen[Any]) -> Iterable[SystemCommand]:
    """Yield what the keys do here, the commands of the interview, and the settings with few values."""
    yield from _bound(app, screen)
    if isinstance(screen, InterviewScreen):
        yield from _typed(screen)
    for name, told in THEME_NAMES.items():
        yield SystemCommand(
            _("Colours: %(theme)s") % {"theme": _(told)}, _("Kept in the settings"), partial(_change, app, theme=name)
        )
    for code in LANGUAGES:
        yield SystemCommand(
            _("Language: %(language)s") % {"language": NAMES[code]},
            _("Of the interface and of new interviews"),
            partial(_change, app, language=code),
        )


def _bound(app: JourneymapApp, screen: Screen[Any]) -> Iterator[SystemCommand]:
    """Yield the actions that keys do here, those whose key can be chosen."""
    seen = {"interrupt", "palette"}
    for _key, active in screen.active_bindings.items():
        binding = active.binding
        if binding.id and binding.description and binding.id not in seen:
            seen.add(binding.id)
            act = partial(app.run_action, binding.action, active.node)
            yield SystemCommand(_(binding.description), shown(binding.key), act)


def _typed(screen: InterviewScreen) -> Iterator[SystemCommand]:
    """Yield the commands of the interview; one that needs an argument is put into the prompt."""
    for command in COMMANDS:
        yield SystemCommand(command.usage, _(command.help), partial(_type, screen, command.name, command.arguments))


def _type(screen: InterviewScreen, name: str, arguments: tuple[str, ...]) -> None:
    prompt = screen.query_one(Prompt)
    if arguments:
        prompt.give_back(f"/{name} ") if not prompt.text.strip() else prompt.insert(f"/{name} ", (0, 0))
        prompt.focus()
    else:
        screen.post_message(Prompt.Submitted(f"/{name}"))


def _change(app: JourneymapApp, **changes: str) -> None:
    try:
        app.change(**cast("dict[str, Any]", changes))
    except JourneymapError as fault:
        app.notify(str(fault), severity="warning", markup=False)
