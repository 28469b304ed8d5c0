"""The command that reviews a map: for people, for programs (JSON), for code hosts (SARIF)."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from gettext import NullTranslations
from typing import Any
from urllib.parse import quote

from assistant import __version__
from assistant.cli.maps import load_map
from assistant.cli.output import print_json
from assistant.errors import EXIT_FAILURE, EXIT_USAGE, FileError, UsageError
from assistant.journey.models import JourneyMap
from assistant.journey.review import Finding, Severity, matches, review
from assistant.journey.review.rules import BY_ID, RULES
from assistant.journey.review.told import SEVERITY_NAMES, advice, reason, sentence
from assistant.locale import _, ngettext, translator
from assistant.locations import expanded
from assistant.text import shorten


def run(options: argparse.Namespace) -> int:
    """Print what the review finds; exit code 1 when something weighs as much as asked for.

    Raises:
        FileError: there is no such map; with exit code 2, so that 1 means findings and nothing else.
    """
    select, ignore = _rules(options.select), _rules(options.ignore)
    try:
        journey, _name = load_map(options.map)
    except FileError as fault:
        raise FileError(fault.message, fault.hint, EXIT_USAGE) from fault
    findings = review(journey, datetime.now(UTC).date(), select, ignore)
    catalogue = translator(journey.language)
    if options.sarif:
        print_json(_sarif(findings, catalogue, options.map))
    elif options.json:
        print_json([_as_json(finding, catalogue) for finding in findings])
    else:
        _tell(findings, journey)
    order = list(Severity)
    least = order.index(Severity(options.fail_on))
    return EXIT_FAILURE if any(order.index(finding.severity) <= least for finding in findings) else 0


def _rules(given: Sequence[str]) -> tuple[str, ...]:
    """Return the ids and beginnings of ids that an option names, with commas between them or one after the other."""
    names = tuple(name.strip() for part in given for name in part.split(",") if name.strip())
    for name in names:
        if not any(matches(rule.id, [name]) for rule in RULES):
            raise UsageError(
                _("No rule of the review has the name %(name)s.") % {"name": shorten(name, 20)},
                _("The rules are %(first)s to %(last)s; docs/review-rules.md tells what each looks for.")
                % {"first": RULES[0].id, "last": RULES[-1].id},
            )
    return names


def _as_json(finding: Finding, catalogue: NullTranslations) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "step": BY_ID[finding.rule].step.value,
        "need": finding.need or None,
        "where": list(finding.where),
        "text": sentence(finding, catalogue),
        "why": reason(finding, catalogue),
        "advice": advice(finding, catalogue),
    }


def _sarif(findings: Sequence[Finding], catalogue: NullTranslations, name: str) -> dict[str, Any]:
    from assistant.journey.review.places import places
    from assistant.journey.review.sarif import sarif

    file = expanded(name)
    if not file.is_file():
        return sarif(findings, catalogue, __version__)
    uri = file.as_uri() if file.is_absolute() else quote(file.as_posix())
    return sarif(findings, catalogue, __version__, uri, places(file.read_text(encoding="utf-8-sig")))


def _tell(findings: Sequence[Finding], journey: JourneyMap) -> None:
    """Print findings for people: sentences in the map's language, so all of it is."""
    catalogue = translator(journey.language)
    if not findings:
        print(catalogue.gettext("The review found nothing to improve."))
        return
    for finding in findings:
        name = catalogue.gettext(SEVERITY_NAMES[finding.severity])
        print(f"{finding.rule} {name}: {sentence(finding, catalogue)}")
        print(f"    {reason(finding, catalogue)}")
        print(f"    → {advice(finding, catalogue)}")
    print()
    print(ngettext("%(count)d finding", "%(count)d findings", len(findings)) % {"count": len(findings)})
