"""Files made to exhaust a machine are refused before they do; `tests/bench/bombs.py` measures all of them."""

import time
import zipfile
from pathlib import Path

import pytest

from assistant import archives
from assistant.errors import FileError
from imports import items, table, text_table
from imports.port import Remarks
from imports.reading import read_file
from knowledge.documents import from_pdf, read
from tests.fakes.bombs import KNOWLEDGE, MAPS, docx, page, stream, xlsx
from tests.unit.knowledge.document_samples import zip_of

_HELLO = b"<w:p><w:r><w:t>Hello there</w:t></w:r></w:p>"


@pytest.mark.parametrize("name", ["just too many tags.docx", "tags in UTF-7.docx", "billion laughs.docx", "deep.docx"])
def test_a_word_document_that_would_fill_the_memory_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(KNOWLEDGE[name]())
    with pytest.raises(FileError):
        read(file)


def test_an_external_entity_brings_no_other_file_in(tmp_path: Path) -> None:
    document, table = tmp_path / "x.docx", tmp_path / "x.xlsx"
    document.write_bytes(KNOWLEDGE["external entity.docx"]())
    table.write_bytes(MAPS["external entity.xlsx"]())
    assert [section.text for section in read(document).sections] == ["Hello there"]
    with pytest.raises(FileError):
        read_file(table)


def test_a_long_chain_of_styles_takes_linear_time(tmp_path: Path) -> None:
    styles = b"".join(
        b'<w:style w:styleId="s%d"><w:basedOn w:val="s%d"/></w:style>' % (n, n + 1) for n in range(15_000)
    )
    head = b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    file = tmp_path / "x.docx"
    file.write_bytes(docx(_HELLO, word__styles_xml=head + styles + b"</w:styles>"))
    begun = time.process_time()
    read(file)
    assert time.process_time() - begun < 2  # 0.3 s; with a list for the chain, 15,000 squared: 4 s


@pytest.mark.parametrize(
    ("head", "readable"),
    [
        (b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', True),
        (b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>", True),
        (b'<?xml version="1.0"?>', True),
        (b"<x/>", True),
        (b'<?xml version="1.0" encoding="UTF-7"?>', False),
        (b'<?xml version="1.0" encoding="IBM037"?>', False),
        (b"Lo\xa7\x94\x93", False),
    ],
)
def test_tags_cannot_hide_in_another_encoding(head: bytes, readable: bool) -> None:
    packed = zip_of({"part.xml": head})
    if readable:
        archives.check(packed, most_bytes=1000, most_marks=100)
    else:
        with pytest.raises(zipfile.BadZipFile):
            archives.check(packed, most_bytes=1000, most_marks=100)


def test_bytes_and_marks_are_counted_over_all_parts() -> None:
    packed = zip_of({"a": b"<x/>" * 50, "b": b"<x/>" * 51})
    archives.check(packed, most_bytes=404, most_marks=101)
    with pytest.raises(archives.TooMuchError):
        archives.check(packed, most_bytes=403, most_marks=101)
    with pytest.raises(archives.TooMuchError):
        archives.check(packed, most_bytes=404, most_marks=100)


@pytest.mark.parametrize("name", ["a far row.xlsx", "a row far below.xlsx"])
def test_rows_that_a_workbook_only_names_are_not_made_up(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(MAPS[name]())
    with pytest.raises(FileError):
        read_file(file)


def test_a_row_of_too_many_cells_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(xlsx(b"<row>" + b"<c/>" * 5_000_001 + b"</row>"))
    with pytest.raises(FileError, match="too big"):
        read_file(file)


def test_a_table_is_read_up_to_its_last_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_ROWS", 50)
    monkeypatch.setattr(text_table, "MAX_ROWS", 50)
    file = tmp_path / "x.csv"
    file.write_bytes(b"Touchpoint,Stage\n" + b"a,b\n" * 200_000)
    found = read_file(file)
    assert len(found.map.touchpoints) == 50
    assert any("50" in remark.text for remark in found.remarks)
    assert len(text_table.read_csv(file.read_bytes(), "x").rows) == 52


def test_what_would_be_more_items_than_any_map_has_is_cut(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(items, "MAX_ITEMS", 20)
    file = tmp_path / "x.mmd"
    file.write_bytes(b"journey\n" + b"a: 5: Me\n" * 30)
    found = read_file(file)
    assert len(found.map.touchpoints) == 20
    assert any("20" in remark.text for remark in found.remarks)


def test_ids_are_given_in_linear_time() -> None:
    rows = [items.RawRow("touchpoints", number, {"name": "a"}) for number in range(20_000)]
    begun = time.process_time()
    assert len(items.Items("en", [], lambda _name, _mark: False, Remarks())._number(rows)) == 20_000
    assert time.process_time() - begun < 1  # 0.1 s; with a list of those given, 20,000 squared: 3 s


@pytest.mark.parametrize("data", [b'{"touchpoints":[' + b"{}," * 100_000 + b"{}]}", b"," * 500_001])
def test_json_of_more_faults_than_can_be_told_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(data)
    with pytest.raises(FileError, match="too big"):
        read_file(file)


@pytest.mark.parametrize("name", ["x.md", "x.mmd"])
def test_a_text_longer_than_any_map_is_not_parsed(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"journey\n" + b"[" * 2_000_000)
    with pytest.raises(FileError, match="too big"):
        read_file(file)


def test_a_heading_of_brackets_is_no_heading(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(b"# " + b"[" * 500_000 + b"\n\nWords.")
    assert "Words." in read(file).sections[0].text


def test_a_page_of_too_many_tags_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    file.write_bytes(b"<p>hi</p>" + b"<b>" * 2_000_000)
    with pytest.raises(FileError, match="too long"):
        read(file)


def test_a_pdf_that_takes_too_long_is_given_up_within_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(page(stream(b"BT /F 11 Tf 70 700 Td (hello) Tj ET", b"[]")))
    assert "hello" in read(file).sections[0].text
    monkeypatch.setattr(from_pdf, "MAX_SECONDS", -1.0)
    with pytest.raises(FileError, match="takes too long"):
        read(file)
