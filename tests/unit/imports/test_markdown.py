import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.journey.models import Channel, JourneyMap, OriginKind
from assistant.locale import translator
from exports.markdown import MarkdownExporter
from imports.markdown import read_markdown
from imports.port import Imported
from tests.fakes.maps import example, maps


def document(journey: JourneyMap | None = None) -> str:
    return MarkdownExporter().export(journey or example()).decode()


def edited(*changes: tuple[str, str]) -> Imported:
    """Return what is read of the example's document after a person has replaced texts in it."""
    text = document()
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return read_markdown(text.encode())


def remarks(found: Imported) -> list[tuple[int | None, str]]:
    return [(remark.line, remark.text) for remark in found.remarks]


def line_of(piece: str, text: str | None = None) -> int:
    return next(number for number, line in enumerate((text or document()).split("\n"), start=1) if piece in line)


@settings(max_examples=60, deadline=None)
@given(maps())
def test_a_document_reads_back_to_the_same_map(journey: JourneyMap) -> None:
    found = read_markdown(MarkdownExporter().export(journey))
    assert found == Imported(journey)


@pytest.mark.parametrize("language", ["en", "es", "pl", "de"])
def test_a_document_reads_back_in_every_language(language: str) -> None:
    journey = example().model_copy(update={"language": language})
    assert read_markdown(MarkdownExporter().export(journey)) == Imported(journey)


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: re.sub(r" (?<!\\ )\|$", "        |", text, flags=re.MULTILINE),
        lambda text: text.replace("\n- ", "\n* ").replace("\n  - ", "\n  * "),
        lambda text: text.replace("| --- |", "| :--- |"),
        lambda text: text.replace("–", "").replace("| ---", "| ---"),
    ],
    ids=["CRLF", "byte order mark", "aligned tables", "other bullets", "alignment", "empty cells"],
)
def test_what_an_editor_does_to_a_document_changes_nothing(changed: Callable[[str], str]) -> None:
    assert read_markdown(changed(document()).encode()) == Imported(example())


def test_a_changed_cell_is_taken_in_and_marked_as_imported() -> None:
    found = edited(("Instagram posts[^t2] | social media", "Instagram stories[^t2] | app"))
    point = found.map.touchpoints[1]
    assert (point.name, point.channel, point.origin.kind) == ("Instagram stories", Channel.APP, OriginKind.IMPORTED)
    assert (found.by_hand, found.remarks) == (("t2",), ())
    others = [item for _, item in found.map.items() if item.id != "t2"]
    assert others == [item for _, item in example().items() if item.id != "t2"]


def test_a_changed_fact_is_marked_and_its_neighbours_are_not() -> None:
    found = edited(("- **Age:** 38", "- **Age:** 41"), ("  - cooking[^persona.interests]\n", ""))
    persona = found.map.persona
    assert (persona.age, persona.origins["age"].kind) == ("41", OriginKind.IMPORTED)
    assert (persona.interests, persona.origins["interests"].kind) == (("cycling",), OriginKind.SAID)
    assert found.by_hand == ("persona.age",)


def test_a_new_row_gets_the_next_id_and_stays_where_it_was_put() -> None:
    row = "| | Billboard | advertising | | ours | | | -1 | |\n"
    text = document()
    place = text.index("\n\n### s2")
    found = read_markdown((text[: place + 1] + row + text[place + 1 :]).encode())
    assert [point.id for point in found.map.touchpoints] == ["t1", "t2", "t7", "t3", "t4", "t5", "t6"]
    new = found.map.touchpoints[2]
    assert (new.name, new.stage, new.channel, new.emotion) == ("Billboard", "s1", Channel.ADS, -1)
    assert (new.origin.kind, new.origin.quote) == (OriginKind.IMPORTED, None)
    assert (found.by_hand, found.remarks) == (("t7",), ())


