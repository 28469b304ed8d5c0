import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from assistant.errors import FileError, UsageError
from assistant.journey.models import Channel, JourneyMap, OriginKind, StageKind
from exports.csv_file import CsvExporter
from exports.xlsx import XlsxExporter
from imports.headers import Header
from imports.port import Imported
from imports.reading import Wishes, read_file
from tests.fakes.maps import example

ENGLISH = """Phase,Step,Channel,Feelings,Pain points,Owner,Solutions
Before,Sees an ad,ads,bad,Too many ads,Ana,Fewer ads
Purchase,Pays,Web shop,good,,,
"""
SPANISH = """Etapa;Punto de contacto;Canal;Emoción;Problemas;Acciones del cliente
Antes;Ve un anuncio;publicidad;mal;Demasiados anuncios;Lo cierra
Compra;Paga;tienda web;bien;;
"""
POLISH = """Etap\tPunkt styku\tKanał\tEmocje\tBariery\tCo klient robi
Przed\tWidzi reklamę\treklama\tźle\tZa dużo reklam\tZamyka ją
Zakup\tPłaci\tsklep internetowy\tdobrze\t\t
"""


def taken(tmp_path: Path, text: str | bytes, name: str = "map.csv", **wishes: Any) -> Imported:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_file(path, Wishes(**wishes))


def shape(journey: JourneyMap) -> list[tuple[str | None, str, Channel | None, int | None]]:
    names = {stage.id: stage.name for stage in journey.stages}
    return [(names.get(point.stage or ""), point.name, point.channel, point.emotion) for point in journey.touchpoints]


@pytest.mark.parametrize(
    ("text", "language", "rows"),
    [
        (ENGLISH, "en", [("Before", "Sees an ad"), ("Purchase", "Pays")]),
        (SPANISH, "es", [("Antes", "Ve un anuncio"), ("Compra", "Paga")]),
        (POLISH, "pl", [("Przed", "Widzi reklamę"), ("Zakup", "Płaci")]),
    ],
    ids=["en", "es", "pl"],
)
def test_columns_are_matched_by_name_in_three_languages(
    tmp_path: Path, text: str, language: str, rows: list[tuple[str, str]]
) -> None:
    found = taken(tmp_path, text, language=language)
    assert [(stage, name) for stage, name, _, _ in shape(found.map)] == rows
    assert [(point.channel, point.emotion) for point in found.map.touchpoints] == [
        (Channel.ADS, -1),
        (Channel.WEB_SHOP, 1),
    ]
    assert found.map.constraints[0].touchpoints == ("t1",)
    assert {item.origin.kind for _, item in found.map.items()} == {OriginKind.IMPORTED}
    assert found.map.language == language
    assert found.remarks == ()


def test_actions_are_against_what_stands_in_their_row(tmp_path: Path) -> None:
    journey = taken(tmp_path, ENGLISH).map
    assert [(action.text, action.owner, action.addresses) for action in journey.actions] == [
        ("Fewer ads", "Ana", ("c1",))
    ]
    assert [stage.kind for stage in journey.stages] == [StageKind.CUSTOM, StageKind.PURCHASE]


def test_the_same_words_are_one_constraint_with_two_touchpoints(tmp_path: Path) -> None:
    journey = taken(tmp_path, "Touchpoint,Problem\nCart,No prices\nCheckout,no prices\nCart,Slow\n").map
    assert [(c.text, c.touchpoints) for c in journey.constraints] == [("No prices", ("t1", "t2")), ("Slow", ("t3",))]


@pytest.mark.parametrize(
    ("written", "felt"),
    [
        (("1", "3", "5"), (-2, 0, 2)),
        (("-2", "0", "2"), (-2, 0, 2)),
        (("1", "2", "1"), (1, 2, 1)),
        (("🙂", "😡", "bad"), (1, -2, -1)),
    ],
    ids=["1 to 5", "-2 to 2", "unclear numbers", "faces and words"],
)
def test_feelings_are_understood(tmp_path: Path, written: Sequence[str], felt: tuple[int, ...]) -> None:
    text = "Touchpoint,Emotion\n" + "".join(f"Point {number},{mark}\n" for number, mark in enumerate(written))
    found = taken(tmp_path, text)
    assert tuple(point.emotion for point in found.map.touchpoints) == felt
    assert bool(found.remarks) is (written[2] == "5")


def test_what_is_not_taken_in_is_named(tmp_path: Path) -> None:
    found = taken(tmp_path, "Touchpoint,Channel,Colour\nCart,by owl,red\n,phone,blue\n")
    assert [(remark.line, remark.text) for remark in found.remarks] == [
        (1, "The column “Colour” was not taken in; `--column` can tell what it is."),
        (2, "“by owl” cannot be understood as “Channel”, so it was not taken in."),
        (3, "A row without “Touchpoint” was not taken in: “phone | t2”."),
    ]


