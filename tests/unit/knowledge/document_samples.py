"""Small PDF and DOCX files for the tests, made by code."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject


def pdf_of(*pages: Sequence[str], title: str = "") -> bytes:
    """Return a PDF whose pages hold these lines in Helvetica, 14 points apart; "" is an empty line."""
    return _bytes(_writer(pages, title))


def protected_pdf(password: str) -> bytes:
    """Return an encrypted PDF that opens with `password`."""
    writer = _writer([["Words."]], "")
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    return _bytes(writer)


def picture_pdf() -> bytes:
    """Return a PDF whose page holds nothing but a picture of one pixel."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    picture = DecodedStreamObject()
    picture.set_data(b"\0")
    picture.update({
        NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image"),
        NameObject("/Width"): NumberObject(1), NameObject("/Height"): NumberObject(1),
        NameObject("/BitsPerComponent"): NumberObject(8), NameObject("/ColorSpace"): NameObject("/DeviceGray"),
    })  # fmt: skip
    objects = DictionaryObject({NameObject("/P"): writer._add_object(picture)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): objects})
    page[NameObject("/Contents")] = writer._add_object(_stream(b"q 500 0 0 800 0 0 cm /P Do Q"))
    return _bytes(writer)


def _writer(pages: Sequence[Sequence[str]], title: str) -> PdfWriter:
    writer = PdfWriter()
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"), NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
    })  # fmt: skip
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        fonts = DictionaryObject({NameObject("/F"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        drawn = [
            # Each line moves the origin, as programs do that place paragraphs on a page.
            b"q 1 0 0 1 70 %d cm BT /F 11 Tf (%s) Tj ET Q" % (780 - 14 * number, line.encode("cp1252"))
            for number, line in enumerate(lines)
            if line
        ]
        page[NameObject("/Contents")] = writer._add_object(_stream(b"\n".join(drawn)))
    if title:
        writer.add_metadata({"/Title": title})
    return writer


def _stream(data: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _bytes(writer: PdfWriter) -> bytes:
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def docx_of(what: str) -> bytes:
    """Return a Word document: ``everything`` that is read and what is not, or one ``titled`` in its properties."""
    word = Document()
    word.core_properties.title = "From the properties" if what == "titled" else "Document1"
    word.add_paragraph("The guide", "Title")
    if what == "everything":
        _everything(word)
    else:
        word.add_paragraph("Words.")
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def zip_of(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip archive with these files."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


_CONTENTS_STYLE = '<w:style {ns} w:type="paragraph" w:styleId="Spis1"><w:name w:val="toc 1"/></w:style>'
_INSERTED = "<w:ins {ns} w:id='1' w:author='a'><w:r><w:t>, inserted.</w:t></w:r></w:ins>"
_DELETED = "<w:del {ns} w:id='2' w:author='a'><w:r><w:delText>deleted</w:delText></w:r></w:del>"
_FIELD = "<w:sdt {ns}><w:sdtContent><w:p><w:r><w:t>In a field.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
_BOX = """<w:r {ns}><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></mc:Choice>
<mc:Fallback><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></mc:Fallback>
</mc:AlternateContent></w:r>"""
_NOTES = """<w:footnotes {ns}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> A note.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""


def _everything(word: WordDocument) -> None:
    word.styles.element.append(parse_xml(_filled(_CONTENTS_STYLE)))
    word.add_paragraph("First\t1", "toc 1")
    word.add_paragraph("Before the first heading.")
    word.add_heading("First", 1)
    word.add_heading("Inner", 2)
    paragraph = word.add_paragraph()
    paragraph.add_run("Bold").bold = True
    paragraph.add_run(" words\tand a tab\nand a line")
    paragraph.add_run("hidden").font.hidden = True
    paragraph._p.append(parse_xml(_filled(_INSERTED)))
    paragraph._p.append(parse_xml(_filled(_DELETED)))
    for text, style in (("one", "List Bullet"), ("two", "List Number")):
        word.add_paragraph(text, style)
    deeper = word.add_paragraph("deeper")
    deeper._p.get_or_add_pPr().append(
        parse_xml(_filled('<w:numPr {ns}><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr>'))
    )
    word.add_paragraph("After the list.")

    named = word.styles.add_style("Firmowy", WD_STYLE_TYPE.PARAGRAPH)
    named.element.append(parse_xml(_filled('<w:pPr {ns}><w:outlineLvl w:val="0"/></w:pPr>')))
    word.styles.add_style("Nach ihm", WD_STYLE_TYPE.PARAGRAPH).base_style = named
    word.add_paragraph("Named otherwise", "Nach ihm")
    word.add_paragraph("Under it.")
    table = word.add_table(2, 2)
    for cell, text in zip(table._cells, ("Land", "Price", "PL", "10\nzł"), strict=True):
        cell.text = text
    word.element.body.insert_element_before(parse_xml(_filled(_FIELD)), "w:sectPr")
    word.add_paragraph("Around a box.")._p.append(parse_xml(_filled(_BOX)))
    notes = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        _filled(_NOTES).encode(),
        word.part.package,
    )
    word.part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)


def _filled(xml: str) -> str:
    return xml.replace("{ns}", nsdecls("w"))
