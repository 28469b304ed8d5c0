from hypothesis import given
from hypothesis import strategies as st

from assistant.text import _fold_with_places, _folded, clean, clean_line, fold, locate, shorten


def test_nothing_that_acts_on_a_terminal_is_left() -> None:
    dirty = "a\x1b[31mred\x1b[0m\x07 b\x00\x9b5mc\u202eevil\r\nnext\tcell"
    assert clean(dirty) == "a␛[31mred␛[0m b5mcevil\nnext\tcell"


@given(st.text())
def test_clean_is_stable_and_leaves_no_control_character(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not any(ord(c) < 32 and c not in "\n\t" for c in once)
    assert "\x7f" not in once
    once.encode("utf-8")


def test_fold_joins_what_readers_take_for_the_same() -> None:
    assert fold("  “Żółć”  –  ŁÓDŹ’s ") == '"zolc" - lodz\'s'
    assert fold("e\u0301") == fold("é") == "e"


def test_a_quote_is_found_whatever_its_accents_case_spaces_and_quotation_marks() -> None:
    answer = "Pues… dijo “no lo sé”,\n y se fue  a Łódź."
    start, end = locate('"NO LO SE", y se', answer) or (0, 0)
    assert answer[start:end] == "no lo sé”,\n y se"
    start, end = locate("lodz", answer) or (0, 0)
    assert answer[start:end] == "Łódź"


def test_a_quote_is_whole_words() -> None:
    assert locate("art", "we start on Monday") is None
    assert locate("10", "100 quid") is None
    assert locate("10", "10% off") == (0, 2)
    assert locate("...", "well... yes") is None


@given(st.text(min_size=1, max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_what_is_located_folds_to_what_was_sought(quote: str, before: str, after: str) -> None:
    text = f"{before} {quote} {after}"
    place = locate(quote, text)
    if place is not None:
        assert fold(quote).strip(" .,;:!?\"'-()[]…¿¡") in fold(text[slice(*place)])


def test_lines_and_shortening() -> None:
    assert clean_line(" a \n b\t c ") == "a b c"
    assert shorten("one two three four", 12) == "one two…"
    assert shorten("unbreakableword", 8) == "unbreak…"
    assert shorten("short", 8) == "short"


@given(st.text(st.sampled_from("abZ9` \n\t.É´¨łß“…ﬁ\u00a0x\u0300"), max_size=12))
def test_each_character_of_a_fold_comes_from_its_place(text: str) -> None:
    folded, places = _fold_with_places(text)
    assert len(folded) == len(places)
    assert folded.strip() == fold(text)
    assert all(
        char in (" " if text[place].isspace() else _folded(text[place]))
        for char, place in zip(folded, places, strict=True)
    )
