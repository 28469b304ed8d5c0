"""Finding personal data, hiding it, and putting it back: the forms it has, and what must be left alone."""

import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from assistant.journey.models import Channel
from assistant.redaction.finding import find
from assistant.redaction.found import Kind
from assistant.redaction.redactor import Redactor
from tests.evals.redaction.__main__ import score, sentences


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("write to ana.ruiz+shop@example.co.uk today", "write to [e-mail 1] today"),
        ("es ana arroba example punto com", "es [e-mail 1]"),
        ("call +48 601 234 567 or 612 34 56 78", "call [phone 1] or [phone 2]"),
        ("the card 4111-1111-1111-1111.", "the card [card 1]."),
        ("IBAN ES91 2100 0418 4502 0005 1332 please", "IBAN [account 1] please"),
        ("konto 61 1090 1014 0000 0712 1981 2874", "konto [account 1]"),
        ("PESEL 44051401359, NIP 526-104-08-28", "PESEL [id 1], NIP [id 2]"),
        ("DNI 12345678Z o NIE X1234567L", "DNI [id 1] o NIE [id 2]"),
        ("SSN 536-22-8726, NI AB 12 34 56 C", "SSN [id 1], NI [id 2]"),
        ("from 81.2.69.142 and 2001:db8::8a2e:370:7334", "from [ip 1] and [ip 2]"),
        ("see https://shop.example.com/o?user=7 on www.example.com", "see [link 1] on www.example.com"),
        ("at 12 Mill Lane, Leeds LS1 4AP she waits", "at [address 1] she waits"),
        ("en la calle de Alcalá, 45, 3º B, 28014 Madrid, espera", "en la [address 1], espera"),
        ("przy ul. Długiej 5/12, 00-238 Warszawa, czeka", "przy [address 1], czeka"),
        ("Mrs Pemberton and Dr Lindqvist met pan Kowalski", "Mrs [person 1] and Dr [person 2] met pan [person 3]"),
        ("me llamo rosalía, my name is olga", "me llamo [person 1], my name is [person 2]"),
        ("We asked Olga Nowak. Olga's phone rang.", "We asked [person 1]. [person 1b]'s phone rang."),
        ("mówiłem z Tomkiem o Tomku", "mówiłem z [person 1] o [person 1b]"),
        ("Will they mark the date in May? Rose petals sell.", "Will they mark the date in May? Rose petals sell."),
        ("1,250 cakes in 2024, 12.5 %, 15000-20000 zł, 10:30", "1,250 cakes in 2024, 12.5 %, 15000-20000 zł, 10:30"),
        ("order 20240518-7731, version 17.2.1, 1 200 300", "order 20240518-7731, version 17.2.1, 1 200 300"),
        ("nie mamy 30 dni, nie 150000", "nie mamy 30 dni, nie 150000"),
        ("London, Instagram and WhatsApp on Monday", "London, Instagram and WhatsApp on Monday"),
    ],
)  # fmt: skip
def test_what_is_hidden(text: str, hidden: str) -> None:
    redactor = Redactor(on=True)
    assert redactor.hidden(text) == hidden
    assert redactor.restored(hidden) == text


def test_ids_and_cards_count_only_with_the_right_check_digits() -> None:
    found = find("44051401358 4111 1111 1111 1112 ES91 2100 0418 4502 0005 1333 12345678A")
    assert {one.kind for one in found} <= {Kind.PHONE}


def test_off_means_as_it_is() -> None:
    assert Redactor(on=False).hidden("Olga Nowak, olga@example.com") == "Olga Nowak, olga@example.com"


def test_the_same_words_have_the_same_placeholder_all_through() -> None:
    redactor = Redactor(on=True)
    first = redactor.hidden("my name is Zyxandra, ring 020 7946 0958")
    assert first == "my name is [person 1], ring [phone 1]"
    assert redactor.hidden("then Zyxandra rang 020 7946 0958") == "then [person 1] rang [phone 1]"


def test_a_placeholder_that_somebody_wrote_is_not_given_another_meaning() -> None:
    redactor = Redactor(on=True)
    text = "Olga Nowak wrote [person 1] and [phone 1] into the form, ring 601 234 567"
    assert redactor.restored(redactor.hidden(text)) == text


def test_what_a_model_makes_of_a_placeholder_is_still_understood() -> None:
    redactor = Redactor(on=True)
    redactor.hidden("Olga Nowak, olga@example.com")
    assert redactor.restored("[Person 1] at [e-mail_1], [person 7]") == "Olga Nowak at olga@example.com, [person 7]"


async def test_a_placeholder_in_pieces_is_put_back() -> None:
    redactor = Redactor(on=True)
    redactor.hidden("Olga Nowak")

    async def pieces() -> AsyncIterator[str]:
        for piece in ("Why does ", "[per", "son ", "1", "] wait [so", " long, and never comes back to you", "?"):
            yield piece

    assert "".join([piece async for piece in redactor.restored_stream(pieces())]) == (
        "Why does Olga Nowak wait [so long, and never comes back to you?"
    )


@settings(max_examples=60)
@given(
    st.text(max_size=300)
    | st.from_regex(r"([A-Za-zŁó@.:/ \[\]0-9-]|Olga |601 234 567 |\[person 1\] ){0,40}", fullmatch=True)
)
def test_what_is_hidden_can_always_be_put_back(text: str) -> None:
    redactor = Redactor(on=True)
    assert redactor.restored(redactor.hidden(text)) == text


@pytest.mark.parametrize(
    "part", ["a.b", "ES12", "aaaa-", "www.", "1 ", "a at ", "calle A de la ", "(0", "1.1.", "AA1 ", "Aa "]
)
def test_no_text_holds_an_answer_up(part: str) -> None:
    find("Olga 1")
    begin = time.process_time()
    find((part * 4000)[:4000])
    assert time.process_time() - begin < 4  # some 20 ms of talk, at most 1 s of this


def test_figures_in_the_documentation_are_those_of_the_measurement() -> None:
    others = [kind for kind in Kind if kind is not Kind.PERSON]
    page = (Path(__file__).parents[3] / "docs" / "privacy.md").read_text("utf-8")
    for name, language in (("English", "en"), ("Spanish", "es"), ("Polish", "pl")):
        result = score(sentences(language, "held"))
        told = [
            result.recall(Kind.PERSON),
            result.precision(Kind.PERSON),
            result.recall(*others),
            result.precision(*others),
        ]
        assert re.search(rf"\| {name} \|" + "".join(rf" {n} of {of} \|" for n, of in told), page)


def test_a_choice_of_the_program_stays_the_choice_it_is() -> None:
    class Reading(BaseModel):
        channel: Channel | None
        words: str

    redactor = Redactor(on=True)
    hidden = redactor.hidden("write to olga@example.org")
    restored = redactor.restored(Reading(channel=Channel.EMAIL, words=hidden))
    assert restored.channel is Channel.EMAIL
    assert restored.words == "write to olga@example.org"
