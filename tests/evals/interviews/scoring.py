"""Compares a map with what was said: the same figures as the shared interview benchmark, to be read together.

Every count is a pair: how many were right, and of how many.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

SECTIONS = ("goals", "touchpoints", "constraints", "actions", "metrics")
SHARES = ("stage", "emotion", "channel", "links", "metric_values", "persona", "goal")
LONGEST_QUOTE = 120
"""Characters of a quote that may support an item: the whole answer supports nothing."""

_NOT_TEXT = {"id", "stage", "addresses", "touchpoints", "measures", "emotion", "channel", "supports", "origin"}
_ORIGINS = {"said", "suggested", "evidence", "imported"}

Item = Mapping[str, Any]


@dataclass
class Score:
    """How one map, or several together, compare with what was said.

    Attributes:
        sections: by section: items that were said, items in the map, and items that match.
        shares: by aspect: how many are right, of how many that are known.
        facts: the facts of each scenario that were found, as ``SECTION.NUMBER``, ``persona.FIELD``.
        must_not: values that were taken back and are in the map.
        ungrounded: items that nothing said supports.
        missed: what was said and is not in the map.
        extra: what is in the map and matches nothing.
    """

    sections: dict[str, tuple[int, int, int]] = field(default_factory=lambda: dict.fromkeys(SECTIONS, (0, 0, 0)))
    shares: dict[str, tuple[int, int]] = field(default_factory=lambda: dict.fromkeys(SHARES, (0, 0)))
    facts: set[str] = field(default_factory=set)
    all_facts: set[str] = field(default_factory=set)
    must_not: list[str] = field(default_factory=list)
    ungrounded: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    scenarios: int = 1

    @property
    def quality(self) -> float:
        """The mean of F1 and of the shares that are known, as the shared benchmark counts it."""
        return mean([self.f1(), *(value for name in SHARES if (value := self.share(name)) is not None)])

    def f1(self, section: str = "") -> float:
        """Return the harmonic mean of precision and recall, of a section or of all items."""
        said, found, matched = self._sums(section)
        return 2 * matched / (said + found) if said + found else 0.0

    def precision(self, section: str = "") -> float:
        """Return the share of the map's items that were said."""
        _, found, matched = self._sums(section)
        return matched / found if found else 0.0

    def recall(self, section: str = "") -> float:
        """Return the share of what was said that is in the map."""
        said, _, matched = self._sums(section)
        return matched / said if said else 0.0

    def share(self, aspect: str) -> float | None:
        """Return the share that is right of an aspect, or None where nothing is known."""
        right, known = self.shares[aspect]
        return right / known if known else None

    def _sums(self, section: str) -> tuple[int, int, int]:
        wanted = [self.sections[section]] if section else list(self.sections.values())
        said, found, matched = (sum(column) for column in zip(*wanted, strict=True))
        return said, found, matched


def together(scores: Sequence[Score]) -> Score:
    """Return the sums of several scores: each item and fact weighs the same."""
    total = Score(scenarios=len(scores))
    for score in scores:
        for name in SECTIONS:
            one, other = total.sections[name], score.sections[name]
            total.sections[name] = (one[0] + other[0], one[1] + other[1], one[2] + other[2])
        for name in SHARES:
            right, known = total.shares[name]
            total.shares[name] = (right + score.shares[name][0], known + score.shares[name][1])
        total.must_not += score.must_not
        total.ungrounded += score.ungrounded
        total.missed += score.missed
        total.extra += score.extra
    return total


def score(journey: Mapping[str, Any], gold: Mapping[str, Any], must_not: Sequence[str], sent: Iterable[str]) -> Score:
    """Return how a map (as JSON) compares with what was said."""
    said = fold("\n".join(sent))
    result = Score()
    paired = {}
    for section in SECTIONS:
        items = [item for item in journey.get(section) or [] if isinstance(item, Mapping)]
        wanted = gold.get(section, [])
        pairs = _paired(wanted, items)
        paired[section] = pairs
        result.sections[section] = (len(wanted), len(items), len(pairs))
        result.all_facts |= {f"{section}.{number}" for number in range(len(wanted))}
        result.facts |= {f"{section}.{number}" for number in pairs}
        result.missed += [f"{section}: {w['match'][0]}" for n, w in enumerate(wanted) if n not in pairs]
        taken = [id(item) for item in pairs.values()]
        result.extra += [f"{section}: {_text(item)[:90]}" for item in items if id(item) not in taken]
        result.ungrounded += [f"{section}: {_text(item)[:90]}" for item in items if not _grounded(item, said)]
    _touchpoints(journey, gold, paired["touchpoints"], result)
    _links(gold, paired, result)
    _metric_values(gold, paired["metrics"], result)
    _persona(journey.get("persona") or {}, gold.get("persona", {}), result)
    _goal(journey.get("goal") or {}, gold.get("goal", {}).get("match", []), result)
    result.must_not = [pattern for pattern in must_not if _holds(journey, pattern)]
    return result


