from assistant.interview.reading.merging import completed
from assistant.interview.reading.turn import Situation
from assistant.journey.edits import Add, SetField
from assistant.journey.models import JourneyMap, Origin, OriginKind, Persona, Step
from assistant.journey.start import new_map


def situation(step: Step, journey: JourneyMap) -> Situation:
    return Situation("en", step, f"{step}.first", (), "?", 1, {1: "words"}, journey)


TOUCHPOINTS = situation(Step.TOUCHPOINTS, new_map("en"))
PERSONA = situation(Step.PERSONA, new_map("en"))


def said(quote: str) -> Origin:
    return Origin(kind=OriginKind.SAID, quote=quote, turn=1)


def touchpoint(quote: str, **values: str | int | None) -> Add:
    return Add(part="touchpoints", values={"name": quote, **values}, origin=said(quote))


def test_open_labels_are_filled_and_told_ones_kept() -> None:
    lead = touchpoint("they phone us and wait", channel="phone", stage=None)
    other = touchpoint("phone us and wait", channel="chat", stage="s2")
    (edit,) = completed([lead], [other], TOUCHPOINTS)
    assert isinstance(edit, Add)
    assert edit.values == {"name": "they phone us and wait", "channel": "phone", "stage": "s2"}
    assert edit.origin == lead.origin


def test_an_item_that_belongs_to_none_is_left_out() -> None:
    lead = touchpoint("they phone us and wait")
    assert completed([lead], [touchpoint("works fine", stage="s1")], TOUCHPOINTS) == (lead,)


def test_of_two_items_the_nearer_one_is_filled() -> None:
    first, second = touchpoint("the parcel comes late"), touchpoint("the parcel is nicely wrapped")
    edits = completed([first, second], [touchpoint("parcel nicely wrapped", stage="s3")], TOUCHPOINTS)
    assert [edit.values.get("stage") for edit in edits if isinstance(edit, Add)] == [None, "s3"]


def test_fields_nobody_told_are_added_and_told_ones_kept() -> None:
    def field(name: str, words: str) -> SetField:
        return SetField(part="persona", field=name, value=words, origin=said(words))

    edits = completed([field("name", "Ana")], [field("name", "Eva"), field("personality", "shy")], PERSONA)
    assert edits == (field("name", "Ana"), field("personality", "shy"))


def test_no_item_is_added_of_another_part() -> None:
    lead = touchpoint("the parcel comes late")
    wish = Add(part="goals", values={"text": "the parcel comes late"}, origin=said("the parcel comes late"))
    assert completed([lead], [wish], TOUCHPOINTS) == (lead,)


def test_a_feeling_is_never_taken_from_a_small_model() -> None:
    lead = touchpoint("they see our posts")
    assert completed([lead], [touchpoint("see our posts", emotion=1)], TOUCHPOINTS) == (lead,)


def test_what_the_map_holds_or_another_step_owns_is_not_overwritten() -> None:
    known = new_map("en").model_copy(update={"persona": Persona(name="Ana", origins={"name": said("Ana")})})
    name = SetField(part="persona", field="name", value="number two", origin=said("number two"))
    goal = SetField(part="goal", field="statement", value="number two", origin=said("number two"))
    assert completed([], [name, goal], situation(Step.PERSONA, known)) == ()


def test_words_that_filled_one_field_do_not_fill_another() -> None:
    trade = SetField(part="persona", field="occupation", value="retired teacher", origin=said("retired teacher"))
    trait = SetField(part="persona", field="personality", value="Teacher", origin=said("teacher"))
    assert completed([trade], [trait], PERSONA) == (trade,)