def test_an_unclear_column_is_asked_about(tmp_path: Path) -> None:
    asked: list[tuple[str, tuple[str, ...], list[str]]] = []

    def choose(header: Header, samples: Sequence[str]) -> str | None:
        asked.append((header.text, header.fields, list(samples)))
        return {"What happens": "name", "Actions": "customer_action"}.get(header.text)

    text = "What happens,Actions,Note\nCart,fills it,x\n"
    found = taken(tmp_path, text, choose=choose)
    assert asked == [
        ("What happens", (), ["Cart"]),
        ("Actions", ("customer_action", "action"), ["fills it"]),
        ("Note", (), ["x"]),
    ]
    assert (found.map.touchpoints[0].name, found.map.touchpoints[0].customer_action) == ("Cart", "fills it")


def test_a_column_can_be_named_on_the_command_line(tmp_path: Path) -> None:
    text = "What happens,Device,Note\nCart,phone,x\n"
    found = taken(tmp_path, text, columns={"what happens": "name", "Note": "thought", "Device": ""})
    point = found.map.touchpoints[0]
    assert (point.name, point.thought, point.device) == ("Cart", "x", None)


@pytest.mark.parametrize(
    ("text", "wishes", "told"),
    [
        ("A,B\n1,2\n", {}, "No column is known to hold the touchpoints: “A”, “B”."),
        ("Step\nCart\n", {"columns": {"Stop": "name"}}, "--column Stop=name names no column"),
        ("Step\nCart\n", {"columns": {"Step": "nothing"}}, "--column Step=nothing names no column"),
    ],
)
def test_a_table_without_touchpoints_or_a_wrong_wish_is_refused(
    tmp_path: Path, text: str, wishes: dict[str, Any], told: str
) -> None:
    with pytest.raises(UsageError) as caught:
        taken(tmp_path, text, **wishes)
    assert told in caught.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_a_table_in_another_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    text = POLISH.replace("\t", ";") + "Potem;Odbiera paczkę w paczkomacie;dostawa;dobrze;;Cieszy się, że już jest\n"
    found = taken(tmp_path, text.encode(encoding), language="pl")
    assert [point.name for point in found.map.touchpoints][:2] == ["Widzi reklamę", "Płaci"]


@pytest.mark.parametrize("data", [b"", b"Step\n", b"\n\n", b'Step\n"' + b"\x00" * 9, bytes(range(256))])
def test_a_file_that_is_no_table_is_refused_with_its_name(tmp_path: Path, data: bytes) -> None:
    with pytest.raises((FileError, UsageError)) as caught:
        taken(tmp_path, data)
    assert caught.value.hint


def test_our_own_csv_comes_back(tmp_path: Path) -> None:
    journey = example()
    found = taken(tmp_path, CsvExporter().export(journey), "ours.csv")
    stages = {stage.id: stage.name for stage in journey.stages}
    assert list(shape(found.map)) == [
        (stages[point.stage or ""], point.name, point.channel, point.emotion) for point in journey.touchpoints
    ]
    assert [point.origin.quote for point in found.map.touchpoints] == [
        point.origin.quote for point in journey.touchpoints
    ]
    assert found.remarks == ()


@pytest.mark.parametrize("language", ["en", "es", "pl"])
def test_our_own_workbook_comes_back_but_for_origins(tmp_path: Path, language: str) -> None:
    journey = example().model_copy(update={"language": language})
    found = taken(tmp_path, XlsxExporter().export(journey), "ours.xlsx")
    assert found.remarks == ()
    for (part, item), (same_part, same) in zip(journey.items(), found.map.items(), strict=True):
        assert (part, item) == (same_part, same.model_copy(update={"origin": item.origin}))
        assert same.origin.quote == item.origin.quote
    assert found.map.persona.model_copy(update={"origins": {}}) == journey.persona.model_copy(update={"origins": {}})
    assert (found.map.title, found.map.language) == (journey.title, language)


def workbook(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_the_sheet_with_touchpoints_is_found_and_the_others_are_named(tmp_path: Path) -> None:
    data = workbook(
        Notes=[["Text"], ["hello"]], Journey=[[], ["Touchpoint", "Feeling"], ["Cart", -1], ["Checkout", 2.0]]
    )
    found = taken(tmp_path, data, "two.xlsx")
    assert [(point.name, point.emotion) for point in found.map.touchpoints] == [("Cart", -1), ("Checkout", 2)]
    assert "These sheets were not read: Notes." in found.remarks[0].text
    with pytest.raises(UsageError, match="There is no sheet 'Nope'"):
        taken(tmp_path, data, "two.xlsx", sheet="Nope")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip at all"])
def test_a_damaged_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(FileError, match="not an Excel workbook"):
        taken(tmp_path, data, "broken.xlsx")


def test_long_cells_are_read_and_no_other_reader_of_the_process_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text(f"Stage,Step\nBefore,{'x' * 200_000}\n", encoding="utf-8")
    bound = csv.field_size_limit()
    assert read_file(file, Wishes()).map.touchpoints
    assert csv.field_size_limit() == bound
