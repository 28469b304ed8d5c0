"""The differences between two maps as sentences, in a language."""

import re
from gettext import NullTranslations
from typing import Any

from assistant.journey.compare import ChangeKind, Difference
from assistant.journey.models import JourneyMap, Metric, label
from assistant.locale import N_, NAMES
from assistant.text import shorten

PART_NAMES: dict[str, str] = {
    "map": N_("Map"), "goal": N_("Goal"), "persona": N_("Persona"), "stages": N_("Stages"),
    "goals": N_("Customer goals"), "touchpoints": N_("Touchpoints"), "constraints": N_("Constraints"),
    "actions": N_("Actions"), "metrics": N_("Metrics"), "evidence": N_("Evidence"),
    "unknowns": N_("Questions for research"),
}  # fmt: skip

FIELD_NAMES: dict[str, str] = {
    "title": N_("title"), "language": N_("language"), "kind": N_("kind"), "state": N_("state"),
    "statement": N_("goal of the map"), "start": N_("beginning"), "end": N_("end"), "scope": N_("scope"),
    "name": N_("name"), "age": N_("age"), "gender": N_("gender"), "occupation": N_("occupation"),
    "location": N_("place of residence"), "generation": N_("generation"), "personality": N_("personality"),
    "interests": N_("interests"), "challenges": N_("challenges"), "pain_points": N_("pain points"),
    "quote": N_("quote"), "duration": N_("duration"), "text": N_("wording"), "stage": N_("stage"),
    "channel": N_("channel"), "device": N_("device"), "owned": N_("owner of the touchpoint"),
    "customer_action": N_("what the customer does"), "thought": N_("thought"), "emotion": N_("feeling"),
    "moment_of_truth": N_("moment of truth"), "touchpoints": N_("touchpoints"), "cause": N_("cause"),
    "severity": N_("severity"), "addresses": N_("constraints it addresses"), "owner": N_("owner"),
    "effort": N_("effort"), "impact": N_("impact"), "due": N_("due"), "baseline": N_("value now"),
    "target": N_("target"), "unit": N_("unit"), "source": N_("source"), "cadence": N_("how often it is read"),
    "measures": N_("actions it measures"), "value": N_("value"), "date": N_("date"), "supports": N_("what it supports"),
    "step": N_("step"), "question": N_("question"), "why": N_("why it matters"),
}  # fmt: skip

_STATES = {"as_is": N_("As it is"), "to_be": N_("As it should be")}
_LONGEST = 80
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def sentence(difference: Difference, earlier: JourneyMap, later: JourneyMap, catalogue: NullTranslations) -> str:
    """Return what changed, in one sentence."""
    _ = catalogue.gettext
    if difference.field is None:
        told = N_("new: “%(name)s”") if difference.kind is ChangeKind.ADDED else N_("gone: “%(name)s”")
        return f"{difference.id} {_(told) % {'name': shorten(difference.name, _LONGEST)}}"
    values = {
        "field": _(FIELD_NAMES.get(difference.field, difference.field)),
        "before": _value(difference.before, difference.field, earlier, catalogue),
        "after": _value(difference.after, difference.field, later, catalogue),
    }
    told = {
        ChangeKind.ADDED: N_("%(field)s: now %(after)s"),
        ChangeKind.REMOVED: N_("%(field)s: no longer %(before)s"),
        ChangeKind.CHANGED: N_("%(field)s: from %(before)s to %(after)s"),
    }[difference.kind]
    text = _(told) % values
    if difference.id is not None:
        text = f"{difference.id} “{shorten(difference.name, 60)}”, {text}"
    return text + _progress(difference, later, catalogue)


def _value(value: Any, field: str, journey: JourneyMap, catalogue: NullTranslations) -> str:  # noqa: ANN401
    _ = catalogue.gettext
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return ", ".join(_value(each, field, journey, catalogue) for each in value)
    if field == "emotion" and isinstance(value, int):
        return f"{value:+d}" if value else "0"
    if field == "state":
        return "“" + _(_STATES.get(str(value), str(value))) + "”"
    if field == "language":
        return NAMES.get(str(value), str(value))
    found = journey.find(str(value))
    if found is not None and field in ("stage", "touchpoints", "addresses", "measures", "supports"):
        return f"“{shorten(label(*found), 40)}”"
    return f"“{shorten(str(value), _LONGEST)}”" if isinstance(value, str) else str(value)


def _progress(difference: Difference, later: JourneyMap, catalogue: NullTranslations) -> str:
    """Return how far a newly measured value is on its way to the target, where the three are plain numbers."""
    if difference.part != "metrics" or difference.field != "baseline" or difference.kind is not ChangeKind.CHANGED:
        return ""
    found = later.find(difference.id or "")
    metric = found[1] if found else None
    if not isinstance(metric, Metric) or metric.target is None:
        return ""
    numbers = [_number(text) for text in (str(difference.before), str(difference.after), metric.target)]
    before, after, target = numbers
    if before is None or after is None or target is None or before == target:
        return ""
    share = round(100 * (after - before) / (target - before))
    told = catalogue.gettext(N_("target %(target)s, %(share)d %% of the way"))
    return "; " + told % {"target": metric.target, "share": share}


def _number(text: str) -> float | None:
    """Return the only number of a text; None: it has none, or several, so that nobody knows which is meant."""
    found = _NUMBER.findall(text)
    return float(found[0].replace(",", ".")) if len(found) == 1 else None
