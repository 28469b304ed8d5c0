"""Rules about the persona and what the customer wants."""

from collections.abc import Iterator

from assistant.journey.checklist import FIELD_NAMES
from assistant.journey.models import Step
from assistant.journey.review.facts import Facts, named
from assistant.journey.review.finding import Severity
from assistant.journey.review.rule import Noticed, Rule
from assistant.journey.subjects import Subject
from assistant.locale import N_

_WHO = ("name", "age", "occupation", "location")
_CHARACTER = ("interests", "personality")


def _one_person(facts: Facts) -> Iterator[Noticed]:
    persona = facts.map.persona
    if not any(getattr(persona, name) for name in _WHO):
        yield Noticed(where=("persona",), need="persona.who")
    everybody = [n for n in ("name", "age") if facts.words.is_one("everybody", getattr(persona, n) or "")]
    if everybody:
        subjects = tuple(Subject(f"persona.{n}", getattr(persona, n)) for n in everybody)
        yield Noticed(subjects, severity=Severity.WARNING)


def _described(facts: Facts) -> Iterator[Noticed]:
    persona = facts.map.persona
    if not any(getattr(persona, name) for name in _WHO):
        return  # Q01 has said so
    for need, names in (("persona.who", _WHO), ("persona.character", _CHARACTER)):
        missing = [name for name in names if not getattr(persona, name)]
        if missing:
            subjects = tuple(Subject(f"persona.{name}", FIELD_NAMES[name], translate=True) for name in missing)
            yield Noticed(subjects, need=need)


def _challenges(facts: Facts) -> Iterator[Noticed]:
    if not (facts.map.persona.challenges or facts.map.persona.pain_points):
        yield Noticed(where=("persona.challenges",), need="persona.challenges")


def _goals(facts: Facts) -> Iterator[Noticed]:
    placed = {goal.stage for goal in facts.map.goals if goal.stage}
    without = [stage for stage in facts.map.stages if stage.id not in placed]
    # Goals of the whole journey are fine; where they are told by stage, a stage without one stands out.
    if placed and 0 < len(without) <= len(placed):
        yield Noticed(named(without))


RULES = (
    Rule(
        "Q01", Step.PERSONA, Severity.ERROR,
        N_("The map is not about one person"),
        N_("A journey of everybody is the journey of nobody: what delights one customer puts another one off."),
        "Nielsen Norman Group; UW-SSEC, user-journey-mapping",
        N_("Describe one typical customer: a name, an age, what they do, where they live. Another kind of customer deserves another map."),
        _one_person,
        N_("Who is the one customer this map is about? Describe one person you know."),
        limits=N_("A map file holds one persona; whether it stands for a real group of customers only research can tell."),
    ),
    Rule(
        "Q06", Step.GOALS, Severity.HINT,
        N_("Stages for which no goal of the customer is noted"),
        N_("A touchpoint is good or bad only in the light of what the customer wants there."),
        "pm-skills, discover-journey-map",
        N_("Ask what the customer wants to have achieved at the end of each stage."),
        _goals,
        N_("What does the customer want to achieve at: %(subjects)s?"),
        limits=N_("What sets a stage off and what ends it has no field in a map file, so only the customer's goals are checked, and only where some are told by stage."),
    ),
    Rule(
        "Q29", Step.PERSONA, Severity.HINT,
        N_("The persona would be clearer with"),
        N_("Age, work and character explain why the same shop is easy for one person and hard for another."),
        "Nielsen Norman Group; 7 sposobów na stworzenie mapy podróży klienta eCommerce, 2022",
        N_("Add what you know of your last customers; leave out what you would have to make up."),
        _described,
    ),
    Rule(
        "Q30", Step.PERSONA, Severity.WARNING,
        N_("The persona has no challenges"),
        N_("What is difficult for the person is where the journey can help; without it the persona is only a portrait."),
        "7 sposobów na stworzenie mapy podróży klienta eCommerce, 2022; Domine el viaje de comercio electrónico del cliente, 2024",
        N_("Ask when this person last gave up or complained, and about what."),
        _challenges,
    ),
)  # fmt: skip
