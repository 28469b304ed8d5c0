"""A finding in words, in a language: its sentence, its reason, what to do, and how the interview asks about it."""

import re
from collections.abc import Sequence
from gettext import NullTranslations

from assistant.journey.checklist import BY_ID as NEEDS
from assistant.journey.review.finding import Finding, Severity
from assistant.journey.review.rule import Rule, fill
from assistant.journey.review.rules import BY_ID
from assistant.journey.subjects import Subject, name_of
from assistant.locale import N_

MAX_TOLD = 6
"""Names in one sentence; more are counted."""

SEVERITY_NAMES: dict[Severity, str] = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.HINT: N_("hint"),
}


def sentence(finding: Finding, catalogue: NullTranslations) -> str:
    """Return what a finding says, with the names of what it is about."""
    title = fill(BY_ID[finding.rule].title, finding.values, catalogue)
    if not finding.subjects:
        return f"{title}."
    names = named(finding.subjects[:MAX_TOLD], catalogue)
    more = len(finding.subjects) - MAX_TOLD
    if more > 0:
        names += " " + catalogue.ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
    return f"{title}: {names}" if names.endswith((".", "…", "!", "?")) else f"{title}: {names}."


def named(subjects: Sequence[Subject], catalogue: NullTranslations) -> str:
    """Return the names of `subjects`; they are people's sentences, with commas in them."""
    return "; ".join(name_of(subject, catalogue) for subject in subjects)


def reason(finding: Finding, catalogue: NullTranslations) -> str:
    """Return why a finding matters."""
    return catalogue.gettext(BY_ID[finding.rule].reason)


def advice(finding: Finding, catalogue: NullTranslations) -> str:
    """Return what to ask or do about a finding."""
    return catalogue.gettext(BY_ID[finding.rule].advice)


def question(finding: Finding, catalogue: NullTranslations, subjects: int) -> str:
    """Return how the interview asks about a finding, naming up to `subjects` things; "" when it does not."""
    wording = BY_ID[finding.rule].question or (NEEDS[finding.need].ask if finding.need else "")
    return catalogue.gettext(wording) % {"subjects": named(finding.subjects[:subjects], catalogue)} if wording else ""


def plain_title(rule: Rule, catalogue: NullTranslations) -> str:
    """Return a rule's title without the figures of a finding: an ellipsis stands for each."""
    return re.sub(r"%\(\w+\)[ds]", "…", catalogue.gettext(rule.title))
