"""The page that documents the rules: generated from them, so that it cannot tell anything else."""

from collections.abc import Iterator
from gettext import NullTranslations

from assistant.journey.checklist import STEP_NAMES
from assistant.journey.models import Step
from assistant.journey.review.rule import OURS, Rule
from assistant.journey.review.rules import RULES
from assistant.journey.review.told import SEVERITY_NAMES, plain_title
from assistant.locale import LANGUAGES, N_, NAMES

_INTRODUCTION = (
    N_(
        "`journeymap review MAP|SESSION` reads a map by these rules: in milliseconds, without a model, in the language "
        "of the map. `/review` does the same in the interview, and at its end the most important findings are offered "
        "as questions."
    ),
    N_(
        "An error means that the map misleads without it, a warning that it is weaker, a hint that it could be better. "
        "The exit code is 0 when nothing weighs as much as `--fail-on` (a warning, unless told), 1 when it does, "
        "and 2 when the map could not be read. `--select Q15,Q2` looks at some rules only, `--ignore Q40` leaves some "
        "out; `--json` and `--sarif` are for programs and code hosts."
    ),
)

_UNCHECKED = (
    N_(
        "Q03, whether the state of the map is declared: the format always holds one, as it is or as it should be, and "
        "nothing tells whether somebody chose it."
    ),
    N_("What sets a stage off and what ends it (Q06), and a date for the target of a metric (Q16): there is no field."),
    N_("Whether the map is true. Rules see what is missing or contradictory, only customers know what is wrong."),
)


def file_of(language: str) -> str:
    """Return the name of the page in a language."""
    return "review-rules.md" if language == "en" else f"review-rules.{language}.md"


def page(language: str, catalogue: NullTranslations) -> str:
    """Return the page in the language of `catalogue`, as Markdown."""
    translate = catalogue.gettext
    others = " · ".join(f"[{NAMES[other]}]({file_of(other)})" for other in LANGUAGES if other != language)
    lines = [f"# {translate(N_('The rules of the review'))}", "", others, ""]
    for paragraph in _INTRODUCTION:
        lines += [translate(paragraph), ""]
    for step in Step:
        rules = [rule for rule in RULES if rule.step is step]
        if rules:
            lines += [f"## {translate(STEP_NAMES[step])}", ""]
        for rule in rules:
            lines += [*_rule(rule, catalogue), ""]
    lines += [f"## {translate(N_('What no rule can check'))}", ""]
    return "\n".join([*lines, *(f"- {translate(text)}" for text in _UNCHECKED)]) + "\n"


def _rule(rule: Rule, catalogue: NullTranslations) -> Iterator[str]:
    translate = catalogue.gettext
    yield f"### {rule.id}: {plain_title(rule, catalogue)}"
    yield ""
    yield f"**{translate(SEVERITY_NAMES[rule.severity]).capitalize()}.** {translate(rule.reason)}"
    yield ""
    yield f"- {translate(N_('What to ask or do'))}: {translate(rule.advice)}"
    if rule.question:
        asked = translate(rule.question) % {"subjects": "…"}
        yield f"- {translate(N_('In the interview'))}: *{asked}*"
    if rule.limits:
        yield f"- {translate(N_('Limits'))}: {translate(rule.limits)}"
    yield f"- {translate(N_('Based on'))}: {rule.source.replace(OURS, translate(N_('our own judgement')))}"
