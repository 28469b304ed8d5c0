"""The person's own documents: every format read into sections, every fault told, nothing else escapes."""

import codecs
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.errors import FileError
from knowledge.articles import Section
from knowledge.documents import MAX_BYTES, SUFFIXES, Document, discover, read
from knowledge.documents.from_csv import MAX_ROWS
from knowledge.documents.pdf_lines import Line, paragraphs
from tests.unit.knowledge.document_samples import docx_of, pdf_of, picture_pdf, protected_pdf, zip_of

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def pairs(document: Document) -> list[tuple[str, str]]:
    return [(section.heading, section.text) for section in document.sections]


def outcome(path: Path) -> Document | FileError:
    try:
        return read(path)
    except FileError as error:
        return error


def assert_in_order(got: Document | FileError) -> None:
    if isinstance(got, FileError):
        assert got.message
        assert got.hint
    else:
        assert got.title
        assert got.sections
        assert all(section.text.strip() == section.text != "" for section in got.sections)


def fault(path: Path) -> str:
    """Return the whole text of the error that reading `path` raises; it names the file and says what to do."""
    with pytest.raises(FileError) as caught:
        read(path)
    assert path.name in caught.value.message
    assert caught.value.hint
    return str(caught.value)


# Markdown


def test_markdown_keeps_its_source_between_the_headings(write: Write) -> None:
    document = read(
        write("Guide.MD", "Before.\n\n# The *shop* `guide`\n\nText with **bold**.\n\nTitle 2\n---\n\n- a\n  - b\n")
    )
    assert document == Document(
        "Guide.MD",
        "The shop guide",
        "markdown",
        (Section("", "Before."), Section("The shop guide", "Text with **bold**."), Section("Title 2", "- a\n  - b")),
    )


def test_markdown_headings_are_not_those_in_code_or_in_lists(write: Write) -> None:
    document = read(write("a.md", "# One\n\n```\n# no\n```\n\n- # item\n\n> # quoted\n"))
    assert pairs(document) == [("One", "```\n# no\n```\n\n- # item\n\n> # quoted")]


@pytest.mark.parametrize("line", ['title: "Returns: how"', "title: Returns: how", "Title: 'Returns: how'"])
def test_front_matter_gives_the_title_and_goes(write: Write, line: str) -> None:
    document = read(write("a.md", f"---\ndate: 2024-01-01\n{line}\n---\n# Heading\nText.\n"))
    assert (document.title, pairs(document)) == ("Returns: how", [("Heading", "Text.")])


def test_a_rule_at_the_top_is_no_front_matter(write: Write) -> None:
    document = read(write("a.md", "---\n\nKept words\n\n---\n\nMore.\n"))
    assert "Kept words" in document.sections[0].text


def test_pictures_written_into_markdown_go(write: Write) -> None:
    document = read(write("a.md", f"Text.\n\n![x](data:image/png;base64,{'QUJD' * 9000}=)\n"))
    assert len(document.sections[0].text) < 30


def test_headings_without_text_lead_those_below_or_stand_as_text(write: Write) -> None:
    document = read(
        write("a.md", "# Shop\n\n## Prices\n\n### Shipping\n\n5 zł\n\n### Gifts\n\n## Hours\n\n## Place\n\nHere.\n")
    )
    assert document.title == "Shop"
    assert pairs(document) == [("Prices — Shipping", "5 zł"), ("", "Gifts"), ("", "Hours"), ("Place", "Here.")]


# Plain text


def test_lines_that_stand_alone_are_headings_of_plain_text(write: Write) -> None:
    text = """Returns

You have thirty days.

1. How to send it back

With the label in the box.
It is free.

Is it really free?

Yes. Always.

Not a heading, it ends in a full stop.

one two

three four

five six

end of a row of lines.
"""
    assert pairs(read(write("a.txt", text))) == [
        ("Returns", "You have thirty days."),
        ("1. How to send it back", "With the label in the box.\nIt is free."),
        ("Is it really free?", "Yes. Always.\n\nNot a heading, it ends in a full stop.\n\none two\n\nthree four"),
        ("five six", "end of a row of lines."),
    ]


def test_lists_dates_and_ends_are_no_headings(write: Write) -> None:
    text = "• a bullet\n\nText one.\n\n1) first\n\n2) second\n\nText two.\n\n12 May 2024\n\nText three.\n\nlast words"
    assert [heading for heading, _ in pairs(read(write("a.txt", text)))] == [""]


