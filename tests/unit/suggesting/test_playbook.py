import re
import tomllib
from importlib import resources

import pytest

from assistant.interview.suggesting.candidates import SHARED
from assistant.interview.suggesting.checks import MAX_WORDS, overlap, unsourced_numbers
from assistant.interview.suggesting.limits import limits
from assistant.locale import LANGUAGES
from assistant.text import fold
from knowledge.articles import load
from knowledge.plays import heading_of, needs_in, play_called, playbook, topics, topics_in

PLAYS = [play for plays in playbook().values() for play in plays]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_play_rests_on_a_section_that_speaks_of_it(language: str) -> None:
    articles = {article.id: article for article in load(language)}
    for (name, number), plays in playbook().items():
        section = articles[name].sections[number - 1]
        for play in plays:
            about = f"{articles[name].title} {section.heading} {section.text}"
            assert overlap(play.text[language], about, language) >= SHARED, play.id
            assert unsourced_numbers(play.text[language], [about]) == []
            assert heading_of(play, language) == section.heading


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_play_is_one_short_sentence(language: str) -> None:
    for play in PLAYS:
        assert len(play.text[language].split()) <= MAX_WORDS, play.id
        assert re.fullmatch(r"[^.!?]+\.", play.text[language]), play.id


def test_plays_are_called_by_their_names_and_every_one_answers_a_topic() -> None:
    assert len({play.id for play in PLAYS}) == len(PLAYS)
    named = {name for topic in topics() for name in topic.plays}
    assert named == {play.id for play in PLAYS}
    assert {hidden for topic in topics() for hidden in topic.hides} <= {topic.name for topic in topics()}


def test_words_of_topics_are_folded_or_they_would_never_be_found() -> None:
    for file in ("topics.toml", "plays.toml"):
        told = tomllib.loads(resources.files("knowledge").joinpath(file).read_text("utf-8"))
        lists = (
            told.values()
            if file == "topics.toml"
            else [*told["needs"].values(), *(p.get("done", {}) for p in told["plays"])]
        )
        for each in lists:
            for language in LANGUAGES:
                assert all(fold(word) == word for word in each.get(language, ()))


def test_a_topic_can_hide_another() -> None:
    assert "delay" in topics_in("we delay everything", "en")
    assert "delay" not in topics_in("the courier has a delay", "en")


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "I know, but we cannot ship abroad, because customs are hell", ["ship abroad"]),
        ("en", "They can pay by card", []),
        ("es", "No podemos contratar a nadie. Abrimos a las 9", ["contratar a nadie"]),
        ("pl", "Nie możemy wysyłać za granicę, bo cło", ["wysylac za granice"]),
    ],
)
def test_what_cannot_be_done_is_read_from_what_was_said(language: str, text: str, found: list[str]) -> None:
    assert list(limits(text, language)) == found


def test_what_a_play_needs_is_known_by_its_everyday_names() -> None:
    assert "staff" in needs_in("hire anybody", "en")
    assert "staff" in play_called("second-till").needs
