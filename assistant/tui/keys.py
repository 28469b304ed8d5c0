"""The keys: what each does, how it is written, and whether those that a person chose instead can be.

Actions are found in the classes that bind them, so help, settings and the palette know each one that there is.
"""

from __future__ import annotations

import importlib
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys, _character_to_key
from textual.screen import Screen

from assistant.locale import N_, _

EVERYWHERE = N_("Everywhere")
OTHER = N_("Elsewhere")

_NAMES = {"pageup": "PageUp", "pagedown": "PageDown", "escape": "Esc"}
_NAMED = {key.value for key in Keys if key.value.isalnum()}
_SIGNS = {_character_to_key(sign): sign for sign in string.punctuation}
_MODIFIERS = {"ctrl", "alt", "shift", "super", "hyper", "meta"}


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a key does.

    Attributes:
        id: its name in the settings; "": its key cannot be changed.
        keys: its keys by default, separated by commas.
        told: what it does, as a message id.
        group: where it can be done, as a message id.
        typing: whether its key is heard while somebody types, so that a letter cannot be one.
        screen: whether a screen binds it, so that the keys of other screens do not meet it.
    """

    id: str
    keys: str
    told: str
    group: str
    typing: bool = False
    screen: bool = False


def actions() -> list[Action]:
    """Return every action with a description, those of the whole program first; imports every screen."""
    from assistant.tui.app import JourneymapApp

    return [action for holder in (JourneymapApp, *_holders()) for action in _of(holder)]


def shown(keys: str) -> str:
    """Return keys as people write them: ``Ctrl+J, Shift+Enter``, ``<``; a lone letter stays as it is typed."""
    return ", ".join("+".join(_shown(part, alone=part == key) for part in key.split("+")) for key in _parts(keys))


def _shown(part: str, *, alone: bool) -> str:
    if part in _NAMES:
        return _NAMES[part]
    if len(part) == 1:
        return part if alone else part.upper()
    return _SIGNS.get(part) or part.capitalize()


def hint(holder: DOMNode, action: str) -> str:
    """Return the key of an action of this screen or widget or of the program, as it is now; the first of several."""
    chosen = getattr(holder.app, "settings", None)
    if chosen is not None and action in chosen.keys:
        return shown(chosen.keys[action].partition(",")[0])
    classes = (*type(holder).__mro__, *type(holder.app).__mro__)  # what a screen inherits is bound, too
    bound = (each for here in classes for each in vars(here).get("BINDINGS", ()) if isinstance(each, Binding))
    return next((shown(binding.key.partition(",")[0]) for binding in bound if binding.id == action), "")


def usable(chosen: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return what of a person's keys can be used, and in a sentence each, what cannot."""
    known = {action.id: action for action in actions() if action.id}
    good: dict[str, str] = {}
    faults = []
    for name, keys in chosen.items():
        fault = _fault(known, chosen, name, keys)
        if fault:
            faults.append(fault)
        else:
            good[name] = ",".join(_split(keys))
    return good, faults


def _fault(known: Mapping[str, Action], chosen: Mapping[str, str], name: str, keys: str) -> str:
    action = known.get(name)
    if action is None:
        told = _("No action is called “%(name)s”. There are: %(names)s.")
        return told % {"name": name[:30], "names": ", ".join(sorted(known))}
    if not _split(keys):
        return _("“%(name)s” needs a key.") % {"name": name}
    for key in _split(keys):
        if not is_key(key):
            told = _("“%(key)s” is no key. Keys are written like f4, ctrl+r, alt+up, ctrl+shift+f5.")
            return told % {"key": key[:30]}
        if action.typing and len(key) == 1:
            return _("“%(key)s” is needed for typing. Take a function key, or add ctrl or alt.") % {"key": key}
        for other in known.values():
            taken = _split(chosen.get(other.id, other.keys))
            own = key in _split(action.keys)
            if other.id != name and key in taken and not own and _meet(action, other):
                return _("%(key)s already does this: %(other)s.") % {"key": shown(key), "other": _(other.told)}
    return ""


def is_key(key: str) -> bool:
    """Return whether `key` is a key as Textual writes it, with its modifiers before it."""
    *modifiers, last = key.split("+")
    return set(modifiers) <= _MODIFIERS and (last in _NAMED or len(last) == 1 or last in _SIGNS)


def _parts(keys: str) -> list[str]:
    return [key for part in keys.split(",") if (key := part.strip())]


def _split(keys: str) -> list[str]:
    """Return keys one by one as Textual writes them: names in small letters, a lone letter as it is."""
    return [key if len(key) == 1 else key.lower() for key in _parts(keys)]


def _meet(one: Action, other: Action) -> bool:
    """Return whether two actions can be wanted in the same place."""
    return one.group == other.group or not (one.screen and other.screen)


def _holders() -> Iterator[type]:
    """Yield the classes of the interface that bind keys: screens first, then their regions."""
    import pkgutil  # not needed for the first frame

    for place in ("screens", "widgets"):
        package = importlib.import_module(f"assistant.tui.{place}")
        for found in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{found.name}")
            for value in vars(module).values():
                if isinstance(value, type) and value.__module__ == module.__name__ and "BINDINGS" in vars(value):
                    yield value


def _of(holder: Any) -> Iterator[Action]:  # noqa: ANN401 - a class of Textual's
    group = vars(holder).get("BINDING_GROUP_TITLE") or OTHER
    for binding in holder.BINDINGS:
        if isinstance(binding, Binding) and binding.description:
            typing = binding.priority or group == EVERYWHERE or hasattr(holder, "insert")
            yield Action(binding.id or "", binding.key, binding.description, group, typing, issubclass(holder, Screen))