def test_text_with_a_paragraph_a_line_has_headings_too(write: Write) -> None:
    long = "A sentence of a web page that was copied as one line, however long it may be, and has no line end. " * 3
    document = read(write("a.txt", f"Opening hours\n{long}\nDelivery\n- by post\n- by van\n{long}\n"))
    assert [heading for heading, _ in pairs(document)] == ["Opening hours", "Delivery"]


def test_the_title_of_plain_text_is_the_name_of_its_file(write: Write) -> None:
    assert read(write("Price list 2024.txt", "Words.")).title == "Price list 2024"


@given(blocks=st.lists(st.text(st.sampled_from("ab?.1- \n"), min_size=1, max_size=12), min_size=1, max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_word_of_plain_text_is_lost(tmp_path: Path, blocks: list[str]) -> None:
    text = "\n\n".join(blocks)
    path = tmp_path / "title.txt"  # a heading that is the title is not said again
    path.write_text(text)
    got = outcome(path)
    sections = () if isinstance(got, FileError) else got.sections
    kept = " ".join(f"{section.heading} {section.text}" for section in sections)
    assert words(text) == words(kept)


def words(text: str) -> set[str]:
    return set("".join(char if char.isalnum() else " " for char in text).split())


# Encodings

POLISH = "Zażółć gęślą jaźń.\n\nMoże to również działa: źródło, święta, ćma."
SPANISH = "¿Qué compró la niña? El año pasado, un pingüino.\n\nTambién compró café."


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (POLISH, "utf-8"), (POLISH, "utf-8-sig"), (POLISH, "utf-16"), (POLISH, "utf-16-le"), (POLISH, "utf-16-be"),
        (POLISH, "utf-32"), (POLISH, "cp1250"), (POLISH, "iso8859_2"), (SPANISH, "cp1252"), (SPANISH, "latin-1"),
    ],
)  # fmt: skip
def test_encodings(write: Write, text: str, codec: str) -> None:
    assert read(write("a.txt", text.encode(codec))).sections[0].text == text


def test_a_web_page_names_its_encoding(write: Write) -> None:
    page = '<meta charset="windows-1251"><title>Привет</title><p>Как дела?'
    assert read(write("a.html", page.encode("cp1251"))).title == "Привет"
    lying = '<meta charset="rot13"><p>Zażółć'
    assert read(write("b.html", lying.encode("cp1250"))).sections[0].text == "Zażółć"


def test_a_torn_letter_does_not_turn_utf_8_into_something_else(write: Write) -> None:
    assert read(write("a.txt", (POLISH + " ł").encode()[:-1])).sections[0].text == POLISH + " \ufffd"


@pytest.mark.parametrize("data", [b"text\0with a NUL", bytes(range(256)) * 40, b"\x01\x02\x03\x04 a"])
def test_binary_data_is_no_text(write: Write, data: bytes) -> None:
    assert "binary data" in fault(write("a.txt", data))


def test_texts_are_cleaned(write: Write) -> None:
    text = "Head\x1b[31m \u202eline\n\nwo\u00adrd\u200b of  \r\ntext\x07.\n\n\n\n\nEnd."
    assert pairs(read(write("a.txt", text))) == [("Head␛[31m line", "word of\ntext.\n\nEnd.")]


# HTML


def test_html_keeps_its_blocks_apart(write: Write) -> None:
    page = """<!doctype html><title> Returns
      &amp; more </title><body>Shop<h1>Returns</h1><p>Thirty <b>da</b>ys,<br>no questions.<p>Free&nbsp;of charge.
      <ul><li>by post<li>by van<ul><li>on Monday</ul></ul>
      <h2>Prices</h2><h3>Abroad</h3><table><tr><th>Land<th>Price</tr><tr><td>PL<td><p>10</p><p>zł</p></table>
      <div>a<div>b</div>c</div><pre>one\n  two</pre><button>Buy</button><button>Now</button>"""
    document = read(write("a.html", page))
    assert document.title == "Returns & more"
    assert pairs(document) == [
        ("", "Shop"),
        (
            "Returns",
            "Thirty days,\nno questions.\n\nFree of charge.\n\n- by post\n- by van\n  - on Monday",
        ),
        ("Prices — Abroad", "Land | Price\nPL | 10 zł\n\na\n\nb\n\nc\n\none\n  two\n\nBuy Now"),
    ]


def test_what_html_hides_is_left_out(write: Write) -> None:
    hidden = [
        "<script>no</script>", "<style>no</style>", "<nav>no<ul><li>no</ul></nav>", "<template>no</template>",
        "<noscript>no</noscript>", "<div hidden>no<p>no</div>", '<p style="color:red; DISPLAY : none">no</p>',
        '<b aria-hidden="true">no</b>', "<!-- no -->", "<svg><title>no</title></svg>", "<ul><li hidden>no<li>yes</ul>",
        "<dialog>no</dialog>", '<img alt="" src="http://127.0.0.1:9/no.png">',
    ]  # fmt: skip
    document = read(write("a.htm", "<p>yes</p>".join(hidden)))
    text = document.sections[0].text
    assert "no" not in text
    assert text.count("yes") == len(hidden)


