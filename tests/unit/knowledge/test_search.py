"""The search by words: finds the article, in three languages, and declines when the articles have no answer."""

import subprocess
import sys
import time
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.locale import LANGUAGES
from knowledge.articles import Chunk, divide, load, parse
from knowledge.port import Retriever
from knowledge.search import CONFIDENT, LexicalRetriever, answer_passage
from tests.unit.knowledge.questions import HELD_OUT, HELD_OUT_UNANSWERABLE, TUNED, TUNED_UNANSWERABLE

RETRIEVER: Retriever = LexicalRetriever()

DEFINITIONS = {
    "en": ["What is {}?", "what does {} mean", "Can you explain {} please?"],
    "es": ["¿Qué es {}?", "que significa {}", "¿Me explicas qué es {}?"],
    "pl": ["Co to jest {}?", "co oznacza {}", "Wyjaśnij proszę, co to {}"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_for_a_definition_gets_the_definition(language: str) -> None:
    for article in load(language):
        for form in DEFINITIONS[language]:
            passage = answer_passage(RETRIEVER, form.format(article.title.lower()), language)
            assert passage is not None
            assert (passage.article, passage.heading) == (article.id, article.sections[0].heading)
            assert (passage.title, passage.text, passage.step) == (
                article.title,
                article.sections[0].text,
                article.step,
            )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("loanword", "article"),
    [
        ("touchpoint", "touchpoint"),
        ("touchpoints", "touchpoint"),
        ("persona", "persona"),
        ("buyer persona", "persona"),
        ("pain points", "constraints-and-causes"),
        ("pain point", "constraints-and-causes"),
        ("KPI", "metrics"),
        ("KPIs", "metrics"),
        ("CJM", "customer-journey-map"),
        ("customer journey map", "customer-journey-map"),
        ("as-is", "customer-journey-map"),
        ("moment of truth", "moment-of-truth-and-emotions"),
        ("feedback", "collecting-feedback"),
    ],
)
def test_english_loanwords_are_understood_in_every_language(language: str, loanword: str, article: str) -> None:
    passage = answer_passage(RETRIEVER, DEFINITIONS[language][0].format(loanword), language)
    assert passage is not None
    assert passage.article == article


@pytest.mark.parametrize(
    ("language", "question", "article"),
    [
        ("en", "touchpoints of each stage", "touchpoint"),
        ("es", "causas de las limitaciones", "constraints-and-causes"),
        ("es", "que son las metricas", "metrics"),
        ("es", "emocion", "moment-of-truth-and-emotions"),
        ("pl", "przyczyn ograniczen", "constraints-and-causes"),
        ("pl", "przykład punktów styku", "touchpoint"),
        ("pl", "o punktach styku", "touchpoint"),
        ("pl", "momentów prawdy", "moment-of-truth-and-emotions"),
        ("pl", "co to są wskazniki", "metrics"),
        ("pl", "opiniami klientow", "collecting-feedback"),
    ],
)
def test_inflected_forms_and_missing_accents_are_found(language: str, question: str, article: str) -> None:
    passage = answer_passage(RETRIEVER, question, language)
    assert passage is not None
    assert passage.article == article


def outcomes(questions: dict[str, list[tuple[str, set[str]]]]) -> dict[str, tuple[int, int]]:
    """Return how many questions of each language are answered rightly and wrongly."""
    counts = {}
    for language, pairs in questions.items():
        answers = [(answer_passage(RETRIEVER, question, language), right) for question, right in pairs]
        rights = [answer.article in right for answer, right in answers if answer]
        counts[language] = (sum(rights), len(rights) - sum(rights))
    return counts


def test_tuned_questions_are_answered() -> None:
    assert outcomes(TUNED) == {"en": (21, 0), "es": (22, 0), "pl": (22, 0)}
    assert [len(questions) for questions in TUNED.values()] == [22, 22, 22]


def test_most_held_out_questions_are_answered_and_hardly_any_wrongly() -> None:
    for language, (right, wrong) in outcomes(HELD_OUT).items():
        assert len(HELD_OUT[language]) == 29
        assert right >= 25
        assert wrong <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_unanswerable_questions_are_declined(language: str) -> None:
    questions = [*TUNED_UNANSWERABLE[language], *HELD_OUT_UNANSWERABLE[language]]
    assert len(questions) == 40
    assert [question for question in questions if answer_passage(RETRIEVER, question, language)] == []


def test_the_right_article_comes_first() -> None:
    pairs = [(language, *pair) for language in LANGUAGES for pair in chain(TUNED[language], HELD_OUT[language])]
    found = [RETRIEVER.search(question, 3, language=language) for language, question, _ in pairs]
    rights = [
        [passage.article in right for passage in passages] for passages, (*_, right) in zip(found, pairs, strict=True)
    ]
    assert len(pairs) == 153
    assert sum(bool(each) and each[0] for each in rights) >= 148
    assert sum(any(each) for each in rights) >= 151


def test_the_language_of_the_passages_can_be_chosen() -> None:
    for language in LANGUAGES:
        found = RETRIEVER.search("touchpoint", language=language)
        assert found
        assert {passage.language for passage in found} == {language}
    assert {passage.language for passage in RETRIEVER.search("touchpoint", 30)} == set(LANGUAGES)
    assert RETRIEVER.search("touchpoint", language="de") == []


def test_the_step_can_be_chosen() -> None:
    found = RETRIEVER.search("customer", 50, language="en", step="metrics")
    assert {passage.article for passage in found} == {"metrics"}


def test_articles_about_other_stages_are_left_out() -> None:
    everything = {passage.article for passage in RETRIEVER.search("customer", 100, language="en")}
    purchase = {passage.article for passage in RETRIEVER.search("customer", 100, language="en", stages=["purchase"])}
    assert everything - purchase == {"after-purchase"}
    assert "stages" in purchase
    assert "persona" in purchase


def test_scores_fall_and_no_more_than_k_come() -> None:
    found = RETRIEVER.search("customer journey map", 4, language="en")
    assert len(found) == 4
    assert [passage.score for passage in found] == sorted((passage.score for passage in found), reverse=True)


@pytest.mark.parametrize("query", ["", "   ", "what is it?", "¿?", "\x1b[?", "(.*)[", "xyzzy plugh", "🙂"])
def test_a_query_without_known_words_finds_nothing(query: str) -> None:
    assert RETRIEVER.search(query) == []
    assert answer_passage(RETRIEVER, query, "en") is None


def test_a_word_that_is_only_mentioned_is_not_enough() -> None:
    found = RETRIEVER.search("scissors", language="en")
    assert found == []
    found = RETRIEVER.search("laptop", 1, language="en")
    assert "laptop" in found[0].text
    assert found[0].confidence < CONFIDENT


@given(
    st.lists(st.sampled_from(["touchpoint", "what", "map", "customer", "zebra", "delivery", "-2", "KPI"]), max_size=9)
)
def test_confidence_is_a_share(words: list[str]) -> None:
    for passage in RETRIEVER.search(" ".join(words), 50, language="en"):
        assert 0 < passage.confidence <= 1


def test_unknown_words_lower_the_confidence() -> None:
    sure = RETRIEVER.search("touchpoint", 1, language="en")[0]
    unsure = RETRIEVER.search("touchpoint zebra volcano", 1, language="en")[0]
    assert sure.confidence == 1
    assert unsure.confidence < CONFIDENT


def test_other_chunks_can_be_searched() -> None:
    front = "---\nid: zebra\ntitle: Zebra\nstep: goal\nstages: []\nsources: [A book]\n---\n"
    article = parse(f"{front}\n## What a zebra is\n\nA striped animal.\n\n## Food\n\nGrass.\n", "en/zebra.md")

    def loaded(language: str) -> list[Chunk]:
        return divide(article) if language == "en" else []

    retriever = LexicalRetriever(loaded)
    assert [passage.heading for passage in retriever.search("zebra")] == ["What a zebra is", "Food"]
    assert [passage.heading for passage in retriever.search("zebra food")] == ["Food", "What a zebra is"]
    assert retriever.search("zebra", language="pl") == []


def test_a_query_takes_less_than_five_milliseconds() -> None:
    questions = [question for question, _ in TUNED["pl"]]
    RETRIEVER.search("mapa", language="pl")
    start = time.perf_counter()
    for question in questions:
        RETRIEVER.search(question, language="pl")
    assert (time.perf_counter() - start) / len(questions) < 0.005


def test_importing_the_search_loads_no_search_library_and_searching_prints_nothing() -> None:
    program = (
        "import sys, knowledge.search as s\n"
        "assert not {'bm25s', 'numpy', 'yaml', 'snowballstemmer'} & set(sys.modules), 'loaded too early'\n"
        "assert s.LexicalRetriever().search('touchpoint', language='en')\n"
        "assert 'numba' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
