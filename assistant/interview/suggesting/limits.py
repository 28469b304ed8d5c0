"""What the person said cannot be done: "we cannot ship abroad" forbids a suggestion to ship abroad."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from assistant.text import fold

_MOST_WORDS = 6
"""Words of a limit: what comes later in the sentence mostly says why."""


def limits(text: str, language: str) -> Iterator[str]:
    """Yield what a text says its speaker cannot, may not or will not do, folded and without the words that say so."""
    cue, stop = _patterns(language)
    folded = fold(text)
    for found in cue.finditer(folded):
        rest = re.split(r"[.,;:!?()]", folded[found.end() :], maxsplit=1)[0]
        words = stop.split(rest, maxsplit=1)[0].split()[:_MOST_WORDS]
        if words:
            yield " ".join(words)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    told = tomllib.loads(resources.files("assistant.interview.suggesting").joinpath("limits.toml").read_text("utf-8"))[
        language
    ]
    cues, stops = ("|".join(map(re.escape, sorted(told[key], key=len, reverse=True))) for key in ("cues", "stops"))
    return re.compile(rf"\b(?:{cues})\b"), re.compile(rf"\b(?:{stops})\b")
