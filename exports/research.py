"""The research plan of a map in Markdown: what is not known, and how to find it out."""

import re
from collections.abc import Iterable
from gettext import NullTranslations

from assistant.journey.models import JourneyMap
from assistant.journey.research import FIRST_QUESTIONS, METHOD_NAMES, Method, research
from exports import labels
from exports.gfm import escape, link

_MARKER = re.compile(r"(?:#+|-|\d+\.) +")


def blocks(journey: JourneyMap, catalogue: NullTranslations) -> list[str]:
    """Return the blocks of the section; none when there is nothing to find out."""
    found = research(journey, catalogue)
    if not found:
        return []
    _ = catalogue.gettext
    written = [f"## {_(labels.SECTIONS['research'])}"]
    for method in Method:
        lines = [
            f"- {link(each.about)}: {escape(each.question)} *({escape(each.gap)})*"
            for each in found
            if each.method is method
        ]
        if lines:
            written += [f"### {_(METHOD_NAMES[method])}", "\n".join(lines)]
    first = "\n".join(f"{number}. {escape(_(each))}" for number, each in enumerate(FIRST_QUESTIONS, start=1))
    return [*written, f"### {_('Five questions to begin with')}", first]


def sources(written: Iterable[str]) -> list[str]:
    """Return the lines of the section's blocks, below its heading, without what makes them headings and entries.

    Markdown knows no other ends of lines than these; a text may hold those that Python knows besides.
    """
    return [_MARKER.sub("", line, count=1) for block in list(written)[1:] for line in block.split("\n")]
