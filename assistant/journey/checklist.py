"""The checklist: what a good map holds, step by step. Code, not the model, decides what is asked next.

A need is data: what is missing, how it is asked in words of our own, why. The first need of a step that misses
something is asked about, at most `MAX_QUESTIONS` times; then what is missing is recorded as unknown.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from assistant.journey.models import JourneyMap, Metric, Persona, Step, label
from assistant.journey.subjects import Subject
from assistant.locale import N_

MAX_QUESTIONS = 2
"""Questions about one need."""


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that the map should hold.

    Attributes:
        id: the step and a name: ``touchpoints.stages``.
        step: the step it belongs to.
        missing: what of it the map does not hold yet; empty when the need is met.
        ask: the question; ``%(subjects)s`` stands for the names of what is missing.
        again: the second question, when an answer brought some but not all of it.
        probe: the second question, when an answer was too vague to bring anything: about one concrete event.
        why: why it is asked.
        unknown: the research question that is left when nobody knows.
        topic: what to look for in the knowledge base.
        may_be_none: "nothing more" means that there is none, so nothing is unknown.
    """

    id: str
    step: Step
    missing: Callable[[JourneyMap], tuple[Subject, ...]]
    ask: str
    again: str
    probe: str
    why: str
    unknown: str
    topic: str
    may_be_none: bool = False


STEP_NAMES: dict[Step, str] = {
    Step.GOAL: N_("Goal"),
    Step.PERSONA: N_("Persona"),
    Step.GOALS: N_("Customer goals"),
    Step.TOUCHPOINTS: N_("Touchpoints"),
    Step.CONSTRAINTS: N_("Constraints"),
    Step.ACTIONS: N_("Actions"),
    Step.METRICS: N_("Metrics"),
}

FIELD_NAMES: dict[str, str] = {
    "statement": N_("purpose"),
    "start": N_("beginning"),
    "end": N_("end"),
    "scope": N_("scope"),
    "name": N_("name"),
    "age": N_("age"),
    "gender": N_("gender"),
    "occupation": N_("occupation"),
    "location": N_("place of residence"),
    "generation": N_("generation"),
    "personality": N_("personality"),
    "interests": N_("interests"),
    "challenges": N_("challenges"),
    "pain_points": N_("pain points"),
    "quote": N_("words of their own"),
    "baseline": N_("value today"),
    "target": N_("target"),
    "source": N_("source of the figure"),
}
"""The fields of the goal, the persona and the metrics, as people call them."""


def _fields(part: str, *names: str) -> Callable[[JourneyMap], tuple[Subject, ...]]:
    def missing(journey: JourneyMap) -> tuple[Subject, ...]:
        whole = getattr(journey, part)
        return tuple(Subject(name, FIELD_NAMES[name], translate=True) for name in names if not getattr(whole, name))

    return missing


def _any_of(part: str, *names: str) -> Callable[[JourneyMap], tuple[Subject, ...]]:
    def missing(journey: JourneyMap) -> tuple[Subject, ...]:
        persona: Persona = getattr(journey, part)
        if any(getattr(persona, name) for name in names):
            return ()
        return (Subject(names[0], FIELD_NAMES[names[0]], translate=True),)

    return missing


def _some(part: str, step: Step) -> Callable[[JourneyMap], tuple[Subject, ...]]:
    def missing(journey: JourneyMap) -> tuple[Subject, ...]:
        return () if journey.part(part) else (Subject(part, STEP_NAMES[step], translate=True),)

    return missing


def _stages_without(part: str) -> Callable[[JourneyMap], tuple[Subject, ...]]:
    def missing(journey: JourneyMap) -> tuple[Subject, ...]:
        covered = {getattr(item, "stage") for item in journey.part(part)}  # noqa: B009 - the part is not known here
        return tuple(Subject(stage.id, stage.name) for stage in journey.stages if stage.id not in covered)

    return missing


def _touchpoints_without_feeling(journey: JourneyMap) -> tuple[Subject, ...]:
    return tuple(Subject(t.id, t.name) for t in journey.touchpoints if t.emotion is None)


def _constraints_without_action(journey: JourneyMap) -> tuple[Subject, ...]:
    addressed = {constraint for action in journey.actions for constraint in action.addresses}
    return tuple(Subject(c.id, label("constraints", c)) for c in journey.constraints if c.id not in addressed)


def _metrics_without_figures(journey: JourneyMap) -> tuple[Subject, ...]:
    return tuple(
        Subject(metric.id, metric.name, detail=lacks) for metric in journey.metrics if (lacks := _lacks(metric))
    )


def _lacks(metric: Metric) -> tuple[str, ...]:
    return tuple(FIELD_NAMES[name] for name in ("baseline", "target", "source") if not getattr(metric, name))


