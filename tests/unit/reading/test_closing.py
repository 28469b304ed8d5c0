"""Reading a yes, a no, a name and a place: what answers the review's questions."""

import pytest

from assistant.interview.reading import closing
from assistant.interview.reading.turn import Reading, TurnKind
from assistant.journey.edits import Add, Change
from assistant.journey.models import Step
from tests.unit.reading.situations import bakery, situation

YES = {
    "en": ("yes", "sure", "ok", "go ahead", "why not", "no problem, go ahead", "yeah go on then", "alright then"),
    "es": ("sí", "claro que sí", "vale", "venga, adelante", "por qué no", "sí, por favor", "órale"),
    "pl": ("tak", "no pewnie", "jasne", "dobrze, lećmy", "czemu nie", "no dobra", "chętnie", "proszę bardzo"),
}
NO = {
    "en": ("no", "no thanks", "nah, I'm good", "not now", "maybe later", "I'm done", "that's all, thanks", "hm",
           "let's stop here", "ok but not today", "please don't", "I'd rather not", "no more questions please"),
    "es": ("no", "no, gracias", "ahora no", "mejor luego", "ya está", "eso es todo", "prefiero dejarlo aquí",
           "estoy cansada", "no hace falta", "ya terminé", "basta por hoy"),
    "pl": ("nie", "nie, dziękuję", "nie teraz", "może później", "to wszystko", "wystarczy", "dość na dziś",
           "kończmy", "innym razem", "raczej nie", "dziękuję, wystarczy"),
}  # fmt: skip
OWNERS = {
    "en": {"that's Tom": "Tom", "Tom will do it, he likes it": "Tom", "me": "me", "my sister": "my sister"},
    "es": {"se encarga mi hermana Lola": "mi hermana Lola", "yo": "yo", "Marta se encarga": "Marta"},
    "pl": {"zajmie się tym Kasia": "Kasia", "ja sama": "ja sama", "szwagier to zrobi": "szwagier"},
}


@pytest.mark.parametrize(("language", "answer"), [(lang, text) for lang, texts in YES.items() for text in texts])
def test_an_offer_is_taken(language: str, answer: str) -> None:
    assert closing.read(situation(answer, language=language, need=closing.OFFER)) == Reading(TurnKind.ANSWER)


@pytest.mark.parametrize(("language", "answer"), [(lang, text) for lang, texts in NO.items() for text in texts])
def test_an_offer_is_declined(language: str, answer: str) -> None:
    assert closing.read(situation(answer, language=language, need=closing.OFFER)) == Reading(TurnKind.NOTHING_MORE)


def test_facts_instead_of_a_yes_are_read_as_any_answer() -> None:
    told = "they also hear of us from the florist next door, who keeps our cards on the counter for us"
    assert closing.read(situation(told, need=closing.OFFER)) is None


@pytest.mark.parametrize(
    ("language", "answer", "owner"),
    [(lang, said, who) for lang, owners in OWNERS.items() for said, who in owners.items()],
)
def test_who_takes_care_is_read_from_a_short_answer(language: str, answer: str, owner: str) -> None:
    asked = situation(answer, Step.ACTIONS, language, need="review.Q15", targets=("a1",), map=bakery(language))
    reading = closing.read(asked)
    assert reading is not None
    (change,) = reading.edits
    assert isinstance(change, Change)
    assert (change.id, change.field, change.value) == ("a1", "owner", owner)
    assert change.origin.quote == owner


@pytest.mark.parametrize("answer", ["nobody yet", "no one"])
def test_nobody_is_no_owner(answer: str) -> None:
    asked = situation(answer, Step.ACTIONS, need="review.Q15", targets=("a1",), map=bakery())
    assert closing.read(asked) == Reading(TurnKind.DONT_KNOW)


def test_a_moment_of_truth_is_named_by_its_words() -> None:
    asked = situation("the cake tasting, that decides it", need="review.Q17", map=bakery())
    reading = closing.read(asked)
    assert reading is not None
    assert [(e.id, e.value) for e in reading.edits if isinstance(e, Change)] == [("t1", True)]


def test_a_constraint_told_of_a_touchpoint_is_put_there() -> None:
    asked = situation("it is slow", Step.CONSTRAINTS, need="review.Q34", targets=("t2",), map=bakery())
    told = Add.model_validate({"part": "constraints", "values": {"text": "it is slow"}, "origin": {"kind": "imported"}})
    (edit,) = closing.completed(Reading(TurnKind.ANSWER, (told,)), asked).edits
    assert isinstance(edit, Add)
    assert (edit.values["touchpoints"], edit.values["stage"]) == (["t2"], "s3")


def test_a_known_metric_that_is_named_measures_the_action() -> None:
    asked = situation("the orders per week", Step.METRICS, need="review.Q25", targets=("a1",), map=bakery())
    (link,) = closing.completed(Reading(TurnKind.VAGUE), asked).edits
    assert link.model_dump()["targets"] == ("a1",)
    assert link.model_dump()["id"] == "m1"
