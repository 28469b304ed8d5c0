"""The persona library: personas of earlier maps, kept for new ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.errors import FileError, UsageError
from assistant.interview.session_database import SessionDatabase, text_of
from assistant.journey.models import Origin, OriginKind, Persona, now
from assistant.locale import _
from assistant.text import fold, shorten


@dataclass(frozen=True, slots=True)
class KeptPersona:
    """A persona of the library.

    Attributes:
        name: what the library calls it.
        language: the language of its words.
        saved: when it was kept.
        source: the session or the file that it is from.
        persona: the persona; everything in it is `imported`, with the words that were said of it.
    """

    name: str
    language: str
    saved: datetime
    source: str
    persona: Persona


class PersonaLibrary(SessionDatabase):
    """Personas by name; case and accents do not count."""

    def save(self, name: str, persona: Persona, language: str, source: str, *, replace: bool = False) -> None:
        """Keep a persona under a name.

        Raises:
            UsageError: nothing is known of it.
            FileError: the name is taken, and it is not to be replaced.
        """
        if not persona.origins:
            raise UsageError(
                _("Nothing is known of this map's persona yet."), _("Answer the questions about it first.")
            )
        row = (fold(name), name, language, text_of(now()), source, elsewhere(persona).model_dump_json())
        with self._transaction():
            if not replace and self._db.execute("SELECT 1 FROM personas WHERE folded = ?", row[:1]).fetchone():
                raise FileError(
                    _("There is a persona %(name)s already.") % {"name": shorten(name, 60)},
                    _("Choose another --name, or replace it with --force."),
                )
            self._db.execute("INSERT OR REPLACE INTO personas VALUES (?, ?, ?, ?, ?, ?)", row)

    def list(self) -> Sequence[KeptPersona]:
        """Return every persona, by name."""
        with self._explained():
            rows = self._db.execute("SELECT name, language, saved, source, data FROM personas ORDER BY folded")
            return [
                KeptPersona(name, language, datetime.fromisoformat(saved), source, Persona.model_validate_json(data))
                for name, language, saved, source, data in rows
            ]

    def get(self, name: str) -> KeptPersona:
        """Return the persona that is called so.

        Raises:
            FileError: there is none.
        """
        for kept in self.list():
            if fold(kept.name) == fold(name):
                return kept
        raise _no_persona(name)

    def remove(self, name: str) -> None:
        """Take a persona out of the library; the maps that have it keep it.

        Raises:
            FileError: there is none.
        """
        with self._transaction():
            if not self._db.execute("DELETE FROM personas WHERE folded = ?", (fold(name),)).rowcount:
                raise _no_persona(name)


def elsewhere(persona: Persona) -> Persona:
    """Return a persona for another map: `imported`, with the words it rests on, but not the answers they were in."""

    def imported(origin: Origin) -> Origin:
        return Origin(kind=OriginKind.IMPORTED, quote=origin.quote)

    return persona.model_copy(update={"origins": {key: imported(o) for key, o in persona.origins.items()}})


def _no_persona(name: str) -> FileError:
    return FileError(
        _("There is no persona %(name)s.") % {"name": shorten(name, 60)}, _("`journeymap personas` lists them.")
    )
