"""Whatever is answered: no exception, and every proposed edit is accepted by the map."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.interview.reading import rules
from assistant.interview.reading.clauses import split
from assistant.interview.reading.turn import TurnKind
from assistant.journey.models import Step
from assistant.text import MAX_ANSWER, clean
from tests.unit.reading.situations import after, bakery, situation

_WORDS = [
    "they",
    "see",
    "our",
    "advert",
    "on",
    "Facebook",
    "and",
    "like",
    "it",
    "a",
    "lot,",
    "then",
    "order",
    "by",
    "phone;",
    "no",
    "wait,",
    "by",
    "email.",
    "45",
    "minutes,",
    "not",
    "30",
    "but",
    "40!",
    "Anna",
    "is",
    "36,",
    "she",
    "lives",
    "in",
    "Leeds",
    "and",
    "works",
    "as",
    "a",
    "nurse.",
    "from",
    "the",
    "first",
    "visit",
    "until",
    "they",
    "come",
    "back:",
    "20%",
    "now,",
    "I",
    "want",
    "35%",
    "remove",
    "2,",
    "number",
    "1",
    "is",
    "wrong,",
    "it's",
    "by",
    "chat.",
    "the",
    "newsletter",
    "is",
    "missing",
    "“quoted”",
    "żółć",
    "¿qué?",
    "1",
    "in",
    "5",
    "sorry",
    "1",
    "in",
    "8",
    "ven",
    "el",
    "anuncio",
    "y",
    "compran",
    "en",
    "la",
    "tienda,",
    "no,",
    "perdón,",
    "en",
    "la",
    "web;",
    "les",
    "encanta",
    "1",
    "de",
    "cada",
    "5,",
    "quiero",
    "1",
    "de",
    "cada",
    "3",
    "widzą",
    "reklamę",
    "i",
    "dzwonią,",
    "nie,",
    "czekaj,",
    "piszą",
    "maila;",
    "są",
    "wściekli.",
    "od",
    "reklamy",
    "do",
    "zakupu",
    "dziś",
    "20",
    "procent,",
    "cel",
    "40",
    "-",
    "•",
    "\n",
    ".",
    ",",
    ":",
    "(",
    ")",
    "/",
    "%",
]

_texts = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join),
    st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=8)), max_size=40).map(" ".join),
)
_RECAP = {1: "t1", 2: "t2", 3: "c1", 4: "m1", 5: "persona.age", 6: "goal.statement", 7: "persona.interests", 8: "gone"}


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=_texts,
    step=st.sampled_from(Step),
    language=st.sampled_from(["en", "es", "pl", "de"]),
    need=st.sampled_from(["", "recap", "touchpoints.feelings", "metrics.values", "goal.limits", "persona.challenges"]),
    full=st.booleans(),
    targets=st.lists(st.sampled_from(["s1", "s4", "t1", "t2", "c1", "m1", "m2", "start", "end", "age"]), max_size=3),
)
def test_every_edit_is_accepted(
    text: str, step: Step, language: str, need: str, full: bool, targets: list[str]
) -> None:
    text = clean(text)
    asked = situation(
        text,
        step,
        language,
        need=need,
        targets=tuple(targets),
        map=bakery() if full else None,
        recap=_RECAP if need == "recap" else None,
    )
    reading = rules.read(asked)
    after(reading, asked)
    assert reading.by == "rules"


@given(text=_texts, language=st.sampled_from(["en", "es", "pl"]))
def test_clauses_stand_in_the_text_in_order(text: str, language: str) -> None:
    end = 0
    for clause in split(text, language):
        assert text[clause.start : clause.end] == clause.text
        assert clause.start >= end
        end = clause.end


@pytest.mark.parametrize(
    "piece",
    [
        "they order by phone and love it, ",
        "word ",
        "x",
        "no wait, 5 ",
        "1, ",
        "- ",
        ".",
        "not 3 but 4 ",
        "no ",
        "żółć, ",
    ],
)
@pytest.mark.parametrize("step", [Step.TOUCHPOINTS, Step.METRICS, Step.PERSONA, Step.CONSTRAINTS])
def test_the_longest_answer_is_read_quickly(piece: str, step: Step) -> None:
    text = (piece * (MAX_ANSWER // len(piece) + 1))[:MAX_ANSWER]
    asked = situation(text, step)

    def seconds() -> float:
        started = time.process_time()
        rules.read(asked)
        return time.process_time() - started

    assert seconds() < 1.5 or seconds() < 1.5  # a full garbage collection of all that the tests left may come between


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "?!", "😀😀", "\u0301"])
def test_an_answer_without_words_is_vague(text: str) -> None:
    assert rules.read(situation(text)).kind is TurnKind.VAGUE
