"""What stands around the parts in our Markdown: the front matter, and the marks of what was exported."""

import re
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.journey.models import SCHEMA_VERSION, JourneyMap, MapKind, MapState, now
from assistant.locale import _
from exports.markdown import SEALS
from exports.versions import refuse_newer
from imports.markdown_blocks import Document
from imports.port import Remarks

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SEAL = re.compile(r"([^\s=,]{1,64})=([0-9a-f]{8})\b")
_FIELDS = {
    key: TypeAdapter(JourneyMap.model_fields[name].rebuild_annotation())
    for key, name in {
        "journeymap": "schema_version",
        "language": "language",
        "kind": "kind",
        "state": "state",
        "created": "created",
        "updated": "updated",
        "revision": "revision",
    }.items()
}


def split(text: str) -> tuple[str, str]:
    """Return the front matter of a document and what follows it."""
    found = _FRONT_MATTER.match(text)
    return (found[0], text[found.end() :]) if found else ("", text)


def front_matter(text: str, remarks: Remarks) -> dict[str, Any]:
    """Return the fields of the map that its front matter states; those that it does not state are new."""
    import yaml

    moment = now()
    head = {
        "journeymap": SCHEMA_VERSION,
        "language": "en",
        "kind": MapKind.JOURNEY,
        "state": MapState.AS_IS,
        "created": moment,
        "updated": moment,
        "revision": 0,
    }
    inner = text.strip().strip("-.").strip()
    try:
        given = yaml.load(inner, Loader=yaml.BaseLoader)  # noqa: S506 - it gives text alone
    except (yaml.YAMLError, RecursionError):  # nested too deep
        given = None
    if not isinstance(given, dict):
        remarks.add(1, _("No lines between --- tell the language and the dates of the map: it is new, and in English."))
        given = {}
    for line, (key, value) in enumerate(given.items(), start=2):
        if key not in _FIELDS:
            remarks.add(
                line,
                _("A map has no field “%(text)s”, so it was not taken in."),
                text=key if isinstance(key, str) else "…",
            )
            continue
        try:
            head[key] = _FIELDS[key].validate_python(value)
        except ValidationError:
            said = _("“%(text)s” cannot be understood as “%(heading)s”, so it was not taken in.")
            # What holds itself over and over in YAML would be endless as a text.
            remarks.add(line, said, text=value if isinstance(value, str) else "…", heading=key)
    refuse_newer(str(head.pop("journeymap")), _("The map"))
    return {**head, "schema_version": SCHEMA_VERSION}


def marks(document: Document, remarks: Remarks) -> dict[tuple[str, str], None]:
    """Return the names and marks of the values that were exported, in the order of the map."""
    comments = [block.words.text for block in document.blocks if block.kind == "html" and SEALS in block.words.text]
    found = {(name, mark): None for comment in comments for name, mark in _SEAL.findall(comment)}
    if not comments:
        remarks.add(None, _("No marks in the file tell what was changed by hand, so all of it counts as imported."))
    return found