def fold(text: object) -> str:
    """Return a text in small letters, without accents, with single spaces."""
    plain = unicodedata.normalize("NFKD", str(text).lower().replace("ł", "l"))
    return re.sub(r"\s+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


@cache
def pattern(text: str) -> re.Pattern[str]:
    """Return a regular expression of a scenario, folded but for its escapes."""
    parts = re.findall(r"\\.|[^\\]", text, re.DOTALL)
    return re.compile("".join(part if part.startswith("\\") else fold(part) or part for part in parts))


def mean(values: Sequence[float]) -> float:
    """Return the mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def _paired(wanted: Sequence[Mapping[str, Any]], items: Sequence[Item]) -> dict[int, Item]:
    """Pair what was said with items: by their own words first, then by their quotes; the rarest match first."""
    pairs: dict[int, Item] = {}
    for quotes in (False, True):
        free = [item for item in items if not any(item is taken for taken in pairs.values())]
        candidates = {
            number: [item for item in free if any(pattern(p).search(_text(item, quotes=quotes)) for p in one["match"])]
            for number, one in enumerate(wanted)
            if number not in pairs
        }
        for number in sorted(candidates, key=lambda n: len(candidates[n])):
            left = [item for item in candidates[number] if not any(item is taken for taken in pairs.values())]
            if left:
                pairs[number] = left[0]
    return pairs


def _text(item: Item, *, quotes: bool = True) -> str:
    """Return an item's words, joined; with its quote."""
    told = [
        " ; ".join(map(str, v)) if isinstance(v, list) else str(v)
        for k, v in item.items()
        if k not in _NOT_TEXT and v is not None
    ]
    quote = str((item.get("origin") or {}).get("quote") or "")
    if quotes and len(quote) <= LONGEST_QUOTE:
        told.append(quote)
    return fold(" | ".join(told))


def _grounded(item: Item, said: str) -> bool:
    origin = item.get("origin") or {}
    if origin.get("kind") not in _ORIGINS:
        return False
    if origin["kind"] != "said":
        return True
    quote = fold(origin.get("quote") or "").strip(" .,;:!?\"'")
    return bool(quote) and quote in said


def _touchpoints(journey: Mapping[str, Any], gold: Mapping[str, Any], pairs: Mapping[int, Item], result: Score) -> None:
    kinds = {stage.get("id"): stage.get("kind") or stage.get("id") for stage in journey.get("stages") or []}
    for number, item in pairs.items():
        wanted = gold["touchpoints"][number]
        where = f"touchpoint {wanted['match'][0]}"
        if wanted.get("stage"):
            kind = kinds.get(item.get("stage")) or item.get("stage")
            _count(result, "stage", kind in wanted["stage"], f"{where}: stage {kind}, not {wanted['stage']}")
        if "emotion" in wanted:
            felt = item.get("emotion")
            sign = None if felt is None else (felt > 0) - (felt < 0)
            right = sign == wanted["emotion"] or {sign, wanted["emotion"]} <= {0, None}
            _count(result, "emotion", right, f"{where}: emotion {felt}, not {wanted['emotion']}")
        if wanted.get("channel"):
            channel = item.get("channel")
            _count(
                result, "channel", channel in wanted["channel"], f"{where}: channel {channel}, not {wanted['channel']}"
            )


def _links(gold: Mapping[str, Any], paired: Mapping[str, Mapping[int, Item]], result: Score) -> None:
    constraints = paired["constraints"]
    for number, item in paired["actions"].items():
        wanted = {constraints[n].get("id") for n in gold["actions"][number].get("addresses", []) if n in constraints}
        if wanted:
            linked = wanted & set(item.get("addresses") or [])
            _count(result, "links", bool(linked), f"action {gold['actions'][number]['match'][0]}: not linked")


def _metric_values(gold: Mapping[str, Any], pairs: Mapping[int, Item], result: Score) -> None:
    for number, item in pairs.items():
        for name in ("baseline", "target"):
            if wanted := gold["metrics"][number].get(name):
                value = item.get(name)
                right = bool(pattern(wanted).search(fold("" if value is None else value)))
                _count(result, "metric_values", right, f"metric {name} {value!r}, not {wanted}")


def _persona(persona: Mapping[str, Any], wanted: Mapping[str, str], result: Score) -> None:
    for name, regex in wanted.items():
        right = bool(pattern(regex).search(_field(persona.get(name))))
        result.all_facts.add(f"persona.{name}")
        if right:
            result.facts.add(f"persona.{name}")
        _count(result, "persona", right, f"persona {name} {persona.get(name)!r}, not {regex}")


def _goal(goal: Mapping[str, Any], wanted: Sequence[str], result: Score) -> None:
    origins = [*(goal.get("origins") or {}).values(), goal.get("origin")]
    quotes = [str((origin or {}).get("quote") or "") for origin in origins]
    told = [str(value) for name, value in goal.items() if name not in ("origin", "origins") and value is not None]
    text = fold(" | ".join([*told, *(quote for quote in quotes if len(quote) <= LONGEST_QUOTE)]))
    for regex in wanted:
        _count(result, "goal", bool(pattern(regex).search(text)), f"goal: not {regex}")


def _count(result: Score, aspect: str, right: bool, fault: str) -> None:
    done, known = result.shares[aspect]
    result.shares[aspect] = (done + right, known + 1)
    if not right:
        result.missed.append(fault)


def _holds(journey: Mapping[str, Any], regex: str) -> bool:
    """Tell whether a map holds a value outside its quotes."""
    items = [item for section in SECTIONS for item in journey.get(section) or []]
    persona = " ".join(_field(v) for k, v in (journey.get("persona") or {}).items() if k not in ("origin", "origins"))
    wanted = pattern(regex)
    return any(wanted.search(_text(item, quotes=False)) for item in items) or bool(wanted.search(fold(persona)))


def _field(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("value", value)
    return fold(" ; ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else value)