def test_a_first_heading_is_the_title_of_a_page_without_one(write: Write) -> None:
    document = read(write("a.html", "<h2>Two</h2><p>x<h1>One</h1><p>y"))
    assert (document.title, pairs(document)) == ("One", [("Two", "x"), ("One", "y")])


def test_a_page_laid_out_with_a_table_keeps_its_paragraphs(write: Write) -> None:
    long = "<p>" + "Many words. " * 30
    text = read(write("a.html", f"<table><tr><td>{long}{long}<td>Menu</table>")).sections[0].text
    assert text.count("\n\n") == 2


def test_xhtml_with_empty_elements_and_entities(write: Write, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("outside")
    page = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
        '<html><head><title/><script src="a.js"/></head><body><h1>One</h1><p>Text &x;<br/>more</p></body></html>'
    )
    assert pairs(read(write("a.xhtml", page))) == [("One", "Text &x;\nmore")]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 20_000 + "<p>found</p>" + "</div>" * 20_000,
        "<table><tr>" + "<td>found" * 20_000,
        "found" + "<!--" * 200_000,
        "<p>found</p>" + "<a x='" * 100_000,
        "<p>found</p>" + "</a " * 100_000,
        '<?xml version="1.0"?><p>found</p><' + "a" * 200_000,
    ],
    ids=["deep", "wide", "comments", "attributes", "ends", "name"],
)
def test_hostile_pages_are_read_in_linear_time(write: Write, page: str) -> None:
    start = time.monotonic()
    assert "found" in read(write("a.html", page)).sections[0].text
    assert time.monotonic() - start < 5


# PDF


def test_pdf_has_a_section_a_page(write: Write) -> None:
    document = read(write("leaflet.pdf", pdf_of(["First page."], [], ["Third page, años."], title="The leaflet")))
    assert document.title == "The leaflet"
    assert pairs(document) == [("page 1", "First page."), ("page 3", "Third page, años.")]


