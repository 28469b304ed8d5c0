import re

import pytest
from hypothesis import given

from exports.gfm import anchor, escape, filled_columns, link, table
from tests.fakes.maps import HOSTILE, stored, words
from tests.unit.exports.reader import parse, read, shown

CONTEXTS = {
    "cell": "# t\n\n| a | b |\n| --- | --- |\n| {}[^n] | x |\n\n[^n]: note",
    "heading": "# {}\n\ntext",
    "list entry": "- {}\n- next",
    "nested list entry": "- **a:**\n  - {}\n  - next",
    "paragraph": "{}\n\nnext",
    "footnote": "text[^n]\n\n[^n]: {}",
    "link text": "[{}](#t1)",
}


@pytest.mark.parametrize("context", CONTEXTS)
@given(text=words())
def test_any_text_is_shown_as_it_is(context: str, text: str) -> None:
    document = read(CONTEXTS[context].format(escape(text)))
    assert text in [block.text for block in document.blocks]


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("text", [*filter(None, map(stored, HOSTILE)), "ends in #"])
def test_each_hostile_text_is_shown_and_changes_nothing_around_it(context: str, text: str) -> None:
    markdown = CONTEXTS[context].format(escape(text))
    assert text in [block.text for block in read(markdown).blocks]
    assert [token.type for token in parse(markdown)] == [
        token.type for token in parse(CONTEXTS[context].format("plain"))
    ]


@given(words())
def test_escaped_text_stays_on_one_line_and_in_one_cell(text: str) -> None:
    escaped = escape(text)
    assert "\n" not in escaped
    assert not re.search(r"(?<!\\)(\\\\)*\|", escaped)


# GitHub does more to a text than the parser does; these stand here because no library tells.
@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("from $30 to $45", "from <span>$</span>30 to <span>$</span>45"),
        ("great :smile:", "great <span>:</span>smile:"),
        (":stuck_out_tongue:", r"<span>:</span>stuck\_out\_tongue:"),
        ("https://a.b/c_d", r"https\://a.b/c\_d"),
        ("WWW.a.b", r"WWW\.a.b"),
    ],
)
def test_what_github_finds_in_the_finished_text_is_kept_from_it(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@pytest.mark.parametrize(
    "text", ["Plain words, 50% off; “quoted” (really)?", "a - b + c = d", "10:30", "M&S", "C# code"]
)
def test_harmless_text_is_left_alone(text: str) -> None:
    assert escape(text) == text


def test_a_link_leads_to_its_anchor() -> None:
    tokens = parse(f"{anchor('a_b_c')} {link('a_b_c')}")
    block = shown(tokens[1])
    assert (block.text, block.anchors, block.links) == ("a_b_c a_b_c", ["a_b_c"], ["#a_b_c"])


def test_a_table_leaves_out_empty_columns_and_dashes_empty_cells() -> None:
    rows = [["t1", "", "x"], ["t2", "", ""]]
    assert filled_columns(rows) == [0, 2]
    assert table(["ID", "Device", "Name"], rows) == "| ID | Name |\n| --- | --- |\n| t1 | x |\n| t2 | – |"
