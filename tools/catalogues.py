"""What the source texts are, and which of them a catalogue translates: shared by the two commands beside it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "assistant" / "locale"
LANGUAGES = ("es", "pl")
_PLACEHOLDER = re.compile(r"%\(\w+\)[.\d]*[sdrf]|%%|`[^`]*`")


def source_texts() -> Catalog:
    """Return every text of the program that is to be translated.

    The syntax tree is read, for Babel's own reader does not look inside f-strings before Python 3.12.
    """
    catalogue = Catalog(project="journeymap", charset="utf-8")
    for package in ("assistant", "exports", "imports", "knowledge", "prompts"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for text in _marked(ast.parse(file.read_text("utf-8"))):
                catalogue.add(text)
    return catalogue


def _marked(tree: ast.AST) -> Iterator[str | tuple[str, str]]:
    """Yield the texts that are marked for translation: one, or singular and plural."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name in ("_", "N_", "gettext") and texts:
            yield texts[0]
        elif name == "ngettext" and len(texts) == 2:
            yield texts[0], texts[1]


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
