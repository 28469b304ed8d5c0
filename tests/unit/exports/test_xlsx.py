import io
import zipfile

import pytest
from openpyxl import load_workbook

from assistant.journey.models import PARTS, JourneyMap
from assistant.text import clean
from exports.xlsx import XlsxExporter
from tests.fakes.hostile_values import hostile_map, hostile_values
from tests.fakes.maps import example


def opened(journey: JourneyMap) -> dict[str, list[list[object]]]:
    book = load_workbook(io.BytesIO(XlsxExporter().export(journey)))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def test_a_sheet_a_part_with_a_header_and_a_row_an_item() -> None:
    sheets = opened(example())
    assert list(sheets) == [
        "Map", "Stages", "Customer goals", "Touchpoints", "Constraints", "Actions", "Metrics", "Evidence",
        "Questions for research",
    ]  # fmt: skip
    assert sheets["Touchpoints"][0][:4] == ["ID", "Stage", "Touchpoint", "Channel"]
    assert sheets["Touchpoints"][5][:5] == ["t5", "s3 · First bag", "Opening the first bag", "delivery", None]
    assert sheets["Touchpoints"][5][8] == -2
    assert [len(rows) - 1 for rows in sheets.values()][1:] == [len(example().part(part)) for part in PARTS]


def test_rows_can_be_filtered_and_links_lead_to_the_other_sheet() -> None:
    book = load_workbook(io.BytesIO(XlsxExporter().export(example())))
    touchpoints = book["Touchpoints"]
    assert touchpoints.auto_filter.ref == "A1:M7"
    assert touchpoints.freeze_panes == "B2"
    assert touchpoints["B6"].hyperlink.location == "'Stages'!A4"
    assert book["Stages"]["A4"].value == "s3"


@pytest.mark.parametrize("language", ["es", "pl"])
def test_the_sheets_speak_the_language_of_the_map(language: str) -> None:
    assert not {"Map", "Stages", "Touchpoints"} & set(opened(example().model_copy(update={"language": language})))


def test_hostile_values_are_texts_and_the_file_is_sound() -> None:
    values = hostile_values()[::4]
    data = XlsxExporter().export(hostile_map(values))
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    sheet = load_workbook(io.BytesIO(data))["Touchpoints"]
    names = [row[2] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} <= {"s", "n"}
    assert {cell.data_type for cell in names} == {"s"}
    same = [value for value, cell in zip(values, names, strict=True) if clean(str(cell.value)) == value]
    assert len(same) > 0.9 * len(values)  # openpyxl does not undo the escapes of Excel: `_x005F_x0041_`, `_xFFFE_`


def test_a_text_that_is_too_long_for_a_cell_is_cut_visibly() -> None:
    journey = example()
    long = journey.model_copy(update={"title": "🙂" * 20_000})
    title = opened(long)["Map"][1][1]
    assert isinstance(title, str)
    assert (title[-1], len(title)) == ("…", 16_384)
