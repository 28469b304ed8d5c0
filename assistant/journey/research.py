"""From what nobody knows to questions: each unknown, guess and unsupported feeling is something to ask or look up."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from gettext import NullTranslations

from assistant.journey.models import Channel, JourneyMap, OriginKind, Step, label
from assistant.locale import N_
from assistant.text import shorten


class Method(StrEnum):
    """How something can be found out."""

    INTERVIEW = "interview"
    SURVEY = "survey"
    ANALYTICS = "analytics"


METHOD_NAMES: dict[Method, str] = {
    Method.INTERVIEW: N_("Ask customers in a conversation"),
    Method.SURVEY: N_("Ask many in a short survey"),
    Method.ANALYTICS: N_("Look it up or count it"),
}

FIRST_QUESTIONS = (
    N_("What did you want to get done on the site today: reach support, look through the products, something else?"),
    N_("If you have bought from us: what helped you decide?"),
    N_("How easy is the shop to use?"),
    N_("How did our service treat you?"),
    N_("Where did you first hear of us?"),
)
"""The five questions to begin with, as the article `FIRST_QUESTIONS_ARTICLE` of the knowledge base has them."""

FIRST_QUESTIONS_ARTICLE = "questions-to-ask-customers"

_BY_STEP: dict[Step, tuple[Method, str]] = {
    Step.GOAL: (Method.INTERVIEW, N_("When did you first think of something like this, and when was it over for you?")),
    Step.PERSONA: (Method.SURVEY, N_("Who are you in a few words: age, work, where you live, what you like to do?")),
    Step.GOALS: (Method.INTERVIEW, N_("Think of the last time you came to us: what did you want to get done?")),
    Step.TOUCHPOINTS: (
        Method.INTERVIEW,
        N_("Tell me step by step about your last purchase with us: where did it begin, and what came next?"),
    ),
    Step.CONSTRAINTS: (Method.INTERVIEW, N_("What almost kept you from buying or coming the last time?")),
    Step.ACTIONS: (Method.INTERVIEW, N_("What did you do instead when it did not work with us?")),
    Step.METRICS: (
        Method.ANALYTICS,
        N_("Look in the cash book, the shop system or the statistics what is counted already; note value and day."),
    ),
}  # fmt: skip
"""What answers an unknown of each step, where nothing more precise is known."""

_ONLINE = {Channel.WEBSITE, Channel.WEB_SHOP, Channel.APP, Channel.SEARCH, Channel.EMAIL, Channel.ADS}
_LONGEST = 70


@dataclass(frozen=True, slots=True)
class ResearchQuestion:
    """Something to find out.

    Attributes:
        about: the id of the item, or the persona's or goal's field, that it would support.
        gap: what is not known, as people read it.
        method: how to find it out.
        question: the question to ask, or what to look up.
    """

    about: str
    gap: str
    method: Method
    question: str


def research(journey: JourneyMap, catalogue: NullTranslations) -> list[ResearchQuestion]:
    """Return what is to be found out for a map, in the catalogue's language; nothing twice.

    Each unknown; each item that the assistant proposed and nobody has confirmed; each feeling, told or not, that no
    evidence supports; each constraint that no evidence supports; each metric without a value.
    """
    found = [
        *_unknowns(journey, catalogue),
        *_feelings(journey, catalogue),
        *_constraints(journey, catalogue),
        *_metrics(journey, catalogue),
        *_proposals(journey, catalogue),
    ]
    kept: dict[str, ResearchQuestion] = {}
    for each in found:
        kept.setdefault(each.question, each)
    return list(kept.values())


def _unknowns(journey: JourneyMap, catalogue: NullTranslations) -> Iterator[ResearchQuestion]:
    for unknown in journey.unknowns:
        method, question = _BY_STEP[unknown.step]
        yield ResearchQuestion(unknown.id, unknown.question, method, catalogue.gettext(question))


def _feelings(journey: JourneyMap, catalogue: NullTranslations) -> Iterator[ResearchQuestion]:
    _ = catalogue.gettext
    for point in journey.touchpoints:
        name = shorten(point.name, _LONGEST)
        if point.emotion is None:
            gap = _("how customers feel at “%(name)s”")
            question = _("Think of the last time: “%(name)s”. What happened, and how was that for you?")
            yield ResearchQuestion(point.id, gap % {"name": name}, Method.INTERVIEW, question % {"name": name})
        elif not _supported(journey, point.id):
            gap = _("whether the feeling noted at “%(name)s” is theirs: so far it is a guess")
            question = _("“%(name)s”: how was that for you, from 1 (very bad) to 5 (very good)? What made it so?")
            yield ResearchQuestion(point.id, gap % {"name": name}, Method.SURVEY, question % {"name": name})


def _constraints(journey: JourneyMap, catalogue: NullTranslations) -> Iterator[ResearchQuestion]:
    _ = catalogue.gettext
    online = {point.id for point in journey.touchpoints if point.channel in _ONLINE}
    for constraint in journey.constraints:
        if _supported(journey, constraint.id):
            continue
        name = shorten(constraint.text, _LONGEST)
        gap = _("how many customers run into this: “%(name)s”") % {"name": name}
        if online & set(constraint.touchpoints):
            question = _("Count for four weeks, in the statistics and in messages, how often this happens: “%(name)s”.")
        else:
            question = _("Keep a tally for two weeks, at the counter, on the phone and in messages: “%(name)s”.")
        yield ResearchQuestion(constraint.id, gap, Method.ANALYTICS, question % {"name": name})


def _metrics(journey: JourneyMap, catalogue: NullTranslations) -> Iterator[ResearchQuestion]:
    _ = catalogue.gettext
    for metric in journey.metrics:
        if metric.baseline is None:
            name = shorten(metric.name, _LONGEST)
            gap = _("where “%(name)s” stands today") % {"name": name}
            source = shorten(metric.source, _LONGEST) if metric.source else ""
            question = (
                _("Read “%(name)s” in %(source)s and note the value with the day.") % {"name": name, "source": source}
                if source
                else _("Find out where “%(name)s” can be read, and note the value with the day.") % {"name": name}
            )
            yield ResearchQuestion(metric.id, gap, Method.ANALYTICS, question)


def _proposals(journey: JourneyMap, catalogue: NullTranslations) -> Iterator[ResearchQuestion]:
    """Yield a check of what the assistant proposed; the stages it begins with are a frame and no claim."""
    _ = catalogue.gettext
    for part, item in journey.items():
        if (
            item.origin.kind is not OriginKind.SUGGESTED
            or part in ("stages", "unknowns")
            or _supported(journey, item.id)
        ):
            continue
        name = shorten(label(part, item), _LONGEST)
        gap = _("whether this holds: “%(name)s”") % {"name": name}
        question = (
            _("Try it small for two weeks and compare before and after: “%(name)s”.")
            if part == "actions"
            else _("Ask five customers about the last time; do they bring it up themselves: “%(name)s”?")
        )
        method = Method.ANALYTICS if part == "actions" else Method.INTERVIEW
        yield ResearchQuestion(item.id, gap, method, question % {"name": name})


def _supported(journey: JourneyMap, item_id: str) -> bool:
    return any(item_id in evidence.supports for evidence in journey.evidence)
