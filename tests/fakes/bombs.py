"""Files that cost far more to read than to send: packed, nested, repeated, or leading the parser in circles.

Each is built when it is asked for; `KNOWLEDGE` holds those that a document may be, `MAPS` those that a map may begin
with, by the name of the file.
"""

import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

Bomb = Callable[[], bytes]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HELLO = b"<w:p><w:r><w:t>Hello there</w:t></w:r></w:p>"
_MB = 1_000_000
_LAUGHS = (
    b'<!DOCTYPE l [<!ENTITY a "ha ha ha ha ha ha ha ha ha ha ha ha ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 20) for level in range(8))
    + b"]>"
)
_EXTERNAL = b'<!DOCTYPE l [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_HELLO_STREAM = zlib.compress(b"BT /F 11 Tf (hello) Tj ET")


def _repacked(whole: bytes, **parts: bytes) -> bytes:
    """Return an office file with some of its parts replaced or added; ``__`` in a name stands for a slash."""
    named = {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in parts.items()}
    packed = BytesIO()
    with ZipFile(BytesIO(whole)) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, named.pop(name, b"") or source.read(name))
        for name, data in named.items():
            target.writestr(name, data)
    return packed.getvalue()


def docx(body: bytes, doctype: bytes = b"", encoding: str = "UTF-8", **parts: bytes) -> bytes:
    """Return a Word document whose body holds this XML."""
    from docx import Document

    empty = BytesIO()
    Document().save(empty)
    head = f'<w:document xmlns:w="{_W}"><w:body>'.encode()
    text = b'<?xml version="1.0" encoding="%s"?>' % encoding.encode() + doctype + head + body
    return _repacked(empty.getvalue(), word__document_xml=text + b"</w:body></w:document>", **parts)


def xlsx(rows: bytes, doctype: bytes = b"", **parts: bytes) -> bytes:
    """Return a workbook whose sheet holds these rows."""
    head = f'<worksheet xmlns="{_SHEET}"><sheetData>'.encode()
    sheet = b'<?xml version="1.0"?>' + doctype + head + rows + b"</sheetData></worksheet>"
    return _repacked(workbook(1), xl__worksheets__sheet1_xml=sheet, **parts)


def workbook(sheets: int) -> bytes:
    """Return a workbook with so many small sheets."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for number in range(sheets):
        sheet = book.create_sheet(f"s{number}")
        sheet.append(["Touchpoint", "Stage"])
        sheet.append(["a", "b"])
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def _cell(place: str, text: bytes) -> bytes:
    return b'<row><c r="%s" t="inlineStr"><is><t>%s</t></is></c></row>' % (place.encode(), text)


def pdf(*objects: bytes) -> bytes:
    """Return a PDF with these objects; the first is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    return out + end + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, len(out))


def stream(data: bytes, how: bytes = b"/FlateDecode", more: bytes = b"") -> bytes:
    return b"<<%s/Length %d/Filter %s>>\nstream\n%s\nendstream" % (more, len(data), how, data)


