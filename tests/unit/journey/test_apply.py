from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.journey.apply import apply
from assistant.journey.edits import (
    EDITS,
    REASONS,
    Add,
    Applied,
    Change,
    ClearField,
    Describe,
    Edit,
    Link,
    MergeStages,
    Reason,
    Refused,
    Remove,
    ReorderStages,
    SetField,
)
from assistant.journey.models import JourneyMap, Origin, OriginKind
from assistant.journey.start import new_map
from tests.fakes.maps import maps

ANSWERS = {1: "The queue at the till is too long, 40 minutes", 2: "We open a second till, Ana does it by May"}


def said(quote: str, turn: int = 1) -> Origin:
    return Origin(kind=OriginKind.SAID, quote=quote, turn=turn)


def done(journey: JourneyMap, *edits: Edit) -> JourneyMap:
    for edit in edits:
        outcome = apply(journey, edit, ANSWERS)
        assert isinstance(outcome, Applied), outcome
        journey = outcome.map
    return journey


def reason(journey: JourneyMap, edit: Edit) -> Reason:
    outcome = apply(journey, edit, ANSWERS)
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


QUEUE = Add(part="constraints", values={"text": "queue at the till"}, origin=said("queue at the till"))
SECOND = Add(
    part="actions",
    values={"text": "open a second till", "addresses": ["c1"], "owner": "Ana", "due": "by May"},
    origin=said("open a second till", 2),
)


@pytest.fixture
def journey() -> JourneyMap:
    return new_map("en")


def test_an_item_is_added_with_a_readable_id_and_the_words_as_they_stand(journey: JourneyMap) -> None:
    shouted = Add(part="constraints", values={"text": "queue"}, origin=said("the QUEUE"))
    outcome = apply(journey, shouted, ANSWERS)
    assert isinstance(outcome, Applied)
    item = outcome.map.constraints[0]
    assert (item.id, item.origin.quote, outcome.touched) == ("c1", "The queue", ("c1",))
    assert journey.constraints == ()


@pytest.mark.parametrize(
    ("values", "origin", "expected"),
    [
        ({"text": "queue"}, said("the queue at the bakery"), Reason.NOT_SAID),
        ({"text": "queue"}, said("queue", 2), Reason.NOT_SAID),
        ({"text": "queue"}, said("queue", 9), Reason.NOT_SAID),
        ({"text": "a rude cashier"}, said("queue"), Reason.NOT_IN_THE_ANSWER),
        ({"text": "45 minutes"}, said("40 minutes"), Reason.NOT_IN_THE_ANSWER),
        ({"text": "queue", "cause": "one cashier"}, said("queue"), Reason.NOT_IN_THE_ANSWER),
        ({"text": "queue", "severity": 9}, said("queue"), Reason.BAD_VALUE),
        ({"text": "queue", "colour": "red"}, said("queue"), Reason.NO_SUCH_FIELD),
        ({"text": "queue", "stage": "s99"}, said("queue"), Reason.BROKEN_LINK),
        ({"text": "  "}, said("queue"), Reason.NOT_IN_THE_ANSWER),
        ({}, said("queue"), Reason.BAD_VALUE),
    ],
)
def test_what_the_answer_does_not_hold_is_refused_with_a_reason(
    journey: JourneyMap, values: dict[str, str | int | bool | list[str] | None], origin: Origin, expected: Reason
) -> None:
    assert reason(journey, Add(part="constraints", values=values, origin=origin)) is expected


def test_a_quote_is_the_words_that_carry_the_fact_not_the_whole_answer(journey: JourneyMap) -> None:
    long = "word " * 40
    edit = Add(part="constraints", values={"text": "word"}, origin=said(long))
    outcome = apply(journey, edit, {1: long})
    assert isinstance(outcome, Refused)
    assert outcome.reason is Reason.QUOTE_TOO_LONG


def test_the_same_thing_is_not_added_twice(journey: JourneyMap) -> None:
    again = Add(part="constraints", values={"text": "Queue at THE till"}, origin=said("queue at the till"))
    assert reason(done(journey, QUEUE), again) is Reason.ALREADY_THERE