def test_a_removed_row_takes_its_links_along_and_says_so() -> None:
    text = document()
    first = text.index('| <a id="c1">')
    found = read_markdown((text[:first] + text[text.index("\n", first) + 1 :]).encode())
    assert [constraint.id for constraint in found.map.constraints] == ["c2"]
    assert found.map.actions[0].addresses == ()
    assert found.map.actions[0].origin.kind is OriginKind.SAID
    assert all("c1 is not in the file any more" in text for _, text in remarks(found))
    assert {item.id for _, item in found.map.items()} == {item.id for _, item in example().items()} - {"c1"}


def test_rows_that_were_moved_stay_in_their_new_order() -> None:
    lines = document().split("\n")
    one, two = line_of('id="t1"') - 1, line_of('id="t2"') - 1
    lines[one], lines[two] = lines[two], lines[one]
    found = read_markdown("\n".join(lines).encode())
    assert [point.id for point in found.map.touchpoints][:2] == ["t2", "t1"]
    assert found.by_hand == ()


def test_a_row_under_another_heading_changes_its_stage() -> None:
    text = document()
    row = text[text.index('| <a id="t4">') :].split("\n", 1)[0] + "\n"
    moved = text.replace(row, "").replace("\n\n### s3", f"\n{row}\n### s3")
    found = read_markdown(moved.encode())
    assert {point.id: point.stage for point in found.map.touchpoints}["t4"] == "s2"
    assert found.by_hand == ("t4",)


def test_a_stage_that_was_renamed_keeps_what_is_in_it() -> None:
    found = edited(("| Awareness[^s1] |", "| Hearing of us[^s1] |"))
    assert found.map.stages[0].name == "Hearing of us"
    assert [point.stage for point in found.map.touchpoints] == ["s1", "s1", "s2", "s3", "s3", "s4"]
    assert found.remarks == ()


def test_words_instead_of_links_are_found_by_name() -> None:
    found = edited(
        ("[s3](#s3) First bag | [t5](#t5)", "Habit | Checkout; t5"),
        ("[c2](#c2)", "the first cup at home is bitter"),
    )
    assert (found.map.constraints[0].stage, found.map.constraints[0].touchpoints) == ("s4", ("t4", "t5"))
    assert found.map.actions[1].addresses == ("c1",)
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("old", "new", "piece", "told"),
    [
        ("| word of mouth |", "| pigeon post |", "pigeon", "“pigeon post” cannot be understood as “Channel”"),
        ("+2 very good", "over the moon", "over the moon", "“over the moon” cannot be understood as “Feeling”"),
        ("| 5/5 |", "| 9 |", "| 9 |", "“9” cannot be understood as “Severity”"),
        ("[t5](#t5) |", "Fax |", "Fax |", "There is nothing called “Fax” to link to."),
        ("[s2](#s2) Consideration", "Dreaming", "Dreaming", "There is no stage “Dreaming”"),
        ("[s2](#s2) Consideration", "s2 Habit", "s2 Habit", "“Habit” beside it was not taken in"),
        ("| Owner |", "| Budget |", "Budget", "“Budget” is no column of this table"),
        ("Basile | one day", "Basile | one | day", "one | day", "more cells than the table has columns"),
        ("Said, answer 9: “checkout is checkout”", "I made it up", "I made it up", "does not tell where a value comes"),
        ("Checkout[^t4]", "Checkout[^zz]", "[^zz]", "There is no note [^zz]"),
        ("Instagram posts[^t2]", "", '"t2"', "A row without “Touchpoint” was not taken in"),
        ("## Metrics", "## Ideas", "## Ideas", "“Ideas” is no part of a map"),
        ("- **Age:** 38", "- **Shoe size:** 38", "Shoe size", "“Shoe size: 38” is no part of a map"),
        ("- **Age:** 38", "- **Name:** Ana", "Ana", "“Name” is there twice, so “Ana” was not taken in."),
        ("(touchpoints): How", "How", "How do customers", "A question for research is written"),
        ("Checkout: 3: Nadia", "Checkout: 5: Nadia", "```mermaid", "The picture is drawn from the tables"),
        ("As it is · English", "As it should be", "As it should be", "The lines between --- tell what the map is"),
        ("revision: 48", "revision: many", "revision", "“many” cannot be understood as “revision”"),
        ("revision: 48", "tags: [a]", "tags", "A map has no field “tags”"),
        ('id="c2"></a>c2', 'id="c2"></a>c1', 'id="c2"', "“c1” is no id, or is used twice; here it became c3."),
        ("## Goal\n", "## Goal\n\nCall Ana first!\n", "Call Ana", "“Call Ana first!” is no part of a map"),
        ("  - cycling[", "  - cycling\n    - on Sundays[", "on Sundays", "“on Sundays” is no part of a map"),
    ],
)
def test_what_is_not_understood_is_named_with_its_line(old: str, new: str, piece: str, told: str) -> None:
    found = edited((old, new))
    line = line_of(piece, document().replace(old, new, 1))
    assert [text for at, text in remarks(found) if at == line and told in text], remarks(found)


