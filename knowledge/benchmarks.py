"""Published figures beside a map's own metrics: dated, sourced, and with the reason why they do not compare."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations
from importlib import resources
from typing import Literal

from assistant.journey.models import Channel, JourneyMap, Metric
from assistant.locale import LANGUAGES, N_
from assistant.text import fold

_SHARE = re.compile(r"%|\b(?:percent|per cent|por ?ciento|procent\w*|proc)\b")
_ONLINE = {Channel.WEB_SHOP, Channel.WEBSITE, Channel.APP}

_NOT_ONLINE = N_("the figure is about online shops, and the map has no touchpoint in one")
_NOT_A_SHARE = N_("yours is not a percentage, the figure is one")
_NO_VALUE = N_("the value of yours today is not known yet")
_INDEX = N_("yours would have to be the same index")


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure: value, unit, year, whose average it is (by language), and who published it."""

    value: str
    unit: str
    year: int
    population: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What is published about one kind of metric; `caveat` says by language what to mind, `figures` may be none."""

    id: str
    article: str
    kind: Literal["share", "index"]
    online: bool
    words: Mapping[str, re.Pattern[str]]
    figures: tuple[Figure, ...]
    caveat: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """A metric of a map with what is published; `reasons` say why the two do not compare, in a language."""

    metric: Metric
    benchmark: Benchmark
    reasons: tuple[str, ...]


@cache
def benchmarks() -> tuple[Benchmark, ...]:
    """Return all that is published and fit to be shown."""
    told = tomllib.loads(resources.files("knowledge").joinpath("benchmarks.toml").read_text("utf-8"))
    return tuple(
        Benchmark(
            id=each["id"],
            article=each["article"],
            kind=each["kind"],
            online=each["online"],
            words={language: _beginnings(each["words"][language]) for language in LANGUAGES},
            figures=tuple(Figure(**figure) for figure in each.get("figures", ())),
            caveat=each["caveat"],
        )
        for each in told["benchmarks"]
    )


def compared(journey: JourneyMap, catalogue: NullTranslations) -> list[Compared]:
    """Return the metrics of a map about which something is published, in the map's order."""
    return [
        Compared(metric, benchmark, tuple(map(catalogue.gettext, _reasons(journey, metric, benchmark))))
        for metric in journey.metrics
        for benchmark in benchmarks()
        if benchmark.words[journey.language].search(fold(metric.name))
    ]


def _reasons(journey: JourneyMap, metric: Metric, benchmark: Benchmark) -> list[str]:
    reasons = []
    if benchmark.online and not any(point.channel in _ONLINE for point in journey.touchpoints):
        reasons.append(_NOT_ONLINE)
    if metric.baseline is None:
        reasons.append(_NO_VALUE)
    elif benchmark.kind == "share" and not _SHARE.search(fold(f"{metric.baseline} {metric.unit or ''}")):
        reasons.append(_NOT_A_SHARE)
    if benchmark.kind == "index" and benchmark.figures:
        reasons.append(_INDEX)
    return reasons


def _beginnings(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})")
