import pytest

from assistant.journey.apply import apply
from assistant.journey.checklist import BY_ID, MAX_QUESTIONS, NEEDS, needs_of, next_need, open_needs, progress
from assistant.journey.edits import Add, Applied, Edit, SetField
from assistant.journey.models import JourneyMap, Origin, OriginKind, Step
from assistant.journey.start import new_map
from assistant.locale import LANGUAGES, translator

OURS = Origin(kind=OriginKind.IMPORTED)


def done(journey: JourneyMap, *edits: Edit) -> JourneyMap:
    for edit in edits:
        outcome = apply(journey, edit, {})
        assert isinstance(outcome, Applied), outcome
        journey = outcome.map
    return journey


def touchpoint(name: str, stage: str, emotion: int | None = None) -> Add:
    return Add(part="touchpoints", values={"name": name, "stage": stage, "emotion": emotion}, origin=OURS)


def test_each_step_has_needs_and_each_id_names_its_step() -> None:
    assert {need.step for need in NEEDS} == set(Step)
    assert all(need.id.split(".")[0] == need.step.value for need in NEEDS)
    assert len(BY_ID) == len(NEEDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_need_is_worded_in_every_language(language: str) -> None:
    for need in NEEDS:
        for message in (need.ask, need.again, need.probe, need.unknown):
            text = translator(language).gettext(message) % {"subjects": "X"}
            assert text.count("?") >= 1
            assert ("X" in text) == ("%(subjects)s" in message)
        assert translator(language).gettext(need.why)
        if language != "en":
            assert translator(language).gettext(need.ask) != need.ask


def test_an_empty_map_lacks_something_in_every_step() -> None:
    journey = new_map("en")
    assert {need.step for need, _ in open_needs(journey)} >= {Step.GOAL, Step.PERSONA, Step.GOALS, Step.METRICS}
    for step in Step:
        found = next_need(journey, step, {}, ())
        assert found is not None
        assert found[0] is needs_of(step)[0]


def test_what_is_known_is_not_asked_for() -> None:
    def said(field: str) -> SetField:
        return SetField(part="goal", field=field, value="x", origin=OURS)

    journey = done(new_map("en"), said("statement"), said("start"))
    need, missing = next_need(journey, Step.GOAL, {}, ()) or (None, ())
    assert need is BY_ID["goal.limits"]
    assert [subject.ref for subject in missing] == ["end"]
    assert next_need(done(journey, said("end")), Step.GOAL, {}, ()) is None
    assert progress(done(journey, said("end")), Step.GOAL) == 1


def test_a_need_is_left_alone_when_it_was_asked_about_or_closed() -> None:
    journey = new_map("en")
    asked = {"goal.statement": MAX_QUESTIONS}
    assert (next_need(journey, Step.GOAL, asked, ()) or (None,))[0] is BY_ID["goal.limits"]
    assert next_need(journey, Step.GOAL, asked, {"goal.limits"}) is None


def test_each_stage_wants_a_touchpoint_also_after_the_purchase_and_each_touchpoint_a_feeling() -> None:
    journey = done(new_map("en"), touchpoint("ad", "s1", 0), touchpoint("till", "s3"))
    lacks = {need.id: [subject.ref for subject in missing] for need, missing in open_needs(journey, Step.TOUCHPOINTS)}
    assert lacks == {"touchpoints.stages": ["s2", "s4", "s5"], "touchpoints.feelings": ["t2"]}


def test_each_constraint_wants_an_action_and_each_metric_its_figures() -> None:
    journey = done(
        new_map("en"),
        Add(part="constraints", values={"text": "queue", "stage": "s3"}, origin=OURS),
        Add(part="constraints", values={"text": "price"}, origin=OURS),
        Add(part="actions", values={"text": "till", "addresses": ["c1"]}, origin=OURS),
        Add(part="metrics", values={"name": "wait", "baseline": "40", "target": "10"}, origin=OURS),
    )
    lacks = {need.id: missing for need, missing in open_needs(journey)}
    assert [subject.ref for subject in lacks["actions.open"]] == ["c2"]
    assert [subject.ref for subject in lacks["constraints.stages"]] == ["s1", "s2", "s4", "s5"]
    assert lacks["metrics.values"][0].detail == ("source of the figure",)