def test_links_follow_what_they_point_to(journey: JourneyMap) -> None:
    whole = done(journey, QUEUE, SECOND)
    assert whole.actions[0].addresses == ("c1",)
    assert done(whole, Remove(part="constraints", id="c1")).actions[0].addresses == ()
    unlinked = done(whole, Link(part="actions", id="a1", field="addresses", targets=("c1",), unlink=True))
    assert unlinked.actions[0].addresses == ()
    assert done(unlinked, Link(part="actions", id="a1", field="addresses", targets=("c1",))) == whole
    assert reason(whole, Link(part="actions", id="a1", field="addresses", targets=("c9",))) is Reason.BROKEN_LINK
    assert reason(whole, Link(part="actions", id="a1", field="owner", targets=("c1",))) is Reason.NO_SUCH_FIELD


def test_an_id_is_never_used_again(journey: JourneyMap) -> None:
    empty = done(journey, QUEUE, Remove(part="constraints", id="c1"))
    outcome = apply(empty, QUEUE, ANSWERS, {"c": 1})
    assert isinstance(outcome, Applied)
    assert outcome.map.constraints[0].id == "c2"


def test_a_change_of_a_field_keeps_the_origin_of_the_items_own_words(journey: JourneyMap) -> None:
    whole = done(journey, QUEUE)
    caused = done(whole, Change(part="constraints", id="c1", field="severity", value=4, origin=said("too long")))
    assert (caused.constraints[0].severity, caused.constraints[0].origin) == (4, whole.constraints[0].origin)
    renamed = done(
        whole, Change(part="constraints", id="c1", field="text", value="too long", origin=said("is too long"))
    )
    assert renamed.constraints[0].origin.quote == "is too long"
    same = Change(part="constraints", id="c1", field="text", value="queue at the till", origin=said("queue"))
    assert reason(whole, same) is Reason.NOTHING_CHANGES
    for field in ("id", "origin", "nonsense"):
        edit = Change(part="constraints", id="c1", field=field, value="x", origin=said("queue"))
        assert reason(whole, edit) is Reason.NO_SUCH_FIELD


def test_persona_lists_keep_one_origin_an_entry(journey: JourneyMap) -> None:
    def interest(words: str, index: int | None = None) -> SetField:
        return SetField(part="persona", field="interests", value=words, origin=said(words), index=index)

    whole = done(journey, interest("queue"), interest("till"), interest("minutes"))
    assert whole.persona.interests == ("queue", "till", "minutes")
    assert [whole.persona.origins[k].quote for k in ("interests", "interests[1]", "interests[2]")] == [
        "queue", "till", "minutes",
    ]  # fmt: skip
    fewer = done(whole, ClearField(part="persona", field="interests", index=0))
    assert fewer.persona.interests == ("till", "minutes")
    assert fewer.persona.origins["interests[1]"].quote == "minutes"
    assert set(fewer.persona.origins) == {"interests", "interests[1]"}
    assert done(whole, ClearField(part="persona", field="interests")).persona.origins == {}
    assert done(whole, interest("long", 1)).persona.interests == ("queue", "long", "minutes")
    assert reason(whole, interest("Till")) is Reason.ALREADY_THERE
    assert reason(whole, interest("long", 7)) is Reason.NO_SUCH_ITEM


def test_a_single_field_is_replaced_by_the_newest_words(journey: JourneyMap) -> None:
    first = SetField(part="persona", field="age", value="40", origin=said("40"))
    whole = done(journey, first, first.model_copy(update={"value": "till"}))
    assert whole.persona.age == "till"
    assert reason(whole, ClearField(part="persona", field="gender")) is Reason.NOTHING_CHANGES
    assert done(whole, ClearField(part="persona", field="age")).persona.origins == {}


