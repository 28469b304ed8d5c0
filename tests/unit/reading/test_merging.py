from assistant.interview.reading.merging import completed
from assistant.journey.edits import Add, SetField
from assistant.journey.models import Origin, OriginKind


def said(quote: str) -> Origin:
    return Origin(kind=OriginKind.SAID, quote=quote, turn=1)


def touchpoint(quote: str, **values: str | int | None) -> Add:
    return Add(part="touchpoints", values={"name": quote, **values}, origin=said(quote))


def test_open_labels_are_filled_and_told_ones_kept() -> None:
    lead = touchpoint("they phone us and wait", channel="phone", emotion=None)
    other = touchpoint("phone us and wait", channel="chat", emotion=-1, stage="s2")
    (edit,) = completed([lead], [other])
    assert isinstance(edit, Add)
    assert edit.values == {"name": "they phone us and wait", "channel": "phone", "emotion": -1, "stage": "s2"}
    assert edit.origin == lead.origin


def test_an_item_that_belongs_to_none_is_left_out() -> None:
    lead = touchpoint("they phone us and wait")
    assert completed([lead], [touchpoint("works fine", emotion=1)]) == (lead,)


def test_of_two_items_the_nearer_one_is_filled() -> None:
    first, second = touchpoint("the parcel comes late"), touchpoint("the parcel is nicely wrapped")
    edits = completed([first, second], [touchpoint("parcel nicely wrapped", emotion=1)])
    assert [edit.values.get("emotion") for edit in edits if isinstance(edit, Add)] == [None, 1]


def test_fields_nobody_told_are_added_and_told_ones_kept() -> None:
    def field(name: str, words: str) -> SetField:
        return SetField(part="persona", field=name, value=words, origin=said(words))

    edits = completed([field("name", "Ana")], [field("name", "Eva"), field("personality", "shy")])
    assert edits == (field("name", "Ana"), field("personality", "shy"))


def test_no_item_is_added_of_another_part() -> None:
    lead = touchpoint("the parcel comes late")
    wish = Add(part="goals", values={"text": "the parcel comes late"}, origin=said("the parcel comes late"))
    assert completed([lead], [wish]) == (lead,)
