import io
import zipfile

from docx import Document

from assistant.journey.models import JourneyMap
from assistant.journey.start import new_map
from exports.word import WordExporter
from tests.fakes.hostile_values import hostile_map, hostile_values
from tests.fakes.maps import example


def tables(journey: JourneyMap) -> list[list[list[str]]]:
    document = Document(io.BytesIO(WordExporter().export(journey)))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_the_journey_is_shown_at_a_glance_a_column_a_stage() -> None:
    overview = tables(example())[0]
    assert overview[0] == ["", "Awareness", "Consideration", "First bag", "Habit", "Advocacy"]
    assert overview[1][1] == "• A cup in a partner café (+2)\n• Instagram posts"
    assert overview[2][3] == "The first cup at home is bitter"
    assert overview[3][4] == "Let people pause or skip a bag with one click"


def test_a_feeling_is_not_broken_after_its_sign_and_an_item_not_at_the_end_of_a_page() -> None:
    document = Document(io.BytesIO(WordExporter().export(example())))
    glance, *parts = document.tables
    assert "(\N{MINUS SIGN}2)" in "".join(cell.text for row in glance.rows for cell in row.cells)
    rows = [row._tr for table in parts for row in table.rows[1:]]
    assert rows
    assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)


def test_links_and_stages_are_named() -> None:
    constraints = next(table for table in tables(example()) if table[0][0] == "What gets in the way")
    assert constraints[1][1:3] == ["First bag", "Opening the first bag"]


def test_an_empty_map_is_a_document_too() -> None:
    assert tables(new_map("pl")) == []


def test_hostile_values_stand_in_the_document_as_they_are() -> None:
    values = hostile_values()[:100]
    data = WordExporter().export(hostile_map(values))
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    names = [row[1] for table in tables(hostile_map(values))[1:2] for row in table[1:]]
    assert names == [value.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") for value in values]