def page(content: bytes, resources: bytes = b"/Font<</F 5 0 R>>", *more: bytes) -> bytes:
    """Return a PDF of one page with this object as its content, number 4, and other objects from number 6."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<<%s>>/Contents 4 0 R>>" % resources
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", pages, leaf, content, _FONT, *more)


def _pages(count: int, content: bytes) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(count))
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>>>/Contents 3 0 R>>"
    pages = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", pages, stream(content), _FONT, *[leaf] * count)


def _page_tree() -> bytes:
    """Ten to the seventh pages in ten objects."""
    levels = [b"<</Type/Pages/Count 1/Kids[%s]>>" % (b"%d 0 R " % (level + 3) * 10) for level in range(7)]
    leaf = b"<</Type/Page/MediaBox[0 0 600 800]/Resources<<>>/Contents 10 0 R>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", *levels, leaf, stream(_HELLO_STREAM))


def _forms() -> bytes:
    """A page that draws ten forms, each of which draws ten, eight levels deep."""
    drawn = zlib.compress(b"/X Do " * 10 + b"BT /F 11 Tf (a) Tj ET")
    box = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>"
    forms = [stream(drawn, more=box % min(number + 7, 13)) for number in range(8)]
    return page(stream(zlib.compress(b"/X Do " * 10)), b"/Font<</F 5 0 R>>/XObject<</X 6 0 R>>", *forms)


def _object_stream() -> bytes:
    count = 2 * _MB
    index = b"".join(b"%d 0 " % (number + 10) for number in range(count))
    packed = stream(zlib.compress(index + b"<<>>", 9), more=b"/Type/ObjStm/N %d/First %d" % (count, len(index)))
    return pdf(b"<</Type/Catalog/Pages 9 0 R>>", packed)


def _zeros(count: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * _MB) for _ in range(count // _MB)) + packer.flush()


def _styles(count: int) -> bytes:
    """A chain of styles, each based on the next."""
    each = b'<w:style w:styleId="s%d"><w:basedOn w:val="s%d"/></w:style>'
    return f'<w:styles xmlns:w="{_W}">'.encode() + b"".join(each % (n, n + 1) for n in range(count)) + b"</w:styles>"


def _sheet_strings() -> bytes:
    return f'<sst xmlns="{_SHEET}">'.encode() + b"<si><t>abc</t></si>" * (190 * _MB // 19) + b"</sst>"


def _json_objects() -> bytes:
    return b'{"touchpoints":[' + b"{}," * 490_000 + b"{}]}"


_CMAP = b"begincmap 1 begincodespacerange <00000000><FFFFFFFF> endcodespacerange %s endcmap"
_TYPE0 = b"/Font<</F<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[]>>>>"
_YAML = b"---\na: &a [x,x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 10)) for n in range(9)
)

KNOWLEDGE: Mapping[str, Bomb] = {
    "empty paragraphs.docx": lambda: docx(b"<w:p/>" * (190 * _MB // 6)),
    "attributes.docx": lambda: docx(b'<w:p a="" b=""/>' * (190 * _MB // 16)),
    "just too many tags.docx": lambda: docx(b"<w:p/>" * 3_000_001),
    "tags in UTF-7.docx": lambda: docx(b"+ADw-w:p/+AD4-" * _MB, encoding="UTF-7"),
    "one long word.docx": lambda: docx(b"<w:p><w:r><w:t>" + b"a" * 190 * _MB + b"</w:t></w:r></w:p>"),
    "billion laughs.docx": lambda: docx(b"<w:p><w:r><w:t>&i;</w:t></w:r></w:p>" + _HELLO, _LAUGHS),
    "external entity.docx": lambda: docx(b"<w:p><w:r><w:t>&i;</w:t></w:r></w:p>" + _HELLO, _EXTERNAL),
    "deep.docx": lambda: docx(b"<w:sdt>" * 200_000 + _HELLO + b"</w:sdt>" * 200_000),
    "chain of styles.docx": lambda: docx(_HELLO, word__styles_xml=_styles(100_000)),
    "archive in an archive.docx": lambda: docx(_HELLO, x__zip=docx(b"<w:p/>" * 30 * _MB)),
    "a big picture.docx": lambda: docx(_HELLO, word__media__x_png=bytes(180 * _MB)),
    "20000 parts.docx": lambda: docx(_HELLO, b"", "UTF-8", **{f"x__{number}": b"x" for number in range(20_000)}),
    "deflated 1000 to 1.pdf": lambda: page(stream(_zeros(1000 * _MB))),
    "deflated twice.pdf": lambda: page(stream(zlib.compress(_zeros(1000 * _MB), 9), b"[/FlateDecode/FlateDecode]")),
    "60 MB of letters.pdf": lambda: page(stream(zlib.compress(b"BT /F 11 Tf " + b"(a) Tj " * 8_500_000, 9))),
    "saved states.pdf": lambda: page(stream(zlib.compress(b"q " * 10 * _MB, 9))),
    "deep arrays.pdf": lambda: page(stream(zlib.compress(b"[" * 10 * _MB, 9))),
    "run lengths.pdf": lambda: page(stream(b"\x81 " * 2 * _MB, b"/RunLengthDecode")),
    "LZW.pdf": lambda: page(stream(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01" * 3 * _MB, b"/LZWDecode")),
    "5000 pages.pdf": lambda: _pages(5_000, _HELLO_STREAM),
    "10000 slow pages.pdf": lambda: _pages(10_000, zlib.compress(b"q 1 0 0 1 0 0 cm Q " * 20_000, 9)),
    "page tree.pdf": _page_tree,
    "forms in forms.pdf": _forms,
    "object stream.pdf": _object_stream,
    "letters to Unicode.pdf": lambda: page(
        stream(_HELLO_STREAM), _TYPE0, stream(zlib.compress(_CMAP % b"1 beginbfrange <0> <FFFFFFFF> <41> endbfrange"))
    ),
    "declared size.pdf": lambda: page(stream(_HELLO_STREAM)).replace(b"/Size 6", b"/Size 99999999999"),
    "declared pages.pdf": lambda: page(stream(_HELLO_STREAM)).replace(b"/Count 1", b"/Count 99999999999"),
    "deep.html": lambda: b"<p>hi</p>" + b"<div>" * 5 * _MB,
    "tables.html": lambda: b"<p>hi</p>" + b"<table><tr><td>" * 650_000,
    "attributes.html": lambda: b"<p " + b"".join(b"a%d " % number for number in range(3 * _MB)) + b">hi</p>",
    "entities.html": lambda: b"<p>hi</p>" + b"&amp;" * 4 * _MB,
    "one line.csv": lambda: b"a," * 2_450_000,
    "one line of 45 MB.csv": lambda: b"a," * 22_500_000,
    "quotation marks.csv": lambda: b'"' * 4_900_000,
    "brackets.md": lambda: b"# " + b"[" * 2 * _MB,
    "links.md": lambda: b"# " + b"[a](" * _MB,
    "block quotes.md": lambda: b"> " * 2 * _MB + b"hi",
    "lists.md": lambda: b"hi\n" + b"".join(b"  " * (n % 500) + b"- a\n" for n in range(9_000)),
    "one word.txt": lambda: b"a" * 4_900_000,
    "empty lines.txt": lambda: b"hi\n" + b"\n \t" * 1_600_000 + b"x",
}  # fmt: skip

MAPS: Mapping[str, Bomb] = {
    "a far row.xlsx": lambda: xlsx(b'<row r="9999999999"><c r="A9999999999"><v>1</v></c></row>'),
    "a row far below.xlsx": lambda: xlsx(_cell("A1", b"Touchpoint") + b'<row r="9999999999"><c><v>1</v></c></row>'),
    "shared texts.xlsx": lambda: xlsx(b'<row><c t="s"><v>0</v></c></row>', xl__sharedStrings_xml=_sheet_strings()),
    "empty rows.xlsx": lambda: xlsx(b"<row/>" * (190 * _MB // 6)),
    "one row.xlsx": lambda: xlsx(b"<row>" + b"<c/>" * (190 * _MB // 4) + b"</row>"),
    "deep.xlsx": lambda: xlsx(b"<row>" + b"<c>" * _MB + b"</c>" * _MB + b"</row>"),
    "one cell.xlsx": lambda: xlsx(_cell("A1", b"Touchpoint") + _cell("A2", b"a" * 150 * _MB)),
    "billion laughs.xlsx": lambda: xlsx(_cell("A1", b"Touchpoint") + _cell("A2", b"&i;"), _LAUGHS),
    "external entity.xlsx": lambda: xlsx(_cell("A1", b"Touchpoint") + _cell("A2", b"&i;"), _EXTERNAL),
    "2000 sheets.xlsx": lambda: workbook(2_000),
    "columns.csv": lambda: b"Touchpoint,Stage\n" + b"a," * 9 * _MB,
    "rows.csv": lambda: b"Touchpoint,Stage\n" + b"a,b\n" * 4_900_000,
    "a mark without end.csv": lambda: b'Touchpoint,Stage\n"' + b"a" * 19 * _MB,
    "brackets.md": lambda: b"# Map\n\n" + b"[" * 990_000,
    "images.md": lambda: b"# Map\n\n" + b"![" * 495_000,
    "footnotes.md": lambda: b"# Map\n" + b"".join(b"\n[^%d]: x\n" % number for number in range(70_000)),
    "rows.md": lambda: b"# Map\n\n## Touchpoints\n\n| Name | Stage |\n|---|---|\n" + b"| a | b |\n" * 90_000,
    "20 MB.md": lambda: b"# Map\n\n" + b"[" * 19 * _MB,
    "laughs in the front matter.md": lambda: _YAML + b"---\n# Map\n",
    "brackets in the front matter.md": lambda: b"---\n" + b"a: [[[[[[[[\n" * 100_000 + b"---\n# x\n",
    "deep.json": lambda: b"[" * 19 * _MB,
    "keys.json": lambda: b'{"schema_version":"1.0",' + b",".join(b'"k%d":0' % n for n in range(490_000)) + b"}",
    "objects.json": _json_objects,
    "one text.json": lambda: b'{"title":"' + b"a" * 19 * _MB + b'"}',
    "tasks.mmd": lambda: b"journey\n" + b"a: 5: Me\n" * 100_000,
    "actors.mmd": lambda: b"journey\n a: 5: " + b"a," * 490_000,
    "sections.mmd": lambda: b"journey\n" + b"".join(b"section s%d\n" % n for n in range(70_000)) + b"a: 5: Me\n",
    "fences.mmd": lambda: b"```mermaid\n```\n" * 65_000,
}