NEEDS: tuple[Need, ...] = (
    Need(
        id="goal.statement",
        step=Step.GOAL,
        missing=_fields("goal", "statement"),
        ask=N_("What would you like to find out or improve with this map?"),
        again=N_("What should be different for your customers once this map has done its work?"),
        probe=N_(
            "Think of the last time something with a customer did not go as you wished. What happened, and what would you like to change?"
        ),
        why=N_("A map without a purpose ends up on a wall. The purpose decides what belongs in it and what does not."),
        unknown=N_("What should this map help to decide or improve?"),
        topic=N_("choosing a goal for the map"),
    ),
    Need(
        id="goal.limits",
        step=Step.GOAL,
        missing=_fields("goal", "start", "end"),
        ask=N_("From which moment to which moment should the map run: what comes first for the customer, and what last?"),
        again=N_("One thing is still open about the limits of the map (%(subjects)s). Which moment is that?"),
        probe=N_("Take one customer you remember. What was the very first contact with you, and what was the last?"),
        why=N_("A beginning and an end keep the map small enough to finish and large enough to show causes."),
        unknown=N_("Where does the journey begin and end (%(subjects)s)?"),
        topic=N_("where the journey begins and ends, scope"),
    ),
    Need(
        id="persona.who",
        step=Step.PERSONA,
        missing=_fields("persona", "name", "age", "occupation", "location"),
        ask=N_("Who is your typical customer? Describe one person: what are they called, how old are they, what do they do, where do they live?"),
        again=N_("What else do you know about this person: %(subjects)s?"),
        probe=N_("Think of the last customer you spoke to. Who was that, and what do you know about them?"),
        why=N_("One concrete person keeps the map honest: a journey of everybody is the journey of nobody."),
        unknown=N_("What do we know about the typical customer: %(subjects)s?"),
        topic=N_("persona fields"),
    ),
    Need(
        id="persona.character",
        step=Step.PERSONA,
        missing=_fields("persona", "interests", "personality"),
        ask=N_("What is this person like, and what are they interested in?"),
        again=N_("And about this person: %(subjects)s?"),
        probe=N_("What did this person talk about, or do, the last time you met them?"),
        why=N_("Interests and character explain why the same offer delights one person and leaves another cold."),
        unknown=N_("What is the typical customer like: %(subjects)s?"),
        topic=N_("persona interests and personality"),
    ),
    Need(
        id="persona.challenges",
        step=Step.PERSONA,
        missing=_any_of("persona", "challenges", "pain_points"),
        ask=N_("What makes life difficult for this person, in everyday life or with what you offer?"),
        again=N_("What else makes it difficult for this person?"),
        probe=N_("When did this person last complain or give up on something? What was it?"),
        why=N_("The difficulties of the persona are where the journey can help."),
        unknown=N_("What challenges does the typical customer face?"),
        topic=N_("persona challenges and pain points"),
    ),
    Need(
        id="goals.first",
        step=Step.GOALS,
        missing=_some("goals", Step.GOALS),
        ask=N_("What does this person want to achieve when they turn to you?"),
        again=N_("What else do they want to get done?"),
        probe=N_("Tell me about the last customer who was really satisfied. What had they come for?"),
        why=N_("A touchpoint is good or bad only in the light of what the customer wants to achieve."),
        unknown=N_("What do customers want to achieve?"),
        topic=N_("customer goals"),
    ),
    Need(
        id="touchpoints.first",
        step=Step.TOUCHPOINTS,
        missing=_some("touchpoints", Step.TOUCHPOINTS),
        ask=N_("Tell me how it goes, from first hearing of you to the time after buying: where does the customer meet you, and how do they feel there?"),
        again=N_("Where else does the customer meet you or hear of you?"),
        probe=N_("Tell me about the last customer who bought from you: what did they do first, what then, and how did it end?"),
        why=N_("Touchpoints are the moments that can be improved; their order and the feelings in them make the journey."),
        unknown=N_("Where do customers meet the business?"),
        topic=N_("touchpoints and channels"),
    ),
    Need(
        id="touchpoints.stages",
        step=Step.TOUCHPOINTS,
        missing=_stages_without("touchpoints"),
        ask=N_("Nothing is noted yet for: %(subjects)s. What happens between you and the customer there?"),
        again=N_("And is there any contact at this point of the journey: %(subjects)s?"),
        probe=N_("Take one customer who bought from you. What did they do, or what did you send them, at this point: %(subjects)s?"),
        why=N_("A stage without a touchpoint is either a gap for the customer or a gap in what we know. The time after the purchase is forgotten most often."),
        unknown=N_("Which touchpoints are there at: %(subjects)s?"),
        topic=N_("touchpoints by stage, after the purchase"),
    ),
    Need(
        id="touchpoints.feelings",
        step=Step.TOUCHPOINTS,
        missing=_touchpoints_without_feeling,
        ask=N_("How do customers feel at these points: %(subjects)s?"),
        again=N_("And how is it for them here: %(subjects)s?"),
        probe=N_("What did a customer last say or do at this point: %(subjects)s?"),
        why=N_("Feelings show the peaks and valleys of the journey, and so where a change matters most."),
        unknown=N_("How do customers feel at: %(subjects)s?"),
        topic=N_("emotions, peaks and valleys, moments of truth"),
    ),
    Need(
        id="constraints.first",
        step=Step.CONSTRAINTS,
        missing=_some("constraints", Step.CONSTRAINTS),
        ask=N_("What gets in the customer's way on this journey, and what causes it?"),
        again=N_("What else gets in the way?"),
        probe=N_("Tell me about the last customer who gave up or complained. What stopped them?"),
        why=N_("What holds customers back is what the actions have to remove."),
        unknown=N_("What gets in the customers' way?"),
        topic=N_("constraints, pain points and their causes"),
    ),
    Need(
        id="constraints.stages",
        step=Step.CONSTRAINTS,
        missing=_stages_without("constraints"),
        ask=N_("And what gets in the way at these stages: %(subjects)s?"),
        again=N_("Does anything hold customers back at: %(subjects)s?"),
        probe=N_("When did something last go wrong for a customer at: %(subjects)s?"),
        why=N_("Problems hide in the stages nobody talks about."),
        unknown=N_("What gets in the customers' way at: %(subjects)s?"),
        topic=N_("where customers stop, constraints by stage"),
        may_be_none=True,
    ),
    Need(
        id="actions.first",
        step=Step.ACTIONS,
        missing=_some("actions", Step.ACTIONS),
        ask=N_("What do you want to do about it? Name the actions you have in mind, and who takes care of them."),
        again=N_("What else could you do about it?"),
        probe=N_("If you could change one thing for your customers next week, what would it be?"),
        why=N_("A map pays off only through what is done after it."),
        unknown=N_("Which actions could help?"),
        topic=N_("actions and how to prioritise them"),
    ),
    Need(
        id="actions.open",
        step=Step.ACTIONS,
        missing=_constraints_without_action,
        ask=N_("What could be done about this: %(subjects)s?"),
        again=N_("Is there any action you can think of for: %(subjects)s?"),
        probe=N_("What have you already tried, or seen others do, about: %(subjects)s?"),
        why=N_("Every constraint deserves an action, or the honest note that there is none yet."),
        unknown=N_("What could be done about: %(subjects)s?"),
        topic=N_("actions for constraints"),
    ),
    Need(
        id="metrics.first",
        step=Step.METRICS,
        missing=_some("metrics", Step.METRICS),
        ask=N_("By which figures will you see that it works? Tell me where each stands today, where it should go, and where you read it."),
        again=N_("Which other figures will show it?"),
        probe=N_("Which number did you look at last to see how the business is doing, and what did it say?"),
        why=N_("Without a figure from before nobody can tell whether an action helped."),
        unknown=N_("Which figures show whether the actions work?"),
        topic=N_("metrics with baseline and target"),
    ),
    Need(
        id="metrics.values",
        step=Step.METRICS,
        missing=_metrics_without_figures,
        ask=N_("These figures are not complete yet: %(subjects)s. What can you tell me about that?"),
        again=N_("What is still open: %(subjects)s. Do you know it, or where it can be looked up?"),
        probe=N_("Where could you look this up: %(subjects)s?"),
        why=N_("A metric needs a value today, a target and a source; else it cannot be checked."),
        unknown=N_("What are the missing figures: %(subjects)s?"),
        topic=N_("baseline, target and source of a metric"),
    ),
)  # fmt: skip
"""Every need, in the order in which it is asked."""

BY_ID: Mapping[str, Need] = {need.id: need for need in NEEDS}


def needs_of(step: Step) -> tuple[Need, ...]:
    """Return the needs of a step, in order."""
    return tuple(need for need in NEEDS if need.step is step)


def next_need(
    journey: JourneyMap, step: Step, asked: Mapping[str, int], closed: Collection[str]
) -> tuple[Need, tuple[Subject, ...]] | None:
    """Return the first need of `step` that misses something and may still be asked about, with what it misses."""
    for need in needs_of(step):
        if need.id in closed or asked.get(need.id, 0) >= MAX_QUESTIONS:
            continue
        if missing := need.missing(journey):
            return need, missing
    return None


def open_needs(journey: JourneyMap, step: Step | None = None) -> list[tuple[Need, tuple[Subject, ...]]]:
    """Return every need that misses something, asked about or not."""
    needs = NEEDS if step is None else needs_of(step)
    return [(need, missing) for need in needs if (missing := need.missing(journey))]


def progress(journey: JourneyMap, step: Step) -> float:
    """Return which share of a step's needs is met, from 0 to 1."""
    needs = needs_of(step)
    return sum(not need.missing(journey) for need in needs) / len(needs)
