"""What the styles of a Word document say of its paragraphs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Word keeps these names in English in every language; only what it shows is translated.
_HEADING = re.compile(r"heading\s?([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\s?[1-9]", re.IGNORECASE)
# Of the outline levels 0 to 9, the last is no heading.
_BODY_TEXT = 9
_MAX_INDENT = 8


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph is.

    Attributes:
        level: of a heading, from 1; 0 is the title of the document; None is no heading.
        indent: of a list item, from 0; None is no list item.
        contents: whether it is a line of the table of contents, which repeats the headings.
    """

    level: int | None = None
    indent: int | None = None
    contents: bool = False

    @classmethod
    def of(cls, paragraph: "BaseOxmlElement", styles: Mapping[str, "Style"]) -> "Style":
        """Return what a paragraph is by its own properties, and where these say nothing, by its style."""
        style = styles.get(_value(paragraph, "pPr/pStyle") or "", cls())
        return style.changed_by(paragraph)

    def changed_by(self, element: "BaseOxmlElement") -> "Style":
        """Return this style with the outline level and the list of a paragraph or a style based on it."""
        level, indent = self.level, self.indent
        if outline := _value(element, "pPr/outlineLvl"):
            level = int(outline) + 1 if int(outline) < _BODY_TEXT else None
        if numbering := _value(element, "pPr/numPr/numId"):
            depth = min(int(_value(element, "pPr/numPr/ilvl") or 0), _MAX_INDENT)
            indent = None if numbering == "0" else depth
        return Style(level, indent, self.contents)


def styles_of(sheet: "BaseOxmlElement") -> dict[str, Style]:
    """Return the styles of a style sheet by their ids, each with what it takes from the one it is based on."""
    elements = {element.get(f"{_W}styleId", ""): element for element in sheet.iterchildren(f"{_W}style")}
    styles: dict[str, Style] = {}
    for last in elements:
        # From the style at the root of the chain down; a chain that runs in a circle is cut.
        chain: dict[str, None] = {}
        ident = last
        while ident in elements and ident not in chain and ident not in styles:
            chain[ident] = None
            ident = _value(elements[ident], "basedOn") or ""
        style = styles.get(ident, Style())
        for each in reversed(chain):
            style = styles[each] = _own(each, elements[each], style)
    return styles


def _own(ident: str, element: "BaseOxmlElement", base: Style) -> Style:
    name = _value(element, "name") or ""
    style = base.changed_by(element)
    if name.lower() == "title":
        return Style(0)
    if _CONTENTS.fullmatch(name) or _CONTENTS.fullmatch(ident):
        return Style(contents=True)
    if heading := _HEADING.fullmatch(name) or _HEADING.fullmatch(ident):
        return Style(int(heading[1]))
    return style


def _value(element: "BaseOxmlElement", path: str) -> str | None:
    """Return the value of the property at a path, such as ``pPr/pStyle``, or None."""
    found = element.find("/".join(f"{_W}{name}" for name in path.split("/")))
    return None if found is None else found.get(f"{_W}val")
