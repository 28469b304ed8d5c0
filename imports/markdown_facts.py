"""The goal and the persona, read from the list in which our Markdown shows them."""

from collections.abc import Callable
from typing import Any

from assistant.journey.models import Goal, Origin, Persona, origin_key
from assistant.locale import _
from assistant.text import clean, fold
from exports import labels
from exports.seals import fact_seal
from imports.markdown_blocks import Words
from imports.port import IMPORTED, Remarks, imported
from imports.values import said_as

_TYPES: dict[str, type[Goal] | type[Persona]] = {"goal": Goal, "persona": Persona}
_NAMES = {"goal": labels.GOAL_FIELDS, "persona": labels.PERSONA_FIELDS}


class Facts:
    """The values of the goal or the persona, in the making."""

    def __init__(self, part: str, language: str, sealed: Callable[[str, str], bool], remarks: Remarks) -> None:
        """Read the values of `part`; `sealed` tells whether one was exported with this name and mark."""
        self.by_hand: list[str] = []
        self._part = part
        self._type = _TYPES[part]
        self._known = said_as(language, _NAMES[part])
        self._sealed = sealed
        self._remarks = remarks
        self._found: dict[str, list[tuple[str, Origin]]] = {}

    def field(self, shown: Words) -> tuple[str, str] | None:
        """Return the field that an entry ``Name: value`` names, and the value; None where it names none."""
        length = shown.strong or shown.text.find(":") + 1
        name = self.named(shown.text[:length].strip().removesuffix(":"))
        return (name, shown.text[length:].removeprefix(":").strip()) if name else None

    def named(self, text: str) -> str | None:
        """Return the field that is called so, in any language; None where none is."""
        found: str | None = self._known.get(fold(text))
        return found

    def add(self, name: str, value: str, origin: Origin | None, line: int) -> None:
        """Take in a value; one that was not exported so is `imported`."""
        value = clean(value).strip()
        entries = self._found.setdefault(name, [])
        if not value or (entries and not self._many(name)):
            if value:
                said = _("“%(heading)s” is there twice, so “%(text)s” was not taken in.")
                self._remarks.add(line, said, heading=_(_NAMES[self._part][name]), text=value)
            return
        full_name = f"{self._part}.{name}"
        if not (origin and self._sealed(full_name, fact_seal(full_name, value, origin))):
            self.by_hand.append(full_name)
            origin = imported(origin) if origin else IMPORTED
        entries.append((value, origin))

    def whole(self) -> Goal | Persona:
        """Return the goal or the persona."""
        values: dict[str, Any] = {}
        origins: dict[str, Origin] = {}
        for name, entries in self._found.items():
            texts = tuple(value for value, _origin in entries)
            if texts:
                values[name] = texts if self._many(name) else texts[0]
            origins |= {origin_key(name, index): origin for index, (_value, origin) in enumerate(entries)}
        return self._type.model_validate({**values, "origins": origins})

    def _many(self, name: str) -> bool:
        return bool(self._type.model_fields[name].default == ())
