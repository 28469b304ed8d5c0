"""Titles that programs write into the properties of a file without anyone having meant them."""

import re

_LETTERS = re.compile(r"[^\W\d_]")
_FILE_NAME = re.compile(r"\.(docx?|dotx?|odt|rtf|pdf|pptx?|xlsx?|indd|qxp|tex|txt|html?|pages)$", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"(microsoft (word|powerpoint|excel) -.*|(word |pdf )?document|dokument|documento|presentation|prezentacja|"
    r"presentación|untitled( document)?|\(?anonymous\)?|(dokument )?bez tytułu|(documento )?sin título|none|null)"
    r"[\s\d()_-]*",
    re.IGNORECASE,
)


def meaningful(title: str | None) -> str:
    """Return a title from the properties of a file on one line, or "" when it says nothing of the document."""
    text = " ".join((title or "").split())
    if len(_LETTERS.findall(text)) < 3 or _FILE_NAME.search(text) or _PLACEHOLDER.fullmatch(text):
        return ""
    return text
