"""What the source texts are, and which of them a catalogue translates: shared by the two commands beside it."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "assistant" / "locale"
LANGUAGES = ("es", "pl")
_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|`[^`]*`")


def source_texts() -> Catalog:
    """Return every text of the program that is to be translated."""
    catalogue = Catalog(project="journeymap", charset="utf-8")
    for package in ("assistant", "exports", "knowledge", "prompts"):
        found = extract_from_dir(ROOT / package, [("**.py", "python")], keywords=_KEYWORDS)
        for file, _line, text, _comments, context in found:
            # Files without line numbers: a moved line must not change the catalogue.
            catalogue.add(text, context=context)
    return catalogue


def path_of(language: str) -> Path:
    """Return the catalogue file of a language."""
    return LOCALE / language / "LC_MESSAGES" / "journeymap.po"


def read(language: str) -> Catalog:
    """Return the catalogue of a language as it stands."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="journeymap", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def faults(catalogue: Catalog, texts: Catalog) -> list[str]:
    """Return what is wrong with a catalogue: texts missing, unsure or not translated, placeholders that differ."""
    found = []
    for text in texts:
        if not text.id:
            continue
        translated = catalogue.get(text.id if isinstance(text.id, str) else text.id[0])
        if (
            translated is None
            or not translated.string
            or (isinstance(translated.string, tuple | list) and not all(translated.string))
        ):
            found.append(f"not translated: {text.id!r}")
        elif translated.fuzzy:
            found.append(f"unsure (fuzzy): {text.id!r}")
        else:
            found += _different_placeholders(translated)
    known = {text.id for text in texts}
    found += [f"no longer in the program: {message.id!r}" for message in catalogue if message.id not in known]
    return found


def _different_placeholders(message: Message) -> list[str]:
    source = message.id if isinstance(message.id, str) else message.id[-1]
    wanted = sorted(_PLACEHOLDER.findall(source))
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    return [f"placeholders differ: {source!r}" for text in strings if sorted(_PLACEHOLDER.findall(text)) != wanted]
