import gettext
from pathlib import Path

import pytest
from hypothesis import given, settings

from assistant.journey.models import (
    PARTS,
    Action,
    Constraint,
    CustomerGoal,
    Evidence,
    Item,
    JourneyMap,
    Metric,
    Stage,
    Touchpoint,
)
from assistant.journey.start import new_map
from assistant.locale import translator
from exports import labels, markdown, mermaid
from exports.markdown import MarkdownExporter
from tests.fakes.maps import example, maps
from tests.unit.exports.reader import read

EXAMPLE = Path(__file__).with_name("example.md")


def exported(journey: JourneyMap) -> str:
    return MarkdownExporter().export(journey).decode()


def test_the_document_of_the_example_is_the_one_that_was_approved() -> None:
    assert exported(example()) == EXAMPLE.read_text(encoding="utf-8")


@settings(max_examples=60, deadline=None)
@given(maps(distinct=True))
def test_nothing_of_the_map_is_missing(journey: JourneyMap) -> None:
    document = read(exported(journey))
    shown = [block.text for block in document.blocks]
    assert shown[0] == journey.title
    assert f"({journey.language})" in " ".join(shown)
    assert str(journey.revision) in shown
    assert journey.schema_version in shown
    assert journey.created.isoformat(" ", "seconds").replace("+00:00", " UTC") in shown
    for facts in (journey.goal, journey.persona):
        for name in type(facts).model_fields:
            value = () if name == "origins" else getattr(facts, name) or ()
            for text in value if isinstance(value, tuple) else (value,):
                assert any(block == text or block.endswith(f": {text}") for block in shown), (name, text)
    rows = {row.cells[0].anchors[0]: row for row in document.rows if row.cells[0].anchors}
    for part in PARTS[:-1]:
        for item in journey.part(part):
            assert set(cells_of(item, journey)) <= {cell.text for cell in rows[item.id].cells}, item
    for unknown in journey.unknowns:
        assert any(block.endswith(f"): {unknown.question}") for block in shown)
        assert not unknown.why or any(block.endswith(f" {unknown.why}") for block in shown)


def cells_of(item: Item, journey: JourneyMap) -> list[str]:
    """Return the cells that the row of `item` must have: all but the empty ones."""
    say = translator(journey.language).gettext
    stage = journey.stage(getattr(item, "stage", None))
    cells: list[str | None] = [item.id, f"{stage.id} {stage.name}" if stage else None]
    match item:
        case Stage():
            cells += [item.name, say(labels.STAGE_KINDS[item.kind]), item.duration]
        case CustomerGoal():
            cells += [item.text]
        case Touchpoint():
            cells = [item.id, item.name, item.device, item.customer_action, item.thought]
            cells += [say(labels.CHANNELS[item.channel]) if item.channel else None]
            cells += [{None: None, True: say("ours"), False: say("a third party's")}[item.owned]]
            cells += [{None: None, True: say("yes"), False: say("no")}[item.moment_of_truth]]
            words = {-2: "very bad", -1: "bad", 0: "neutral", 1: "good", 2: "very good"}
            signed = {-2: "-2", -1: "-1", 0: "0", 1: "+1", 2: "+2"}
            cells += [None if item.emotion is None else f"{signed[item.emotion]} {say(words[item.emotion])}"]
        case Constraint():
            severity = f"{item.severity}/5" if item.severity else None
            cells += [item.text, ", ".join(item.touchpoints), item.cause, severity]
        case Action():
            cells += [item.text, ", ".join(item.addresses), item.owner, item.effort, item.impact, item.due]
        case Metric():
            cells += [item.name, item.baseline, item.target, item.unit, item.source, item.cadence]
            cells += [", ".join(item.measures)]
        case Evidence():
            cells += [say(labels.EVIDENCE_KINDS[item.kind]), item.source]
            cells += [say("“%(words)s”") % {"words": item.quote} if item.quote else None]
            cells += [item.value, item.date, ", ".join(item.supports)]
    return [cell for cell in cells if cell]