def test_stages_are_renamed_reordered_and_merged(journey: JourneyMap) -> None:
    placed = Add(part="touchpoints", values={"name": "till", "stage": "s3"}, origin=said("till"))
    whole = done(journey, placed)
    named = done(whole, Change(part="stages", id="s3", field="name", value="queue", origin=said("queue")))
    assert (named.stages[2].name, named.stages[2].origin.kind) == ("queue", OriginKind.SAID)
    order = ("s5", "s4", "s3", "s2", "s1")
    assert tuple(s.id for s in done(whole, ReorderStages(order=order)).stages) == order
    assert reason(whole, ReorderStages(order=("s1",))) is Reason.BAD_ORDER
    merged = done(whole, MergeStages(ids=("s2", "s3"), into="s2"))
    assert [s.id for s in merged.stages] == ["s1", "s2", "s4", "s5"]
    assert merged.touchpoints[0].stage == "s2"
    assert done(whole, Remove(part="stages", id="s3")).touchpoints[0].stage is None
    last = done(whole, *(Remove(part="stages", id=f"s{n}") for n in (1, 2, 3, 4)))
    assert reason(last, Remove(part="stages", id="s5")) is Reason.LAST_STAGE


def test_the_maps_own_fields(journey: JourneyMap) -> None:
    assert done(journey, Describe(field="title", value="Till")).title == "Till"
    assert reason(journey, Describe(field="state", value="maybe")) is Reason.BAD_VALUE


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(Reason)


words = st.sampled_from(["queue", "till", "40 minutes", "Ana", "never said", "", "x" * 200])
ids = st.sampled_from(["c1", "c2", "a1", "t1", "s1", "s3", "s9", "m1", "g1", "new:0"])
origins = st.builds(said, st.sampled_from(["queue", "till", "40 minutes", "Ana", "never said"]), st.integers(1, 3))
parts = st.sampled_from(["stages", "goals", "touchpoints", "constraints", "actions", "metrics"])
fields = st.sampled_from(["text", "name", "stage", "owner", "baseline", "addresses", "emotion", "nonsense", "id"])
edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(Add, part=parts, values=st.dictionaries(fields, words | ids | st.integers(-3, 6)), origin=origins),
    st.builds(Change, part=parts, id=ids, field=fields, value=words | st.integers(-3, 6) | st.none(), origin=origins),
    st.builds(Remove, part=parts, id=ids),
    st.builds(Link, part=parts, id=ids, field=fields, targets=st.tuples(ids), unlink=st.booleans()),
    st.builds(SetField, part=st.just("persona"), field=fields | st.just("age"), value=words, origin=origins),
    st.builds(MergeStages, ids=st.tuples(ids, ids), into=ids),
    st.builds(ReorderStages, order=st.permutations(["s1", "s2", "s3", "s4", "s5"]).map(tuple)),
)


@settings(max_examples=200)
@given(st.lists(edits, max_size=12))
def test_any_sequence_of_edits_leaves_a_valid_grounded_map(sequence: Sequence[Edit]) -> None:
    journey = new_map("en")
    log: list[Edit] = []
    for edit in sequence:
        outcome = apply(journey, edit, ANSWERS)
        if isinstance(outcome, Applied):
            journey = outcome.map
            log.append(outcome.edit)
    assert JourneyMap.model_validate(journey.model_dump()) == journey
    for _, item in journey.items():
        if item.origin.kind is OriginKind.SAID:
            assert (item.origin.quote or "?") in ANSWERS[item.origin.turn or 0]
    replayed = new_map("en").model_copy(update={"created": journey.created, "updated": journey.updated})
    for edit in EDITS.validate_json(EDITS.dump_json(log)):
        outcome = apply(replayed, edit, ANSWERS)
        assert isinstance(outcome, Applied)
        replayed = outcome.map
    assert replayed == journey


@settings(max_examples=30)
@given(maps(), edits)
def test_no_edit_breaks_any_map(journey: JourneyMap, edit: Edit) -> None:
    outcome = apply(journey, edit, ANSWERS)
    if isinstance(outcome, Applied):
        JourneyMap.model_validate(outcome.map.model_dump())