def test_a_document_without_marks_is_imported_as_a_whole() -> None:
    text = document()
    found = read_markdown(text[: text.index("<!-- journeymap")].encode())
    assert {item.origin.kind for _, item in found.map.items()} == {OriginKind.IMPORTED}
    assert [item.origin.quote for _, item in found.map.items()] == [item.origin.quote for _, item in example().items()]
    assert "No marks in the file" in remarks(found)[0][1]


def test_a_document_written_by_hand_is_understood_without_ids_notes_and_dates() -> None:
    say = translator("pl").gettext
    text = (
        f"---\nlanguage: pl\n---\n# Mapa\n\n## {say('Persona')}\n\n- {say('Name')}: Ola\n\n## {say('Stages')}\n\n"
        f"| {say('Stage')} |\n| --- |\n| Zakup |\n\n## {say('Touchpoints')}\n\n### Zakup\n\n"
        f"| {say('Touchpoint')} | {say('Feeling')} |\n| --- | --- |\n| Kasa | {say('bad')} |\n| Paczka | 🙂 |\n"
    )
    found = read_markdown(text.encode())
    assert (found.map.title, found.map.persona.name, found.map.language) == ("Mapa", "Ola", "pl")
    assert [(p.name, p.stage, p.emotion) for p in found.map.touchpoints] == [("Kasa", "s1", -1), ("Paczka", "s1", 1)]


@settings(max_examples=30, deadline=None)
@given(maps(), st.sets(st.integers(0, 96), max_size=9))
def test_a_document_with_lines_missing_is_read_all_the_same(journey: JourneyMap, gone: set[int]) -> None:
    lines = document(journey).split("\n")
    kept = [line for number, line in enumerate(lines) if number % 97 not in gone]
    read_markdown("\n".join(kept).encode())


def test_names_that_look_like_ids_and_links_mislead_nobody() -> None:
    journey = example()
    one, two, *others = journey.stages
    stages = (
        one.model_copy(update={"name": "s2 Consideration"}),
        two,
        *others[:-1],
        others[-1].model_copy(update={"name": "·0"}),
    )
    goals = (journey.goals[0], journey.goals[1].model_copy(update={"stage": others[-1].id}))
    constraint = journey.constraints[0].model_copy(update={"touchpoints": ("t1", "t2")})
    points = (*journey.touchpoints[:-1], journey.touchpoints[-1].model_copy(update={"name": "t1, t2"}))
    changed = {
        "stages": stages,
        "goals": goals,
        "touchpoints": points,
        "constraints": (constraint,),
        "actions": (),
        "metrics": (),
    }
    odd = JourneyMap.model_validate({**dict(journey), **changed, "evidence": ()})
    assert read_markdown(MarkdownExporter().export(odd)) == Imported(odd)


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\n"])
def test_an_end_of_line_inside_a_text_is_no_change_of_the_research_plan(end: str) -> None:
    journey = example()
    asked = journey.unknowns[0].model_copy(update={"question": f"How many?{end}And when?"})
    journey = journey.model_copy(update={"unknowns": (asked, *journey.unknowns[1:])})
    assert read_markdown(MarkdownExporter().export(journey)) == Imported(journey)