def test_the_page_is_named_in_the_language_of_the_interface(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.documents.from_pdf._", lambda text: text.replace("page", "strona"))
    assert read(write("a.pdf", pdf_of(["Words."]))).sections[0].heading == "strona 1"


def test_lines_of_a_pdf_become_paragraphs(write: Write) -> None:
    page = ["Paragraphs are joined from lines, also di-", "vided words.", "", "The next one."]
    assert read(write("a.pdf", pdf_of(page))).sections[0].text == (
        "Paragraphs are joined from lines, also divided words.\n\nThe next one."
    )


def lines(*texts: str) -> list[Line]:
    """Return lines of equal size, 12 points apart; "" leaves one empty."""
    return [Line(text, 700 - 12 * number, 10) for number, text in enumerate(texts) if text]


@pytest.mark.parametrize(
    ("before", "after", "known", "expected"),
    [
        ("the inter-", "view ends", "", "the interview ends"),
        ("an e-", "mail comes", "", "an e-mail comes"),
        ("a well-", "known shop", "well-known", "a well-known shop"),
        ("in Bielsko-", "Biała today", "", "in Bielsko-Biała today"),
        ("biało-", "-czerwony szal", "", "biało-czerwony szal"),
        ("COVID-", "19 came then", "", "COVID-19 came then"),
        ("soft\u00ad", "ened words", "", "softened words"),
        ("prices -", "also today", "", "prices - also today"),
    ],
)
def test_words_divided_at_the_end_of_a_line(before: str, after: str, known: str, expected: str) -> None:
    assert paragraphs(lines(before, after), frozenset([known])) == expected


def test_lists_and_headings_of_a_pdf_stay_lines() -> None:
    page = [
        Line("A heading", 740, 18),
        *lines(
            "Running text that fills the line to its end", "and goes on.", "• one item", "• another", "", "New text"
        ),
    ]
    assert paragraphs(page, frozenset()) == (
        "A heading\n\nRunning text that fills the line to its end and goes on.\n• one item\n• another\n\nNew text"
    )


def test_a_word_as_long_as_a_page_is_quick() -> None:
    start = time.monotonic()
    paragraphs(lines("x" * 300_000 + "-", "y" * 300_000), frozenset())
    assert time.monotonic() - start < 2


def test_pictures_of_text_are_told(write: Write) -> None:
    assert "pictures of text" in fault(write("scan.pdf", picture_pdf()))
    assert "holds no text" in fault(write("empty.pdf", pdf_of([])))


def test_a_password_is_told_unless_it_is_empty(write: Write) -> None:
    assert "password" in fault(write("a.pdf", protected_pdf("secret")))
    assert read(write("b.pdf", protected_pdf(""))).sections[0].text == "Words."


@pytest.mark.parametrize("title", ["Microsoft Word - x1.doc", "Untitled", "offer.docx", "", "12", "(anonymous)"])
def test_titles_that_programs_make_up_are_not_taken(write: Write, title: str) -> None:
    assert read(write("Offer.pdf", pdf_of(["Words."], title=title))).title == "Offer"


# DOCX


def test_docx_in_its_order(write: Write) -> None:
    document = read(write("Guide.docx", docx_of("everything")))
    assert document.title == "The guide"
    assert pairs(document) == [
        ("The guide", "Before the first heading."),
        (
            "First — Inner",
            "Bold words\tand a tab\nand a line, inserted.\n\n- one\n- two\n  - deeper\n\nAfter the list.",
        ),
        (
            "Named otherwise",
            "Under it.\n\nLand | Price\nPL | 10 zł\n\nIn a field.\n\nAround a box.\n\nIn a box.\n\nA note.",
        ),
    ]


def test_the_title_in_the_properties_goes_before_the_style(write: Write) -> None:
    assert read(write("a.docx", docx_of("titled"))).title == "From the properties"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(write: Write) -> None:
    start = time.process_time()
    assert "200 MB" in fault(write("a.docx", zip_of({"word/document.xml": b"0" * 201_000_000})))
    assert time.process_time() - start < 5


def test_entities_of_a_docx_are_not_expanded(write: Write, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("outside")
    parts = {name: zipfile.ZipFile(BytesIO(docx_of("titled"))).read(name) for name in _names(docx_of("titled"))}
    declared = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'.encode()
    xml = parts["word/document.xml"].replace(b"?>", b"?>" + declared, 1).replace(b"Words.", b"Words.&x;")
    document = read(write("a.docx", zip_of(parts | {"word/document.xml": xml})))
    assert "Words." in document.sections[-1].text
    assert "outside" not in document.sections[-1].text


def _names(data: bytes) -> list[str]:
    return zipfile.ZipFile(BytesIO(data)).namelist()


def test_words_old_format_is_told(write: Write) -> None:
    assert "Word's old format" in fault(write("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600))


# CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_rows_name_their_columns(write: Write, delimiter: str) -> None:
    rows = [["Produkt", "Cena", ""], ["lampa", '"5\n""x""', "extra"], ["", "", ""], ["stół", "", ""]]
    rows[1][1] += '"'
    text = "\r\n".join(delimiter.join(row) for row in rows)
    document = read(write("cennik.csv", codecs.BOM_UTF8 + text.encode()))
    assert (document.title, document.kind) == ("cennik", "csv")
    assert pairs(document) == [("", 'Produkt: lampa; Cena: 5 "x"; extra\n\nProdukt: stół')]


def test_csv_with_decimal_commas(write: Write) -> None:
    assert pairs(read(write("a.csv", "nazwa;cena\na;1,5\nb;2,5\n"))) == [
        ("", "nazwa: a; cena: 1,5\n\nnazwa: b; cena: 2,5")
    ]


def test_csv_of_one_column_and_of_one_row(write: Write) -> None:
    assert pairs(read(write("a.csv", "opinion\ngood, but dear\nquick\n"))) == [
        ("", "opinion: good, but dear\n\nopinion: quick")
    ]
    assert pairs(read(write("b.csv", "only;this\n"))) == [("", "only; this")]


def test_csv_with_a_title_above_and_a_hint_of_excel(write: Write) -> None:
    text = "sep=;\nReport of May;\n\nname;age\nAnn;30\n"
    assert pairs(read(write("a.csv", text))) == [("", "Report of May\n\nname: Ann; age: 30")]


def test_csv_is_divided_into_sections_of_rows(write: Write) -> None:
    document = read(write("a.csv", "n,m\n" + "".join(f"{n},x\n" for n in range(1, 46))))
    assert [section.heading for section in document.sections] == ["rows 1 to 20", "rows 21 to 40", "rows 41 to 45"]
    assert document.sections[2].text.startswith("n: 41; m: x\n\n")


def test_a_quotation_mark_without_end_does_not_swallow_the_table(write: Write) -> None:
    document = read(write("a.csv", 'a,b\n1,"inch\n' + "2,x\n" * 40_000))
    assert len(document.sections) == 2001


def test_too_many_rows_are_refused(write: Write) -> None:
    assert "100000 rows" in fault(write("a.csv", "a\n" + "1\n" * MAX_ROWS + "2\n"))
    assert read(write("b.csv", "a\n" + "1\n" * MAX_ROWS)).sections


# Faults


def test_faults_of_files(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "does not exist" in fault(tmp_path / "none.md")
    assert "does not exist" in fault(write("a.md", "x") / "under.md")
    assert ".md .markdown" in fault(write("a.exe", "x"))
    (tmp_path / "folder.md").mkdir()
    assert "not an ordinary file" in fault(tmp_path / "folder.md")
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not an ordinary file" in fault(tmp_path / "pipe.txt")
    assert "holds no text" in fault(write("empty.md", " \n# \n---\n"))
    big = write("big.txt", "x")
    os.truncate(big, MAX_BYTES + 1)
    assert "50 MB" in fault(big)
    monkeypatch.setattr(Path, "open", _denied)
    assert "cannot be read" in fault(big.parent / "a.md")


def _denied(*_: object) -> None:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".csv"])
def test_too_long_a_text_is_refused_quickly(write: Write, suffix: str) -> None:
    start = time.monotonic()
    assert "too long" in fault(write(f"a{suffix}", "<p>Ten words.\n" * 800_000))
    assert time.monotonic() - start < 15


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_torn_files_are_told(write: Write, suffix: str, part: float) -> None:
    whole = pdf_of(["Words of a page."]) if suffix == ".pdf" else docx_of("everything")
    assert_in_order(outcome(write(f"a{suffix}", whole[: int(len(whole) * part)])))


def test_what_a_parser_raises_becomes_a_file_error(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def deep(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("pypdf.PdfReader", deep)
    assert "damaged" in fault(write("a.pdf", pdf_of(["x"])))


@given(data=st.binary(max_size=400) | st.text(max_size=200).map(str.encode), suffix=st.sampled_from(sorted(SUFFIXES)))
@example(data=b"%PDF-1.7\ntrailer<</Root 1 0 R>>", suffix=".pdf")
@example(data=b"---\ntitle:\n---\n", suffix=".md")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_a_document_or_a_file_error(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    assert_in_order(outcome(path))


def test_reading_nothing_loads_no_parser() -> None:
    code = (
        "import sys; import knowledge.documents;"
        "print(sorted({'pypdf', 'docx', 'lxml', 'markdown_it', 'charset_normalizer'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# Finding documents


def test_discover_searches_folders_and_takes_each_file_once(write: Write, tmp_path: Path) -> None:
    for folder in ("docs/inner", "docs/.git", "outside"):
        (tmp_path / folder).mkdir(parents=True)
    for name in (
        "docs/b.md", "docs/inner/a.PDF", "docs/.git/c.md", "docs/.hidden.md", "docs/~$b.docx", "docs/d.exe",
        "outside/e.md", "f.txt",
    ):  # fmt: skip
        write(name, "x")
    (tmp_path / "docs/loop").symlink_to(tmp_path / "docs")
    (tmp_path / "docs/self.md").symlink_to(tmp_path / "docs/self.md")
    (tmp_path / "docs/out.md").symlink_to(tmp_path / "outside/e.md")
    (tmp_path / "docs/away").symlink_to(tmp_path / "outside")
    (tmp_path / "docs/again.md").symlink_to(tmp_path / "docs/b.md")
    os.mkfifo(tmp_path / "docs/pipe.md")
    found, errors = discover([tmp_path / "f.txt", tmp_path / "docs", tmp_path / "docs/inner/../b.md"])
    root = tmp_path.resolve()
    assert found == [root / "docs/b.md", root / "docs/inner/a.PDF", root / "f.txt"]
    assert errors == []


def test_discover_tells_of_named_paths_it_cannot_take(write: Write, tmp_path: Path) -> None:
    good = write("a.md", "x")
    (tmp_path / "self.md").symlink_to(tmp_path / "self.md")
    found, errors = discover([tmp_path / "no.md", write("b.exe", "x"), good, tmp_path / "self.md", Path("\0.md")])
    assert found == [good.resolve()]
    assert [error.message.split(" ", 1)[1].split(":")[0] for error in errors] == [
        "does not exist.",
        "is of a format that cannot be read.",
        "cannot be read",
        "does not exist.",
    ]


def test_discover_tells_of_folders_it_may_not_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def guarded(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    found, errors = discover([tmp_path])
    assert found == []
    assert "closed" in errors[0].message