@settings(max_examples=40, deadline=None)
@given(maps())
def test_every_value_leads_to_its_origin_and_every_link_to_its_item(journey: JourneyMap) -> None:
    say = translator(journey.language).gettext
    document = read(exported(journey))
    origins = [item.origin for _, item in journey.items()]
    origins += [*journey.goal.origins.values(), *journey.persona.origins.values()]
    marks = [mark for block in document.blocks for mark in block.footnotes]
    assert len(marks) == len(origins)
    assert set(marks) == set(document.footnotes)
    assert len(document.footnotes) == len(set(origins))
    for origin in origins:
        note = say(labels.ORIGINS[origin.kind])
        note += ", " + say("answer %(number)d") % {"number": origin.turn} if origin.turn else ""
        note += ": " + say("“%(words)s”") % {"words": origin.quote} if origin.quote else ""
        assert note in document.footnotes.values()
    anchors = [anchor for block in document.blocks for anchor in block.anchors]
    assert sorted(anchors) == sorted(item.id for _, item in journey.items())
    assert {link for block in document.blocks for link in block.links} <= {f"#{anchor}" for anchor in anchors}


@settings(max_examples=40, deadline=None)
@given(maps())
def test_each_touchpoint_stands_under_its_stage(journey: JourneyMap) -> None:
    say = translator(journey.language).gettext
    document = read(exported(journey))
    headings = {row.cells[0].anchors[0]: row.heading for row in document.rows if row.cells[0].anchors}
    for touchpoint in journey.touchpoints:
        stage = journey.stage(touchpoint.stage)
        assert headings[touchpoint.id] == (f"{stage.id} · {stage.name}" if stage else say("No stage yet"))


def test_the_picture_is_left_out_when_there_is_nothing_to_draw() -> None:
    empty = read(exported(new_map("en")))
    assert empty.fences == []
    assert [info for info, _ in read(exported(example())).fences] == ["mermaid"]


def test_a_new_map_says_what_is_still_missing_once_a_part_and_nothing_more() -> None:
    document = exported(new_map("en"))
    headings = ["Goal", "Persona", "Stages", "Customer goals", "Touchpoints", "Constraints", "Actions", "Metrics"]
    assert read(document).headings[1:] == [*headings, "Where it comes from"]
    assert document.count("*Nothing yet.*") == len(headings) - 1


def test_a_feeling_that_nobody_told_is_named_under_the_picture() -> None:
    note = "The face is neutral where nobody has said how the customer feels: t2."
    assert note in [block.text for block in read(exported(example())).blocks]


def test_equal_maps_give_the_same_bytes() -> None:
    journey = example()
    persona = journey.persona
    turned = persona.model_copy(update={"origins": dict(reversed(persona.origins.items()))})
    assert MarkdownExporter().export(journey.model_copy(update={"persona": turned})) == MarkdownExporter().export(
        journey
    )


class Marked(gettext.NullTranslations):
    """A catalogue that puts a sign before everything it translates."""

    def gettext(self, message: str) -> str:
        return f"¤{message}"


def test_the_document_speaks_the_language_of_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    def marked(language: str) -> gettext.NullTranslations:
        return Marked() if language == "eo" else gettext.NullTranslations()

    monkeypatch.setattr(markdown, "translator", marked)
    monkeypatch.setattr(mermaid, "translator", marked)
    journey = example().model_copy(update={"language": "eo"})
    homeless = tuple(touchpoint.model_copy(update={"stage": None}) for touchpoint in journey.touchpoints)
    document = read(exported(journey.model_copy(update={"touchpoints": homeless})))
    title, *headings = document.headings
    column_names = [
        cell.text for row in document.rows if row.heading != title and not row.cells[0].anchors for cell in row.cells
    ]
    assert {text[0] for text in (*headings, *column_names, *document.footnotes.values())} == {"¤"}
    assert len(headings) == 18
    assert "section ¤No stage yet" in document.fences[0][1]
    assert [cell.text for cell in document.rows[1].cells][:3] == ["¤Whole customer journey", "¤As it is", "(eo)"]
