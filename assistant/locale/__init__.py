"""The languages of the program: gettext catalogues for the interface, the questions and the errors.

English is the language of the message ids, so it needs no catalogue. The interview has a language of its own (the
map's); the interface uses the process-wide one.
"""

import gettext as _gettext
import locale as _locale
import os
from functools import cache
from importlib import resources

LANGUAGES = ("en", "es", "pl")
NAMES = {"en": "English", "es": "Español", "pl": "Polski"}

_current = "en"


@cache
def translator(language: str) -> _gettext.NullTranslations:
    """Return the catalogue of `language`; texts without a translation come back as they are."""
    if language not in LANGUAGES or language == "en":
        return _gettext.NullTranslations()
    catalogue = resources.files("assistant.locale").joinpath(language, "LC_MESSAGES", "journeymap.mo")
    try:
        with catalogue.open("rb") as file:
            return _gettext.GNUTranslations(file)
    except FileNotFoundError:
        return _gettext.NullTranslations()


def use(language: str) -> None:
    """Make `language` the language of the interface, for this process."""
    global _current
    _current = language if language in LANGUAGES else "en"


def current() -> str:
    """Return the language of the interface."""
    return _current


def _(message: str) -> str:
    """Return `message` in the language of the interface."""
    return translator(_current).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a message for `count` things, in the language of the interface."""
    return translator(_current).ngettext(singular, plural, count)


def N_(message: str) -> str:
    """Mark `message` for translation and return it unchanged."""
    return message


def from_environment() -> str:
    """Return the language that the environment asks for: LANGUAGE, LC_ALL, LC_MESSAGES, LANG, else English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for wanted in os.environ.get(name, "").split(":"):
            code = wanted[:2].lower()
            if code in LANGUAGES:
                return code
    code = (_locale.getlocale()[0] or "")[:2].lower()
    return code if code in LANGUAGES else "en"
