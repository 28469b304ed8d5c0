from gettext import NullTranslations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.journey.compare import ChangeKind, compare
from assistant.journey.compared import sentence
from assistant.journey.models import JourneyMap, MapState
from assistant.journey.to_be import to_be
from assistant.locale import LANGUAGES, translator
from tests.fakes.maps import example, maps


@settings(max_examples=12)
@given(journey=maps(), language=st.sampled_from(LANGUAGES))
def test_a_map_differs_from_others_only_and_every_difference_can_be_told(journey: JourneyMap, language: str) -> None:
    assert compare(journey, journey.model_copy(update={"revision": journey.revision + 1})) == []
    other = example()
    there, back = compare(journey, other), compare(other, journey)
    for each in there:
        assert sentence(each, journey, other, translator(language)).strip()
    whole = [[d.kind for d in found if d.field is None] for found in (there, back)]
    assert whole[0].count(ChangeKind.ADDED) == whole[1].count(ChangeKind.REMOVED)


def told(earlier: JourneyMap, later: JourneyMap) -> list[str]:
    return [sentence(each, earlier, later, NullTranslations()) for each in compare(earlier, later)]


def test_what_was_added_removed_and_changed_is_told_with_its_values() -> None:
    before = example()
    point, *points = before.touchpoints
    after = before.model_copy(
        update={"touchpoints": (*points, point.model_copy(update={"emotion": -2 if point.emotion != -2 else 2}))}
    )
    (line,) = told(before, after)
    assert line.startswith(f"{point.id} “")
    assert "feeling" in line
    gone = before.model_copy(update={"touchpoints": before.touchpoints[:-1]})
    assert f"{before.touchpoints[-1].id} gone" in told(before, gone)[0]
    assert f"{before.touchpoints[-1].id} new" in told(gone, before)[0]


@pytest.mark.parametrize(
    ("was", "now", "target", "way"),
    [
        ("40 min", "25 min", "10 min", "50 % of the way"),
        ("1 in 8", "1 in 5", "1 in 3", None),
        ("30", "36", "24", "-100 %"),
    ],
)
def test_a_newly_measured_value_tells_how_far_it_is_to_the_target(
    was: str, now: str, target: str, way: str | None
) -> None:
    before = example()
    metric = before.metrics[0].model_copy(update={"baseline": was, "target": target})
    earlier = before.model_copy(update={"metrics": (metric, *before.metrics[1:])})
    later = earlier.model_copy(update={"metrics": (metric.model_copy(update={"baseline": now}), *before.metrics[1:])})
    (line,) = told(earlier, later)
    assert (way in line) if way else ("way" not in line)


def test_items_of_another_interview_are_known_by_their_words() -> None:
    before = example()
    moved = before.constraints[0].model_copy(update={"id": "c77"})
    after = JourneyMap.model_validate(
        {
            **dict(before),
            "created": before.created.replace(year=2030),
            "updated": before.updated.replace(year=2030),
            "constraints": (moved, *before.constraints[1:]),
            "actions": tuple(
                action.model_copy(
                    update={
                        "addresses": tuple(
                            "c77" if i == moved.id or i == before.constraints[0].id else i for i in action.addresses
                        )
                    }
                )
                for action in before.actions
            ),
            "evidence": (),
        }
    )
    assert {(d.part, d.kind) for d in compare(before.model_copy(update={"evidence": ()}), after)} == set()


def test_a_to_be_map_has_its_actions_carried_out() -> None:
    journey = example()
    made = to_be(journey)
    solved = {constraint for action in journey.actions for constraint in action.addresses}
    assert made.state is MapState.TO_BE
    assert solved
    assert {c.id for c in made.constraints} == {c.id for c in journey.constraints} - solved
    assert [a.text for a in made.actions] == [a.text for a in journey.actions]
    assert made.metrics == journey.metrics
    JourneyMap.model_validate_json(made.model_dump_json())
    with pytest.raises(UsageError):
        to_be(made)
    with pytest.raises(UsageError):
        to_be(journey.model_copy(update={"actions": (), "metrics": ()}))
