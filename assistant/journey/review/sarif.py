"""Findings as SARIF 2.1.0, which code hosts show beside the lines of a file."""

from collections.abc import Iterable, Mapping, Sequence
from gettext import NullTranslations
from typing import Any

from assistant.journey.review.finding import Finding, Severity
from assistant.journey.review.rule import Rule
from assistant.journey.review.rules import RULES
from assistant.journey.review.told import advice, plain_title, sentence

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}
_PLACES = {rule.id: place for place, rule in enumerate(RULES)}


def sarif(
    findings: Iterable[Finding],
    catalogue: NullTranslations,
    version: str,
    uri: str | None = None,
    lines: Mapping[str, tuple[int, int]] | None = None,
) -> dict[str, Any]:
    """Return findings as a SARIF log.

    Args:
        findings: what the review found.
        catalogue: the language of the texts.
        version: the program's version.
        uri: the map's file, if it is one.
        lines: the first and last line in it of each item, field and part.
    """
    driver = {
        "name": "journeymap",
        "semanticVersion": version,
        "rules": [_rule(rule, catalogue) for rule in RULES],
    }
    results = [_result(finding, catalogue, uri, lines or {}) for finding in findings]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _rule(rule: Rule, catalogue: NullTranslations) -> dict[str, Any]:
    reason, what = catalogue.gettext(rule.reason), catalogue.gettext(rule.advice)
    return {
        "id": rule.id,
        "shortDescription": {"text": plain_title(rule, catalogue)},
        "fullDescription": {"text": reason},
        "help": {"text": f"{what} ({rule.source})"},
        "helpUri": f"urn:journeymap:review:{rule.id}",
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.step.value]},
    }


def _result(
    finding: Finding, catalogue: NullTranslations, uri: str | None, lines: Mapping[str, tuple[int, int]]
) -> dict[str, Any]:
    first, *others = [_location(ref, uri, lines) for ref in finding.where]
    return {
        "ruleId": finding.rule,
        "ruleIndex": _PLACES[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{sentence(finding, catalogue)} {advice(finding, catalogue)}"},
        "locations": [first],
        **({"relatedLocations": _numbered(others)} if others else {}),
        "partialFingerprints": {"journeymap/v1": f"{finding.rule}:{','.join(finding.where)}"},
    }


def _location(ref: str, uri: str | None, lines: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": ref}]}
    if uri is not None:
        start, end = _lines(ref, lines)
        location["physicalLocation"] = {
            "artifactLocation": {"uri": uri},
            "region": {"startLine": start, "endLine": end},
        }
    return location


def _lines(ref: str, lines: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """Return the lines of an item or field; of a field that is not there, those of what should hold it."""
    for name in (ref, ref.partition("[")[0], ref.partition(".")[0]):
        if name in lines:
            return lines[name]
    return 1, 1


def _numbered(locations: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": number, **location} for number, location in enumerate(locations, start=1)]
