"""The settings: the model, the language, the colours, the keys; each in force at once and kept in the settings file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from assistant.errors import JourneymapError, UsageError
from assistant.locale import LANGUAGES, N_, NAMES, _
from assistant.locations import settings_file
from assistant.models import check as model_check
from assistant.models.spec import DEFAULT_OPENAI_MODEL, Kind, Spec, parse, resolve
from assistant.settings import VARIABLES
from assistant.tui import keys
from assistant.tui.palette import THEME_NAMES
from assistant.tui.screens.new_key import NewKey
from assistant.tui.themes import QUIET
from assistant.tui.widgets.choice import TITLE_WIDTH, Choice
from assistant.tui.widgets.hints import Hints
from assistant.tui.widgets.press import Press
from assistant.tui.widgets.status import place_of
from assistant.tui.widgets.wrapped import cut

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.tui.app import JourneymapApp

OWN = "own"
"""The way to a model that is written out rather than chosen."""

BESIDE = 116
"""Columns from which the keys stand beside the rest."""

KEYS_WIDTH = 22
"""Columns of an action's keys."""


class SettingsScreen(Screen[None]):
    """What a person chooses once for all interviews."""

    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = "#way"
    BINDING_GROUP_TITLE = N_("Settings")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", N_("Close")),
        Binding("f5", "check", N_("Check whether the model works"), id="settings.check"),
        Binding("delete,backspace", "restore", N_("Give an action its own key back"), id="settings.restore"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, settings: Settings) -> None:
        """Show `settings`."""
        super().__init__()
        self._settings = settings
        self._actions = [action for action in keys.actions() if action.id]

    @property
    def journeymap(self) -> JourneymapApp:
        """The application."""
        return cast("JourneymapApp", self.app)

    def compose(self) -> ComposeResult:
        """Compose the settings."""
        with VerticalScroll(id="column"):
            yield Static(_("Settings"), id="name")
            with Vertical(id="parts"):
                with Vertical(id="common"):
                    yield from self._model()
                    yield Static(_("Language and colours"), classes="heading")
                    languages = [(code, NAMES[code]) for code in LANGUAGES]
                    yield Choice(_("Language"), languages, value=self._settings.language, id="language")
                    themes = [(name, _(told)) for name, told in THEME_NAMES.items()]
                    yield Choice(_("Colours"), themes, value=self._settings.theme, id="theme")
                    yield Static(self._whereabouts(), id="whereabouts", markup=False)
                with Vertical(id="keys-part"):
                    yield Static(_("Keys"), classes="heading")
                    yield OptionList(*self._rows(), id="actions", compact=True, markup=False)
        yield Hints(id="keys")
        yield Static(_("This window is too small. Make it at least 40 by 10."), id="too-small")

    def _model(self) -> ComposeResult:
        yield Static(_("Model for the interviews"), classes="heading")
        ways = [
            (Kind.AUTO, _("the best there is here (auto)")),
            (Kind.LOCAL, _("the local model (local)")),
            (Kind.NONE, _("no model (none)")),
            (Kind.OPENAI, "OpenAI"),
            (OWN, _("another, written below")),
        ]
        yield Choice(_("Model"), ways, value=_way(self._settings.model), id="way")
        with Horizontal(id="spec-row"):
            yield Static(cut(_("Written"), TITLE_WIDTH), classes="label")
            yield Input(self._settings.model, id="spec", compact=True, placeholder="http://localhost:11434/v1#qwen3")
        hiding = [("off", _("goes to servers as it is")), ("on", _("hidden from models on servers"))]
        yield Choice(_("Personal data"), hiding, value=self._settings.redact, id="redact")
        with Horizontal(id="check-row"):
            yield Press(_("Check"), "screen.check", id="check")
            yield Static("", id="place", markup=False)
        yield Static("", id="told", markup=False)

    def on_mount(self) -> None:
        """Tell about the model that is chosen."""
        self._tell_model()
        self.call_after_refresh(self.query_one("#column").scroll_home, animate=False)
        self.query_one(Hints).show(
            ("Esc", _("closes")), ("Tab", _("next field")), (_("Enter"), _("takes a key or a text")),
            (keys.hint(self, "settings.check"), _("check the model")),
        )  # fmt: skip

    def on_resize(self, event: events.Resize) -> None:
        """Put the keys beside the rest where there is room."""
        self.set_class(event.size.width >= BESIDE, "-beside")

    def retranslate(self) -> None:
        """Show every text in the language of the interface."""
        self._compose_again()

    @work(group="compose", exclusive=True)
    async def _compose_again(self) -> None:
        focused = self.focused.id if self.focused is not None else None
        self._settings = self.journeymap.settings
        await self.recompose()
        self.on_mount()
        if focused:
            self.query_one(f"#{focused}").focus()

    @on(Choice.Changed, "#redact")
    def _take_redact(self, message: Choice.Changed) -> None:
        self._change(redact=message.choice.value)
        self.journeymap.command(f"/redact {message.choice.value}")

    @on(Choice.Changed, "#language, #theme")
    def _take(self, message: Choice.Changed) -> None:
        self._change(**{cast("str", message.choice.id): message.choice.value})

    @on(Choice.Changed, "#way")
    def _take_way(self, message: Choice.Changed) -> None:
        """Take a model that needs no more words; else wait for them."""
        field = self.query_one("#spec", Input)
        way = message.choice.value
        if way == OWN:
            field.value = ""
            self.query_one("#told", Static).update(_ways_to_write())
        else:
            field.value = f"openai:{DEFAULT_OPENAI_MODEL}" if way == Kind.OPENAI else way
            self._take_model(field.value)

    @on(Input.Submitted, "#spec")
    def _take_spec(self, event: Input.Submitted) -> None:
        self._take_model(event.value)

    def _take_model(self, text: str) -> None:
        try:
            spec = str(parse(text))
        except UsageError as fault:
            self.query_one("#told", Static).update(Content.styled(str(fault), "$text-error"))
            return
        self._change(model=spec)
        self.journeymap.command(f"/model {spec}")
        self._tell_model()

    def _tell_model(self) -> None:
        """Tell what the chosen model comes to here, without opening or reaching anything."""
        try:
            spec = resolve(parse(self._settings.model))
        except UsageError as fault:
            self.query_one("#told", Static).update(Content.styled(str(fault), "$text-error"))
            return
        place = place_of(str(spec), remote=spec.remote, none=spec.kind is Kind.NONE)
        self.query_one("#place", Static).update(place)
        self.query_one("#told", Static).update(Content.styled(_note(spec), QUIET))

    async def action_check(self) -> None:
        """Try the model, as `journeymap models check` does."""
        self.query_one("#told", Static).update(Content.styled(_("Checking. This can take a while."), QUIET))
        self._check()

    @work(group="check", exclusive=True)
    async def _check(self) -> None:
        settings = self.journeymap.settings
        try:
            result = await model_check.check(parse(settings.model), timeout=settings.timeout)
        except UsageError as fault:
            self.query_one("#told", Static).update(Content.styled(str(fault), "$text-error"))
            return
        told = f"{result.line} {result.hint}".strip()
        self.query_one("#told", Static).update(Content.styled(told, "$text-success" if result.ok else "$text-error"))

    @on(OptionList.OptionSelected, "#actions")
    def _ask_for_key(self, event: OptionList.OptionSelected) -> None:
        action = self._actions[event.option_index]
        self.app.push_screen(NewKey(_(action.told), self._keys_of(action)), lambda key: self._take_key(action, key))

    def _take_key(self, action: keys.Action, key: str | None) -> None:
        if key:
            self._change_keys({**self._settings.keys, action.id: key})

    def action_restore(self) -> None:
        """Give the action that is highlighted its own key back."""
        listed = self.query_one("#actions", OptionList)
        if listed.has_focus and listed.highlighted is not None:
            name = self._actions[listed.highlighted].id
            self._change_keys({other: key for other, key in self._settings.keys.items() if other != name})

    def _change_keys(self, chosen: dict[str, str]) -> None:
        good, faults = keys.usable(chosen)
        if faults:
            self.app.notify(faults[0], severity="warning", markup=False)
            return
        self._change(keys=good)
        listed = self.query_one("#actions", OptionList)
        place = listed.highlighted
        listed.clear_options()
        listed.add_options(self._rows())
        listed.highlighted = place

    def _change(self, **changes: object) -> None:
        try:
            self.journeymap.change(**changes)
        except JourneymapError as fault:
            self.app.notify(str(fault), severity="warning", timeout=12, markup=False)
        self._settings = self.journeymap.settings

    def _rows(self) -> list[Option]:
        return [
            Option(Content.assemble((f" {cut(self._keys_of(action), KEYS_WIDTH)} ", "$primary"), _(action.told)))
            for action in self._actions
        ]

    def _keys_of(self, action: keys.Action) -> str:
        return keys.shown(self._settings.keys.get(action.id, action.keys))

    def _whereabouts(self) -> Content:
        """Tell where the settings are kept, and what outdoes them at the next start."""
        told = [_("Kept in %(file)s.") % {"file": settings_file()}]
        told += [
            _("%(variable)s is set in the environment and counts at the next start.") % {"variable": variable}
            for name in ("model", "language", "theme", "redact")
            if os.environ.get(variable := VARIABLES[name])
        ]
        return Content.styled(" ".join(told), QUIET)


def _way(text: str) -> str:
    try:
        spec = parse(text)
    except UsageError:
        return OWN
    return spec.kind if spec.kind in (Kind.AUTO, Kind.NONE, Kind.OPENAI) or spec == Spec(Kind.LOCAL) else OWN


def _ways_to_write() -> Content:
    """Return the forms of a spec, each with what it is."""
    listed = [choice for choice in model_check.catalogue().choices if choice.spec not in ("none", "local")]
    told = "\n".join(f"{choice.spec}  {choice.note}" for choice in listed)
    return Content.styled(f"{told}\n{_('Enter takes what is written.')}", QUIET)


def _note(spec: Spec) -> str:
    """Return what the catalogue of models says about a spec."""
    notes = {parse_kind(choice.spec): choice.note for choice in model_check.catalogue().choices}
    return notes.get(spec.kind, "")


def parse_kind(pattern: str) -> Kind:
    """Return the kind of a pattern of the catalogue, such as ``openai:NAME``."""
    if pattern.startswith("http"):
        return Kind.SERVER
    if pattern.startswith("PROVIDER"):
        return Kind.PROVIDER
    return Kind(pattern.partition(":")[0])
