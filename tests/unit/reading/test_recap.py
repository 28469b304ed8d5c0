"""The reply to a recap: what is taken out, put right, added."""
# ruff: noqa: E501 - tables of what people say

import pytest

from assistant.interview.reading import rules
from assistant.interview.reading.turn import TurnKind
from assistant.journey.models import Channel, Goal, Origin, OriginKind, Step
from assistant.journey.start import new_map
from tests.unit.reading.situations import after, bakery, situation

RECAP = {1: "t1", 2: "t2", 3: "c1"}


@pytest.mark.parametrize(
    ("language", "said", "gone"),
    [
        ("en", "remove 2", {"t2"}), ("en", "delete the second one please", {"t2"}), ("en", "1 and 3 can go, delete them", {"t1", "c1"}),
        ("en", "take out number 3", {"c1"}), ("en", "drop the cake tasting", {"t1"}),
        ("es", "2 sobra", {"t2"}), ("es", "quita el 3", {"c1"}), ("es", "borra la segunda", {"t2"}), ("es", "elimina el último", {"c1"}),
        ("pl", "usuń 2", {"t2"}), ("pl", "trzecie do usunięcia", {"c1"}), ("pl", "punkt 1 wykreślić", {"t1"}), ("pl", "skasuj dwójkę", {"t2"}),
    ],
)  # fmt: skip
def test_taken_out(language: str, said: str, gone: set[str]) -> None:
    asked = situation(said, Step.TOUCHPOINTS, language, need="recap", map=bakery(language), recap=RECAP)
    reading = rules.read(asked)
    left = {item.id for _, item in after(reading, asked).items()}
    assert {item.id for _, item in asked.map.items()} - left == gone
    assert reading.kind is TurnKind.CORRECTION


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "they drop the order form into the letter box"), ("en", "some people cut the cake themselves"),
        ("es", "sacan fotos del cake tasting"), ("es", "retiran el cake en la tienda"), ("es", "quieren la order form arreglada"),
        ("pl", "wyrzucają order form w domu"), ("pl", "klientka poprawia order form w sklepie"), ("pl", "zmieniali cake tasting dwa razy"),
    ],
)  # fmt: skip
def test_what_customers_do_is_told_and_takes_nothing_out(language: str, said: str) -> None:
    asked = situation(said, Step.TOUCHPOINTS, language, need="recap", map=bakery(language), recap=RECAP)
    changed = after(rules.read(asked), asked)
    for before in (*asked.map.touchpoints, *asked.map.constraints):
        assert changed.find(before.id) is not None
        assert changed.find(before.id)[1].origin == before.origin  # type: ignore[index]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "change the order form from phone to email"), ("es", "cambia la order form de teléfono a correo"), ("pl", "zmień order form z telefonu na e-mail")],
)  # fmt: skip
def test_the_new_channel_is_not_the_one_it_has(language: str, said: str) -> None:
    asked = situation(said, Step.TOUCHPOINTS, language, need="recap", map=bakery(language), recap=RECAP)
    assert [t.channel for t in after(rules.read(asked), asked).touchpoints] == [Channel.STORE, Channel.EMAIL]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "2 is wrong, it's by email"), ("en", "number 2 is an email actually"), ("en", "the order form is wrong, they send it by email"),
        ("es", "la 2 está mal, es por correo"), ("es", "el 2 es por email"),
        ("pl", "2 jest źle, to idzie mailem"), ("pl", "punkt 2 to mail"),
    ],
)  # fmt: skip
def test_put_right(language: str, said: str) -> None:
    asked = situation(said, Step.TOUCHPOINTS, language, need="recap", map=bakery(language), recap=RECAP)
    changed = after(rules.read(asked), asked)
    assert [t.channel for t in changed.touchpoints] == [Channel.STORE, Channel.EMAIL]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "the newsletter is missing"), ("en", "you forgot the newsletter"), ("en", "add the newsletter"), ("en", "also the newsletter they get"),
        ("es", "falta el newsletter"), ("es", "te faltó el newsletter"), ("es", "agrega el newsletter"),
        ("pl", "brakuje newslettera"), ("pl", "zapomniałaś o newsletterze"), ("pl", "dodaj newsletter"),
    ],
)  # fmt: skip
def test_added(language: str, said: str) -> None:
    asked = situation(said, Step.TOUCHPOINTS, language, need="recap", map=bakery(language), recap=RECAP)
    changed = after(rules.read(asked), asked)
    assert len(changed.touchpoints) == 3
    assert "newsletter" in changed.touchpoints[-1].name
    assert changed.touchpoints[-1].channel is Channel.EMAIL


def test_one_reply_may_correct_and_add() -> None:
    said = "2 is wrong, it's by email; and the newsletter is missing"
    asked = situation(said, Step.TOUCHPOINTS, need="recap", map=bakery(), recap=RECAP)
    changed = after(rules.read(asked), asked)
    assert changed.touchpoints[1].channel is Channel.EMAIL
    assert "newsletter" in changed.touchpoints[2].name


def test_a_field_of_the_persona_is_put_right() -> None:
    asked = situation("1 is wrong, she is 45", Step.PERSONA, need="recap", map=bakery(), recap={1: "persona.age"})
    assert after(rules.read(asked), asked).persona.age == "45"


@pytest.mark.parametrize(
    ("language", "said", "end"),
    [
        ("en", "end: the second order", "the second order"), ("en", "no, the end is when they tell a friend", "when they tell a friend"),
        ("es", "fin: el segundo pedido", "el segundo pedido"), ("es", "el fin es cuando nos recomiendan y vuelven", "cuando nos recomiendan y vuelven"),
        ("pl", "koniec: drugie zamówienie", "drugie zamówienie"), ("pl", "koniec to jak minie rok i zamówią znowu", "jak minie rok i zamówią znowu"),
        ("pl", "nie, koniec jest wtedy, gdy poleci nas siostrze", "wtedy, gdy poleci nas siostrze"),
    ],
)  # fmt: skip
def test_a_field_is_put_right_by_the_title_that_the_recap_gives_it(language: str, said: str, end: str) -> None:
    journey = new_map(language)
    origin = Origin(kind=OriginKind.SAID, quote="earlier words", turn=1)
    goal = Goal(start="earlier words", end="earlier words", origins={"start": origin, "end": origin})
    recap = {1: "goal.start", 2: "goal.end"}
    told = situation(
        said, Step.GOAL, language, need="recap", map=journey.model_copy(update={"goal": goal}), recap=recap
    )
    reading = rules.read(told)
    changed = after(reading, told)
    assert (changed.goal.start, changed.goal.end) == ("earlier words", end)
    assert reading.kind is TurnKind.CORRECTION


def test_a_title_among_other_words_names_no_field() -> None:
    journey = new_map("en")
    origin = Origin(kind=OriginKind.SAID, quote="earlier words", turn=1)
    goal = Goal(end="earlier words", origins={"end": origin})
    for step, said in ((Step.GOAL, "in the end people leave"), (Step.TOUCHPOINTS, "the end is a mess")):
        told = situation(said, step, need="recap", map=journey.model_copy(update={"goal": goal}), recap={1: "goal.end"})
        assert after(rules.read(told), told).goal.end == "earlier words"
